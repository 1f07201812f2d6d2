//! Links to works. A link in the text names its work, and where the reference stands is looked up on
//! the finished pages: whoever cites is then laid out once, and not again whenever the list moves.

use std::borrow::Cow;
use std::collections::HashMap;

use typst::introspection::{Introspector, Location};
use typst::layout::Abs;
use typst::model::Destination;
use typst_layout::PagedDocument;
use typst_utils::hash128;

/// What the label of a reference begins with; its key follows.
pub(super) const REFERENCE: &str = "folio:reference:";

/// How far down a page a link to a work seems to lead, in points; `work-links.typ` says the same.
const ABOVE_ALL_PAGES: f64 = -1e6;

/// Returns the number that stands for a work in a link. It has 44 bits: in the engine's own unit, of
/// which a point has 127, a length still holds it exactly.
pub(super) fn number_of(key: &str) -> u64 {
    u64::try_from(hash128(key) >> 84).unwrap_or_default()
}

/// Returns how far from the left a link to a work seems to lead.
fn place_of(number: u64) -> Abs {
    #[expect(clippy::cast_precision_loss, reason = "it has 44 bits")]
    Abs::pt(number as f64)
}

/// Where the references stand, by where links to their works seem to lead.
pub(super) struct Works(HashMap<Abs, Location>);

impl Works {
    pub(super) fn of(document: &PagedDocument) -> Self {
        let labelled = document.introspector().query_labelled();
        let references = labelled.iter().filter_map(|element| {
            let label = element.label()?.resolve();
            let key = label.as_str().strip_prefix(REFERENCE)?;
            Some((place_of(number_of(key)), element.location()?))
        });
        Self(references.collect())
    }

    /// Returns where a link leads in truth.
    pub(super) fn resolve<'a>(&self, to: &'a Destination) -> Cow<'a, Destination> {
        let location = match to {
            Destination::Position(at) if at.point.y == Abs::pt(ABOVE_ALL_PAGES) => {
                self.0.get(&at.point.x)
            }
            Destination::Position(_) | Destination::Url(_) | Destination::Location(_) => None,
        };
        match location {
            Some(location) => Cow::Owned(Destination::Location(*location)),
            None => Cow::Borrowed(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use typst::introspection::PagedPosition;
    use typst::layout::Point;

    use super::*;

    fn link_to(key: &str) -> Destination {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a number of a work is held exactly"
        )]
        let point = Point::new(Abs::pt(number_of(key) as f64), Abs::pt(ABOVE_ALL_PAGES));
        let page = NonZeroUsize::MIN;
        Destination::Position(PagedPosition { page, point })
    }

    #[test]
    fn a_link_finds_its_work_and_no_other() {
        let keys: Vec<String> = (0..2000).map(|it| format!("work{it}")).collect();
        let places = keys.iter().zip(0..);
        let works = Works(
            places
                .map(|(key, at)| (place_of(number_of(key)), Location::new(at)))
                .collect(),
        );
        for (key, at) in keys.iter().zip(0..) {
            let location = Destination::Location(Location::new(at));
            assert_eq!(works.resolve(&link_to(key)).as_ref(), &location, "{key}");
        }
        let unknown = link_to("nobody2020");
        assert_eq!(works.resolve(&unknown).as_ref(), &unknown);
    }
}
