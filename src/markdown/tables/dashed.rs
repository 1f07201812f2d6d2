//! Simple and multiline tables: lines of dashes say where the columns are.

use crate::markdown::document::Alignment;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::columns::{cut, indent, trimmed, width};
use crate::markdown::tables::dash_line::DashLine;
use crate::markdown::tables::lines::{TableLines, is_fence};
use crate::markdown::tables::{LINE_WIDTH, TypedCell, TypedColumn, TypedTable, shares};

/// Whether a line starts a block that CommonMark knows, so that it is no head of a table.
fn is_other_block(text: &str) -> bool {
    let (columns, text) = indent(text);
    if columns > 3 {
        return false;
    }
    let is_space = |rest: &str| rest.starts_with([' ', '\t']);
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = (1..10).contains(&figures) && {
        let rest = &text[figures..];
        rest.starts_with(['.', ')']) && is_space(&rest[1..])
    };
    let signs = text.bytes().take_while(|byte| *byte == b'#').count();
    let heading = (1..7).contains(&signs) && is_space(&text[signs..]);
    let bullet = text.starts_with(['-', '*', '+']) && is_space(&text[1..]);
    number || heading || bullet || text.starts_with(['>', '<']) || is_fence(text)
}

/// Finds a simple or multiline table.
pub(super) fn find(lines: &TableLines) -> Option<(usize, TypedTable)> {
    if lines.is_blank(0) {
        return None;
    }
    match lines.dashes(0) {
        Some(first) => with_line_above(lines, &first),
        None => below_head(lines),
    }
}

/// A head, its dashes, and a row on each line.
fn below_head(lines: &TableLines) -> Option<(usize, TypedTable)> {
    let head = lines.text(0)?;
    let columns = lines.dashes(1)?;
    if !columns.has_columns() || is_other_block(head) {
        return None;
    }
    let mut at = 2;
    let mut rows = Vec::new();
    while !lines.is_end(at) {
        let is_last = |dashes: &DashLine| lines.is_end(at + 1) || *dashes == columns;
        if lines.dashes(at).as_ref().is_some_and(is_last) {
            at += 1;
            break;
        }
        rows.push(at..at + 1);
        at += 1;
    }
    let table = table(lines, &columns, Some(&(0..1)), &rows, false)?;
    Some((at, table))
}

/// A table that starts with a line of dashes and ends with another.
fn with_line_above(lines: &TableLines, first: &DashLine) -> Option<(usize, TypedTable)> {
    if lines.is_blank(1) {
        return None;
    }
    let (below, dashes) = lines.next_dashes(1)?;
    let is_head = below > 1
        && dashes.has_columns()
        && !(1..below).any(|at| lines.is_blank(at))
        && !lines.text(1).is_some_and(is_other_block);
    if is_head
        && !lines.is_blank(below + 1)
        && let Some((end, last)) = lines.next_dashes(below + 1)
        && last.closes(&dashes)
    {
        let rows = rows(lines, below + 1, end);
        let table = table(lines, &dashes, Some(&(1..below)), &rows, true)?;
        return Some((end + 1, table));
    }
    let is_closed =
        dashes.groups == first.groups || (lines.is_end(below + 1) && dashes.closes(first));
    if !first.has_columns() || !is_closed || below == 1 {
        return None;
    }
    let rows = rows(lines, 1, below);
    let is_simple = rows.len() == 1 && below == rows[0].end;
    let table = if is_simple {
        let each: Vec<_> = (1..below).map(|at| at..at + 1).collect();
        table(lines, first, None, &each, false)
    } else {
        table(lines, first, None, &rows, true)
    };
    Some((below + 1, table?))
}

type LineRange = std::ops::Range<usize>;

/// Returns the lines that stand together, between two lines.
fn rows(lines: &TableLines, from: usize, end: usize) -> Vec<LineRange> {
    let mut rows = Vec::new();
    let mut start = from;
    for at in from..=end {
        if at == end || lines.is_blank(at) {
            rows.extend((start < at).then_some(start..at));
            start = at + 1;
        }
    }
    rows
}

/// Cuts the lines at their columns.
fn table(
    lines: &TableLines,
    columns: &DashLine,
    head: Option<&LineRange>,
    rows: &[LineRange],
    is_multiline: bool,
) -> Option<TypedTable> {
    if rows.is_empty() {
        return None;
    }
    let starts = columns.starts();
    let cells = |range: &LineRange| -> Vec<Vec<BodyRange>> {
        let mut cells = vec![Vec::with_capacity(range.len()); starts.len()];
        for line in range.clone().filter_map(|at| lines.place(at)) {
            let parts = cut(lines.source, &line, &starts);
            for (cell, part) in cells.iter_mut().zip(parts) {
                cell.push(part);
            }
        }
        cells
    };
    // A table without a head is aligned by its first line.
    let model = match head {
        Some(head) => cells(head),
        None => cells(&(rows[0].start..rows[0].start + 1)),
    };
    let widths = match is_multiline {
        true => widths(columns).into_iter().map(Some).collect(),
        false => vec![None; starts.len()],
    };
    let of_column = columns.groups.iter().zip(&model).zip(&widths);
    let typed_columns = of_column.map(|(((_, length), cell), width)| TypedColumn {
        alignment: alignment(lines.source, cell, *length),
        width: *width,
    });
    let row = |range: &LineRange| -> Vec<TypedCell> {
        let typed = cells(range).into_iter().map(|parts| {
            let parts = parts.iter().map(|part| trimmed(lines.source, part));
            TypedCell {
                lines: parts.filter(|part| !part.is_empty()).collect(),
                column_span: 1,
                row_span: 1,
                holds_blocks: false,
            }
        });
        typed.collect()
    };
    let has_words = |row: &Vec<TypedCell>| row.iter().any(|cell| !cell.lines.is_empty());
    Some(TypedTable {
        columns: typed_columns.collect(),
        head: head.into_iter().map(row).filter(has_words).collect(),
        rows: rows.iter().map(row).collect(),
        foot: Vec::new(),
    })
}

/// Returns how a column is aligned: by the ends of its shortest line over the dashes.
fn alignment(source: &str, cell: &[BodyRange], length: usize) -> Alignment {
    let lines = cell.iter().map(|place| source[place.clone()].trim_end());
    let shown = lines.filter(|line| !line.is_empty());
    let Some(line) = shown.min_by_key(|line| width(line)) else {
        return Alignment::Auto;
    };
    let is_right = line.starts_with([' ', '\t']);
    let is_left = width(line) < length;
    match (is_right, is_left) {
        (true, true) => Alignment::Center,
        (true, false) => Alignment::Right,
        (false, true) => Alignment::Left,
        (false, false) => Alignment::Auto,
    }
}

/// Returns the shares of columns, each with the space behind it; the last has none.
fn widths(columns: &DashLine) -> Vec<f64> {
    let starts = columns.starts();
    let end = columns.end() + 1;
    let ends = starts.iter().skip(1).copied().chain([end]);
    let mut widths: Vec<usize> = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| end - start)
        .collect();
    if let [.., before, last] = widths.as_mut_slice()
        && *last < *before
        && *before - *last <= 2
    {
        *last = *before;
    }
    let all = starts.first().copied().unwrap_or(0) + widths.iter().sum::<usize>();
    shares(&widths, all.max(end).max(LINE_WIDTH))
}
