//! `folio status`: where a dissertation stands, for a student, a supervisor and an office.

pub(crate) mod tables;
mod view;

use std::collections::BTreeMap;

use folio::diagnostics::text::list;
use folio::dissertation::CountSummary;
use folio::milestones::{
    Basis, Deadline, Digest, Drift, History, Standing, Standings, Trace, WordsOn, calendar,
    expected, meetings, pace, standings, trace,
};
use folio::pipeline::Surveyed;
use folio::web::{self, ChapterLength, Cover, Handover, Head, StatusPage, Words};
use serde::Serialize;

use crate::cli::args::{Format, StatusArgs};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::opened::{Examined, Opened, Text};
use crate::cli::output::{Destination, check_is_calendar, from_here, html_path, write_html};
use crate::cli::status::tables::StatusExtras;
use crate::cli::status::view::StatusView;
use crate::cli::unresolved;

/// Says where the dissertation stands.
pub(crate) fn run(args: &StatusArgs, context: &Context) -> Result<Exit, CommandError> {
    let html = html_path(args.html.as_deref(), context)?;
    let ics = args.ics.as_deref();
    let ics = ics.map(|path| Destination::named(path, check_is_calendar, context));
    let ics = ics.transpose()?;
    let opened = Opened::open(
        args.folder.named(),
        args.signers.as_deref(),
        Text::Surveyed(&args.limits),
        context,
    )?;
    let history = opened.history()?;
    let basis = opened.basis(&history, opened.student());
    let standings = standings(&basis);
    let drifts = drifts(&opened, &standings);
    let surveyed = opened.surveyed.as_ref();
    say_troubles(surveyed, &history, &standings, context);

    let counted = surveyed.and_then(|surveyed| surveyed.counted.as_ref());
    let pace = in_a_day(&opened, &basis, &standings);
    if let Some(path) = &ics {
        let mut deadlines = deadlines(&opened, &standings);
        let names = context.gate.names();
        for deadline in &mut deadlines {
            deadline.title = names(&deadline.title);
            deadline.note = names(&deadline.note);
        }
        path.write(calendar(&deadlines, context.today).as_bytes(), context)?;
        context.say(&format!("a calendar to import: {}", path.shown(context)));
    }
    if let Some(path) = &html {
        let page = page(&opened, &basis, &standings, &drifts, pace.clone());
        let cover = context.gate.names();
        let html = match args.brief {
            true => web::brief(&page, &cover)?,
            false => web::status(&page, &cover)?,
        };
        write_html(path, &html, context)?;
        if let Destination::Stdout = path {
            // One result goes there, and it is the page.
            return Ok(exit(&standings));
        }
    }
    match args.format {
        Format::Json if args.trace => {
            context.print_json(&TraceView {
                format: 1,
                trace: &trace(&basis.facts.trace),
            })?;
        }
        Format::Json => {
            let view = StatusView::new(&standings, &drifts, &opened, &basis, pace);
            context.print_json(&view)?;
        }
        Format::Human if args.trace => {
            context.print(&tables::chain(&trace(&basis.facts.trace)))?;
        }
        Format::Human => {
            let shown = StatusExtras {
                today: context.today.0,
                width: context.width(),
                pace,
                counted,
                from_here: &|command| from_here(command, &opened.project.root, context),
            };
            // A title is covered before a table breaks or shortens it.
            let mut covered = standings.clone();
            let names = context.gate.names();
            for standing in &mut covered.milestones {
                standing.title = names(&standing.title);
            }
            context.print(&tables::status(&covered, &drifts, &shown))?;
        }
    }
    Ok(exit(&standings))
}

fn exit(standings: &Standings) -> Exit {
    match standings.milestones.iter().any(Standing::is_overdue) {
        true => Exit::Findings,
        false => Exit::Success,
    }
}

/// `folio status --trace --format json`.
#[derive(Serialize)]
struct TraceView<'a> {
    format: u32,
    #[serde(flatten)]
    trace: &'a Trace,
}

/// Returns the dates that are still to be kept.
fn deadlines(opened: &Examined, standings: &Standings) -> Vec<Deadline> {
    let open = standings.milestones.iter().filter(|it| !it.state.is_done());
    let deadline = |standing: &Standing| {
        let title = &opened.project.manifest.dissertation.title;
        let key = Digest::of_bytes(title.as_bytes());
        Some(Deadline {
            uid: format!("{}-{}@folio", standing.id, &key.hex()[..16]),
            title: standing.title.clone(),
            due: standing.binding_due()?,
            zone: standing.zone.clone(),
            note: standing.missing.join("\n"),
        })
    };
    open.filter_map(deadline).collect()
}

/// Returns the page about a student of a cohort, who was surveyed just now.
pub(crate) fn page_of(examined: &Examined, cover: &Cover) -> Result<String, CommandError> {
    page_with(examined, &History::of(&examined.store)?, cover)
}

/// Returns the page about a student as a ledger has it.
pub(crate) fn page_with(
    examined: &Examined,
    history: &History,
    cover: &Cover,
) -> Result<String, CommandError> {
    let basis = examined.basis(history, examined.student());
    let standings = standings(&basis);
    let drifts = drifts(examined, &standings);
    let pace = in_a_day(examined, &basis, &standings);
    let page = page(examined, &basis, &standings, &drifts, pace);
    Ok(web::status(&page, cover)?)
}

/// Returns the page that is sent to a supervisor.
fn page(
    opened: &Examined,
    basis: &Basis<'_>,
    standings: &Standings,
    drifts: &BTreeMap<String, Drift>,
    pace: Option<String>,
) -> StatusPage {
    let surveyed = opened.surveyed.as_ref();
    let counted = surveyed.and_then(|surveyed| surveyed.counted.as_ref());
    // Only what was measured stands in the record of the days.
    let measured = counted.filter(|counted| counted.estimated.is_empty());
    let today = measured.map(|_| (basis.today, basis.facts));
    StatusPage {
        head: Head::of(&opened.project.manifest.dissertation, basis.supervisor()),
        student: basis.people.student_name.clone(),
        today: basis.today,
        standings: standings.clone(),
        drifts: drifts.clone(),
        words: counted.map(words),
        chapters: ChapterLength::of(&opened.project, basis, surveyed.map(|it| &it.targets)),
        pace,
        over_time: WordsOn::days(basis.history, today),
        meetings: meetings(basis.history),
        handover: Handover::of(basis),
        trace: trace(&basis.facts.trace),
    }
}

fn words(counted: &CountSummary) -> Words {
    Words {
        counted: counted.counted,
        limit: counted.limit,
        is_estimated: !counted.estimated.is_empty(),
        verdict: counted.verdict,
        sentence: counted.sentence.clone(),
        policy: counted.policy_in_words.clone(),
        confirmed: counted.confirmed.clone(),
    }
}

/// Returns how much there is to write a day, in a sentence without full stop.
fn in_a_day(opened: &Examined, basis: &Basis<'_>, standings: &Standings) -> Option<String> {
    let submission = basis.plan.submission()?;
    let mut all = standings.milestones.iter();
    let standing = all.find(|standing| standing.id == submission.id)?;
    if standing.state.is_done() {
        return None;
    }
    let due = standing.binding_due();
    let expected = expected(&opened.project);
    let holidays = &opened.project.manifest.holidays;
    let pace = pace(
        basis.plan,
        basis.facts,
        &expected,
        holidays,
        due,
        basis.today,
    );
    let is_estimated = basis.facts.chapters.values().any(|it| it.is_estimated);
    let estimated = if is_estimated {
        ", by words that are partly estimated"
    } else {
        ""
    };
    Some(pace.in_words() + estimated)
}

/// Returns what changed in the chapters of each milestone since they were marked ready.
fn drifts(opened: &Examined, standings: &Standings) -> BTreeMap<String, Drift> {
    let texts = opened.chapter_texts();
    let now = opened.now(&texts);
    let milestones = standings.milestones.iter();
    milestones
        .filter_map(|it| Some((it.id.clone(), opened.drift(it, now)?)))
        .collect()
}

/// Says what is wrong with the pages, the ledger and single entries.
fn say_troubles(
    surveyed: Option<&Surveyed>,
    history: &History,
    standings: &Standings,
    context: &Context,
) {
    if let Some(trouble) = surveyed.and_then(|surveyed| surveyed.trouble.as_ref()) {
        context.show_error(&trouble.clone().into());
        context.say("  = the words below are estimated from the files; `folio build` says more\n");
    }
    say_unresolved(surveyed, context);
    for problem in &history.problems {
        context.say(&format!(
            "warning[ledger]: {}\n  = hint: {}",
            problem.message, problem.hint
        ));
    }
    for ignored in &standings.ignored {
        context.say(&format!(
            "warning[ledger]: line {} has no effect: {}\n  = hint: {}",
            ignored.line, ignored.why, ignored.hint
        ));
    }
    for doubt in &standings.doubts {
        context.say(&format!(
            "warning[ledger]: {}\n  = hint: {}",
            doubt.message, doubt.hint
        ));
    }
}

/// Says what stands on the pages as a mark, and which chapters are left out.
pub(crate) fn say_unresolved(surveyed: Option<&Surveyed>, context: &Context) {
    let Some(surveyed) = surveyed else {
        return;
    };
    if let Some(sentence) = unresolved::in_words(&surveyed.unresolved, &surveyed.sources) {
        context.say(&format!("{sentence}\n"));
    }
    let estimated = surveyed.counted.iter().flat_map(|it| &it.estimated);
    let estimated: Vec<&String> = estimated.collect();
    if !estimated.is_empty() {
        let names = list(&estimated);
        context.say(&format!("the words of {names} are only estimated\n"));
    }
}
