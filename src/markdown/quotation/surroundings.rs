//! What stands on either side of a mark.

use crate::markdown::quotation::elisions::has_plural_when_quoted;

/// What stands for a citation, a formula or code among the words of a text.
pub(crate) const OBJECT: char = '\u{fffc}';

/// More marks in a row than anybody writes; further ones are taken for other signs.
const MAX_ROW: usize = 4;

/// How many bytes on either side are looked at, so that the work grows with the text.
const REACH: usize = 80;

/// Longer than the words that matter here.
const MAX_WORD: usize = 16;

/// What a character beside a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Space, or the end of the text.
    Space,
    Word,
    Opening,
    Closing,
    Dash,
    Hyphen,
    Slash,
    /// A full stop and what is like it.
    Stop,
    Other,
}

/// A mark with what stands on either side of it.
pub(crate) struct Surroundings<'t> {
    /// What stands before it, and before marks directly before it.
    pub(crate) before: Side,
    /// What stands behind it, and behind marks directly behind it.
    pub(crate) after: Side,
    /// The character directly before it.
    pub(crate) last: Option<char>,
    /// The character directly behind it.
    pub(crate) next: Option<char>,
    /// The character behind it and further marks.
    pub(crate) next_sign: Option<char>,
    left: &'t str,
    right: &'t str,
}

/// Whether the character may be a quotation mark, straight or not.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\'' | '"' | '‘' | '’' | '“' | '”')
}

impl<'t> Surroundings<'t> {
    /// Looks round the mark that stands at some bytes of the text.
    pub(crate) fn of(text: &'t str, start: usize, end: usize) -> Self {
        let from = text.floor_char_boundary(start.saturating_sub(REACH));
        let to = text.ceil_char_boundary((end + REACH).min(text.len()));
        let (left, right) = (&text[from..start], &text[end..to]);
        let marks = left.chars().rev().take(MAX_ROW).take_while(|c| is_mark(*c));
        let outer = &left[..left.len() - marks.map(char::len_utf8).sum::<usize>()];
        let marks = right.chars().take(MAX_ROW).take_while(|c| is_mark(*c));
        let beyond = &right[marks.map(char::len_utf8).sum::<usize>()..];
        Self {
            before: before(outer),
            after: after(beyond),
            last: left.chars().next_back(),
            next: right.chars().next(),
            next_sign: beyond.chars().next(),
            left,
            right,
        }
    }

    /// The letters directly before it, in lower case.
    pub(crate) fn word_before(&self) -> String {
        last_word(self.left)
    }

    /// The letters directly behind it.
    pub(crate) fn word_after(&self) -> &'t str {
        &self.right[..word_length(self.right.chars())]
    }

    /// The word behind the space behind it, as it is written.
    pub(crate) fn second_word(&self) -> &'t str {
        let rest = self.right.trim_start_matches([' ', '\n']);
        &rest[..word_length(rest.chars())]
    }

    /// The word before the space before it, in lower case.
    pub(crate) fn word_before_space(&self) -> String {
        let left = self.left.strip_suffix(' ').unwrap_or(self.left);
        last_word(left)
    }

    /// The text behind it.
    pub(crate) fn rest(&self) -> &'t str {
        self.right
    }

    /// The text before it.
    pub(crate) fn so_far(&self) -> &'t str {
        self.left
    }

    /// Whether a quoted word could end here and be made a plural: the 'R's, the 'don't know's.
    pub(crate) fn is_before_plural(&self) -> bool {
        matches!(self.word_after(), "s" | "es") && has_plural_when_quoted(&self.word_before())
    }

    /// Whether it stands at the start of a sentence or of somebody's words.
    pub(crate) fn starts_sentence(&self) -> bool {
        let before = self
            .left
            .trim_end_matches([' ', '\n', '\'', '"', '‘', '“', '(', '[']);
        let is_start = before.ends_with(['.', '?', '!', ':', ',', ';', '—', '–', '-', '…']);
        before.is_empty() || is_start
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == OBJECT || ('\u{300}'..='\u{36f}').contains(&c)
}

fn word_length(chars: impl Iterator<Item = char>) -> usize {
    let word = chars.take(MAX_WORD).take_while(|c| c.is_alphanumeric());
    word.map(char::len_utf8).sum()
}

fn last_word(text: &str) -> String {
    text[text.len() - word_length(text.chars().rev())..].to_lowercase()
}

fn before(text: &str) -> Side {
    match text.chars().next_back() {
        Some('-') if text.ends_with("--") || text.ends_with(" -") => Side::Dash,
        Some(c) => side(c),
        None => Side::Space,
    }
}

fn after(text: &str) -> Side {
    match text.chars().next() {
        Some('-') if text.starts_with("--") || text.starts_with("- ") => Side::Dash,
        Some(c) => side(c),
        None => Side::Space,
    }
}

fn side(c: char) -> Side {
    match c {
        _ if is_word(c) => Side::Word,
        _ if c.is_whitespace() => Side::Space,
        '(' | '[' | '{' | '«' | '‹' | '‚' | '„' | '¿' | '¡' => Side::Opening,
        ')' | ']' | '}' | '»' | '›' => Side::Closing,
        '—' | '–' | '―' => Side::Dash,
        '-' | '‐' | '‑' => Side::Hyphen,
        '/' => Side::Slash,
        '.' | ',' | ';' | ':' | '!' | '?' | '…' => Side::Stop,
        _ => Side::Other,
    }
}
