//! Spaces at which no line may end: between a number and its unit, "Table" and its number, a title
//! and the name, the parts of a name.
//!
//! A bond is a space that is as wide as any other and parts words as any other, so that the count
//! does not change.

use std::ops::Range;

/// What is followed by a number: "Table 2", "p. 4".
const NUMBERED: &str = "appendix appendices box ch. chap. chapter chapters eq. equation equations fig. figs. \
    figure figures grade item level no. nos. note objective p. para. paragraph part parts \
    phase point pp. priority question recommendation sec. section sections stage step steps \
    study tab. table tables theme themes vol. volume wave week year";

/// What is followed by a name.
const TITLES: &str = "Dame Dr Dr. Lady Lord Mr Mr. Mrs Mrs. Ms Ms. Prof. Professor Sir St";

/// What follows a number.
const UNITS: &str = "% ‰ ° °C a.m. am bn cm days dB g GB GHz h hours Hz kB kcal kg kHz kJ km kPa kW kWh L l m \
    MB Mbps mg MHz min minutes mL ml mm mmHg mmol million billion mol months ms ng nm p.m. \
    pc per percent pm ppm s seconds TB thousand V W weeks years µg µm";

/// The months, behind a day.
const MONTHS: &str =
    "January February March April May June July August September October November December";

/// Returns the first space in some bytes of a text at which the line may not end.
pub(crate) fn bond(text: Option<&str>, bytes: Range<usize>) -> Option<usize> {
    let text = text?;
    let mut spaces = bytes.filter(|at| text.as_bytes()[*at] == b' ');
    spaces.find(|space| is_bond(&text[..*space], &text[space + 1..]))
}

/// Returns whether the line may not end at a space between two texts.
pub(crate) fn is_bond(before: &str, after: &str) -> bool {
    // A word in small letters behind another, as most are.
    let is_end = |c: char| c.is_ascii_lowercase() || c == ',';
    if after.starts_with(|c: char| c.is_ascii_lowercase())
        && before.ends_with(is_end)
        && !before.ends_with("et")
    {
        return false;
    }
    let opening = ['(', '[', '“', '‘', '"', '\'', '—', '–'];
    let is_end = |c: char| c.is_whitespace() || opening.contains(&c);
    let last = before.rsplit(is_end).next().unwrap_or_default();
    let mut words = after.split(char::is_whitespace);
    let next = words.next().unwrap_or_default();
    let (Some(first), Some(end)) = (next.chars().next(), last.chars().next_back()) else {
        return false;
    };
    if first.is_ascii_digit() && is_one_of(NUMBERED, &last.to_lowercase()) {
        return true;
    }
    if end.is_ascii_digit() && (is_unit(next) || is_month(last, next)) {
        return true;
    }
    if is_sign(last) {
        return is_number(next);
    }
    if is_sign(next) {
        return is_value(last) && is_number(words.next().unwrap_or_default());
    }
    if first.is_uppercase() {
        return is_one_of(TITLES, last) || is_initial(last) || (is_acronym(last) && is_name(next));
    }
    last == "et" && next.starts_with("al.")
}

fn is_one_of(words: &str, word: &str) -> bool {
    let mut known = words.as_bytes().split(|byte| *byte == b' ');
    known.any(|known| known == word.as_bytes())
}

/// Returns the word without the signs that end a sentence or a part of it.
fn bare(word: &str) -> &str {
    word.trim_end_matches([',', ';', ':', '.', ')', ']', '?', '!', '”', '’', '"', '\''])
}

fn is_unit(next: &str) -> bool {
    is_one_of(UNITS, next) || is_one_of(UNITS, bare(next))
}

fn is_month(day: &str, next: &str) -> bool {
    let is_day = day.parse().is_ok_and(|day: u8| (1..=31).contains(&day));
    is_day && is_one_of(MONTHS, bare(next))
}

/// Whether a word is nothing but a sign between two sides.
fn is_sign(word: &str) -> bool {
    matches!(word, "=" | "<" | ">" | "≤" | "≥" | "≈" | "±")
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '−'))
}

/// Whether a word is a number or the name of one: `n`, `p`, `SD`.
fn is_value(word: &str) -> bool {
    is_number(word) || (word.len() <= 2 && word.starts_with(char::is_alphabetic))
}

/// Whether a word is the first letter of a name.
fn is_initial(word: &str) -> bool {
    let letter = word.strip_suffix('.').unwrap_or_default();
    letter.chars().count() == 1 && letter.chars().all(char::is_uppercase)
}

fn is_acronym(word: &str) -> bool {
    (2..=5).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a word could go on with a name that began with an acronym; what is longer would leave
/// too large a hole.
fn is_name(word: &str) -> bool {
    let rest = bare(word)
        .strip_prefix(char::is_uppercase)
        .unwrap_or_default();
    (2..=11).contains(&rest.len()) && rest.chars().all(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_names_and_what_belongs_to_them_stay_together() {
        #[track_caller]
        fn case(before: &str, after: &str, holds: bool) {
            assert_eq!(is_bond(before, after), holds, "{before:?} {after:?}");
        }

        case("as Table", "2 shows", true);
        case("(see Table", "2)", true);
        case("the table", "shows", false);
        case("Smith (2020, pp.", "12–14)", true);
        case("about 10", "% of", true);
        case("about 10", "per cent", true);
        case("a dose of 5", "mg.", true);
        case("all 12", "wards", false);
        case("on 3", "May 2027", true);
        case("in 2027", "May", false);
        case("by Dr", "Lane", true);
        case("by Dr", "and", false);
        case("J.", "K. Rowling", true);
        case("J. K.", "Rowling", true);
        case("by NHS", "England, which", true);
        case("the NHS", "is", false);
        case("the NHS", "EPR", false);
        case("the NHS.", "England", false);
        case("n", "= 25", true);
        case("x", "= y", false);
        case("n =", "25", true);
        case("p", "< 0.05", true);
        case("a cost", "= none", false);
        case("Smith et", "al. (2020)", true);
        case("", "2", false);
        case("Table", "", false);
    }
}
