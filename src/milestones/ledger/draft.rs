//! Entries on their way into the ledger, and the lines that they become.

use crate::milestones::digest::Digest;
use crate::milestones::ledger::entry::Entry;
use crate::milestones::ledger::history::{History, physical};
use crate::milestones::ledger::line::{self, Line};
use crate::milestones::ledger::words::{TypedText, texts_of};

/// An entry to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryDraft {
    pub(crate) body: String,
    /// What stands beside the ledger.
    pub(crate) words: Vec<TypedText>,
}

impl From<&Entry> for EntryDraft {
    fn from(entry: &Entry) -> Self {
        let body = line::body(entry);
        let words = texts_of(entry);
        Self { body, words }
    }
}

impl From<&Line> for EntryDraft {
    /// Copies an entry of another copy as it is, also one of a newer version.
    fn from(line: &Line) -> Self {
        let body = line.body.clone();
        let words = line.entry().map_or_else(Vec::new, texts_of);
        Self { body, words }
    }
}

/// Returns the lines for entries that follow `bytes`.
pub(crate) fn chained(bytes: &[u8], history: &History, drafts: &[EntryDraft]) -> Vec<u8> {
    let mut previous = physical(bytes)
        .last()
        .map(|last| Digest::of_bytes(last.bytes));
    let highest = history.lines.iter().filter_map(|line| line.number).max();
    let mut number = highest.unwrap_or(0);
    let mut out = Vec::new();
    for draft in drafts {
        number = number.saturating_add(1);
        let line = line::write(number, previous.as_ref(), &draft.body);
        previous = Some(Digest::of_bytes(line.as_bytes()));
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
    out
}
