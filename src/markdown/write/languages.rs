//! Text in another language than the page's: its quotation marks are the engine's, which knows those
//! of each language, and the notes inside it have its language too.

use crate::markdown::attributes::Attributes;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::write::composer::{Composer, Language};
use crate::markdown::write::spelling::language;

impl Language {
    /// Returns the language that attributes name, if they do.
    pub(crate) fn of(attributes: &Attributes, place: &BodyRange) -> Option<Self> {
        Some(Self {
            call: language(attributes.value("lang")?)?,
            place: place.clone(),
        })
    }

    fn is_english(&self) -> bool {
        self.call.starts_with("text(lang: \"en\"")
    }
}

impl Composer<'_, '_> {
    /// Writes the call that sets a part in its language, and the part.
    pub(crate) fn in_language(&mut self, language: Language, write: impl FnOnce(&mut Self)) {
        self.writer
            .syntax(&format!("#{}", language.call), &language.place);
        self.with_language(Some(language), write);
    }

    /// Writes the call for a note whose text stands at a place, and the text. What stands outside the
    /// part in another language is in none.
    pub(crate) fn footnote(
        &mut self,
        place: &BodyRange,
        text: &BodyRange,
        write: impl FnOnce(&mut Self),
    ) {
        let language = self.language.clone();
        let language = language.filter(|it| it.place.contains(&text.start));
        let call = language.as_ref().map(|it| it.call.clone());
        self.writer.syntax("#footnote", place);
        if let Some(call) = &call {
            self.writer.syntax(&format!("({call}"), place);
        }
        self.with_language(language, write);
        if call.is_some() {
            self.writer.end_code(")", place);
        }
    }

    fn with_language(&mut self, language: Option<Language>, write: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.language, language);
        self.choose_marks();
        write(self);
        self.language = around;
        self.choose_marks();
    }

    fn choose_marks(&mut self) {
        let is_english = self.language.as_ref().is_none_or(Language::is_english);
        if is_english != self.writer.marks.is_some() {
            std::mem::swap(&mut self.writer.marks, &mut self.unused_marks);
        }
    }
}
