//! Reading a chapter: its front matter, and the parser's events as a document.
//!
//! Nothing outside this folder knows the parser.

mod callouts;
mod captions;
pub(crate) mod chapter;
mod code;
pub(crate) mod comment_state;
mod covered;
mod decided;
mod definitions;
pub(crate) mod events;
mod fences;
pub(crate) mod figure_blocks;
mod floats;
pub(crate) mod front_matter;
pub(crate) mod given;
mod html_blocks;
mod html_pictures;
mod html_tables;
pub(crate) mod html_tags;
mod includes;
mod layout;
mod line;
mod lists;
mod paragraph;
mod part;
mod pictures;
pub(crate) mod reader;
mod screens;
