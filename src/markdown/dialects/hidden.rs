//! Obsidian's comments over several paragraphs: from a line that begins with `%%` to one that ends
//! with it. What stands between is not printed, whatever blocks it is made of.

use crate::markdown::document::{Block, Inline};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;

/// Where the reader stands among comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CommentState {
    #[default]
    Outside,
    Inside,
    /// No `%%` follows any more.
    Over,
}

impl<'a> EventReader<'a, '_> {
    /// Returns the `%%` of a paragraph that begins or ends a comment over several.
    pub(crate) fn comment_mark(&mut self, place: &BodyRange) -> Option<BodyRange> {
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
                let at = *marks.last()?;
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
                Some(place.start + at..place.start + at + length)
            }
            CommentState::Inside => {
                let at = *marks.first()?;
                let rest = text[at + 2..].split('\n').next().unwrap_or("");
                if !rest.trim().is_empty() {
                    return None;
                }
                self.comment = CommentState::Outside;
                Some(place.start + at..place.start + at + 2)
            }
        }
    }

    /// Leaves out the blocks between two marks; a mark without its partner was text.
    pub(crate) fn without_comments(&mut self, blocks: Vec<Block<'a>>) -> Vec<Block<'a>> {
        let mut out = Vec::with_capacity(blocks.len());
        let mut open: Option<(BodyRange, usize)> = None;
        for block in blocks {
            let Block::CommentMark(place) = block else {
                out.push(block);
                continue;
            };
            match open.take() {
                None => open = Some((place, out.len())),
                Some((first, kept)) => {
                    out.truncate(kept);
                    let whole = first.start..place.end;
                    self.forget(&whole);
                    self.warn_of_comment(&whole);
                }
            }
        }
        if let Some((place, at)) = open {
            let piece = PlacedText::slice(self.source, place);
            out.insert(at, Block::Paragraph(vec![Inline::Text(piece)]));
        }
        out
    }

    /// Forgets what was said and learnt of text that is not printed.
    fn forget(&mut self, place: &BodyRange) {
        self.trouble.forget(place);
        self.changes.forget(place);
        let is_outside = |at: &BodyRange| at.end <= place.start || at.start >= place.end;
        self.abbreviations.retain(|known| is_outside(&known.place));
    }
}
