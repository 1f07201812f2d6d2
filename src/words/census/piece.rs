//! The pieces of text that the walk finds, each with what is known of it.

use typst::layout::Transform;
use typst::syntax::Span;
use typst::text::TextItem;

use crate::words::category::Category;

/// Text as it stands on a page.
#[derive(Clone, Copy)]
pub(crate) struct DrawnText<'a> {
    /// What was laid out.
    pub(crate) item: &'a TextItem,
    /// What takes the item's own coordinates to those of the page.
    pub(crate) placed: Transform,
    /// The physical page, from 1.
    pub(crate) page: u32,
}

/// A part of one text item, with everything the walk knew of it.
#[derive(Clone, Copy)]
pub(crate) struct TextPiece<'a> {
    /// Where it starts in the text of its flow.
    pub(crate) start: usize,
    /// What was laid out; for a formula, its first item.
    pub(crate) drawn: DrawnText<'a>,
    /// The byte of the item's text with which the piece begins.
    pub(crate) from: usize,
    /// The byte of the item's text before which the piece ends.
    pub(crate) to: usize,
    /// The formula it stands for; an index of the walker's list.
    pub(crate) formula: Option<usize>,
    /// What is known of it.
    pub(crate) facts: PieceFacts,
}

/// What the walk knew of a piece of text.
#[derive(Clone, Copy)]
pub(crate) struct PieceFacts {
    /// Its category, by the region too.
    pub(crate) category: Category,
    /// Its category by its own kind.
    pub(crate) kind: Category,
    /// Whether it is code, in a note or a cell too.
    pub(crate) is_code: bool,
    /// Whether it is in the author's own words, in a note or a cell too.
    pub(crate) is_prose: bool,
    /// The part of the document.
    pub(crate) region: usize,
    /// The heading it stands under.
    pub(crate) section: Option<usize>,
    /// Its place in the order of the pages.
    pub(crate) order: usize,
    /// The syntax of the nearest element that an author wrote.
    pub(crate) author: Span,
}

/// Returns the syntax node of the glyph that shows a byte of the item's text, and the byte there.
pub(crate) fn node_at(item: &TextItem, byte: usize) -> (Span, u32) {
    let glyph = item
        .glyphs
        .iter()
        .filter(|glyph| glyph.range().start <= byte)
        .max_by_key(|glyph| glyph.range().start)
        .or(item.glyphs.first());
    match glyph {
        Some(glyph) => {
            let inside = byte.saturating_sub(glyph.range().start);
            (glyph.span.0, u32::from(glyph.span.1) + inside as u32)
        }
        None => (Span::detached(), 0),
    }
}
