//! Where the dissertation stands: the plan, the ledger, and what follows from both.
//!
//! This room judges; it neither typesets nor counts. What it judges by is its [`Basis`]: the [`Plan`]
//! and the [`People`] of the manifest, the [`History`] read from the ledger, the [`Facts`] that
//! the stages below filled in, the keys that may sign, and the moment. From a basis come
//!
//! - [`standings`]: the state of every milestone, whose turn it is, what is missing, what to type;
//! - one function a command, [`ready`], [`decide`], [`receive`], [`extend`], [`meeting`], [`done`],
//!   [`correct`], [`supervisor`], [`submitted`], [`packaged`]: each returns the entry to be added,
//!   or a [`Refusal`] in words; nothing is written until [`Ledger::append_with`] is called;
//! - [`verify`]: what can be said of the ledger as evidence.
//!
//! Run a command once to see whether it is refused and to show what it will write, and once more
//! inside [`Ledger::append_with`], which gives it the history as it is while nobody else can add to
//! it (and makes the file if there is none). `ready` comes in three steps: [`check_ready`], then
//! [`keep`] for the chapters, then [`ready`] with the number of their folder.
//!
//! # Decisions
//!
//! - 2026-11: a line of the ledger also carries its number (`n`). Two digests cannot tell an edited
//!   line from a removed one; a gap in the numbers can.
//! - 2026-11: the digest of an entry leaves out its place (`n`, `previous`). It is the entry's name
//!   for decisions, corrections and actions, and stays the same when copies are joined.
//! - 2026-11: entries that come from another copy are added as they are, and a `merge` entry after
//!   them says so. In time they stand where their own clock puts them; within one copy the order of
//!   the file counts, whatever the clocks said.
//! - 2026-11: the ledger is never refused as a whole. An entry that could not have been written
//!   after the entries before it, or whose signature does not hold, has no effect and is listed
//!   with the reason, and the ledger is not sound. What the entries alone say is judged by
//!   `ledger::judge` and `standings::course`, for writing and for reading; an entry that a later
//!   correction or another copy has overtaken has no effect either, and is nobody's fault.
//! - 2026-11: a signature binds the dissertation: the entry with which the ledger begins, and the
//!   candidate number, the college number or the author. A template has no entry yet, so that
//!   folders that an office hands out do not share one.
//! - 2026-11: a claimed extension is a note. One that the student recorded as granted moves the
//!   dates of the student's own view, and of nobody who brings rules or keys; one that is signed
//!   counts for everybody whose list vouches for the key. A milestone that was marked ready in time
//!   waits in amber, not in red.
//! - 2026-11: what people typed stands beside the ledger, and the ledger and the signatures hold a
//!   digest of it with a salt, so that it can be taken out again. The salt is random: a short text
//!   could be found from its digest by trying. Where a run is to be repeated (`--today`,
//!   `SOURCE_DATE_EPOCH`) it is not. A text that is missing is said and is no fault of the ledger,
//!   which may have been sent alone; one that was changed is.
//! - 2026-11: an entry says what day it was by the clock besides the one that was asked for; no more
//!   than the day, so that what is done twice on a day is the same. A day well before the clock is shown with both; of a day after it nothing is said, for a year can be tried
//!   out beforehand.
//! - 2026-11: a decision recorded in words cannot replace a signed one, and a signed one cannot be
//!   taken back by a correction: the folder is the student's.

mod basis;
mod calendar;
mod changes;
mod digest;
#[cfg(test)]
mod erasure_tests;
#[cfg(test)]
mod extension_tests;
mod facts;
mod ledger;
#[cfg(test)]
mod machine_tests;
mod plan;
mod recording;
mod refusal;
mod signoff;
mod standings;
#[cfg(test)]
mod testing;
mod trace;
#[cfg(test)]
mod written_tests;
#[cfg(test)]
mod year_tests;

pub use basis::Basis;
pub use calendar::{Deadline, calendar};
pub use changes::compare::{Changes, Paragraph, Stretch};
pub use changes::drift::{ChaptersNow, Drift};
pub use changes::kept::{ChapterSource, KeptChapter, keep, kept, kept_in};
pub use digest::Digest;
pub use facts::{ChapterFacts, Facts};
pub(crate) use ledger::due_text;
pub use ledger::{
    Action, ActionDone, Binding, ChapterRecord, ChapterSeal, Confirmation, Correction,
    CriterionRecord, Decision, Effective, Entry, EntryDraft, Erasure, Event, Extension, Grant,
    History, Joined, LEDGER, Ledger, LedgerError, Line, Meeting, Merge, Outcome, Packaged, Problem,
    ProblemKind, Ready, Record, Repaired, SetAside, StudentName, Submitted, Supervisor, Typed,
    WORDS, Words, added_in_words, day_of, sentence, short,
};
pub use plan::criteria::CriterionResult;
pub use plan::people::{Decider, People, Term};
pub use plan::{Plan, Planned, PlannedChapter, WordBounds};
pub use recording::correct::correct;
pub use recording::decide::{ConfirmedBy, DecideRequest, decide};
pub use recording::erase::erase;
pub use recording::extend::extend;
pub use recording::handing_in::{PackagedRequest, packaged, submitted};
pub use recording::meeting::{done, meeting, parse_action};
pub use recording::ready::{ReadyRequest, check_ready, ready};
pub use recording::receive::{Received, receive};
pub use recording::supervisor::supervisor;
pub use refusal::Refusal;
pub use signoff::{
    AllowedSigners, DecisionFile, Extract, KeyError, Known, NAMESPACE, SIGNERS, Seal, SignerLine,
    SigningKey, Verification, extract, read_decision, verify, write_decision,
};
pub use standings::actions::{MeetingMark, OpenAction, meetings};
pub use standings::doubts::Doubt;
pub use standings::growth::WordsOn;
pub use standings::handed_in::Timeliness;
pub use standings::office::OfficeDates;
pub use standings::pace::{Pace, expected, pace};
pub use standings::standing::{
    DecisionMark, Granted, Ignored, IgnoredKind, Next, Rag, ReadyMark, Standing, Standings, Waiting,
};
pub use standings::standings;
pub use standings::state::{State, Strength};
pub use trace::{Loose, ResearchFinding, Trace, TracedQuestion, TracedRecommendation, trace};
