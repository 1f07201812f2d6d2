//! What the name of a chapter's file says: its number, its id, its place in the order.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;

/// What a file's name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileName {
    /// The number or letter in front, so that `1` and `01` are the same.
    pub(crate) number: Option<String>,
    /// The name with the number, without extension.
    pub(crate) stem: String,
    /// The name without the number.
    pub(crate) rest: String,
}

/// How files of a folder are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// `01-introduction.md`.
    Numbers,
    /// `a-information-sheet.md`, or numbers.
    LettersOrNumbers,
}

/// Reads the name of a file without its extension.
pub(crate) fn read(stem: &str, numbering: Numbering) -> FileName {
    let stem: String = stem.nfc().collect();
    let digits = stem.bytes().take_while(u8::is_ascii_digit).count();
    let is_letter = digits == 0
        && numbering == Numbering::LettersOrNumbers
        && stem.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    let length = if is_letter { 1 } else { digits };
    let behind = &stem[length..];
    let rest = behind.trim_start_matches(['-', '_', '.', ' ']);
    // `3d-models` has no number, and `a` alone is a name.
    let is_numbered = length > 0 && rest.len() < behind.len() || digits > 0 && behind.is_empty();
    if !is_numbered {
        return FileName {
            number: None,
            rest: safe(&stem),
            stem: safe(&stem),
        };
    }
    let number = if is_letter {
        stem[..1].to_ascii_lowercase()
    } else {
        let number = stem[..digits].trim_start_matches('0');
        if number.is_empty() { "0" } else { number }.to_owned()
    };
    FileName {
        number: Some(number),
        rest: safe(rest),
        stem: safe(&stem),
    }
}

/// Returns the ids of files: without their number, unless several would share one.
pub(crate) fn ids(names: &[FileName]) -> Vec<String> {
    let is_shared = |rest: &str| names.iter().filter(|name| name.rest == rest).count() > 1;
    names
        .iter()
        .map(|name| {
            if name.rest.is_empty() || is_shared(&name.rest) {
                name.stem.clone()
            } else {
                name.rest.clone()
            }
        })
        .collect()
}

/// Makes a name that can be typed in a terminal without quotation marks.
fn safe(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() || matches!(c, '_' | '.') {
            out.push(c);
        } else if !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_matches(['-', '.']).to_owned()
}

/// Compares names as people do: numbers in them by their value, capitals like small letters.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(x), Some(y)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        if x.is_ascii_digit() && y.is_ascii_digit() {
            let (number, rest) = digits(left);
            let (other, other_rest) = digits(right);
            match number.len().cmp(&other.len()).then(number.cmp(other)) {
                Ordering::Equal => (left, right) = (rest, other_rest),
                unequal => return unequal,
            }
        } else {
            match x.to_lowercase().cmp(y.to_lowercase()) {
                Ordering::Equal => {
                    (left, right) = (&left[x.len_utf8()..], &right[y.len_utf8()..]);
                }
                unequal => return unequal,
            }
        }
    }
}

/// Splits off a number, without the zeros in front of it.
fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    (text[..end].trim_start_matches('0'), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_front_is_no_part_of_the_id() {
        #[track_caller]
        fn case(stem: &str, number: Option<&str>, id: &str) {
            let name = read(stem, Numbering::Numbers);
            assert_eq!(name.number.as_deref(), number);
            assert_eq!(ids(&[name]), [id]);
        }

        case("01-introduction", Some("1"), "introduction");
        case("1. Introduction", Some("1"), "Introduction");
        case("10_a b", Some("10"), "a-b");
        case("00-x", Some("0"), "x");
        case("07", Some("7"), "07");
        case("3d-models", None, "3d-models");
        case("a-sheet", None, "a-sheet");
        case("02-Überblick", Some("2"), "Überblick");
        case("chapter 2", None, "chapter-2");
    }

    #[test]
    fn appendices_may_have_letters() {
        let name = read("a-information-sheet", Numbering::LettersOrNumbers);
        assert_eq!(name.number.as_deref(), Some("a"));
        assert_eq!(name.rest, "information-sheet");
        assert_eq!(read("a", Numbering::LettersOrNumbers).number, None);
        assert_eq!(read("topic", Numbering::LettersOrNumbers).number, None);
    }

    #[test]
    fn files_that_would_share_an_id_keep_their_number() {
        let names: Vec<FileName> = ["01-part", "02-part", "03-end"]
            .map(|stem| read(stem, Numbering::Numbers))
            .into();
        assert_eq!(ids(&names), ["01-part", "02-part", "end"]);
    }

    #[test]
    fn decomposed_letters_make_the_same_id_as_composed_ones() {
        assert_eq!(
            read("01-cafe\u{301}", Numbering::Numbers).rest,
            read("01-caf\u{e9}", Numbering::Numbers).rest
        );
    }

    #[test]
    fn ten_comes_after_nine() {
        let mut names = ["10-b", "9-a", "Annex", "01-z", "annex-2", "annex-10", "2-c"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            ["01-z", "2-c", "9-a", "10-b", "Annex", "annex-2", "annex-10"]
        );
    }
}
