//! A block of prose, with the way back to the bytes it was written with.

use std::ops::Range;

use crate::diagnostics::{Place, ProjectPath};

/// What stands in a passage for what is no prose.
pub(super) const OBJECT: &str = "\u{fffc}";

/// What a block of prose is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassageKind {
    /// A paragraph, also in a list or a quotation that stands by itself.
    Paragraph,
    /// A heading.
    Heading,
    /// A block quotation: somebody else's words.
    Quotation,
    /// A note at the foot of the page.
    Footnote,
    /// The caption of a figure or a table.
    Caption,
    /// A cell of a table.
    Cell,
    /// The alternative text of a picture: not printed, read aloud.
    Alternative,
}

/// A block of prose.
///
/// Its text is what a reader reads: marks are gone, white space is one space, what is no prose
/// (citations, cross-references, formulas, code) is one object replacement character (U+FFFC).
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// What a reader reads.
    pub text: String,
    path: ProjectPath,
    /// The bytes of `text` from `.0` on were written at `.1`; in order, each up to the next.
    pieces: Vec<Piece>,
}

/// A run of a passage's text.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    /// The first byte of the passage's text.
    at: usize,
    /// The bytes of the file.
    range: Range<usize>,
    /// Whether the text stands in the file byte for byte.
    is_copy: bool,
}

impl Passage {
    /// Returns an empty passage of a file.
    pub fn new(kind: PassageKind, path: ProjectPath) -> Self {
        Self {
            kind,
            text: String::new(),
            path,
            pieces: Vec::new(),
        }
    }

    /// Adds text that was written at `range`, byte for byte if it is as long, else as a whole.
    pub fn push(&mut self, text: &str, range: Range<usize>) {
        match range.len() == text.len() {
            true => self.push_copy(text, range),
            false => self.push_made(text, range),
        }
    }

    /// Adds text that stands in the file byte for byte.
    pub(super) fn push_copy(&mut self, text: &str, range: Range<usize>) {
        if let Some(last) = self.pieces.last_mut()
            && last.is_copy
            && last.range.end == range.start
        {
            last.range.end = range.end;
            self.text.push_str(text);
            return;
        }
        self.add(text, range, true);
    }

    /// Adds text that was made for what stands at `range`.
    pub(super) fn push_made(&mut self, text: &str, range: Range<usize>) {
        self.add(text, range, false);
    }

    fn add(&mut self, text: &str, range: Range<usize>, is_copy: bool) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            at: self.text.len(),
            range,
            is_copy,
        });
        self.text.push_str(text);
    }

    /// Takes off the space at the end.
    pub(super) fn trim_end(&mut self) {
        self.text.truncate(self.text.trim_end().len());
        self.pieces.retain(|piece| piece.at < self.text.len());
    }

    /// Returns the pieces that stand in the file byte for byte: bytes of the text, bytes of the
    /// file.
    #[cfg(test)]
    pub(super) fn copies(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let ends = self.pieces.iter().skip(1).map(|piece| piece.at);
        let ends = ends.chain([self.text.len()]);
        self.pieces
            .iter()
            .zip(ends)
            .filter(|(piece, _)| piece.is_copy)
            .map(|(piece, end)| {
                let start = piece.range.start;
                (piece.at..end, start..start + (end - piece.at))
            })
            .collect()
    }

    /// Returns where some bytes of the text stand in the file.
    ///
    /// A stretch that was written in several pieces leads from the start of the first to the end
    /// of the last.
    pub fn place(&self, bytes: Range<usize>) -> Place {
        let start = self.byte_in_file(bytes.start, false);
        let end = self.byte_in_file(bytes.end, true).max(start);
        Place::range(self.path.clone(), start..end)
    }

    /// Returns the file that the passage stands in.
    pub fn path(&self) -> &ProjectPath {
        &self.path
    }

    /// Returns where the whole passage stands.
    pub fn whole(&self) -> Place {
        self.place(0..self.text.len())
    }

    /// Returns the byte of the file for a byte of the text; an end belongs to what stands before.
    fn byte_in_file(&self, at: usize, is_end: bool) -> usize {
        let behind = self.pieces.partition_point(|piece| {
            if is_end {
                piece.at < at
            } else {
                piece.at <= at
            }
        });
        let Some(piece) = behind.checked_sub(1).map(|last| &self.pieces[last]) else {
            return self.pieces.first().map_or(0, |piece| piece.range.start);
        };
        match (piece.is_copy, is_end) {
            (true, _) => (piece.range.start + (at - piece.at)).min(piece.range.end),
            (false, false) => piece.range.start,
            (false, true) => piece.range.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_in_a_passage_leads_back_to_the_file() {
        let path = ProjectPath::new("a.md").unwrap();
        // `in **the**\nthe end`
        let mut passage = Passage::new(PassageKind::Paragraph, path);
        passage.push("in ", 0..3);
        passage.push("the", 5..8);
        passage.push(" ", 10..11);
        passage.push("the end", 11..18);
        let at = passage.text.find("the the").unwrap();
        assert_eq!(passage.place(at..at + 7).range, Some(5..14));
        assert_eq!(passage.place(0..2).range, Some(0..2));
        assert_eq!(passage.whole().range, Some(0..18));
    }

    #[test]
    fn what_was_written_otherwise_leads_to_all_of_it() {
        let mut passage = Passage::new(PassageKind::Paragraph, ProjectPath::new("a.md").unwrap());
        passage.push("a", 0..1);
        passage.push("\u{2013}", 1..4);
        passage.push("b", 4..5);
        let at = passage.text.find('\u{2013}').unwrap();
        assert_eq!(passage.place(at..at + 3).range, Some(1..4));
    }
}
