//! Making an entry, showing it, and adding it to the ledger.

use folio::diagnostics::text::inline;
use folio::milestones::{
    Basis, Entry, EntryDraft, Event, History, LEDGER, LedgerError, Line, Refusal, sentence,
};

use crate::cli::args::Format;
use crate::cli::error::CommandError;
use crate::cli::milestone::Errand;
use crate::cli::milestone::view::{EntryView, Shown, WrittenView, action_in_words, details};
use crate::cli::office::Office;
use crate::cli::view;

/// Makes an entry of the state of things, or refuses.
pub(crate) type Make<'m> = &'m dyn Fn(&Basis<'_>) -> Result<Entry, Refusal>;

/// Returns the ledger as it is, or an error if it must be repaired before anything is added.
pub(crate) fn history(office: &Office) -> Result<History, CommandError> {
    let history = office.ledger.read()?;
    office.ledger.check_whole(&history)?;
    Ok(history)
}

/// Makes an entry without writing it: the refusal comes before any question, and the entry can
/// be shown.
pub(crate) fn preview(
    office: &Office,
    entered_by: &str,
    make: Make<'_>,
) -> Result<Entry, CommandError> {
    let history = history(office)?;
    Ok(make(&office.basis(&history, entered_by))?)
}

/// Makes an entry inside the ledger's lock and adds it.
pub(crate) fn append(
    office: &Office,
    entered_by: &str,
    make: Make<'_>,
) -> Result<Entry, LedgerError> {
    let mut made = None;
    office.ledger.append_with(|history| {
        let entry = make(&office.basis(history, entered_by))?;
        let drafts = vec![EntryDraft::from(&entry)];
        made = Some(entry);
        Ok(drafts)
    })?;
    Ok(made.expect("what was added was made"))
}

/// Makes an entry, shows it on a terminal, adds it, and says so.
pub(crate) fn record(
    office: &Office,
    errand: &Errand<'_>,
    entered_by: &str,
    make: Make<'_>,
) -> Result<Line, CommandError> {
    // Without anybody to ask, what is refused inside the lock is refused as well; but there must
    // be a ledger, or an empty one would be made for the refusal.
    if errand.asker.can_ask() || !office.ledger.path().exists() {
        let entry = preview(office, entered_by, make)?;
        errand.asker.confirm(&in_words(&entry))?;
    }
    let entry = append(office, entered_by, make)?;
    report(office, errand, &[entry], &Extra::default()).map(|mut lines| {
        lines
            .pop()
            .expect("one line is reported for each entry that was added")
    })
}

/// What there is to report beside the entries.
#[derive(Debug, Default)]
pub(crate) struct Extra {
    /// The folder in which the chapters were kept, relative to the project.
    pub(crate) kept: Option<String>,
    /// The file for the student.
    pub(crate) out: Option<String>,
}

/// Prints the entries that were added, with their names, and returns their lines.
pub(crate) fn report(
    office: &Office,
    errand: &Errand<'_>,
    added: &[Entry],
    extra: &Extra,
) -> Result<Vec<Line>, CommandError> {
    let history = office.ledger.read()?;
    let lines: Vec<Line> = added
        .iter()
        .filter_map(|entry| {
            let mut lines = history.lines.iter().rev();
            lines.find(|line| line.entry() == Some(entry)).cloned()
        })
        .collect();
    if lines.len() != added.len() {
        return Err(
            CommandError::new(format!("what was added does not stand in {LEDGER}"))
                .hint("another program has changed the file; see it with `folio milestone log`"),
        );
    }
    let basis = office.basis(&history, "");
    let shown = Shown::of(&basis);
    match errand.shared.format {
        Format::Human => {
            let mut out = String::new();
            for line in &lines {
                out.push_str(&format!(
                    "recorded as entry {}, line {} of {LEDGER}\n",
                    line.short(),
                    line.line
                ));
                let entry = line.entry().expect("lines are those of entries");
                out.push_str(&format!("  {}\n", sentence(entry)));
                for detail in details(line, &shown) {
                    out.push_str(&format!("  {detail}\n"));
                }
            }
            if let Some(kept) = &extra.kept {
                out.push_str(&format!("  the chapters as they are now: {kept}\n"));
            }
            if let Some(file) = &extra.out {
                out.push_str(&format!("  for the student: {file}\n"));
            }
            errand.context.print(&out)?;
        }
        Format::Json => {
            let entries = lines
                .iter()
                .filter_map(|line| EntryView::new(line, &shown))
                .collect();
            let view = WrittenView::new(entries, extra);
            errand.context.print(&view::to_json(&view)?)?;
        }
    }
    Ok(lines)
}

/// Says what an entry will record, on lines of its own.
pub(crate) fn in_words(entry: &Entry) -> String {
    let mut out = format!("  {}\n", sentence(entry));
    let mut add = |what: &str, text: &str| {
        out.push_str(&format!("  {what}{}\n", inline(text, 400)));
    };
    match &entry.event {
        Event::Ready(ready) => {
            if let Some(note) = &ready.note {
                add("note: ", note);
            }
        }
        Event::Decision(decision) => {
            if let Some(note) = &decision.note {
                add("note: ", note);
            }
            for action in &decision.actions {
                add("action: ", &action_in_words(action));
            }
        }
        Event::Meeting(meeting) => {
            for point in &meeting.points {
                add("point: ", point);
            }
            for action in &meeting.actions {
                add("action: ", &action_in_words(action));
            }
            if let Some(next) = meeting.next {
                add(
                    "next meeting: ",
                    &folio::diagnostics::british(next).to_string(),
                );
            }
        }
        Event::ActionDone(done) => {
            if let Some(note) = &done.note {
                add("note: ", note);
            }
        }
        Event::Extension(_)
        | Event::Correction(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Submitted(_)
        | Event::Merge(_) => {}
    }
    add("entered by ", &entry.entered_by);
    out
}
