//! Figures as Typst, with what stands round them and round tables: caption, place, label.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Image, Inline, are_blank};
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
    pub(crate) fn captioned(
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
    pub(crate) fn set_apart(
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
}
