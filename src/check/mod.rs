//! Rules: what stands between a draft and its submission.
//!
//! This room judges facts; it neither typesets nor counts. The rooms below and the pipeline fill
//! in what is known of the author's files ([`SourceContext`]), of the typeset pages and the PDF
//! ([`OutputContext`]), and of the milestones ([`ScheduleContext`]); each [`Rule`] reads one of
//! them and pushes findings into a [`Sink`]. Rules never ask for levels: [`Enforcement`] knows what the
//! manifest and `--rules` made of them, and what is waived.
//!
//! # Decisions
//!
//! - 2026-11: a finding keeps the level that its rule gave it, unless somebody has set one. So a
//!   rule can warn of a bound that nobody has set and deny the same bound once it is set.
//! - 2026-11: what other rooms find while they read the files (a heading without words, a picture
//!   without a description) are rules too: they have a row, an explanation and a level.
//! - 2026-11: whoever brings `--rules` judges. Levels and waivers of the manifest that would let
//!   something pass are then set aside, each one listed.

mod baseline;
pub(crate) mod confidential;
mod context;
mod distinct;
mod due;
mod enforcement;
pub(crate) mod figures;
pub(crate) mod length;
pub(crate) mod output;
pub(crate) mod prose;
pub(crate) mod references;
mod registry;
pub(crate) mod rules;
pub(crate) mod schedule;
mod search;
mod sink;
pub(crate) mod structure;
#[cfg(test)]
mod testing;

use crate::diagnostics::Rule;

pub use baseline::{Baseline, BaselineError};
pub use confidential::{CONFIDENTIAL, Confidential, Secrets};
pub use context::{
    BoundBasis, DriftFact, LedgerTrouble, Lengths, LooseEnd, OutputContext, OutputFacts, Overdue,
    PartLength, ScheduleContext, ScheduleFacts, SourceContext,
};
pub use due::DueWork;
pub use enforcement::{Checked, Enforcement};
pub(crate) use prose::{unknown_words_of_code, with_one_line_of_spelling};
pub(crate) use references::{citations_of_nothing, works_uncited};
pub(crate) use registry::searches;
pub use registry::{meant, rule, rules};
pub use search::Search;
pub use sink::Sink;

/// The rule of a dissertation that could not be opened.
pub const NOT_CHECKED: &Rule = &rules::NOT_CHECKED;
