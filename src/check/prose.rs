//! Leftovers, doubled words, abbreviations and spelling.

use crate::check::rule::Rule;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[];
