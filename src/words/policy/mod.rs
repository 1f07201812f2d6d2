//! Which words count.
//!
//! A policy is data: `templates/policies` holds those that folio knows, each with its source and
//! its date; a manifest may define more. Code knows no university.

mod definition;
mod in_words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::words::category::Category;
pub use definition::PolicyError;

macro_rules! files {
    ($($name:literal,)*) => {
        [$(($name, include_str!(concat!("../../../templates/policies/", $name, ".toml")))),*]
    };
}

/// The built-in policies, the default first.
const FILES: [(&str, &str); 7] = files![
    "main-text",
    "main-text-without-tables",
    "prose-only",
    "no-notes",
    "with-front-matter",
    "everything-but-references",
    "texcount-text",
];

static BUILT_IN: LazyLock<Vec<Policy>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| {
            let raw: RawPolicy = toml::from_str(text).expect("a test reads every policy");
            Policy {
                name: (*name).to_owned(),
                summary: raw.summary,
                source: raw.source,
                checked: raw.checked,
                categories: raw.counted.into_iter().collect(),
                caps: BTreeMap::new(),
                rates: BTreeMap::new(),
            }
        })
        .collect()
});

/// A policy's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    #[serde(rename = "format")]
    _format: u32,
    summary: String,
    source: String,
    checked: String,
    counted: Vec<Category>,
}

/// A rule that says which categories count, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The name by which the manifest means it.
    pub name: String,
    /// What it is, in a sentence.
    pub summary: String,
    /// Where the rule was read.
    pub source: String,
    /// When it was last looked up, `YYYY-MM-DD`; empty for a policy of the manifest.
    pub checked: String,
    /// The categories that count.
    pub categories: BTreeSet<Category>,
    /// At most so many words of a category count.
    pub caps: BTreeMap<Category, usize>,
    /// Instead of its words, a category counts so many words for each page that carries it.
    pub rates: BTreeMap<Category, usize>,
}

impl Policy {
    /// The policy that counts when nobody has said which.
    pub const DEFAULT: &str = "main-text";

    /// Returns the built-in policies, the default first.
    pub fn built_in() -> &'static [Policy] {
        &BUILT_IN
    }

    /// Returns the built-in policy with that name.
    pub fn named(name: &str) -> Option<&'static Policy> {
        BUILT_IN.iter().find(|policy| policy.name == name)
    }

    /// Returns whether words of a category count.
    pub fn counts(&self, category: Category) -> bool {
        self.categories.contains(&category)
    }
}

#[cfg(test)]
mod tests;
