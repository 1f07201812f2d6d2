//! What an appeal answers.

use serde::{Deserialize, Serialize};

use crate::words::appeal::counter::Counter;
use crate::words::appeal::family::WordFamily;
use crate::words::category::Category;
use crate::words::convention::Convention;

/// What a number of somebody else's can mean on these pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// The other side's number.
    pub theirs: usize,
    /// What made it, if that is known.
    pub counter: Option<Counter>,
    /// Our own number.
    pub ours: usize,
    /// The readings that come nearest, the best first.
    pub readings: Vec<AppealReading>,
    /// Every policy under every convention.
    pub comparison: Vec<Compared>,
}

/// One way to read the pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealReading {
    /// The policy it starts from; `everything` counts all that stands on the pages.
    pub policy: String,
    /// What it counts besides.
    pub besides: Vec<Category>,
    /// What it leaves out.
    pub without: Vec<Category>,
    /// What it takes for a word.
    pub convention: Convention,
    /// Its number.
    pub counted: usize,
    /// From our number to its number; the sum of the steps is the difference.
    pub steps: Vec<AppealStep>,
    /// What is left between its number and theirs.
    pub unexplained: i64,
}

/// A part of the difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppealStep {
    /// What it is.
    pub what: Difference,
    /// How many words it adds, or takes away.
    pub words: i64,
    /// Words that show it.
    pub examples: Vec<String>,
}

/// What can make two counts of the same pages differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// A category that only they count.
    Counted(Category),
    /// A category that only we count.
    LeftOut(Category),
    /// Our policy's caps and rates.
    CapsAndRates,
    /// Words of a family that the conventions cut differently.
    Words(WordFamily),
    /// Where words meet: a dash without spaces, a mark between words.
    Joins,
}

/// The number of one policy under one convention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The policy, or `everything`.
    pub policy: String,
    /// The convention.
    pub convention: Convention,
    /// The words that count.
    pub counted: usize,
}

/// The name of the reading that counts all that stands on the pages.
pub const EVERYTHING: &str = "everything";
