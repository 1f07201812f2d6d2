//! What TeXcount 3.1 counts, once its markup is gone.
//!
//! Its rule, in our own words: a word is a run of letters and digits, parts of which one hyphen,
//! full stop or straight apostrophe may join; a letter of Chinese, kana, Hangul, Thai or Lao is a
//! word of its own, and so are the punctuation marks that only these scripts use. Braces around a
//! part of a word, and LaTeX's ways to write a letter with its accent, are part of the word.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Characters that are a word each. Accents and modifiers that later editions of Unicode lend to
/// these scripts too are none.
const LOGOGRAM: &str = concat!(
    r"[\p{Ideographic}\p{scx:Katakana}\p{scx:Hiragana}\p{scx:Hangul}\p{scx:Thai}\p{scx:Lao}",
    r"--\u{2B0}-\u{36F}]",
);

/// The letters that LaTeX writes as a command.
const NAMED: [&str; 43] = [
    "ae", "AE", "o", "O", "aa", "AA", "oe", "OE", "ss", "alpha", "beta", "gamma", "delta",
    "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lamda", "mu", "nu", "xi", "pi", "rho",
    "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda",
    "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
];

static WORD: LazyLock<Regex> = LazyLock::new(|| {
    let plain = format!(r"[\p{{Nd}}[\p{{Alphabetic}}--{LOGOGRAM}]]");
    let accented = format!(r#"\\['"`~^=](?:{plain}|\{{{plain}\}})"#);
    let named = format!(r"\\(?:{})(?:\{{\}}|\s+|(?-u:\b))", NAMED.join("|"));
    let letters = format!(r"(?:{plain}|{accented}|{named})+");
    let braced = format!(r"\{{{letters}\}}");
    let word = format!(
        r"(?:{letters}(?:{braced})?|{braced}{letters})(?:[-.']?(?:{letters}|{braced}))*|{LOGOGRAM}"
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
        case("x_{i}y", 2);
        case("cafe\\'e", 1);
        case("๑๒", 1);
    }
}
