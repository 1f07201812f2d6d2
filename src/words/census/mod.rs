//! Every word of the typeset pages, with its category and its place.
//!
//! A walk over the frames reads their text, flow by flow; the convention cuts each flow into words;
//! and what the walk knew of each piece says what the words are.

pub(crate) mod frames;
pub(crate) mod gather;
pub(crate) mod label;
pub(crate) mod line;
pub(crate) mod piece;
pub(crate) mod role;
pub(crate) mod text_flow;
pub(crate) mod visible;
pub(crate) mod walk;
pub(crate) mod walked;
pub(crate) mod word;
pub(crate) mod word_shape;

use typst::layout::{Frame, FrameItem};
use typst::syntax::Span;
use typst_layout::PagedDocument;

use crate::diagnostics::Place;
use crate::words::category::Category;
use crate::words::census::gather::{ShapesWanted, gather};
use crate::words::census::visible::visible;
use crate::words::census::walk::walk;
use crate::words::census::walked::{WalkedHeading, WalkedText};
use crate::words::census::word::{Census, CensusError, CensusSection};
use crate::words::census::word_shape::WordShape;
use crate::words::convention::Convention;

/// Takes the census of a typeset document under a convention.
///
/// `locate` says where in the author's files a byte of a syntax node stands; it returns `None`
/// for text that no author wrote.
///
/// # Errors
///
/// If a word's category or place cannot be told: no number is better than a wrong one.
pub fn census(
    document: &PagedDocument,
    convention: Convention,
    locate: &dyn Fn(Span, u16) -> Option<Place>,
) -> Result<Census, CensusError> {
    let found = walk(document);
    let taken = take(document, &found, convention, Some(locate), ShapesWanted::No)?;
    Ok(taken.0)
}

/// Takes the census without saying where its words were written: that costs more than the count.
///
/// # Errors
///
/// As [`census`].
pub fn census_without_places(
    document: &PagedDocument,
    convention: Convention,
) -> Result<Census, CensusError> {
    census_of_walked(document, &walk(document), convention)
}

/// Takes the census of pages that were walked, without the places of its words.
pub(crate) fn census_of_walked(
    document: &PagedDocument,
    found: &WalkedText<'_>,
    convention: Convention,
) -> Result<Census, CensusError> {
    Ok(take(document, found, convention, None, ShapesWanted::No)?.0)
}

/// Takes the census, and says for each of its words where on the pages it is drawn.
///
/// A word has a shape for each line on which a part of it stands.
///
/// # Errors
///
/// As [`census`].
pub fn census_with_shapes(
    document: &PagedDocument,
    convention: Convention,
    locate: &dyn Fn(Span, u16) -> Option<Place>,
) -> Result<(Census, Vec<Vec<WordShape>>), CensusError> {
    let found = walk(document);
    take(
        document,
        &found,
        convention,
        Some(locate),
        ShapesWanted::Yes,
    )
}

fn take(
    document: &PagedDocument,
    found: &WalkedText<'_>,
    convention: Convention,
    locate: Option<&dyn Fn(Span, u16) -> Option<Place>>,
    wanted: ShapesWanted,
) -> Result<(Census, Vec<Vec<WordShape>>), CensusError> {
    account_for_all(document, found)?;
    let mut words = gather(found, convention, locate, wanted)?;
    words.sort_by_key(|(order, ..)| *order);
    let (words, shapes) = words
        .into_iter()
        .map(|(_, word, shapes)| (word, shapes))
        .unzip();
    let sections = found
        .headings
        .iter()
        .map(|heading| CensusSection {
            title: title(found, heading),
            label: heading.label.clone(),
            level: heading.level,
            parent: heading.parent,
            region: heading.region,
            place: locate.and_then(|locate| locate(heading.span, 0)),
            page: heading.page,
        })
        .collect();
    let census = Census {
        convention,
        words,
        regions: found.regions.clone(),
        marks: found.marks.clone(),
        sections,
        pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
        estimates: Vec::new(),
    };
    Ok((census, shapes))
}

/// Returns a heading's words without its number.
fn title(found: &WalkedText, heading: &WalkedHeading) -> String {
    let Some(flow) = heading.flow.map(|flow| &found.flows[flow]) else {
        return String::new();
    };
    let mut title = String::new();
    for (piece, text) in flow.pieces_from(0) {
        match piece.formula {
            Some(formula) => title.push_str(&found.formulas[formula].text),
            None if piece.facts.kind == Category::HeadingNumber => {}
            None => title.push_str(text),
        }
    }
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compares the visible characters of each page with those that the walk attributed.
fn account_for_all(document: &PagedDocument, found: &WalkedText) -> Result<(), CensusError> {
    let mut attributed = found.aside.clone();
    for flow in &found.flows {
        for (piece, text) in flow.pieces_from(0) {
            if piece.formula.is_none() {
                attributed[piece.drawn.page as usize - 1] += visible(text);
            }
        }
    }
    for ((page, attributed), number) in document.pages().iter().zip(attributed).zip(1..) {
        let visible = visible_in(&page.frame);
        if visible != attributed {
            return Err(CensusError {
                page: number,
                visible,
                attributed,
            });
        }
    }
    Ok(())
}

/// Counts the visible characters of a frame, by a walk that knows nothing of words.
fn visible_in(frame: &Frame) -> usize {
    frame
        .items()
        .map(|(_, item)| match item {
            FrameItem::Group(group) => visible_in(&group.frame),
            FrameItem::Text(item) => visible(&item.text),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => 0,
        })
        .sum()
}
