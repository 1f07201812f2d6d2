//! A line of a chapter with what stands before its text.

use crate::markdown::placed_text::BodyRange;

/// A line with what stands before its text.
#[derive(Clone)]
pub(super) struct Line {
    /// The signs `>` before it.
    pub(super) quotes: usize,
    /// Where it starts behind those.
    pub(super) start: usize,
    /// Columns of white space before its text.
    pub(super) indent: usize,
    /// Its text without white space at its ends.
    pub(super) text: BodyRange,
}

impl Line {
    pub(super) fn read(source: &str, place: BodyRange) -> Self {
        let bytes = source.as_bytes();
        let (mut at, mut start, mut quotes, mut indent) = (place.start, place.start, 0, 0);
        while at < place.end {
            match bytes[at] {
                b' ' => indent += 1,
                b'\t' => indent += 4 - indent % 4,
                b'>' if indent < 4 || quotes > 0 => {
                    quotes += 1;
                    indent = 0;
                    at += usize::from(bytes.get(at + 1) == Some(&b' '));
                    start = at + 1;
                }
                _ => break,
            }
            at += 1;
        }
        let at = at.min(place.end);
        let shown = source[at..place.end].trim_end_matches([' ', '\t', '\r']);
        Self {
            quotes,
            start: start.min(place.end),
            indent,
            text: at..at + shown.len(),
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        self.text.is_empty()
    }
}
