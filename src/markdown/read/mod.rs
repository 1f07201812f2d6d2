//! Reading a chapter: its front matter, and the parser's events as a document.
//!
//! Nothing outside this folder knows the parser.

pub(crate) mod chapter;
mod code;
mod definitions;
pub(crate) mod front_matter;
mod line;
mod paragraph;
pub(crate) mod reader;
