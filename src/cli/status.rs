//! `folio status`: where a dissertation stands, for a student, a supervisor and an office.

use std::collections::BTreeMap;

use folio::diagnostics;
use folio::milestones::{
    Basis, Drift, Facts, History, Standing, Standings, changes_since, drift_of, expected, kept,
    pace, standings, trace, whitespace,
};
use folio::pipeline::Surveyed;

use crate::cli::args::{Format, StatusArgs};
use crate::cli::build::shown_path;
use crate::cli::context::Context;
use crate::cli::count::check_own_page;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::office::{Office, Text};
use crate::cli::status_page;
use crate::cli::status_table::{self, Shown};
use crate::cli::status_view::StatusView;
use crate::cli::view;

/// Says where the dissertation stands.
pub(crate) fn run(args: &StatusArgs, context: &Context) -> Result<Exit, CommandError> {
    let html = args
        .html
        .as_deref()
        .map(|path| context.current_dir.join(path));
    if let Some(path) = &html {
        check_own_page(path)?;
        diagnostics::check_writable(path)?;
    }
    let office = Office::open(
        args.path.as_deref(),
        args.signers.as_deref(),
        Text::Surveyed(&args.limits),
        context,
    )?;
    let history = office.ledger.read()?;
    let basis = office.basis(&history, office.student());
    let standings = standings(&basis);
    let drifts = drifts(&office, &standings);
    let surveyed = office.surveyed.as_ref();
    say_troubles(surveyed, &history, &standings, context);

    let facts = basis.facts;
    let counted = surveyed.and_then(|surveyed| surveyed.counted.as_ref());
    let standing = Where {
        office: &office,
        basis: &basis,
        history: &history,
        standings: &standings,
        drifts: &drifts,
        facts,
    };
    if let Some(path) = &html {
        let page = status_page::page(&standing);
        diagnostics::write_atomic(path, folio::pages::status(&page)?.as_bytes())?;
        let shown = shown_path(path, &context.current_dir);
        context.say(&format!("a page to open or to send: {shown}"));
    }
    match args.format {
        Format::Json => {
            let view = StatusView::new(&standings, &drifts, counted, context.today.0);
            context.print(&view::to_json(&view)?)?;
        }
        Format::Human if args.trace => {
            context.print(&status_table::chain(&trace(&facts.trace)))?;
        }
        Format::Human => {
            let shown = Shown {
                today: context.today.0,
                width: context.width(),
                pace: standing.pace(),
                counted,
            };
            context.print(&status_table::status(&standings, &drifts, &shown))?;
        }
    }
    Ok(if standings.milestones.iter().any(Standing::is_overdue) {
        Exit::Findings
    } else {
        Exit::Success
    })
}

/// Where a dissertation stands, with all that a page says of it.
pub(crate) struct Where<'a> {
    pub(crate) office: &'a Office,
    pub(crate) basis: &'a Basis<'a>,
    pub(crate) history: &'a History,
    pub(crate) standings: &'a Standings,
    /// What changed since each decision, by milestone.
    pub(crate) drifts: &'a BTreeMap<String, Drift>,
    pub(crate) facts: &'a Facts,
}

impl Where<'_> {
    /// Returns how much there is to write a day, in a sentence without full stop.
    pub(crate) fn pace(&self) -> Option<String> {
        let submission = self.basis.plan.submission()?;
        let standing = self
            .standings
            .milestones
            .iter()
            .find(|standing| standing.id == submission.id)?;
        if standing.state.is_done() {
            return None;
        }
        let due = standing.binding_due();
        let expected = expected(&self.office.project);
        let pace = pace(
            self.basis.plan,
            self.facts,
            &expected,
            due,
            self.basis.today,
        );
        Some(pace.in_words())
    }
}

/// Returns what changed in the chapters of each decided milestone since they were marked ready.
fn drifts(office: &Office, standings: &Standings) -> BTreeMap<String, Drift> {
    let decided = standings
        .milestones
        .iter()
        .filter(|standing| standing.decision.is_some());
    decided
        .filter_map(|standing| {
            let ready = &standing.ready.as_ref()?.ready;
            let kept = kept(&office.project.root, ready);
            // A copy that is gone cannot be compared, and no number is better than half of one.
            let changes = changes_since(&kept, &office.chapter_texts(), whitespace);
            let drift = drift_of(&changes, whitespace)?;
            Some((standing.id.clone(), drift))
        })
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
}
