//! The ways in which a listed name is written besides: the surname first, with initials, without
//! middle names, behind a title, `ü` as `ue`.
//!
//! # Decisions
//!
//! - 2026-11: what is found in another order is told only where it has a name's capitals; without
//!   them (`the trust, northern wards`) it is covered in what folio says, and no finding.
//! - 2026-11: initials and a surname are anybody's in a list of references: no finding there.

use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::check::confidential::fold::Folded;

/// More names than a list of people has; those behind are found as they are listed.
const MAX_NAMES: usize = 2_000;
/// A name of more words is an organisation's.
const MAX_WORDS: usize = 5;

/// Words before a name that are none.
const TITLES: [&str; 10] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
];
/// Words that no person's name has.
const BETWEEN: [&str; 8] = ["of", "the", "and", "for", "at", "in", "on", "to"];
/// Letters that are also written as two.
const AS_TWO: [(&str, &str); 6] = [
    ("ä", "ae"),
    ("ö", "oe"),
    ("ü", "ue"),
    ("ø", "oe"),
    ("å", "aa"),
    ("æ", "ae"),
];

/// How much what was found is the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is.
    Name,
    /// Initials and a surname, which others may have too.
    Initials,
    /// Words in its order without its capitals: covered, but no finding.
    Loose,
}

/// How a way of writing came about, which says what it must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Without its title, or with two letters for one.
    Spelt,
    /// One letter for the two that were listed: the text must have a letter of its own there.
    OneLetter,
    /// Without middle names.
    Shortened,
    /// Behind a title, the surname alone.
    Titled,
    /// The surname first.
    Turned,
    /// Initials before the surname.
    InitialsFirst,
    /// Initials behind the surname.
    InitialsLast,
}

/// All ways of all names.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    automaton: Option<AhoCorasick>,
    /// Which name each pattern is, and in which way.
    of: Vec<(usize, Kind)>,
}

impl Ways {
    /// Takes the ways of names, without what is looked for as it is listed.
    pub(super) fn new(listed: &[String], patterns: &[String]) -> Self {
        let mut seen: BTreeSet<String> = patterns.iter().cloned().collect();
        let (mut all, mut of) = (Vec::new(), Vec::new());
        for (at, name) in listed.iter().take(MAX_NAMES).enumerate() {
            for (way, kind) in ways(name) {
                let pattern = Folded::pattern(&way);
                if seen.insert(pattern.clone()) {
                    all.push(pattern);
                    of.push((at, kind));
                }
            }
        }
        let automaton = Some(all).filter(|all| !all.is_empty());
        Self {
            automaton: automaton.and_then(|all| AhoCorasick::new(&all).ok()),
            of,
        }
    }

    /// Calls with each place, the name and how much it is the name.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(Range<usize>, usize, Likeness)) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        let open = text.replace(['.', ','], " ");
        let folded = Folded::new(&open);
        for hit in automaton.find_overlapping_iter(&folded.text) {
            let (name, kind) = self.of[hit.pattern().as_usize()];
            let range = folded.source(hit.range(), &open);
            let behind = text.get(range.end..).unwrap_or_default();
            let written = text.get(range.clone()).unwrap_or_default();
            if let Some(likeness) = kind.likeness(written, behind) {
                found(range, name, likeness);
            }
        }
    }
}

impl Kind {
    /// Says how much something is the name, by its capitals and its marks.
    fn likeness(self, written: &str, behind: &str) -> Option<Likeness> {
        let has = |mark: char| written.contains(mark);
        let is_capital = is_capital(written);
        let by_capitals = |likeness| match is_capital {
            true => likeness,
            false => Likeness::Loose,
        };
        match self {
            Self::Spelt => Some(Likeness::Name),
            Self::OneLetter => (!written.is_ascii()).then_some(Likeness::Name),
            Self::Shortened => (!has('.') && !has(',')).then(|| by_capitals(Likeness::Name)),
            Self::Titled => (!has(',')).then(|| by_capitals(Likeness::Name)),
            Self::Turned if has('.') => None,
            Self::Turned => (has(',') || is_capital).then(|| by_capitals(Likeness::Name)),
            Self::InitialsFirst if has(',') => None,
            Self::InitialsFirst => {
                (has('.') || is_capital).then(|| by_capitals(Likeness::Initials))
            }
            Self::InitialsLast => {
                let gap = written.find([' ', ',', '.']).unwrap_or_default();
                let ends_a_sentence = written[gap..].starts_with('.');
                let is_one = !ends_a_sentence && (is_capital || behind.starts_with('.'));
                match has(',') {
                    true => is_one.then(|| by_capitals(Likeness::Initials)),
                    false => (is_one && is_capital).then_some(Likeness::Loose),
                }
            }
        }
    }
}

/// Returns whether each word begins with a capital. Small words of a name (`van`) need none.
pub(super) fn is_capital(written: &str) -> bool {
    let words = written.split(|c: char| !c.is_alphanumeric() && !"'’".contains(c));
    let words = words.filter(|word| !word.is_empty() && !is_particle(word));
    words
        .into_iter()
        .all(|word| !word.starts_with(char::is_lowercase))
}

fn is_particle(word: &str) -> bool {
    [
        "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le",
        "bin", "al",
    ]
    .contains(&word)
}

/// Returns the ways of one name.
fn ways(name: &str) -> Vec<(String, Kind)> {
    let mut ways = spellings(name);
    let words: Vec<&str> = name
        .split_whitespace()
        .map(|word| word.trim_matches(['.', ',']))
        .filter(|word| !word.is_empty() && !TITLES.contains(&word.to_lowercase().as_str()))
        .collect();
    let is_word = |word: &&str| {
        let is_letter = |c: char| c.is_alphabetic() || "'’-.".contains(c);
        word.chars().all(is_letter) && !BETWEEN.contains(&word.to_lowercase().as_str())
    };
    let [first, .., last] = words.as_slice() else {
        return ways;
    };
    if words.len() > MAX_WORDS || !words.iter().all(is_word) || last.chars().count() < 2 {
        return ways;
    }
    let whole = words.join(" ");
    ways.extend(spellings(&whole));
    ways.push((whole, Kind::Spelt));
    let initials: Vec<String> = words[..words.len() - 1]
        .iter()
        .filter_map(|word| word.chars().next())
        .map(String::from)
        .collect();
    // `van der Berg` is a surname, and people write `Berg` too.
    let particles = words
        .iter()
        .rev()
        .skip(1)
        .take_while(|it| is_particle(it))
        .count();
    let surnames = [1, 1 + particles].map(|length| words.len() - length.min(words.len() - 1));
    for at in surnames {
        let (given, surname) = (&words[..at], words[at..].join(" "));
        let initials = &initials[..at];
        ways.push((format!("{surname} {}", given.join(" ")), Kind::Turned));
        ways.push((format!("{surname} {first}"), Kind::Turned));
        ways.push((format!("{first} {surname}"), Kind::Shortened));
        for initials in [initials[0].clone(), initials.concat(), initials.join(" ")] {
            ways.push((format!("{initials} {surname}"), Kind::InitialsFirst));
            ways.push((format!("{surname} {initials}"), Kind::InitialsLast));
        }
        ways.extend(TITLES.map(|title| (format!("{title} {surname}"), Kind::Titled)));
    }
    ways
}

/// Returns the spellings with two letters for one, and with one for two.
fn spellings(name: &str) -> Vec<(String, Kind)> {
    let small = name.to_lowercase();
    let two = AS_TWO
        .iter()
        .fold(small.clone(), |text, (one, two)| text.replace(one, two));
    let one = AS_TWO
        .iter()
        .fold(small.clone(), |text, (one, two)| text.replace(two, one));
    [(two, Kind::Spelt), (one, Kind::OneLetter)]
        .into_iter()
        .filter(|(text, _)| *text != small)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(name: &str, text: &str, found: &[(&str, Likeness)]) {
        let ways = Ways::new(&[name.to_owned()], &[Folded::pattern(name)]);
        let mut hits = Vec::new();
        ways.find(text, |range, _, likeness| {
            hits.push((&text[range], likeness));
        });
        hits.sort();
        hits.dedup();
        assert_eq!(hits, found, "{text}");
    }

    #[test]
    fn a_person_is_found_in_every_order() {
        use Likeness::{Initials, Loose, Name};
        let name = "Dr Zanthe May Orbison";
        case(
            name,
            "Orbison, Zanthe May",
            &[("Orbison, Zanthe", Name), ("Orbison, Zanthe May", Name)],
        );
        case(name, "by Zanthe Orbison", &[("Zanthe Orbison", Name)]);
        case(name, "Z. M. Orbison", &[("Z. M. Orbison", Initials)]);
        case(
            name,
            "Z.Orbison; ZM Orbison",
            &[("Z.Orbison", Initials), ("ZM Orbison", Initials)],
        );
        case(name, "(Orbison, Z., 2026)", &[("Orbison, Z", Initials)]);
        case(name, "orbison, zanthe", &[("orbison, zanthe", Loose)]);
        case(name, "Prof. Orbison", &[("Prof. Orbison", Name)]);
        case(name, "Orbison. Zanthe went; Orbison. Z", &[]);
        case(
            "Anna van der Berg",
            "A. van der Berg",
            &[("A. van der Berg", Initials)],
        );
        case(
            "Anna van der Berg",
            "van der Berg, Anna",
            &[("Berg, Anna", Name), ("van der Berg, Anna", Name)],
        );
    }

    #[test]
    fn letters_that_are_written_as_two_are_one_name() {
        case(
            "Jörg Müller",
            "joerg mueller",
            &[("joerg mueller", Likeness::Name)],
        );
        case(
            "Joerg Mueller",
            "Jörg Müller",
            &[("Jörg Müller", Likeness::Name)],
        );
        case("Joe Green", "Jo Green", &[]);
    }

    #[test]
    fn what_only_looks_alike_is_no_name() {
        let name = "Ann Field";
        for text in [
            "a field, a wood",
            "the field. A wood",
            "in a field",
            "miss, field",
            "Field and Ann",
        ] {
            case(name, text, &[]);
        }
        case(
            "Northern Trust",
            "the trust, northern wards",
            &[("trust, northern", Likeness::Loose)],
        );
        case("Trust of York", "York, Trust", &[]);
    }
}
