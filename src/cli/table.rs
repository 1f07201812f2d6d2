//! Tables for people, all drawn alike.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use folio::diagnostics::text::thousands;

/// Returns an empty table without lines.
pub(crate) fn table(width: u16, header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    if !header.is_empty() {
        table.set_header(header.iter().enumerate().map(|(at, text)| match at {
            0 => Cell::new(text),
            _ => number(text),
        }));
    }
    table
}

/// Returns a cell whose text stands on the right.
pub(crate) fn number(text: impl ToString) -> Cell {
    Cell::new(text.to_string()).set_alignment(CellAlignment::Right)
}

/// Returns a table as text, without blanks at the ends of its lines.
pub(crate) fn print(table: &Table) -> String {
    let lines: Vec<String> = table
        .to_string()
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned())
        .collect();
    lines.join("\n") + "\n"
}

/// Returns a change with its sign, in a cell.
pub(crate) fn change(words: i64) -> Cell {
    number(signed(words))
}

/// Returns a difference with its sign: "+12", "−1,204".
pub(crate) fn signed(words: i64) -> String {
    let size = thousands(usize::try_from(words.unsigned_abs()).unwrap_or(usize::MAX));
    match words {
        ..0 => format!("−{size}"),
        0 => "0".to_owned(),
        1.. => format!("+{size}"),
    }
}
