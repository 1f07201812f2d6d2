//! LaTeX's figures and tables that are simple enough to be ours.

use std::borrow::Cow;

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Caption, Image, Inline};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;
use crate::markdown::tables::{FloatBody, TypedFloat};

impl<'a> EventReader<'a, '_> {
    /// Adds a figure or a table of LaTeX's.
    pub(crate) fn float(
        &mut self,
        float: &TypedFloat,
        place: BodyRange,
        blocks: &mut Vec<Block<'a>>,
    ) {
        let mut start = place.start;
        for printed in float.printed() {
            self.trouble.leave_out(start..printed.start.max(start));
            start = printed.end;
        }
        self.trouble.leave_out(start..place.end);
        let mut attributes = Attributes {
            place: place.start..place.start,
            ..Attributes::default()
        };
        if let Some(label) = &float.label {
            attributes.id = Some((self.source[label.clone()].to_owned(), label.clone()));
        }
        let caption = self.words_of(&float.caption);
        match &float.body {
            FloatBody::Picture { path, sizes } => {
                let pairs = sizes
                    .iter()
                    .map(|(side, length, at)| ((*side).to_owned(), length.clone(), at.clone()));
                attributes.pairs.extend(pairs);
                blocks.push(Block::Figure(Box::new(Image {
                    target: Cow::Borrowed(&self.source[path.clone()]),
                    caption,
                    attributes,
                    place,
                })));
            }
            FloatBody::Table(table) => {
                let start = float.caption.first().map_or(place.start, |line| line.start);
                let end = float.caption.last().map_or(start, |line| line.end);
                let is_named = attributes.id.is_some() || !caption.is_empty();
                let mut table = self.table_of(table, place);
                table.caption = is_named.then(|| Caption {
                    children: caption,
                    attributes,
                    otherwise: Vec::new(),
                    place: start..end.max(start),
                });
                blocks.push(Block::Table(Box::new(table)));
            }
        }
    }

    /// Reads lines of the chapter as one line of text.
    pub(crate) fn words_of(&mut self, lines: &[BodyRange]) -> Vec<Inline<'a>> {
        let mut words = Vec::new();
        for block in self.part(lines, true) {
            if let Block::Paragraph(children) | Block::Plain(children) = block {
                words.extend(children);
            }
        }
        words
    }
}
