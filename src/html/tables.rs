//! Tables: what each head is the head of, what spans, and a frame that wide ones move in.

use std::collections::BTreeSet;

use typst_html::HtmlElement;

use crate::flow::{self, Grid, Slot, aligned, words};
use crate::html::figures::moved_by_keys;
use crate::html::writer::{Writer, attribute};

/// A table of more columns may be wider than a small window.
const FEW_COLUMNS: usize = 2;

/// Beyond that, columns are as narrow as they get.
const MOST_COLUMNS: usize = 12;

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &'a HtmlElement, (widths, aligns): (&str, &str)) {
        let grid = Grid::of(table);
        let heads = std::mem::take(&mut self.heads);
        if grid.columns == 0 {
            return;
        }
        let heads = heads.of(&grid);
        let caption = self.figure.caption.take();
        let named = attribute("aria-labelledby", caption.as_deref());
        let frame = match (grid.columns > FEW_COLUMNS, &caption) {
            (false, _) => String::new(),
            (true, Some(caption)) => format!(" {}", moved_by_keys("aria-labelledby", caption)),
            (true, None) => format!(" {}", moved_by_keys("aria-label", "Table")),
        };
        let size = match grid.columns > FEW_COLUMNS {
            true => format!(" class=\"c{}\"", grid.columns.min(MOST_COLUMNS)),
            false => String::new(),
        };
        let kept = self.kept(table);
        self.block_of("div", &format!(" class=\"table\"{frame}"), |this| {
            this.block_of("table", &format!("{kept}{size}{named}"), |this| {
                this.out.push('\n');
                this.columns(widths, grid.columns);
                let (head, body) = grid.rows.split_at(grid.heads.min(grid.rows.len()));
                for (part, rows, begin) in [("thead", head, 0), ("tbody", body, head.len())] {
                    if rows.is_empty() {
                        continue;
                    }
                    this.block_of(part, "", |this| {
                        this.out.push('\n');
                        for (y, slots) in rows.iter().enumerate() {
                            let row = Row {
                                y: begin + y,
                                slots,
                                heads: &heads,
                            };
                            this.block_of("tr", "", |this| this.row(&grid, &row, aligns));
                        }
                    });
                }
            });
        });
    }

    /// How wide the columns are, where the author said so.
    fn columns(&mut self, widths: &str, count: usize) {
        let Some(shares) = flow::widths(widths, count) else {
            return;
        };
        let sum = shares.iter().sum::<f64>().max(1e-6);
        let columns = shares.iter().map(|share| {
            let hundredths = (share / sum * 100.0).round().clamp(1.0, 100.0) as u32;
            self.widths.insert(hundredths);
            format!("<col class=\"w{hundredths}\"/>")
        });
        let columns: String = columns.collect();
        self.out
            .push_str(&format!("<colgroup>{columns}</colgroup>\n"));
    }

    fn row(&mut self, grid: &Grid<'a>, row: &Row<'_>, aligns: &str) {
        for (x, slot) in row.slots.iter().enumerate() {
            let cell = match slot {
                Slot::Spanned | Slot::GoesOn(_) => continue,
                Slot::Free => {
                    self.out.push_str("<td></td>");
                    continue;
                }
                Slot::Begins(at) => &grid.cells[*at],
            };
            // A head that says nothing is none.
            let is_empty = words(&cell.element.children).is_empty();
            let (tag, scope) = match (row.y < grid.heads, row.heads.contains(&(x, row.y))) {
                _ if is_empty => ("td", None),
                (true, _) if cell.columns > 1 => ("th", Some("colgroup")),
                (true, _) => ("th", Some("col")),
                (false, true) => ("th", Some("row")),
                (false, false) => ("td", None),
            };
            let span = |count: usize| (count > 1).then(|| count.to_string());
            let attributes = [
                attribute("scope", scope),
                attribute("colspan", span(cell.columns).as_deref()),
                attribute("rowspan", span(cell.rows).as_deref()),
                attribute("class", aligned(aligns, x)),
                self.kept(cell.element),
            ];
            self.inline_of(tag, &attributes.concat(), |this| {
                this.blocks_or_line(&cell.element.children);
            });
        }
    }
}

struct Row<'a> {
    y: usize,
    slots: &'a [Slot],
    /// The cells that name their rows, by column and row.
    heads: &'a BTreeSet<(usize, usize)>,
}
