//! The order of the stages: project → assembly → pages → count → PDF. Nobody else knows it.
//!
//! # Decisions
//!
//! - 2026-11: requests and results are plain serialisable values, because the command line runs
//!   the pipeline in a child process that it can stop.

mod book;
mod build;
mod chapters;
mod counting;
mod date;
mod failure;
mod glossary;
mod request;
mod tree;

pub use build::build;
pub use failure::{Failure, FailureKind};
pub use request::{BuildRequest, Built, Counted, Output, Part, Progress, Purpose, Stage};
