//! The ledger: a plain file to which entries are only ever added.
//!
//! Each line is one object of JSON and carries the digest of the line before, so that a change of
//! an old line shows. What a chain alone cannot show is that its last entries were cut off; a
//! signature can.

mod chain;
mod decision;
mod draft;
pub(crate) mod due_text;
mod entry;
mod history;
#[cfg(test)]
mod history_tests;
mod join;
mod judge;
mod line;
mod repair;
mod sentence;
mod store;
#[cfg(test)]
mod store_tests;
mod texts;
mod typed;
mod unique;
mod words;

pub use chain::{Problem, ProblemKind};
pub use decision::{Action, Binding, ChapterSeal, Confirmation, Decision, Outcome, StudentName};
pub use draft::EntryDraft;
pub use entry::{
    ActionDone, ChapterRecord, Correction, CriterionRecord, Entry, Erasure, Event, Extension,
    Grant, Meeting, Merge, Packaged, Ready, SetAside, Submitted, Supervisor, day_of,
};
pub(crate) use history::Timed;
pub use history::{Effective, History, LEDGER};
pub use join::Joined;
pub use line::{Line, Record, short};
pub use repair::Repaired;
pub use sentence::{added_in_words, sentence};
pub use store::{Ledger, LedgerError};
pub use typed::Typed;
pub use words::{WORDS, Words};

#[cfg(test)]
pub(crate) use draft::chained;
pub(crate) use entry::{digest_of, words_of};
pub(crate) use join::join;
pub(crate) use judge::fits;
pub(crate) use line::{body, digest, record};
pub(crate) use unique::parse_unique;
pub(crate) use words::{TypedText, lines_of, texts_of};
