//! The written PDF and its pages.

use crate::check::rule::Rule;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[];
