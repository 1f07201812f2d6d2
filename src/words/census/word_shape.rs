//! Where the words are drawn: the shapes on the pages that hold a word's glyphs.

use std::ops::Range;

use typst::layout::{Abs, Point, Transform};

use crate::words::census::piece::{DrawnText, TextPiece};
use crate::words::census::text_flow::TextFlow;
use crate::words::census::visible::is_dropped;
use crate::words::census::walked::WalkedText;

/// How far a shape reaches above and below the baseline at most, in ems: accents and descenders
/// lie in it, and two lines set tightly do not touch.
const ABOVE: f64 = 0.75;
const BELOW: f64 = 0.22;

/// Parts of a word on one baseline are one shape if no wider gap, in ems, lies between them.
const WIDEST_GAP: f64 = 0.3;

/// A four-sided shape on a page that holds a word, or as much of it as one line has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordShape {
    /// The physical page, from 1.
    pub page: u32,
    /// The corners in points from the page's upper left: above the word's start, above its end,
    /// below its end, below its start.
    pub corners: [(f64, f64); 4],
}

/// Returns the shapes of the word in a range of a flow's text; `at` is the piece in which it begins.
pub(crate) fn shapes(
    found: &WalkedText,
    flow: &TextFlow,
    at: usize,
    range: &Range<usize>,
) -> Vec<WordShape> {
    let mut sides: Vec<TurnedBox> = Vec::new();
    for (piece, text) in flow.pieces_from(at) {
        if piece.start >= range.end {
            break;
        }
        if let Some(formula) = piece.formula {
            let mut lines = Vec::new();
            for drawn in &found.formulas[formula].drawn {
                if let Some(side) = TurnedBox::of(drawn, &(0..drawn.item.text.len())) {
                    add_to_line(&mut lines, side);
                }
            }
            sides.extend(lines);
            continue;
        }
        let from = range.start.max(piece.start) - piece.start;
        let to = (range.end - piece.start).min(text.len());
        // A hyphen that only the line's end put there is a piece without a letter of the text.
        let is_hyphen = text.is_empty() && piece.start > range.start;
        let bytes = match is_hyphen {
            true => piece.from..piece.to,
            false => bytes(piece, from..to),
        };
        if let Some(side) = TurnedBox::of(&piece.drawn, &bytes) {
            match sides.last_mut() {
                Some(last) if last.is_followed_by(&side) => last.join(&side),
                Some(_) | None => sides.push(side),
            }
        }
    }
    sides.iter().map(TurnedBox::shape).collect()
}

/// Returns the bytes of the item's text that show these bytes of a piece.
fn bytes(piece: &TextPiece, shown: Range<usize>) -> Range<usize> {
    let mut at = 0;
    let mut found: Option<Range<usize>> = None;
    for (offset, c) in piece.drawn.item.text[piece.from..piece.to].char_indices() {
        if is_dropped(c) {
            continue;
        }
        if shown.contains(&at) {
            let start = piece.from + offset;
            let end = start + c.len_utf8();
            found = Some(found.map_or(start, |found| found.start)..end);
        }
        at += c.len_utf8();
    }
    found.unwrap_or(0..0)
}

/// A box in the coordinates of turned, but not moved, text: along the baseline and across it.
struct TurnedBox {
    page: u32,
    /// What turns and scales, without what moves.
    linear: Transform,
    along: (f64, f64),
    across: (f64, f64),
    baseline: f64,
    size: f64,
}

impl TurnedBox {
    /// Returns the box of the glyphs that show some bytes; `None` if none does.
    fn of(drawn: &DrawnText, bytes: &Range<usize>) -> Option<Self> {
        let DrawnText { item, placed, page } = *drawn;
        let size = item.size.to_pt();
        let mut along: Option<(f64, f64)> = None;
        let mut x = 0.0_f64;
        for glyph in &item.glyphs {
            let advance = glyph.x_advance.at(item.size).to_pt();
            let shown = glyph.range();
            if shown.start < bytes.end && bytes.start < shown.end {
                let (low, high) = (x.min(x + advance), x.max(x + advance));
                along =
                    Some(along.map_or((low, high), |(start, end)| (start.min(low), end.max(high))));
            }
            x += advance;
        }
        let (start, end) = along?;
        let metrics = item.font.metrics();
        let above = metrics.ascender.get().clamp(0.0, ABOVE) * size;
        let below = (-metrics.descender.get()).clamp(0.0, BELOW) * size;
        let linear = Transform {
            tx: Abs::zero(),
            ty: Abs::zero(),
            ..placed
        };
        // What cannot be turned back has no area, and nobody sees it.
        let back = linear.invert()?;
        let moved = Point::new(placed.tx, placed.ty).transform(back);
        let (x, y) = (moved.x.to_pt(), moved.y.to_pt());
        Some(Self {
            page,
            linear,
            along: (x + start, x + end),
            across: (y - above, y + below),
            baseline: y,
            size,
        })
    }

    fn is_turned_alike(&self, other: &Self) -> bool {
        let parts = |t: &Transform| [t.sx, t.ky, t.kx, t.sy].map(|part| part.get());
        self.page == other.page
            && parts(&self.linear)
                .iter()
                .zip(parts(&other.linear))
                .all(|(a, b)| (a - b).abs() < 1e-6)
    }

    fn is_followed_by(&self, next: &Self) -> bool {
        let gap = (next.along.0 - self.along.1).max(self.along.0 - next.along.1);
        self.is_turned_alike(next)
            && (self.baseline - next.baseline).abs() < 0.02 * self.size
            && gap < WIDEST_GAP * self.size.max(next.size)
    }

    fn join(&mut self, other: &Self) {
        self.along.0 = self.along.0.min(other.along.0);
        self.along.1 = self.along.1.max(other.along.1);
        self.across.0 = self.across.0.min(other.across.0);
        self.across.1 = self.across.1.max(other.across.1);
    }

    fn shape(&self) -> WordShape {
        let Self { along, across, .. } = self;
        let corner = |x: f64, y: f64| {
            let point = Point::new(Abs::pt(x), Abs::pt(y)).transform(self.linear);
            (point.x.to_pt(), point.y.to_pt())
        };
        WordShape {
            page: self.page,
            corners: [
                corner(along.0, across.0),
                corner(along.1, across.0),
                corner(along.1, across.1),
                corner(along.0, across.1),
            ],
        }
    }
}

/// Adds a part of a formula to the line on which it stands; a formula may break over lines.
fn add_to_line(lines: &mut Vec<TurnedBox>, side: TurnedBox) {
    let on = lines.iter_mut().find(|line| {
        line.is_turned_alike(&side)
            && line.across.0 <= side.across.1
            && side.across.0 <= line.across.1
    });
    match on {
        Some(line) => line.join(&side),
        None => lines.push(side),
    }
}
