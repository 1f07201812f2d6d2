//! Looking at what was made: the PDF read back from its bytes, the text and the flaws of its pages.
//!
//! # Decisions
//!
//! - 2026-11: the written file is read with a reader of its own (lopdf), not with what the writer
//!   says it wrote. It takes 8 ms for 50 pages: a hundredth of a build.
//! - 2026-11: flaws are looked for on the laid-out pages, not in the file: only there it is known
//!   which line of the author's files a glyph or a table came from.

mod area;
mod bookmarks;
mod claims;
mod facts;
mod flaw;
mod flaws;
mod fonts;
mod kind;
mod listed;
mod margins;
mod overlaps;
mod text;
mod unseen;

pub use bookmarks::Bookmark;
pub use facts::{InspectError, PdfFacts, inspect};
pub use flaws::flaws;
pub use fonts::FontFacts;
pub(crate) use listed::out_of_place;
pub use listed::untrue_numbers;
pub use overlaps::overlaps;
pub use text::{PageText, page_texts};
pub use unseen::unseen;
