//! What goes on over several paragraphs: Obsidian's comments, from a line that begins with `%%` to
//! one that ends with it, and CriticMarkup's changes and comments. What stands between is not
//! printed, or was added, whatever blocks it is made of.

use crate::markdown::document::{Block, Inline, ReviewMark, TextStyle};
use crate::markdown::inline::undecided::{ChangePart, UndecidedChanges, warn_of_open};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::comment_state::CommentState;
use crate::markdown::read::reader::EventReader;

impl<'a> EventReader<'a, '_> {
    /// Returns the `%%` of a paragraph that begins or ends a comment over several, and whether it
    /// ends one.
    pub(crate) fn comment_mark(
        &mut self,
        raw: &[Inline<'a>],
        place: &BodyRange,
    ) -> Option<(BodyRange, bool)> {
        let is_text = |at: usize| is_text(raw, place.start + at);
        let text = &self.source[place.clone()];
        if !text.contains('%') {
            return None;
        }
        let marks: Vec<usize> = text
            .match_indices("%%")
            .map(|(at, _)| at)
            .filter(|at| !text[..*at].ends_with('%') && !text[at + 2..].starts_with('%'))
            .collect();
        if marks.len().is_multiple_of(2) {
            return None;
        }
        match self.comment {
            CommentState::Over => None,
            CommentState::Outside => {
                let at = *marks.last().filter(|at| is_text(**at))?;
                let line = text[..at].rsplit('\n').next().unwrap_or("");
                if !line.trim_start_matches(['>', ' ', '\t']).is_empty() {
                    return None;
                }
                if !self.source[place.end..].contains("%%") {
                    self.comment = CommentState::Over;
                    return None;
                }
                self.comment = CommentState::Inside;
                let length = text[at..].find('\n').unwrap_or(text.len() - at);
                Some((place.start + at..place.start + at + length, false))
            }
            CommentState::Inside => {
                let at = *marks.first().filter(|at| is_text(**at))?;
                let rest = text[at + 2..].split('\n').next().unwrap_or("");
                if !rest.trim().is_empty() {
                    return None;
                }
                self.comment = CommentState::Outside;
                Some((place.start + at..place.start + at + 2, true))
            }
        }
    }

    /// Leaves out the blocks between two marks; a mark without its partner was text. Returns the
    /// ends of comments that began outside of these blocks, too: they are handed on as fences are.
    pub(crate) fn without_comments(
        &mut self,
        blocks: Vec<Block<'a>>,
        is_outermost: bool,
    ) -> (Vec<Block<'a>>, Vec<BodyRange>) {
        let mut out = Vec::with_capacity(blocks.len());
        let mut rest = Vec::new();
        let mut open: Option<(BodyRange, usize)> = None;
        // Where a change ended with which the paragraph may go on.
        let mut ended: Option<usize> = None;
        for block in blocks {
            let (place, is_end) = match block {
                Block::CommentMark { place, is_end } => (place, is_end),
                Block::DivClose(place) if is_end_mark(&self.source[place.clone()]) => (place, true),
                other => {
                    out.push(other);
                    if let Some(end) = ended.take() {
                        self.glue(&mut out, end);
                    }
                    continue;
                }
            };
            ended = None;
            match open.take() {
                Some((first, kept)) if is_end => {
                    let end = place.end;
                    ended = self.between(&mut out, kept, first, place).then_some(end);
                }
                None if is_end && !is_outermost => rest.push(place),
                None if is_end => {
                    let kept = out.len();
                    ended = Some(place.end);
                    self.lone_mark(&mut out, kept, place);
                }
                None => open = Some((place, out.len())),
                Some((first, kept)) => {
                    self.lone_mark(&mut out, kept, first);
                    open = Some((place, out.len()));
                }
            }
        }
        if let Some((place, kept)) = open {
            self.lone_mark(&mut out, kept, place);
        }
        (out, rest)
    }

    /// Makes of the blocks from `kept` on what the marks around them say; returns whether they are
    /// those of a change.
    fn between(
        &mut self,
        out: &mut Vec<Block<'a>>,
        kept: usize,
        first: BodyRange,
        last: BodyRange,
    ) -> bool {
        let place = first.start..last.end;
        let mark = match ChangePart::opened_by(self.source[first.clone()].as_bytes()) {
            Some(ChangePart::Added) => {
                out[kept..]
                    .iter_mut()
                    .for_each(|block| added(block, &place));
                let behind = out.split_off((kept + 1).min(out.len()));
                self.glue(out, first.end);
                out.extend(behind);
                self.undecided(place, false);
                return true;
            }
            Some(ChangePart::Comment) => ReviewMark::Comment,
            Some(_) => ReviewMark::Deleted,
            None => {
                out.truncate(kept);
                self.forget(&place);
                self.warn_of_comment(&place);
                return false;
            }
        };
        out.truncate(kept);
        self.forget(&place);
        let inner = first.end..last.start;
        let words: Vec<&str> = self.source[inner.clone()].split_whitespace().collect();
        out.push(Block::Paragraph(vec![Inline::Review {
            mark,
            words: PlacedText::parsed(words.join(" "), inner, false),
            place: place.clone(),
        }]));
        self.glue(out, first.start);
        self.undecided(place, mark == ReviewMark::Comment);
        true
    }

    /// Joins the last paragraph to the one before it, if only a mark that ends at byte `at` stood
    /// between them.
    fn glue(&self, out: &mut Vec<Block<'a>>, at: usize) {
        let near = |end: usize, start: usize| {
            let gap = self.source.get(end.min(start)..start.max(end));
            gap.is_some_and(|gap| gap.matches('\n').count() < 2)
        };
        let [
            ..,
            Block::Paragraph(above) | Block::Plain(above),
            Block::Paragraph(below) | Block::Plain(below),
        ] = out.as_mut_slice()
        else {
            return;
        };
        let end = above.last().map_or(0, |item| item.place().end);
        let start = below.first().map_or(0, |item| item.place().start);
        if !near(end, at) || !near(at, start) {
            return;
        }
        if self.source[end.min(start)..start].contains('\n') {
            above.push(Inline::Soft(end..end));
        }
        above.append(below);
        out.pop();
    }

    fn undecided(&mut self, place: BodyRange, is_comment: bool) {
        let UndecidedChanges(known) = &mut self.changes;
        known.insert(place.start, (place, is_comment));
    }

    /// Puts a mark without its partner back as the text that it is.
    fn lone_mark(&mut self, out: &mut Vec<Block<'a>>, kept: usize, place: BodyRange) {
        if let Some(part) = ChangePart::opened_by(self.source[place.clone()].as_bytes()) {
            warn_of_open(part, &place, self.source, self.trouble);
        }
        let mut behind = out.split_off(kept).into_iter();
        let BodyRange { start, end } = place;
        let piece = PlacedText::slice(self.source, place);
        out.push(Block::Paragraph(vec![Inline::Text(piece)]));
        self.glue(out, start);
        if let Some(next) = behind.next() {
            out.push(next);
            self.glue(out, end);
        }
        out.extend(behind);
    }

    /// Returns the mark of a paragraph by which a change of several begins, or ends.
    pub(crate) fn change_mark(
        &mut self,
        raw: &[Inline<'a>],
        place: &BodyRange,
    ) -> Option<(BodyRange, bool)> {
        const PARTS: [(ChangePart, &str); 3] = [
            (ChangePart::Added, "{++"),
            (ChangePart::Deleted, "{--"),
            (ChangePart::Comment, "{>>"),
        ];
        let text = &self.source[place.clone()];
        let mark = |at: usize| place.start + at..place.start + at + 3;
        if let Some((part, container)) = self.long_change {
            let at = text.find(part.closed_by())?;
            if !self.containers.contains(&container) {
                return None;
            }
            self.long_change = None;
            return is_text(raw, place.start + at).then(|| (mark(at), true));
        }
        if !text.contains('{') {
            return None;
        }
        let begins = PARTS.iter().find_map(|(part, open)| {
            let at = text.rfind(open)?;
            let is_open = !text[at..].contains(part.closed_by());
            let behind = &self.source[place.end..];
            // Another that begins before an end does: this one has none.
            let next = behind.find(open).unwrap_or(behind.len());
            let is_change = is_open && behind[..next].contains(part.closed_by());
            (is_change && is_text(raw, place.start + at)).then_some((*part, at))
        });
        let (part, at) = begins?;
        self.long_change = Some((part, *self.containers.last()?));
        Some((mark(at), false))
    }

    /// Forgets what was said and learnt of text that is not printed.
    pub(crate) fn forget(&mut self, place: &BodyRange) {
        self.trouble.forget(place);
        self.changes.forget(place);
        let is_outside = |at: &BodyRange| at.end <= place.start || at.start >= place.end;
        self.abbreviations.retain(|known| is_outside(&known.place));
    }
}

/// Whether a byte of a line is text: in code or emphasis a mark is none, and could not be cut off.
fn is_text(raw: &[Inline], at: usize) -> bool {
    raw.iter().any(
        |item| matches!(item, Inline::Text(piece) if piece.is_plain() && piece.place.contains(&at)),
    )
}

/// Whether it ends what began in blocks above.
pub(crate) fn is_end_mark(text: &str) -> bool {
    text.starts_with("%%") || matches!(text, "++}" | "--}" | "<<}")
}

/// Shows that the words of a block were added.
fn added(block: &mut Block, place: &BodyRange) {
    match block {
        Block::Paragraph(children) | Block::Plain(children) => {
            let children_of = std::mem::take(children);
            children.push(Inline::Styled {
                style: TextStyle::Added,
                children: children_of,
                place: place.clone(),
            });
        }
        Block::Quote { blocks, .. } | Block::Div { blocks, .. } => {
            blocks.iter_mut().for_each(|block| added(block, place));
        }
        Block::List { items, .. } => {
            let blocks = items.iter_mut().flat_map(|item| &mut item.blocks);
            blocks.for_each(|block| added(block, place));
        }
        _ => {}
    }
}
