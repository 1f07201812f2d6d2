//! Figures of several parts, and of anything that is no picture, as Typst.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, FigureBlock, FigureKind, Image, Inline, Table, are_blank};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::write::composer::Composer;
use crate::markdown::write::figures::{DECORATIVE, IMAGE_KEYS, described};
use crate::markdown::write::spelling::quoted;

impl<'a> Composer<'a, '_> {
    pub(crate) fn figure_block(&mut self, figure: &FigureBlock<'a>) {
        let FigureBlock {
            kind,
            rows,
            parts,
            caption,
            caption_place,
            attributes,
            place,
        } = figure;
        self.check_figure(attributes, &["no-count", "landscape"], &IMAGE_KEYS);
        let kind = match kind {
            FigureKind::Picture => "image",
            FigureKind::Table => "table",
            FigureKind::Listing => "raw",
        };
        let given = described(attributes).filter(|alt| !alt.trim().is_empty());
        self.set_apart(attributes, place, |this| {
            let caption = (caption.as_slice(), caption_place);
            this.captioned(attributes, caption, place, |this| {
                if rows.is_empty() {
                    // Numbers of their own would stand between this and the next figure's.
                    let is_figure = |part: &Block| matches!(part, Block::Figure(_));
                    if parts.iter().any(is_figure) {
                        this.writer
                            .syntax("{ set figure(numbering: none, outlined: false); ", place);
                    }
                    this.body(parts, place);
                    if parts.iter().any(is_figure) {
                        this.writer.syntax(" }", place);
                    }
                    this.argument_end(place);
                } else {
                    this.parts(kind, rows, parts, place);
                }
                if let Some(alt) = given {
                    this.writer.line();
                    this.writer.syntax(&format!("alt: {},", quoted(alt)), place);
                }
                this.writer.line();
                this.writer.syntax(&format!("kind: {kind},"), place);
            });
        });
    }

    fn parts(&mut self, kind: &str, rows: &[Vec<f64>], parts: &[Block<'a>], place: &BodyRange) {
        self.writer.uses_functions = true;
        let rows = rows.iter().map(|row| {
            let shares: Vec<String> = row.iter().map(f64::to_string).collect();
            format!("({},)", shares.join(", "))
        });
        let rows: Vec<String> = rows.collect();
        let call = format!("folio.parts({kind}, ({},),", rows.join(", "));
        self.writer.syntax(&call, place);
        self.indented(|this| {
            for (at, part) in parts.iter().enumerate() {
                if at > 0 {
                    this.writer.line();
                }
                match part {
                    Block::Figure(image) => this.picture(image),
                    Block::Table(table) => this.table_part(table),
                    _ => {}
                }
            }
        });
        self.writer.syntax("),", &(place.end..place.end));
    }

    fn picture(&mut self, image: &Image<'a>) {
        let place = image.place.clone();
        self.check_figure(&image.attributes, &["no-count", DECORATIVE], &IMAGE_KEYS);
        self.writer.syntax("folio.part(", &place);
        if self.is_out_of_reach(image) {
            self.no_picture(image);
        } else {
            self.image(image, false);
        }
        self.part_end(&image.caption, &place, image.attributes.label());
    }

    fn table_part(&mut self, table: &Table<'a>) {
        let none = Attributes::default();
        let caption = table.caption.as_ref();
        self.writer.syntax("folio.part(", &table.place);
        self.grid(table, caption.map_or(&none, |caption| &caption.attributes));
        self.writer.syntax(")", &table.place);
        let words = caption.map_or(&[][..], |caption| &caption.children);
        let label = caption.and_then(|caption| caption.attributes.label());
        let place = caption.map_or(&table.place, |caption| &caption.place);
        self.part_end(words, place, label);
    }

    fn part_end(&mut self, caption: &[Inline<'a>], place: &BodyRange, label: Option<&str>) {
        if !are_blank(caption) {
            self.writer.syntax(", caption: ", place);
            self.content(caption, place);
        }
        if let Some(label) = label {
            self.writer.syntax(", name: ", place);
            self.label_code(label, place);
        }
        self.writer.syntax("),", &(place.end..place.end));
    }
}
