//! What a decision records: how it went, who took it, what it is about, and how it is known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::milestones::digest::Digest;
use crate::milestones::ledger::typed::Typed;

/// How a decision went.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    /// Approved as it is.
    Approved,
    /// Approved once small changes are made.
    ApprovedWithChanges,
    /// To be done again.
    Returned,
}

impl Outcome {
    /// Returns the outcome as data have it.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the outcome in the words of a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::ApprovedWithChanges => "approved with changes",
            Self::Returned => "returned",
        }
    }
}

/// A decision on what was ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Decision {
    /// The milestone.
    pub milestone: String,
    /// How it went.
    pub outcome: Outcome,
    /// Who decided: the principal as given.
    pub by: String,
    /// The name of that person on the day it was entered, so that a later supervisor never takes
    /// over an older approval.
    pub name: Option<String>,
    /// The day it was taken, if that is not the day it was entered.
    pub taken: Option<Date>,
    /// What the student is to know.
    pub note: Option<Typed>,
    /// What was agreed to be done.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// The digest of the `ready` entry that it is about.
    pub ready: Digest,
    /// The chapters that were looked at, with the digests of their texts.
    #[serde(default)]
    pub chapters: Vec<ChapterSeal>,
    /// How it is known.
    pub confirmation: Confirmation,
    /// Whether it came in a file, unsigned: nobody knows then who wrote it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub received: bool,
    /// What is signed with it; `None`: it is not signed, or was before folio bound dissertations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dissertation: Option<Binding>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "this is how the serialiser asks"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// The dissertation that a signed decision is about, whatever folder it stands in later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Binding {
    /// The digest of the entry with which the ledger begins.
    pub ledger: Digest,
    /// What names the student.
    pub student_is: StudentName,
    /// The number or the name.
    pub student: String,
    /// The title on that day.
    pub title: String,
    /// The college number and the name, where they are not what names the student: a number alone
    /// is soon typed into another folder. Before 0.3 they were not in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cid: Option<String>,
    /// The name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
}

/// What names a student: the first of these that the manifest has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StudentName {
    /// The examination number.
    Candidate,
    /// The college number.
    Cid,
    /// The name.
    Author,
}

impl StudentName {
    /// Returns it in the words of a sentence.
    pub(crate) fn in_words(self) -> &'static str {
        match self {
            Self::Candidate => "the candidate number",
            Self::Cid => "the college number",
            Self::Author => "the author",
        }
    }
}

/// A chapter in a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChapterSeal {
    /// The chapter's id.
    pub id: String,
    /// The digest of its text.
    pub digest: Digest,
}

/// How a decision is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "kebab-case")]
pub enum Confirmation {
    /// Typed in, with its evidence in words.
    Recorded {
        /// Such as `e-mail of 3 March`.
        evidence: Typed,
    },
    /// Signed with an SSH key.
    Ssh {
        /// The signature in the armoured form of `ssh-keygen -Y sign`.
        signature: String,
    },
}

impl Confirmation {
    /// Returns the evidence, if it has one.
    pub(crate) fn evidence_mut(&mut self) -> Option<&mut Typed> {
        match self {
            Self::Recorded { evidence } => Some(evidence),
            Self::Ssh { .. } => None,
        }
    }
}

/// Something that somebody agreed to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Action {
    /// What.
    pub what: Typed,
    /// Who.
    pub who: String,
    /// By when.
    pub due: Option<Date>,
}
