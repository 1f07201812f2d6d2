//! The straight marks of a document, each with the character that is printed for it.

use crate::markdown::document::{Block, Inline, NoteDefinition};
use crate::markdown::parts::BlockPart;
use crate::markdown::quotation::flat_text::{FlatText, has_straight, opening};
use crate::markdown::quotation::paragraph::characters;

/// What is printed for straight marks, by their byte.
#[derive(Debug, Default)]
pub(crate) struct DecidedMarks {
    marks: Vec<(usize, char)>,
}

impl DecidedMarks {
    /// Decides the marks of a document and its notes.
    pub(crate) fn of<'n, 'a: 'n>(
        source: &str,
        blocks: &[Block<'a>],
        notes: impl Iterator<Item = &'n NoteDefinition<'a>>,
    ) -> Self {
        let mut decided = Self::default();
        if source.bytes().any(super::is_straight) {
            decided.blocks(source, blocks);
            notes.for_each(|note| decided.blocks(source, &note.blocks));
            decided.marks.sort_unstable();
        }
        decided
    }

    /// Returns what is printed for the mark at a byte.
    pub(crate) fn at(&self, byte: usize) -> Option<char> {
        let at = self.marks.binary_search_by_key(&byte, |(byte, _)| *byte);
        at.ok().map(|at| self.marks[at].1)
    }

    fn blocks(&mut self, source: &str, blocks: &[Block<'_>]) {
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            match block {
                Block::Paragraph(children) | Block::Plain(children) => {
                    let goes_on = match blocks.peek() {
                        Some(Block::Paragraph(next)) if has_straight(children) => {
                            opening(next).is_some() && opening(next) == opening(children)
                        }
                        _ => false,
                    };
                    self.line(source, children, goes_on);
                }
                other => {
                    for part in other.parts() {
                        match part {
                            BlockPart::Line(items) => self.line(source, items, false),
                            BlockPart::Blocks(blocks) => self.blocks(source, blocks),
                        }
                    }
                }
            }
        }
    }

    fn line(&mut self, source: &str, items: &[Inline<'_>], goes_on: bool) {
        if !has_straight(items) {
            return;
        }
        let flat = FlatText::read(items);
        let marks = characters(&flat.text, goes_on);
        let places = flat.places.iter().zip(marks);
        self.marks
            .extend(places.filter_map(|(place, mark)| Some(((*place)?, mark))));
        let kept = flat.kept.iter();
        self.marks
            .extend(kept.map(|at| (*at, char::from(source.as_bytes()[*at]))));
        for aside in flat.asides {
            self.line(source, aside, false);
        }
    }
}
