//! What parent and child say to each other, besides frames.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::diagnostics::ProjectPath;
use crate::dissertation::OpenRequest;
use crate::pipeline::Request;
use crate::project::Project;

/// A message to the child.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Message {
    /// The number of the question, which its frames carry.
    pub(super) id: u64,
    pub(super) memory: MemoryBound,
    pub(super) what: What,
}

/// What is wanted.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum What {
    /// Open a project; an earlier one is closed.
    Open(OpenRequest),
    /// Look at its files again.
    Refresh(Option<Vec<ProjectPath>>),
    /// Answer a question.
    Ask(Box<Request>),
}

impl What {
    /// Returns whether its answer may set pages: only that ages what the engine remembers.
    pub(super) fn lays_out(&self) -> bool {
        match self {
            What::Open(_) | What::Refresh(_) => false,
            What::Ask(request) => !matches!(
                **request,
                Request::Picture(_) | Request::Texts | Request::Find(_) | Request::Cite(_)
            ),
        }
    }
}

/// How much memory a question may use.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct MemoryBound {
    /// What it may use beyond what is in use, in bytes.
    pub(super) allowance: usize,
    /// What the process may use in all, in bytes.
    pub(super) ceiling: usize,
    /// A process that holds more between questions forgets everything.
    pub(super) mark: usize,
}

/// How long and how large the work may become.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For one question, the opening of a new child included.
    pub time: Duration,
    /// What a question may use beyond what is in use when it begins.
    pub memory_bytes: usize,
}

impl Limits {
    /// A process may hold so many times the allowance of a question while it answers one.
    const CEILING: usize = 2;

    pub(super) fn memory(self) -> MemoryBound {
        MemoryBound {
            allowance: self.memory_bytes,
            ceiling: self.memory_bytes.saturating_mul(Self::CEILING),
            mark: self.memory_bytes / 2,
        }
    }
}

/// What was opened.
#[derive(Debug, Serialize, Deserialize)]
pub struct Opened {
    /// The project.
    pub project: Project,
}

/// What another look at the files found.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refreshed {
    /// The files that are not any more what they were, among those that were read.
    pub changed: Vec<ProjectPath>,
}

/// How the child is when it has answered.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Rest {
    /// Whether it holds more than the mark, although it forgot what it could.
    pub(super) is_full: bool,
}
