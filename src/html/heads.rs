//! Which cells of a table name their rows: as its author said, or as the pages have it.

use std::collections::BTreeSet;

use typst::foundations::Smart;
use typst::model::{TableCell, TableElem};
use typst::pdf::{TableCellKind, TableHeaderScope};

use crate::flow::{Grid, Slot, words};
use crate::typeset::{PlainCell, names_rows};

/// What is known of a table before it is written.
#[derive(Default)]
pub(super) struct Heads {
    /// Whether its author said that no cell names its row.
    pub(super) are_plain: bool,
    /// The cells of which the author said that they name their row, by column and row.
    pub(super) told: BTreeSet<(usize, usize)>,
}

/// Returns the cells of which an author said that they name their row.
pub(super) fn told(table: &TableElem) -> BTreeSet<(usize, usize)> {
    let Some(grid) = table.grid.as_ref() else {
        return BTreeSet::new();
    };
    let columns = grid.non_gutter_column_count().max(1);
    let cells = grid.entries.iter().enumerate();
    let cells = cells.filter_map(|(at, entry)| {
        let cell = entry.as_cell()?.body.to_packed::<TableCell>()?;
        match cell.kind.as_option() {
            Some(Smart::Custom(TableCellKind::Header(_, scope)))
                if *scope != TableHeaderScope::Column =>
            {
                Some((at % columns, at / columns))
            }
            _ => None,
        }
    });
    cells.collect()
}

impl Heads {
    /// Returns the cells that name their row.
    pub(super) fn of(self, grid: &Grid<'_>) -> BTreeSet<(usize, usize)> {
        let Self { are_plain, told } = self;
        if !told.is_empty() {
            return told;
        }
        let first = (grid.heads..grid.rows.len()).map(|y| (0, y));
        match !are_plain && grid.columns > 1 && has_row_names(grid) {
            true => first.collect(),
            false => told,
        }
    }
}

/// Whether the first cells of the rows are their names, as on the pages.
fn has_row_names(grid: &Grid<'_>) -> bool {
    let texts: Vec<String> = grid
        .cells
        .iter()
        .map(|it| words(&it.element.children))
        .collect();
    let rows = grid.rows.iter().enumerate();
    let cells = rows.flat_map(|(y, slots)| {
        let texts = &texts;
        slots
            .iter()
            .enumerate()
            .filter_map(move |(x, slot)| match slot {
                Slot::Begins(at) => Some(PlainCell {
                    x,
                    y,
                    is_single: grid.cells[*at].columns == 1,
                    words: &texts[*at],
                }),
                Slot::Free | Slot::GoesOn(_) | Slot::Spanned => None,
            })
    });
    names_rows(grid.heads, &cells.collect::<Vec<_>>())
}
