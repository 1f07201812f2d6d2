//! Where the text of a page belongs.
//!
//! A laid-out page does not say how wide its margins are. But its own flow lies in a frame of
//! exactly the size of the text, unless there is next to nothing on the page. So the frames of all
//! pages are asked: what most pages of one size have holds for those that do not say.

use std::collections::BTreeMap;

use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::pdf::ArtifactElem;
use typst_layout::PagedDocument;

use crate::typeset::inspect::area::{moved, rect_of};

/// A frame smaller than these shares of the page, in width and in height, is not that of its text.
const SMALLEST: (f64, f64) = (0.4, 0.5);

/// So many pages agree before the bottom of the text is believed.
const ENOUGH: usize = 3;

/// The text areas that most pages have: by size, and apart for left and right pages.
#[derive(Default)]
pub(super) struct Margins {
    usual: BTreeMap<Sort, Rect>,
}

/// Pages that are alike: width and height, and whether the number is odd.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Sort(Abs, Abs, bool);

/// By left and right edge: on how many pages, and from where to where.
type Areas = BTreeMap<(Abs, Abs), (usize, Rect)>;

impl Margins {
    /// Looks at all pages.
    pub(super) fn of(document: &PagedDocument) -> Self {
        let mut seen: BTreeMap<Sort, Areas> = BTreeMap::new();
        for (page, number) in document.pages().iter().zip(1..) {
            let Some(own) = own_area(&page.frame) else {
                continue;
            };
            let of_sort = seen.entry(sort(&page.frame, number)).or_default();
            let (count, all) = of_sort.entry((own.min.x, own.max.x)).or_insert((0, own));
            *count += 1;
            *all = Rect::new(all.min.min(own.min), all.max.max(own.max));
        }
        let usual = seen.into_iter().filter_map(|(sort, areas)| {
            let (count, area) = areas.into_values().max_by_key(|(count, _)| *count)?;
            let bottom = (count >= ENOUGH).then_some(area.max.y);
            Some((sort, between(sort, area, bottom)))
        });
        Self {
            usual: usual.collect(),
        }
    }

    /// Returns where the text of a page belongs, `None` if that is not known.
    pub(super) fn text_area(&self, frame: &Frame, number: usize) -> Option<Rect> {
        let usual = self.usual.get(&sort(frame, number)).copied();
        let own = own_area(frame);
        match (own, usual) {
            (None, usual) => usual,
            (Some(own), None) => Some(between(sort(frame, number), own, None)),
            (Some(own), Some(usual)) => {
                let is_inside = own.min.x >= usual.min.x && own.max.x <= usual.max.x;
                // What begins where all text begins and is only wider is no page of its own kind.
                let is_overlong = own.min.x == usual.min.x;
                match is_inside || is_overlong {
                    true => Some(usual),
                    false => Some(between(sort(frame, number), own, None)),
                }
            }
        }
    }
}

/// Returns an area that is open above, where nothing runs to, and below where its bottom is not
/// known: one piece of a block may be all that stands on a page.
fn between(Sort(_, height, _): Sort, area: Rect, bottom: Option<Abs>) -> Rect {
    Rect::new(
        Point::new(area.min.x, Abs::zero()),
        Point::new(area.max.x, bottom.unwrap_or(height)),
    )
}

fn sort(frame: &Frame, number: usize) -> Sort {
    let Size { x, y } = frame.size();
    Sort(x, y, number % 2 == 1)
}

/// Returns the frame of a page's own flow: the first thing on it that is no furniture and belongs
/// to nothing that stands elsewhere, as a float does. `None` if the flow has no frame of its own.
fn own_area(frame: &Frame) -> Option<Rect> {
    let page = frame.size();
    let mut open = Vec::new();
    for (at, item) in frame.items() {
        match item {
            FrameItem::Tag(Tag::Start(element, _)) => open.extend(element.location()),
            FrameItem::Tag(Tag::End(location, ..)) => open.retain(|open| open != location),
            FrameItem::Group(group) if group.parent.is_some() => {}
            FrameItem::Group(group) if begins_furniture(&group.frame) => {}
            FrameItem::Group(group) if open.is_empty() => {
                let by = Transform::translate(at.x, at.y).pre_concat(group.transform);
                let area = moved(rect_of(group.frame.size()), by);
                let is_inside = area.min.x > Abs::zero() && area.max.x < page.x;
                let size = group.frame.size();
                let is_large = size.x > page.x * SMALLEST.0 && size.y > page.y * SMALLEST.1;
                return (is_inside && is_large).then_some(area);
            }
            FrameItem::Group(_)
            | FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
                if open.is_empty() =>
            {
                return None;
            }
            FrameItem::Group(_)
            | FrameItem::Text(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..) => {}
        }
    }
    None
}

/// Whether a frame is a header, a footer or a background: what it holds first says so.
fn begins_furniture(frame: &Frame) -> bool {
    let first = frame.items().find_map(|(_, item)| match item {
        FrameItem::Tag(Tag::Start(element, _)) => Some(element),
        FrameItem::Tag(Tag::End(..))
        | FrameItem::Group(_)
        | FrameItem::Text(_)
        | FrameItem::Shape(..)
        | FrameItem::Image(..)
        | FrameItem::Link(..) => None,
    });
    first.is_some_and(|element| element.is::<ArtifactElem>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn the_text_area_of_a_page_is_found_and_a_nearly_empty_one_takes_that_of_the_others() {
        let text = "Some words of a paragraph.\n\n".repeat(8);
        let pages = format!("{text}\n#pagebreak()\n").repeat(6);
        let sandbox = Sandbox::new(&format!(
            "#set page(margin: (x: 2cm, y: 3cm), header: [Head], numbering: \"1\")\n{pages}\nOne line."
        ));
        let (_, typeset) = sandbox.typeset();
        let margins = Margins::of(&typeset.document);
        let areas = typeset.document.pages().iter().zip(1..);
        let areas: Vec<_> = areas
            .map(|(page, number)| margins.text_area(&page.frame, number).unwrap())
            .collect();
        assert_eq!(areas.len(), 7);
        for area in areas {
            let edges = [area.min.x, area.max.x, area.min.y, area.max.y].map(Abs::to_cm);
            let expected = [2.0, 10.0, 0.0, 13.0];
            let is_near = |(a, b): (f64, f64)| (a - b).abs() < 0.01;
            assert!(edges.into_iter().zip(expected).all(is_near), "{edges:?}");
        }
    }
}
