//! Many names in one pass over a text.
//!
//! One automaton holds all names, so that a thousand of them cost no more than one. A name carries
//! the borders of its words: at one place it can only end together with names that are its own
//! last words, and the number of hits stays in proportion to the text.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::check::confidential::escapes::{FILLER, decoded};
use crate::check::confidential::fold::{BORDER, Folded, MIN_SPACED};
use crate::check::confidential::ways::{Likeness, Ways, is_capital};
use crate::diagnostics::text::steers;

/// Longer lines are no names.
const MAX_CHARS: usize = 200;
/// More names than anybody lists.
const MAX_NAMES: usize = 10_000;
/// A file name without signs between its words holds a name of at least so many letters.
const MIN_COMPACT: usize = 6;

/// So many letters of a name that was cut off still tell it.
const MIN_LEFT: usize = 3;
/// So many places where a text was shortened are looked at, and so many bytes around each.
const MAX_CUTS: usize = 200;
const AROUND: usize = 400;

/// Names to look for.
#[derive(Clone, Debug, Default)]
pub(super) struct ListedNames {
    /// As they were listed, each once.
    listed: Vec<String>,
    /// Without anything but letters and digits.
    compact: Vec<String>,
    /// Finds them without the border behind, where an `s` may stand.
    automaton: Option<AhoCorasick>,
    /// As they are compared.
    patterns: Vec<String>,
    /// In other orders and shorter.
    ways: Ways,
    /// Finds the names of several words where they run together.
    together: Option<AhoCorasick>,
    /// Which name each of its patterns is.
    of_pattern: Vec<usize>,
    /// Finds the names where they stand letter by letter.
    spaced: Option<AhoCorasick>,
}

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The bytes of the text.
    pub(super) range: Range<usize>,
    /// Which name, for [`ListedNames::masked`].
    pub(super) name: usize,
    /// How much it is the name.
    pub(super) likeness: Likeness,
}

impl ListedNames {
    /// Takes the names that can be looked for; returns with them how many lines cannot.
    pub(super) fn new<'a>(lines: impl IntoIterator<Item = &'a str>) -> (Self, usize) {
        let mut names = Self::default();
        let mut patterns: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut refused = 0;
        for line in lines {
            let name = line.trim();
            let pattern = Folded::pattern(name);
            let letters = pattern.chars().filter(|c| c.is_alphanumeric()).count();
            let is_long = name.chars().count() > MAX_CHARS || patterns.len() >= MAX_NAMES;
            if letters < 2 || is_long {
                refused += 1;
            } else if seen.insert(pattern.clone()) {
                names.listed.push(name.to_owned());
                names.compact.push(compact(&pattern));
                patterns.push(pattern);
            }
        }
        // It can only be refused where it is larger than an address space of its own kind.
        names.automaton = AhoCorasick::new(patterns.iter().map(|it| open(it))).ok();
        if names.automaton.is_none() {
            refused += patterns.len();
        }
        let several = |at: &usize| {
            patterns[*at].contains(' ') && names.compact[*at].chars().count() >= MIN_COMPACT
        };
        names.of_pattern = (0..patterns.len()).filter(several).collect();
        let together: Vec<&String> = names
            .of_pattern
            .iter()
            .map(|at| &names.compact[*at])
            .collect();
        if !together.is_empty() {
            names.together = AhoCorasick::new(&together).ok();
        }
        names.spaced = AhoCorasick::new(&names.compact).ok();
        names.ways = Ways::new(&names.listed, &patterns);
        names.patterns = patterns;
        (names, refused)
    }

    /// Returns whether there is nothing to look for.
    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Returns where the names stand in a text, in order, also those that overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Hit> {
        let Some(automaton) = self.automaton.as_ref().filter(|_| !self.is_empty()) else {
            return Vec::new();
        };
        // Braces and the like belong to no word, but they may also part two.
        const PARTING: [char; 7] = ['{', '}', '`', '/', '|', '&', '+'];
        let read = |text: &str, hits: &mut Vec<Hit>| {
            self.read(text, automaton, hits);
            if text.contains(PARTING) {
                self.read(&text.replace(PARTING, " "), automaton, hits);
            }
        };
        let mut hits = Vec::new();
        read(text, &mut hits);
        // A sign that steers a terminal stands in no name; in its place people see a space.
        if text.contains(is_steering) {
            read(&without_steering(text), &mut hits);
        }
        if let Some(decoded) = decoded(text) {
            let from = hits.len();
            read(&without_steering(&decoded), &mut hits);
            for hit in &mut hits[from..] {
                let rest = &decoded[hit.range.end..];
                hit.range.end += rest.len() - rest.trim_start_matches(FILLER).len();
            }
        }
        hits.extend(self.cut_off(text));
        if let Some(together) = &self.together {
            let folded = Folded::compact(text);
            hits.extend(together.find_iter(&folded.text).map(|found| Hit {
                range: folded.source(found.range(), text),
                name: self.of_pattern[found.pattern().as_usize()],
                likeness: Likeness::Name,
            }));
        }
        if let Some(spaced) = &self.spaced {
            let folded = Folded::spaced(text);
            let found = spaced.find_overlapping_iter(&folded.text);
            let found = found.filter(|found| found.range().len() >= MIN_SPACED);
            hits.extend(found.map(|found| Hit {
                range: folded.source(found.range(), text),
                name: found.pattern().as_usize(),
                likeness: Likeness::Name,
            }));
        }
        hits.sort_by_key(|hit| (hit.range.start, hit.range.end, hit.name, hit.likeness));
        hits.dedup_by_key(|hit| (hit.range.clone(), hit.name));
        hits
    }

    /// Finds the names in the words of a text.
    fn read(&self, text: &str, automaton: &AhoCorasick, hits: &mut Vec<Hit>) {
        let folded = Folded::new(text);
        for found in automaton.find_overlapping_iter(&folded.text) {
            let name = found.pattern().as_usize();
            let range = folded.source(found.range(), text);
            let rest = &folded.text[found.end()..];
            if let Some(likeness) = self.ending(name, rest, text.get(range.clone())) {
                hits.push(Hit {
                    range,
                    name,
                    likeness,
                });
            }
        }
        self.ways.find(text, |range, name, likeness| {
            hits.push(Hit {
                range,
                name,
                likeness,
            });
        });
    }

    /// Says how much a name is one whose word may go on: it ends there, or it is a plural.
    fn ending(&self, name: usize, rest: &str, written: Option<&str>) -> Option<Likeness> {
        let ends = |ending: &str| {
            let rest = rest.strip_prefix(ending);
            rest.is_some_and(|rest| rest.starts_with(BORDER))
        };
        if !self.patterns[name].ends_with(BORDER) || ends("") {
            return Some(Likeness::Name);
        }
        // The number of a page or of a note, as pages print it.
        let meets_number = |ending: &str| {
            let rest = rest.strip_prefix(ending);
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        if ["", "s", "es"].into_iter().any(meets_number) {
            return Some(Likeness::Loose);
        }
        (ends("s") || ends("es")).then(|| match written.is_some_and(is_capital) {
            true => Likeness::Name,
            false => Likeness::Loose,
        })
    }

    /// Finds what is left of names that were cut off where a text was shortened (`Northern Tr…`).
    fn cut_off(&self, text: &str) -> Vec<Hit> {
        const CUT: char = '…';
        let letters = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).count();
        let mut hits = Vec::new();
        for (at, _) in text.match_indices(CUT).take(MAX_CUTS) {
            let behind = at + CUT.len_utf8();
            let start = text.floor_char_boundary(at.saturating_sub(AROUND));
            let end = text.floor_char_boundary(text.len().min(behind + AROUND));
            let (before, after) = (&text[start..at], &text[behind..end]);
            let (head, tail) = (Folded::new(before), Folded::new(after));
            let (first, last) = (head.text.trim_end_matches(BORDER), tail.text.len());
            let second = tail.text.trim_start_matches(BORDER);
            for (name, pattern) in self.patterns.iter().enumerate() {
                let cuts: Vec<usize> = pattern.char_indices().map(|(at, _)| at).skip(1).collect();
                let is_left = |part: &str| letters(part) >= MIN_LEFT;
                // The longest part counts.
                let mut parts = cuts.iter().rev().map(|cut| &pattern[..*cut]);
                if let Some(part) = parts.find(|it| is_left(it) && first.ends_with(it)) {
                    let range = head.source(first.len() - part.len()..first.len(), before);
                    let range = range.start + start..range.end + start;
                    hits.push(Hit {
                        range,
                        name,
                        likeness: Likeness::Name,
                    });
                }
                let mut parts = cuts.iter().map(|cut| &pattern[*cut..]);
                if let Some(part) = parts.find(|it| is_left(it) && second.starts_with(it)) {
                    let from = last - second.len();
                    let range = tail.source(from..from + part.len(), after);
                    let range = range.start + behind..range.end + behind;
                    hits.push(Hit {
                        range,
                        name,
                        likeness: Likeness::Name,
                    });
                }
            }
        }
        hits
    }

    /// Returns the first name that stands in a file's or a folder's name, also without any sign
    /// between its words.
    pub(super) fn in_file_name(&self, part: &str) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        // A point ends a word there, and no sentence.
        let hits = self.find(&part.replace(['.', '+', '&'], " "));
        if let Some(hit) = hits.iter().find(|hit| hit.likeness != Likeness::Loose) {
            return Some(hit.name);
        }
        let name = compact(&Folded::new(part).text);
        let found = |known: &String| known.chars().count() >= MIN_COMPACT && name.contains(known);
        self.compact.iter().position(found)
    }

    /// Returns a name so that its owner knows it and nobody else does: `N… T…`.
    pub(super) fn masked(&self, name: usize) -> String {
        let listed = self.listed.get(name).map_or("", String::as_str);
        let words = listed.split_whitespace();
        let initials = words.filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
        let masked: Vec<String> = initials.map(|initial| format!("{initial}…")).collect();
        masked.join(" ")
    }
}

fn is_steering(c: char) -> bool {
    steers(c) && !c.is_whitespace()
}

/// Returns a text of the same length with spaces in the place of signs that steer a terminal.
fn without_steering(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_steering(c) {
            true => out.extend(std::iter::repeat_n(' ', c.len_utf8())),
            false => out.push(c),
        }
    }
    out
}

/// Returns a pattern without the border behind it.
fn open(pattern: &str) -> &str {
    pattern.strip_suffix(BORDER).unwrap_or(pattern)
}

fn compact(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(names: &[&str], text: &str, found: &[&str]) {
        let (names, _) = ListedNames::new(names.iter().copied());
        let hits = names.find(text).into_iter();
        let sure = hits.filter(|hit| hit.likeness != Likeness::Loose);
        let texts: Vec<&str> = sure.map(|hit| &text[hit.range]).collect();
        assert_eq!(texts, found);
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let name = &["Northern Trust"];
        case(name, "At NORTHERN\n  TRUST's site", &["NORTHERN\n  TRUST"]);
        case(name, "(**North**ern Trust)", &["North**ern Trust"]);
        case(
            name,
            "northern-trust, Northern\u{a0}Trust",
            &["northern-trust", "Northern\u{a0}Trust"],
        );
        case(&["O'Brien"], "O’Brien’s ward", &["O’Brien"]);
    }

    #[test]
    fn a_name_is_not_found_inside_other_words() {
        case(&["Ann"], "Annual planning: Hannah", &[]);
        case(&["Northern Trust"], "the northern, trusty", &[]);
    }

    #[test]
    fn a_name_is_found_in_the_plural_and_as_an_owner() {
        let name = &["Northern Trust"];
        case(name, "the Northern Trusts’ plans", &["Northern Trust"]);
        case(
            &["Orbison", "Jones"],
            "the Orbisons, the Joneses'",
            &["Orbison", "Jones"],
        );
        let (names, _) = ListedNames::new(["Ward"]);
        for text in ["two wards", "in the contents: Ward7", "on the Wards5"] {
            assert_eq!(names.find(text)[0].likeness, Likeness::Loose);
        }
    }

    #[test]
    fn a_name_is_found_where_its_signs_are_escaped() {
        let name = &["Sørlie General"];
        case(
            name,
            "?q=S%C3%B8rlie%20General%2C",
            &["S%C3%B8rlie%20General"],
        );
        case(name, "q=Sorlie%20General\u{9b}2J", &["Sorlie%20General"]);
        case(name, "q=Sorlie+General", &["Sorlie+General"]);
        case(
            name,
            "S&oslash;rlie&nbsp;General",
            &["S&oslash;rlie&nbsp;General"],
        );
        case(
            name,
            "$\\unknown{Sorlie&nbsp;General}$",
            &["Sorlie&nbsp;General"],
        );
    }

    #[test]
    fn names_that_overlap_are_all_found() {
        case(
            &["Ann Smith", "Ann", "Smith Jones"],
            "Ann Smith Jones",
            &["Ann", "Ann Smith", "Smith Jones"],
        );
        case(&["Ann Smith", "Ann"], "Ann Smithson", &["Ann"]);
    }

    #[test]
    fn a_name_of_several_words_is_found_where_they_run_together() {
        case(
            &["Northern Trust", "Northern"],
            "www.northerntrust.nhs.uk",
            &["northerntrust"],
        );
        case(&["Ann Lee"], "Annleeson, channel lee", &["Annlee"]);
        case(&["Al Bo"], "salbo", &[]);
    }

    #[test]
    fn a_name_is_found_letter_by_letter_and_in_letters_that_look_alike() {
        let name = &["Northern Trust"];
        case(
            name,
            "at N o r t h e r n  T r u s t, a b c",
            &["N o r t h e r n  T r u s t"],
        );
        case(
            name,
            "N.o.r.t.h.e.r.n T.r.u.s.t",
            &["N.o.r.t.h.e.r.n T.r.u.s.t"],
        );
        case(name, "N\u{43e}rthern Trust", &["N\u{43e}rthern Trust"]);
    }

    #[test]
    fn a_name_is_found_in_braces_behind_signs_that_nobody_sees_and_cut_off() {
        let name = &["Zyxwv Quorl"];
        case(name, "\\foo{Zyxwv Quorl}", &["Zyxwv Quorl"]);
        case(name, "`Zyxwv` Quorl", &["Zyxwv` Quorl"]);
        case(
            name,
            "Zy\u{202e}xwv Quo\u{2062}rl",
            &["Zy\u{202e}xwv Quo\u{2062}rl"],
        );
        case(name, "Zyxwv Quorl\u{9b}2J", &["Zyxwv Quorl"]);
        case(name, "words Zyxwv Qu…all", &["Zyxwv Qu"]);
        case(name, "words Zyxwv … in", &["Zyxwv "]);
        case(name, "at…v Quorl wards", &["v Quorl"]);
        case(name, "the zyx… and … Zyxwv all", &["zyx"]);
    }

    #[test]
    fn a_file_name_needs_no_spaces() {
        let (names, _) = ListedNames::new(["Northern Trust", "Lee"]);
        assert_eq!(names.in_file_name("northern_trust.v2.png"), Some(0));
        assert_eq!(names.in_file_name("NorthernTrustMap.png"), Some(0));
        assert_eq!(names.in_file_name("fleet.png"), None);
    }

    #[test]
    fn a_name_is_masked_to_its_initials() {
        let (names, refused) = ListedNames::new(["Northern (Acute) Trust", "-", "x"]);
        assert_eq!(names.masked(0), "N… A… T…");
        assert_eq!(refused, 2);
    }
}
