//! Which cells of a table name their row.

use std::num::NonZeroU32;

use typst::foundations::{Packed, Smart};
use typst::introspection::Location;
use typst::model::{TableCell, TableElem};
use typst::pdf::{TableCellKind, TableHeaderScope};

/// A cell, as it was read.
pub(super) struct Cell {
    pub(super) table: Location,
    x: usize,
    y: usize,
    is_single: bool,
    /// What it is the head of, if it is one.
    head: Option<(NonZeroU32, TableHeaderScope)>,
    pub(super) words: String,
}

impl Cell {
    pub(super) fn of(cell: &Packed<TableCell>, table: Location) -> Self {
        let at = |side: &Smart<usize>| match side {
            Smart::Custom(at) => *at,
            Smart::Auto => 0,
        };
        let field = |field: Option<&Smart<usize>>| field.map_or(0, at);
        Self {
            table,
            x: field(cell.x.as_option().as_ref()),
            y: field(cell.y.as_option().as_ref()),
            is_single: cell
                .colspan
                .as_option()
                .as_ref()
                .is_none_or(|it| it.get() == 1),
            head: match cell.kind.as_option() {
                Some(Smart::Custom(TableCellKind::Header(level, scope))) => Some((*level, *scope)),
                _ => None,
            },
            words: String::new(),
        }
    }
}

/// A table: how many rows its head has.
pub(super) struct Table {
    head: usize,
    columns: usize,
    /// Whether its author said that no cell names its row.
    has_plain_rows: bool,
}

/// Returns how many rows of a table are its foot, if any are.
pub(super) fn foot(table: &Packed<TableElem>) -> Option<usize> {
    let grid = table.grid.as_ref()?;
    let rows = grid.footer.as_ref()?.range().len();
    Some(if grid.has_gutter {
        rows.div_ceil(2)
    } else {
        rows
    })
}

impl Table {
    pub(super) fn of(table: &Packed<TableElem>, has_plain_rows: bool) -> Self {
        let Some(grid) = table.grid.as_ref() else {
            return Self {
                head: 0,
                columns: 0,
                has_plain_rows,
            };
        };
        let end = grid.headers.iter().map(|head| head.range.end).max();
        // Between two rows the grid has a row that is their gap.
        let rows = |end: usize| {
            if grid.has_gutter {
                end.div_ceil(2)
            } else {
                end
            }
        };
        Self {
            head: end.map_or(0, rows),
            columns: grid.non_gutter_column_count(),
            has_plain_rows,
        }
    }

    /// Whether somebody said of a cell what it is the head of.
    fn is_told(&self, cell: &Cell) -> bool {
        cell.head
            .is_some_and(|(_, head)| head != TableHeaderScope::Column || cell.y >= self.head)
    }

    /// Returns the cells that name their rows. Each column of them is a level of its own, or the
    /// cells of a row would refer to the last one only.
    pub(super) fn row_heads(&self, cells: &[(Location, Cell)]) -> Vec<(Location, TableCellKind)> {
        let head = |(location, cell): &(Location, Cell), scope| {
            let level = NonZeroU32::MIN.saturating_add(u32::try_from(cell.x).unwrap_or(u32::MAX));
            (*location, TableCellKind::Header(level, scope))
        };
        if !cells.iter().any(|(_, cell)| self.is_told(cell)) {
            let found = self.names(cells).into_iter();
            return found.map(|it| head(it, TableHeaderScope::Row)).collect();
        }
        let told = cells.iter().filter_map(|it| match it.1.head {
            Some((NonZeroU32::MIN, scope)) if scope != TableHeaderScope::Column => {
                Some(head(it, scope))
            }
            Some(_) | None => None,
        });
        told.collect()
    }

    /// Returns the cells of the first column if nobody said what they are and they name their rows.
    fn names<'a>(&self, cells: &'a [(Location, Cell)]) -> Vec<&'a (Location, Cell)> {
        let plain = cells.iter().map(|(_, cell)| PlainCell {
            x: cell.x,
            y: cell.y,
            is_single: cell.is_single,
            words: &cell.words,
        });
        let plain: Vec<PlainCell<'_>> = plain.collect();
        if self.has_plain_rows || self.columns < 2 || !names_rows(self.head, &plain) {
            return Vec::new();
        }
        let in_body = cells.iter().filter(|(_, cell)| cell.y >= self.head);
        in_body.filter(|(_, cell)| cell.x == 0).collect()
    }
}

/// A cell of which nobody said what it is.
pub(crate) struct PlainCell<'a> {
    pub(crate) x: usize,
    pub(crate) y: usize,
    /// Whether it stands in one column.
    pub(crate) is_single: bool,
    pub(crate) words: &'a str,
}

/// Whether the cells of the first column name their rows, in a table whose head has so many rows:
/// where they are words and either nothing stands above them, or most of the other cells are numbers.
pub(crate) fn names_rows(head: usize, cells: &[PlainCell<'_>]) -> bool {
    let body = || cells.iter().filter(|cell| cell.y >= head);
    let first = || body().filter(|cell| cell.x == 0);
    let are_names = first().all(|cell| cell.is_single && is_name(cell.words));
    if first().count() < 2 || !are_names {
        return false;
    }
    let mut corner = cells.iter().filter(|cell| cell.x == 0 && cell.y < head);
    let has_empty_corner = head > 0 && corner.all(|cell| cell.words.trim().is_empty());
    let others = || body().filter(|cell| cell.x > 0 && !is_blank(cell.words));
    let numbers = others().filter(|cell| is_number(cell.words)).count();
    let hold_numbers = numbers > 0 && numbers * 2 >= others().count();
    has_empty_corner || hold_numbers
}

/// Whether a text is words: letters, and no number with a unit.
fn is_name(words: &str) -> bool {
    words.chars().any(char::is_alphabetic) && !is_number(words)
}

/// Whether a cell says nothing: empty, a dash, "n/a".
fn is_blank(words: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    !words.chars().any(|c| c.is_ascii_digit()) && letters <= 2
}

/// Whether a cell holds a number: digits, its unit and signs, as "£3.2m", "12 (4.5)", "< 0.05*".
fn is_number(words: &str) -> bool {
    let digits = words.chars().filter(|c| c.is_numeric()).count();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0 && letters <= 3 && letters <= digits * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns which rows of a table with a head are named by their first cell.
    fn named(rows: &[&[&str]]) -> Vec<usize> {
        let cells: Vec<(Location, Cell)> = rows
            .iter()
            .enumerate()
            .flat_map(|(y, row)| {
                row.iter().enumerate().map(move |(x, words)| {
                    let cell = Cell {
                        table: Location::new(0),
                        x,
                        y,
                        is_single: true,
                        head: (y == 0).then_some((NonZeroU32::MIN, TableHeaderScope::Column)),
                        words: (*words).to_owned(),
                    };
                    (Location::new((y * 100 + x) as u128), cell)
                })
            })
            .collect();
        let table = Table {
            head: 1,
            columns: rows[0].len(),
            has_plain_rows: false,
        };
        let found = table.row_heads(&cells);
        found
            .iter()
            .map(|(at, _)| (at.hash() / 100) as usize)
            .collect()
    }

    #[test]
    fn words_beside_numbers_name_their_rows_and_so_do_words_below_an_empty_corner() {
        let measures: &[&[&str]] = &[
            &["Site", "Beds", "Share", "Note"],
            &["Ward 1", "31", "3 %", "A long note"],
            &["Ward 2", "–", "£3.2m", ""],
        ];
        assert_eq!(named(measures), [1, 2]);
        let corner: &[&[&str]] = &[&["", "Before"], &["Wards", "calm"], &["Clinics", "loud"]];
        assert_eq!(named(corner), [1, 2]);
    }

    #[test]
    fn words_beside_words_and_numbers_beside_numbers_name_nothing() {
        let words: &[&[&str]] = &[
            &["Domain", "Meaning"],
            &["Trust", "belief"],
            &["Risk", "harm"],
        ];
        assert_eq!(named(words), [0; 0]);
        let years: &[&[&str]] = &[&["Year", "Cases"], &["2019", "4"], &["2020", "5"]];
        assert_eq!(named(years), [0; 0]);
        let one: &[&[&str]] = &[&["Site", "Beds"], &["Ward", "3"]];
        assert_eq!(named(one), [0; 0]);
    }
}
