//! Citations and cross-references: `@key [p. 3]`, `[see @key, p. 4; -@other]`, `@fig:x`.

use std::borrow::Cow;

use crate::csl::{Form, Locator};
use crate::markdown::document::{Inline, ReferenceKey, between_blanks};
use crate::markdown::names::thing_named;
use crate::markdown::placed_text::{BodyRange, PlacedText};

impl<'a> ReferenceKey<'a> {
    pub(crate) fn new(name: Cow<'a, str>, place: BodyRange, form: Form) -> Self {
        ReferenceKey {
            name,
            place,
            form,
            suffix: Vec::new(),
            prefix: Vec::new(),
            is_label: false,
            is_work: false,
        }
    }

    /// Returns whether it names a source, not a part of the document.
    pub(crate) fn is_citation(&self) -> bool {
        !self.is_label && (self.is_work || !has_prefix(&self.name, ':'))
    }

    /// Returns whether it could be either, so that the engine decides by what it finds.
    ///
    /// `@fig-x` is how Quarto writes `@fig:x`; a word of one's own, as in `@interview:x`, may be
    /// the label of a heading or the key of a source. Only a source has an author to leave out;
    /// `[-@fig-x]` leaves out the word before the number.
    pub(crate) fn is_ambiguous(&self) -> bool {
        let is_either = !self.is_work && may_be_label(&self.name);
        let is_open = self.form != Form::WithoutAuthor || has_prefix(&self.name, '-');
        self.is_citation() && is_either && is_open
    }

    /// Returns whether it is the key of a source and can be nothing else.
    pub(crate) fn is_source(&self) -> bool {
        self.is_citation() && !self.is_ambiguous()
    }
}

/// Whether the key of a work may be the label of a part of the document as well.
pub fn may_be_label(key: &str) -> bool {
    key.contains(':') || has_prefix(key, '-')
}

/// Whether a name begins as a label does, with this sign behind its beginning.
fn has_prefix(name: &str, separator: char) -> bool {
    let at = name.find([':', '-']);
    at.is_some_and(|at| name[at..].starts_with(separator)) && thing_named(name).is_some()
}

/// Returns the key that starts behind an `@`, and how many bytes it takes.
pub(crate) fn read_key(text: &str) -> Option<(&str, usize)> {
    if let Some(braced) = text.strip_prefix('{') {
        let mut depth = 1_usize;
        let end = braced.find(|c: char| {
            depth = match c {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            };
            depth == 0 || c.is_whitespace()
        })?;
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

/// Reads what stood in a bracket with keys in it, or in one behind `narrative`; `None` if it is no
/// list of citations.
pub(crate) fn read_group<'a>(
    items: Vec<Inline<'a>>,
    narrative: Option<ReferenceKey<'a>>,
    source: &'a str,
) -> Option<Vec<ReferenceKey<'a>>> {
    let mut keys: Vec<ReferenceKey<'a>> = narrative.into_iter().collect();
    for (at, part) in parts(items).into_iter().enumerate() {
        match (read_cite(part, source), at, keys.first_mut()) {
            (Ok(key), _, _) => keys.push(key),
            (Err(suffix), 0, Some(narrative)) => narrative.suffix = behind_comma(suffix),
            (Err(_), _, _) => return None,
        }
    }
    Some(keys)
}

/// Takes the content of a bracket apart at its semicolons.
fn parts(items: Vec<Inline<'_>>) -> Vec<Vec<Inline<'_>>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    for item in items {
        match item {
            Inline::Text(piece) if piece.is_plain() && piece.text.contains(';') => {
                let mut start = 0;
                for words in piece.text.split(';') {
                    if start > 0 {
                        parts.push(std::mem::take(&mut part));
                    }
                    part.push(Inline::Text(piece.part(start..start + words.len())));
                    start += words.len() + 1;
                }
            }
            // Who forgets the semicolon means two works.
            Inline::Key(_) if is_whole(&part) => {
                parts.push(std::mem::take(&mut part));
                part.push(item);
            }
            other => part.push(other),
        }
    }
    parts.push(part);
    parts
}

/// Returns whether a part of a bracket has a key, and nothing but a place in the work behind it.
fn is_whole(part: &[Inline<'_>]) -> bool {
    let is_key = |item: &Inline<'_>| matches!(item, Inline::Key(_));
    let Some(at) = part.iter().rposition(is_key) else {
        return false;
    };
    let mut text = String::new();
    for item in &part[at + 1..] {
        match item {
            Inline::Text(piece) => text.push_str(&piece.text),
            Inline::Soft(_) => text.push(' '),
            _ => return false,
        }
    }
    let (_, rest) = Locator::read(text.trim_end_matches([',', ' ']));
    rest.trim_matches([',', ' ']).is_empty()
}

/// Reads a part of a bracket; gives the words back if there is no key among them.
fn read_cite<'a>(
    mut part: Vec<Inline<'a>>,
    source: &'a str,
) -> Result<ReferenceKey<'a>, Vec<Inline<'a>>> {
    let is_key = |item: &Inline| match item {
        Inline::Key(_) => true,
        Inline::Cite { keys, .. } => {
            matches!(keys.as_slice(), [key] if key.form == Form::Narrative)
        }
        _ => false,
    };
    let Some(at) = part.iter().position(is_key) else {
        return Err(trim(part));
    };
    let mut suffix = part.split_off(at + 1);
    let key = match part.pop() {
        Some(Inline::Key(key)) => Some(*key),
        Some(Inline::Cite { mut keys, place }) => keys.pop().map(|mut key| {
            let mut words = bracket_behind(&mut key, &place, source);
            words.append(&mut suffix);
            suffix = words;
            key
        }),
        _ => None,
    };
    let Some(key) = key else {
        return Err(part);
    };
    let form = match key.form {
        Form::Narrative => Form::Bracket,
        other => other,
    };
    Ok(ReferenceKey {
        form,
        prefix: trim(part),
        suffix: trim(suffix),
        ..key
    })
}

/// Takes the bracket back that a key was given: in a bracket of citations it is words.
fn bracket_behind<'a>(
    key: &mut ReferenceKey<'a>,
    place: &BodyRange,
    source: &'a str,
) -> Vec<Inline<'a>> {
    let start = key.place.end;
    let gap = source[start..place.end].find('[').unwrap_or(0);
    let slice = |place| Inline::Text(PlacedText::slice(source, place));
    let mut words = Vec::with_capacity(key.suffix.len() + 3);
    if gap > 0 {
        words.push(Inline::Text(PlacedText::made(" ", start..start)));
    }
    words.push(slice(start + gap..start + gap + 1));
    words.extend(key.suffix.drain(..).filter(|item| !item.place().is_empty()));
    words.push(slice(place.end - 1..place.end));
    words
}

/// Writes the comma that stands before words of a bracket of their own, unless they start with a
/// mark.
pub(crate) fn behind_comma(mut suffix: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let starts_with_mark = match suffix.first() {
        Some(Inline::Text(piece)) => piece.text.starts_with(|c: char| c.is_ascii_punctuation()),
        Some(_) => false,
        None => true,
    };
    if let Some(first) = suffix.first().filter(|_| !starts_with_mark) {
        let start = first.place().start;
        suffix.insert(0, Inline::Text(PlacedText::made(", ", start..start)));
    }
    suffix
}

/// Takes off the space at both ends.
pub(crate) fn trim(mut items: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let shown = between_blanks(&items);
    items.truncate(shown.end);
    items.drain(..shown.start);
    if let Some(Inline::Text(piece)) = items.first_mut() {
        let length = piece.text.len() - piece.text.trim_start().len();
        *piece = piece.part(length..piece.text.len());
    }
    if let Some(Inline::Text(piece)) = items.last_mut() {
        *piece = piece.part(0..piece.text.trim_end().len());
    }
    items
}

/// Sets what stands behind a key whose place the engine reads: without its comma, `p. 4` with a
/// space that does not break and `3-5` with a dash.
pub(crate) fn supplement(mut items: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    if let Some(Inline::Text(piece)) = items.first_mut()
        && piece.text.starts_with(',')
    {
        *piece = piece.part(1..piece.text.len());
    }
    let items = trim(items);
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

/// Returns where the key ends that stands in a bracket's first words.
pub(crate) fn first_key(items: &[Inline]) -> Option<usize> {
    let (key, before) = match items {
        [Inline::Key(key), ..] => (key, ""),
        [Inline::Text(before), Inline::Key(key), ..] => (key, before.text.as_ref()),
        _ => return None,
    };
    let is_short = before.len() < 16 && before.split_whitespace().count() < 3;
    (is_short && key.is_citation()).then_some(key.place.end)
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
        case("{a{b}c}d", Some("a{b}c"));
        case("{a b}", None);
        case("{}", None);
        case("{a", None);
        case("müller2001", Some("müller2001"));
        case(" a", None);
        case(".a", None);
        case("", None);
    }

    #[test]
    fn a_prefix_tells_a_cross_reference_from_a_citation() {
        let key = |name: &'static str| ReferenceKey::new(name.into(), 0..1, Form::Narrative);
        assert!(!key("fig:x").is_citation());
        assert!(key("figaro2020").is_citation());
        assert!(key("fig-x").is_citation() && key("fig-x").is_ambiguous());
        assert!(key("interview:x").is_ambiguous() && !key("smith2020").is_ambiguous());
        let without_author = ReferenceKey::new("interview:x".into(), 0..1, Form::WithoutAuthor);
        assert!(without_author.is_source());
        let number = ReferenceKey::new("fig-x".into(), 0..1, Form::WithoutAuthor);
        assert!(number.is_ambiguous());
    }
}
