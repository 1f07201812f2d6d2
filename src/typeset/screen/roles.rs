//! What stands on a page as a tree: headings, paragraphs, lists, tables, links, and where each of
//! their texts is drawn.

use std::collections::HashMap;

use serde::Serialize;
use typst::foundations::{Content, Smart};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, GridCell, HideElem, Point, RepeatElem, Transform};
use typst::model::{
    Destination, EnumElem, FootnoteEntry, HeadingElem, LinkMarker, ListElem, Outlinable, ParElem,
    QuoteElem, TableCell, TableElem, TermsElem, TitleElem,
};
use typst::pdf::{ArtifactElem, PdfMarkerTag, PdfMarkerTagKind};
use typst_layout::PagedDocument;

use crate::typeset::open::OpenElements;
use crate::typeset::works::Works;

/// What an element is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Furniture, filler, what is printed again: not read.
    Silent,
    /// A heading of a level, from 1; the title is level 0.
    Heading(usize),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// Something in a list, with its bullet or number.
    Item,
    /// A table.
    Table,
    /// A cell: its row, and whether it names its column.
    Cell(usize, bool),
    /// A quotation.
    Quote,
    /// A note.
    Note,
    /// A link.
    Link,
}

/// An element that has something on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// The element around it; an index of [`PageRoles::elements`].
    pub parent: Option<usize>,
    /// Where a link leads: an address, or a page from 1.
    pub to: Option<Result<usize, String>>,
}

/// A text or a picture of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Left, top, right and bottom, in points from the page's upper left.
    pub area: [f64; 4],
    /// The innermost element; an index of [`PageRoles::elements`].
    pub element: Option<usize>,
    /// What a picture shows, in words.
    pub alt: Option<String>,
}

/// The tree of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageRoles {
    /// The elements, each after the one around it.
    pub elements: Vec<Element>,
    /// The texts and described pictures, in the order of reading.
    pub runs: Vec<Run>,
}

/// Reads what stands on each page.
pub fn page_roles(document: &PagedDocument) -> Vec<PageRoles> {
    let mut reader = Reader {
        document,
        works: Works::of(document),
        open: OpenElements::default(),
        heads: HashMap::new(),
        items: HashMap::new(),
        page: PageRoles::default(),
        known: HashMap::new(),
    };
    let pages = document.pages().iter();
    pages
        .map(|page| {
            reader.known.clear();
            reader.frame(&page.frame, Transform::identity());
            std::mem::take(&mut reader.page)
        })
        .collect()
}

struct Reader<'a> {
    document: &'a PagedDocument,
    works: Works,
    open: OpenElements<Role>,
    /// How many rows the head of a table has.
    heads: HashMap<Location, usize>,
    /// The element that stands for the last item of a list, and for the body behind a bullet.
    items: HashMap<Location, Location>,
    page: PageRoles,
    /// The elements of the page, by where they stand in the document.
    known: HashMap<Location, usize>,
}

impl Reader<'_> {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (at, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    let around = group.parent.map(|parent| (parent, self.open.enter(parent)));
                    self.frame(&group.frame, here.pre_concat(group.transform));
                    if let Some((parent, around)) = around {
                        self.open.leave(parent, around);
                    }
                }
                FrameItem::Tag(Tag::Start(element, flags)) if flags.tagged => self.start(element),
                FrameItem::Tag(Tag::End(location, _, flags)) if flags.tagged => {
                    self.open.end(*location);
                }
                FrameItem::Text(text) => {
                    let above = text.font.metrics().ascender.at(text.size);
                    let below = text.font.metrics().descender.at(text.size);
                    let corners = [Point::with_y(-above), Point::new(text.width(), -below)];
                    self.run(corners, here, None);
                }
                FrameItem::Image(image, size, _) => {
                    if let Some(alt) = image.alt() {
                        let corners = [Point::zero(), size.to_point()];
                        self.run(corners, here, Some(alt.to_owned()));
                    }
                }
                FrameItem::Link(to, _) => self.link(to),
                FrameItem::Tag(_) | FrameItem::Shape(..) => {}
            }
        }
    }

    fn run(&mut self, corners: [Point; 2], here: Transform, alt: Option<String>) {
        let [from, to] = corners.map(|corner| corner.transform(here));
        let (left, right) = (from.x.min(to.x), from.x.max(to.x));
        let (top, bottom) = (from.y.min(to.y), from.y.max(to.y));
        let element = self.innermost();
        self.page.runs.push(Run {
            area: [left, top, right, bottom].map(|side| side.to_pt()),
            element,
            alt,
        });
    }

    /// Returns the innermost open element, which the page then has, with all that is around it.
    fn innermost(&mut self) -> Option<usize> {
        let mut parent = None;
        for at in 0..self.open.all.len() {
            let open = self.open.all[at];
            let location = match open.is {
                Role::Item => self.items.get(&open.location).copied(),
                _ => None,
            };
            let location = location.unwrap_or(open.location);
            let next = self.page.elements.len();
            let index = *self.known.entry(location).or_insert(next);
            if index == next {
                self.page.elements.push(Element {
                    role: open.is,
                    parent,
                    to: None,
                });
            }
            parent = Some(index);
        }
        parent
    }

    fn link(&mut self, to: &Destination) {
        let Some(element) = self.innermost() else {
            return;
        };
        let lead = match self.works.resolve(to).as_ref() {
            Destination::Url(url) => Some(Err(url.as_str().to_owned())),
            Destination::Position(position) => Some(Ok(position.page.get())),
            Destination::Location(location) => {
                let found = self.document.introspector().position(*location);
                found.map(|position| Ok(position.page.get()))
            }
        };
        let mut at = Some(element);
        while let Some(index) = at {
            let element = &mut self.page.elements[index];
            if element.role == Role::Link {
                element.to = element.to.take().or(lead);
                return;
            }
            at = element.parent;
        }
    }

    fn start(&mut self, element: &Content) {
        let role = self.role(element);
        if let (Some(Role::Item), Some(location)) = (role, element.location()) {
            let list = self.open.all.iter().rev();
            let mut list = list.filter(|open| open.is == Role::List);
            let list = list.next().map(|open| open.location);
            let is_body = element.to_packed::<PdfMarkerTag>().is_some_and(|marker| {
                matches!(
                    marker.kind,
                    PdfMarkerTagKind::ListItemBody | PdfMarkerTagKind::TermsItemBody
                )
            });
            if let Some(list) = list {
                let item = *self.items.entry(list).or_insert(location);
                let item = if is_body { item } else { location };
                self.items.insert(list, item);
                self.items.insert(location, item);
            }
        }
        self.open.start(element, role);
    }

    fn role(&mut self, element: &Content) -> Option<Role> {
        let repeats = |repeated: Option<&bool>| repeated == Some(&true);
        Some(if element.is::<LinkMarker>() {
            Role::Link
        } else if element.is::<ArtifactElem>()
            || element.is::<HideElem>()
            || element.is::<RepeatElem>()
        {
            Role::Silent
        } else if let Some(cell) = element.to_packed::<TableCell>() {
            if repeats(cell.is_repeated.as_option().as_ref()) {
                return Some(Role::Silent);
            }
            let row = match cell.y.as_option() {
                Some(Smart::Custom(row)) => *row,
                Some(Smart::Auto) | None => 0,
            };
            let open = self.open.all.iter().rev();
            let mut tables = open.filter(|open| open.is == Role::Table);
            let head = tables
                .next()
                .and_then(|open| self.heads.get(&open.location));
            Role::Cell(row, head.is_some_and(|head| row < *head))
        } else if let Some(cell) = element.to_packed::<GridCell>() {
            if !repeats(cell.is_repeated.as_option().as_ref()) {
                return None;
            }
            Role::Silent
        } else if let Some(heading) = element.to_packed::<HeadingElem>() {
            Role::Heading(heading.level().get())
        } else if element.is::<TitleElem>() {
            Role::Heading(0)
        } else if let Some(table) = element.to_packed::<TableElem>() {
            if let (Some(grid), Some(location)) = (table.grid.as_ref(), element.location()) {
                let end = grid.headers.iter().map(|head| head.range.end).max();
                let rows = end.unwrap_or_default();
                let rows = if grid.has_gutter {
                    rows.div_ceil(2)
                } else {
                    rows
                };
                self.heads.insert(location, rows);
            }
            Role::Table
        } else if element.is::<ListElem>() || element.is::<EnumElem>() || element.is::<TermsElem>()
        {
            Role::List
        } else if let Some(marker) = element.to_packed::<PdfMarkerTag>() {
            match marker.kind {
                PdfMarkerTagKind::ListItemLabel
                | PdfMarkerTagKind::ListItemBody
                | PdfMarkerTagKind::TermsItemLabel
                | PdfMarkerTagKind::TermsItemBody => Role::Item,
                PdfMarkerTagKind::OutlineBody
                | PdfMarkerTagKind::Bibliography(_)
                | PdfMarkerTagKind::BibEntry
                | PdfMarkerTagKind::Label => return None,
            }
        } else if element.is::<FootnoteEntry>() {
            Role::Note
        } else if element.is::<QuoteElem>() {
            Role::Quote
        } else if element.is::<ParElem>() {
            Role::Paragraph
        } else {
            return None;
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn headings_lists_and_tables_are_told_apart() {
        let text = "= One\n\nA #link(\"https://example.org\")[link].\n\n- First\n- Second\n\n#table(columns: 2, table.header[A][B], [1], [2])\n";
        let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", text);
        let (_, typeset) = sandbox.typeset();
        let page = page_roles(&typeset.document).remove(0);
        let roles: Vec<Role> = page.elements.iter().map(|it| it.role).collect();
        let count = |role: Role| roles.iter().filter(|it| **it == role).count();
        assert_eq!(count(Role::Heading(1)), 1);
        assert_eq!(count(Role::List), 1);
        assert_eq!(count(Role::Item), 2);
        assert_eq!(count(Role::Cell(0, true)), 2);
        assert_eq!(count(Role::Cell(1, false)), 2);
        let link = page.elements.iter().find(|it| it.role == Role::Link);
        let address = Err("https://example.org".to_owned());
        assert_eq!(link.and_then(|it| it.to.clone()), Some(address));
    }
}
