//! What classes, labels and the other attributes do, wherever they stand.

use crate::diagnostics::text::did_you_mean;
use crate::markdown::attributes::Attributes;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::{ATTRIBUTE_UNKNOWN, CLASS_UNKNOWN};
use crate::markdown::write::composer::{Composer, Language};
use crate::markdown::write::spelling::{is_label, quoted};

/// What words in brackets may say of themselves.
pub(crate) const SPAN_KEYS: [&str; 1] = ["lang"];

impl Composer<'_, '_> {
    /// Complains about classes and keys that mean nothing.
    pub(crate) fn check(&mut self, attributes: &Attributes, classes: &[&str], keys: &[&str]) {
        for (class, place) in &attributes.classes {
            if !classes.contains(&class.as_str()) {
                let message = format!("the class `.{class}` means nothing here");
                let hint = did_you_mean(class, classes);
                self.trouble.tell(&CLASS_UNKNOWN, place, message, &hint);
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
                self.trouble.tell(&ATTRIBUTE_UNKNOWN, place, message, &hint);
            }
        }
    }

    /// Writes ` <id>` if there is one.
    pub(crate) fn label(&mut self, attributes: &Attributes) {
        let Some((id, place)) = &attributes.id else {
            return;
        };
        self.writer.syntax(" ", place);
        if is_label(id) {
            self.writer.syntax(&format!("<{id}>"), place);
        } else {
            self.writer
                .end_code(&format!("#label({})", quoted(id)), place);
        }
    }

    /// Writes `<key>` or `label("key")` in code.
    pub(crate) fn label_code(&mut self, name: &str, place: &BodyRange) {
        if is_label(name) {
            self.writer.syntax(&format!("<{name}>"), place);
        } else {
            self.writer.syntax("label(", place);
            self.writer.string(name, place);
            self.writer.syntax(")", place);
        }
    }

    /// Writes something, exempt from the word count if the attributes say so.
    pub(crate) fn no_count(
        &mut self,
        attributes: &Attributes,
        place: &BodyRange,
        write: impl FnOnce(&mut Self),
    ) {
        if !attributes.has("no-count") {
            write(self);
            return;
        }
        self.writer.open("#[", place);
        write(self);
        self.writer.syntax("] ", place);
        self.writer.syntax("<no-count>", place);
    }

    /// Writes part of a line with the meaning of its classes and its label; of other attributes it
    /// may have those with `keys`.
    pub(crate) fn wrapped(
        &mut self,
        attributes: &Attributes,
        place: &BodyRange,
        keys: &[&str],
        write: impl FnOnce(&mut Self),
    ) {
        let known = [
            "no-count",
            "short",
            "smallcaps",
            "underline",
            "ul",
            "mark",
            "nocase",
        ];
        self.check_figure(&attributes.without(&[], &SPAN_KEYS), &known, keys);
        match Language::of(attributes, place) {
            None => self.classed(attributes, place, write),
            Some(language) => self.in_language(language, |this| {
                this.writer.open("[", place);
                this.classed(attributes, place, write);
                this.writer.end_code("]", place);
            }),
        }
    }

    fn classed(
        &mut self,
        attributes: &Attributes,
        place: &BodyRange,
        write: impl FnOnce(&mut Self),
    ) {
        let mut brackets = 0;
        for (class, function) in [
            ("smallcaps", "#smallcaps["),
            ("underline", "#underline["),
            ("ul", "#underline["),
            ("mark", "#highlight["),
        ] {
            if attributes.has(class) {
                self.writer.open(function, place);
                brackets += 1;
            }
        }
        self.no_count(attributes, place, |this| {
            if attributes.id.is_some() {
                this.writer.open("#[", place);
                write(this);
                this.writer.syntax("]", place);
                this.label(attributes);
            } else {
                write(this);
            }
        });
        for _ in 0..brackets {
            self.writer.end_code("]", place);
        }
    }
}
