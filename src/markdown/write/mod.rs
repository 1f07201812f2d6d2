//! Writing a document as Typst.

mod author_typst;
mod blocks;
mod bonds;
mod callouts;
mod citations;
pub(crate) mod cites;
mod classes;
pub(crate) mod composer;
mod divs;
mod figure_blocks;
mod figures;
mod formula;
mod kind_words;
mod languages;
mod lines;
mod notes;
mod parts;
pub(crate) mod spelling;
mod tables;
pub(crate) mod writer;
