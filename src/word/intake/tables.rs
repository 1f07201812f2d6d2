//! A table of a draft as Markdown: with pipes where every cell is a line, else as a grid.

use unicode_width::UnicodeWidthStr;

use crate::word::read::model::Alignment;

/// The widest line of a cell in a grid, where words can be broken.
const WIDTH: usize = 38;

/// A cell as it is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct WrittenCell {
    /// Its paragraphs and lists in Markdown.
    pub(crate) blocks: Vec<String>,
    pub(crate) columns: usize,
    /// It goes on with the cell above.
    pub(crate) goes_on: bool,
    pub(crate) alignment: Alignment,
}

/// Returns a table; the first `head` rows are its head.
pub(crate) fn table(rows: &[Vec<WrittenCell>], head: usize) -> String {
    let columns = rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.columns).sum::<usize>())
        .max()
        .unwrap_or(0);
    let is_plain = rows.iter().flatten().all(|cell| {
        cell.columns == 1
            && !cell.goes_on
            && cell.blocks.len() <= 1
            && cell.blocks.iter().all(|it| !it.contains('\n'))
    });
    match is_plain && head <= 1 && columns > 0 {
        true => pipes(rows, head, columns),
        false => grid(rows, head, columns),
    }
}

fn pipes(rows: &[Vec<WrittenCell>], head: usize, columns: usize) -> String {
    let text = |row: Option<&Vec<WrittenCell>>, column: usize| {
        let cell = row.and_then(|row| row.get(column));
        cell.and_then(|cell| cell.blocks.first().cloned())
            .unwrap_or_default()
    };
    let line = |row: Option<&Vec<WrittenCell>>| {
        let cells: Vec<String> = (0..columns)
            .map(|column| format!(" {} ", text(row, column)))
            .collect();
        format!("|{}|", cells.join("|"))
    };
    let mut lines = vec![line(rows.first().filter(|_| head == 1))];
    let marks: Vec<String> = (0..columns)
        .map(|column| mark(rows, head, column))
        .collect();
    lines.push(format!("|{}|", marks.join("|")));
    lines.extend(rows.iter().skip(head).map(|row| line(Some(row))));
    lines.join("\n")
}

/// Returns the line below the head that says how a column is set.
fn mark(rows: &[Vec<WrittenCell>], head: usize, column: usize) -> String {
    let cells = rows.iter().skip(head).filter_map(|row| row.get(column));
    let mut kinds = cells
        .filter(|cell| !cell.blocks.is_empty())
        .map(|cell| cell.alignment);
    let first = kinds.next().unwrap_or_default();
    match (first, kinds.all(|kind| kind == first)) {
        (Alignment::Right, true) => "---:".into(),
        (Alignment::Centre, true) => ":---:".into(),
        _ => "---".into(),
    }
}

/// A cell of the grid with where it stands.
struct Placed {
    column: usize,
    columns: usize,
    rows: usize,
    lines: Vec<String>,
}

fn grid(rows: &[Vec<WrittenCell>], head: usize, columns: usize) -> String {
    let count = rows.len();
    // Which cell covers each place, and where it begins.
    let mut cover: Vec<Vec<Option<usize>>> = vec![vec![None; columns]; count];
    let mut cells: Vec<(usize, Placed)> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let mut column = 0;
        for cell in row {
            let end = (column + cell.columns).min(columns);
            let above = at
                .checked_sub(1)
                .and_then(|above| cover[above].get(column).copied().flatten());
            let same = above.filter(|above| {
                let placed = &cells[*above].1;
                cell.goes_on && placed.column == column && placed.columns == end - column
            });
            let index = match same {
                Some(index) => {
                    cells[index].1.rows += 1;
                    index
                }
                None => {
                    let lines = cell.blocks.iter().enumerate().flat_map(|(number, block)| {
                        let gap = (number > 0).then(String::new);
                        gap.into_iter()
                            .chain(block.lines().flat_map(wrapped).collect::<Vec<_>>())
                    });
                    cells.push((
                        at,
                        Placed {
                            column,
                            columns: end - column,
                            rows: 1,
                            lines: lines.collect(),
                        },
                    ));
                    cells.len() - 1
                }
            };
            cover[at][column..end].fill(Some(index));
            column = end;
        }
        // A short row ends in empty cells.
        for (place, covered) in cover[at].iter_mut().enumerate().skip(column) {
            cells.push((
                at,
                Placed {
                    column: place,
                    columns: 1,
                    rows: 1,
                    lines: Vec::new(),
                },
            ));
            *covered = Some(cells.len() - 1);
        }
    }
    let mut widths = vec![3; columns];
    let mut heights = vec![1; count];
    for (at, cell) in &cells {
        let width = cell
            .lines
            .iter()
            .map(|line| line.width())
            .max()
            .unwrap_or(0)
            + 2;
        let has: usize = widths[cell.column..cell.column + cell.columns]
            .iter()
            .sum::<usize>()
            + cell.columns
            - 1;
        if width > has {
            widths[cell.column + cell.columns - 1] += width - has;
        }
        let height = cell.lines.len() + 1;
        let has: usize = heights[*at..*at + cell.rows].iter().sum::<usize>() + cell.rows - 1;
        if height > has + 1 {
            heights[*at + cell.rows - 1] += height - has - 1;
        }
    }
    draw(&cells, &cover, &widths, &heights, head)
}

fn draw(
    cells: &[(usize, Placed)],
    cover: &[Vec<Option<usize>>],
    widths: &[usize],
    heights: &[usize],
    head: usize,
) -> String {
    let mut out = String::new();
    let columns = widths.len();
    // The line of its cell that stands at each height of the table.
    let tops: Vec<usize> = heights
        .iter()
        .scan(0, |top, height| {
            let at = *top;
            *top += height + 1;
            Some(at)
        })
        .collect();
    let text = |cell: usize, height: usize| {
        let (row, placed) = &cells[cell];
        placed
            .lines
            .get(height - tops[*row])
            .map_or("", String::as_str)
    };
    let width_of = |placed: &Placed| {
        widths[placed.column..placed.column + placed.columns]
            .iter()
            .sum::<usize>()
            + placed.columns
            - 1
    };
    for row in 0..=cover.len() {
        // The border above the row.
        let sign = if row == head && head > 0 { '=' } else { '-' };
        let mut border = String::new();
        let mut column = 0;
        while column < columns {
            let above = row.checked_sub(1).and_then(|above| cover[above][column]);
            let here = cover.get(row).and_then(|cells| cells[column]);
            match (above, here) {
                (Some(above), Some(here)) if above == here => {
                    let placed = &cells[here].1;
                    let line = text(here, tops[row] - 1);
                    border.push_str(&format!(
                        "{} {}",
                        if column == 0 { '|' } else { '+' },
                        padded(line, width_of(placed) - 1)
                    ));
                    column = placed.column + placed.columns;
                }
                _ => {
                    border.push('+');
                    border.extend(std::iter::repeat_n(sign, widths[column]));
                    column += 1;
                }
            }
        }
        let ends =
            row > 0 && row < cover.len() && cover[row - 1][columns - 1] == cover[row][columns - 1];
        border.push(if ends { '|' } else { '+' });
        out.push_str(border.trim_end());
        out.push('\n');
        let Some(line_cells) = cover.get(row) else {
            break;
        };
        for line in 0..heights[row] {
            let mut column = 0;
            while column < columns {
                let Some(cell) = line_cells[column] else {
                    break;
                };
                let placed = &cells[cell].1;
                out.push_str(&format!(
                    "| {}",
                    padded(text(cell, tops[row] + line), width_of(placed) - 1)
                ));
                column = placed.column + placed.columns;
            }
            out.push_str("|\n");
        }
    }
    out.trim_end().to_owned()
}

fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

/// Returns a line of a cell in lines that are not too wide; a word, a link or code is never cut.
fn wrapped(line: &str) -> Vec<String> {
    let is_whole = line.contains(['`', '$', '[', '<', '\\']) || line.starts_with(['-', '>', ' ']);
    if line.width() <= WIDTH || is_whole {
        return vec![line.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let Some(last) = lines.last_mut() else { break };
        let begins_mark = word.starts_with(['-', '+', '#', '>', ':', '=', '*', '|', '~', '•'])
            || word.starts_with(|c: char| c.is_ascii_digit())
            || word.ends_with(['.', ')']);
        if last.is_empty() {
            last.push_str(word);
        } else if last.width() + 1 + word.width() <= WIDTH || begins_mark {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> WrittenCell {
        let blocks = if text.is_empty() {
            Vec::new()
        } else {
            vec![text.to_owned()]
        };
        WrittenCell {
            blocks,
            columns: 1,
            ..WrittenCell::default()
        }
    }

    #[test]
    fn a_table_of_single_lines_has_pipes() {
        let right = WrittenCell {
            alignment: Alignment::Right,
            ..cell("23%")
        };
        let rows = [vec![cell("Ward"), cell("Share")], vec![cell("A"), right]];
        assert_eq!(table(&rows, 1), "| Ward | Share |\n|---|---:|\n| A | 23% |");
    }

    #[test]
    fn merged_cells_are_drawn() {
        let wide = WrittenCell {
            columns: 2,
            ..cell("Both")
        };
        let on = WrittenCell {
            goes_on: true,
            ..cell("")
        };
        let rows = [
            vec![cell("a"), wide],
            vec![cell("b"), cell("c"), cell("d")],
            vec![on, cell("e"), cell("f")],
        ];
        let expected = "\
+---+---+---+
| a | Both  |
+===+===+===+
| b | c | d |
|   +---+---+
|   | e | f |
+---+---+---+";
        assert_eq!(table(&rows, 1), expected);
    }
}
