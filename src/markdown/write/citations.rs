//! Citations and cross-references as Typst.

use crate::markdown::document::ReferenceKey;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::write::composer::Composer;
use crate::markdown::write::spelling::is_label;

impl<'a> Composer<'a, '_> {
    pub(crate) fn sentence_key(&mut self, key: &ReferenceKey<'a>) {
        if !key.is_citation() {
            self.cross_reference(key);
            return;
        }
        if key.is_ambiguous() {
            self.bare(key);
            return;
        }
        self.writer.syntax("#cite(", &key.place);
        self.label_code(&key.name, &key.place);
        self.writer.syntax(", form: \"prose\"", &key.place);
        self.supplement(key);
    }

    /// Writes the end of a call: the locator, if there is one, as its supplement.
    fn supplement(&mut self, key: &ReferenceKey<'a>) {
        if !key.locator.is_empty() {
            self.writer.syntax(", supplement: ", &key.place);
            self.content(&key.locator, &key.place);
        }
        self.writer.end_code(")", &key.place);
    }

    /// Writes `@key[supplement]`.
    pub(crate) fn bare(&mut self, key: &ReferenceKey<'a>) {
        let is_plain = is_label(&key.name) && !key.name.ends_with(['.', ':']);
        if is_plain {
            self.writer.reference(&key.name, &key.place);
            if !key.locator.is_empty() {
                self.content(&key.locator, &key.place);
            }
            return;
        }
        self.writer.syntax("#ref(", &key.place);
        self.label_code(&key.name, &key.place);
        self.supplement(key);
    }

    pub(crate) fn cross_reference(&mut self, key: &ReferenceKey<'a>) {
        let mut shown = key.clone();
        shown.locator = std::mem::take(&mut shown.prefix);
        self.bare(&shown);
    }

    pub(crate) fn citation(&mut self, keys: &[ReferenceKey<'a>], place: &BodyRange) {
        let are_references = keys
            .iter()
            .all(|key| !key.is_citation() && !key.is_ambiguous());
        let have_words = keys.iter().any(|key| !key.prefix.is_empty());
        let can_hold =
            |key: &ReferenceKey| key.is_citation() && !key.is_ambiguous() && !key.suppress;
        if have_words && keys.iter().all(can_hold) {
            self.with_words(keys, place);
            return;
        }
        for (at, key) in keys.iter().enumerate() {
            let gap = place.start..place.start;
            if at > 0 && are_references {
                let word = if at + 1 == keys.len() { " and " } else { ", " };
                self.writer.syntax(word, &gap);
            } else if at > 0 {
                self.writer.syntax(" ", &gap);
            }
            if !key.is_citation() {
                self.cross_reference(key);
                if !key.locator.is_empty() {
                    self.writer.syntax(" ", &gap);
                    self.inlines(&key.locator);
                }
                continue;
            }
            if !key.prefix.is_empty() {
                let message =
                    "words before a citation are printed in front of its bracket".to_owned();
                let hint = "give the key with the words a bracket of its own, or put them into the sentence";
                self.trouble
                    .warn("citation-prefix", &key.place, message, hint);
                self.inlines(&key.prefix);
                self.writer.syntax(" ", &gap);
            }
            if key.suppress {
                self.writer.syntax("(#cite(", &key.place);
                self.label_code(&key.name, &key.place);
                self.writer.end_code(", form: \"year\")", &key.place);
                if !key.locator.is_empty() {
                    self.writer.syntax(", ", &gap);
                    self.inlines(&key.locator);
                }
                self.writer.syntax(")", &key.place);
            } else {
                self.bare(key);
            }
        }
    }

    /// Writes citations with words of the author's own in their bracket.
    fn with_words(&mut self, keys: &[ReferenceKey<'a>], place: &BodyRange) {
        self.writer.function("cited(", place);
        let name = format!("{}-{}", self.scope, place.start);
        self.writer.string(&name, place);
        for key in keys {
            self.writer.syntax(", ", &key.place);
            self.content(&key.prefix, &key.place);
            self.writer.syntax(", ", &key.place);
            self.writer.open("[", &key.place);
            self.bare(key);
            self.writer.syntax("]", &key.place);
        }
        self.writer.end_code(")", place);
    }
}
