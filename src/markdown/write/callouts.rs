//! Callouts of other programs as Typst.

use crate::markdown::dialects::text_chunks::set_apart;
use crate::markdown::document::{Callout, are_blank};
use crate::markdown::names::{UNNUMBERED, statement};
use crate::markdown::write::composer::Composer;
use crate::markdown::write::spelling::quoted;

/// What a callout may be given; how it opens on a screen means nothing on paper.
const KEYS: [&str; 5] = ["title", "name", "collapse", "appearance", "icon"];

impl<'a> Composer<'a, '_> {
    pub(crate) fn callout(&mut self, callout: &Callout<'a>) {
        let Callout {
            word,
            is_numbered,
            title,
            blocks,
            attributes,
            place,
        } = callout;
        let own = attributes.classes.iter().map(|(class, _)| class.as_str());
        let is_proof = |class: &str| UNNUMBERED.contains(&class) || statement(class).is_some();
        let is_note = |class: &str| class.starts_with("callout-") || set_apart(class).is_some();
        let own = own.filter(|class| is_note(class) || is_proof(class));
        let classes: Vec<&str> = own.chain(["no-count", "callout"]).collect();
        self.check(attributes, &classes, &KEYS);
        self.no_count(attributes, place, |this| {
            if *is_numbered {
                this.writer.function("statement(", place);
                this.writer.syntax(&quoted(word), place);
                if !are_blank(title) {
                    this.writer.syntax(", title: ", place);
                    this.content(title, place);
                }
                if let Some(label) = attributes.label() {
                    this.writer.syntax(", name: ", place);
                    this.label_code(label, place);
                }
                this.writer.syntax(")", place);
                this.body(blocks, place);
                return;
            }
            this.writer.function("callout(", place);
            if are_blank(title) {
                this.writer
                    .syntax(&format!("word: {}", quoted(word)), place);
            } else {
                this.writer.syntax("title: ", place);
                this.content(title, place);
            }
            this.writer.syntax(")", place);
            this.body(blocks, place);
            this.label(attributes);
        });
    }
}
