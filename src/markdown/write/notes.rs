//! Footnotes, and content with a meaning of its own: exempt from the count, small capitals.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, BodyRange};
use crate::markdown::write::blocks::{Composer, Placed};

impl Composer<'_, '_> {
    /// Writes a footnote: its text where it is first asked for, later only its mark.
    pub(crate) fn note(&mut self, name: &str, place: &BodyRange) {
        let label = format!("note-{}-{}", self.scope, slug(name));
        match self.placed.get(name) {
            Some(Placed::Open) => {
                let message = format!("the footnote `{name}` refers to itself");
                self.trouble.deny(
                    "footnote-in-itself",
                    place,
                    message,
                    "remove the mark inside the footnote",
                );
                return;
            }
            Some(Placed::Done) => {
                self.writer
                    .end_code(&format!("#footnote(<{label}>)"), place);
                return;
            }
            None => {}
        }
        let Some(note) = self.notes.remove(name) else {
            return;
        };
        self.placed.insert(name.to_owned(), Placed::Open);
        self.writer.syntax("#footnote", place);
        let is_single_line = std::mem::replace(&mut self.writer.is_single_line, false);
        match note.blocks.as_slice() {
            [Block::Paragraph(children) | Block::Plain(children)] => {
                let styles = std::mem::take(&mut self.styles);
                self.content(children, &note.place);
                self.styles = styles;
            }
            blocks => self.body(blocks, &note.place),
        }
        self.writer.is_single_line = is_single_line;
        if self.repeated.contains(name) {
            self.writer.syntax(&format!("<{label}>"), place);
        }
        self.placed.insert(name.to_owned(), Placed::Done);
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

    /// Writes part of a line with the meaning of its classes and its label.
    pub(crate) fn wrapped(
        &mut self,
        attributes: &Attributes,
        place: &BodyRange,
        write: impl FnOnce(&mut Self),
    ) {
        let known = ["no-count", "short", "smallcaps", "underline", "mark"];
        self.check(attributes, &known, &["alt", "width", "height", "placement"]);
        let mut brackets = 0;
        for (class, function) in [
            ("smallcaps", "#smallcaps["),
            ("underline", "#underline["),
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

fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else {
            out.push_str(&format!("-{:x}", u32::from(c)));
        }
    }
    out
}
