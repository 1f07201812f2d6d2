//! The kinds of output.

use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// What a row may show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// A number for each, and nobody's name.
    #[default]
    Triage,
    /// Names, college numbers and supervisors; never the candidate number.
    Office,
    /// The candidate number with file, pages and words; never a name.
    Marking,
}

impl Kind {
    /// Returns its name on the command line and in rows.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
