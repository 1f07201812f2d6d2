//! Text that lies on other text: of two cells of a table, of two lines of code, of two blocks.
//!
//! Only text that the engine itself puts into place is looked at. What an author turns or moves, what
//! stands in a formula, a drawing or the margins may lie where it wants; what an author places may
//! lie on anything but on the greater part of something else that is placed.

use std::collections::HashSet;

use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, GridCell, GroupItem, PlaceElem, Point, Rect, Transform};
use typst::math::EquationElem;
use typst::model::{FigureCaption, FootnoteEntry, HeadingElem, ParElem, TableCell, TableElem};
use typst::pdf::ArtifactElem;
use typst::text::{RawElem, RawLine, TextItem};
use typst_layout::PagedDocument;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::typeset::inspect::area::{common, moved, of_text};
use crate::typeset::open::{Open, OpenElements};
use crate::typeset::rules::TEXT_OVERLAPS;
use crate::typeset::session::Session;

/// So many points over each other, side by side, are seen as one on the other.
const BESIDE: f64 = 1.5;
/// This share of the lower one's height lies over the other.
const ABOVE: f64 = 0.35;
/// This share of the narrower and of the lower one is most of it.
const MOST: f64 = 0.6;
/// The most of a text that is shown.
const MAX_SHOWN: usize = 30;
/// So many texts that begin higher are compared with one: a page has far fewer side by side.
const MAX_COMPARED: usize = 200;

/// Returns where text lies on other text, once for each table, block of code or paragraph.
pub fn overlaps(document: &PagedDocument, session: &Session) -> Vec<Diagnostic> {
    let mut pages = Pages::default();
    for (page, number) in document.pages().iter().zip(1..) {
        pages.open.all.clear();
        pages.frame(&page.frame, Transform::identity(), false);
        pages.compare(number, session);
    }
    pages.findings
}

/// What text belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A block that flows: a paragraph, a heading, a caption, a note.
    Block,
    Cell,
    Line,
    /// What holds cells or lines and is told as a whole.
    Table,
    Code,
    /// Put where it is by hand.
    Placed,
    /// What may lie where it wants.
    Free,
}

/// A text on the page at hand.
struct Seen<'a> {
    rect: Rect,
    item: &'a TextItem,
    /// The innermost block, cell or line; `None` for text that is in none.
    own: Option<Location>,
    is: Kind,
    /// The table or the code around it, else the block itself.
    told_as: Open<Kind>,
}

#[derive(Default)]
struct Pages<'a> {
    open: OpenElements<Kind>,
    seen: Vec<Seen<'a>>,
    told: HashSet<Location>,
    findings: Vec<Diagnostic>,
}

impl<'a> Pages<'a> {
    fn frame(&mut self, frame: &'a Frame, transform: Transform, is_moved: bool) {
        for (at, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => self.group(group, here, is_moved),
                FrameItem::Tag(Tag::Start(element, _)) => self.open.start(element, kind(element)),
                FrameItem::Tag(Tag::End(location, ..)) => self.open.end(*location),
                FrameItem::Text(text) if !is_moved => self.text(text, here),
                FrameItem::Text(_)
                | FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..) => {}
            }
        }
    }

    fn group(&mut self, group: &'a GroupItem, here: Transform, is_moved: bool) {
        let is_moved = is_moved || group.transform != Transform::identity();
        let around = group.parent.map(|parent| (parent, self.open.enter(parent)));
        self.frame(&group.frame, here.pre_concat(group.transform), is_moved);
        if let Some((parent, around)) = around {
            self.open.leave(parent, around);
        }
    }

    fn text(&mut self, item: &'a TextItem, here: Transform) {
        if self.open.all.iter().any(|open| open.is == Kind::Free) {
            return;
        }
        let placed = self.last(Kind::Placed);
        let mut inner = self.open.all.iter().rev();
        let innermost = inner.find(|open| !matches!(open.is, Kind::Table | Kind::Code));
        let around = match innermost.map(|open| open.is) {
            Some(Kind::Cell) => self.last(Kind::Table),
            Some(Kind::Line) => self.last(Kind::Code),
            _ => self.last(Kind::Table).or_else(|| self.last(Kind::Code)),
        };
        let told_as = placed.or(around).or(innermost);
        let (Some(told_as), Some(rect)) = (told_as, of_text(item)) else {
            return;
        };
        // In a table what matters is whose cell it is, however it is set there.
        let cell = self.last(Kind::Cell);
        let own = placed.or(cell).or(innermost);
        self.seen.push(Seen {
            rect: moved(rect, here),
            item,
            own: own.map(|open| open.location),
            is: own.map_or(Kind::Block, |open| open.is),
            told_as: *told_as,
        });
    }

    fn last(&self, is: Kind) -> Option<&Open<Kind>> {
        self.open.all.iter().rev().find(|open| open.is == is)
    }

    /// Compares the texts of a page with each other.
    fn compare(&mut self, page: usize, session: &Session) {
        let mut seen = std::mem::take(&mut self.seen);
        seen.sort_by_key(|it| it.rect.min.y);
        for (at, lower) in seen.iter().enumerate() {
            let higher = seen[..at].iter().rev().take(MAX_COMPARED);
            let near = higher.take_while(|it| it.rect.max.y + lower.height() > lower.rect.min.y);
            for upper in near {
                if !lower.lies_on(upper) || !self.told.insert(lower.told_as.location) {
                    continue;
                }
                self.findings.push(finding(page, upper, lower, session));
            }
        }
    }
}

impl Seen<'_> {
    fn height(&self) -> typst::layout::Abs {
        self.rect.max.y - self.rect.min.y
    }

    fn lies_on(&self, other: &Self) -> bool {
        if self.own.is_none() || other.own.is_none() {
            return false;
        }
        let Some(both) = common(self.rect, other.rect) else {
            return false;
        };
        let size = |Rect { min, max }: Rect| Point::new(max.x - min.x, max.y - min.y);
        let (both, least) = (size(both), size(self.rect).min(size(other.rect)));
        match (self.is == Kind::Placed, other.is == Kind::Placed) {
            (false, false) if self.own != other.own => {
                both.x.to_pt() > BESIDE && both.y > least.y * ABOVE
            }
            // Lines of one paragraph come near each other as its author wants.
            (false, false) => {
                self.item.text != other.item.text
                    && both.x.to_pt() > 2.0 * BESIDE
                    && both.y > least.y * MOST
            }
            // The same words twice are a shadow.
            (true, true) => {
                self.own != other.own
                    && self.item.text != other.item.text
                    && both.x > least.x * MOST
                    && both.y > least.y * MOST
            }
            _ => false,
        }
    }
}

fn finding(page: usize, upper: &Seen<'_>, lower: &Seen<'_>, session: &Session) -> Diagnostic {
    let shown = |seen: &Seen<'_>| inline(seen.item.text.trim(), MAX_SHOWN);
    let (first, second) = match upper.rect.min.x <= lower.rect.min.x {
        true => (shown(upper), shown(lower)),
        false => (shown(lower), shown(upper)),
    };
    let (what, hint) = match (lower.told_as.is, lower.is) {
        (Kind::Table, _) => (
            "in this table ",
            "share the width out by hand, such as `widths=\"30 70\"`, turn its page with `.landscape`, or use fewer columns",
        ),
        (Kind::Code, _) | (_, Kind::Line) => ("in this code ", "break its long lines"),
        _ => ("", "look at the page, and set the two apart"),
    };
    let message =
        format!("on page {page}, {what}`{first}` and `{second}` are printed on each other");
    let own = || {
        let glyph = lower.item.glyphs.first()?;
        session.place(glyph.span.0, 0)
    };
    let place = session.place(lower.told_as.span, 0).or_else(own);
    Diagnostic::of(&TEXT_OVERLAPS, message)
        .maybe_at(place)
        .hint(hint)
}

/// Returns what an element is to somebody who looks for text on text.
fn kind(element: &Content) -> Option<Kind> {
    if let Some(place) = element.to_packed::<PlaceElem>() {
        let is_float = place.float.get(StyleChain::default());
        return (!is_float).then_some(Kind::Placed);
    }
    Some(
        if element.is::<ArtifactElem>() || element.is::<EquationElem>() {
            Kind::Free
        } else if element.is::<TableElem>() {
            Kind::Table
        } else if element.is::<TableCell>() || element.is::<GridCell>() {
            Kind::Cell
        } else if let Some(raw) = element.to_packed::<RawElem>() {
            return raw.block.get(StyleChain::default()).then_some(Kind::Code);
        } else if element.is::<RawLine>() {
            Kind::Line
        } else if element.is::<ParElem>()
            || element.is::<HeadingElem>()
            || element.is::<FigureCaption>()
            || element.is::<FootnoteEntry>()
        {
            Kind::Block
        } else {
            return None;
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    /// Returns the lines at which text of a chapter lies on other text.
    fn lines(chapter: &str) -> Vec<usize> {
        let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", chapter);
        let (session, typeset) = sandbox.typeset();
        let found = overlaps(&typeset.document, &session).into_iter();
        found
            .map(|finding| {
                let start = finding.place.unwrap().range.unwrap().start;
                chapter[..start].matches('\n').count() + 1
            })
            .collect()
    }

    #[test]
    fn text_of_two_cells_or_blocks_on_each_other_is_found_once() {
        let long = "Interoperability";
        let table = format!(
            "One.\n\n#table(columns: 8 * (1cm,), {})",
            format!("[{long}],").repeat(16)
        );
        assert_eq!(lines(&table), [3]);
        let figure = format!(
            "#figure(caption: [A], placement: top, table(columns: 2 * (1cm,), [{long}], [{long}]))"
        );
        assert_eq!(lines(&figure), [1]);
        assert_eq!(
            lines("A paragraph of text.\n#v(-1.7em)\nAnother paragraph here."),
            [3]
        );
    }

    #[test]
    fn what_is_placed_on_most_of_something_else_that_is_placed_is_found() {
        let two = "Text.\n\n#place(top, dy: 3cm)[Some words]\n#place(top, dy: 3cm)[Other words]";
        assert_eq!(lines(two), [4]);
        assert_eq!(lines(&two.replace("Other", "Some")), [0; 0]);
        assert_eq!(lines(&two.replacen("3cm", "2cm", 1)), [0; 0]);
    }

    #[test]
    fn lines_and_words_of_one_paragraph_on_each_other_are_found() {
        assert_eq!(lines("#set par(leading: -0.8em)\n#lorem(60)"), [2]);
        assert_eq!(lines("A #box(width: 1mm)[word] on the next one."), [1]);
    }

    #[test]
    fn what_an_author_lays_over_text_and_what_only_touches_is_left_alone() {
        for chapter in [
            "A paragraph of text.\n#place(top)[Another one on it]",
            "Text #move(dx: -1cm)[moved] and #rotate(10deg)[turned].",
            "$ a^b_c / d $ and $overline(x)$ and `code`.",
            "#table(columns: 2, [one], [two], [three], [four])",
            "#set par(leading: 0.1em)\n#lorem(60)\n\n#lorem(30)",
            "#box(place(dx: 1pt)[x])y #overline[z] #super[1]#sub[2]",
            "#stack(dir: ttb, spacing: 0pt, [One], [Two])",
            "```\none\ntwo\n```\n\n- a\n- b\n\nNote#footnote[One]#footnote[Two].",
            "#table(columns: 2, table.cell(rowspan: 2)[one], [two], [four])",
        ] {
            assert_eq!(lines(chapter), [0; 0], "{chapter}");
        }
    }
}
