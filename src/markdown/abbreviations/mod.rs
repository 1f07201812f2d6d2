//! Abbreviations: where they are defined, which are used, and where one is written out.
//!
//! # Decisions
//!
//! - 2026-11: an abbreviation is written out at its first free use in the running text: paragraphs,
//!   lists, meanings of definitions, callouts, findings, recommendations. Headings, captions,
//!   tables, footnotes, code, formulas and citations keep the short form and are no first use, and
//!   so do quotations, as blocks and between quotation marks: their words are somebody else's.
//! - 2026-11: this is done on the document, before Typst is written, by what the chapters before it
//!   have introduced. A rule of the template with a state would need another layout to settle, and
//!   the words it makes would have no place in the author's file.
//! - 2026-11: the words that are put in lead back to the abbreviation itself.
//! - 2026-11: `[EPR]{.short}` stays short and introduces nothing.

mod english;
mod finder;
mod forms;
mod line_words;
pub(crate) mod walk;

pub use finder::met_in;
pub use forms::{Abbreviation, Abbreviations, Met};
