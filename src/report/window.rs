//! The part of a long line that is worth showing round a place.

use std::ops::Range;

use crate::diagnostics::text::inline;
use crate::diagnostics::{Column, Excerpt, LineNumber, Place, SourceMap};

/// How many characters of a line are shown at most; a third of them stand before the place.
pub(super) const WIDTH: usize = 96;

/// One quoted line, ready to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quote {
    pub(crate) path: String,
    pub(crate) line: LineNumber,
    pub(crate) column: Column,
    /// The visible part of the line; `…` stands for what was cut.
    pub(crate) text: String,
    /// The part meant, in bytes of `text`.
    pub(crate) part: Range<usize>,
}

impl Quote {
    /// Returns the quote of a place in at most so many characters, or `None` if its text or its line
    /// is not known.
    pub(crate) fn of(place: &Place, sources: &SourceMap, width: usize) -> Option<Self> {
        let Excerpt {
            line,
            column,
            text,
            part,
        } = sources.excerpt(place)?;
        let (text, part) = window(text, part, width);
        Some(Self {
            path: inline(place.path.as_str(), 300),
            line,
            column,
            text,
            part,
        })
    }
}

/// Cuts a line to the characters round `part`.
fn window(line: &str, part: Range<usize>, width: usize) -> (String, Range<usize>) {
    // A line may have megabytes: no part is read further than it can be shown.
    let some = |text: &str| -> Vec<char> { text.chars().take(width + 1).collect() };
    let inside = some(&line[part.clone()]);
    let after = some(&line[part.end..]);
    let mut before: Vec<char> = line[..part.start].chars().rev().take(width + 1).collect();
    before.reverse();

    let total = before.len() + inside.len() + after.len();
    let (skipped, kept) = if total <= width {
        (0, total)
    } else {
        let skipped = before.len().saturating_sub(width / 3).min(total - width);
        (skipped, width)
    };
    let mut text = String::new();
    if skipped > 0 {
        text.push('…');
    }
    let visible = |c: &char| {
        if c.is_control() && *c != '\t' {
            '\u{fffd}'
        } else {
            *c
        }
    };
    let mut room = kept;
    let mut push = |text: &mut String, chars: &[char]| {
        let taken = chars.len().min(room);
        room -= taken;
        text.extend(chars[..taken].iter().map(visible));
    };
    push(&mut text, &before[skipped..]);
    let start = text.len();
    push(&mut text, &inside);
    let end = text.len();
    push(&mut text, &after);
    if skipped + kept < total {
        text.push('…');
    }
    (text, start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(
            window("a bad word", 2..5, WIDTH),
            ("a bad word".into(), 2..5)
        );
    }

    #[test]
    fn a_long_line_is_cut_round_the_place() {
        let line = format!("{}BAD{}", "é".repeat(500), "x".repeat(500));
        let (text, part) = window(&line, 1000..1003, WIDTH);
        assert_eq!(&text[part], "BAD");
        assert!(text.starts_with("…é") && text.ends_with("x…"));
        assert_eq!(text.chars().count(), WIDTH + 2);
    }

    #[test]
    fn the_end_of_a_long_line_keeps_the_width() {
        let line = format!("{}BAD", "x".repeat(500));
        let (text, part) = window(&line, 500..503, WIDTH);
        assert_eq!(&text[part], "BAD");
        assert_eq!(text.chars().count(), WIDTH + 1);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(window("a\u{1b}[2Jb", 0..1, WIDTH).0, "a\u{fffd}[2Jb");
    }
}
