//! What came back from Word: comments and changes at the lines of the chapters, and the changes that
//! are taken over.
//!
//! # Decisions
//!
//! - 2026-11: hidden bookmarks say where a paragraph came from; where they are lost, likeness in the
//!   order of the text does, and then a place is said to be certain only if no other comes near.
//! - 2026-11: a change is never believed to be right: the changed chapter is read again, and must
//!   print what Word shows once the change is accepted, with everything else as it was.
//! - 2026-11: a paragraph that changed on both sides is left alone, and both are shown.

pub(crate) mod align;
pub(crate) mod apply;
pub(crate) mod chapters;
pub(crate) mod edits;
pub(crate) mod mapping;
#[cfg(test)]
mod mapping_tests;
pub(crate) mod paragraphs;
pub(crate) mod review;
pub(crate) mod sent;
pub(crate) mod sources;
