//! The order of the stages: project → assembly → pages → count → PDF or
//! tally. Nobody else knows it.
//!
//! # Decisions
//!
//! - 2026-11: requests and results are plain serialisable values, because the command line runs
//!   the pipeline in a child process that it can stop.

mod book;
mod build;
mod chain;
mod chapters;
mod check;
mod count;
mod counted;
mod counting;
mod cut;
mod date;
mod draft;
mod failure;
mod glossary;
mod manuscript;
mod marks;
mod naming;
mod package;
mod plan;
mod positions;
mod proving;
mod record;
mod remake;
mod request;
mod schedule;
mod since;
mod sources;
mod statement;
mod survey;
mod tree;
mod trees;
mod verify;
mod witness;

pub use build::build;
pub use check::{CheckReport, CheckRequest, check};
pub use count::{CountOutput, count};
pub use counted::{
    At, CategoryCount, ChapterCount, Counted, Counting, ElsewhereCount, ExemptPassage, Growth,
    LimitCount, Otherwise, Paragraph, PolicyCount, SectionCount, Share, Since, TooLong, WordRow,
};
pub use failure::{Failure, FailureKind};
pub use package::{Made, PackageOutput, PackageReport, PackageRequest, Preflight, package};
pub use record::{RecordRequest, record};
pub use request::{
    BuildRequest, Built, CountRequest, Output, Part, Progress, ProofKind, Purpose, Request, Stage,
};
pub use survey::{SurveyRequest, Surveyed, survey};
pub use verify::{Verified, VerifyRequest, verify};
