//! What a census holds: words, the parts and sections they stand in, and when there is none.

use crate::diagnostics::Place;
use crate::project::Region;
use crate::words::category::Category;
use crate::words::convention::Convention;

/// One word of the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word as it is printed, without hyphens that only a line's end put there.
    pub text: String,
    /// What kind of text it is.
    pub category: Category,
    /// The kind it would have if the region (abstract, appendix, …) gave it none.
    pub kind: Category,
    /// Whether it is in the author's own words, in a note or a cell too: no citation, formula or
    /// code, no quotation, and nothing that is made of what stands elsewhere.
    pub is_prose: bool,
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
pub struct CensusSection {
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
    pub sections: Vec<CensusSection>,
    /// How many pages there are.
    pub pages: u32,
    /// Parts that stand on no page, with the number of words that their files seem to have.
    pub estimates: Vec<(Region, usize)>,
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
