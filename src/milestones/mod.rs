//! Where the dissertation stands: the plan, the ledger, and what follows from both.
//!
//! This room judges; it neither typesets nor counts. What it judges by is a [`Desk`]: the [`Plan`]
//! and the [`People`] of the manifest, the [`History`] read from the ledger, the [`Facts`] that
//! the stages below filled in, the keys that may sign, and the moment. From a desk come
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
//! - 2026-11: the ledger is never refused as a whole. An entry that the table of states does not
//!   allow, or whose signature does not hold, has no effect and is listed with the reason.
//! - 2026-11: a claimed extension does not move the date. It keeps an overdue milestone from red
//!   to amber, until the office's decision is recorded or the claimed date has passed. A milestone
//!   that was marked ready in time waits in amber, not in red.
//! - 2026-11: a decision recorded in words cannot replace a signed one, and a signed one cannot be
//!   taken back by a correction: the folder is the student's.

mod actions;
mod changes;
mod commands;
mod correct;
mod criteria;
#[cfg(test)]
mod criteria_tests;
mod decide;
mod desk;
mod digest;
mod ethics;
mod facts;
mod ledger;
#[cfg(test)]
mod office;
mod outlook;
mod pace;
mod plan;
mod refusal;
mod replay;
mod sentence;
mod signoff;
mod snapshot;
mod standing;
#[cfg(test)]
mod standing_tests;
mod trace;
mod transition;
mod verify;
#[cfg(test)]
mod year_tests;

pub use actions::{MeetingMark, OpenAction, meetings, parse_action};
pub use changes::{
    Changes, ChapterChanges, Drift, Paragraph, Splitter, Stretch, changes, changes_since, drift_of,
    whitespace,
};
pub use commands::{
    MeetingArgs, PackagedArgs, ReadyArgs, added_in_words, check_ready, done, extend, meeting,
    packaged, planned, ready, submitted, supervisor, unmet,
};
pub use correct::correct;
pub use criteria::{CRITERIA, Judged, judge};
pub use decide::{DecideArgs, Proof, Received, decide, receive, signers_of};
pub use desk::{Desk, Term};
pub use digest::{Digest, plain_text};
pub use facts::{ChapterFacts, Facts, Labelled, Mention, Recommendation, TraceFacts};
pub use ledger::{
    Action, ActionDone, ChapterRecord, ChapterSeal, Confirmation, Correction, CriterionRecord,
    Decision, Draft, Effective, Entry, Event, Extension, FORMAT, History, Joined, LEDGER, Ledger,
    LedgerError, Line, Meeting, Merge, Outcome, Packaged, Problem, ProblemKind, Ready, Record,
    Repaired, SetAside, Submitted, Supervisor, join, repair, short,
};
pub use outlook::day_of;
pub use pace::{Pace, expected, pace};
pub use plan::{People, Plan, Planned, PlannedChapter, SUBMISSION, WordBounds};
pub use refusal::Refusal;
pub use sentence::sentence;
pub use signoff::{
    AllowedSigners, DecisionFile, Extract, KeyError, NAMESPACE, SIGNERS, Seal, SealError,
    SealState, SignerError, SignerLine, SigningKey, check_seal, extract, judge_decision, message,
    read_decision, write_decision,
};
pub use snapshot::{Source, digest_of, keep, kept, kept_in};
pub use standing::{
    AMBER_DAYS, DecisionMark, Ignored, Known, Next, Rag, ReadyMark, Standing, Standings, Waiting,
    standings,
};
pub use trace::{Link, Loose, Trace, TracedFinding, TracedQuestion, TracedRecommendation, trace};
pub use transition::{Happening, Position, State, Strength, step};
pub use verify::{Verification, verify};
