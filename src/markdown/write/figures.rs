//! Figures and tables as Typst.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Alignment, Cell, Image, Inline, PipeTable, are_blank};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::write::composer::Composer;

impl<'a> Composer<'a, '_> {
    pub(crate) fn figure(&mut self, image: &Image<'a>) {
        let place = &image.place;
        self.check(
            &image.attributes,
            &["no-count", "landscape"],
            &["alt", "width", "height", "placement"],
        );
        self.set_apart(&image.attributes, place, |this| {
            let caption = (image.caption.as_slice(), place);
            this.captioned(&image.attributes, caption, place, |this| {
                this.image(image, false);
                this.argument_end(place);
            });
        });
    }

    /// Writes a figure round something, with its caption, its place on the page and its label.
    fn captioned(
        &mut self,
        attributes: &Attributes,
        (caption, caption_place): (&[Inline<'a>], &BodyRange),
        place: &BodyRange,
        write: impl FnOnce(&mut Self),
    ) {
        self.writer.syntax("#figure(", place);
        self.indented(|this| {
            write(this);
            if !are_blank(caption) {
                this.writer.line();
                this.writer.syntax("caption: ", caption_place);
                this.content(caption, caption_place);
                this.argument_end(caption_place);
            }
            this.placement(attributes, place);
        });
        self.writer.end_code(")", place);
        self.label(attributes);
    }

    fn argument_end(&mut self, place: &BodyRange) {
        self.writer.syntax(",", &(place.end..place.end));
    }

    fn placement(&mut self, attributes: &Attributes, place: &BodyRange) {
        let Some(value) = attributes.value("placement") else {
            return;
        };
        if ["top", "bottom", "auto"].contains(&value) {
            self.writer.line();
            self.writer.syntax(&format!("placement: {value}"), place);
            self.argument_end(place);
        } else if value != "here" && value != "none" {
            let message = format!("`{value}` is no place for a figure");
            let hint = "expected `top`, `bottom`, `auto`, or `here`";
            self.trouble
                .warn("placement-unknown", &attributes.place, message, hint);
        }
    }

    /// Writes something on a page of its own or exempt from the count, if the attributes say so.
    fn set_apart(
        &mut self,
        attributes: &Attributes,
        place: &BodyRange,
        write: impl FnOnce(&mut Self),
    ) {
        if !attributes.has("landscape") {
            self.no_count(attributes, place, write);
            return;
        }
        self.writer.function("landscape", place);
        self.writer.open("[", place);
        self.indented(|this| this.no_count(attributes, place, write));
        self.writer.end_code("]", place);
    }

    pub(crate) fn table(&mut self, table: &PipeTable<'a>) {
        let none = Attributes::default();
        let attributes = table
            .caption
            .as_ref()
            .map_or(&none, |caption| &caption.attributes);
        self.check(
            attributes,
            &["no-count", "landscape"],
            &["widths", "placement"],
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
                this.grid(table, attributes);
                this.writer.syntax("),", &(place.end..place.end));
                this.writer.line();
                this.writer.syntax("kind: table,", place);
            });
        });
    }

    /// Writes `table(…` up to its closing parenthesis.
    fn grid(&mut self, table: &PipeTable<'a>, attributes: &Attributes) {
        let place = &table.place;
        let columns = self.widths(attributes, table.columns.len());
        let names: Vec<&str> = table.columns.iter().map(|column| column.typst()).collect();
        self.writer.syntax("table(", place);
        self.indented(|this| {
            this.writer.syntax(&format!("columns: {columns},"), place);
            if names.iter().any(|name| *name != "auto") {
                let align = format!("align: ({},),", names.join(", "));
                this.writer.line();
                this.writer.syntax(&align, place);
            }
            if !table.head.iter().all(|cell| are_blank(&cell.children)) {
                this.writer.line();
                this.writer.syntax("table.header(", place);
                this.cells(&table.head);
                this.writer.syntax("),", place);
            }
            for row in &table.rows {
                this.writer.line();
                this.cells(row);
                this.writer.syntax(",", place);
            }
        });
    }

    fn cells(&mut self, cells: &[Cell<'a>]) {
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.writer.syntax(", ", &cell.place);
            }
            self.content(&cell.children, &cell.place);
        }
    }

    /// Returns the columns: their number, or shares such as `widths="30 70"`.
    fn widths(&mut self, attributes: &Attributes, count: usize) -> String {
        let pair = attributes.pairs.iter().find(|(key, _, _)| key == "widths");
        let Some((_, value, place)) = pair else {
            return count.to_string();
        };
        let parts = value.split([',', ' ']).filter(|part| !part.is_empty());
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
        self.trouble.warn("widths-unknown", place, message, hint);
        count.to_string()
    }
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
