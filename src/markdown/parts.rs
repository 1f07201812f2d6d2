//! What a block or an element of a line holds, for whoever goes through a whole document.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Inline};

/// A part of a block.
#[derive(Clone, Copy)]
pub(crate) enum BlockPart<'b, 'a> {
    Line(&'b [Inline<'a>]),
    Blocks(&'b [Block<'a>]),
}

impl<'a> Block<'a> {
    /// Returns the lines and blocks in it, in the order in which they are printed.
    pub(crate) fn parts(&self) -> Vec<BlockPart<'_, 'a>> {
        use BlockPart::{Blocks, Line};
        match self {
            Block::Heading { children, .. }
            | Block::Paragraph(children)
            | Block::Plain(children) => {
                vec![Line(children)]
            }
            Block::Quote { blocks, .. } => vec![Blocks(blocks)],
            Block::Div { words, blocks, .. } => {
                let words = words.iter().map(|(_, words)| Line(words));
                words.chain([Blocks(blocks)]).collect()
            }
            Block::List { items, .. } => items.iter().map(|item| Blocks(&item.blocks)).collect(),
            Block::Table(table) => {
                let caption = table.caption.iter().map(|caption| Line(&caption.children));
                caption
                    .chain(table.cells().map(|cell| Blocks(&cell.blocks)))
                    .collect()
            }
            Block::Caption(caption) => vec![Line(&caption.otherwise)],
            Block::Figure(image) => vec![Line(&image.caption)],
            Block::Group(figure) => vec![Blocks(&figure.parts), Line(&figure.caption)],
            Block::Callout(callout) => vec![Line(&callout.title), Blocks(&callout.blocks)],
            Block::Definitions(items) => items
                .iter()
                .flat_map(|item| {
                    let meanings = item.meanings.iter().map(|blocks| Blocks(blocks));
                    std::iter::once(Line(&item.term)).chain(meanings)
                })
                .collect(),
            Block::Code { .. }
            | Block::Typst { .. }
            | Block::Rule(_)
            | Block::Include { .. }
            | Block::PageBreak(_)
            | Block::DivOpen { .. }
            | Block::DivClose(_)
            | Block::CommentMark { .. } => Vec::new(),
        }
    }

    /// Returns what it was given in braces.
    pub(crate) fn attributes(&self) -> Option<&Attributes> {
        match self {
            Block::Heading { attributes, .. }
            | Block::Code { attributes, .. }
            | Block::DivOpen { attributes, .. }
            | Block::Div { attributes, .. } => Some(attributes),
            Block::Table(table) => Some(&table.caption.as_ref()?.attributes),
            Block::Caption(caption) => Some(&caption.attributes),
            Block::Figure(image) => Some(&image.attributes),
            Block::Group(figure) => Some(&figure.attributes),
            Block::Callout(callout) => Some(&callout.attributes),
            Block::Paragraph(_)
            | Block::Plain(_)
            | Block::Quote { .. }
            | Block::List { .. }
            | Block::Definitions(_)
            | Block::Typst { .. }
            | Block::Rule(_)
            | Block::Include { .. }
            | Block::PageBreak(_)
            | Block::DivClose(_)
            | Block::CommentMark { .. } => None,
        }
    }
}
