//! What identifies a person without a name: numbers, addresses, dates of birth.
//!
//! Each kind is found by its own small scan, and one that cannot belong to anybody (a telephone
//! number kept for drama, an address under `example.org`) is not found at all.

use std::ops::Range;

use crate::check::confidential::{birth, email, numbers, postcode};

/// What kind of identifier it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A number of the National Health Service.
    NhsNumber,
    /// One of the range that is kept for tests, which nobody has.
    TestNhsNumber,
    /// An address for electronic mail.
    Email,
    /// A telephone number of the United Kingdom.
    Telephone,
    /// A full postcode.
    Postcode,
    /// The day on which somebody was born.
    Birth,
}

/// An identifier that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identifier {
    /// What it is.
    pub(super) kind: Kind,
    /// The bytes of the text.
    pub(super) range: Range<usize>,
    /// What may be said of it: enough to find it by, too little to know it.
    pub(super) masked: String,
}

/// How closely a text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Material {
    /// It may hold what participants said: appendices, findings, quotations.
    Participants,
    /// It speaks of organisations and literature, whose addresses are no secrets.
    Other,
}

/// Finds the identifiers in a text, in order.
pub(super) fn identifiers(text: &str, material: Material) -> Vec<Identifier> {
    let mut found = numbers::find(text);
    found.extend(email::find(text));
    if material == Material::Participants {
        found.extend(postcode::find(text));
        found.extend(birth::find(text));
    }
    found.sort_by_key(|one| (one.range.start, one.range.end, one.kind));
    found
}

/// Returns the run of signs without white space around a byte: an address holds what looks like
/// other things.
pub(super) fn word_around(text: &str, at: usize) -> &str {
    let start = text[..at]
        .char_indices()
        .rev()
        .take(300)
        .find(|(_, c)| c.is_whitespace())
        .map_or_else(
            || floor(text, at.saturating_sub(300)),
            |(before, c)| before + c.len_utf8(),
        );
    let rest = &text[at..];
    let end = rest
        .char_indices()
        .take(300)
        .find(|(_, c)| c.is_whitespace())
        .map_or_else(|| floor(text, at + 300), |(behind, _)| at + behind);
    &text[start.min(at)..end.max(at)]
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Returns whether a byte stands inside a web address or a DOI.
pub(super) fn is_in_address(text: &str, at: usize) -> bool {
    let word = word_around(text, at).to_ascii_lowercase();
    let before = word.len().min(word_start_distance(text, at));
    let head = &word[..floor(&word, before)];
    head.contains("://") || head.contains("www.") || head.contains("doi") || has_doi(head)
}

fn word_start_distance(text: &str, at: usize) -> usize {
    let word = word_around(text, at);
    at - (word.as_ptr() as usize - text.as_ptr() as usize)
}

fn has_doi(word: &str) -> bool {
    word.match_indices("10.").any(|(at, _)| {
        let rest = &word[at + 3..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits >= 4 && rest[digits..].starts_with('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_an_address_is_no_identifier() {
        let text = "see <https://example.org/a?x=1> and 10.1016/j.x.9434765919 or tel 9";
        let case = |needle: &str| is_in_address(text, text.find(needle).unwrap());
        assert!(case("x=1"));
        assert!(case("9434765919"));
        assert!(!case("or tel"));
    }
}
