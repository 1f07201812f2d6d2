//! How fine pictures are in print: `[format] picture-ppi`.

use serde::{Deserialize, Serialize};

/// How fine pictures are in print.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Density {
    /// So many pixels an inch at most.
    AtMost(u32),
    /// As they come.
    Off,
}

impl Default for Density {
    /// Returns as fine as print shows.
    fn default() -> Self {
        Self::AtMost(300)
    }
}

impl Density {
    /// Returns the most pixels an inch; `None` where there is no bound.
    pub fn bound(self) -> Option<u32> {
        match self {
            Self::AtMost(ppi) => Some(ppi),
            Self::Off => None,
        }
    }
}
