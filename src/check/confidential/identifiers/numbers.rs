//! NHS numbers and telephone numbers.
//!
//! Sources: the NHS Data Dictionary, "NHS NUMBER" (ten digits, written 3-3-4, the tenth is a check
//! digit by Modulus 11: weights 10 to 2, eleven minus the remainder, 11 counts as 0 and 10 never
//! occurs; numbers that start with 999 are for tests); the Scottish CHI number and the Northern
//! Irish one share the check digit and begin with a date of birth or with 320 to 399. Ofcom,
//! "Telephone numbers for use in TV and radio drama programmes", for numbers that nobody has.

use std::ops::Range;

use crate::check::confidential::identifiers::identifier::{Identifier, IdentifierKind};
use crate::check::confidential::identifiers::web_address::is_in_address;

/// The starts of the ranges of a thousand numbers each that Ofcom keeps for drama.
const DRAMA: [&str; 20] = [
    "01134960", "01144960", "01154960", "01164960", "01174960", "01184960", "01214960", "01314960",
    "01414960", "01514960", "01614960", "02079460", "01914980", "02896496", "02920180", "01632960",
    "07700900", "08081570", "09098790", "03069990",
];

/// What stands before a number that only looks like one of a person.
const OTHER_NUMBERS: [&str; 12] = [
    "isbn", "isbn-10", "issn", "pmid", "pmcid", "orcid", "isrctn", "grant", "award", "grant no",
    "award no", "iras",
];

/// Digits in groups, each parted from the next by one sign.
#[derive(Debug)]
struct DigitGroups {
    /// The digits of each group with their place.
    groups: Vec<Range<usize>>,
    /// Whether it begins with `+` or `00`.
    plus: Option<usize>,
}

pub(super) fn find(text: &str) -> Vec<Identifier> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + next;
        let (run, end) = digit_groups(text, start);
        if starts_freely(text, run.plus.unwrap_or(start)) && ends_freely(text, end) {
            look(text, &run, &mut found);
        }
        at = end;
    }
    found
}

/// Reads the groups of digits from `start` on.
fn digit_groups(text: &str, start: usize) -> (DigitGroups, usize) {
    let before = &text[..start];
    let plus = before
        .strip_suffix('+')
        .or_else(|| before.strip_suffix("(+"))
        .map(str::len);
    let mut groups = Vec::new();
    let mut at = start;
    loop {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        groups.push(at..at + digits);
        at += digits;
        let rest = &text[at..];
        let signs: usize = rest
            .chars()
            .take_while(|c| is_separator(*c))
            .take(3)
            .map(char::len_utf8)
            .sum();
        let is_single = rest[..signs]
            .chars()
            .filter(|c| !matches!(c, '(' | ')'))
            .count()
            <= 1;
        let goes_on = rest[signs..].starts_with(|c: char| c.is_ascii_digit());
        if signs == 0 || !is_single || !goes_on {
            return (DigitGroups { groups, plus }, at);
        }
        at += signs;
    }
}

fn is_separator(c: char) -> bool {
    matches!(
        c,
        ' ' | '-'
            | '('
            | ')'
            | '\u{a0}'
            | '\u{202f}'
            | '\u{2009}'
            | '\u{2010}'
            | '\u{2011}'
            | '\u{2013}'
            | '~'
    )
}

/// A number does not start inside a word, a path, a decimal or a longer code.
fn starts_freely(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        None => true,
        Some('.' | ',' | '-' | '\u{2013}') => before.next().is_none_or(|c| !c.is_alphanumeric()),
        Some(c) => {
            !(c.is_alphanumeric()
                || matches!(c, '/' | '_' | '@' | '#' | '%' | '£' | '$' | '€' | '='))
        }
    }
}

fn ends_freely(text: &str, at: usize) -> bool {
    let mut behind = text[at..].chars();
    match behind.next() {
        Some('.' | ',' | '-' | '\u{2013}' | '/' | ':') => {
            behind.next().is_none_or(|c| !c.is_alphanumeric())
        }
        Some(c) => !(c.is_alphanumeric() || matches!(c, '_' | '@' | '%')),
        None => true,
    }
}

fn look(text: &str, run: &DigitGroups, found: &mut Vec<Identifier>) {
    if let Some(identifier) = telephone(text, run) {
        found.push(identifier);
        return;
    }
    // Longer lists of numbers are tables in all but name.
    if run.groups.len() > 5 {
        return;
    }
    for first in 0..run.groups.len() {
        for count in [3, 1] {
            let Some(groups) = run.groups.get(first..first + count) else {
                continue;
            };
            if let Some(identifier) = nhs_number(text, groups) {
                found.push(identifier);
                return;
            }
        }
    }
}

fn nhs_number(text: &str, groups: &[Range<usize>]) -> Option<Identifier> {
    let lengths: Vec<usize> = groups.iter().map(Range::len).collect();
    if lengths != [10] && lengths != [3, 3, 4] {
        return None;
    }
    let digits: String = groups.iter().map(|group| &text[group.clone()]).collect();
    let range = groups.first()?.start..groups.last()?.end;
    if !has_check_digit(&digits) || !may_be_issued(&digits) || is_other_number(text, range.start) {
        return None;
    }
    let (kind, what) = match digits.starts_with("999") {
        true => (IdentifierKind::TestNhsNumber, "test NHS number"),
        false => (IdentifierKind::NhsNumber, "NHS number"),
    };
    Some(Identifier {
        kind,
        range,
        masked: format!("{what} ending {}", &digits[8..]),
    })
}

/// Modulus 11.
fn has_check_digit(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [first @ .., check] = values.as_slice() else {
        return false;
    };
    let sum: u32 = first
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let expected = match 11 - sum % 11 {
        11 => 0,
        other => other,
    };
    expected == *check
}

/// Returns whether a number is of a shape that anybody was given: a birthday for those of
/// Scotland, 320 to 399 for those of Northern Ireland, 4 to 9 for the others. Ten times the same
/// digit stands for a number that is still to be filled in.
fn may_be_issued(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    let number = |range: Range<usize>| digits[range].parse::<u32>().unwrap_or(0);
    let is_one_digit = bytes.iter().all(|byte| *byte == bytes[0]);
    let is_birthday = (1..=31).contains(&number(0..2)) && (1..=12).contains(&number(2..4));
    let is_irish = (320..=399).contains(&number(0..3));
    !is_one_digit && (bytes[0] >= b'4' || is_irish || is_birthday)
}

/// Returns whether the words before a number say that it is a book's or a grant's.
fn is_other_number(text: &str, at: usize) -> bool {
    let head: String = text[..at].chars().rev().take(16).collect();
    let head: String = head.chars().rev().collect::<String>().to_lowercase();
    let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
    OTHER_NUMBERS.iter().any(|word| head.ends_with(word)) || is_in_address(text, at)
}

fn telephone(text: &str, run: &DigitGroups) -> Option<Identifier> {
    let digits: String = run
        .groups
        .iter()
        .map(|group| &text[group.clone()])
        .collect();
    let first = run.groups.first()?;
    let (national, is_international) = match (run.plus, digits.strip_prefix("0044")) {
        (Some(_), _) => (digits.strip_prefix("44")?, true),
        (None, Some(rest)) => (rest, true),
        (None, None) => (digits.strip_prefix('0')?, false),
    };
    // `+44 (0)20 …`: the nought in brackets is not dialled.
    let national = match is_international {
        true => national.strip_prefix('0').unwrap_or(national),
        false => national,
    };
    let is_whole = match national.as_bytes().first()? {
        b'1' => matches!(national.len(), 9 | 10),
        b'2' | b'7' => national.len() == 10,
        // Numbers of organisations and helplines, which are printed to be called.
        _ => false,
    };
    // The code of an area has three digits at least; ten digits without a gap are a book's.
    let is_long = run.groups.len() > 1 || national.len() == 10;
    let is_grouped = is_international || (first.len() >= 3 && run.groups.len() <= 4 && is_long);
    let full = format!("0{national}");
    let is_kept = DRAMA.iter().any(|start| full.starts_with(start));
    if !is_whole || !is_grouped || is_kept || is_other_number(text, first.start) {
        return None;
    }
    Some(Identifier {
        kind: IdentifierKind::Telephone,
        range: run.plus.unwrap_or(first.start)..run.groups.last()?.end,
        masked: format!("telephone number ending {}", &full[full.len() - 2..]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, expected: &[(IdentifierKind, &str)]) {
        let found = find(text);
        let found: Vec<(IdentifierKind, &str)> = found
            .iter()
            .map(|one| (one.kind, &text[one.range.clone()]))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_nhs_number_is_known_by_its_check_digit() {
        use IdentifierKind::NhsNumber as Nhs;
        case("NHS no:9434765919.", &[(Nhs, "9434765919")]);
        case("(943 476 5919)", &[(Nhs, "943 476 5919")]);
        case(
            "943-476-5919, 943\u{a0}476\u{a0}5919",
            &[(Nhs, "943-476-5919"), (Nhs, "943\u{a0}476\u{a0}5919")],
        );
        case("in 2019 943 476 5919", &[(Nhs, "943 476 5919")]);
        case("943 476 5918", &[]);
        case("9434 765 919", &[]);
        case("999 123 4560", &[]);
        case(
            "999 000 0018",
            &[(IdentifierKind::TestNhsNumber, "999 000 0018")],
        );
        assert_eq!(find("9434765919")[0].masked, "NHS number ending 19");
    }

    #[test]
    fn the_digits_of_other_things_are_no_nhs_number() {
        case("19434765919", &[]);
        case("94347659190", &[]);
        case("x9434765919", &[]);
        case("0.9434765919", &[]);
        case("9434765919.5", &[]);
        case("ISBN 9434765919", &[]);
        case("ISBN-10: 0306406152", &[]);
        case("0198526636", &[]);
        case("https://example.org/9434765919", &[]);
        case("doi:10.1000/9434765919", &[]);
        case("0000-0002-1825-0097", &[]);
        case("4444444444", &[]);
        case("943 476 5919 1 2 3 4", &[]);
    }

    #[test]
    fn a_telephone_number_of_a_person_is_found() {
        use IdentifierKind::Telephone as Tel;
        case("07912 345678", &[(Tel, "07912 345678")]);
        case("+44 7912 345678", &[(Tel, "+44 7912 345678")]);
        case("+44 (0)20 7123 4567", &[(Tel, "+44 (0)20 7123 4567")]);
        case("(0161) 234 5678", &[(Tel, "0161) 234 5678")]);
        case("020 7123 4567.", &[(Tel, "020 7123 4567")]);
        case("01204 55555", &[(Tel, "01204 55555")]);
    }

    #[test]
    fn a_number_that_nobody_has_or_everybody_may_call_is_not() {
        case("07700 900123, 01632 960555, 020 7946 0123", &[]);
        case("+44 7700 900 123", &[]);
        case("0300 123 4567 or 0800 123 4567 or 111", &[]);
        case("01 02 2020 and 0.1234567890", &[]);
        case("10,000 of 20,000; 2019-2020", &[]);
    }
}
