//! LaTeX formulas as Typst maths.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{BodyRange, PlacedText};
use crate::markdown::formulas::translate;
use crate::markdown::write::blocks::Composer;

/// Writes a formula with its own source as the text for those who cannot see it.
pub(crate) fn write(
    composer: &mut Composer,
    tex: &PlacedText,
    is_display: bool,
    attributes: &Attributes,
    place: &BodyRange,
) {
    composer.check(attributes, &["no-count"], &["alt"]);
    let typst = match translate::translate(&tex.text) {
        Ok(typst) => typst,
        Err(trouble) => {
            let at = if tex.exact {
                tex.place.clone()
            } else {
                place.clone()
            };
            let message = format!("this formula cannot be read: {}", trouble.message);
            composer
                .trouble
                .deny("formula-unreadable", &at, message, &trouble.hint);
            let shown = composer.writer.source[place.clone()].to_owned();
            composer.writer.text(&PlacedText {
                text: shown.into(),
                place: place.clone(),
                literal: true,
                exact: true,
            });
            return;
        }
    };
    composer.no_count(attributes, place, |composer| {
        let writer = &mut composer.writer;
        writer.syntax("#math.equation(", place);
        if is_display {
            writer.syntax("block: true, ", place);
            // How a formula that can be referred to is numbered is the template's business.
            if attributes.id.is_none() {
                writer.syntax("numbering: none, ", place);
            }
        }
        writer.syntax("alt: ", place);
        let given = attributes.value("alt");
        writer.string(given.unwrap_or_else(|| tex.text.trim()), place);
        writer.syntax(", $", place);
        writer.syntax(&typst, &tex.place);
        writer.syntax("$", place);
        writer.end_code(")", place);
        composer.label(attributes);
    });
}
