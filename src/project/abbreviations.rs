//! `[abbreviations]`, and what is done with them in the text.

use serde::{Deserialize, Serialize};

use crate::diagnostics::Place;
use crate::project::reader::Reader;

/// A short form and what it stands for: `EPR = "electronic patient record"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abbreviation {
    /// The short form.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// Where the author wrote it.
    pub place: Place,
}

/// What is done with an abbreviation in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expansion {
    /// Its first use is written out, with the short form in brackets behind it.
    #[default]
    FirstUse,
    /// It stands as the author wrote it.
    Never,
}

impl Expansion {
    /// Every way, by name.
    pub(crate) const NAMES: &[&str] = &["first-use", "never"];

    /// Returns the way with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "first-use" => Some(Self::FirstUse),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
}

/// Reads `[abbreviations]`.
pub(super) fn abbreviations(file: &Reader<'_>) -> Vec<Abbreviation> {
    let entries = file.entries("abbreviations").into_iter();
    entries
        .filter_map(|(short, entry)| {
            Some(Abbreviation {
                short: short.value.split_whitespace().collect::<Vec<_>>().join(" "),
                long: entry.text()?,
                place: short.place,
            })
        })
        .filter(|one| !one.short.is_empty())
        .collect()
}
