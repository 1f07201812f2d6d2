//! What every format is tried with, and what holds of all alike.

mod laws;
pub(crate) mod mixed;
