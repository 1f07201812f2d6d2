//! Citations on the pages: what was asked for is read off a layout, and what is printed goes into
//! the next one as a file.
//!
//! # Decisions
//!
//! - 2026-11: the engine's own citations are replaced, not patched. Its group of adjacent citations
//!   has a name in folio's library, and a rule of the template hands each group over; converted
//!   chapters hand over theirs themselves.
//! - 2026-11: a text is found by what it cites and how, so that the common citation needs neither a
//!   counter nor a context, and a right guess no second layout.

mod asked;
mod file;
mod keys;
#[cfg(test)]
mod tests;

pub(super) use asked::own_settings;
pub use asked::{Asked, asked};
pub use file::{CITATIONS, CitationsFile, Printed, citations_file};
pub(super) use keys::citable_keys;
