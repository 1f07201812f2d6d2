//! Tables as Typst.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Alignment, Cell, Table};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::{HEADER_COLUMNS_UNKNOWN, WIDTHS_UNKNOWN};
use crate::markdown::write::composer::Composer;

impl<'a> Composer<'a, '_> {
    pub(crate) fn table(&mut self, table: &Table<'a>) {
        let none = Attributes::default();
        let attributes = table
            .caption
            .as_ref()
            .map_or(&none, |caption| &caption.attributes);
        self.check_figure(
            attributes,
            &["no-count", "landscape"],
            &["widths", "placement", "header-columns"],
        );
        let place = &table.place;
        self.set_apart(attributes, place, |this| {
            let Some(caption) = &table.caption else {
                this.writer.syntax("#", place);
                this.grid(table, &none);
                this.writer.end_code(")", place);
                return;
            };
            let caption = (caption.children.as_slice(), &caption.place);
            this.captioned(attributes, caption, place, |this| {
                let is_plain = attributes.value("header-columns") == Some("0");
                if is_plain {
                    this.writer.uses_functions = true;
                    this.writer.syntax("folio.plain-rows(", place);
                }
                this.grid(table, attributes);
                let end = if is_plain { "))," } else { ")," };
                this.writer.syntax(end, &(place.end..place.end));
                this.writer.line();
                this.writer.syntax("kind: table,", place);
            });
        });
    }

    /// Writes `table(…` up to its closing parenthesis.
    pub(crate) fn grid(&mut self, table: &Table<'a>, attributes: &Attributes) {
        let place = &table.place;
        let columns = self.columns(table, attributes);
        let heads = self.header_columns(attributes).unwrap_or(0);
        let alignments = table.columns.iter().map(|column| column.alignment);
        let names: Vec<&str> = alignments.map(Alignment::typst).collect();
        self.writer.syntax("table(", place);
        self.indented(|this| {
            this.writer.syntax(&format!("columns: {columns},"), place);
            if names.iter().any(|name| *name != "auto") {
                let align = format!("align: ({},),", names.join(", "));
                this.writer.line();
                this.writer.syntax(&align, place);
            }
            this.part("table.header(", &table.head, place);
            let mut below = vec![0; table.columns.len()];
            for row in &table.rows {
                this.writer.line();
                let is_head = heads_of(row, heads, &mut below);
                this.cells(row, &is_head);
                this.writer.syntax(",", place);
            }
            // Sums stand once, below the last row, not at the foot of each page.
            this.part("table.footer(repeat: false, ", &table.foot, place);
        });
    }

    /// Writes the head or the foot, if there is one.
    fn part(&mut self, call: &str, rows: &[Vec<Cell<'a>>], place: &BodyRange) {
        let [first, rest @ ..] = rows else {
            return;
        };
        self.writer.line();
        self.writer.syntax(call, place);
        self.cells(first, &[]);
        for row in rest {
            self.writer.syntax(", ", place);
            self.cells(row, &[]);
        }
        self.writer.syntax("),", place);
    }

    /// Writes the cells of a row, each with whether it names the row.
    fn cells(&mut self, cells: &[Cell<'a>], heads: &[bool]) {
        let binds = std::mem::replace(&mut self.writer.binds, false);
        for (at, cell) in cells.iter().enumerate() {
            let is_head = heads.get(at) == Some(&true);
            if at > 0 {
                self.writer.syntax(", ", &cell.place);
            }
            let spans = [("colspan", cell.column_span), ("rowspan", cell.row_span)];
            let wide = spans.iter().filter(|(_, span)| *span > 1);
            let arguments: Vec<String> =
                wide.map(|(name, span)| format!("{name}: {span}")).collect();
            if is_head {
                self.writer
                    .syntax("pdf.header-cell(scope: \"row\", ", &cell.place);
            }
            if is_head && arguments.is_empty() {
                self.writer.syntax("table.cell", &cell.place);
            }
            if !arguments.is_empty() {
                let call = format!("table.cell({})", arguments.join(", "));
                self.writer.syntax(&call, &cell.place);
            }
            match cell.text() {
                Some(children) => self.content(children, &cell.place),
                None => self.body(&cell.blocks, &cell.place),
            }
            if is_head {
                self.writer.end_code(")", &cell.place);
            }
        }
        self.writer.binds = binds;
    }

    /// Returns how many columns name their rows, `None` where nothing is said.
    fn header_columns(&mut self, attributes: &Attributes) -> Option<usize> {
        let (value, place) = attributes.pair("header-columns")?;
        let found = value.parse().ok();
        if found.is_none() {
            let message = format!("`{value}` is no number of columns");
            let hint = "write how many columns name their rows, such as `header-columns=1`, or 0";
            self.trouble
                .tell(&HEADER_COLUMNS_UNKNOWN, place, message, hint);
        }
        found
    }

    /// Returns the columns: their number, or shares such as `widths="30 70"`.
    fn columns(&mut self, table: &Table<'a>, attributes: &Attributes) -> String {
        let count = table.columns.len();
        let drawn = self.drawn_columns(table);
        let pair = attributes
            .pair("widths")
            .or(attributes.pair("tbl-colwidths"));
        let Some((value, place)) = pair.filter(|(value, _)| *value != "auto" && *value != "true")
        else {
            return drawn;
        };
        let parts = value
            .split([',', ' ', '[', ']'])
            .filter(|part| !part.is_empty());
        let shares = parts.map(|part| {
            let share: f64 = part.trim_end_matches('%').parse().ok()?;
            (share.is_finite() && share > 0.0).then(|| format!("{share}fr"))
        });
        let shares: Option<Vec<String>> = shares.collect();
        if let Some(shares) = shares.filter(|shares| shares.len() == count) {
            return format!("({},)", shares.join(", "));
        }
        let message = format!("`{value}` does not give {count} widths");
        let hint = "write one number for each column, such as `widths=\"30 70\"`";
        self.trouble.tell(&WIDTHS_UNKNOWN, place, message, hint);
        drawn
    }

    /// Returns the columns as they are drawn: their shares if a cell has several lines, for then
    /// the author divided the line.
    fn drawn_columns(&self, table: &Table<'a>) -> String {
        let source = self.writer.source;
        let has_lines = |cell: &Cell<'a>| source[cell.place.clone()].contains('\n');
        let shares = table.columns.iter().map(|column| {
            let share = column.width?;
            Some(format!("{}fr", (share * 1000.0).round().max(1.0)))
        });
        let shares: Option<Vec<String>> = shares.collect();
        match shares.filter(|_| table.cells().any(has_lines)) {
            Some(shares) => format!("({},)", shares.join(", ")),
            None => table.columns.len().to_string(),
        }
    }
}

/// Returns which cells of a row stand in its first `heads` columns. `below` says for each column how
/// many rows a cell above still covers.
fn heads_of(row: &[Cell<'_>], heads: usize, below: &mut [usize]) -> Vec<bool> {
    let mut column = 0;
    let is_head = row
        .iter()
        .map(|cell| {
            while below.get(column).is_some_and(|rows| *rows > 0) {
                column += 1;
            }
            let begin = column;
            column += cell.column_span;
            let covered = begin.min(below.len())..column.min(below.len());
            below[covered].fill(cell.row_span);
            begin < heads
        })
        .collect();
    for rows in below {
        *rows = rows.saturating_sub(1);
    }
    is_head
}

impl Alignment {
    fn typst(self) -> &'static str {
        match self {
            Alignment::Auto => "auto",
            Alignment::Left => "left",
            Alignment::Center => "center",
            Alignment::Right => "right",
        }
    }
}
