//! The dissertation as one text without pages, as the engine makes it: what its elements are called,
//! what it has, and what may be read off it. Whoever writes a format of its own walks it.
//!
//! # Decisions
//!
//! - 2026-11: what makes a Word file and what makes a page of HTML read the same document by the same
//!   survey; only what they write is their own.
//! - 2026-11: each of them is read back when it is written, as [`Heard`], and held to the pages.

mod escaped;
mod grid;
mod heard;
mod pictures;
mod survey;
mod tree;

pub(crate) use escaped::escaped;
pub(crate) use grid::{Grid, Placed, Slot, aligned, widths};
pub use heard::{FORMULA, Heard};
pub(crate) use pictures::{Picture, Shown, figure_alt, painted};
pub(crate) use survey::{Listed, Named, Number, Survey, Target, TargetKind};
pub(crate) use tree::{body, class, elements, first, given, holds_block, is, is_block, words};
