//! What LibreOffice Writer counts.
//!
//! Writer turns em and en dashes into spaces, then asks its break iterator for word boundaries.
//! The rules of that iterator, in our own words: letters, digits, marks, punctuation and symbols
//! hold together; a hyphen holds together with what follows it, but a hyphen behind a hyphen ends
//! the word; letters of East Asian blocks and of Thai and Lao stand alone; so does every other
//! character that is none of these, such as `²`. Format characters do not exist.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What clings to the character before it.
const CLINGS: &str = r"[\p{Grapheme_Extend}\p{Cf}]*";

/// The blocks whose characters count one each.
const EAST_ASIAN: &str = concat!(
    r"\u{1100}-\u{11FF}\u{2E80}-\u{A4CF}\u{AC00}-\u{D7FF}\u{F900}-\u{FAFF}",
    r"\u{FE30}-\u{FE4F}\u{FF00}-\u{FFEF}\u{20000}-\u{3FFFF}",
);

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    let letter = format!(
        r"(?:[[\p{{Alphabetic}}\p{{P}}\p{{S}}\p{{Nd}}]--[\-–—\p{{Thai}}\p{{Lao}}{EAST_ASIAN}]]{CLINGS})"
    );
    let dash = r"(?:-\p{Cf}*)";
    let alone = format!(r"[^\p{{White_Space}}\p{{C}}–—\-]{CLINGS}");
    let unassigned = format!(r"[\p{{Co}}\p{{Cn}}]{CLINGS}");
    let word = format!(
        "{letter}*(?:{dash}{letter}+)+{dash}*|{letter}*{dash}+|{letter}+|{alone}|{unassigned}"
    );
    Regex::new(&word).expect("the pattern is a constant")
});

/// Calls `word` with the bytes of each word.
pub(super) fn each_word(text: &str, mut word: impl FnMut(Range<usize>)) {
    for found in WORD.find_iter(text) {
        word(found.range());
    }
}

#[cfg(test)]
mod tests {
    use crate::words::{Convention, count_text};

    #[test]
    fn hyphens_dashes_and_lone_signs_cut_as_in_writer() {
        #[track_caller]
        fn case(text: &str, words: usize) {
            assert_eq!(count_text(text, Convention::LibreOffice), words, "{text}");
        }

        case("--option=value", 2);
        case("pre-test--post", 2);
        case("(1985–)", 2);
        case("CO₂", 2);
        case("10³", 2);
        case("a - b", 3);
        case("A1Ⅳ", 1);
        case("word、word", 3);
        case("１２３", 3);
        case("non-\u{200b}English", 1);
    }
}
