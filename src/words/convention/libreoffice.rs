//! What LibreOffice Writer counts.
//!
//! Writer turns em and en dashes into spaces, then asks its break iterator for word boundaries.
//! The rules of that iterator, in our own words: letters, digits, marks, punctuation and symbols
//! hold together; a hyphen holds together with what follows it, but a hyphen behind a hyphen ends
//! the word; letters of East Asian blocks and of Thai and Lao stand alone; so does every other
//! character that is none of these, such as `²`.
//!
//! Characters that nobody sees are counted as well. A format character, such as the soft hyphen,
//! vanishes between two letters and is a word of its own everywhere else. A zero-width space right
//! behind a word ends the count: of the rest of that paragraph, Writer counts nothing.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// The blocks whose characters count one each.
const EAST_ASIAN: &str = concat!(
    r"\u{1100}-\u{11FF}\u{2E80}-\u{A4CF}\u{AC00}-\u{D7FF}\u{F900}-\u{FAFF}",
    r"\u{FE30}-\u{FE4F}\u{FF00}-\u{FFEF}\u{20000}-\u{3FFFF}",
);

const ZERO_WIDTH_SPACE: char = '\u{200b}';

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    // What clings to the character before it.
    let clings = r"\p{Grapheme_Extend}*";
    let format = r"[\p{Cf}--[\u{200b}\u{200c}]]*";
    let letter = format!(
        r"(?:[[\p{{Alphabetic}}\p{{P}}\p{{S}}\p{{Nd}}]--[\-–—\p{{Thai}}\p{{Lao}}{EAST_ASIAN}]]{clings})"
    );
    let letters = format!("{letter}(?:{format}{letter})*");
    let alone = format!(r"[^\p{{White_Space}}\p{{C}}–—\-]{clings}");
    let unassigned = format!(r"[\p{{Co}}\p{{Cn}}]{clings}");
    let unseen = r"[\p{Cf}--\u{200b}]";
    let word = format!(
        "{letter}*(?:-{letters})+-*|{letter}+-+|-+{clings}|{letters}|{alone}|{unassigned}|{unseen}"
    );
    Regex::new(&word).expect("the pattern is a constant")
});

static EAST_ASIAN_LETTER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("^[{EAST_ASIAN}]$")).expect("the pattern is a constant"));

/// Calls `word` with the bytes of each word.
pub(super) fn each_word(text: &str, mut word: impl FnMut(Range<usize>)) {
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        each_word_of(&paragraph[..counted_part(paragraph)], |range| {
            word(start + range.start..start + range.end);
        });
        start += paragraph.len();
    }
}

/// Returns up to where Writer counts a paragraph.
fn counted_part(paragraph: &str) -> usize {
    let stops = |at: &usize| {
        let before = paragraph[..*at].chars().next_back();
        before.is_some_and(|c| !c.is_whitespace() && c != ZERO_WIDTH_SPACE)
    };
    let mut spaces = paragraph.match_indices(ZERO_WIDTH_SPACE).map(|it| it.0);
    spaces.find(stops).unwrap_or(paragraph.len())
}

fn each_word_of(text: &str, mut word: impl FnMut(Range<usize>)) {
    for found in WORD.find_iter(text) {
        if !is_swallowed(text, found.range()) {
            word(found.range());
        }
    }
}

/// Returns whether a format character vanishes between a letter and an East Asian one: nothing but
/// the change of script parts the two.
fn is_swallowed(text: &str, range: Range<usize>) -> bool {
    if found_letter(&text[range.clone()]) {
        return false;
    }
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let (Some(before), Some(after)) = (before, after) else {
        return false;
    };
    let is_east = |c: char| !c.is_ascii() && EAST_ASIAN_LETTER.is_match(c.encode_utf8(&mut [0; 4]));
    let (east_before, east_after) = (is_east(before), is_east(after));
    (east_before && after.is_alphanumeric() && !east_after)
        || (east_after && before.is_alphanumeric() && !east_before)
}

/// Returns whether a match shows anything.
fn found_letter(found: &str) -> bool {
    let first = found.chars().next();
    first.is_none_or(|c| c.is_ascii() || !super::is_invisible(c))
}

#[cfg(test)]
mod tests {
    use crate::words::{Convention, count_text};

    #[track_caller]
    fn case(text: &str, words: usize) {
        assert_eq!(count_text(text, Convention::LibreOffice), words, "{text:?}");
    }

    #[test]
    fn hyphens_dashes_and_lone_signs_cut_as_in_writer() {
        case("--option=value", 2);
        case("pre-test--post", 2);
        case("(1985–)", 2);
        case("CO₂", 2);
        case("10³", 2);
        case("a - b", 3);
        case("A1Ⅳ", 1);
        case("word、word", 3);
        case("１２３", 3);
    }

    #[test]
    fn a_format_character_vanishes_between_two_letters_only() {
        case("re\u{ad}search", 1);
        case("re\u{ad}search-based", 2);
        case("evidence-re\u{ad}search", 1);
        case("ever-\u{ad}green", 3);
        case("\u{feff}word", 2);
        case("word\u{2060}", 2);
        case("a \u{ad} b", 3);
        case("a\u{ad}中", 2);
        case("中\u{ad}a", 2);
        case("中\u{ad}中", 3);
    }

    #[test]
    fn a_zero_width_space_behind_a_word_ends_the_count_of_its_paragraph() {
        case("non-\u{200b}English", 1);
        case("one two\u{200b} three four", 2);
        case("one two\u{200b} three\nfour five", 4);
        case("zero \u{200b} width", 2);
        case("a \u{200b}b", 2);
    }
}
