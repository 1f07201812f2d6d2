//! Obsidian's comments over several paragraphs: from a line that begins with `%%` to one that ends
//! with it. What stands between is not printed, whatever blocks it is made of.

use crate::markdown::document::{Block, Inline};
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
        // In code or emphasis it is no mark, and could not be cut off.
        let is_text = |at: usize| {
            let at = place.start + at;
            raw.iter().any(|item| {
                matches!(item, Inline::Text(piece) if piece.exact && piece.place.contains(&at))
            })
        };
        let text = &self.source[place.clone()];
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
        let text = |place| {
            let piece = PlacedText::slice(self.source, place);
            Block::Paragraph(vec![Inline::Text(piece)])
        };
        let mut hidden = Vec::new();
        for block in blocks {
            let (place, is_end) = match block {
                Block::CommentMark { place, is_end } => (place, is_end),
                Block::DivClose(place) if self.source[place.clone()].starts_with("%%") => {
                    (place, true)
                }
                other => {
                    out.push(other);
                    continue;
                }
            };
            match open.take() {
                Some((first, kept)) if is_end => {
                    out.truncate(kept);
                    hidden.push(first.start..place.end);
                }
                None if is_end && !is_outermost => rest.push(place),
                None if is_end => out.push(text(place)),
                None => open = Some((place, out.len())),
                Some((first, kept)) => {
                    out.insert(kept, text(first));
                    open = Some((place, out.len()));
                }
            }
        }
        if let Some((place, at)) = open {
            out.insert(at, text(place));
        }
        for place in hidden {
            self.forget(&place);
            self.warn_of_comment(&place);
        }
        (out, rest)
    }

    /// Forgets what was said and learnt of text that is not printed.
    pub(crate) fn forget(&mut self, place: &BodyRange) {
        self.trouble.forget(place);
        self.changes.forget(place);
        let is_outside = |at: &BodyRange| at.end <= place.start || at.start >= place.end;
        self.abbreviations.retain(|known| is_outside(&known.place));
    }
}
