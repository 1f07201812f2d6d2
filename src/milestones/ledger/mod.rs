//! The ledger: a plain file to which entries are only ever added.
//!
//! Each line is one object of JSON and carries the digest of the line before, so that a change of
//! an old line shows. What a chain alone cannot show is that its last entries were cut off; a
//! signature can.

mod chain;
mod entry;
mod history;
#[cfg(test)]
mod history_tests;
mod join;
mod line;
mod repair;
mod store;
#[cfg(test)]
mod store_tests;

pub use chain::{Problem, ProblemKind};
pub use entry::{
    Action, ActionDone, ChapterRecord, ChapterSeal, Confirmation, Correction, CriterionRecord,
    Decision, Entry, Event, Extension, FORMAT, Meeting, Merge, Outcome, Packaged, Ready, SetAside,
    Submitted, Supervisor,
};
pub use history::{Effective, History};
pub use join::{Joined, join};
pub use line::{Line, Record, short};
pub use repair::{Repaired, repair};
pub use store::{Draft, LEDGER, Ledger, LedgerError};

pub(crate) use line::{body, digest, record};
#[cfg(test)]
pub(crate) use store::chained;
