//! Which words count.

use std::collections::{BTreeMap, BTreeSet};

use crate::words::category::Category;

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
    pub counted: BTreeSet<Category>,
    /// At most so many words of a category count.
    pub caps: BTreeMap<Category, usize>,
    /// Instead of its words, a category counts so many words for each page that carries it.
    pub rates: BTreeMap<Category, usize>,
}

/// A policy as a manifest writes it: names and numbers, not yet looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyDefinition {
    /// The name of the table, `[policies.NAME]`.
    pub name: String,
    /// The policy it starts from; `main-text` if absent.
    pub base: Option<String>,
    /// Categories that count besides.
    pub include: Vec<String>,
    /// Categories that do not count.
    pub exclude: Vec<String>,
    /// At most so many words of a category count.
    pub caps: BTreeMap<String, usize>,
    /// So many words for each page that carries a category.
    pub rates: BTreeMap<String, usize>,
    /// Where the rule was read.
    pub source: Option<String>,
}
