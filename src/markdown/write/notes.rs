//! Footnotes as Typst.

use crate::markdown::document::{Block, Inline};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::FOOTNOTE_IN_ITSELF;
use crate::markdown::write::composer::{Composer, Placed};

impl<'a> Composer<'a, '_> {
    /// Writes the notes of words that are printed nowhere, those that describe a picture in a line.
    pub(crate) fn notes_in(&mut self, items: &[Inline<'a>]) {
        for item in items {
            match item {
                Inline::Note { .. } | Inline::NoteReference { .. } => {
                    self.line(std::slice::from_ref(item));
                }
                other => self.notes_in(other.children()),
            }
        }
    }

    /// Writes a footnote: its text where it is first asked for, later only its mark.
    pub(crate) fn note(&mut self, name: &str, place: &BodyRange) {
        let label = format!("note-{}-{}", self.scope, label_part(name));
        match self.placed.get(name) {
            Some(Placed::Open) => {
                let message = format!("the footnote `{name}` refers to itself");
                let hint = "remove the mark inside the footnote";
                self.trouble.tell(&FOOTNOTE_IN_ITSELF, place, message, hint);
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
        self.footnote(place, &note.place, |this| {
            let is_single_line = std::mem::replace(&mut this.writer.is_single_line, false);
            match note.blocks.as_slice() {
                [Block::Paragraph(children) | Block::Plain(children)] => {
                    let styles = std::mem::take(&mut this.styles);
                    this.content(children, &note.place);
                    this.styles = styles;
                }
                blocks => this.body(blocks, &note.place),
            }
            this.writer.is_single_line = is_single_line;
        });
        if self.repeated.contains(name) {
            self.writer.syntax(&format!("<{label}>"), place);
        }
        self.placed.insert(name.to_owned(), Placed::Done);
    }
}

/// Returns a footnote's name as a part of a label.
fn label_part(name: &str) -> String {
    let letters = name.chars().map(|c| match c.is_ascii_alphanumeric() {
        true => c.to_string(),
        false => format!("-{:x}", u32::from(c)),
    });
    letters.collect()
}
