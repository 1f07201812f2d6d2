//! What the walk knows at each step, and what the first walk learns.

use std::collections::HashMap;

use typst::introspection::Location;
use typst::syntax::Span;

use crate::project::Region;
use crate::words::census::role::{FlowKind, Roles};
use crate::words::census::walk::measure::Measure;
use crate::words::census::walked::WalkedHeading;

/// What opened a flow of text; the document's own flow needs nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum FlowKey {
    /// An element.
    Element(Location),
    /// What is printed over a page.
    Foreground(u32),
}

/// What holds for text at one point of the walk, or what one element adds to it.
#[derive(Clone, Copy)]
pub(super) struct TextContext {
    pub(super) roles: Roles,
    pub(super) flowing: Option<FlowKey>,
    /// What kind of flow it is, and how deep in frames it began.
    pub(super) flow: (FlowKind, u32),
    pub(super) author: Span,
    pub(super) formula: Option<Location>,
    pub(super) figure: Option<Location>,
    /// The element that is a mark or a number, and may not be longer than one.
    pub(super) mark: Option<Location>,
    pub(super) by_counter: bool,
}

impl TextContext {
    /// Returns a context that says nothing but where text was written.
    pub(super) fn of(author: Span) -> Self {
        Self {
            roles: Roles::NONE,
            flowing: None,
            flow: (FlowKind::Own, 0),
            author,
            formula: None,
            figure: None,
            mark: None,
            by_counter: false,
        }
    }
}

/// An element that has begun and not yet ended.
pub(super) struct OpenElement {
    pub(super) location: Option<Location>,
    /// What it adds to what holds around it.
    pub(super) own: TextContext,
    /// What holds in it.
    pub(super) context: TextContext,
}

/// What is known of an element at which other text may be anchored.
#[derive(Clone, Copy)]
pub(super) struct Anchor {
    pub(super) roles: Roles,
    pub(super) region: usize,
    pub(super) section: Option<usize>,
    pub(super) author: Span,
    pub(super) flow: FlowKind,
    pub(super) figure: Option<Location>,
}

/// What the first walk learns.
#[derive(Default)]
pub(super) struct FirstWalk {
    pub(super) regions: Vec<Region>,
    pub(super) anchors: HashMap<Location, Anchor>,
    /// Whether text came before the element at which it is anchored.
    pub(super) met_unknown: bool,
    pub(super) headings: Vec<WalkedHeading>,
    pub(super) sections: HashMap<Location, usize>,
    /// The part of the document at the end of each page.
    pub(super) at_end: Vec<usize>,
    /// The template's marks, in order.
    pub(super) marks: Vec<Region>,
    /// What is measured of text that may claim to be no prose.
    pub(super) measure: Measure,
}
