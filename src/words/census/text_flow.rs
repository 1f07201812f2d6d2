//! Runs of text: what the pages hold in pieces, joined again into the text that was meant.
//!
//! Typesetting cuts text at every line, font and colour. The rules here put it together again:
//! the engine keeps the space at a wrapped line's end, so that wherever none is kept, either the
//! line broke inside a word, or something that is no text stood between two words.

mod line;

use std::cmp::Ordering;
use std::ops::Range;

use typst::layout::{Point, Transform};
use typst::syntax::Span;
use typst::text::TextItem;

use crate::words::category::Category;
use crate::words::role::Flow;
use crate::words::shape::Drawn;
use line::{a_line_may_end_between, is_hyphen, on_one_line};

/// The letter that stands for a formula in the text that conventions cut.
pub(crate) const FORMULA: char = 'x';

/// A part of one text item, with everything the walk knew of it.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// Where it starts in the text of its run.
    pub(crate) start: usize,
    /// What was laid out; for a formula, its first item.
    pub(crate) item: &'a TextItem,
    /// The byte of the item's text with which the piece begins.
    pub(crate) from: usize,
    /// The byte of the item's text before which the piece ends.
    pub(crate) to: usize,
    /// What takes the item's own coordinates to those of the page.
    pub(crate) placed: Transform,
    /// The formula it stands for; an index of the walker's list.
    pub(crate) formula: Option<usize>,
    /// What is known of it.
    pub(crate) about: About,
}

impl<'a> Piece<'a> {
    /// Returns the piece's item as it stands on its page.
    pub(crate) fn drawn(&self) -> Drawn<'a> {
        Drawn {
            item: self.item,
            placed: self.placed,
            page: self.about.page,
        }
    }
}

/// What the walk knew of a piece of text.
#[derive(Clone, Copy)]
pub(crate) struct About {
    /// Its category, by the region too.
    pub(crate) category: Category,
    /// Its category by its own kind.
    pub(crate) kind: Category,
    /// The part of the document.
    pub(crate) region: usize,
    /// The heading it stands under.
    pub(crate) section: Option<usize>,
    /// The physical page, from 1.
    pub(crate) page: u32,
    /// Its place in the order of the pages.
    pub(crate) order: usize,
    /// The syntax of the nearest element that an author wrote.
    pub(crate) author: Span,
}

/// Where a text item stands on its page, and in which frames.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    /// The start and the end of its baseline on the page.
    pub(crate) ends: (Point, Point),
    /// Its size, in points.
    pub(crate) size: f64,
    /// The innermost frame that holds a flow of its own.
    pub(crate) frame: FrameId,
    /// What flows in the text's container.
    pub(crate) flow: Flow,
    /// Whether the page is set in columns.
    pub(crate) in_columns: bool,
    /// How deep in frames the text's container began.
    pub(crate) base: u32,
    /// The physical page.
    pub(crate) page: u32,
}

/// Frames that hold a flow of their own (pages, blocks, boxes, cells), as a tree.
#[derive(Default)]
pub(crate) struct Frames(Vec<(Option<FrameId>, u32)>);

/// One frame of [`Frames`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameId(usize);

impl Frames {
    /// Adds a frame inside another.
    pub(crate) fn add(&mut self, parent: Option<FrameId>) -> FrameId {
        let depth = parent.map_or(0, |FrameId(at)| self.0[at].1 + 1);
        self.0.push((parent, depth));
        FrameId(self.0.len() - 1)
    }

    /// Returns how many frames lie around it.
    pub(crate) fn depth(&self, FrameId(at): FrameId) -> u32 {
        self.0[at].1
    }

    /// Returns whether one of the two is the other or lies in it.
    fn related(&self, a: FrameId, b: FrameId) -> bool {
        let (mut inner, outer) = if self.depth(a) < self.depth(b) {
            (b, a)
        } else {
            (a, b)
        };
        while self.depth(inner) > self.depth(outer) {
            match self.0[inner.0].0 {
                Some(parent) => inner = parent,
                None => return false,
            }
        }
        inner == outer
    }

    /// Returns whether `a` is `b` or lies in it.
    fn within(&self, a: FrameId, b: FrameId) -> bool {
        self.depth(a) >= self.depth(b) && self.related(a, b)
    }
}

/// How the next text follows what a run has so far.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Ordinary text.
    Text,
    /// The number or label before a heading's or a caption's own words.
    Label,
    /// A formula.
    Formula,
    /// A repeated filler.
    Filler,
}

/// What a run remembers of the text it took last.
struct Last {
    spot: Spot,
    nature: Nature,
    /// The syntax node and the byte in it that would come next.
    next: (Span, u32),
    ends_in_soft_hyphen: bool,
    line_was_broken: bool,
    /// Whether a block has begun since, so that its line is over.
    is_over: bool,
}

/// The text of one flow (a paragraph, a cell, a caption), in pieces.
#[derive(Default)]
pub(crate) struct Run<'a> {
    /// The text, with a space wherever words are apart.
    pub(crate) text: String,
    /// The pieces, in order.
    pub(crate) pieces: Vec<Piece<'a>>,
    last: Option<Last>,
    /// The frame that holds the run's lines, as far as known.
    lines: Option<FrameId>,
}

impl<'a> Run<'a> {
    /// Notes that the author ended the line here.
    pub(crate) fn break_line(&mut self) {
        if let Some(last) = &mut self.last {
            last.line_was_broken = true;
        }
    }

    /// Notes that a block begins, so that the text before it ends its line.
    pub(crate) fn end_line(&mut self) {
        if let Some(last) = &mut self.last {
            last.is_over = true;
        }
    }

    /// Notes that something that is no text of the run, such as a note's mark, stands here.
    pub(crate) fn step_over(&mut self, spot: Spot) {
        if let Some(last) = &mut self.last
            && last.spot.page == spot.page
        {
            last.spot.ends.1 = spot.ends.1;
            last.next = (Span::detached(), 0);
        }
    }

    /// Notes that a formula goes on.
    pub(crate) fn extend_formula(&mut self, spot: Spot) {
        if let Some(last) = &mut self.last {
            last.spot = spot;
        }
    }

    /// Adds part of a text item; `bytes` are those of the item's text.
    pub(crate) fn push_text(
        &mut self,
        frames: &Frames,
        piece: Piece<'a>,
        bytes: Range<usize>,
        spot: Spot,
        nature: Nature,
    ) {
        let text = &piece.item.text[bytes.clone()];
        let first = node_at(piece.item, bytes.start);
        let shown = text.chars().find(|c| !is_dropped(*c));
        if let Some(next) = shown {
            self.part_words(frames, next, first, spot, nature);
        }
        self.add(frames, piece, spot);
        self.text.extend(text.chars().filter(|c| !is_dropped(*c)));
        let hyphen_only = text == "\u{ad}";
        let next = match &self.last {
            Some(last) if hyphen_only => last.next,
            Some(_) | None => node_after(piece.item, bytes.end),
        };
        self.last = Some(Last {
            spot,
            nature,
            next,
            ends_in_soft_hyphen: text.ends_with('\u{ad}'),
            line_was_broken: false,
            is_over: false,
        });
    }

    /// Adds a formula.
    pub(crate) fn push_formula(&mut self, frames: &Frames, piece: Piece<'a>, spot: Spot) {
        let nowhere = (Span::detached(), 0);
        self.part_words(frames, FORMULA, nowhere, spot, Nature::Formula);
        self.add(frames, piece, spot);
        self.text.push(FORMULA);
        self.last = Some(Last {
            spot,
            nature: Nature::Formula,
            next: nowhere,
            ends_in_soft_hyphen: false,
            line_was_broken: false,
            is_over: false,
        });
    }

    fn add(&mut self, frames: &Frames, piece: Piece<'a>, spot: Spot) {
        match self.lines {
            Some(lines) if frames.within(spot.frame, lines) => {}
            Some(_) | None => self.lines = Some(spot.frame),
        }
        self.pieces.push(Piece {
            start: self.text.len(),
            ..piece
        });
    }

    /// Sets a space if what comes next is another word.
    fn part_words(
        &mut self,
        frames: &Frames,
        next: char,
        first: (Span, u32),
        spot: Spot,
        nature: Nature,
    ) {
        let Some(last) = &self.last else { return };
        let Some(previous) = self.text.chars().next_back() else {
            return;
        };
        if previous.is_whitespace() || next.is_whitespace() {
            return;
        }
        let is_label = |nature| nature == Nature::Label;
        let joined = if last.line_was_broken || is_label(last.nature) != is_label(nature) {
            false
        } else if last.ends_in_soft_hyphen
            || nature == Nature::Filler
            || goes_on(last.next, first) == Some(Ordering::Equal)
        {
            true
        } else if last.is_over {
            false
        } else {
            self.joins_by_place(frames, last, (previous, next), first, spot, nature)
        };
        if !joined {
            self.text.push(' ');
        }
    }
}

impl Run<'_> {
    fn ends_in_address(&self) -> bool {
        let last = self.text.rsplit(char::is_whitespace).next();
        last.is_some_and(|word| word.contains("://"))
    }

    /// Decides by where two texts stand whether they are one word.
    fn joins_by_place(
        &self,
        frames: &Frames,
        last: &Last,
        (previous, next): (char, char),
        first: (Span, u32),
        spot: Spot,
        nature: Nature,
    ) -> bool {
        let lines = self.lines.unwrap_or(spot.frame);
        let deeper = |frame| frames.depth(frame) > spot.base;
        let (same_flow, boxed) = match spot.flow {
            Flow::Paragraph => (true, deeper(last.spot.frame) || deeper(spot.frame)),
            // A flow that goes on in another region goes on at the same depth.
            Flow::Lines if last.spot.page != spot.page && !frames.within(spot.frame, lines) => {
                let lines = frames.depth(lines);
                let is_boxed = |frame| frames.depth(frame) > lines;
                (
                    frames.depth(spot.frame) >= lines,
                    is_boxed(last.spot.frame) || is_boxed(spot.frame),
                )
            }
            Flow::Lines => (
                frames.within(spot.frame, lines),
                last.spot.frame != spot.frame,
            ),
            Flow::Own | Flow::Around => (
                frames.within(spot.frame, lines) && deeper(lines),
                last.spot.frame != spot.frame,
            ),
        };
        if same_flow && (last.nature == Nature::Formula || nature == Nature::Formula) {
            return true;
        }
        let in_columns = spot.in_columns || spot.flow == Flow::Own;
        match on_one_line(&last.spot, &spot) {
            Some(gap) if gap < if same_flow && boxed { 0.25 } else { 0.17 } => true,
            // The first lines of two columns may stand level; a gutter is wider than a letter.
            Some(gap) if !(in_columns && same_flow && gap > 1.0) => false,
            Some(_) if goes_on(last.next, first) == Some(Ordering::Greater) => false,
            Some(_) => boxed || a_line_may_end_between(previous, next),
            // Something between them that is not shown, such as a line feed.
            None if goes_on(last.next, first) == Some(Ordering::Greater) => false,
            None if same_flow => boxed || a_line_may_end_between(previous, next),
            None => {
                // Nothing tells a new block from a new line; a hyphen at the end of a block is
                // the rarer of the two, and so is a slash that ends no address.
                let (before, after) = (last.spot.frame, spot.frame);
                let goes_up = spot.ends.0.y < last.spot.ends.1.y;
                let new_region = last.spot.page != spot.page || goes_up;
                let may_go_on = match previous {
                    '/' => (before == after || new_region) && !self.ends_in_address(),
                    _ => is_hyphen(previous),
                };
                may_go_on && frames.depth(before) == frames.depth(after)
            }
        }
    }
}

/// Returns whether a character is left out of the text because nobody sees it.
///
/// Joiners and variation selectors stay: they choose between signs that people do see.
pub(crate) fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    ) || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}')
}

/// Returns the syntax node of the glyph that shows a byte of the item's text, and the byte there.
pub(crate) fn node_at(item: &TextItem, byte: usize) -> (Span, u32) {
    let glyph = item
        .glyphs
        .iter()
        .filter(|glyph| glyph.range().start <= byte)
        .max_by_key(|glyph| glyph.range().start)
        .or(item.glyphs.first());
    match glyph {
        Some(glyph) => {
            let inside = byte.saturating_sub(glyph.range().start);
            (glyph.span.0, u32::from(glyph.span.1) + inside as u32)
        }
        None => (Span::detached(), 0),
    }
}

/// Returns the syntax node and the byte in it that would follow the item's text up to `end`.
fn node_after(item: &TextItem, end: usize) -> (Span, u32) {
    let last = item.text[..end].char_indices().next_back();
    match last {
        Some((byte, _)) => {
            let (span, offset) = node_at(item, byte);
            (span, offset + (end - byte) as u32)
        }
        None => (Span::detached(), 0),
    }
}

/// Returns how text compares to the text that would go on in the same syntax node; `None` if it is
/// no such text.
fn goes_on(next: (Span, u32), first: (Span, u32)) -> Option<Ordering> {
    let same = !next.0.is_detached() && next.0 == first.0 && first.1 != 0;
    same.then(|| first.1.cmp(&next.1))
}
