//! The English that writing out an abbreviation needs: plurals, articles, capitals, quotations.
//!
//! Each rule is one that a reader would not notice being followed. Where a rule would be a guess,
//! the short form is left alone and the next use is looked at.

use std::ops::Range;

/// Returns the plural of a long form where a plain `s` makes it.
///
/// It does not where the last word ends in a sound that needs more (`process`, `batch`, `policy`)
/// or where the word that changes is not the last (`length of stay`).
pub(crate) fn plural(long: &str) -> Option<String> {
    let mut words = long.split_whitespace();
    let last = words.next_back()?;
    let inner = [
        "of", "for", "in", "to", "on", "at", "by", "with", "from", "and",
    ];
    if words.any(|word| inner.contains(&word)) {
        return None;
    }
    let lower = last.to_lowercase();
    let mut back = lower.chars().rev();
    let (end, before) = (back.next()?, back.next());
    let is_vowel = |c: Option<char>| c.is_some_and(|c| "aeiou".contains(c));
    let takes_s = end.is_alphabetic()
        && !matches!(end, 's' | 'x' | 'z')
        && !lower.ends_with("ch")
        && !lower.ends_with("sh")
        && (end != 'y' || is_vowel(before));
    takes_s.then(|| format!("{long}s"))
}

/// Returns the long form as it stands at the start of a sentence.
pub(crate) fn capital(long: &str) -> String {
    let mut chars = long.chars();
    let first_word = long.split([' ', '-']).next().unwrap_or_default();
    // `eHealth` begins as it does on purpose.
    if first_word.chars().skip(1).any(char::is_uppercase) {
        return long.to_owned();
    }
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// Returns whether a sentence starts behind this text.
pub(crate) fn starts_sentence(before: &str) -> bool {
    let opened = before.trim_end_matches(['“', '‘', '"', '\'', '(', '[']);
    let text = opened.trim_end_matches([' ', '\t', '\n', '\u{a0}', '\u{fffc}']);
    if text.is_empty() {
        return true;
    }
    if text.len() == opened.len() {
        return false;
    }
    let ended = text.trim_end_matches(['”', '’', '"', '\'', ')', ']']);
    if ended.ends_with(['?', '!']) {
        return true;
    }
    let Some(stem) = ended.strip_suffix('.') else {
        return false;
    };
    let goes_on = [
        "e.g", "i.e", "cf", "vs", "etc", "al", "dr", "mr", "mrs", "ms", "prof", "st", "no", "nos",
        "p", "pp", "fig", "figs", "ch", "vol", "ed", "eds", "approx", "ca", "incl",
    ];
    let last = stem
        .rsplit([' ', '(', '[', '\u{a0}', '\n'])
        .next()
        .unwrap_or_default();
    let lower = last.to_lowercase();
    let is_initial = last.len() == 1 && last.starts_with(char::is_uppercase);
    !(is_initial || goes_on.contains(&lower.as_str()))
}

/// Returns whether a bracket is open at the end of this text.
pub(crate) fn is_in_brackets(before: &str) -> bool {
    let mut open = 0_usize;
    for c in before.chars() {
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open > 0
}

/// Returns the article before the long form and what it must be instead, if it is the wrong one:
/// `an MDT` is written out as `a multidisciplinary team (MDT)`.
pub(crate) fn article_for(before: &str, long: &str) -> Option<(Range<usize>, String)> {
    let text = before.strip_suffix([' ', '\u{a0}'])?;
    let start = text.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let right = match (&text[start..], needs_an(long)) {
        ("a", true) => "an",
        ("A", true) => "An",
        ("an", false) => "a",
        ("An", false) => "A",
        _ => return None,
    };
    Some((start..text.len(), right.to_owned()))
}

/// Returns whether `an` stands before a phrase, by its first sound as far as letters tell it.
fn needs_an(phrase: &str) -> bool {
    let word = phrase
        .split([' ', '-', '/', '\u{a0}'])
        .next()
        .unwrap_or_default();
    let is_spelt = word.len() > 1
        && word
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_numeric());
    let lower = word.to_lowercase();
    let begins = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
    match lower.chars().next() {
        Some(c) if is_spelt && c.is_alphabetic() => "aefhilmnorsx".contains(c),
        Some('8') => true,
        Some('1') => lower == "11" || lower == "18",
        Some('a' | 'i') => true,
        Some('e') => !begins(&["eu", "ewe"]),
        Some('o') => lower != "one" && !begins(&["once", "one-"]),
        Some('u') => {
            let as_you = &["uni", "use", "usu", "usa", "uti", "ubi", "uri", "ute"];
            !begins(as_you) || begins(&["unin", "unim"])
        }
        Some('h') => begins(&["hour", "honest", "honour", "heir"]),
        Some(_) | None => false,
    }
}

/// Returns whether a text ends in these words, or in their plural, whatever their case.
pub(crate) fn ends_with_words(text: &str, words: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['”', '’', '"', '\'']);
    let matches = |words: &str| starts_alike(text.chars().rev(), words.chars().rev());
    matches(words) || plural(words).is_some_and(|words| matches(&words))
}

/// Returns whether a text starts with these words, or with their plural, whatever their case.
pub(crate) fn starts_with_words(text: &str, words: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['“', '‘', '"', '\'']);
    let matches = |words: &str| starts_alike(text.chars(), words.chars());
    matches(words) || plural(words).is_some_and(|words| matches(&words))
}

/// Whether a text starts with these letters, and a word ends behind them.
fn starts_alike(
    mut text: impl Iterator<Item = char>,
    mut words: impl Iterator<Item = char>,
) -> bool {
    words.all(|c| text.next().is_some_and(|other| is_same_letter(c, other)))
        && !text.next().is_some_and(char::is_alphanumeric)
}

fn is_same_letter(a: char, b: char) -> bool {
    let is_apostrophe = |c: char| matches!(c, '\'' | '\u{2019}');
    a == b
        || a.to_lowercase().eq(b.to_lowercase())
        || (is_apostrophe(a) && is_apostrophe(b))
        || (a.is_whitespace() && b.is_whitespace())
}

/// The parts of a line between quotation marks.
pub(crate) struct Quoted {
    /// In order, none over another.
    ranges: Vec<Range<usize>>,
}

impl Quoted {
    /// Reads a line. A mark that nothing closes is none.
    pub(crate) fn read(text: &str) -> Self {
        let mut ranges = Vec::new();
        let (mut double, mut single) = (None, None);
        let mut before: Option<char> = None;
        let mut rest = text.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let next = rest.peek().map(|(_, next)| *next);
            let is_after_word = before.is_some_and(char::is_alphanumeric);
            let is_before_word = next.is_some_and(char::is_alphanumeric);
            match c {
                '“' => double = Some(at),
                '"' if double.is_none() => double = Some(at),
                '"' | '”' => ranges.extend(double.take().map(|start| start..at)),
                '‘' => single = Some(at),
                '\'' if single.is_none() && !is_after_word => {
                    single = next.filter(|c| !c.is_whitespace()).map(|_| at);
                }
                '\'' | '’' if !is_before_word && !before.is_none_or(char::is_whitespace) => {
                    ranges.extend(single.take().map(|start| start..at));
                }
                _ => {}
            }
            before = Some(c);
        }
        ranges.sort_by_key(|range| range.start);
        let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                Some(_) | None => merged.push(range),
            }
        }
        Self { ranges: merged }
    }

    /// Returns whether a byte lies between quotation marks.
    pub(crate) fn holds(&self, at: usize) -> bool {
        let next = self.ranges.partition_point(|range| range.start <= at);
        next > 0 && at < self.ranges[next - 1].end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_is_made_only_where_a_plain_s_makes_it() {
        #[track_caller]
        fn case(long: &str, expected: Option<&str>) {
            assert_eq!(plural(long).as_deref(), expected, "{long}");
        }

        case(
            "electronic patient record",
            Some("electronic patient records"),
        );
        case("X-ray", Some("X-rays"));
        case("care pathway", Some("care pathways"));
        for long in [
            "length of stay",
            "business process",
            "safety policy",
            "search",
            "tax",
            "",
        ] {
            case(long, None);
        }
    }

    #[test]
    fn an_article_is_changed_only_where_the_long_form_needs_the_other() {
        #[track_caller]
        fn case(before: &str, long: &str, expected: Option<&str>) {
            let found = article_for(before, long);
            assert_eq!(
                found.as_ref().map(|(_, text)| text.as_str()),
                expected,
                "{before}{long}"
            );
            if let Some((range, _)) = found {
                assert!(["a", "an"].contains(&before[range].to_lowercase().as_str()));
            }
        }

        case("in an ", "multidisciplinary team", Some("a"));
        case("An ", "National Health Service trust", Some("A"));
        case("a ", "emergency department", Some("an"));
        case("an ", "electronic patient record", None);
        case("a ", "user interface", None);
        case("an ", "user interface", Some("a"));
        case("a ", "urgent treatment centre", Some("an"));
        case("a ", "hour", Some("an"));
        case("a ", "NHS trust", Some("an"));
        case("schema ", "emergency department", None);
        case("plan a", "emergency department", None);
        case("é", "x", None);
    }

    #[test]
    fn a_sentence_starts_where_one_ended() {
        #[track_caller]
        fn case(before: &str, expected: bool) {
            assert_eq!(starts_sentence(before), expected, "{before:?}");
        }

        for before in [
            "",
            "It ended. ",
            "Did it? ",
            "It ended.\u{fffc} ",
            "It \"ended.\" ",
            "“",
        ] {
            case(before, true);
        }
        for before in [
            "the ", "e.g. ", "by Dr. ", "by J. ", "end.", "see: ", "it (",
        ] {
            case(before, false);
        }
    }

    #[test]
    fn what_stands_between_quotation_marks_is_told_from_apostrophes() {
        #[track_caller]
        fn case(text: &str, expected: bool) {
            let at = text.find('X').unwrap();
            assert_eq!(Quoted::read(text).holds(at), expected, "{text}");
        }

        for text in [
            "\"the X is\"",
            "“the X is”",
            "'the X is'",
            "‘it’s the X, yes’",
        ] {
            case(text, true);
        }
        for text in [
            "it's X's time",
            "the patients' X",
            "\"one\" X \"two\"",
            "\"never closed X",
            "'one' X",
            "the wards’ X and the nurses’",
        ] {
            case(text, false);
        }
    }

    #[test]
    fn words_are_compared_as_a_reader_would() {
        assert!(ends_with_words(
            "the Electronic patient records ",
            "electronic patient record"
        ));
        assert!(!ends_with_words("unrecord", "record"));
        assert!(starts_with_words(
            "electronic patient record)",
            "electronic patient record"
        ));
        assert!(!starts_with_words("recording", "record"));
        assert!(is_in_brackets("(via "));
        assert!(!is_in_brackets("(via) "));
        assert_eq!(capital("electronic record"), "Electronic record");
        assert_eq!(capital("eHealth record"), "eHealth record");
    }
}
