//! Which parts of a document may write an abbreviation out, and which only use it.

use crate::markdown::abbreviations::finder::{FirstUse, ShortFormFinder};
use crate::markdown::abbreviations::forms::{Abbreviations, Met};
use crate::markdown::document::{Block, Inline};

/// Goes through a document and writes abbreviations out.
pub(crate) struct AbbreviationWalk<'k> {
    finder: ShortFormFinder<'k>,
    known: &'k Abbreviations,
    pub(crate) met: Met,
}

impl<'k> AbbreviationWalk<'k> {
    pub(crate) fn new(known: &'k Abbreviations) -> Self {
        Self {
            finder: ShortFormFinder::new(&known.forms),
            known,
            met: Met::default(),
        }
    }

    /// Writes out what is used first in these blocks of running text.
    pub(crate) fn text(&mut self, blocks: &mut [Block<'_>]) {
        let wanted = if self.known.expand {
            FirstUse::Expand
        } else {
            FirstUse::Note
        };
        self.blocks(blocks, wanted);
    }

    /// Notes what is used in blocks that are no running text.
    pub(crate) fn aside(&mut self, blocks: &mut [Block<'_>]) {
        self.blocks(blocks, FirstUse::Note);
    }

    /// Notes what is used in a title.
    fn blocks(&mut self, blocks: &mut [Block<'_>], wanted: FirstUse) {
        for block in blocks {
            match block {
                Block::Heading { children, .. } => self.line(children, FirstUse::Note),
                Block::Paragraph(children) | Block::Plain(children) => self.line(children, wanted),
                Block::Quote { blocks, .. } => self.aside(blocks),
                Block::List { items, .. } => {
                    for item in items {
                        self.blocks(&mut item.blocks, wanted);
                    }
                }
                Block::Table(table) => {
                    for cell in table.rows_mut().flatten() {
                        self.blocks(&mut cell.blocks, FirstUse::Note);
                    }
                    if let Some(caption) = &mut table.caption {
                        self.line(&mut caption.children, FirstUse::Note);
                    }
                }
                Block::Caption(caption) => self.line(&mut caption.otherwise, FirstUse::Note),
                Block::Figure(image) => self.line(&mut image.caption, FirstUse::Note),
                Block::Group(figure) => {
                    self.line(&mut figure.caption, FirstUse::Note);
                    self.aside(&mut figure.parts);
                }
                Block::Callout(callout) => {
                    self.line(&mut callout.title, FirstUse::Note);
                    self.blocks(&mut callout.blocks, wanted);
                }
                Block::Definitions(items) => {
                    for item in items {
                        self.line(&mut item.term, FirstUse::Note);
                        for meaning in &mut item.meanings {
                            self.blocks(meaning, wanted);
                        }
                    }
                }
                Block::Div {
                    attributes,
                    words,
                    blocks,
                    ..
                } => {
                    for (_, words) in words {
                        self.line(words, FirstUse::Note);
                    }
                    let theirs = ["quote", "participant", "epigraph"];
                    let is_quoted = theirs.iter().any(|class| attributes.has(class));
                    self.blocks(blocks, if is_quoted { FirstUse::Note } else { wanted });
                }
                Block::Code { .. }
                | Block::Typst { .. }
                | Block::Rule(_)
                | Block::Include { .. }
                | Block::PageBreak(_)
                | Block::DivOpen { .. }
                | Block::DivClose(_)
                | Block::CommentMark { .. } => {}
            }
        }
    }

    fn line(&mut self, items: &mut Vec<Inline<'_>>, wanted: FirstUse) {
        let Self { finder, known, met } = self;
        finder.line(items, wanted, &known.introduced, met);
    }
}
