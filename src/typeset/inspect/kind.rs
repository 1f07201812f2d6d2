//! What an element is to somebody who looks for what runs off the page.

use typst::foundations::Content;
use typst::layout::PlaceElem;
use typst::math::EquationElem;
use typst::model::{FigureElem, TableElem};
use typst::pdf::ArtifactElem;
use typst::text::RawElem;
use typst::visualize::ImageElem;

use crate::typeset::inspect::flaw::Thing;

/// What an element is to somebody who looks for what runs off the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Thing(Thing),
    /// No content: furniture of the page.
    Furniture,
    /// Put where it is by hand.
    Placed,
    Paragraph,
}

impl Kind {
    /// Returns what an element is; `None` if it does not matter here.
    pub(super) fn of(element: &Content) -> Option<Self> {
        Some(if element.is::<TableElem>() {
            Kind::Thing(Thing::Table)
        } else if element.is::<FigureElem>() {
            Kind::Thing(Thing::Figure)
        } else if element.is::<ImageElem>() {
            Kind::Thing(Thing::Picture)
        } else if element.is::<EquationElem>() {
            Kind::Thing(Thing::Formula)
        } else if element.is::<RawElem>() {
            Kind::Thing(Thing::Code)
        } else if element.is::<ArtifactElem>() {
            Kind::Furniture
        } else if element.is::<PlaceElem>() {
            Kind::Placed
        } else if element.elem().name() == "par" {
            Kind::Paragraph
        } else {
            return None;
        })
    }
}
