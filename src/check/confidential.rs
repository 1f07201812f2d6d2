//! Names that may not appear, and what identifies a participant.

use crate::check::rule::Rule;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[];

/// The names that may not appear, as `confidential.txt` or `--confidential` lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confidential {
    /// One name a line; `None`: nobody has listed any, and nothing was looked for.
    pub names: Option<Vec<String>>,
}
