//! References to parts of the document that are written as in LaTeX or bookdown, texts by name, and
//! the end of a page.

use crate::markdown::document::{Block, Shown};
use crate::markdown::names::Lead;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::{LABEL_BEHIND_NOTHING, PAGE_BREAK_INSIDE, TEXT_REFERENCE_UNKNOWN};
use crate::markdown::write::composer::Composer;

impl Composer<'_, '_> {
    /// Writes a reference to what has a label.
    pub(crate) fn reference_to(&mut self, name: &str, shown: Shown, place: &BodyRange) {
        let name = match self.leads.of(name) {
            Some(Lead::Label(label)) => label.clone(),
            Some(Lead::Nowhere(near)) => {
                let near = near.clone();
                self.unknown_reference(name, place, near.as_deref());
                return;
            }
            Some(Lead::Unmade) => {
                self.unmade_reference(name, place);
                return;
            }
            None => name.to_owned(),
        };
        self.number_bracket(&name, "(", shown, place);
        self.writer.syntax("#ref(", place);
        self.label_code(&name, place);
        let rest = match shown {
            Shown::Number | Shown::Bracketed => ", supplement: none)",
            Shown::WordAndNumber => ")",
            Shown::Page => ", form: \"page\", supplement: none)",
        };
        self.writer.end_code(rest, place);
        self.number_bracket(&name, ")", shown, place);
    }

    /// Writes a bracket about a formula's number, which the page has where the number brings none.
    fn number_bracket(&mut self, name: &str, bracket: &str, shown: Shown, place: &BodyRange) {
        if shown == Shown::Bracketed {
            self.writer.function("number-bracket(", place);
            self.label_code(name, place);
            self.writer.end_code(&format!(", \"{bracket}\")"), place);
        }
    }

    /// Complains about a label that names nothing.
    pub(crate) fn anchor(&mut self, name: &str, place: &BodyRange) {
        let message = format!("the label `{name}` stands behind nothing that has a number");
        let hint = format!("write `{{#{name}}}` behind the heading, figure, caption or formula");
        self.trouble
            .tell(&LABEL_BEHIND_NOTHING, place, message, &hint);
    }

    /// Writes a text that stands elsewhere.
    pub(crate) fn text_by_name(&mut self, name: &str, place: &BodyRange) {
        // A text inside a text, and one that is shown without end, are printed as they stand.
        let mut texts = std::mem::take(&mut self.texts);
        let found = texts.remove(name);
        let length = found.as_ref().map_or(0, |text| text.place.len());
        let Some(text) = found.filter(|_| length < self.left) else {
            self.texts = texts;
            let shown = &self.writer.source[place.clone()];
            let message = format!("there is no text `{shown}`, so this is printed as it stands");
            let hint = format!("write it in a paragraph of its own: `{shown} words`");
            self.trouble
                .tell(&TEXT_REFERENCE_UNKNOWN, place, message, &hint);
            let piece = PlacedText::literal(shown, place.clone(), true);
            self.writer.text(&piece);
            return;
        };
        if let [Block::Plain(words)] = text.blocks.as_slice() {
            self.line(words);
        }
        self.left -= length;
        texts.insert(name.to_owned(), text);
        self.texts = texts;
    }

    /// Ends the page; the engine does so only where nothing is open.
    pub(crate) fn page_break(&mut self, place: &BodyRange) {
        if self.writer.indent == 0 {
            self.writer.function("page-break()", place);
            self.writer.end_code("", place);
            return;
        }
        let message = "a page cannot end inside a list, a quotation or a block".to_owned();
        let hint = "put it before or behind them, on a line of its own";
        self.trouble.tell(&PAGE_BREAK_INSIDE, place, message, hint);
    }
}
