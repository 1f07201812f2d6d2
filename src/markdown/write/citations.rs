//! Citations and cross-references as Typst.

use std::borrow::Cow;

use crate::csl::{Cluster, Form, Locator};
use crate::diagnostics::Unresolved;
use crate::diagnostics::text::inline;
use crate::markdown::document::{Inline, ReferenceKey};
use crate::markdown::inline::citation::supplement;
use crate::markdown::names::{Lead, thing_named};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::UNKNOWN_LABEL;
use crate::markdown::write::cites::{PlacedCluster, WrittenCite};
use crate::markdown::write::composer::Composer;
use crate::markdown::write::kind_words::name_a_kind;
use crate::markdown::write::spelling::is_label;

impl<'a> Composer<'a, '_> {
    /// Writes `@key[shown]`.
    fn bare(&mut self, key: &ReferenceKey<'a>, shown: &[Inline<'a>]) {
        if let Some(Lead::Nowhere(near)) = self.leads.of(&key.name) {
            let near = near.clone();
            self.unknown_reference(&key.name, &key.place, near.as_deref());
            return;
        }
        if self.leads.of(&key.name) == Some(&Lead::Unmade) {
            self.unmade_reference(&key.name, &key.place);
            return;
        }
        let is_number = key.form == Form::WithoutAuthor && shown.is_empty();
        let is_plain = is_label(&key.name) && !key.name.ends_with(['.', ':']);
        if is_plain && !is_number {
            self.writer.reference(&key.name, &key.place);
            if !shown.is_empty() {
                self.content(shown, &key.place);
            }
            return;
        }
        self.writer.syntax("#ref(", &key.place);
        self.label_code(&key.name, &key.place);
        if is_number {
            self.writer.syntax(", supplement: none", &key.place);
        } else if !shown.is_empty() {
            self.writer.syntax(", supplement: ", &key.place);
            self.content(shown, &key.place);
        }
        self.writer.end_code(")", &key.place);
    }

    /// Writes the mark of a reference to what is in no chapter.
    pub(crate) fn unknown_reference(&mut self, name: &str, place: &BodyRange, near: Option<&str>) {
        let thing = thing_named(name).unwrap_or("part of the dissertation");
        let message = format!("there is no {thing} `{}`", inline(name, 60));
        let hint = match near {
            Some(near) => format!("did you mean `@{near}`?"),
            None => format!("give the {thing} that you mean this label, or correct the name here"),
        };
        self.unresolved_reference(name, place, message, &hint);
    }

    /// Writes the mark of a reference to what code would make.
    pub(crate) fn unmade_reference(&mut self, name: &str, place: &BodyRange) {
        let thing = thing_named(name).unwrap_or("part of the dissertation");
        let message = format!(
            "there is no {thing} `{}`: the code that would make it is not run",
            inline(name, 60)
        );
        let hint = match thing {
            "table" => format!("write the table itself, with `: Caption {{#{name}}}` below it"),
            _ => format!("export it, and show it with `![Caption](file){{#{name}}}`"),
        };
        self.unresolved_reference(name, place, message, &hint);
    }

    fn unresolved_reference(&mut self, name: &str, place: &BodyRange, message: String, hint: &str) {
        self.trouble.tell(&UNKNOWN_LABEL, place, message, hint);
        self.trouble.unresolved(Unresolved::Reference, name);
        self.unresolved_mark(name, place);
    }

    /// Writes what stands in the place of something that is not there.
    pub(crate) fn unresolved_mark(&mut self, name: &str, place: &BodyRange) {
        self.writer.open("#strong[", place);
        let mark = PlacedText::made(format!("[?{name}]"), place.clone());
        self.writer.text(&mark);
        self.writer.end_code("]", place);
    }

    /// Returns the key as the label that it leads to; `None` if it may be a work's.
    fn as_label(&self, key: &ReferenceKey<'a>) -> Option<ReferenceKey<'a>> {
        let name = match self.leads.of(&key.name).filter(|_| !key.is_source())? {
            Lead::Label(label) => Cow::Owned(label.clone()),
            Lead::Nowhere(_) | Lead::Unmade => key.name.clone(),
        };
        Some(ReferenceKey {
            name,
            is_label: true,
            ..key.clone()
        })
    }

    /// Writes what stands in one bracket, or a key in the sentence with its bracket.
    pub(crate) fn citation(&mut self, keys: &[ReferenceKey<'a>], place: &BodyRange) {
        let known = keys
            .iter()
            .map(|key| self.as_label(key).unwrap_or_else(|| key.clone()));
        let known: Vec<ReferenceKey<'a>> = known.collect();
        let keys = known.as_slice();
        let may_be_labels = keys.iter().any(ReferenceKey::is_ambiguous);
        if !may_be_labels && keys.iter().any(ReferenceKey::is_citation) {
            self.cited(keys, place);
            return;
        }
        for (at, key) in keys.iter().enumerate() {
            let gap = place.start..place.start;
            if at > 0 {
                let word = match (may_be_labels, at + 1 == keys.len()) {
                    // The engine joins sources side by side.
                    (true, _) => " ",
                    (false, true) => " and ",
                    (false, false) => ", ",
                };
                self.writer.syntax(word, &gap);
            }
            if !key.is_citation() {
                if name_a_kind(&key.prefix) {
                    self.bare(key, &key.prefix);
                } else {
                    if !key.prefix.is_empty() {
                        self.inlines(&key.prefix);
                        self.writer.syntax(" ", &gap);
                    }
                    self.bare(key, &[]);
                }
                if !key.suffix.is_empty() {
                    self.writer.syntax(" ", &gap);
                    self.inlines(&supplement(key.suffix.clone()));
                }
            } else if key.is_source() && (!key.prefix.is_empty() || key.form != Form::Bracket) {
                self.cited(std::slice::from_ref(key), place);
            } else {
                if !key.prefix.is_empty() {
                    self.inlines(&key.prefix);
                    self.writer.syntax(" ", &gap);
                }
                self.bare(key, &supplement(key.suffix.clone()));
            }
        }
    }

    /// Writes the call that prints a citation as its style has it.
    fn cited(&mut self, keys: &[ReferenceKey<'a>], place: &BodyRange) {
        let all = WrittenCite::all(keys);
        let cluster = Cluster {
            cites: all.iter().map(|written| written.cite.clone()).collect(),
            ..Cluster::default()
        };
        self.writer.function("cited(", place);
        self.writer.string(&cluster.id(), place);
        self.citations.push(PlacedCluster {
            cluster,
            keys: all
                .iter()
                .map(|written| written.key.place.clone())
                .collect(),
        });
        for written in &all {
            self.cite(written);
        }
        self.writer.end_code(")", place);
    }

    fn cite(&mut self, written: &WrittenCite<'a, '_>) {
        let place = &written.key.place;
        self.writer.syntax(", (at: metadata(none), key: ", place);
        self.writer.string(&written.cite.key, place);
        let form = format!(", form: \"{}\"", written.cite.form.name());
        self.writer.syntax(&form, place);
        if let Some(Locator { label, text }) = &written.cite.locator {
            self.writer
                .syntax(&format!(", label: \"{label}\", locator: "), place);
            self.writer.string(text, place);
        }
        for (side, words) in [("before", &written.before), ("after", &written.after)] {
            if !words.is_empty() {
                self.writer.syntax(&format!(", {side}: "), place);
                self.content(words, place);
            }
        }
        self.writer.syntax(")", place);
    }
}
