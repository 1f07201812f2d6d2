//! What other rooms find while they read and typeset the files: rows for their codes.

use crate::check::rule::Rule;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[];
