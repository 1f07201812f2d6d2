//! What the author wrote, with its place.

use serde::{Deserialize, Serialize};

use crate::diagnostics::Place;

/// A value with the place where it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}
