//! Families of words that counters cut differently.

use serde::{Deserialize, Serialize};

/// What in a word makes conventions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordFamily {
    /// An address: a link, a DOI, an e-mail address.
    Address,
    /// Numbers with a point, a comma or a sign.
    Number,
    /// A hyphen.
    Hyphen,
    /// A slash.
    Slash,
    /// An apostrophe.
    Apostrophe,
    /// A full stop inside.
    Point,
    /// Signs without a letter or a digit.
    Sign,
    /// Anything else.
    Other,
}

impl WordFamily {
    /// Returns the family of a word.
    pub fn of(word: &str) -> Self {
        let core = word.trim_matches(|c: char| !c.is_alphanumeric());
        let has = |signs: &[char]| core.contains(signs);
        if !word.chars().any(char::is_alphanumeric) {
            Self::Sign
        } else if core.contains("://") || core.starts_with("10.") && has(&['/']) || has(&['@']) {
            Self::Address
        } else if !core.chars().any(char::is_alphabetic) {
            Self::Number
        } else if has(&['-', '\u{2010}', '\u{2011}']) {
            Self::Hyphen
        } else if has(&['/']) {
            Self::Slash
        } else if has(&['\'', '’']) {
            Self::Apostrophe
        } else if has(&['.']) {
            Self::Point
        } else {
            Self::Other
        }
    }

    /// Returns what stands in the words, for people: "words with a hyphen".
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Address => "links, DOIs and addresses",
            Self::Number => "numbers",
            Self::Hyphen => "words with a hyphen",
            Self::Slash => "words with a slash",
            Self::Apostrophe => "words with an apostrophe",
            Self::Point => "words with a full stop inside",
            Self::Sign => "signs that stand alone",
            Self::Other => "other words",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_belongs_to_the_family_of_what_counters_stumble_over() {
        #[track_caller]
        fn case(word: &str, family: WordFamily) {
            assert_eq!(WordFamily::of(word), family, "{word}");
        }

        case("https://example.org/a-b", WordFamily::Address);
        case("10.1136/bmj.n71", WordFamily::Address);
        case("10,000", WordFamily::Number);
        case("well-being,", WordFamily::Hyphen);
        case("and/or", WordFamily::Slash);
        case("don’t", WordFamily::Apostrophe);
        case("e.g.", WordFamily::Point);
        case("&", WordFamily::Sign);
        case("(naïve)", WordFamily::Other);
    }
}
