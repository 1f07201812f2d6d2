//! Making an entry, showing it, and adding it to the ledger.

use folio::diagnostics::british;
use folio::diagnostics::text::inline;
use folio::milestones::{
    Basis, Entry, EntryDraft, Event, History, LEDGER, LedgerError, Line, Refusal, sentence,
};

use crate::cli::args::Format;
use crate::cli::error::CommandError;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::entry::{
    EntryView, Extra, LedgerLinks, WrittenView, action_in_words, actions_of, details, note_of,
};
use crate::cli::opened::Opened;

/// What to do about a name that no entry has.
pub(crate) const LOG_LISTS: &str = "`folio milestone log` lists the entries with their names";

/// Makes an entry of the state of things, or refuses.
pub(crate) type Make<'m> = &'m dyn Fn(&Basis<'_>) -> Result<Entry, Refusal>;

/// Returns the ledger as it is, or an error if it must be repaired before anything is added.
pub(crate) fn history(opened: &Opened) -> Result<History, CommandError> {
    let history = opened.ledger.read()?;
    opened.ledger.check_whole(&history)?;
    Ok(history)
}

/// Makes an entry without writing it: the refusal comes before any question, and the entry can
/// be shown.
pub(crate) fn preview(
    opened: &Opened,
    entered_by: &str,
    make: Make<'_>,
) -> Result<Entry, CommandError> {
    let history = history(opened)?;
    Ok(make(&opened.basis(&history, entered_by))?)
}

/// Makes an entry inside the ledger's lock and adds it.
pub(crate) fn append(
    opened: &Opened,
    entered_by: &str,
    make: Make<'_>,
) -> Result<Entry, LedgerError> {
    let mut made = None;
    opened.ledger.append_with(|history| {
        let entry = make(&opened.basis(history, entered_by))?;
        let drafts = vec![EntryDraft::from(&entry)];
        made = Some(entry);
        Ok(drafts)
    })?;
    Ok(made.expect("what was added was made"))
}

/// Makes an entry of who types, shows it on a terminal, adds it, and says so.
pub(crate) fn record(
    opened: &Opened,
    cx: &MilestoneContext<'_>,
    make: Make<'_>,
) -> Result<Line, CommandError> {
    record_as(opened, cx, cx.entered_by(opened), make)
}

/// Does so for somebody.
pub(crate) fn record_as(
    opened: &Opened,
    cx: &MilestoneContext<'_>,
    entered_by: &str,
    make: Make<'_>,
) -> Result<Line, CommandError> {
    // Without anybody to ask, what is refused inside the lock is refused as well; but there must
    // be a ledger, or an empty one would be made for the refusal.
    if cx.asker.can_ask() || !opened.ledger.path().exists() {
        let entry = preview(opened, entered_by, make)?;
        cx.asker.confirm(&in_words(&entry))?;
    }
    let entry = append(opened, entered_by, make)?;
    report(opened, cx, &[entry], &Extra::default()).map(|mut lines| {
        lines
            .pop()
            .expect("one line is reported for each entry that was added")
    })
}

/// Prints the entries that were added, with their names, and returns their lines.
pub(crate) fn report(
    opened: &Opened,
    cx: &MilestoneContext<'_>,
    added: &[Entry],
    extra: &Extra,
) -> Result<Vec<Line>, CommandError> {
    let history = opened.ledger.read()?;
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
    let basis = opened.basis(&history, "");
    let links = LedgerLinks::of(&basis);
    if !cx.asker.can_ask()
        && let Some(who) = added.iter().find_map(|entry| who_reads(&entry.event))
    {
        cx.say(&who);
    }
    match cx.shared.format {
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
                for detail in details(line, &links) {
                    out.push_str(&format!("  {detail}\n"));
                }
            }
            if let Some(kept) = &extra.kept {
                out.push_str(&format!("  the chapters as they are now: {kept}\n"));
            }
            if let Some(file) = &extra.out {
                out.push_str(&format!("  for the student: {file}\n"));
            }
            cx.print(&out)?;
        }
        Format::Json => {
            let entries = lines
                .iter()
                .filter_map(|line| EntryView::new(line, &links))
                .collect();
            let view = WrittenView::new(entries, extra);
            cx.print_json(&view)?;
        }
    }
    Ok(lines)
}

/// Says that nothing was added: `said` for people.
pub(crate) fn report_nothing(cx: &MilestoneContext<'_>, said: &str) -> Result<(), CommandError> {
    match cx.shared.format {
        Format::Human => cx.print(said),
        Format::Json => {
            let none = Extra::default();
            cx.print_json(&WrittenView::new(Vec::new(), &none))
        }
    }
}

/// Says what an entry will record, on lines of its own.
pub(crate) fn in_words(entry: &Entry) -> String {
    let mut out = format!("  {}\n", sentence(entry));
    let mut add = |what: &str, text: &str| {
        out.push_str(&format!("  {what}{}\n", inline(text, 400)));
    };
    let event = &entry.event;
    if let Some(note) = note_of(event) {
        add("note: ", note);
    }
    if let Event::Meeting(meeting) = event {
        for point in &meeting.points {
            add("point: ", point);
        }
    }
    for action in actions_of(event) {
        add("action: ", &action_in_words(action));
    }
    if let Event::Meeting(meeting) = event
        && let Some(next) = meeting.next
    {
        add("next meeting: ", &british(next).to_string());
    }
    add("entered by ", &entry.entered_by);
    if let Some(who) = who_reads(event) {
        out.push_str(&format!("  {who}\n"));
    }
    out
}

/// Says who can read what somebody typed, where something was.
fn who_reads(event: &Event) -> Option<String> {
    let typed = event.typed();
    let field = typed.iter().find(|(_, it)| it.salted().is_some())?.0;
    Some(format!(
        "everybody who gets this folder can read what was typed; `folio milestone erase ENTRY \
         --field {field}` removes it"
    ))
}
