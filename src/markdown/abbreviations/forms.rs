//! What is known of abbreviations, and what a text does with them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// `*[EPR]: electronic patient record`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The short form.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// The bytes of the file in which it is defined.
    pub place: Range<usize>,
}

/// What is known of abbreviations before a chapter is converted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abbreviations {
    /// Every short form with what it stands for, wherever it is defined.
    pub forms: BTreeMap<String, String>,
    /// The short forms that the reader has met.
    pub introduced: BTreeSet<String>,
    /// Whether the first use of the others is written out.
    pub expand: bool,
}

/// What a text did with abbreviations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// The short forms that stand in it, anywhere.
    pub used: BTreeSet<String>,
    /// Those that it introduces to its reader, by folio's hand or by the author's.
    pub introduced: BTreeSet<String>,
}
