//! The manifest: its keys, how it is read and judged, and what it says then.

mod bibliography;
pub(crate) mod density;
pub(crate) mod due;
pub(crate) mod holidays;
pub(crate) mod keys;
mod milestones;
mod places;
pub(crate) mod read;
pub(crate) mod reference;
pub(crate) mod schema;
pub(crate) mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod unnamed;
pub(crate) mod words;
pub(crate) mod zone;
