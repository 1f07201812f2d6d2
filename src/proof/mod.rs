//! The proof of a count: the very pages that were counted, with every word shaded by its kind, and
//! a legend that says which kinds count.
//!
//! It is the picture that a student sends when a marker doubts the number, so it needs nothing
//! but itself: a PDF, or one HTML file without scripts or addresses.
//!
//! # Decisions
//!
//! - 2026-11: a proof is told what the count is and works nothing out: its number cannot differ
//!   from the one that `count` prints.
//! - 2026-11: words that count have a line under them and those that do not have none, so that
//!   the two are told apart in print and without seeing colours.
//! - 2026-11: shapes lie over the text, because tables and boxes have fills that would hide what
//!   lies under them.
//! - 2026-11: the shapes are decoration to a screen reader, and the pages keep their tags, so that
//!   a proof meets the standards that the submission meets.

mod drawing;
mod hue;
mod legend;
mod page;
mod paint;

use jiff::civil::DateTime;
use typst_layout::PagedDocument;

use crate::diagnostics::Store;
use crate::typeset::TypesetError;
use crate::words::{Category, CategoryTally, LimitOutcome, WordShape};

pub use page::html;
pub use paint::pdf;

/// Everything that a proof shows.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The pages that were counted, their formulas described.
    pub document: &'a PagedDocument,
    /// The files of the project.
    pub store: &'a Store,
    /// The date of the document.
    pub date: Option<DateTime>,
    /// A name that stays the same for every proof of this document.
    pub ident: String,
    /// The document's title.
    pub title: String,
    /// The words that count.
    pub counted: usize,
    /// The verdict as a sentence: "9,412 of 10,000 words: 588 left".
    pub verdict: String,
    /// How the count stands to its limit.
    pub outcome: LimitOutcome,
    /// What is counted and what a word is, as a sentence.
    pub rule: String,
    /// What a reader must know to trust the number, a sentence each.
    pub remarks: Vec<String>,
    /// Every category.
    pub categories: Vec<CategoryTally>,
    /// The parts of the document, in order.
    pub parts: Vec<LegendPart>,
    /// What the author took out of the count.
    pub exempt: Vec<LegendPassage>,
    /// The words, in the order of the pages.
    pub words: Vec<ShadedWord>,
}

/// A part of the document: a chapter, the abstract, the references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendPart {
    /// Its heading.
    pub title: String,
    /// The words that count.
    pub counted: usize,
    /// All its words.
    pub total: usize,
}

/// A passage that the author took out of the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegendPassage {
    /// How many words.
    pub words: usize,
    /// The first few of them.
    pub text: String,
    /// Where it is written, as `file:line:column`.
    pub at: Option<String>,
    /// The physical page, from 1.
    pub page: u32,
}

/// A word and where it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ShadedWord {
    /// The word.
    pub text: String,
    /// What kind of text it is.
    pub category: Category,
    /// Whether its category counts.
    pub counted: bool,
    /// The part of the document; an index of [`Proof::parts`].
    pub part: usize,
    /// Where it is written, as `file:line:column`.
    pub at: Option<String>,
    /// The shapes that hold it.
    pub shapes: Vec<WordShape>,
}

/// Why a proof could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The legend could not be written.
    #[error("failed to write the legend of the proof")]
    Legend(#[source] serde_json::Error),
    /// The page of HTML could not be written.
    #[error("failed to write the proof from its template")]
    Page(#[source] minijinja::Error),
    /// The engine could not set the legend or write the pages.
    #[error("failed to draw the proof")]
    Engine(#[from] TypesetError),
}

/// Returns a category's name as people write it.
fn in_words(category: Category) -> String {
    category.name().replace('-', " ")
}
