//! What a word is: five conventions, each a way to cut text into words.

mod folio;
mod libreoffice;
mod texcount;

use std::ops::Range;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};
use unicode_segmentation::UnicodeSegmentation;

pub(crate) use folio::is_invisible;

/// A rule that says where a word begins and ends.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Convention {
    /// folio's own: runs between white space and dashes.
    #[default]
    Folio,
    /// What LibreOffice Writer counts, quirks included.
    LibreOffice,
    /// What TeXcount 3.1 counts.
    TexCount,
    /// The words of Unicode's annex 29 that hold a letter or a digit.
    Unicode,
    /// What stands between white space, as `wc -w` counts.
    Whitespace,
}

impl Convention {
    /// Every one, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Returns the name used in manifests, on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the one with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Calls `word` with the bytes of each word of `text`, in order.
    ///
    /// A range may hold characters that nobody sees, such as a soft hyphen.
    pub fn each_word(self, text: &str, word: impl FnMut(Range<usize>)) {
        match self {
            Convention::Folio => folio::each_word(text, word),
            Convention::LibreOffice => libreoffice::each_word(text, word),
            Convention::TexCount => texcount::each_word(text, word),
            Convention::Unicode => text
                .unicode_word_indices()
                .map(|(at, found)| at..at + found.len())
                .for_each(word),
            Convention::Whitespace => runs(text, word),
        }
    }
}

/// Cuts at white space and nowhere else.
fn runs(text: &str, mut word: impl FnMut(Range<usize>)) {
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                word(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            (true, None) | (false, Some(_)) => {}
        }
    }
    if let Some(from) = start {
        word(from..text.len());
    }
}

/// Returns how many words plain text has; takes time in proportion to its length.
pub fn count_text(text: &str, convention: Convention) -> usize {
    let mut count = 0;
    convention.each_word(text, |_| count += 1);
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The strings of `tests/data/words/strings.tsv`: text, LibreOffice, TeXcount, white space,
    /// UAX #29. `\uXXXX` stands for a character that nobody sees.
    const STRINGS: &str = include_str!("../../../tests/data/words/strings.tsv");
    /// The strings of `tests/data/words/neighbours.tsv`: text, LibreOffice, TeXcount.
    const NEIGHBOURS: &str = include_str!("../../../tests/data/words/neighbours.tsv");

    fn unescape(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if c != '\\' {
                out.push(c);
                continue;
            }
            match rest.next() {
                Some('u') => {
                    let digits: String = rest.by_ref().take(4).collect();
                    let code = u32::from_str_radix(&digits, 16).unwrap();
                    out.push(char::from_u32(code).unwrap());
                }
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some(other) => out.push(other),
                None => panic!("a lone backslash in {text:?}"),
            }
        }
        out
    }

    /// Returns how many strings there are and those that come out differently.
    fn compare(file: &str, convention: Convention, column: usize) -> (usize, Vec<String>) {
        let mut differences = Vec::new();
        let mut strings = 0;
        for line in file.lines().filter(|line| !line.starts_with("##")) {
            let fields: Vec<&str> = line.split('\t').collect();
            let text = unescape(fields[0]);
            let expected: usize = fields[column].parse().unwrap();
            let counted = count_text(&text, convention);
            strings += 1;
            if counted != expected {
                differences.push(format!("{:?}: {counted}, not {expected}", fields[0]));
            }
        }
        (strings, differences)
    }

    #[test]
    fn the_measured_strings_come_out_as_measured() {
        #[track_caller]
        fn case(convention: Convention, column: usize) {
            let (strings, differences) = compare(STRINGS, convention, column);
            assert!(strings > 200);
            assert_eq!(differences, Vec::<String>::new(), "{convention}");
        }

        case(Convention::LibreOffice, 1);
        case(Convention::TexCount, 2);
        case(Convention::Whitespace, 3);
        case(Convention::Unicode, 4);
    }

    #[test]
    fn their_neighbours_come_out_as_measured() {
        #[track_caller]
        fn case(convention: Convention, column: usize) {
            let (strings, differences) = compare(NEIGHBOURS, convention, column);
            assert!(strings > 1_000);
            assert_eq!(differences, Vec::<String>::new(), "{convention}");
        }

        case(Convention::LibreOffice, 1);
        case(Convention::TexCount, 2);
    }

    #[test]
    fn a_convention_is_found_by_its_own_name() {
        for &convention in Convention::ALL {
            assert_eq!(Convention::from_name(convention.name()), Some(convention));
        }
        assert_eq!(Convention::from_name("word"), None);
    }

    #[test]
    fn words_come_in_order_and_apart() {
        let text = "Pre--post —and (n = 23) 你好word、word\u{200b} <CO₂> สวัสดี - don’t.";
        for &convention in Convention::ALL {
            let mut end = 0;
            convention.each_word(text, |range| {
                assert!(
                    range.start >= end && range.end > range.start,
                    "{convention}"
                );
                assert!(text.get(range.clone()).is_some());
                end = range.end;
            });
        }
    }

    #[test]
    fn a_long_text_takes_time_in_proportion_to_its_length() {
        let mixed = "well-known—facts, 你好 e.g. re\u{ad}search {a}b ";
        let shapes = [
            "-",
            "a-",
            "'a",
            "a",
            "\u{ad}",
            "a\u{ad}",
            "中\u{ad}",
            "{",
            "\\'",
            "\u{200b}",
            " ",
        ];
        for &convention in Convention::ALL {
            let once = count_text(mixed, convention);
            let many = 1_000_000 / mixed.len();
            assert_eq!(
                count_text(&mixed.repeat(many), convention),
                once * many,
                "{convention}"
            );
            for shape in shapes {
                let started = std::time::Instant::now();
                count_text(&shape.repeat(100_000 / shape.len()), convention);
                // A tenth of a second is usual without optimisation.
                assert!(started.elapsed().as_secs() < 5, "{convention} {shape:?}");
            }
        }
    }
}
