//! Findings as somebody reads them: people, programs, GitHub, GitLab.
//!
//! Every format takes the same [`Report`] and returns a text. The same finding is the same in each:
//! its code, its level, its message, its place.
//!
//! # Decisions
//!
//! - 2026-11: excerpts are drawn by codespan-reporting, as the engine draws its own. A paragraph of
//!   Markdown is often one line of a thousand characters, so what it is given is a window of the
//!   line round the place; the numbers beside it are those of the whole file.
//! - 2026-11: this room knows no rule. What a format says of rules and of the count is filled in by
//!   the room above ([`RuleText`], [`WordsByChapter`]).
//! - 2026-11: only texts for people are cut where they get too long to read; what programs read has
//!   every finding.

mod content;
mod gathered;
mod github;
mod github_summary;
mod human;
mod human_report;
mod json;
mod junit;
mod sarif;
mod short;
#[cfg(test)]
mod tests;
mod window;
mod words;

pub use content::{ChapterWords, Report, RuleText, WordsByChapter};
pub use github::github;
pub use github_summary::github_summary;
pub use human::{Colour, human};
pub use human_report::human_report;
pub use json::{FindingView, SummaryView, json};
pub use junit::junit;
pub use sarif::sarif;
pub use short::short;
