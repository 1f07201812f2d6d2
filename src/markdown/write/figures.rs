//! Figures as Typst, with what stands round them and round tables: caption, place, label.

use crate::diagnostics::Unresolved;
use crate::diagnostics::rules::{FILE_OUTSIDE_PROJECT, IMAGE_FROM_WEB};
use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Image, Inline, are_blank, plain_text};
use crate::markdown::links;
use crate::markdown::names::thing_named;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::{LABEL_BEHIND_NOTHING, LENGTH_UNKNOWN, PLACEMENT_UNKNOWN};
use crate::markdown::write::composer::Composer;
use crate::markdown::write::spelling::length_of;

/// What a picture may be given.
pub(crate) const IMAGE_KEYS: [&str; 4] = ["alt", "width", "height", "placement"];

/// The class of a picture that says nothing.
pub(crate) const DECORATIVE: &str = "decorative";

/// What other programs give to figures, pictures and tables: a caption, a size, a place in a row.
/// Where it goes and how it opens in a browser means nothing on paper; a short caption would be
/// printed in the list of figures, so it is told that it is not.
const FOREIGN_KEYS: [&str; 28] = [
    "fig-alt",
    "fig-cap",
    "fig-width",
    "fig-height",
    "fig-align",
    "fig-pos",
    "fig-env",
    "fig-link",
    "fig.cap",
    "fig.align",
    "out-width",
    "out-height",
    "out.width",
    "out.height",
    "align",
    "lightbox",
    "group",
    "cap",
    "caption",
    "tbl-cap",
    "tbl-pos",
    "tbl-colwidths",
    "lst-cap",
    "layout",
    "layout-ncol",
    "layout-nrow",
    "layout-align",
    "layout-valign",
];

/// The sides of a picture with the attributes that give their length, the first that is there.
const SIZES: [(&str, &[&str]); 2] = [
    ("width", &["width", "out-width", "out.width", "fig-width"]),
    ("height", &["height", "out-height", "out.height"]),
];

/// Returns what a picture shows in words, as its author gave it.
pub(crate) fn described(given: &Attributes) -> Option<&str> {
    given.value("alt").or(given.value("fig-alt"))
}

/// Returns whether a picture says nothing: its author says so, or describes it by nothing.
fn is_decorative(given: &Attributes) -> bool {
    given.has(DECORATIVE) || described(given).is_some_and(|alt| alt.trim().is_empty())
}

impl<'a> Composer<'a, '_> {
    pub(crate) fn figure(&mut self, image: &Image<'a>) {
        let place = &image.place;
        let classes = ["no-count", "landscape", DECORATIVE];
        self.check_figure(&image.attributes, &classes, &IMAGE_KEYS);
        self.set_apart(&image.attributes, place, |this| {
            let caption = (image.caption.as_slice(), place);
            this.captioned(&image.attributes, caption, place, |this| {
                if this.is_out_of_reach(image) {
                    this.no_picture(image);
                    this.argument_end(place);
                    this.writer.line();
                    this.writer.syntax("kind: image,", place);
                    if let Some(alt) = described(&image.attributes) {
                        this.writer.syntax(" alt: ", place);
                        this.writer.string(alt, place);
                        this.argument_end(place);
                    }
                } else {
                    this.image(image, false);
                    this.argument_end(place);
                }
            });
        });
    }

    /// Complains about what neither this dialect nor another gives to a figure.
    pub(crate) fn check_figure(
        &mut self,
        attributes: &Attributes,
        classes: &[&str],
        keys: &[&str],
    ) {
        let own = attributes.without(&["center", "figure"], &FOREIGN_KEYS);
        self.check(&own, classes, keys);
    }

    /// Complains about a picture that would have to be fetched, or lies out of the project; returns
    /// whether it is such a one.
    pub(crate) fn is_out_of_reach(&mut self, image: &Image<'a>) -> bool {
        if !links::is_on_the_web(&image.target) {
            let path = links::picture_path(&image.target);
            let is_outside = self.trouble.beside(&path).is_none() && path.contains("..");
            if is_outside {
                let message = "this picture lies out of the project's folder, so it is not printed";
                let hint = "copy it into the folder `figures`, and name it from there";
                let place = self.find(&image.target, &image.place);
                self.trouble
                    .tell(&FILE_OUTSIDE_PROJECT, &place, message.to_owned(), hint);
                self.trouble.unresolved(Unresolved::Picture, &image.target);
            }
            return is_outside;
        }
        let message = "a picture that is not in the project is not printed".to_owned();
        let hint = "save it in the folder `figures` and name it as `![Caption](figures/name.png)`";
        self.trouble
            .tell(&IMAGE_FROM_WEB, &image.place, message, hint);
        self.trouble.unresolved(Unresolved::Picture, &image.target);
        true
    }

    /// Writes a frame with the name of a picture, of one that stands in the text only what it is.
    pub(crate) fn no_picture(&mut self, image: &Image<'a>) {
        let name = match image.target.strip_prefix("data:") {
            Some(data) => data.split([';', ',']).next().unwrap_or(data),
            None => &image.target,
        };
        self.writer.uses_functions = true;
        self.writer.syntax("folio.no-picture(", &image.place);
        self.writer.string(name, &image.place);
        self.writer.syntax(")", &image.place);
    }

    /// Complains about the label of a picture within a line, which would be a figure's.
    pub(crate) fn in_line(&mut self, image: &Image<'a>) {
        if let Some((label, at)) = &image.attributes.id
            && thing_named(label) == Some("figure")
        {
            let message = format!(
                "this picture stands within a line of text, so it is no figure, and `@{label}` has no number to print"
            );
            let hint = "put the picture on a line of its own";
            self.trouble.tell(&LABEL_BEHIND_NOTHING, at, message, hint);
        }
    }

    /// Writes `image(…)`.
    pub(crate) fn image(&mut self, image: &Image<'a>, alt_from_caption: bool) {
        let at = self.find(&image.target, &image.place);
        let is_decorative = is_decorative(&image.attributes);
        if is_decorative {
            self.writer.syntax("pdf.artifact(", &image.place);
        }
        self.writer.syntax("image(", &image.place);
        self.writer.string(&links::picture_path(&image.target), &at);
        let caption = plain_text(&image.caption);
        let words = Some(caption.trim()).filter(|words| alt_from_caption && !words.is_empty());
        let given = &image.attributes;
        let alt = described(given).or(words);
        if let Some(alt) = alt.filter(|_| !is_decorative) {
            self.writer.syntax(", alt: ", &image.place);
            self.writer.string(alt, &image.place);
        }
        for (side, keys) in SIZES {
            let Some((key, (value, place))) =
                keys.iter().find_map(|key| Some((key, given.pair(key)?)))
            else {
                continue;
            };
            let length = match key.starts_with("fig") {
                // The size that a program drew it in, in inches.
                true => length_of(&format!("{value}in")).or_else(|| length_of(value)),
                false => length_of(value),
            };
            if let Some(length) = length {
                self.writer.syntax(&format!(", {side}: {length}"), place);
            } else {
                let message = format!("`{value}` is not a length");
                let hint = "write a share of the line such as `80%`, or a length such as `6cm`";
                self.trouble.tell(&LENGTH_UNKNOWN, place, message, hint);
            }
        }
        self.writer.syntax(")", &image.place);
        if is_decorative {
            self.writer.syntax(")", &image.place);
        }
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
            // What has a label has a number, with or without words.
            if !are_blank(caption) || attributes.id.is_some() {
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

    pub(crate) fn argument_end(&mut self, place: &BodyRange) {
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
                .tell(&PLACEMENT_UNKNOWN, &attributes.place, message, hint);
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
