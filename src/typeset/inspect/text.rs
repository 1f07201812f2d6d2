//! The text of the pages, as a reader sees it, with the place of each piece.

use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::diagnostics::Place;
use crate::typeset::pages::SOFT_HYPHEN;
use crate::typeset::session::Session;

/// The text of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageText {
    /// The page, from 1.
    pub number: usize,
    /// Its text, in the order of its pieces; a paragraph, a cell, a heading ends with a line feed.
    pub text: String,
    /// Where pieces of it begin in `text`, and where they stand in the author's files: `None` for
    /// what no file of the author's holds.
    pub pieces: Vec<(usize, Option<Place>)>,
}

impl PageText {
    /// Returns where the text at a byte of it stands in the author's files.
    pub fn place(&self, at: usize) -> Option<&Place> {
        let after = self.pieces.partition_point(|(start, _)| *start <= at);
        let (_, place) = self.pieces.get(after.checked_sub(1)?)?;
        place.as_ref()
    }
}

/// Returns the text of the pages.
pub fn page_texts(document: &PagedDocument, session: &Session) -> Vec<PageText> {
    let pages = document.pages().iter().zip(1..);
    pages
        .map(|(page, number)| {
            let mut text = PageText {
                number,
                ..PageText::default()
            };
            collect(&page.frame, session, &mut text);
            text
        })
        .collect()
}

fn collect(frame: &Frame, session: &Session, page: &mut PageText) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, session, page),
            FrameItem::Text(text) => {
                piece(text, session, page);
            }
            FrameItem::Tag(Tag::Start(element, flags))
                if flags.tagged && is_block(element.elem().name()) =>
            {
                end_line(page);
            }
            FrameItem::Tag(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..) => {}
        }
    }
}

/// Adds a line, with a piece for each stretch of it that comes from one place.
fn piece(line: &TextItem, session: &Session, page: &mut PageText) {
    let begin = page.text.len();
    let mut last = None;
    let mut glyphs: Vec<_> = line.glyphs.iter().collect();
    // Text from right to left has its glyphs the other way round.
    glyphs.sort_by_key(|glyph| glyph.range().start);
    for glyph in glyphs {
        let (span, offset) = glyph.span;
        if last != Some(span) {
            last = Some(span);
            let before = line.text.get(..glyph.range().start).unwrap_or_default();
            let at = begin + before.len() - hyphens(before);
            page.pieces.push((at, session.place(span, offset)));
        }
    }
    page.text
        .extend(line.text.chars().filter(|c| *c != SOFT_HYPHEN));
}

/// Returns how many bytes of a text are hyphens of the engine.
fn hyphens(text: &str) -> usize {
    text.matches(SOFT_HYPHEN).count() * SOFT_HYPHEN.len_utf8()
}

/// Whether an element begins a line of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "par"
            | "heading"
            | "cell"
            | "caption"
            | "entry"
            | "item"
            | "title"
            | "table"
            | "figure"
            | "artifact"
    )
}

fn end_line(page: &mut PageText) {
    if !page.text.is_empty() && !page.text.ends_with('\n') {
        page.text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn a_name_that_is_hyphenated_or_broken_over_lines_is_read_whole_with_its_place() {
        let long = "Some words of a sentence that goes over its line to Northumberland Hospital and further on.";
        let sandbox = Sandbox::new("#set page(width: 6cm)\n#set text(hyphenate: true)\n#set par(justify: true)\n#include \"/a.typ\"\nMade #(\"here\")")
            .file("a.typ", format!("= Title\n{long}"));
        let (session, typeset) = sandbox.typeset();
        let pages = page_texts(&typeset.document, &session);
        assert_eq!(pages.len(), 1);
        let text = &pages[0].text;
        assert!(text.contains("Northumberland Hospital"), "{text:?}");
        let at = text.find("Title").unwrap();
        let place = pages[0].place(at).unwrap();
        assert_eq!(
            (place.path.as_str(), place.range.clone().unwrap().start),
            ("a.typ", 2)
        );
        assert!(pages[0].place(text.find("Made").unwrap()).is_none());
    }
}
