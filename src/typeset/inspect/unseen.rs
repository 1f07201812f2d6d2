//! Text that stands on a page and that nobody can see: of the colour of what is behind it, cut off,
//! covered, or too small to be text.
//!
//! Only what is certain is told. What lies on a picture or a gradient, in furniture of the page or
//! in the margins may be seen; so may what is cut or covered in part.

use std::collections::HashSet;

use typst::foundations::{Content, Smart};
use typst::introspection::Tag;
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Rect, Transform};
use typst::model::ParElem;
use typst::pdf::ArtifactElem;
use typst::syntax::Span;
use typst::text::TextItem;
use typst::visualize::{Color, Geometry, Paint, Shape};
use typst_layout::PagedDocument;

use crate::diagnostics::rules::TEXT_NOT_PRINTED;
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place};
use crate::typeset::inspect::area::{common, moved, of_text, rect_of};
use crate::typeset::open::OpenElements;
use crate::typeset::session::Session;

/// Colours that differ by no more than this share of the way from none to all are the same.
const SAME: f32 = 0.04;
/// Type of fewer points is no text.
const SMALLEST: f64 = 2.0;
/// The most of a text that is shown.
const MAX_SHOWN: usize = 30;

/// Returns the text of authors that no reader of the pages can see, once for each paragraph.
pub fn unseen(document: &PagedDocument, session: &Session) -> Vec<Diagnostic> {
    let mut pages = Pages {
        session,
        open: OpenElements::default(),
        painted: Vec::new(),
        texts: Vec::new(),
        told: HashSet::new(),
        findings: Vec::new(),
    };
    for (page, number) in document.pages().iter().zip(1..) {
        let ground = match &page.fill {
            Smart::Auto | Smart::Custom(None) => Some(Color::WHITE),
            Smart::Custom(Some(paint)) => opaque(paint),
        };
        pages.open.all.clear();
        pages.texts.clear();
        pages.painted = vec![Painted {
            rect: rect_of(page.frame.size()),
            colour: ground,
        }];
        let spot = Spot {
            transform: Transform::identity(),
            clip: None,
        };
        pages.frame(&page.frame, spot);
        pages.tell(number);
    }
    pages.findings
}

/// What an element is to somebody who looks for text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Furniture,
    Paragraph,
}

/// Where the walk is on the page.
#[derive(Clone, Copy)]
struct Spot {
    transform: Transform,
    clip: Option<Rect>,
}

/// What was painted on the page so far.
struct Painted {
    rect: Rect,
    /// `None` if it is not of one colour, or does not fill the rectangle.
    colour: Option<Color>,
}

/// A text of an author's.
struct Text<'a> {
    item: &'a TextItem,
    rect: Rect,
    place: Place,
    /// What it is told for: its paragraph, or itself.
    span: Span,
    /// How much was painted before it.
    after: usize,
    why: Option<&'static str>,
}

struct Pages<'a> {
    session: &'a Session,
    open: OpenElements<Kind>,
    painted: Vec<Painted>,
    texts: Vec<Text<'a>>,
    told: HashSet<Span>,
    findings: Vec<Diagnostic>,
}

impl<'a> Pages<'a> {
    fn frame(&mut self, frame: &'a Frame, spot: Spot) {
        for (at, item) in frame.items() {
            let transform = spot.transform.pre_concat(Transform::translate(at.x, at.y));
            let here = Spot { transform, ..spot };
            match item {
                FrameItem::Tag(Tag::Start(element, _)) => self.open.start(element, kind(element)),
                FrameItem::Tag(Tag::End(location, ..)) => self.open.end(*location),
                FrameItem::Group(group) => self.group(group, here),
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Shape(shape, _) => {
                    if let Some(fill) = &shape.fill {
                        let colour = opaque(fill).filter(|_| fills(shape, transform));
                        self.paint(shape.geometry.bbox(None), colour, here);
                    }
                }
                FrameItem::Image(_, size, _) => self.paint(rect_of(*size), None, here),
                FrameItem::Link(..) => {}
            }
        }
    }

    fn group(&mut self, group: &'a GroupItem, spot: Spot) {
        let transform = spot.transform.pre_concat(group.transform);
        let clip = match &group.clip {
            None => spot.clip,
            Some(curve) => {
                let own = moved(curve.bbox(None), transform);
                let nothing = Rect::new(own.min, own.min);
                let outer = spot.clip.unwrap_or(own);
                Some(common(own, outer).unwrap_or(nothing))
            }
        };
        let around = group.parent.map(|parent| (parent, self.open.enter(parent)));
        self.frame(&group.frame, Spot { transform, clip });
        if let Some((parent, around)) = around {
            self.open.leave(parent, around);
        }
    }

    fn paint(&mut self, rect: Rect, colour: Option<Color>, spot: Spot) {
        let rect = moved(rect, spot.transform);
        let rect = spot.clip.map_or(Some(rect), |clip| common(rect, clip));
        self.painted
            .extend(rect.map(|rect| Painted { rect, colour }));
    }

    fn text(&mut self, item: &'a TextItem, spot: Spot) {
        if self.open.all.iter().any(|open| open.is == Kind::Furniture) {
            return;
        }
        let Some(rect) = of_text(item).map(|rect| moved(rect, spot.transform)) else {
            return;
        };
        let own = item.glyphs.first().map(|glyph| glyph.span.0);
        let place = own.and_then(|span| self.session.place(span, 0));
        let (Some(own), Some(place)) = (own, place) else {
            return;
        };
        let why = self.why(item, rect, spot);
        let paragraph = self.open.all.iter().rev();
        let paragraph = paragraph.map(|open| open.span).next();
        self.texts.push(Text {
            item,
            rect,
            place,
            span: paragraph.unwrap_or(own),
            after: self.painted.len(),
            why,
        });
    }

    /// Returns why a text cannot be seen where it is put.
    fn why(&self, item: &TextItem, rect: Rect, spot: Spot) -> Option<&'static str> {
        let size = item.size.to_pt() * spot.transform.sy.get().hypot(spot.transform.kx.get());
        if size < SMALLEST {
            return Some("it is too small");
        }
        if let Some(clip) = spot.clip {
            let is_cut = match common(rect, clip) {
                None => true,
                Some(seen) => {
                    let high = (seen.max.y - seen.min.y) * 2.0 < rect.max.y - rect.min.y;
                    let beyond = (rect.max.x - seen.max.x).max(seen.min.x - rect.min.x);
                    high || beyond > item.size
                }
            };
            if is_cut {
                return Some("it is cut off");
            }
        }
        let Paint::Solid(colour) = &item.fill else {
            return None;
        };
        let centre = (rect.min + rect.max) / 2.0;
        let mut below = self.painted.iter().rev();
        let ground = below.find(|it| holds(it.rect, centre, centre))?;
        (item.stroke.is_none() && is_same(colour, ground.colour.as_ref()?))
            .then_some("it has the colour of what is behind it")
    }

    /// Tells what of a page cannot be seen.
    fn tell(&mut self, page: usize) {
        for text in self.texts.drain(..) {
            let Rect { min, max } = text.rect;
            let covers = |it: &Painted| it.colour.is_some() && holds(it.rect, min, max);
            let is_covered = || self.painted[text.after..].iter().any(covers);
            let why = match text.why {
                None if !is_covered() => continue,
                None => "something is printed over it",
                Some(why) => why,
            };
            if !self.told.insert(text.span) {
                continue;
            }
            let shown = inline(text.item.text.trim(), MAX_SHOWN);
            let message = format!("on page {page}, `{shown}` cannot be seen: {why}");
            self.findings.push(
                Diagnostic::of(&TEXT_NOT_PRINTED, message)
                    .at(text.place)
                    .hint("print it so that it can be read, or take it out"),
            );
        }
    }
}

/// Whether a rectangle holds all between two corners.
fn holds(rect: Rect, min: Point, max: Point) -> bool {
    let slack = Abs::pt(0.1);
    rect.min.x <= min.x + slack
        && rect.min.y <= min.y + slack
        && rect.max.x + slack >= max.x
        && rect.max.y + slack >= max.y
}

/// Returns the colour of a paint through which nothing can be seen.
fn opaque(paint: &Paint) -> Option<Color> {
    match paint {
        Paint::Solid(colour) if colour.alpha().is_none_or(|alpha| alpha >= 1.0) => {
            Some(colour.clone())
        }
        Paint::Solid(_) | Paint::Gradient(_) | Paint::Tiling(_) => None,
    }
}

/// Whether a shape fills the rectangle around it, as it stands on the page.
fn fills(shape: &Shape, transform: Transform) -> bool {
    let is_upright = transform.kx.is_zero() && transform.ky.is_zero();
    is_upright && matches!(shape.geometry, Geometry::Rect(_))
}

/// Whether a colour on a ground cannot be told from it.
fn is_same(colour: &Color, ground: &Color) -> bool {
    let [above, below] = [colour, ground].map(Color::to_rgb);
    let parts = [
        above.red - below.red,
        above.green - below.green,
        above.blue - below.blue,
    ];
    let most = parts.into_iter().map(f32::abs).fold(0.0, f32::max);
    most * above.alpha <= SAME
}

/// Returns what an element is to somebody who looks for text.
fn kind(element: &Content) -> Option<Kind> {
    if element.is::<ArtifactElem>() {
        Some(Kind::Furniture)
    } else if element.is::<ParElem>() {
        Some(Kind::Paragraph)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    /// Returns what cannot be seen of a chapter.
    fn found(chapter: &str) -> Vec<String> {
        let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", chapter);
        let (session, typeset) = sandbox.typeset();
        let found = unseen(&typeset.document, &session).into_iter();
        found.map(|finding| finding.message).collect()
    }

    #[test]
    fn what_nobody_can_see_is_found_whatever_the_reason() {
        for (chapter, why) in [
            (
                "Seen #text(fill: white)[words] seen.",
                "the colour of what is behind it",
            ),
            ("#text(fill: luma(98%))[words]", "the colour"),
            ("#text(fill: rgb(0, 0, 0, 0))[words]", "the colour"),
            ("#block(fill: black)[words]", "the colour"),
            ("#set page(fill: black)\nwords", "the colour"),
            (
                "#box(width: 2cm, height: 1em, clip: true)[Seen\\ words]",
                "cut off",
            ),
            (
                "#box(width: 1cm, clip: true, box(width: 9cm)[words and more words])",
                "cut off",
            ),
            (
                "words#place(top, rect(width: 100%, height: 2em, fill: white))",
                "something is printed over it",
            ),
            ("#text(size: 0.5pt)[words]", "too small"),
            ("#scale(5%)[words]", "too small"),
        ] {
            let found = found(chapter);
            assert_eq!(found.len(), 1, "{chapter}: {found:?}");
            assert!(found[0].contains("`words"), "{chapter}: {found:?}");
            assert!(found[0].contains(why), "{chapter}: {found:?}");
        }
    }

    #[test]
    fn what_can_be_seen_or_is_not_certain_is_left_alone() {
        for chapter in [
            "#block(fill: black, text(fill: white)[words])",
            "#table(fill: navy, text(fill: white)[words])",
            "#block(fill: gradient.linear(black, white), text(fill: white)[words])",
            "#rotate(30deg, block(fill: black, text(fill: white)[words]))",
            "#circle(fill: black, text(fill: white)[words])",
            "#set page(fill: black)\n#text(fill: white)[words]",
            "#text(fill: white, stroke: 0.5pt)[words]",
            "#text(fill: luma(60%))[words]",
            "#block(clip: true, width: 100%)[words]",
            "#highlight[words] #underline[words] #hide[words]",
            "words#place(top, rect(width: 100%, height: 2em, fill: rgb(0, 0, 0, 20)))",
            "words#place(top, rect(width: 3pt, height: 2em, fill: white))",
            "#pdf.artifact(text(fill: white)[words])",
            "$ a^(b^(c^d)) $",
        ] {
            assert_eq!(found(chapter), [""; 0], "{chapter}");
        }
    }
}
