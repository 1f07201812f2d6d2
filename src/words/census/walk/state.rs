//! What the walk knows at each step, and what it hands on.

use std::collections::HashMap;

use typst::introspection::Location;
use typst::syntax::Span;

use crate::project::Region;
use crate::words::role::{Flow, Roles};
use crate::words::run::Run;
use crate::words::shape::Drawn;
use crate::words::walk::measure::Measure;

/// Everything that the walk found.
pub(crate) struct Found<'a> {
    /// The runs, in the order in which they begin.
    pub(crate) runs: Vec<Run<'a>>,
    /// The formulas.
    pub(crate) formulas: Vec<Formula<'a>>,
    /// The parts of the document, in order.
    pub(crate) regions: Vec<Region>,
    /// The headings, in order.
    pub(crate) headings: Vec<Heading>,
    /// The template's marks, in order.
    pub(crate) marks: Vec<Region>,
    /// For each page, how many visible characters are accounted for outside the runs: the marks
    /// of notes, the insides of formulas, text laid out twice.
    pub(crate) aside: Vec<usize>,
}

/// A formula, which is one word.
#[derive(Default)]
pub(crate) struct Formula<'a> {
    /// Its text.
    pub(crate) text: String,
    /// Its parts on the pages.
    pub(crate) drawn: Vec<Drawn<'a>>,
}

/// A heading that opens a section.
pub(crate) struct Heading {
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
    /// The run with its words.
    pub(crate) run: Option<usize>,
}

/// A flow of text, by what opened it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Flowing {
    /// The document itself.
    Document,
    /// An element.
    Element(Location),
    /// What is printed over a page.
    Foreground(u32),
}

/// What holds for text at one point of the walk.
#[derive(Clone, Copy)]
pub(super) struct Context {
    pub(super) roles: Roles,
    pub(super) flowing: Flowing,
    /// What kind of flow it is, and how deep in frames it began.
    pub(super) flow: (Flow, u32),
    pub(super) author: Span,
    pub(super) formula: Option<Location>,
    pub(super) figure: Option<Location>,
    /// The element that is a mark or a number, and may not be longer than one.
    pub(super) mark: Option<Location>,
    pub(super) by_counter: bool,
}

/// An element that has begun and not yet ended.
pub(super) struct Open {
    pub(super) location: Option<Location>,
    pub(super) own: Own,
    pub(super) context: Context,
}

/// What an element itself adds to the context.
#[derive(Clone, Copy)]
pub(super) struct Own {
    pub(super) roles: Roles,
    pub(super) flowing: Option<Flowing>,
    pub(super) flow: (Flow, u32),
    pub(super) author: Span,
    pub(super) formula: Option<Location>,
    pub(super) figure: Option<Location>,
    pub(super) mark: Option<Location>,
    pub(super) by_counter: bool,
}

/// What is known of an element at which other text may be anchored.
#[derive(Clone, Copy)]
pub(super) struct Anchor {
    pub(super) roles: Roles,
    pub(super) region: usize,
    pub(super) section: Option<usize>,
    pub(super) author: Span,
    pub(super) flow: Flow,
    pub(super) figure: Option<Location>,
}

/// What the first walk learns.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) regions: Vec<Region>,
    pub(super) anchors: HashMap<Location, Anchor>,
    /// Whether text came before the element at which it is anchored.
    pub(super) met_unknown: bool,
    pub(super) headings: Vec<Heading>,
    pub(super) sections: HashMap<Location, usize>,
    /// The part of the document at the end of each page.
    pub(super) at_end: Vec<usize>,
    /// The template's marks, in order.
    pub(super) marks: Vec<Region>,
    /// What is measured of text that may claim to be no prose.
    pub(super) measure: Measure,
}

impl Own {
    /// Returns an element that adds nothing but where it was written.
    pub(super) fn of(author: Span) -> Self {
        Self {
            roles: Roles::NONE,
            flowing: None,
            flow: (Flow::Own, 0),
            author,
            formula: None,
            figure: None,
            mark: None,
            by_counter: false,
        }
    }
}
