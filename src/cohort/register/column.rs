//! The columns of a register.

use std::fmt;

use crate::diagnostics::text::{did_you_mean, inline};
use crate::project::SUBMISSION;

/// The columns that every register may have; those of dates name their milestone.
const COLUMNS: [&str; 12] = [
    "cid",
    "candidate",
    "folder",
    "name",
    "email",
    "supervisors",
    "rules",
    "due MILESTONE",
    "extended MILESTONE",
    "handed in",
    "evidence",
    "status",
];

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Cid,
    Candidate,
    Folder,
    Name,
    Email,
    Supervisors,
    Rules,
    Due(String),
    Extended(String),
    HandedIn,
    Evidence,
    Status,
    /// An office's own, which begins with `#` or has no name.
    Own,
}

impl fmt::Display for Column {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Cid => "cid",
            Self::Candidate => "candidate",
            Self::Folder => "folder",
            Self::Name => "name",
            Self::Email => "email",
            Self::Supervisors => "supervisors",
            Self::Rules => "rules",
            Self::Due(id) => return write!(out, "`due {id}`"),
            Self::Extended(id) => return write!(out, "`extended {id}`"),
            Self::HandedIn => "handed in",
            Self::Evidence => "evidence",
            Self::Status => "status",
            Self::Own => "#",
        };
        write!(out, "`{name}`")
    }
}

impl Column {
    pub(super) fn read(heading: &str) -> Result<Self, String> {
        let plain = heading.trim().to_lowercase();
        let words: Vec<&str> = plain.split_whitespace().collect();
        Ok(match words.as_slice() {
            [] => Self::Own,
            [first, ..] if first.starts_with('#') => Self::Own,
            ["cid" | "college-number"] | ["college", "number"] => Self::Cid,
            ["candidate" | "candidate-number"] | ["candidate", "number"] => Self::Candidate,
            ["folder" | "file"] => Self::Folder,
            ["name" | "student"] => Self::Name,
            ["email" | "e-mail" | "address"] => Self::Email,
            ["supervisor" | "supervisors"] => Self::Supervisors,
            ["rules"] => Self::Rules,
            ["due"] => Self::Due(SUBMISSION.into()),
            ["due", id] => Self::Due((*id).into()),
            ["extended" | "extension"] => Self::Extended(SUBMISSION.into()),
            ["extended" | "extension", id] => Self::Extended((*id).into()),
            ["handed-in" | "submitted"] | ["handed", "in"] => Self::HandedIn,
            ["evidence"] => Self::Evidence,
            ["status" | "enrolment"] => Self::Status,
            _ => {
                let hint = did_you_mean(&plain, &COLUMNS);
                let heading = inline(heading, 40);
                return Err(format!(
                    "there is no column `{heading}`: {hint}; a column of your own begins with `#`"
                ));
            }
        })
    }
}
