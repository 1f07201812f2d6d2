//! The names in a chapter: what carries one, what asks for one, and which thing a name leads to.
//!
//! # Decisions
//!
//! - 2026-11: one thing may be asked for in several spellings (`@fig:x`, `@fig-x`, `@Fig:x`,
//!   `@tab:x` for `@tbl:x`). The very label wins; then another spelling that stands in the chapter
//!   or in any other.
//! - 2026-11: a heading has the id that pandoc gives it (`auto_identifiers`), found with capitals or
//!   other signs between its words too, as other programs form them. Its label is written only
//!   where something asks for it.
//! - 2026-11: a chapter is converted by itself and says what it asks for in vain; whoever knows all
//!   chapters answers with [`KnownNames`]. A reference that nobody can answer is printed as it was
//!   written, a link as its words, each with a finding.
//! - 2026-11: a link to the file of a chapter leads into it; a reader of the PDF has no other file
//!   of the author's, so of a link to one the words are printed. A target without an ending
//!   (`/about`) stays the address that it is.
//! - 2026-11: pandoc's `[The sample]` is a link only by the very words of a heading with signs before
//!   it (`## The sample`): what an editor puts in brackets is text.

mod chapter;
mod identifier;
mod leads;
mod spellings;

pub(crate) use chapter::{ChapterNames, inside};
pub use identifier::bare_identifier;
pub(crate) use leads::Leads;
pub use leads::{KnownNames, Lead, Names, is_among};
pub(crate) use spellings::{UNNUMBERED, statement};
pub use spellings::{other_spellings, thing_named};
