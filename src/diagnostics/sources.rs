//! The texts that findings point into.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostics::place::{Column, LineNumber, Place, ProjectPath};

/// The texts of the files that were read, by path.
///
/// It answers where a byte stands in lines and columns. It is sent along with findings, so that
/// whoever prints them needs no file of the project.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    texts: BTreeMap<ProjectPath, String>,
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

impl SourceMap {
    /// Adds a text, or replaces it.
    pub fn insert(&mut self, path: ProjectPath, text: impl Into<String>) {
        self.texts.insert(path, text.into());
    }

    /// Returns the text of a file that was read.
    pub fn text(&self, path: &ProjectPath) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
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
            if let Some(text) = self.texts.get(&place.path) {
                kept.texts.insert(place.path.clone(), text.clone());
            }
        }
        kept
    }

    /// Puts another path and text for each that is there.
    pub fn rewrite(&mut self, rewritten: impl Fn(&ProjectPath, &str) -> (ProjectPath, String)) {
        let texts = self.texts.iter();
        self.texts = texts.map(|(path, text)| rewritten(path, text)).collect();
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
        let text = self.text(&place.path)?;
        let range = place.range.as_ref()?;
        let start = floor_boundary(text, range.start);
        let end = floor_boundary(text, range.end).max(start);

        // A place on the line feed of a CRLF pair belongs to the line that the pair ends.
        let inside_crlf =
            start > 0 && text[start..].starts_with('\n') && text[..start].ends_with('\r');
        let before = &text[..if inside_crlf { start - 1 } else { start }];
        let line_start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let rest = &text[line_start..];
        let line_len = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = &rest[..line_len];

        let part_start = (start - line_start).min(line_len);
        let part_end = (end - line_start).clamp(part_start, line_len);
        Some(Excerpt {
            line: LineNumber::from_zero_based(line_breaks(&text[..line_start])),
            column: Column::from_zero_based(
                strip_bom(&line[..part_start], line_start).chars().count(),
            ),
            text: line,
            part: part_start..part_end,
        })
    }
}

/// Leaves out a byte order mark: it is no column.
fn strip_bom(line: &str, line_start: usize) -> &str {
    if line_start == 0 {
        line.strip_prefix('\u{feff}').unwrap_or(line)
    } else {
        line
    }
}

fn floor_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    let lone_or_lf = |(at, byte): (usize, &u8)| {
        *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    };
    bytes
        .iter()
        .enumerate()
        .filter(|item| lone_or_lf(*item))
        .count()
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
}
