//! Every word of the typeset pages, with its category and its place.

use typst::layout::{Frame, FrameItem};
use typst::syntax::Span;
use typst_layout::PagedDocument;

use crate::diagnostics::Place;
use crate::project::Region;
use crate::words::category::Category;
use crate::words::convention::{Convention, is_invisible};
use crate::words::gather::{Drawing, gather};
use crate::words::shape::Shape;
use crate::words::walk::{Found, Heading, walk};

/// One word of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as it is printed, without hyphens that only a line's end put there.
    pub text: String,
    /// What kind of text it is.
    pub category: Category,
    /// The kind it would have if the region (abstract, appendix, …) gave it none.
    pub kind: Category,
    /// The part of the document; an index of [`Census::regions`].
    pub region: usize,
    /// The heading under which it stands; an index of [`Census::sections`].
    pub section: Option<usize>,
    /// Where the author wrote it; for text made by code, the call.
    pub place: Option<Place>,
    /// The physical page, from 1.
    pub page: u32,
}

/// A heading and what stands under it, up to the next heading of its level or above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's words, without its number.
    pub title: String,
    /// The heading's label, if it has one.
    pub label: Option<String>,
    /// The heading's level, from 1.
    pub level: usize,
    /// The section that holds this one; an index of [`Census::sections`].
    pub parent: Option<usize>,
    /// The part of the document; an index of [`Census::regions`].
    pub region: usize,
    /// Where the heading is written.
    pub place: Option<Place>,
    /// The physical page on which the heading stands, from 1.
    pub page: u32,
}

/// Every word of a typeset document, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Census {
    /// The rule that says what a word is.
    pub convention: Convention,
    /// The words, in the order of the pages.
    pub words: Vec<Word>,
    /// The parts of the document, in the order in which they begin.
    pub regions: Vec<Region>,
    /// The template's marks as they stand on the pages, one for each part that it opened.
    ///
    /// A mark that the outline does not explain was set by a chapter that reached into the
    /// template: from there on, words are not what the census takes them for.
    pub marks: Vec<Region>,
    /// The headings of chapters and appendices, in order.
    pub sections: Vec<Section>,
    /// How many pages there are.
    pub pages: u32,
}

/// The pages hold text that the census could not account for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("counted {attributed} of {visible} characters on page {page}")]
pub struct CensusError {
    /// The first page whose text is not accounted for, from 1.
    pub page: u32,
    /// How many visible characters stand on the page.
    pub visible: usize,
    /// How many of them the census attributed.
    pub attributed: usize,
}

/// Takes the census of a typeset document under a convention.
///
/// `locate` says where in the author's files a byte of a syntax node stands; it returns `None`
/// for text that no author wrote.
pub fn census(
    document: &PagedDocument,
    convention: Convention,
    locate: &dyn Fn(Span, u16) -> Option<Place>,
) -> Result<Census, CensusError> {
    take(document, convention, Some(locate), Drawing::Without).map(|(census, _)| census)
}

/// Takes the census without saying where its words were written: that costs more than the count.
pub fn census_without_places(
    document: &PagedDocument,
    convention: Convention,
) -> Result<Census, CensusError> {
    take(document, convention, None, Drawing::Without).map(|(census, _)| census)
}

/// Takes the census, and says for each of its words where on the pages it is drawn.
///
/// A word has a shape for each line on which a part of it stands.
pub fn census_with_shapes(
    document: &PagedDocument,
    convention: Convention,
    locate: &dyn Fn(Span, u16) -> Option<Place>,
) -> Result<(Census, Vec<Vec<Shape>>), CensusError> {
    take(document, convention, Some(locate), Drawing::With)
}

fn take(
    document: &PagedDocument,
    convention: Convention,
    locate: Option<&dyn Fn(Span, u16) -> Option<Place>>,
    drawing: Drawing,
) -> Result<(Census, Vec<Vec<Shape>>), CensusError> {
    let found = walk(document);
    account_for_all(document, &found)?;
    let mut words = gather(&found, convention, locate, drawing)?;
    words.sort_by_key(|(order, ..)| *order);
    let (words, shapes) = words
        .into_iter()
        .map(|(_, word, shapes)| (word, shapes))
        .unzip();
    let sections = found
        .headings
        .iter()
        .map(|heading| Section {
            title: title(&found, heading),
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
        regions: found.regions,
        marks: found.marks,
        sections,
        pages: u32::try_from(document.pages().len()).unwrap_or(u32::MAX),
    };
    Ok((census, shapes))
}

/// Returns a heading's words without its number.
fn title(found: &Found, heading: &Heading) -> String {
    let Some(run) = heading.run.map(|run| &found.runs[run]) else {
        return String::new();
    };
    let mut title = String::new();
    for (at, piece) in run.pieces.iter().enumerate() {
        let end = run
            .pieces
            .get(at + 1)
            .map_or(run.text.len(), |next| next.start);
        match piece.formula {
            Some(formula) => title.push_str(&found.formulas[formula].text),
            None if piece.about.kind == Category::HeadingNumber => {}
            None => title.push_str(&run.text[piece.start..end]),
        }
    }
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a character leaves a trace on the page.
pub(crate) fn is_visible(c: char) -> bool {
    c.is_ascii_graphic() || !c.is_whitespace() && !is_invisible(c)
}

/// Compares the visible characters of each page with those that the walk attributed.
fn account_for_all(document: &PagedDocument, found: &Found) -> Result<(), CensusError> {
    let mut attributed = found.aside.clone();
    for run in &found.runs {
        for (at, piece) in run.pieces.iter().enumerate() {
            let end = run
                .pieces
                .get(at + 1)
                .map_or(run.text.len(), |next| next.start);
            if piece.formula.is_none() {
                let text = &run.text[piece.start..end];
                attributed[piece.about.page as usize - 1] +=
                    text.chars().filter(|c| is_visible(*c)).count();
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
            FrameItem::Text(item) => item.text.chars().filter(|c| is_visible(*c)).count(),
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => 0,
        })
        .sum()
}
