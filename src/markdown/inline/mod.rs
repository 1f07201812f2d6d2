//! What the parser does not know of a line: citations, spans, attributes, notes, scripts, HTML.

pub(crate) mod changes;
pub(crate) mod citation;
pub(crate) mod cuts;
pub(crate) mod heading_names;
pub(crate) mod html;
mod marks;
pub(crate) mod scanner;
pub(crate) mod undecided;
pub(crate) mod word_marks;
