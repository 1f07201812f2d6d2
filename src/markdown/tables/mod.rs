//! Tables that are drawn with hyphens and bars, as pandoc 3.9 reads them: simple, multiline, grid.
//!
//! [`find`] is asked at lines where a block may start, of the lines that are left in the list or
//! quotation, each without what stands before its text. It reads each line a few times at most: a
//! look ahead ends at the next line of dashes, or where a run of lines with bars ends.
//!
//! # Decisions
//!
//! - 2026-11: of the 184 cases of `tests/data/markdown/tables.txt` pandoc 3.9 reads 162 the same:
//!   columns, alignments, widths, heads, feet, spans, captions and cells. The others stand there
//!   with both trees and the reason, and are the following.
//! - 2026-11: where CommonMark gives a meaning it wins: dashes in one group under text make a
//!   heading, a head that starts as a list, a quotation, a heading or a fence is one, groups of
//!   single dashes (`- - -`) are a rule, and so is a line of dashes between empty lines. Without a
//!   line of dashes in two groups there is no simple or multiline table.
//! - 2026-11: a fence `:::` and a fence of code end a simple table as an empty line does. A line
//!   of dashes as the one that opened the columns, or one that spans them, closes a table whatever
//!   stands below it.
//! - 2026-11: nothing is lost: text left of the first column belongs to it, so does what stands
//!   below a gap in a cell, and a grid in which a line fits no cell is no table, but a finding that
//!   names the line ([`misfit`]). Pandoc leaves out the last row of a grid that is not closed.
//! - 2026-11: text that runs over the right edge of a grid stays in its last column; to pandoc it
//!   makes one more column. A foot without a body above it is the body.
//! - 2026-11: a grid may stand up to three columns further in, and directly below text; a line of
//!   plain words far in is laid out by hand, not code.

mod columns;
mod dash_line;
mod dashed;
mod grid;
mod latex;
mod lines;
mod misfit;
mod tabular;

use crate::markdown::document::Alignment;
use crate::markdown::placed_text::BodyRange;

pub(crate) use latex::{FloatBody, TypedFloat, float};
pub(crate) use lines::TableLines;
pub(crate) use misfit::misfit;

/// What a line begins with that is the caption of the table beside it.
pub(crate) const CAPTION_MARKS: [&str; 3] = [": ", "Table: ", "table: "];

/// A table with its cells as lines of the Markdown.
#[derive(Clone, Debug)]
pub(crate) struct TypedTable {
    pub(crate) columns: Vec<TypedColumn>,
    pub(crate) head: Vec<Vec<TypedCell>>,
    pub(crate) rows: Vec<Vec<TypedCell>>,
    pub(crate) foot: Vec<Vec<TypedCell>>,
}

/// A column of a table as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypedColumn {
    pub(crate) alignment: Alignment,
    /// Its share of a line of 72 characters, where the form gives one.
    pub(crate) width: Option<f64>,
}

/// A cell of a table as it is drawn.
#[derive(Clone, Debug)]
pub(crate) struct TypedCell {
    /// Its text line by line, without white space at the ends; an empty line may divide paragraphs.
    pub(crate) lines: Vec<BodyRange>,
    pub(crate) column_span: usize,
    pub(crate) row_span: usize,
    /// Its text may hold lists and several paragraphs.
    pub(crate) holds_blocks: bool,
}

/// Reads the table that starts at the first line; returns how many lines it takes.
pub(crate) fn find(lines: &TableLines) -> Option<(usize, TypedTable)> {
    dashed::find(lines).or_else(|| grid::find(lines))
}

/// How many characters a line has by which the shares of columns are told.
const LINE_WIDTH: usize = 72;

/// Returns the shares of columns that take so many characters together with what parts them.
fn shares(widths: &[usize], of: usize) -> Vec<f64> {
    let of = of.max(1) as f64;
    let all: f64 = widths.iter().map(|width| *width as f64 / of).sum();
    let whole = if all < 1.0 { 1.0 } else { all };
    widths
        .iter()
        .map(|width| *width as f64 / of / whole)
        .collect()
}
