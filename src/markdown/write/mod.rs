//! Writing a document as Typst.

pub(crate) mod blocks;
mod citations;
mod figures;
mod formula;
pub(crate) mod lines;
mod notes;
pub(crate) mod spelling;
pub(crate) mod writer;
