//! Citations and cross-references: `@key`, `[@key, p. 4; -@other]`, `@fig:x`.

use std::borrow::Cow;

use crate::markdown::document::{Inline, ReferenceKey, are_blank};
use crate::markdown::placed_text::{BodyRange, PlacedText};

/// What a label of a part of the document starts with.
const PREFIXES: [&str; 12] = [
    "fig", "tbl", "tab", "sec", "eq", "lst", "ch", "app", "find", "finding", "rec", "q",
];

impl<'a> ReferenceKey<'a> {
    pub(crate) fn new(name: Cow<'a, str>, place: BodyRange, suppress: bool) -> Self {
        ReferenceKey {
            name,
            place,
            suppress,
            locator: Vec::new(),
            prefix: Vec::new(),
        }
    }

    /// Returns whether it names a source, not a part of the document.
    pub(crate) fn is_citation(&self) -> bool {
        !has_prefix(&self.name, ':')
    }

    /// Returns whether it could be either, so that the engine decides by what it finds.
    ///
    /// `@fig-x` is how Quarto writes `@fig:x`; a word of one's own, as in `@interview:x`, may be
    /// the label of a heading or the key of a source.
    pub(crate) fn is_ambiguous(&self) -> bool {
        has_prefix(&self.name, '-') || (self.is_citation() && self.name.contains(':'))
    }
}

fn has_prefix(name: &str, separator: char) -> bool {
    PREFIXES.iter().any(|prefix| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(separator))
    })
}

/// Returns the key that starts behind an `@`, and how many bytes it takes.
pub(crate) fn read_key(text: &str) -> Option<(&str, usize)> {
    if let Some(braced) = text.strip_prefix('{') {
        let end = braced.find(['}', '\n', ' '])?;
        let is_whole = braced[end..].starts_with('}') && end > 0;
        return is_whole.then(|| (&braced[..end], end + 2));
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let goes_on = chars.peek().is_some_and(|(_, next)| is_word(*next));
        if is_word(c) || (at > 0 && ":.#$%&-+?<>~/".contains(c) && goes_on) {
            end = at + c.len_utf8();
        } else {
            break;
        }
    }
    (end > 0).then(|| (&text[..end], end))
}

/// Reads what stood in a bracket with keys in it; `None` if it is no list of citations.
pub(crate) fn read_group<'a>(items: Vec<Inline<'a>>) -> Option<Vec<ReferenceKey<'a>>> {
    let mut keys: Vec<ReferenceKey<'a>> = Vec::new();
    let mut prefix: Vec<Inline<'a>> = Vec::new();
    let mut current: Option<ReferenceKey<'a>> = None;
    for item in items {
        match item {
            Inline::Key(key) if current.is_none() => {
                let mut key = *key;
                key.prefix = trim(std::mem::take(&mut prefix), false);
                current = Some(key);
            }
            Inline::Text(piece) if piece.is_plain() && piece.text.contains(';') => {
                let mut start = 0;
                for part in piece.text.split_inclusive(';') {
                    let is_end = part.ends_with(';');
                    let shown = part.trim_end_matches(';');
                    if !shown.is_empty() {
                        let kept = Inline::Text(piece.part(start..start + shown.len()));
                        words(&mut current, &mut prefix).push(kept);
                    }
                    if is_end {
                        keys.push(finish(current.take()?));
                    }
                    start += part.len();
                }
            }
            other => words(&mut current, &mut prefix).push(other),
        }
    }
    keys.push(finish(current?));
    Some(keys)
}

/// Returns where words of a bracket go: behind its key, or before one.
fn words<'a, 'k>(
    current: &'k mut Option<ReferenceKey<'a>>,
    prefix: &'k mut Vec<Inline<'a>>,
) -> &'k mut Vec<Inline<'a>> {
    current.as_mut().map_or(prefix, |key| &mut key.locator)
}

fn finish(mut key: ReferenceKey<'_>) -> ReferenceKey<'_> {
    key.locator = locator(trim(std::mem::take(&mut key.locator), true));
    key
}

/// Takes off the space at both ends, and the comma between key and locator.
fn trim<'a>(mut items: Vec<Inline<'a>>, has_comma: bool) -> Vec<Inline<'a>> {
    if let Some(Inline::Text(piece)) = items.first_mut()
        && piece.exact
    {
        let text = piece.text.trim_start();
        let text = if has_comma {
            text.strip_prefix(',').unwrap_or(text).trim_start()
        } else {
            text
        };
        *piece = piece.part(piece.text.len() - text.len()..piece.text.len());
    }
    if let Some(Inline::Text(piece)) = items.last_mut()
        && piece.exact
    {
        *piece = piece.part(0..piece.text.trim_end().len());
    }
    items.retain(|item| !matches!(item, Inline::Text(piece) if piece.text.is_empty()));
    if are_blank(&items) {
        items.clear();
    }
    items
}

/// Sets `p. 4` with a space that does not break and `3-5` with a dash.
pub(crate) fn locator(items: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        let piece = match item {
            Inline::Text(piece) if piece.is_plain() => piece,
            other => {
                out.push(other);
                continue;
            }
        };
        let bytes = piece.text.as_bytes();
        let mut start = 0;
        for at in 1..bytes.len().saturating_sub(1) {
            let is_digit = |at: usize| bytes[at].is_ascii_digit();
            let new = match bytes[at] {
                b'-' if is_digit(at - 1) && is_digit(at + 1) => "--",
                b' ' if bytes[at - 1] == b'.' && is_digit(at + 1) => "\u{a0}",
                _ => continue,
            };
            out.push(Inline::Text(piece.part(start..at)));
            let place = piece.part(at..at + 1).place;
            out.push(Inline::Text(PlacedText::made(new, place)));
            start = at + 1;
        }
        out.push(Inline::Text(piece.part(start..piece.text.len())));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_ends_before_the_sentence_does() {
        #[track_caller]
        fn case(text: &str, key: Option<&str>) {
            assert_eq!(read_key(text).map(|(key, _)| key), key);
        }

        case("smith2020.", Some("smith2020"));
        case("fig:process shows", Some("fig:process"));
        case("a_b-c, p. 4", Some("a_b-c"));
        case("a--b", Some("a"));
        case("{https://x.y/z} end", Some("https://x.y/z"));
        case("müller2001", Some("müller2001"));
        case(" a", None);
        case(".a", None);
        case("", None);
    }

    #[test]
    fn a_prefix_tells_a_cross_reference_from_a_citation() {
        let key = |name: &'static str| ReferenceKey::new(name.into(), 0..1, false);
        assert!(!key("fig:x").is_citation());
        assert!(key("figaro2020").is_citation());
        assert!(key("fig-x").is_citation() && key("fig-x").is_ambiguous());
        assert!(key("interview:x").is_ambiguous() && !key("smith2020").is_ambiguous());
    }
}
