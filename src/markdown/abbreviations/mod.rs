//! Abbreviations: finding them in a document, and writing one out at its first use.

mod english;
mod finder;
mod line_words;
pub(crate) mod walk;

pub use walk::{Abbreviation, Abbreviations, Met, definitions, met_in};
