//! A count in short, in plain values that can cross a process boundary.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::words::LimitOutcome;

/// The count of a document in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountSummary {
    /// The words that count under the policy.
    pub counted: usize,
    /// The limit, if there is one.
    pub limit: Option<usize>,
    /// So many words over the limit are let pass.
    pub tolerance: usize,
    /// How many words are left; negative when over the limit.
    pub remaining: Option<i64>,
    /// How the count stands to its limit.
    pub verdict: LimitOutcome,
    /// The verdict as a sentence.
    pub sentence: String,
    /// The policy's name.
    pub policy: String,
    /// Where the policy was read.
    pub policy_source: String,
    /// What the policy leaves out, in words.
    pub policy_in_words: String,
    /// The convention's name.
    pub convention: String,
    /// Where the student read the rule, if the manifest says so.
    pub confirmed: Option<String>,
    /// The last day on which the rule holds, if somebody said so.
    pub valid_until: Option<Date>,
    /// Parts with limits of their own.
    pub limits: Vec<LimitCount>,
    /// The verdict of the other usual reading, where it would judge otherwise.
    pub otherwise: Option<Otherwise>,
    /// How many words the author exempted.
    pub exempted: usize,
    /// The parts that stand on no page, whose words are estimated from their files.
    pub estimated: Vec<String>,
}

impl CountSummary {
    /// Returns whether it must be dealt with before submission.
    pub fn fails(&self) -> bool {
        self.verdict.fails() || self.limits.iter().any(|limit| limit.verdict.fails())
    }
}

/// A part with a limit of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitCount {
    /// What it holds for: `abstract`, a chapter's id, `chapter/section`.
    pub scope: String,
    /// The least that the part must have.
    pub minimum: Option<usize>,
    /// The most that it may have.
    pub limit: Option<usize>,
    /// The words that it has.
    pub counted: usize,
    /// How they stand. A bound that nobody has set for this programme is never `over` or `under`.
    pub verdict: LimitOutcome,
    /// The verdict as a sentence.
    pub sentence: String,
    /// Whether somebody has set it for this programme.
    pub is_binding: bool,
    /// Whether the words are only estimated.
    pub is_estimated: bool,
}

/// The verdict of another policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Otherwise {
    /// The policy's name.
    pub policy: String,
    /// The words that count under it.
    pub counted: usize,
    /// How they stand.
    pub verdict: LimitOutcome,
    /// The verdict as a sentence.
    pub sentence: String,
}

/// The count under a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyCount {
    /// Its name.
    pub name: String,
    /// What it leaves out, in words.
    pub in_words: String,
    /// The words that count.
    pub counted: usize,
    /// How they stand.
    pub verdict: LimitOutcome,
}
