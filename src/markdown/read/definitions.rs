//! Definition lists, and what only looks like one: the caption of a table.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::document::{Block, Definition, Inline};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::{EventReader, trim_end};

/// A term that is not yet read, with its meanings.
struct RawDefinition<'a> {
    raw: Vec<Inline<'a>>,
    meanings: Vec<Vec<Block<'a>>>,
    place: BodyRange,
}

impl<'a> EventReader<'a, '_> {
    pub(crate) fn definitions(&mut self, blocks: &mut Vec<Block<'a>>) {
        let mut entries: Vec<RawDefinition<'a>> = Vec::new();
        while let Some((event, place)) = self.events.next() {
            let place = trim_end(self.source, place);
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let raw = self.raw_line();
                    entries.push(RawDefinition {
                        raw,
                        meanings: Vec::new(),
                        place,
                    });
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let mut inner = self.blocks();
                    if matches!(inner.as_slice(), [Block::Caption(_)]) {
                        self.end_definitions(&mut entries, blocks);
                        blocks.append(&mut inner);
                        continue;
                    }
                    let (inner, rest) = self.fold(inner, false);
                    if let Some(entry) = entries.last_mut() {
                        entry.meanings.push(inner);
                    }
                    blocks.extend(rest.into_iter().map(Block::DivClose));
                }
                Event::End(TagEnd::DefinitionList) => break,
                _ => {}
            }
        }
        self.end_definitions(&mut entries, blocks);
    }

    /// Adds the definitions so far; a last term that has no meaning was a paragraph.
    fn end_definitions(
        &mut self,
        entries: &mut Vec<RawDefinition<'a>>,
        blocks: &mut Vec<Block<'a>>,
    ) {
        let last = entries.pop_if(|entry| entry.meanings.is_empty());
        let items = entries.drain(..).map(|entry| Definition {
            term: on_lines(self.enrich(entry.raw)),
            meanings: entry.meanings,
            place: entry.place,
        });
        let items: Vec<Definition> = items.collect();
        if !items.is_empty() {
            blocks.push(Block::Definitions(items));
        }
        if let Some(entry) = last {
            self.paragraph(entry.raw, true, blocks);
        }
    }
}

/// Returns terms that share a meaning, each on its line as it was typed.
fn on_lines(term: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let each = term.into_iter().map(|item| match item {
        Inline::Soft(place) => Inline::Hard(place),
        other => other,
    });
    each.collect()
}
