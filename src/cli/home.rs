//! `folio` alone: where you stand, and the next command to type.

use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

use clap::Parser;
use folio::diagnostics::{british, text};
use folio::milestones::standings;
use folio::project;
use inquire::Confirm;

use crate::cli::args::{Cli, Command};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::opened::{Opened, Text};
use crate::cli::output::submission_path;
use crate::cli::status::tables;
use crate::cli::watch;

/// Says where you stand.
pub(crate) fn run(context: &Context) -> Result<Exit, CommandError> {
    let result = say(context);
    if let Err(error) = &result {
        context.show_error(error);
    }
    if mousetrap::started_by_explorer() {
        let has_project = project::find_root(&context.current_dir).is_some();
        let question = Confirm::new("Show the pages in your browser while you write?");
        if has_project
            && question.with_default(true).prompt().is_ok_and(|yes| yes)
            && let Ok(Some(Command::Watch(args))) =
                Cli::try_parse_from(["folio", "watch"]).map(|cli| cli.command)
        {
            return watch::run(&args, context).inspect_err(|error| {
                context.show_error(error);
                let _ = io::stdin().read(&mut [0]);
            });
        }
        // The window closes with the program: leave time to read.
        context.say("\nPress Enter to close this window.");
        let _ = io::stdin().read(&mut [0]);
    }
    Ok(result.map_or_else(|error| error.exit, |()| Exit::Success))
}

fn say(context: &Context) -> Result<(), CommandError> {
    let Some(root) = project::find_root(&context.current_dir) else {
        return context.print(
            "folio makes the PDF of a dissertation from a folder of chapters.\n\
             There is no dissertation in this folder.\n\n\
             Start one:      folio new my-dissertation\n\
             Or go to yours: cd FOLDER\n\
             All commands:   folio --help\n",
        );
    };
    let opened = Opened::open(Some(&root), None, Text::Unread, context)?;
    let project = &opened.project;
    let chapters = &project.outline.chapters;
    let pdf = submission_path(project);
    let (state, next) = match modified(&pdf) {
        None => ("no PDF yet".to_owned(), "folio build"),
        Some(written) => {
            let newer = chapters
                .iter()
                .filter(|chapter| {
                    modified(&chapter.path.below(&project.root)).is_some_and(|at| at > written)
                })
                .count();
            let name = pdf.file_name().unwrap_or_default().to_string_lossy();
            match newer {
                0 => (format!("output/{name} is up to date"), "folio check"),
                newer => (
                    format!(
                        "output/{name} is older than {}",
                        text::count(newer, "chapter")
                    ),
                    "folio build",
                ),
            }
        }
    };
    let due = due(&opened)?;
    context.print(&format!(
        "{}\n{}; {state}\n{due}\nNext:            {next}\nWhile you write: folio watch\nMilestones:      folio status\nAll commands:    folio --help\n",
        text::inline(&project.manifest.dissertation.title, 200),
        text::count(chapters.len(), "chapter"),
    ))
}

/// Returns the next milestone with its date, in a line.
fn due(opened: &Opened) -> Result<String, CommandError> {
    let history = opened.history()?;
    let basis = opened.basis(&history, opened.student());
    let Some(next) = standings(&basis).next else {
        return Ok(String::new());
    };
    let title = opened.plan.find(&next.id).map_or("", |it| &it.title);
    let title = text::inline(title, 40);
    Ok(match (next.due, next.days_left) {
        (Some(due), Some(left)) => format!(
            "{title}: {} ({})\n",
            british(due.day()),
            tables::until(left)
        ),
        (_, _) => format!("{title}: no date yet\n"),
    })
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata()
        .and_then(|metadata| metadata.modified())
        .ok()
}
