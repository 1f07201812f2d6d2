//! Formulas as Typst.

use crate::diagnostics::Unresolved;
use crate::markdown::attributes::Attributes;
use crate::markdown::formulas::references::{self, FormulaReference};
use crate::markdown::formulas::translate;
use crate::markdown::names::Lead;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::{FORMULA_UNREADABLE, INLINE_CODE_NOT_RUN};
use crate::markdown::write::composer::Composer;
use crate::markdown::write::spelling::quoted;

impl Composer<'_, '_> {
    /// Writes a formula, with the words for those who cannot see it that its author gave, or with
    /// its source between dollars: whoever lays it out finds words for that.
    pub(crate) fn formula(
        &mut self,
        tex: &PlacedText,
        is_display: bool,
        attributes: &Attributes,
        place: &BodyRange,
    ) {
        self.check(attributes, &["no-count"], &["alt"]);
        let expanded = self.macros.expand(&tex.text, &mut self.left);
        let translated = expanded.and_then(|tex| {
            let (tex, asked) = references::take(&tex);
            Ok((translate(&tex)?, asked))
        });
        let typst = match translated {
            Ok((typst, asked)) => (0..).zip(&asked).fold(typst, |typst, (number, one)| {
                references::put_back(&typst, number, &self.reference_in_formula(one))
            }),
            Err(trouble) => {
                let blank = tex.text.len() - tex.text.trim_start().len();
                let words = tex.place.start + blank..tex.place.end;
                let at = if tex.exact && !words.is_empty() {
                    &words
                } else {
                    place
                };
                if tex.text.contains("`r ") {
                    let message = "the code in this formula is not run, so its result is missing";
                    let hint = "write the result itself";
                    self.trouble
                        .tell(&INLINE_CODE_NOT_RUN, at, message.to_owned(), hint);
                } else {
                    let message = format!("this formula cannot be read: {}", trouble.message);
                    self.trouble
                        .tell(&FORMULA_UNREADABLE, at, message, &trouble.hint);
                }
                self.trouble
                    .unresolved(Unresolved::Formula, tex.text.trim());
                self.no_count(attributes, place, |this| {
                    this.unread(tex, is_display, attributes, place);
                });
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
            match attributes.value("alt") {
                Some(given) => writer.string(given, place),
                None => writer.string(&format!("${}$", tex.text.trim()), place),
            }
            writer.syntax(", $", place);
            writer.syntax(&typst, &tex.place);
            writer.syntax("$", place);
            writer.end_code(")", place);
            this.label(attributes);
        });
    }

    /// Returns the code that prints a reference within a formula.
    fn reference_in_formula(&mut self, one: &FormulaReference) -> String {
        let name = match self.leads.of(&one.name) {
            Some(Lead::Label(label)) => label,
            _ => &one.name,
        };
        let label = format!("label({})", quoted(name));
        let number = format!("#ref({label}, supplement: none)");
        if !one.is_bracketed {
            return number;
        }
        self.writer.uses_functions = true;
        let bracket = |sign| format!("#folio.number-bracket({label}, \"{sign}\")");
        format!("{}{number}{}", bracket('('), bracket(')'))
    }

    /// Writes the source of a formula that cannot be read, in a box.
    fn unread(
        &mut self,
        tex: &PlacedText,
        is_display: bool,
        attributes: &Attributes,
        place: &BodyRange,
    ) {
        let writer = &mut self.writer;
        let is_numbered = is_display && attributes.id.is_some();
        match (is_numbered, is_display) {
            (true, _) => {
                writer.uses_functions = true;
                writer.syntax("#math.equation(block: true, alt: ", place);
                writer.string(tex.text.trim(), place);
                writer.syntax(", folio.unread-numbered", place);
            }
            (false, true) => writer.function("unread-block", place),
            (false, false) => writer.function("unread", place),
        }
        writer.open("[", place);
        let shown = &writer.source[place.clone()];
        writer.text(&PlacedText::literal(shown, place.clone(), true));
        writer.end_code("]", place);
        if is_numbered {
            writer.end_code(")", place);
            self.label(attributes);
        }
    }
}
