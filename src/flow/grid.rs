//! The cells of a table at their places: which are its head, and what spans.

use typst_html::HtmlElement;

use crate::flow::tree::{elements, given, is};

/// A cell at its place.
pub(crate) struct Placed<'a> {
    pub(crate) element: &'a HtmlElement,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// What stands where a row crosses a column.
#[derive(Clone, Copy)]
pub(crate) enum Slot {
    Free,
    /// The cell of that number begins here.
    Begins(usize),
    /// The cell of that number goes on from the row above.
    GoesOn(usize),
    /// The cell of that number goes on from the column before.
    Spanned,
}

/// A table as a grid.
pub(crate) struct Grid<'a> {
    pub(crate) cells: Vec<Placed<'a>>,
    /// The rows, each as wide as the widest.
    pub(crate) rows: Vec<Vec<Slot>>,
    /// How many rows are its head.
    pub(crate) heads: usize,
    pub(crate) columns: usize,
}

impl<'a> Grid<'a> {
    pub(crate) fn of(table: &'a HtmlElement) -> Self {
        let mut rows: Vec<(&'a HtmlElement, bool)> = Vec::new();
        collect(table, false, &mut rows);
        let (cells, grid) = placed(&rows);
        Self {
            cells,
            columns: grid.iter().map(Vec::len).max().unwrap_or(0),
            rows: grid,
            heads: rows.iter().take_while(|(_, is_head)| *is_head).count(),
        }
    }
}

/// Reads the rows, and which of them are the head.
fn collect<'a>(element: &'a HtmlElement, is_head: bool, rows: &mut Vec<(&'a HtmlElement, bool)>) {
    for child in elements(&element.children) {
        match is(child, "tr") {
            true => rows.push((child, is_head)),
            false if is(child, "table") => {}
            false => collect(child, is_head || is(child, "thead"), rows),
        }
    }
}

fn placed<'a>(rows: &[(&'a HtmlElement, bool)]) -> (Vec<Placed<'a>>, Vec<Vec<Slot>>) {
    let mut cells = Vec::new();
    let mut grid: Vec<Vec<Slot>> = vec![Vec::new(); rows.len()];
    for (y, (row, _)) in rows.iter().enumerate() {
        let mut x = 0;
        for element in elements(&row.children).filter(|it| is(it, "td") || is(it, "th")) {
            while matches!(
                grid[y].get(x),
                Some(Slot::Begins(_) | Slot::GoesOn(_) | Slot::Spanned)
            ) {
                x += 1;
            }
            let span = |name: &str| {
                given(element, name)
                    .and_then(|it| it.parse().ok())
                    .unwrap_or(1_usize)
                    .clamp(1, 63)
            };
            let (columns, high) = (span("colspan"), span("rowspan").min(rows.len() - y));
            for (below, slots) in grid[y..y + high].iter_mut().enumerate() {
                slots.resize(slots.len().max(x + columns), Slot::Free);
                for slot in &mut slots[x..x + columns] {
                    *slot = Slot::Spanned;
                }
                slots[x] = if below == 0 {
                    Slot::Begins(cells.len())
                } else {
                    Slot::GoesOn(cells.len())
                };
            }
            cells.push(Placed {
                element,
                columns,
                rows: high,
            });
            x += columns;
        }
    }
    let count = grid.iter().map(Vec::len).max().unwrap_or(0);
    for slots in &mut grid {
        slots.resize(count, Slot::Free);
    }
    (cells, grid)
}

/// Returns the shares of the columns where each has one, as the template gives them: `1fr` or `20%`.
pub(crate) fn widths(given: &str, columns: usize) -> Option<Vec<f64>> {
    let number = |width: &str, unit: &str| width.strip_suffix(unit)?.parse::<f64>().ok();
    let shares = given
        .split(' ')
        .map(|width| number(width, "fr").or_else(|| number(width, "%")));
    let shares: Option<Vec<f64>> = shares.collect();
    shares.filter(|it| it.len() == columns)
}

/// Returns how the cells of a column are ranged, as the template gives it for all or for each.
pub(crate) fn aligned(given: &str, column: usize) -> Option<&'static str> {
    let sides: Vec<&str> = given.split(' ').collect();
    match *sides.get(column % sides.len().max(1))? {
        "right" | "end" => Some("right"),
        "center" => Some("center"),
        _ => None,
    }
}
