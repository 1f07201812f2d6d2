//! What can be wrong on a page.

use crate::diagnostics::Place;
use crate::typeset::inspect::area::Edge;

/// Something wrong on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageFlaw {
    /// The page, from 1.
    pub page: usize,
    /// What is wrong.
    pub flaw: Flaw,
    /// Where it stands in the author's files.
    pub place: Option<Place>,
}

/// What can be wrong on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Flaw {
    /// No font has these signs: an empty box is printed for each.
    MissingGlyphs(Vec<char>),
    /// Something leaves the page.
    OffPage {
        /// What it is.
        thing: Thing,
        /// The side.
        edge: Edge,
        /// How far, in millimetres.
        by: u32,
    },
    /// Something leaves the text and runs into the margin.
    IntoMargin {
        /// What it is.
        thing: Thing,
        /// The side.
        edge: Edge,
        /// How far, in millimetres.
        by: u32,
    },
}

/// What runs off a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A table.
    Table,
    /// A picture.
    Picture,
    /// A formula.
    Formula,
    /// Program code.
    Code,
    /// A figure of another kind, such as a drawing.
    Figure,
    /// Text.
    Text,
}

impl Flaw {
    /// Returns what the worse of two has more of: what leaves the page is worse than what leaves the
    /// text, more is worse than less, and the right side is where text is read to.
    pub(super) fn weight(&self) -> (u32, u32, bool) {
        match self {
            Flaw::OffPage { by, edge, .. } => (2, *by, *edge == Edge::Right),
            Flaw::IntoMargin { by, edge, .. } => (1, *by, *edge == Edge::Right),
            Flaw::MissingGlyphs(_) => (0, 0, false),
        }
    }
}
