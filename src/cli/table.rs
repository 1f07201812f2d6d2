//! Tables for people, all drawn alike.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets,
};
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

/// Returns a table as text, without blanks at the ends of its lines, and broken between words as
/// long as each column's longest word has room.
pub(crate) fn print(table: &Table) -> String {
    let lines: Vec<String> = with_whole_words(table)
        .to_string()
        .lines()
        .map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end().to_owned())
        .collect();
    lines.join("\n") + "\n"
}

fn with_whole_words(table: &Table) -> Table {
    const PADDING: usize = 2;
    let mut longest: Vec<usize> = Vec::new();
    for row in table.header().into_iter().chain(table.row_iter()) {
        for (at, cell) in row.cell_iter().enumerate() {
            longest.resize(longest.len().max(at + 1), 0);
            let content = cell.content();
            let words = content.split_whitespace().map(|word| word.chars().count());
            longest[at] = longest[at].max(words.max().unwrap_or(0) + PADDING);
        }
    }
    let mut table = table.clone();
    let has_room = table
        .width()
        .is_some_and(|width| longest.iter().sum::<usize>() <= width.into());
    if has_room {
        for (column, length) in table.column_iter_mut().zip(longest) {
            if column.constraint().is_none() {
                let width = Width::Fixed(u16::try_from(length).unwrap_or(u16::MAX));
                column.set_constraint(ColumnConstraint::LowerBoundary(width));
            }
        }
    }
    table
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_broken_only_where_no_column_has_room_for_it() {
        let drawn = |width| {
            let mut table = table(width, &[]);
            table.add_row([
                "Recommendations",
                "15 February 2027",
                "ready for the supervisor",
            ]);
            print(&table)
        };
        insta::assert_snapshot!(drawn(42), @r"
        Recommendations  15 February  ready for
                         2027         the
                                      supervisor
        ");
        insta::assert_snapshot!(drawn(20), @r"
        Recom  15     read
        menda  Febru  y
        tions  ary    for
               2027   the
                      supe
                      rvis
                      or
        ");
    }
}
