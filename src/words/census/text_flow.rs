//! Flows of text: what the pages hold in pieces, joined again into the text that was meant.
//!
//! Typesetting cuts text at every line, font and colour. The rules here put it together again:
//! the engine keeps the space at a wrapped line's end, so that wherever none is kept, either the
//! line broke inside a word, or something that is no text stood between two words.

use std::cmp::Ordering;

use typst::syntax::Span;
use typst::text::TextItem;

use crate::words::census::frames::{FrameId, Frames, TextSpot};
use crate::words::census::line::{a_line_may_end_between, is_hyphen, on_one_line};
use crate::words::census::piece::{TextPiece, node_at};
use crate::words::census::role::FlowKind;
use crate::words::census::visible::is_dropped;

/// The letter that stands for a formula in the text that conventions cut.
pub(crate) const FORMULA: char = 'x';

/// How the next text follows what a flow has so far.
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

/// What a flow remembers of the text it took last.
struct Last {
    spot: TextSpot,
    nature: Nature,
    /// The syntax node and the byte in it that would come next.
    next: (Span, u32),
    ends_in_soft_hyphen: bool,
    /// Whether it ends in the sign that lets a line end inside a word.
    ends_in_joint: bool,
    line_was_broken: bool,
    /// Whether a block has begun since, so that its line is over.
    is_over: bool,
}

/// The text of one flow (a paragraph, a cell, a caption), in pieces.
#[derive(Default)]
pub(crate) struct TextFlow<'a> {
    /// The text, with a space wherever words are apart.
    pub(crate) text: String,
    /// The pieces, in order.
    pub(crate) pieces: Vec<TextPiece<'a>>,
    last: Option<Last>,
    /// The frame that holds the flow's lines, as far as known.
    lines: Option<FrameId>,
}

impl<'a> TextFlow<'a> {
    /// Returns the pieces from one on, each with its text.
    pub(crate) fn pieces_from(&self, at: usize) -> impl Iterator<Item = (&TextPiece<'a>, &str)> {
        let pieces = &self.pieces[at..];
        let ends = pieces.iter().skip(1).map(|next| next.start);
        let ended = pieces.iter().zip(ends.chain([self.text.len()]));
        ended.map(|(piece, end)| (piece, &self.text[piece.start..end]))
    }

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

    /// Notes that something that is no text of the flow, such as a note's mark, stands here.
    pub(crate) fn step_over(&mut self, spot: TextSpot) {
        if let Some(last) = &mut self.last
            && last.spot.page == spot.page
        {
            last.spot.ends.1 = spot.ends.1;
            last.next = (Span::detached(), 0);
        }
    }

    /// Notes that a formula goes on.
    pub(crate) fn extend_formula(&mut self, spot: TextSpot) {
        if let Some(last) = &mut self.last {
            last.spot = spot;
        }
    }

    /// Adds part of a text item.
    pub(crate) fn push_text(
        &mut self,
        frames: &Frames,
        piece: TextPiece<'a>,
        spot: TextSpot,
        nature: Nature,
    ) {
        let item = piece.drawn.item;
        let text = &item.text[piece.from..piece.to];
        let first = node_at(item, piece.from);
        let shown = text.chars().find(|c| !is_dropped(*c));
        if let Some(next) = shown {
            self.part_words(frames, next, first, spot, nature);
        }
        self.add(frames, piece, spot);
        self.text.extend(text.chars().filter(|c| !is_dropped(*c)));
        let hyphen_only = text == "\u{ad}";
        let next = match &self.last {
            Some(last) if hyphen_only => last.next,
            Some(_) | None => node_after(item, piece.to),
        };
        self.last = Some(Last {
            spot,
            nature,
            next,
            ends_in_soft_hyphen: text.ends_with('\u{ad}'),
            ends_in_joint: text.ends_with('\u{200b}'),
            line_was_broken: false,
            is_over: false,
        });
    }

    /// Adds a formula.
    pub(crate) fn push_formula(&mut self, frames: &Frames, piece: TextPiece<'a>, spot: TextSpot) {
        let nowhere = (Span::detached(), 0);
        self.part_words(frames, FORMULA, nowhere, spot, Nature::Formula);
        self.add(frames, piece, spot);
        self.text.push(FORMULA);
        self.last = Some(Last {
            spot,
            nature: Nature::Formula,
            next: nowhere,
            ends_in_soft_hyphen: false,
            ends_in_joint: false,
            line_was_broken: false,
            is_over: false,
        });
    }

    fn add(&mut self, frames: &Frames, piece: TextPiece<'a>, spot: TextSpot) {
        match self.lines {
            Some(lines) if frames.within(spot.frame, lines) => {}
            Some(_) | None => self.lines = Some(spot.frame),
        }
        self.pieces.push(TextPiece {
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
        spot: TextSpot,
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
        let joined = if last.ends_in_joint {
            true
        } else if last.line_was_broken || is_label(last.nature) != is_label(nature) {
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
        spot: TextSpot,
        nature: Nature,
    ) -> bool {
        let lines = self.lines.unwrap_or(spot.frame);
        let deeper = |frame| frames.depth(frame) > spot.base;
        let (same_flow, boxed) = match spot.flow {
            FlowKind::Paragraph => (true, deeper(last.spot.frame) || deeper(spot.frame)),
            // A flow that goes on in another region goes on at the same depth.
            FlowKind::Lines if last.spot.page != spot.page && !frames.within(spot.frame, lines) => {
                let lines = frames.depth(lines);
                let is_boxed = |frame| frames.depth(frame) > lines;
                (
                    frames.depth(spot.frame) >= lines,
                    is_boxed(last.spot.frame) || is_boxed(spot.frame),
                )
            }
            FlowKind::Lines => (
                frames.within(spot.frame, lines),
                last.spot.frame != spot.frame,
            ),
            FlowKind::Own | FlowKind::Around => (
                frames.within(spot.frame, lines) && deeper(lines),
                last.spot.frame != spot.frame,
            ),
        };
        if same_flow && (last.nature == Nature::Formula || nature == Nature::Formula) {
            return true;
        }
        let in_columns = spot.in_columns || spot.flow == FlowKind::Own;
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
