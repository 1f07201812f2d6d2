//! `folio milestone log`: what is recorded, in the order in which it was written.

use folio::diagnostics::british;
use folio::diagnostics::text::inline;
use folio::milestones::{LEDGER, Line, day_of, sentence};
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::view::{EntryView, Shown, details};
use crate::cli::milestone::{Errand, meeting};
use crate::cli::milestone_args::LogArgs;
use crate::cli::office::Text;
use crate::cli::view;

/// `folio milestone log --format json`.
#[derive(Serialize)]
struct LogView<'a> {
    format: u32,
    entries: Vec<EntryView<'a>>,
}

/// Lists the entries, or shows one of them.
pub(crate) fn run(args: &LogArgs, errand: &Errand<'_>) -> Result<Exit, CommandError> {
    let office = errand.office(Text::Unread)?;
    let history = office.ledger.read()?;
    let shown = Shown::of(&office.basis(&history, ""));
    let lines: Vec<&Line> = match &args.entry {
        None => history.lines.iter().collect(),
        Some(name) => vec![history.named(name).ok_or_else(|| {
            CommandError::new(format!("there is no entry `{}`", inline(name, 40)))
                .hint("`folio milestone log` lists the entries with their names")
        })?],
    };
    if let (Some(path), [line]) = (&args.write, lines.as_slice()) {
        return meeting::write(path, line, &office, &history, args, errand);
    }
    match errand.shared.format {
        Format::Human if lines.is_empty() => {
            errand.context.print(&format!(
                "nothing is recorded in {LEDGER} yet\n\nNext: folio milestone ready ID\n"
            ))?;
        }
        Format::Human => {
            let text: String = lines.iter().map(|line| paragraph(line, &shown)).collect();
            errand.context.print(&text)?;
        }
        Format::Json => {
            let entries = lines
                .iter()
                .filter_map(|line| EntryView::new(line, &shown))
                .collect();
            let view = LogView { format: 1, entries };
            errand.context.print(&view::to_json(&view)?)?;
        }
    }
    for problem in &history.problems {
        errand
            .context
            .say(&format!("must fix: {}", problem.message));
    }
    if !history.problems.is_empty() {
        errand
            .context
            .say("  = hint: `folio milestone verify` says what to do");
    }
    Ok(Exit::Success)
}

fn paragraph(line: &Line, shown: &Shown) -> String {
    let Some(entry) = line.entry() else {
        return format!("{}  an entry of a newer version of folio\n", line.short());
    };
    let day = day_of(entry.at);
    let mut out = format!("{}  {}: {}\n", line.short(), british(day), sentence(entry));
    for detail in details(line, shown) {
        out.push_str(&format!("          {detail}\n"));
    }
    out
}
