//! Whether the pages that the contents, the lists and the references name are those on which the
//! heading or the caption is drawn, and whether figures and tables stand in the order of their
//! numbers.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use typst::foundations::{Content, Packed, StyleChain};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::model::{FigureCaption, FigureElem, FigureKind, HeadingElem, Numbering, OutlineEntry};
use typst::model::{RefElem, RefForm};
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst::syntax::Span;
use typst_layout::PagedDocument;

use crate::diagnostics::Diagnostic;
use crate::typeset::rules::{NUMBERS_OUT_OF_ORDER, WRONG_PAGE_LISTED};
use crate::typeset::session::Session;

/// The labels under which the template marks where rows that may go over pages begin and end.
const ROWS_BEGIN: &str = "folio-rows-begin";
const ROWS_END: &str = "folio-rows-end";

/// So near to each other, two captions stand on one line or at one edge.
const NEAR: Abs = Abs::raw(1.0);

/// Returns what is wrong with the numbers of pages, figures and tables. Whether the pages came to rest
/// decides what the author is told to do.
pub fn untrue_numbers(
    document: &PagedDocument,
    session: &Session,
    are_at_rest: bool,
) -> Vec<Diagnostic> {
    let pages = Pages::of(document);
    let hint = match are_at_rest {
        true => {
            "let `#outline()` or `#ref(<…>, form: \"page\")` print the number, not a rule of your own"
        }
        false => {
            "the pages do not come to rest: mend what `not-settled` names, and this goes with it"
        }
    };
    let mut findings = pages.wrong(document, session, hint);
    findings.extend(pages.out_of_order(session));
    findings
}

/// Returns the figures and tables that are printed before one of their kind which they follow in the
/// text, or between the rows of a table that goes on over pages.
pub(crate) fn out_of_place(document: &PagedDocument) -> Vec<Location> {
    let pages = Pages::of(document);
    let found = pages.overtaking().chain(pages.between_rows());
    found.map(|figure| figure.its).collect()
}

/// What names a page.
struct Named {
    its: Location,
    target: Content,
    printed: String,
    page: usize,
}

/// Where something is drawn.
#[derive(Clone, Copy)]
struct Drawn {
    page: usize,
    at: Point,
}

/// A figure or table where it stands in the text.
struct Figure {
    its: Location,
    kind: String,
    span: Span,
}

#[derive(Default)]
struct Pages {
    page: usize,
    /// The head or the foot of a page, which is no part of what its end leaves open.
    margin: Option<Location>,
    /// What names a page and is not yet ended.
    open: Vec<Named>,
    named: Vec<Named>,
    /// Headings and captions of which nothing was drawn yet, by what a reader is led to.
    awaited: Vec<Location>,
    drawn: HashMap<Location, Drawn>,
    /// The figures with a number, as they stand in the text; those inside others are left out, for
    /// they are drawn before the caption of what they stand in.
    figures: Vec<Figure>,
    /// Where the rows begin and end that may go over pages.
    rows: Vec<(Drawn, Option<Drawn>)>,
    /// The spans of figures that stand inside others.
    inside: HashSet<Span>,
}

impl Pages {
    fn of(document: &PagedDocument) -> Self {
        let mut pages = Self::default();
        for (page, number) in document.pages().iter().zip(0..) {
            pages.page = number;
            pages.frame(&page.frame, Point::zero());
        }
        pages
    }

    fn frame(&mut self, frame: &Frame, origin: Point) {
        for (at, item) in frame.items() {
            let at = origin + *at;
            match item {
                FrameItem::Group(group) => self.frame(&group.frame, at),
                FrameItem::Tag(Tag::Start(element, _)) => self.start(element, at),
                FrameItem::Tag(Tag::End(location, ..)) => {
                    self.margin = self.margin.filter(|margin| margin != location);
                    let ended = self.open.iter().rposition(|open| open.its == *location);
                    self.named.extend(ended.map(|at| self.open.remove(at)));
                }
                FrameItem::Text(text) => {
                    if self.margin.is_some() {
                        continue;
                    }
                    if let Some(open) = self.open.last_mut() {
                        open.printed = text.text.to_string();
                        open.page = self.page;
                    }
                    let drawn = Drawn {
                        page: self.page,
                        at,
                    };
                    for location in self.awaited.drain(..) {
                        self.drawn.entry(location).or_insert(drawn);
                    }
                }
                FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
            }
        }
    }

    fn start(&mut self, element: &Content, at: Point) {
        let Some(its) = element.location() else {
            return;
        };
        let drawn = Drawn {
            page: self.page,
            at,
        };
        if is_margin(element) {
            self.margin = Some(its);
        } else if element.is::<MetadataElem>() {
            let label = element.label().map(|label| label.resolve());
            match label.as_ref().map(|label| label.as_str()) {
                Some(ROWS_BEGIN) => self.rows.push((drawn, None)),
                Some(ROWS_END) => {
                    let mut open = self.rows.iter_mut().rev();
                    let open = open.find(|(_, end)| end.is_none());
                    open.into_iter().for_each(|(_, end)| *end = Some(drawn));
                }
                _ => {}
            }
        } else if element.is::<HeadingElem>() {
            self.awaited.push(its);
        } else if let Some(caption) = element.to_packed::<FigureCaption>() {
            self.awaited.extend(caption.figure_location.flatten());
        } else if let Some(figure) = element.to_packed::<FigureElem>() {
            let _ = figure.body.traverse::<_, ()>(&mut |inner: Content| {
                if inner.is::<FigureElem>() {
                    self.inside.insert(inner.span());
                }
                ControlFlow::Continue(())
            });
            let is_inside = self.inside.contains(&element.span());
            let kind = numbered(figure).filter(|_| !is_inside);
            self.figures.extend(kind.map(|kind| Figure {
                its,
                kind,
                span: element.span(),
            }));
        } else if let Some(target) = target(element) {
            self.open.push(Named {
                its,
                target,
                printed: String::new(),
                page: self.page,
            });
        }
    }

    fn wrong(&self, document: &PagedDocument, session: &Session, hint: &str) -> Vec<Diagnostic> {
        let wrong = self.named.iter().filter_map(|named| {
            let drawn = self.drawn.get(&named.target.location()?)?;
            let right = page_number(document, drawn.page)?;
            let printed = last_number(&named.printed)?;
            if printed == right {
                return None;
            }
            let on = page_number(document, named.page)?;
            let message =
                format!("page {on} says that this is on page {printed}, and it is on page {right}");
            Some(
                Diagnostic::of(&WRONG_PAGE_LISTED, message)
                    .maybe_at(session.place(named.target.span(), 0))
                    .hint(hint),
            )
        });
        wrong.collect()
    }

    fn out_of_order(&self, session: &Session) -> Vec<Diagnostic> {
        let finding = |figure: &Figure| {
            let message = "this is printed before the one that it follows in the text";
            Diagnostic::of(&NUMBERS_OUT_OF_ORDER, message)
                .maybe_at(session.place(figure.span, 0))
                .hint("move it a paragraph down, or the one before it a paragraph up")
        };
        self.overtaking().map(finding).collect()
    }

    fn overtaking(&self) -> impl Iterator<Item = &Figure> {
        let mut last: HashMap<&str, Drawn> = HashMap::new();
        self.figures.iter().filter(move |figure| {
            let drawn = self.drawn.get(&figure.its);
            let Some(drawn) = drawn else { return false };
            let before = last.insert(&figure.kind, *drawn);
            before.is_some_and(|before| drawn.is_above(before))
        })
    }

    fn between_rows(&self) -> impl Iterator<Item = &Figure> {
        self.figures.iter().filter(|figure| {
            let place = |it: &Drawn| (it.page, it.at.y);
            let drawn = self.drawn.get(&figure.its).map(place);
            self.rows.iter().any(|(begin, end)| {
                let (begin, end) = (Some(place(begin)), end.as_ref().map(place));
                begin < drawn && drawn < end
            })
        })
    }
}

impl Drawn {
    /// Whether a reader meets it before another; what stands side by side is read as it comes.
    fn is_above(self, other: Self) -> bool {
        let is_higher = self.at.y + NEAR < other.at.y && (self.at.x - other.at.x).abs() < NEAR;
        self.page < other.page || (self.page == other.page && is_higher)
    }
}

/// Whether an element is the head or the foot of a page, or what lies under it.
fn is_margin(element: &Content) -> bool {
    let artifact = element.to_packed::<ArtifactElem>();
    artifact.is_some_and(|artifact| {
        matches!(
            artifact.kind.get(StyleChain::default()),
            ArtifactKind::Header | ArtifactKind::Footer | ArtifactKind::Background
        )
    })
}

/// Returns the kind of a figure that has a number of its own.
fn numbered(figure: &Packed<FigureElem>) -> Option<String> {
    let caption = figure.caption.as_option().as_ref()?.as_ref()?;
    caption.numbering.as_ref()?.as_ref()?;
    Some(match caption.kind.as_ref()? {
        FigureKind::Elem(element) => element.name().to_owned(),
        FigureKind::Name(name) => name.to_string(),
    })
}

/// Returns what an element names the page of.
fn target(element: &Content) -> Option<Content> {
    if let Some(entry) = element.to_packed::<OutlineEntry>() {
        return Some(entry.element.clone());
    }
    let reference = element.to_packed::<RefElem>()?;
    let is_page = reference.form.as_option() == &Some(RefForm::Page);
    reference.element.clone().flatten().filter(|_| is_page)
}

/// Returns the number that a page bears; `None` if it has none, or code makes it.
fn page_number(document: &PagedDocument, page: usize) -> Option<String> {
    let page = document.pages().get(page)?;
    match page.numbering.as_ref()? {
        Numbering::Pattern(pattern) => Some(pattern.apply(None, &[page.number]).ok()?.into()),
        Numbering::Func(_) => None,
    }
}

/// Returns the last word of a text if it is a number as pages have one: what an entry holds may go
/// on behind the head of the next page.
fn last_number(text: &str) -> Option<&str> {
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    let last = words.rev().find(|word| !word.is_empty())?;
    let is_figures = last.bytes().all(|byte| byte.is_ascii_digit());
    let is_roman = last.bytes().all(|byte| b"ivxlcdm".contains(&byte));
    (is_figures || is_roman).then_some(last)
}

#[cfg(test)]
mod tests;
