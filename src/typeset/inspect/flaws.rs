//! What is wrong on the laid-out pages: signs that no font has, and what runs off the page.
//!
//! One thing is told once a page, however many glyphs of it are outside. Margin notes, headers,
//! footers, backgrounds and what an author placed by hand belong outside the text; they are only
//! told where they leave the page itself.

use std::collections::{BTreeSet, HashMap};

use typst::introspection::{Location, Tag};
use typst::layout::{Abs, Frame, FrameItem, GroupItem, Point, Rect, Transform};
use typst::syntax::Span;
use typst::text::{Glyph, TextItem};
use typst_layout::PagedDocument;

use crate::diagnostics::{Diagnostic, Place};
use crate::typeset::inspect::area::{common, moved, of_text, overrun, rect_of};
use crate::typeset::inspect::flaw::{Flaw, PageFlaw, Thing};
use crate::typeset::inspect::kind::Kind;
use crate::typeset::inspect::margins::Margins;
use crate::typeset::open::{Open, OpenElements};
use crate::typeset::session::Session;

/// So many points outside the page are no rounding.
const OFF_PAGE: f64 = 1.0;
/// So many points outside the text, about 4 mm, are seen at a glance; a hanging sign is less.
const INTO_MARGIN: f64 = 12.0;
/// The most signs of one page that are named.
const MAX_SIGNS: usize = 12;

/// Tells what is wrong on the pages, in their order.
pub fn flaws(document: &PagedDocument, session: &Session) -> Vec<Diagnostic> {
    let found = found(document, session).into_iter();
    found.map(PageFlaw::told).collect()
}

fn found(document: &PagedDocument, session: &Session) -> Vec<PageFlaw> {
    let mut finder = Finder {
        session,
        page: 0,
        bounds: Rect::new(Point::zero(), Point::zero()),
        margins: Margins::of(document),
        text_area: None,
        open: OpenElements::default(),
        signs: BTreeSet::new(),
        told: HashMap::new(),
        told_signs: HashMap::new(),
        found: Vec::new(),
    };
    for (page, number) in document.pages().iter().zip(1..) {
        finder.page(&page.frame, number);
    }
    finder.found
}

struct Finder<'a> {
    session: &'a Session,
    page: usize,
    bounds: Rect,
    margins: Margins,
    /// Where the text of this page belongs; `None` if that is not known.
    text_area: Option<Rect>,
    open: OpenElements<Kind>,
    /// The signs that were told on this page.
    signs: BTreeSet<char>,
    /// What was told on this page, with its position among the findings.
    told: HashMap<Key, usize>,
    /// The paragraphs of this page whose signs were told.
    told_signs: HashMap<Key, usize>,
    found: Vec<PageFlaw>,
}

/// What is told once a page.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Element(Location),
    Loose(Span),
}

/// Where the walk is on the page.
#[derive(Clone, Copy)]
struct Spot {
    transform: Transform,
    clip: Option<Rect>,
}

impl Finder<'_> {
    fn page(&mut self, frame: &Frame, number: usize) {
        self.page = number;
        self.bounds = rect_of(frame.size());
        self.signs.clear();
        self.told.clear();
        self.told_signs.clear();
        self.text_area = self.margins.text_area(frame, number);
        for (at, item) in frame.items() {
            let spot = Spot {
                transform: Transform::translate(at.x, at.y),
                clip: None,
            };
            self.item(item, spot);
        }
    }

    fn item(&mut self, item: &FrameItem, spot: Spot) {
        match item {
            FrameItem::Tag(Tag::Start(element, _)) => self.open.start(element, Kind::of(element)),
            FrameItem::Tag(Tag::End(location, ..)) => self.open.end(*location),
            FrameItem::Group(group) => self.group(group, spot),
            FrameItem::Text(text) => {
                self.missing(text);
                if let Some(rect) = of_text(text) {
                    self.look(rect, spot, Seen::Text(text));
                }
            }
            FrameItem::Image(_, size, span) => {
                self.look(rect_of(*size), spot, Seen::Picture(*span));
            }
            // A line or a field of colour alone is decoration, unless it is drawn in a figure.
            FrameItem::Shape(shape, span) if self.thing().is_some() => {
                self.look(shape.bbox(false), spot, Seen::Shape(*span));
            }
            FrameItem::Shape(..) | FrameItem::Link(..) => {}
        }
    }

    fn group(&mut self, group: &GroupItem, spot: Spot) {
        let transform = spot.transform.pre_concat(group.transform);
        let clip = match &group.clip {
            None => spot.clip,
            Some(curve) => {
                let own = moved(curve.bbox(None), transform);
                let nothing = Rect::new(own.min, own.min);
                Some(match spot.clip {
                    None => own,
                    Some(outer) => common(own, outer).unwrap_or(nothing),
                })
            }
        };
        let around = group.parent.map(|parent| (parent, self.open.enter(parent)));
        for (at, item) in group.frame.items() {
            let spot = Spot {
                transform: transform.pre_concat(Transform::translate(at.x, at.y)),
                clip,
            };
            self.item(item, spot);
        }
        if let Some((parent, around)) = around {
            self.open.leave(parent, around);
        }
    }

    fn is_furniture(&self) -> bool {
        self.open.all.iter().any(|open| open.is == Kind::Furniture)
    }

    /// Returns the thing that is open: a table before the figure around it and the paragraph in it.
    fn thing(&self) -> Option<(Thing, &Open<Kind>)> {
        let things = self.open.all.iter().filter_map(|open| match open.is {
            Kind::Thing(thing) => Some((thing, open)),
            Kind::Furniture | Kind::Placed | Kind::Paragraph => None,
        });
        things.min_by_key(|(thing, _)| *thing)
    }

    /// Tells the signs of a line that no font has.
    fn missing(&mut self, text: &TextItem) {
        let mut signs = Vec::new();
        let mut first = None;
        for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
            let written = text.text.get(glyph.range()).unwrap_or_default();
            for sign in written.chars().filter(|sign| is_printed(*sign)) {
                if signs.len() < MAX_SIGNS && self.signs.insert(sign) {
                    first.get_or_insert(glyph);
                    signs.push(sign);
                }
            }
        }
        let Some(glyph) = first else {
            return;
        };
        let key = self.paragraph(glyph.span.0);
        if let Some(known) = self.told_signs.get(&key)
            && let Flaw::MissingGlyphs(known) = &mut self.found[*known].flaw
        {
            known.extend(signs);
            known.truncate(MAX_SIGNS);
            return;
        }
        self.told_signs.insert(key, self.found.len());
        let length = text.text.get(glyph.range()).unwrap_or_default().len();
        let place = self.short_place(glyph, length);
        self.found.push(PageFlaw {
            page: self.page,
            flaw: Flaw::MissingGlyphs(signs),
            place: place.or_else(|| self.around()),
        });
    }

    /// Looks whether something is seen outside the page or outside the text.
    fn look(&mut self, rect: Rect, spot: Spot, seen: Seen<'_>) {
        if self.is_furniture() {
            return;
        }
        let rect = moved(rect, spot.transform);
        let rect = match spot.clip {
            None => rect,
            Some(clip) => match common(rect, clip) {
                None => return,
                Some(rect) => rect,
            },
        };
        let off_page = overrun(rect, self.bounds).filter(|(_, by)| by.to_pt() > OFF_PAGE);
        let is_placed = self.open.all.iter().any(|open| open.is == Kind::Placed);
        let into_margin = || {
            let area = self.text_area.filter(|_| !is_placed)?;
            overrun(rect, area).filter(|(_, by)| by.to_pt() > INTO_MARGIN)
        };
        let (is_off_page, (edge, by)) = match off_page {
            Some(over) => (true, over),
            None => match into_margin() {
                Some(over) => (false, over),
                None => return,
            },
        };
        let (thing, key) = match (self.thing(), seen) {
            (Some((thing, open)), _) => (thing, Key::Element(open.location)),
            (None, Seen::Picture(span)) => (Thing::Picture, Key::Loose(span)),
            (None, Seen::Shape(span)) => (Thing::Figure, Key::Loose(span)),
            (None, Seen::Text(_)) => (Thing::Text, self.paragraph(seen.span())),
        };
        let by = millimetres(by);
        let flaw = match is_off_page {
            true => Flaw::OffPage { thing, edge, by },
            false => Flaw::IntoMargin { thing, edge, by },
        };
        match self.told.get(&key) {
            Some(known) => {
                let known = &mut self.found[*known];
                if flaw.weight() > known.flaw.weight() {
                    known.flaw = flaw;
                }
            }
            None => {
                let place = self.place(thing, seen, rect, is_off_page);
                self.told.insert(key, self.found.len());
                self.found.push(PageFlaw {
                    page: self.page,
                    flaw,
                    place,
                });
            }
        }
    }

    /// Returns the paragraph that loose text belongs to.
    fn paragraph(&self, span: Span) -> Key {
        let mut inner_first = self.open.all.iter().rev();
        let inner = inner_first.find(|open| open.is == Kind::Paragraph);
        inner.map_or(Key::Loose(span), |open| Key::Element(open.location))
    }

    /// Returns where something stands: the element as a whole, or the word that runs over.
    fn place(&self, thing: Thing, seen: Seen<'_>, rect: Rect, is_off_page: bool) -> Option<Place> {
        let own = || match seen {
            Seen::Text(text) => {
                let bounds = if is_off_page {
                    Some(self.bounds)
                } else {
                    self.text_area
                };
                self.word(text, rect, bounds?)
            }
            Seen::Picture(span) | Seen::Shape(span) => self.session.place(span, 0),
        };
        match thing {
            Thing::Text => own().or_else(|| self.around()),
            Thing::Table | Thing::Figure | Thing::Picture | Thing::Formula | Thing::Code => self
                .thing()
                .and_then(|(_, open)| self.session.place(open.span, 0))
                .or_else(own)
                .or_else(|| self.around()),
        }
    }

    /// Returns the word of a line that runs over the right edge of some bounds, else its first.
    fn word(&self, text: &TextItem, rect: Rect, bounds: Rect) -> Option<Place> {
        let mut x = rect.min.x;
        let over = text.glyphs.iter().position(|glyph| {
            x += glyph.x_advance.at(text.size);
            x > bounds.max.x + Abs::pt(OFF_PAGE)
        });
        let at = text.glyphs.get(over.unwrap_or(0))?.range().start;
        let before = text.text.get(..at)?;
        let start = before.rfind(char::is_whitespace).map_or(0, |space| {
            space + before[space..].chars().next().map_or(1, char::len_utf8)
        });
        let word = text.text[start..].split_whitespace().next()?;
        let glyph = text
            .glyphs
            .iter()
            .find(|glyph| glyph.range().start == start)?;
        self.short_place(glyph, word.len())
    }

    /// Returns the place of a glyph, so many bytes long.
    fn short_place(&self, glyph: &Glyph, length: usize) -> Option<Place> {
        let place = self.session.place(glyph.span.0, glyph.span.1)?;
        let range = place.range.clone()?;
        let end = range.end.min(range.start + length);
        if end <= range.start {
            // Made by code: the call stands for it.
            return self.session.place(glyph.span.0, 0);
        }
        Some(Place::range(place.path, range.start..end))
    }

    /// Returns the place of what is around.
    fn around(&self) -> Option<Place> {
        let open = self.open.all.iter().rev();
        open.filter_map(|open| self.session.place(open.span, 0))
            .next()
    }
}

/// What is looked at.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Text(&'a TextItem),
    Picture(Span),
    Shape(Span),
}

impl Seen<'_> {
    fn span(&self) -> Span {
        match self {
            Seen::Text(text) => text
                .glyphs
                .first()
                .map_or(Span::detached(), |glyph| glyph.span.0),
            Seen::Picture(span) | Seen::Shape(span) => *span,
        }
    }
}

/// Whether a reader misses a sign that no font has: not a space, a control or a mark without shape.
fn is_printed(sign: char) -> bool {
    let is_shapeless = matches!(sign,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    !sign.is_whitespace() && !sign.is_control() && !is_shapeless
}

fn millimetres(length: Abs) -> u32 {
    // It is finite and more than nothing; no page is so large that the cast would cut it.
    length.to_mm().round().clamp(1.0, 100_000.0) as u32
}

#[cfg(test)]
mod tests;
