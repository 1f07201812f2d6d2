//! Figures, tables and fenced divs as Typst, and the meaning of their attributes.

use typst::syntax::{SyntaxKind, parse};

use crate::diagnostics::text::did_you_mean;
use crate::markdown::attributes::Attributes;
use crate::markdown::document::{
    Alignment, Block, BodyRange, Cell, Image, Inline, PipeTable, PlacedText,
};
use crate::markdown::write::blocks::Composer;
use crate::markdown::write::lines::quoted;

impl<'a> Composer<'a, '_> {
    pub(crate) fn figure(&mut self, image: &Image<'a>) {
        let place = &image.place;
        self.check(
            &image.attributes,
            &["no-count", "landscape"],
            &["alt", "width", "height", "placement"],
        );
        self.landscape(&image.attributes, place, |this| {
            this.no_count(&image.attributes, place, |this| {
                this.writer.syntax("#figure(", place);
                this.writer.indent += 2;
                this.writer.line();
                this.image(image, false);
                this.argument_end(place);
                if !image.caption.iter().all(Inline::is_blank) {
                    this.writer.line();
                    this.writer.syntax("caption: ", place);
                    this.content(&image.caption, place);
                    this.argument_end(place);
                }
                this.placement(&image.attributes, place);
                this.writer.indent -= 2;
                this.writer.line();
                this.writer.end_code(")", place);
                this.label(&image.attributes);
            });
        });
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

    fn landscape(
        &mut self,
        attributes: &Attributes,
        place: &BodyRange,
        write: impl FnOnce(&mut Self),
    ) {
        if !attributes.has("landscape") {
            write(self);
            return;
        }
        self.writer.function("landscape", place);
        self.writer.open("[", place);
        self.writer.indent += 2;
        self.writer.line();
        write(self);
        self.writer.indent -= 2;
        self.writer.line();
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
        self.landscape(attributes, place, |this| {
            this.no_count(attributes, place, |this| {
                let Some(caption) = &table.caption else {
                    this.writer.syntax("#", place);
                    this.grid(table, &none);
                    this.writer.end_code(")", place);
                    return;
                };
                this.writer.syntax("#figure(", place);
                this.writer.indent += 2;
                this.writer.line();
                this.grid(table, attributes);
                this.writer.syntax("),", &(place.end..place.end));
                this.writer.line();
                this.writer.syntax("kind: table,", place);
                if !caption.children.iter().all(Inline::is_blank) {
                    this.writer.line();
                    this.writer.syntax("caption: ", &caption.place);
                    this.content(&caption.children, &caption.place);
                    this.argument_end(&caption.place);
                }
                this.placement(attributes, place);
                this.writer.indent -= 2;
                this.writer.line();
                this.writer.end_code(")", place);
                this.label(attributes);
            });
        });
    }

    /// Writes `table(…` up to its closing parenthesis.
    fn grid(&mut self, table: &PipeTable<'a>, attributes: &Attributes) {
        let place = &table.place;
        self.writer.syntax("table(", place);
        self.writer.indent += 2;
        self.writer.line();
        let columns = self.widths(attributes, table.columns.len());
        self.writer.syntax(&format!("columns: {columns},"), place);
        if table
            .columns
            .iter()
            .any(|column| *column != Alignment::Auto)
        {
            let names: Vec<&str> = table.columns.iter().map(|column| column.typst()).collect();
            self.writer.line();
            self.writer
                .syntax(&format!("align: ({},),", names.join(", ")), place);
        }
        let is_headless = table
            .head
            .iter()
            .all(|cell| cell.children.iter().all(Inline::is_blank));
        if !is_headless {
            self.writer.line();
            self.writer.syntax("table.header(", place);
            self.cells(&table.head);
            self.writer.syntax("),", place);
        }
        for row in &table.rows {
            self.writer.line();
            self.cells(row);
            self.writer.syntax(",", place);
        }
        self.writer.indent -= 2;
        self.writer.line();
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
        let shares: Vec<Option<f64>> = value
            .split([',', ' '])
            .filter(|part| !part.is_empty())
            .map(|part| part.trim_end_matches('%').parse().ok())
            .map(|share: Option<f64>| share.filter(|share| share.is_finite() && *share > 0.0))
            .collect();
        if shares.len() == count && shares.iter().all(Option::is_some) {
            let shares: Vec<String> = shares
                .iter()
                .flatten()
                .map(|share| format!("{share}fr"))
                .collect();
            return format!("({},)", shares.join(", "));
        }
        let message = format!("`{value}` does not give {count} widths");
        self.trouble.warn(
            "widths-unknown",
            place,
            message,
            "write one number for each column, such as `widths=\"30 70\"`",
        );
        count.to_string()
    }

    pub(crate) fn div(&mut self, attributes: &Attributes, blocks: &[Block<'a>], place: &BodyRange) {
        let known = [
            "no-count",
            "landscape",
            "epigraph",
            "quote",
            "participant",
            "question",
            "finding",
            "recommendation",
            "callout",
        ];
        self.check(
            attributes,
            &known,
            &[
                "attribution",
                "by",
                "title",
                "id",
                "owner",
                "timescale",
                "measure",
                "participant",
            ],
        );
        let mut boxes = 0;
        if attributes.has("no-count") {
            self.writer.open("#[", place);
            boxes += 1;
            self.writer.indent += 2;
            self.writer.line();
        }
        let attribution = attributes.value("attribution").or(attributes.value("by"));
        let kind = known[1..].iter().find(|class| attributes.has(class));
        let mut arguments = Vec::new();
        match kind {
            Some(&"quote") => {
                let by = attribution.map(|by| format!(", attribution: {}", quoted(by)));
                let call = format!("#quote(block: true{})", by.unwrap_or_default());
                self.writer.syntax(&call, place);
                self.body(blocks, place);
                self.label(attributes);
            }
            Some(kind) => {
                if let Some(by) = attribution {
                    arguments.push(format!("attribution: {}", quoted(by)));
                }
                let id = attributes.value("id").or(attributes.value("participant"));
                if let Some(id) = id {
                    arguments.push(format!("id: {}", quoted(id)));
                }
                if let Some(title) = attributes.value("title") {
                    arguments.push(format!("title: {}", quoted(title)));
                }
                for name in ["owner", "timescale", "measure"] {
                    if let Some(value) = attributes.value(name) {
                        arguments.push(format!("{name}: {}", quoted(value)));
                    }
                }
                if let Some((id, _)) = &attributes.id {
                    arguments.push(format!("name: label({})", quoted(id)));
                }
                self.writer.function(kind, place);
                if !arguments.is_empty() {
                    self.writer
                        .syntax(&format!("({})", arguments.join(", ")), &attributes.place);
                }
                self.body(blocks, place);
            }
            None if attributes.id.is_some() => {
                self.writer.syntax("#", place);
                self.body(blocks, place);
                self.label(attributes);
            }
            None => self.blocks(blocks, false),
        }
        if boxes > 0 {
            self.writer.indent -= 2;
            self.writer.line();
            self.writer.syntax("] ", &(place.end..place.end));
            self.writer.syntax("<no-count>", place);
        }
    }

    /// Complains about classes and keys that mean nothing.
    pub(crate) fn check(&mut self, attributes: &Attributes, classes: &[&str], keys: &[&str]) {
        for (class, place) in &attributes.classes {
            if !classes.contains(&class.as_str()) {
                let message = format!("the class `.{class}` means nothing here");
                self.trouble.warn(
                    "class-unknown",
                    place,
                    message,
                    &did_you_mean(class, classes),
                );
            }
        }
        for (key, _, place) in &attributes.pairs {
            if !keys.contains(&key.as_str()) {
                let message = format!("the attribute `{key}` means nothing here");
                let hint = if keys.is_empty() {
                    String::new()
                } else {
                    did_you_mean(key, keys)
                };
                self.trouble
                    .warn("attribute-unknown", place, message, &hint);
            }
        }
    }

    /// Returns whether Typst in a line ends in an expression, or `None` if it cannot be used.
    pub(crate) fn check_typst(&mut self, piece: &PlacedText<'a>) -> Option<bool> {
        self.check_typst_text(&piece.text, std::slice::from_ref(piece), &piece.place)
    }

    /// The same for Typst of several lines.
    pub(crate) fn check_typst_text(
        &mut self,
        text: &str,
        lines: &[PlacedText<'a>],
        place: &BodyRange,
    ) -> Option<bool> {
        let root = parse(text);
        let mut trouble = root
            .errors_and_warnings()
            .0
            .into_iter()
            .map(|e| e.message.to_string());
        let mut found = trouble.next();
        if found.is_none() {
            // It must not swallow what follows: an open comment, a comment to the line's end.
            let end = if lines.len() > 1 || text.contains('\n') {
                "\n]"
            } else {
                "]"
            };
            let inside = parse(&format!("#[{text}{end}"));
            found = inside
                .diagnosis()
                .errors
                .then(|| "a comment is not closed".to_owned());
        }
        if let Some(found) = found {
            let message = format!("this Typst cannot be read: {found}");
            self.trouble.deny("typst-syntax", place, message, "");
            return None;
        }
        let mut kinds = root
            .children()
            .map(|node| node.kind())
            .filter(|kind| !kind.is_trivia())
            .rev();
        kinds.next();
        Some(kinds.next() == Some(SyntaxKind::Hash))
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
