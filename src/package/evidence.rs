//! What is found when a package is looked at again.

use serde::{Deserialize, Serialize};

use crate::package::derived::Difference;
use crate::package::recorded::Recorded;

/// What was found when the package was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Files of the receipt that have other bytes now.
    pub changed: Vec<String>,
    /// Files of the receipt that are not there.
    pub missing: Vec<String>,
    /// Files that the receipt does not list.
    pub extra: Vec<String>,
    /// Lines of the receipt that this version does not write.
    pub foreign: Vec<String>,
    /// The other file that was asked about.
    pub other: Option<OtherFile>,
    /// What came of building it again.
    pub rebuilt: Rebuilt,
    /// What the project's ledger says, where there is one.
    pub recorded: Recorded,
    /// The version of folio that looks.
    pub version: String,
    /// Whether nothing but the very bytes will do.
    pub is_exact: bool,
}

/// Another file that was compared with the PDF of the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherFile {
    /// Its name.
    pub name: String,
    /// Whether it has the very bytes.
    pub is_same: bool,
    /// Whether it shows the same words; `None` if that could not be found out.
    pub has_same_text: Option<bool>,
}

/// What came of building the package again from its source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rebuilt {
    /// It was not tried, because the answer was known before.
    #[default]
    NotTried,
    /// It could not be built; the reason as a sentence about "it".
    Failed(String),
    /// The source is not what folio writes; the reason as a sentence about "it".
    Unsound(String),
    /// A PDF was made.
    Made {
        /// Whether it has the very bytes.
        is_same: bool,
        /// Whether it shows the same words, where the bytes differ.
        has_same_text: Option<bool>,
        /// How many words count.
        counted: usize,
        /// By which policy and convention, against which limit.
        rule: (String, String, Option<usize>),
        /// What else is not as its source gives it.
        differs: Vec<Difference>,
    },
}
