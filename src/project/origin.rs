//! Where a rule comes from, and how well it is known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostics::Place;

/// How well a rule is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The programme published it.
    Published,
    /// It binds somebody else and is used as a default.
    Analogue,
    /// Nobody has set it: our own inference.
    Assumed,
    /// The author wrote it in the manifest.
    Manifest,
    /// Whoever judges brought it with `--rules`.
    Rules,
}

/// Where a rule comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Origin {
    /// How well it is known.
    pub status: Status,
    /// Where it was read, in words.
    pub source: String,
    /// The day on which somebody looked.
    pub checked: Option<Date>,
}

impl Origin {
    /// Returns the origin of what nobody has set.
    pub fn assumed() -> Self {
        Self {
            status: Status::Assumed,
            source: "folio's own default".into(),
            checked: None,
        }
    }

    /// Returns whether a verdict may deny by it: nobody is stopped by a rule that nobody set.
    pub fn is_binding(&self) -> bool {
        match self.status {
            Status::Published | Status::Manifest | Status::Rules => true,
            Status::Analogue | Status::Assumed => false,
        }
    }

    /// Returns the origin of what the author wrote.
    pub fn manifest() -> Self {
        Self {
            status: Status::Manifest,
            source: "folio.toml".into(),
            checked: None,
        }
    }
}

/// A value with its origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ruled<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
    /// Where the author wrote it, if it was the author.
    pub place: Option<Place>,
}

impl<T> Ruled<T> {
    /// Returns a value that nobody has set.
    pub fn assumed(value: T) -> Self {
        Self {
            value,
            origin: Origin::assumed(),
            place: None,
        }
    }

    /// Returns a value that the author wrote.
    pub fn written(value: T, place: Place) -> Self {
        Self {
            value,
            origin: Origin::manifest(),
            place: Some(place),
        }
    }

    /// Returns whether a verdict may deny by it: nobody is stopped by a rule that nobody set.
    pub fn is_binding(&self) -> bool {
        self.origin.is_binding()
    }
}
