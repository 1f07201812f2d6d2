//! What the nodes of a document say is no text: attributes, fences, names.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Inline, ListItem, NoteDefinition, ReferenceKey};
use crate::markdown::parts::BlockPart;
use crate::markdown::placed_text::BodyRange;

/// The places of marks that stand for something else than themselves.
///
/// A node speaks for its own marks and never for what it holds, so that a part that was lost is
/// not hidden by what it was lost from.
pub(crate) struct Marks<'s> {
    source: &'s str,
    pub(crate) places: Vec<BodyRange>,
}

impl<'s> Marks<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self {
            source,
            places: Vec::new(),
        }
    }

    /// Notes the marks of blocks and of what they hold.
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            for part in block.parts() {
                match part {
                    BlockPart::Line(items) => self.line(items),
                    BlockPart::Blocks(blocks) => self.blocks(blocks),
                }
            }
        }
    }

    /// Notes the marks of a footnote: its name, and those of what it says.
    pub(crate) fn note(&mut self, note: &NoteDefinition) {
        let start = note.place.start;
        let name = self.source[note.place.clone()].find("]:");
        self.places.extend(name.map(|length| start..start + length));
        self.blocks(&note.blocks);
    }

    fn block(&mut self, block: &Block) {
        if let Some(attributes) = block.attributes() {
            self.attributes(attributes);
        }
        match block {
            Block::Code { place, .. } => self.first_line(place),
            Block::Table(table) => {
                if let Some(caption) = &table.caption {
                    self.before_first(&caption.place, &caption.children);
                }
            }
            // Behind its caption stand the file and a title, which is not printed.
            Block::Figure(image) => {
                let text = self.source.get(image.place.clone());
                let target = text.and_then(|text| text.rfind("]("));
                self.places
                    .extend(target.map(|at| image.place.start + at..image.place.end));
            }
            Block::Caption(caption) => self.line(&caption.otherwise),
            Block::List { items, .. } => items.iter().for_each(|item| self.item_mark(item)),
            Block::Include { place, .. }
            | Block::PageBreak(place)
            | Block::Rule(place)
            | Block::CommentMark { place, .. } => self.places.push(place.clone()),
            _ => {}
        }
    }

    fn line(&mut self, items: &[Inline]) {
        for item in items {
            let place = item.place();
            match item {
                Inline::Code { attributes, .. } | Inline::Math { attributes, .. } => {
                    self.attributes(attributes);
                }
                Inline::Span { attributes, .. } => self.attributes(attributes),
                // Its words are read to those who do not see it.
                Inline::Image(_) => self.places.push(place),
                Inline::Reference { .. }
                | Inline::Anchor { .. }
                | Inline::TextReference { .. }
                | Inline::NoteReference { .. }
                | Inline::Review { .. } => self.places.push(place),
                Inline::Note { children, .. } => self.line(children),
                Inline::Key(key) => self.key(key),
                Inline::Cite { keys, .. } => {
                    self.places.push(place);
                    keys.iter().for_each(|key| self.key(key));
                }
                Inline::Link { children, .. } => {
                    let end = children.last().map_or(place.start, |last| last.place().end);
                    self.places
                        .push(end.clamp(place.start, place.end)..place.end);
                }
                Inline::Styled { .. }
                | Inline::Text(_)
                | Inline::Typst(_)
                | Inline::Soft(_)
                | Inline::Hard(_)
                | Inline::Html { .. } => {}
            }
            self.line(item.children());
        }
    }

    fn key(&mut self, key: &ReferenceKey) {
        self.places.push(key.place.clone());
        self.line(&key.prefix);
        self.line(&key.suffix);
    }

    fn attributes(&mut self, attributes: &Attributes) {
        self.places.push(attributes.place.clone());
    }

    fn before_first(&mut self, place: &BodyRange, children: &[Inline]) {
        let end = children
            .first()
            .map_or(place.end, |item| item.place().start);
        self.places
            .push(place.start..end.clamp(place.start, place.end));
    }

    /// The number before an item, or Word's bullet that is a letter.
    fn item_mark(&mut self, item: &ListItem) {
        let start = item.place.start;
        let text = &self.source[item.place.clone()];
        let mark = text.split(char::is_whitespace).next();
        let mark = mark.filter(|mark| mark.ends_with(['.', ')']) || *mark == "o");
        self.places
            .extend(mark.map(|mark| start..start + mark.len()));
    }

    fn first_line(&mut self, place: &BodyRange) {
        let text = &self.source[place.clone()];
        let length = text.find('\n').unwrap_or(text.len());
        self.places.push(place.start..place.start + length);
    }
}
