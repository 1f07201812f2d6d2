//! What is open at a point of a page: the elements that a piece of it belongs to.

use std::collections::HashMap;

use typst::foundations::Content;
use typst::introspection::Location;
use typst::layout::{FrameParent, Inherit};
use typst::syntax::Span;

/// An element that is open, and what it is to whoever looks.
#[derive(Clone, Copy)]
pub(super) struct Open<K> {
    pub(super) location: Location,
    pub(super) span: Span,
    pub(super) is: K,
}

/// The elements that are open on the way through the pages, the innermost last.
pub(super) struct OpenElements<K> {
    pub(super) all: Vec<Open<K>>,
    /// What was open where something starts whose pieces lie elsewhere.
    at_parent: HashMap<Location, Vec<Open<K>>>,
}

impl<K> Default for OpenElements<K> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            at_parent: HashMap::new(),
        }
    }
}

impl<K: Copy> OpenElements<K> {
    /// Opens an element, unless it does not matter.
    pub(super) fn start(&mut self, element: &Content, is: Option<K>) {
        let Some(location) = element.location() else {
            return;
        };
        let span = element.span();
        self.all.extend(is.map(|is| Open { location, span, is }));
        self.at_parent.insert(location, self.all.clone());
    }

    /// Closes an element.
    pub(super) fn end(&mut self, location: Location) {
        self.all.retain(|open| open.location != location);
    }

    /// Enters a piece that belongs elsewhere; returns what is open around it.
    pub(super) fn enter(&mut self, parent: FrameParent) -> Vec<Open<K>> {
        let inherited = match parent.inherit {
            Inherit::Yes => self.at_parent.get(&parent.location).cloned(),
            Inherit::No => None,
        };
        std::mem::replace(&mut self.all, inherited.unwrap_or_default())
    }

    /// Leaves such a piece; what is still open goes on in the next piece of the same parent.
    pub(super) fn leave(&mut self, parent: FrameParent, around: Vec<Open<K>>) {
        let unfinished = std::mem::replace(&mut self.all, around);
        if parent.inherit == Inherit::Yes {
            self.at_parent.insert(parent.location, unfinished);
        }
    }
}
