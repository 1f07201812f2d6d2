//! Headings, chapters, sections and required parts.

use crate::check::rule::Rule;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[];
