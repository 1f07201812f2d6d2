//! Names that may not appear, and what identifies a participant.

use crate::check::rule::Rule;
use crate::project::Project;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[];

/// The names that may not appear, as `confidential.txt` or `--confidential` lists them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Confidential {
    /// One name a line; `None`: nobody has listed any, and nothing was looked for.
    pub names: Option<Vec<String>>,
}

impl Confidential {
    /// Reads the lists of names: the project's own and one from outside.
    pub fn read(_project: &Project, outside: Option<&str>) -> Self {
        Self {
            names: outside.map(|text| text.lines().map(str::to_owned).collect()),
        }
    }

    /// Returns what was not looked for, as a sentence without full stop.
    pub fn not_checked(&self) -> Option<String> {
        match &self.names {
            Some(_) => None,
            None => Some("confidential names: there is no `confidential.txt`".to_owned()),
        }
    }
}
