//! Findings as somebody reads them.
//!
//! # Decisions
//!
//! - 2026-11: excerpts are drawn by codespan-reporting, as the engine draws its own. A paragraph of
//!   Markdown is often one line of a thousand characters, so what it is given is a window of the
//!   line round the place; the numbers beside it are those of the whole file.

mod human;
mod window;

pub use human::{Colour, human};
