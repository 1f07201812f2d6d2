//! What TeXcount 3.1 counts, once its markup is gone.
//!
//! Its rule, in our own words: a word is a run of letters and digits, parts of which one hyphen,
//! full stop or straight apostrophe may join; a letter of Chinese, kana, Hangul, Thai or Lao is a
//! word of its own, and so are the punctuation marks that only these scripts use.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Characters that are a word each.
const LOGOGRAM: &str =
    r"\p{Ideographic}\p{scx:Katakana}\p{scx:Hiragana}\p{scx:Hangul}\p{scx:Thai}\p{scx:Lao}";

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    let letter = format!(r"[[\p{{Nd}}\p{{Alphabetic}}]--[{LOGOGRAM}]]");
    let word = format!(r"{letter}+(?:[-.']{letter}+)*|[{LOGOGRAM}]");
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
    fn only_hyphen_full_stop_and_straight_apostrophe_join() {
        #[track_caller]
        fn case(text: &str, words: usize) {
            assert_eq!(count_text(text, Convention::TexCount), words, "{text}");
        }

        case("father-in-law", 1);
        case("don't", 1);
        case("don’t", 2);
        case("10,000", 2);
        case("e.g.", 1);
        case("A--B", 2);
        case("!", 0);
        case("你好世界", 4);
        case("word、word", 3);
    }
}
