//! The abbreviations of a whole dissertation: where each is defined, and which are used.
//!
//! They come from `[abbreviations]` and from `*[EPR]: …` lines of any file, and hold everywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::rules::{ABBREVIATION_CONFLICT, ABBREVIATION_UNUSED};
use crate::markdown::{Abbreviations, Met};
use crate::project::{Abbreviation, Expansion};

/// What the short forms stand for, and which of them the reader meets.
#[derive(Debug, Default)]
pub(super) struct Glossary {
    known: Abbreviations,
    places: BTreeMap<String, Place>,
    used: BTreeSet<String>,
    /// Short forms with two meanings.
    conflicts: Vec<Diagnostic>,
}

impl Glossary {
    /// Gathers definitions in their order: the first of a short form holds.
    pub(super) fn new(
        definitions: impl IntoIterator<Item = Abbreviation>,
        expansion: Expansion,
    ) -> Self {
        let mut glossary = Self::default();
        glossary.known.expand = match expansion {
            Expansion::FirstUse => true,
            Expansion::Never => false,
        };
        for Abbreviation { short, long, place } in definitions {
            let first = glossary.known.forms.get(&short);
            match (first, glossary.places.get(&short)) {
                (Some(first), Some(other)) if !is_same(first, &long) => {
                    let message = format!(
                        "`{}` stands for `{}` here and for `{}` elsewhere",
                        inline(&short, 40),
                        inline(&long, 60),
                        inline(first, 60)
                    );
                    glossary.conflicts.push(
                        Diagnostic::of(&ABBREVIATION_CONFLICT, message)
                            .at(place)
                            .also(other.clone(), "the one that is used")
                            .hint("keep one of the two, or give one another short form"),
                    );
                }
                (Some(_), _) => {}
                (None, _) => {
                    glossary.places.insert(short.clone(), place);
                    glossary.known.forms.insert(short, long);
                }
            }
        }
        glossary
    }

    /// Returns what a file is converted with whose reader has met these short forms.
    pub(super) fn known(&self, introduced: &BTreeSet<String>, may_expand: bool) -> Abbreviations {
        Abbreviations {
            introduced: introduced.clone(),
            expand: self.known.expand && may_expand,
            forms: self.known.forms.clone(),
        }
    }

    /// Notes what a file uses.
    pub(super) fn note(&mut self, met: &Met) {
        self.used.extend(met.used.iter().cloned());
    }

    /// Returns what is wrong: two meanings of one short form, and definitions that nothing uses.
    pub(super) fn findings(&self) -> Vec<Diagnostic> {
        let unused = self
            .places
            .iter()
            .filter(|(short, _)| !self.used.contains(*short));
        let unused = unused.map(|(short, place)| {
            let short = inline(short, 40);
            let message = format!("the abbreviation `{short}` is explained and never used");
            Diagnostic::of(&ABBREVIATION_UNUSED, message)
                .at(place.clone())
                .hint("remove it here, or use it in the text; the list prints only what is used")
        });
        self.conflicts.iter().cloned().chain(unused).collect()
    }

    /// Returns the short forms that are used with what they stand for, sorted for people.
    pub(super) fn listed(&self) -> Vec<(String, String)> {
        let forms = self.known.forms.iter();
        let mut listed: Vec<(String, String)> = forms
            .filter(|(short, _)| self.used.contains(*short))
            .map(|(short, long)| (short.clone(), long.clone()))
            .collect();
        listed.sort_by_cached_key(|(short, _)| (short.to_lowercase(), short.clone()));
        listed
    }
}

/// Returns whether two meanings are one, capitals aside.
fn is_same(a: &str, b: &str) -> bool {
    let words = |text: &str| {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        words
    };
    words(a) == words(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::ProjectPath;

    fn defined(rows: &[(&str, &str, &str)]) -> Glossary {
        let rows = rows.iter().map(|(path, short, long)| Abbreviation {
            short: (*short).into(),
            long: (*long).into(),
            place: Place::file(ProjectPath::new(path).unwrap()),
        });
        Glossary::new(rows, Expansion::FirstUse)
    }

    fn used(glossary: &mut Glossary, shorts: &[&str]) {
        glossary.note(&Met {
            used: shorts.iter().map(|short| (*short).into()).collect(),
            introduced: BTreeSet::new(),
        });
    }

    #[test]
    fn only_what_is_used_is_listed_in_the_order_people_look_things_up() {
        let mut glossary = defined(&[
            ("a", "b", "small"),
            ("a", "EPR", "record"),
            ("a", "A", "large"),
            ("a", "x", "never"),
        ]);
        used(&mut glossary, &["EPR", "b"]);
        used(&mut glossary, &["A", "elsewhere"]);
        let shorts: Vec<String> = glossary.listed().into_iter().map(|row| row.0).collect();
        assert_eq!(shorts, ["A", "b", "EPR"]);
    }

    #[test]
    fn two_meanings_and_no_use_are_found_where_they_are_written() {
        let mut glossary = defined(&[
            ("folio.toml", "GP", "general practitioner"),
            ("a.md", "GP", "General  practitioner"),
            ("b.md", "GP", "green paper"),
            ("c.md", "EPR", "record"),
        ]);
        used(&mut glossary, &["GP"]);
        let findings = glossary.findings();
        let shown: Vec<(&str, &str)> = findings
            .iter()
            .map(|finding| {
                let place = finding.place.as_ref().unwrap();
                (finding.code.as_ref(), place.path.as_str())
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("abbreviation-conflict", "b.md"),
                ("abbreviation-unused", "c.md")
            ]
        );
        assert_eq!(findings[0].related[0].0.path.as_str(), "folio.toml");
        assert!(findings.iter().all(|finding| !finding.hints.is_empty()));
        assert_eq!(glossary.listed()[0].1, "general practitioner");
    }
}
