//! A text that knows its lines and columns.

use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostics::place::Column;

/// How many bytes lie between two places whose characters are counted beforehand.
const STRIDE: usize = 1024;

/// A text with an index of its lines, made when it is first needed.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    text: String,
    index: OnceLock<Index>,
}

#[derive(Clone, Debug)]
struct Index {
    /// Where each line starts; the first is 0.
    lines: Vec<usize>,
    /// How many characters start before each multiple of [`STRIDE`].
    characters: Vec<usize>,
}

impl Text {
    /// Returns a text that has not been looked into.
    pub(crate) fn new(text: String) -> Self {
        Self {
            text,
            index: OnceLock::new(),
        }
    }

    /// Returns the text itself.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the nearest boundary between characters at or before `at`.
    pub(crate) fn floor_boundary(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }

    /// Returns the number of the line that holds a byte, from zero.
    ///
    /// The line feed of a CRLF pair belongs to the line that the pair ends.
    pub(crate) fn line_at(&self, at: usize) -> usize {
        self.index().lines.partition_point(|start| *start <= at) - 1
    }

    /// Returns the bytes of a line, without its end.
    pub(crate) fn line_bytes(&self, line: usize) -> Range<usize> {
        let lines = &self.index().lines;
        let start = lines[line];
        let end = match lines.get(line + 1) {
            Some(next) => {
                let with_end = &self.text[start..*next];
                let line = with_end.strip_suffix('\n').unwrap_or(with_end);
                start + line.strip_suffix('\r').unwrap_or(line).len()
            }
            None => self.text.len(),
        };
        start..end
    }

    /// Returns the column of a boundary in a line. A byte order mark is no column.
    pub(crate) fn column(&self, line: usize, at: usize) -> Column {
        let start = self.index().lines[line];
        let marks = usize::from(line == 0 && at > 0 && self.text.starts_with('\u{feff}'));
        Column::from_zero_based(self.characters_before(at) - self.characters_before(start) - marks)
    }

    fn characters_before(&self, at: usize) -> usize {
        let stride = at / STRIDE;
        let counted = self.index().characters[stride];
        counted + starts(&self.text.as_bytes()[stride * STRIDE..at])
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut lines = vec![0];
            for (at, byte) in bytes.iter().enumerate() {
                if *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                    lines.push(at + 1);
                }
            }
            let mut characters = vec![0];
            let mut sum = 0;
            for part in bytes.chunks_exact(STRIDE) {
                sum += starts(part);
                characters.push(sum);
            }
            Index { lines, characters }
        })
    }
}

/// Returns how many characters start in a piece of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    let is_start = |byte: &&u8| **byte & 0xc0 != 0x80;
    bytes.iter().filter(is_start).count()
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Text {}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by reading from the start every time.
    fn plainly(text: &str, at: usize) -> (usize, usize) {
        let before = &text[..at];
        let ended = before.replace("\r\n", "\n");
        let halves_a_pair = before.ends_with('\r') && text[at..].starts_with('\n');
        let ended = match halves_a_pair {
            true => &ended[..ended.len() - 1],
            false => &ended,
        };
        let line = ended.matches(['\n', '\r']).count();
        let last = ended.rsplit(['\n', '\r']).next().unwrap_or_default();
        (line, last.trim_start_matches('\u{feff}').chars().count())
    }

    #[test]
    fn every_boundary_of_a_long_text_stands_where_reading_it_says() {
        let mut text = String::from("\u{feff}first\r\n");
        for number in 0..400 {
            text.push_str(["a é", "𝒳\r\n", "\n\n", "\r", "plain text\r\n\r\n"][number % 5]);
        }
        let indexed = Text::new(text.clone());
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let line = indexed.line_at(at);
            let inside = at.min(indexed.line_bytes(line).end);
            let column = indexed.column(line, inside).number() as usize - 1;
            assert_eq!((line, column), plainly(&text, at), "at byte {at}");
        }
    }
}
