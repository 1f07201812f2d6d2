//! The texts that findings point into.
//!
//! # Decisions
//!
//! - 2026-11: a text is indexed once, when it is first asked for a line or a column. Ten thousand
//!   findings in a file of eight megabytes, even one without a line end, then cost a search each and
//!   never another reading of the file.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostics::lines::Text;
use crate::diagnostics::place::{Column, LineNumber, Place, ProjectPath};

/// The texts of the files that were read, by path.
///
/// It answers where a byte stands in lines and columns. It is sent along with findings, so that
/// whoever prints them needs no file of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    texts: BTreeMap<ProjectPath, Text>,
}

/// A line of a file with the part of it that a finding means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'a> {
    /// The line's number.
    pub line: LineNumber,
    /// The column where the part starts.
    pub column: Column,
    /// The line, without its end.
    pub text: &'a str,
    /// The part meant, in bytes of `text`; never past its end.
    pub part: Range<usize>,
}

/// Where a place starts and ends, in lines and columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The line and column of its first character.
    pub start: (LineNumber, Column),
    /// The line of its last character, and the column behind it. Line ends that close the place
    /// are no part of it; for an empty place this is its start.
    pub end: (LineNumber, Column),
}

impl SourceMap {
    /// Adds a text, or replaces it.
    pub fn insert(&mut self, path: ProjectPath, text: impl Into<String>) {
        self.texts.insert(path, Text::new(text.into()));
    }

    /// Returns the text of a file that was read.
    pub fn text(&self, path: &ProjectPath) -> Option<&str> {
        self.texts.get(path).map(Text::as_str)
    }

    /// Adds all texts of `other`.
    pub fn extend(&mut self, other: SourceMap) {
        self.texts.extend(other.texts);
    }

    /// Returns only the texts that one of the places lies in.
    #[must_use]
    pub fn only<'a>(&self, places: impl IntoIterator<Item = &'a Place>) -> SourceMap {
        let mut kept = SourceMap::default();
        for place in places {
            if !kept.texts.contains_key(&place.path)
                && let Some(text) = self.texts.get(&place.path)
            {
                kept.texts.insert(place.path.clone(), text.clone());
            }
        }
        kept
    }

    /// Puts another path and text for each that is there.
    pub fn rewrite(&mut self, rewritten: impl Fn(&ProjectPath, &str) -> (ProjectPath, String)) {
        let rewritten = self.texts.iter().map(|(path, text)| {
            let (path, text) = rewritten(path, text.as_str());
            (path, Text::new(text))
        });
        self.texts = rewritten.collect();
    }

    /// Returns a place as people write it, `path:line`, or the path where its text is not known.
    pub fn line_of(&self, place: &Place) -> String {
        match self.position(place) {
            Some((line, _)) => format!("{}:{line}", place.path),
            None => place.path.to_string(),
        }
    }

    /// Returns the line and column where a place starts.
    pub fn position(&self, place: &Place) -> Option<(LineNumber, Column)> {
        let excerpt = self.excerpt(place)?;
        Some((excerpt.line, excerpt.column))
    }

    /// Returns the first line of a place, or `None` for a whole file or an unknown text.
    ///
    /// A line ends at `\n`, `\r\n` or `\r`. A range past the end of the text, or inside a
    /// character, is moved to the nearest boundary before it.
    pub fn excerpt(&self, place: &Place) -> Option<Excerpt<'_>> {
        let text = self.texts.get(&place.path)?;
        let range = place.range.as_ref()?;
        let start = text.floor_boundary(range.start);
        let end = text.floor_boundary(range.end).max(start);
        let line = text.line_at(start);
        let bytes = text.line_bytes(line);
        let part_start = start.min(bytes.end);
        let part_end = end.clamp(part_start, bytes.end);
        Some(Excerpt {
            line: LineNumber::from_zero_based(line),
            column: text.column(line, part_start),
            text: &text.as_str()[bytes.clone()],
            part: part_start - bytes.start..part_end - bytes.start,
        })
    }

    /// Returns where a place starts and ends, or `None` for a whole file or an unknown text.
    ///
    /// It starts where [`SourceMap::excerpt`] says.
    pub fn extent(&self, place: &Place) -> Option<Extent> {
        let text = self.texts.get(&place.path)?;
        let range = place.range.as_ref()?;
        let start = text.floor_boundary(range.start);
        let end = text.floor_boundary(range.end).max(start);
        let meant = text.as_str()[start..end].trim_end_matches(['\n', '\r']);
        let position = |at: usize| {
            let line = text.line_at(at);
            let at = at.min(text.line_bytes(line).end);
            (LineNumber::from_zero_based(line), text.column(line, at))
        };
        Some(Extent {
            start: position(start),
            end: position(start + meant.len()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, range: Range<usize>, line: u32, column: u32, part: &str) {
        let path = ProjectPath::new("a.md").unwrap();
        let mut sources = SourceMap::default();
        sources.insert(path.clone(), text);
        let place = Place::range(path, range);
        let excerpt = sources.excerpt(&place).unwrap();
        assert_eq!(
            (excerpt.line.number(), excerpt.column.number()),
            (line, column)
        );
        assert_eq!(&excerpt.text[excerpt.part.clone()], part);
    }

    #[test]
    fn places_are_right_at_the_first_line_and_after_every_kind_of_line_end() {
        case("abc", 0..1, 1, 1, "a");
        case("ab\ncd", 3..5, 2, 1, "cd");
        case("ab\r\ncd", 4..5, 2, 1, "c");
        case("ab\rcd", 3..4, 2, 1, "c");
        case("ab\n\n\ncd", 5..6, 4, 1, "c");
    }

    #[test]
    fn columns_are_characters_not_bytes() {
        case("é—x", 5..6, 1, 3, "x");
        case("\tx", 1..2, 1, 2, "x");
        case("\u{feff}x", 3..4, 1, 1, "x");
    }

    #[test]
    fn a_range_past_the_end_or_inside_a_character_is_moved_back() {
        case("ab", 7..9, 1, 3, "");
        case("aé", 2..3, 1, 2, "é");
        case("ab\ncd", 1..5, 1, 2, "b");
        case("ab\r\ncd", 3..4, 1, 3, "");
    }

    #[test]
    fn an_extent_ends_behind_the_last_character_that_is_meant() {
        #[track_caller]
        fn case(text: &str, range: Range<usize>, start: (u32, u32), end: (u32, u32)) {
            let path = ProjectPath::new("a.md").unwrap();
            let mut sources = SourceMap::default();
            sources.insert(path.clone(), text);
            let extent = sources.extent(&Place::range(path, range)).unwrap();
            let numbers = |(line, column): (LineNumber, Column)| (line.number(), column.number());
            assert_eq!((numbers(extent.start), numbers(extent.end)), (start, end));
        }

        case("abc", 0..3, (1, 1), (1, 4));
        case("é𝒳x", 0..6, (1, 1), (1, 3));
        case("a\r\nbc\r\nd", 0..5, (1, 1), (2, 3));
        case("ab\r\ncd", 0..4, (1, 1), (1, 3));
        case("ab\n\ncd", 0..4, (1, 1), (1, 3));
        case("ab", 1..1, (1, 2), (1, 2));
        case("ab\r\ncd", 3..4, (1, 3), (1, 3));
        case("\u{feff}ab", 0..5, (1, 1), (1, 3));
    }

    #[test]
    fn a_great_text_without_line_ends_is_read_once() {
        let path = ProjectPath::new("a.md").unwrap();
        let mut sources = SourceMap::default();
        sources.insert(path.clone(), "é".repeat(4 << 20));
        let begun = std::time::Instant::now();
        for number in 0..10_000_usize {
            let at = (4 << 20) + number * 2;
            let excerpt = sources
                .excerpt(&Place::range(path.clone(), at..at + 2))
                .unwrap();
            assert_eq!(excerpt.column.number() as usize, at / 2 + 1);
        }
        // Reading it every time takes minutes; the bound is wide for a busy machine.
        assert!(begun.elapsed().as_secs() < 5);
    }
}
