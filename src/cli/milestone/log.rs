//! `folio milestone log`: what is recorded, in the order in which it was written.

use folio::diagnostics::british;
use folio::diagnostics::text::inline;
use folio::milestones::{LEDGER, Line, day_of, sentence};
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::args::milestone::LogArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::entry::{EntryView, LedgerLinks, details};
use crate::cli::milestone::record::LOG_LISTS;
use crate::cli::milestone::{MilestoneContext, meeting};
use crate::cli::opened::Text;

/// `folio milestone log --format json`.
#[derive(Serialize)]
struct LogView<'a> {
    format: u32,
    entries: Vec<EntryView<'a>>,
}

/// Lists the entries, or shows one of them.
pub(crate) fn run(args: &LogArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let opened = cx.open(Text::Unread)?;
    let history = opened.history()?;
    let links = LedgerLinks::of(&opened.basis(&history, ""));
    let lines: Vec<&Line> = match &args.entry {
        None => history.lines.iter().collect(),
        Some(name) => vec![history.named(name).ok_or_else(|| {
            CommandError::new(format!("there is no entry `{}`", inline(name, 40))).hint(LOG_LISTS)
        })?],
    };
    if let (Some(path), [line]) = (&args.write, lines.as_slice()) {
        return meeting::write(path, line, &opened, &history, args, cx);
    }
    match cx.shared.format {
        Format::Human if lines.is_empty() => {
            cx.print(&format!(
                "nothing is recorded in {LEDGER} yet\n\nNext: folio milestone ready ID\n"
            ))?;
        }
        Format::Human => {
            let text: String = lines.iter().map(|line| paragraph(line, &links)).collect();
            cx.print(&text)?;
        }
        Format::Json => {
            let entries = lines
                .iter()
                .filter_map(|line| EntryView::new(line, &links))
                .collect();
            let view = LogView { format: 1, entries };
            cx.print_json(&view)?;
        }
    }
    for problem in &history.problems {
        cx.say(&format!("must fix: {}", problem.message));
    }
    if !history.problems.is_empty() {
        cx.say("  = hint: `folio milestone verify` says what to do");
    }
    Ok(Exit::Success)
}

fn paragraph(line: &Line, links: &LedgerLinks) -> String {
    let Some(entry) = line.entry() else {
        return format!("{}  an entry of a newer version of folio\n", line.short());
    };
    let day = day_of(entry.at);
    let mut out = format!("{}  {}: {}\n", line.short(), british(day), sentence(entry));
    for detail in details(line, links) {
        out.push_str(&format!("          {detail}\n"));
    }
    out
}
