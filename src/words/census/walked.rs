//! What the walk over the pages hands on: their text, flow by flow, and what divides it.

use typst::syntax::Span;

use crate::project::Region;
use crate::words::census::piece::DrawnText;
use crate::words::census::text_flow::TextFlow;

/// The text of all pages.
pub(crate) struct WalkedText<'a> {
    /// The flows, in the order in which they begin.
    pub(crate) flows: Vec<TextFlow<'a>>,
    /// The formulas.
    pub(crate) formulas: Vec<FormulaText<'a>>,
    /// The parts of the document, in order.
    pub(crate) regions: Vec<Region>,
    /// The headings, in order.
    pub(crate) headings: Vec<WalkedHeading>,
    /// The template's marks, in order.
    pub(crate) marks: Vec<Region>,
    /// For each page, how many visible characters are accounted for outside the flows: the marks
    /// of notes, the insides of formulas, text laid out twice.
    pub(crate) aside: Vec<usize>,
}

/// A formula, which is one word.
#[derive(Default)]
pub(crate) struct FormulaText<'a> {
    /// Its text.
    pub(crate) text: String,
    /// Its parts on the pages.
    pub(crate) drawn: Vec<DrawnText<'a>>,
}

/// A heading that opens a section.
pub(crate) struct WalkedHeading {
    /// Its label.
    pub(crate) label: Option<String>,
    /// Its level, from 1.
    pub(crate) level: usize,
    /// The section around it.
    pub(crate) parent: Option<usize>,
    /// The part of the document.
    pub(crate) region: usize,
    /// The physical page, from 1.
    pub(crate) page: u32,
    /// The syntax that made it.
    pub(crate) span: Span,
    /// The flow with its words.
    pub(crate) flow: Option<usize>,
}
