//! `folio` alone: where you stand, and the next command to type.

mod menu;

use std::path::Path;
use std::time::SystemTime;

use folio::diagnostics::{british, text};
use folio::milestones::{Outcome, Standing, standings};
use folio::project::{self, Due};
use jiff::tz::TimeZone;

use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::opened::{Opened, Text};
use crate::cli::output::submission_path;
use crate::cli::status::tables;

/// Says where you stand; behind a double click, in a window without a prompt, with a menu.
pub(crate) fn run(context: &Context) -> Result<Exit, CommandError> {
    if mousetrap::started_by_explorer() && context.can_ask() {
        return Ok(menu::run(context));
    }
    say(context)?;
    Ok(Exit::Success)
}

fn say(context: &Context) -> Result<(), CommandError> {
    let folio = context.program.as_str();
    let Some(root) = project::find_root(&context.current_dir) else {
        return context.print(&format!(
            "{WHAT_IT_IS}\nThere is no dissertation in this folder.\n\n\
             Start one:      {folio} new my-dissertation\n\
             Or go to yours: cd FOLDER\n\
             All commands:   {folio} --help\n",
        ));
    };
    let (standing, next) = standing(&root, context)?;
    let next = match next {
        Next::Build => "build",
        Next::Check => "check",
    };
    context.print(&format!(
        "{standing}\nNext:            {folio} {next}\nWhile you write: {folio} watch\nMilestones:      {folio} status\nAll commands:    {folio} --help\n",
    ))
}

const WHAT_IT_IS: &str = "folio makes the PDF of a dissertation from a folder of chapters.";

/// What comes next.
#[derive(Clone, Copy)]
enum Next {
    /// The PDF is older than the chapters, or there is none.
    Build,
    /// The PDF is up to date.
    Check,
}

/// Returns where a dissertation stands, a line each, and what comes next.
fn standing(root: &Path, context: &Context) -> Result<(String, Next), CommandError> {
    let opened = Opened::open(Some(root), None, Text::Unread, context)?;
    let project = &opened.project;
    let chapters = &project.outline.chapters;
    let pdf = submission_path(project, &context.gate);
    let (state, next) = match modified(&pdf) {
        None => ("no PDF yet".to_owned(), Next::Build),
        Some(written) => {
            let newer = chapters
                .iter()
                .filter(|chapter| {
                    modified(&chapter.path.below(&project.root)).is_some_and(|at| at > written)
                })
                .count();
            let name = pdf.file_name().unwrap_or_default().to_string_lossy();
            match newer {
                0 => (format!("output/{name} is up to date"), Next::Check),
                newer => (
                    format!(
                        "output/{name} is older than {}",
                        text::count(newer, "chapter")
                    ),
                    Next::Build,
                ),
            }
        }
    };
    let today = today(&opened)?;
    let standing = format!(
        "{}\n{}; {state}\n{today}",
        text::inline(&project.manifest.dissertation.title, 200),
        text::count(chapters.len(), "chapter"),
    );
    Ok((standing, next))
}

/// So many days before it the day of submission is named whatever else is open.
const LAST_WEEKS: i32 = 30;

/// So many days a decision is news.
const NEWS: i32 = 14;

/// Returns what matters today, a line each: that it was handed in, a decision that came in, the day
/// of submission once it is near, the next milestone, and what was left open on the way.
fn today(opened: &Opened) -> Result<String, CommandError> {
    let history = opened.history()?;
    let basis = opened.basis(&history, opened.student());
    let standings = standings(&basis);
    let today = basis.today;
    let mut out = String::new();
    let submission = standings.milestones.iter().find(|it| it.is_submission);
    if let Some((at, submitted)) = submission.and_then(|it| it.submitted.as_ref()) {
        let day = submitted
            .on
            .map_or_else(|| at.to_zoned(TimeZone::UTC).date(), Due::day);
        let time = match submitted.on {
            Some(Due::Moment(moment)) => format!(" at {}", moment.strftime("%H:%M")),
            Some(Due::Day(_)) | None => String::new(),
        };
        return Ok(format!("Submitted on {}{time}\n", british(day)));
    }
    let news = standings.milestones.iter().filter_map(|it| {
        let mark = it.decision.as_ref()?;
        let day = mark
            .taken
            .unwrap_or_else(|| mark.at.to_zoned(TimeZone::UTC).date());
        let is_new = (0..=NEWS).contains(&(today - day).get_days());
        is_new.then_some((day, it, mark))
    });
    if let Some((day, standing, mark)) = news.max_by_key(|(_, _, mark)| mark.at) {
        let outcome = match mark.outcome {
            Outcome::Approved => "approved",
            Outcome::ApprovedWithChanges => "approved with changes",
            Outcome::Returned => "returned",
        };
        let title = text::inline(&standing.title, 40);
        out += &format!("{title}: {outcome} on {}\n", british(day));
    }
    let left = |it: &Standing| {
        it.binding_due()
            .map(|due| (due, (due.day() - today).get_days()))
    };
    let line = |it: &Standing| {
        let title = text::inline(&it.title, 40);
        match left(it) {
            Some((due, days)) => {
                let day = british(due.day());
                format!("{title}: {day} ({})\n", tables::until(days))
            }
            None => format!("{title}: no date yet\n"),
        }
    };
    let open: Vec<&Standing> = standings
        .milestones
        .iter()
        .filter(|it| !it.state.is_done())
        .collect();
    let is_near = |it: &&Standing| left(it).is_some_and(|(_, days)| days <= LAST_WEEKS);
    let last = submission.filter(|it| !it.state.is_done()).filter(is_near);
    let is_ahead = |it: &&&Standing| left(it).is_none_or(|(_, days)| days >= 0);
    let next = last
        .or_else(|| open.iter().find(is_ahead).copied())
        .or(open.first().copied());
    let Some(next) = next else {
        return Ok(out);
    };
    out += &line(next);
    if next.packaged.is_some() {
        out += "it is packaged: hand it in, then record it with `folio milestone submitted`\n";
    }
    let missed: Vec<String> = open
        .iter()
        .filter(|it| it.id != next.id && left(it).is_some_and(|(_, days)| days < 0))
        .map(|it| text::inline(&it.title, 40))
        .collect();
    if !missed.is_empty() {
        out += &format!("not recorded as done: {}\n", text::series(&missed));
    }
    Ok(out)
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata()
        .and_then(|metadata| metadata.modified())
        .ok()
}
