//! Formulas as Typst.

use crate::markdown::attributes::Attributes;
use crate::markdown::formulas::translate;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::write::composer::Composer;

impl Composer<'_, '_> {
    /// Writes a formula with its own source as the text for those who cannot see it.
    pub(crate) fn formula(
        &mut self,
        tex: &PlacedText,
        is_display: bool,
        attributes: &Attributes,
        place: &BodyRange,
    ) {
        self.check(attributes, &["no-count"], &["alt"]);
        let expanded = self.macros.expand(&tex.text, &mut self.left);
        let typst = match expanded.and_then(|tex| translate(&tex)) {
            Ok(typst) => typst,
            Err(trouble) => {
                let at = if tex.exact { &tex.place } else { place };
                let message = format!("this formula cannot be read: {}", trouble.message);
                self.trouble
                    .deny("formula-unreadable", at, message, &trouble.hint);
                let shown = &self.writer.source[place.clone()];
                self.writer
                    .text(&PlacedText::literal(shown, place.clone(), true));
                return;
            }
        };
        self.no_count(attributes, place, |this| {
            let writer = &mut this.writer;
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
            this.label(attributes);
        });
    }
}
