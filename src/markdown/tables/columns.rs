//! Columns of characters in a line, counted as a screen shows them: a wide character takes two, a
//! mark over another none, a tab goes on to the next fourth.

use unicode_width::UnicodeWidthChar;

use crate::markdown::placed_text::BodyRange;

/// The characters of a text with the columns they start at and how many they take.
pub(super) fn characters(text: &str) -> impl Iterator<Item = (usize, char, usize, usize)> {
    let mut column = 0;
    text.char_indices().map(move |(at, c)| {
        let width = match c {
            '\t' => 4 - column % 4,
            _ => c.width().unwrap_or(0),
        };
        column += width;
        (at, c, column - width, width)
    })
}

/// Returns how many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    characters(text)
        .last()
        .map_or(0, |(_, _, column, width)| column + width)
}

/// Returns how many columns of white space a line starts with, and its text behind them.
pub(super) fn indent(text: &str) -> (usize, &str) {
    let rest = text.trim_start_matches([' ', '\t']);
    let blank = &text[..text.len() - rest.len()];
    (width(blank), rest)
}

/// Cuts a line before each of the columns; no character is cut in two, and words left of the first
/// column belong to it.
pub(super) fn cut(source: &str, line: &BodyRange, starts: &[usize]) -> Vec<BodyRange> {
    let mut parts = Vec::with_capacity(starts.len());
    let mut from = line.start;
    let mut rest = starts.get(1..).unwrap_or_default().iter().peekable();
    let first = starts.first().copied().unwrap_or(0);
    for (at, c, column, width) in characters(&source[line.clone()]) {
        if parts.is_empty() && from == line.start + at && column < first && matches!(c, ' ' | '\t')
        {
            from += c.len_utf8();
        }
        while width > 0 && rest.next_if(|start| **start <= column).is_some() {
            parts.push(from..line.start + at);
            from = line.start + at;
        }
    }
    while parts.len() < starts.len() {
        parts.push(from..line.end);
        from = line.end;
    }
    parts
}

/// Returns a place without white space at its ends.
pub(super) fn trimmed(source: &str, place: &BodyRange) -> BodyRange {
    let blank = [' ', '\t', '\r'];
    let text = &source[place.clone()];
    let start = place.end - text.trim_start_matches(blank).len();
    start..start + source[start..place.end].trim_end_matches(blank).len()
}
