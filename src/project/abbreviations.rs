//! `[abbreviations]`, and what is done with them in the text.

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Diagnostic, Place};
use crate::project::reader::Reader;
use crate::project::shape::Notes;

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
pub(super) fn abbreviations(file: &Reader<'_>, notes: &mut Notes) -> Vec<Abbreviation> {
    let mut all = Vec::new();
    for (short, entry) in file.entries("abbreviations") {
        let words: Vec<&str> = short.value.split_whitespace().collect();
        if words.is_empty() {
            notes.push(
                Diagnostic::warn(
                    "abbreviation-without-meaning",
                    "this line explains no abbreviation",
                )
                .at(short.place)
                .hint("write it as `EPR = \"electronic patient record\"`"),
            );
        } else if let Some(long) = entry.text() {
            all.push(Abbreviation {
                short: words.join(" "),
                long,
                place: short.place,
            });
        }
    }
    all
}
