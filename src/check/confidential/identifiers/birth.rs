//! Dates of birth: a date after words that say so.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::confidential::identifiers::identifier::{Identifier, IdentifierKind};

/// A date in figures, or with the name of its month.
static BORN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let month = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
    let date = format!(
        r"\d{{1,2}}\s?[/.-]\s?\d{{1,2}}\s?[/.-]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{month},?\s+\d{{4}}|{month}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    );
    let words = r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdate\s+of\s+birth\b|\bborn(?:\s+on)?\b|\bbirthday\b)";
    Regex::new(&format!(r"(?i){words}[\s:=*|(is-]{{0,12}}({date})\b")).ok()
});

/// The words that the pattern begins with, as a quick look for them.
const WORDS: [&str; 7] = [
    "dob", "d.o.b", "d o b", "d. o. b", "date", "born", "birthday",
];

pub(super) fn find(text: &str) -> Vec<Identifier> {
    let Some(pattern) = BORN.as_ref() else {
        return Vec::new();
    };
    let small = text.to_ascii_lowercase();
    if !WORDS.iter().any(|word| small.contains(word)) {
        return Vec::new();
    }
    pattern
        .captures_iter(text)
        .filter_map(|found| found.get(1))
        .map(|date| Identifier {
            kind: IdentifierKind::Birth,
            range: date.range(),
            masked: "date of birth".into(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::confidential::identifiers::identifier::cuts;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        assert_eq!(cuts(text, &find(text)), expected, "{text}");
    }

    #[test]
    fn a_date_of_birth_is_known_by_the_words_before_it() {
        case("DOB: 12/03/1961", &["12/03/1961"]);
        case(
            "D.O.B. 1.2.61; date of birth | 1961-03-12",
            &["1.2.61", "1961-03-12"],
        );
        case("She was born on 12th March 1961.", &["12th March 1961"]);
    }

    #[test]
    fn another_date_is_not() {
        case(
            "The date of birth was not recorded; on 12/03/2021 we met",
            &[],
        );
        case("The idea was born in 2019. On 12 March 2020", &[]);
        case("updated 12/03/1961", &[]);
    }
}
