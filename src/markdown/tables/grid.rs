//! Grid tables: cells with borders of hyphens and bars, which may span columns and rows.
//!
//! Each cell is traced from its upper left corner: right along its border to a corner, down, back
//! and up again. The next cells start at its other corners.

use std::collections::BTreeSet;

use crate::markdown::document::Alignment;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::columns::{characters, indent};
use crate::markdown::tables::lines::TableLines;
use crate::markdown::tables::{LINE_WIDTH, TypedCell, TypedColumn, TypedTable, shares};

/// How often a character may be looked at: corners on all sides of nothing take the square of it.
const MOST_LOOKS: usize = 64;

/// Where the borders of a cell stand: lines and columns of the drawing.
struct Traced {
    top: usize,
    left: usize,
    bottom: usize,
    right: usize,
}

/// A line that separates head, body or foot, with what it says of the columns.
struct Separator {
    line: usize,
    alignments: Vec<Alignment>,
}

/// The lines of a drawing, by columns.
pub(super) struct Drawing<'s> {
    source: &'s str,
    places: Vec<BodyRange>,
    /// For each line, the byte of the source that stands in each column.
    columns: Vec<Vec<usize>>,
    /// The column of the right border.
    pub(super) right: usize,
    /// Lines whose signs `=` and `:` are those of a border.
    separators: Vec<Separator>,
    /// How many characters may still be looked at.
    looks: usize,
}

/// Finds a grid table.
pub(super) fn find(lines: &TableLines) -> Option<(usize, TypedTable)> {
    let places = lines.first(run(lines)?);
    let table = Drawing::new(lines.source, &places)?.table()?;
    Some((places.len(), table))
}

/// Returns how many lines could be a grid table that starts at the first: those with a bar or a
/// corner in front, of which the line before them has none.
fn run(lines: &TableLines) -> Option<usize> {
    let first = lines.place(0)?;
    let (column, text) = indent(lines.text(0)?);
    border(text.trim_end(), '-').filter(|_| column < 4)?;
    let above = &lines.source[..first.start];
    let above = &above[..above.rfind('\n').unwrap_or(0)];
    let before = above.rsplit('\n').next().unwrap_or("");
    if before
        .trim_start_matches([' ', '\t', '>'])
        .starts_with(['+', '|'])
    {
        return None;
    }
    let is_line = |at: &usize| {
        lines.text(*at).is_some_and(|text| {
            let (further, text) = indent(text);
            further == column && text.starts_with(['+', '|'])
        })
    };
    Some((0..).take_while(is_line).count()).filter(|count| *count > 2)
}

/// Reads `+---+:--:+`, or the same with `=`.
pub(super) fn border(text: &str, mark: char) -> Option<Vec<Alignment>> {
    let inner = text.strip_prefix('+')?.strip_suffix('+')?;
    let parts = inner.split('+').map(|part| {
        let left = part.strip_prefix(':');
        let rest = left.unwrap_or(part);
        let right = rest.strip_suffix(':');
        let marks = right.unwrap_or(rest);
        let is_border = !marks.is_empty() && marks.chars().all(|c| c == mark);
        is_border.then_some(match (left, right) {
            (None, None) => Alignment::Auto,
            (Some(_), None) => Alignment::Left,
            (None, Some(_)) => Alignment::Right,
            (Some(_), Some(_)) => Alignment::Center,
        })
    });
    parts.collect()
}

impl<'s> Drawing<'s> {
    pub(super) fn new(source: &'s str, lines: &[BodyRange]) -> Option<Self> {
        let places = lines.iter().map(|line| {
            let text = source[line.clone()].trim();
            let start = line.end - source[line.clone()].trim_start().len();
            start..start + text.len()
        });
        let places: Vec<BodyRange> = places.collect();
        let columns = places.iter().map(|place| {
            let shown = characters(&source[place.clone()]);
            let bytes =
                shown.flat_map(|(at, _, _, width)| std::iter::repeat_n(place.start + at, width));
            bytes.collect::<Vec<usize>>()
        });
        let columns: Vec<Vec<usize>> = columns.collect();
        let size: usize = columns.iter().map(Vec::len).sum();
        let text = |line: usize| &source[places[line].clone()];
        let separators = (1..places.len()).filter_map(|line| {
            let alignments = border(text(line), '=')?;
            Some(Separator { line, alignments })
        });
        Some(Self {
            separators: separators.collect(),
            right: columns.first()?.len().checked_sub(1)?,
            source,
            places,
            columns,
            looks: MOST_LOOKS * (size + 64),
        })
    }

    /// Returns the character in a column of a line; that of a border is `+`, `-` or `|`.
    pub(super) fn at(&self, line: usize, column: usize) -> Option<char> {
        let byte = *self.columns.get(line)?.get(column)?;
        let shown = self.source[byte..].chars().next()?;
        let is_border = line == 0
            || self
                .separators
                .binary_search_by_key(&line, |found| found.line)
                .is_ok();
        Some(match shown {
            '=' | ':' if is_border => '-',
            other => other,
        })
    }

    /// Reads the cells, which must fill the drawing.
    fn table(&mut self) -> Option<TypedTable> {
        let last = self.places.len() - 1;
        let mut corners = BTreeSet::from([(0, 0)]);
        let mut cells: Vec<Traced> = Vec::new();
        let mut filled = 0;
        while let Some((top, left)) = corners.pop_first() {
            if let Some((bottom, right)) = self.trace(top, left) {
                corners.insert((top, right));
                corners.insert((bottom, left));
                filled += (bottom - top) * (right - left);
                cells.push(Traced {
                    top,
                    left,
                    bottom,
                    right,
                });
            }
        }
        let is_whole =
            filled == last * self.right && !cells.iter().any(|cell| self.is_crooked(cell));
        // Cells beyond the right border would be lost.
        let is_whole = is_whole && !(0..=last).any(|line| self.goes_on(line));
        is_whole.then(|| self.typed(&cells))
    }

    /// Follows the border of the cell whose upper left corner is given to the lower right one.
    fn trace(&mut self, top: usize, left: usize) -> Option<(usize, usize)> {
        let mut right = left + 1;
        loop {
            self.look()?;
            match self.at(top, right)? {
                '-' => {}
                '+' => {
                    if let Some(bottom) = self.trace_down(top, left, right) {
                        return Some((bottom, right));
                    }
                }
                _ => return None,
            }
            right += 1;
        }
    }

    fn trace_down(&mut self, top: usize, left: usize, right: usize) -> Option<usize> {
        for line in top + 1..self.places.len() {
            self.look()?;
            match self.at(line, right) {
                Some('+') if self.meets(top, left, line, right)? => return Some(line),
                Some('+' | '|') => {}
                _ if right == self.right => {}
                _ => return None,
            }
        }
        None
    }

    /// Returns whether the lower and the left border of a cell are drawn.
    fn meets(&mut self, top: usize, left: usize, bottom: usize, right: usize) -> Option<bool> {
        if self.at(bottom, left) != Some('+') {
            return Some(false);
        }
        for column in left + 1..right {
            self.look()?;
            if !matches!(self.at(bottom, column), Some('+' | '-')) {
                return Some(false);
            }
        }
        for line in top + 1..bottom {
            self.look()?;
            if !matches!(self.at(line, left), Some('+' | '|')) {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Counts a look at a character; nothing is returned when there were too many.
    fn look(&mut self) -> Option<()> {
        self.looks = self.looks.checked_sub(1)?;
        Some(())
    }

    /// Whether a bar stands in a cell over which other cells meet, but not where they meet.
    fn is_crooked(&self, cell: &Traced) -> bool {
        let mut inside = cell.left + 1..cell.right;
        inside.any(|column| self.at(cell.top, column) == Some('+'))
            && (cell.top + 1..cell.bottom).any(|line| {
                let byte = |column: usize| self.columns[line].get(column).copied();
                let end = byte(cell.right).unwrap_or(self.places[line].end);
                byte(cell.left + 1).is_some_and(|start| self.source[start..end].contains(" | "))
            })
    }

    /// Whether a line has more bars behind the right border.
    fn goes_on(&self, line: usize) -> bool {
        let behind = self.columns[line].get(self.right + 1);
        self.at(line, self.right) == Some('|')
            && behind.is_some_and(|byte| self.source[*byte..self.places[line].end].contains('|'))
    }

    fn typed(&self, cells: &[Traced]) -> TypedTable {
        let edges = |both: fn(&Traced) -> [usize; 2]| -> Vec<usize> {
            let all: BTreeSet<usize> = cells.iter().flat_map(both).collect();
            all.into_iter().collect()
        };
        let tops = edges(|cell| [cell.top, cell.bottom]);
        let lefts = edges(|cell| [cell.left, cell.right]);
        let number = |edges: &[usize], edge: usize| edges.partition_point(|known| *known < edge);
        let mut rows: Vec<Vec<TypedCell>> = Vec::new();
        rows.resize_with(tops.len().saturating_sub(1), Vec::new);
        for cell in cells {
            let row = number(&tops, cell.top);
            if let Some(cells) = rows.get_mut(row) {
                cells.push(TypedCell {
                    lines: self.lines(cell),
                    column_span: number(&lefts, cell.right) - number(&lefts, cell.left),
                    row_span: number(&tops, cell.bottom) - row,
                    holds_blocks: true,
                });
            }
        }
        let first = border(&self.source[self.places[0].clone()], '-').unwrap_or_default();
        let (alignments, mut head) = match self.separators.first() {
            Some(found) => (&found.alignments, number(&tops, found.line)),
            None => (&first, 0),
        };
        let mut foot = rows.len();
        if let [.., before, last] = self.separators.as_slice()
            && last.line + 1 == self.places.len()
        {
            foot = number(&tops, before.line);
        }
        if head == rows.len() {
            head = 0;
        }
        let mut body = rows.split_off(head);
        let foot = body.split_off(foot.saturating_sub(head).min(body.len()));
        let (body, foot) = if body.is_empty() {
            (foot, body)
        } else {
            (body, foot)
        };
        let has_words = |cell: &TypedCell| !cell.lines.is_empty();
        if !rows.iter().flatten().any(has_words) {
            rows.clear();
        }
        TypedTable {
            columns: self.typed_columns(&lefts, alignments),
            head: rows,
            rows: body,
            foot,
        }
    }

    fn typed_columns(&self, lefts: &[usize], alignments: &[Alignment]) -> Vec<TypedColumn> {
        let widths: Vec<usize> = lefts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let all = widths.iter().sum::<usize>() + widths.len();
        let shares = shares(&widths, all.saturating_sub(2).max(LINE_WIDTH));
        let given = alignments
            .iter()
            .copied()
            .chain(std::iter::repeat(Alignment::Auto));
        let columns = shares
            .into_iter()
            .zip(given)
            .map(|(share, alignment)| TypedColumn {
                alignment,
                width: Some(share),
            });
        columns.collect()
    }

    /// Returns the lines of a cell, without the space that stands behind the bar in all of them.
    fn lines(&self, cell: &Traced) -> Vec<BodyRange> {
        let lines = (cell.top + 1..cell.bottom).map(|line| {
            let end = self.places[line].end;
            let byte = |column: usize| self.columns[line].get(column).copied().unwrap_or(end);
            let start = byte(cell.left + 1);
            let text = &self.source[start..byte(cell.right).max(start)];
            let is_over = cell.right == self.right && self.at(line, self.right) != Some('|');
            let text = match is_over {
                true => {
                    let rest = self.source[start..end].trim_end();
                    rest.strip_suffix('|').unwrap_or(rest)
                }
                false => text,
            };
            start..start + text.trim_end_matches([' ', '\t']).len()
        });
        let mut lines: Vec<BodyRange> = lines.collect();
        let is_apart = |line: &BodyRange| {
            line.is_empty() || self.source.as_bytes().get(line.start) == Some(&b' ')
        };
        if lines.iter().all(is_apart) {
            for line in lines.iter_mut().filter(|line| line.start < line.end) {
                line.start += 1;
            }
        }
        let has_words = |line: &BodyRange| !line.is_empty();
        let end = lines.iter().rposition(has_words).map_or(0, |at| at + 1);
        lines.truncate(end);
        let start = lines.iter().position(has_words).unwrap_or(0);
        lines.split_off(start)
    }
}
