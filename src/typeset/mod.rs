//! From the assembled document to pages and to a PDF, with the engine's words on the author's own
//! lines.
//!
//! A [`Session`] holds what the engine sees of one project. [`Session::compile`] gives pages and
//! findings; [`export`] writes the PDF; [`emit`] prints a project that the stock engine renders
//! to the same pages.
//!
//! # Decisions
//!
//! - 2026-11: a chapter is untrusted input. Nothing is read outside the project, no link out of it
//!   is followed, packages come from its `packages/` folder alone, and there is no network. What
//!   loops or eats memory is the supervisor's business, not this room's.
//! - 2026-11: what the tagged export needs and the author did not write (formulas in
//!   words) and what the engine gets wrong (a link's rectangle outside its link) is put right on
//!   the laid-out pages, just before they are written. Nothing of the layout changes by it. So are
//!   pictures: what they say of their makers is left out, what is finer than print shows is scaled.

mod accessibility;
mod answers;
mod brought_in;
mod citations;
mod date;
mod diagnose;
mod drawing_cost;
mod emit;
mod files;
mod finish;
mod flow;
mod fonts;
mod heard;
mod images;
mod included;
mod inputs;
mod inspect;
mod job;
mod large_stack;
mod layouts;
mod left_out;
mod library;
mod missing;
mod on_read;
mod open;
mod pages;
mod parsed;
mod pdf;
mod phrases;
mod pictures;
mod repair;
pub(crate) mod rules;
#[cfg(test)]
mod sandbox;
mod screen;
mod session;
mod setup;
mod speech;
mod standard;
mod standing;
mod suggestions;
mod unresolved;
mod unrest;
#[cfg(test)]
mod untrusted;
mod works;
mod world;

pub(crate) use accessibility::describe_formula;
pub use citations::{Asked, CITATIONS, CitationsFile, Printed, asked, citations_file};
pub use emit::{Emitted, emit};
pub use fonts::{FONTS, FontFamily, FontHome, font_home, unreadable_fonts};
pub(crate) use heard::{PlainCell, names_rows, own_words, says_plain_rows};
pub use inspect::{
    Bookmark, FontFacts, InspectError, PageText, PdfFacts, flaws, inspect, overlaps, page_texts,
    unseen, untrue_numbers,
};
pub use job::{Job, MayLeaveOut};
pub use layouts::Until;
pub use on_read::OnRead;
pub use pdf::{Pdf, PdfRequest, export, ready};
pub use pictures::{PictureNote, Saved, has_position, picture_notes};
pub use screen::{Element, PageRoles, Role, Run, looks, page_roles, picture};
pub use session::{Session, Typeset, TypesetError};
pub use standard::{Standard, StandardError};
