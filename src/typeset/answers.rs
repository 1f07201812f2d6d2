//! What earlier pages answer. Where a question only asks whether something is there, the answer says no
//! more: what stands there may change from one layout to the next without a reason for another.

use std::num::NonZeroUsize;

use typst::diag::StrResult;
use typst::ecow::{EcoString, EcoVec};
use typst::foundations::{Content, Label, Selector};
use typst::introspection::{DocumentPosition, Introspector, Location};
use typst::model::Numbering;
use typst::syntax::VirtualPath;

/// Among the things that are asked for, this says that only their being there is.
const IS_THERE: &str = "folio-is-there";

/// The answers of some pages.
pub(super) struct Answers<'a>(pub(super) &'a dyn Introspector);

impl Introspector for Answers<'_> {
    fn query(&self, selector: &Selector) -> EcoVec<Content> {
        let found = self.0.query(selector);
        match !found.is_empty() && asks_whether(selector) {
            true => EcoVec::from([Content::empty()]),
            false => found,
        }
    }

    fn query_first(&self, selector: &Selector) -> Option<Content> {
        self.0.query_first(selector)
    }

    fn query_unique(&self, selector: &Selector) -> StrResult<Content> {
        self.0.query_unique(selector)
    }

    fn query_label(&self, label: Label) -> StrResult<&Content> {
        self.0.query_label(label)
    }

    fn query_labelled(&self) -> EcoVec<Content> {
        self.0.query_labelled()
    }

    fn query_count_before(&self, selector: &Selector, end: Location) -> usize {
        self.0.query_count_before(selector, end)
    }

    fn label_count(&self, label: Label) -> usize {
        self.0.label_count(label)
    }

    fn locator(&self, key: u128, base: Location) -> Option<Location> {
        self.0.locator(key, base)
    }

    fn pages(&self, location: Location) -> Option<NonZeroUsize> {
        self.0.pages(location)
    }

    fn page(&self, location: Location) -> Option<NonZeroUsize> {
        self.0.page(location)
    }

    fn position(&self, location: Location) -> Option<DocumentPosition> {
        self.0.position(location)
    }

    fn page_numbering(&self, location: Location) -> Option<&Numbering> {
        self.0.page_numbering(location)
    }

    fn page_supplement(&self, location: Location) -> Option<&Content> {
        self.0.page_supplement(location)
    }

    fn anchor(&self, location: Location) -> Option<&EcoString> {
        self.0.anchor(location)
    }

    fn document(&self, location: Location) -> Option<Location> {
        self.0.document(location)
    }

    fn path(&self, location: Location) -> Option<&VirtualPath> {
        self.0.path(location)
    }
}

fn asks_whether(selector: &Selector) -> bool {
    match selector {
        Selector::Label(label) => label.resolve().as_str() == IS_THERE,
        Selector::Or(all) | Selector::And(all) => all.iter().any(asks_whether),
        Selector::Before { selector, .. } | Selector::After { selector, .. } => {
            asks_whether(selector)
        }
        _ => false,
    }
}
