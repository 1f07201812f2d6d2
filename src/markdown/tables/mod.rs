//! Simple, multiline and grid tables, as pandoc has them.

use crate::markdown::document::Alignment;
use crate::markdown::placed_text::BodyRange;

/// A table with its cells as lines of the Markdown.
pub(crate) struct TypedTable {
    pub(crate) columns: Vec<TypedColumn>,
    pub(crate) head: Vec<Vec<TypedCell>>,
    pub(crate) rows: Vec<Vec<TypedCell>>,
    pub(crate) foot: Vec<Vec<TypedCell>>,
}

pub(crate) struct TypedColumn {
    pub(crate) alignment: Alignment,
    /// Its share of the line, where the form gives one.
    pub(crate) width: Option<f64>,
}

pub(crate) struct TypedCell {
    /// Its text line by line.
    pub(crate) lines: Vec<BodyRange>,
    pub(crate) column_span: usize,
    pub(crate) row_span: usize,
    /// Its text may hold lists and several paragraphs.
    pub(crate) holds_blocks: bool,
}

/// Reads the table that starts at the first line; returns how many lines it takes.
pub(crate) fn find(_source: &str, _lines: &[BodyRange]) -> Option<(usize, TypedTable)> {
    None
}
