//! What changed in a chapter between two versions: word by word, with moved paragraphs.
//!
//! # Decisions
//!
//! - 2026-11: paragraphs are compared first, and words only inside the paragraphs that differ: a
//!   paragraph that moved is then seen as moved, and a long chapter stays quick.
//! - 2026-11: a stretch so long that comparing it word by word could take minutes counts as
//!   written anew. The bound is a number of words and not a time, so that every machine answers
//!   alike.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// How a splitter takes a paragraph apart into words.
pub(crate) type Splitter = fn(&str) -> Vec<&str>;

/// Splits at blanks.
pub(crate) fn whitespace(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// The product of the lengths up to which two stretches are compared word by word, and two
/// chapters paragraph by paragraph.
const MAX_PRODUCT: usize = 40_000_000;

/// How many paragraphs ahead a pair is looked for.
const MAX_AHEAD: usize = 30;

/// Fewest words of a paragraph that is looked for elsewhere: short ones are alike by chance.
const MOVED_WORDS: usize = 4;

/// What changed in a chapter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The paragraphs of the new version in order, with those that were removed in their places.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Paragraph {
    /// It is as it was.
    Same(String),
    /// It is new.
    Added(String),
    /// It is gone.
    Removed(String),
    /// Some of its words changed.
    Changed(Vec<Stretch>),
    /// It stood elsewhere; this is where it stands now.
    MovedHere {
        /// The number of the move, the same at both ends.
        number: usize,
        /// Its text.
        text: String,
    },
    /// It stood here before.
    MovedAway {
        /// The number of the move, the same at both ends.
        number: usize,
        /// Its text.
        text: String,
    },
}

/// A run of words in a changed paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Words that stayed.
    Same(String),
    /// Words that are new.
    Added(String),
    /// Words that are gone.
    Removed(String),
}

impl Changes {
    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.paragraphs
            .iter()
            .all(|paragraph| matches!(paragraph, Paragraph::Same(_)))
    }
}

/// Compares two versions of a chapter. Line ends, and how lines are broken, make no difference.
pub(crate) fn changes(old: &str, new: &str, split: Splitter) -> Changes {
    let (old, new) = (paragraphs(old), paragraphs(new));
    let keys = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| split(text).join(" ")).collect()
    };
    let mut out = Vec::new();
    if old.len().saturating_mul(new.len()) > MAX_PRODUCT {
        replaced(&old, &new, split, &mut out);
    } else {
        for op in capture_diff_slices(Algorithm::Patience, &keys(&old), &keys(&new)) {
            let (before, after) = (&old[op.old_range()], &new[op.new_range()]);
            if let DiffOp::Equal { .. } = op {
                out.extend(after.iter().cloned().map(Paragraph::Same));
            } else {
                replaced(before, after, split, &mut out);
            }
        }
    }
    let paragraphs = moved(out, split);
    Changes { paragraphs }
}

/// Returns the paragraphs of a text: stretches between blank lines.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.trim_start_matches('\u{feff}').lines() {
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| is_open) {
            Some(paragraph) => {
                paragraph.push('\n');
                paragraph.push_str(line.trim_end());
            }
            None => paragraphs.push(line.trim_end().to_owned()),
        }
        is_open = true;
    }
    paragraphs
}

/// Pairs paragraphs that stand for each other, in order; those that have no pair are new or gone.
fn replaced(old: &[String], new: &[String], split: Splitter, out: &mut Vec<Paragraph>) {
    let mut rest = old.iter().peekable();
    for text in new {
        let words = split(text);
        let pair = rest
            .clone()
            .take(MAX_AHEAD)
            .position(|candidate| are_akin(&split(candidate), &words));
        let Some(at) = pair else {
            out.push(Paragraph::Added(text.clone()));
            continue;
        };
        for gone in rest.by_ref().take(at) {
            out.push(Paragraph::Removed(gone.clone()));
        }
        let before = rest.next().expect("its position was found among the rest");
        out.push(Paragraph::Changed(stretches(before, text, split)));
    }
    out.extend(rest.cloned().map(Paragraph::Removed));
}

/// Returns whether two paragraphs share at least two fifths of their words.
fn are_akin(one: &[&str], other: &[&str]) -> bool {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in one {
        *counts.entry(word).or_default() += 1;
    }
    let mut shared = 0;
    for word in other {
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    shared * 5 >= one.len().max(other.len()) * 2
}

fn stretches(old: &str, new: &str, split: Splitter) -> Vec<Stretch> {
    let (old, new) = (split(old), split(new));
    if old.len().saturating_mul(new.len()) > MAX_PRODUCT {
        return vec![
            Stretch::Removed(old.join(" ")),
            Stretch::Added(new.join(" ")),
        ];
    }
    let mut out = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (before, after) = (&old[op.old_range()], &new[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            out.push(Stretch::Same(after.join(" ")));
            continue;
        }
        if !before.is_empty() {
            out.push(Stretch::Removed(before.join(" ")));
        }
        if !after.is_empty() {
            out.push(Stretch::Added(after.join(" ")));
        }
    }
    out
}

/// Finds paragraphs that are gone in one place and new in another: they moved.
fn moved(paragraphs: Vec<Paragraph>, split: Splitter) -> Vec<Paragraph> {
    let mut added: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        if let Paragraph::Added(text) = paragraph {
            let words = split(text);
            if words.len() >= MOVED_WORDS {
                added.entry(words.join(" ")).or_default().push(at);
            }
        }
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = 1;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let Paragraph::Removed(text) = paragraph else {
            continue;
        };
        let places = added.get_mut(&split(text).join(" "));
        if let Some(place) = places.filter(|it| !it.is_empty()).map(|it| it.remove(0)) {
            numbers.insert(at, next);
            numbers.insert(place, next);
            next += 1;
        }
    }
    let rename = |(at, paragraph)| match (numbers.get(&at).copied(), paragraph) {
        (Some(number), Paragraph::Added(text)) => Paragraph::MovedHere { number, text },
        (Some(number), Paragraph::Removed(text)) => Paragraph::MovedAway { number, text },
        (_, paragraph) => paragraph,
    };
    paragraphs.into_iter().enumerate().map(rename).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OLD: &str = "# Title\n\nThe first paragraph stays as it is.\n\n\
                       Letters leave the ward after two days.\n\nA third one that moves up.\n";

    #[test]
    fn words_that_changed_are_found_in_their_paragraph() {
        let new = OLD.replace("after two days", "within one day");
        let changes = changes(OLD, &new, whitespace);
        assert_eq!(
            changes.paragraphs[2],
            Paragraph::Changed(vec![
                Stretch::Same("Letters leave the ward".into()),
                Stretch::Removed("after two days.".into()),
                Stretch::Added("within one day.".into()),
            ])
        );
        let drift = changes.drift(whitespace);
        assert_eq!((drift.words_added, drift.words_removed), (3, 3));
    }

    #[test]
    fn a_paragraph_that_moved_is_neither_added_nor_removed() {
        let new = "# Title\n\nA third one that\nmoves up.\n\n\
                   The first paragraph stays as it is.\n\nLetters leave the ward after two days.\n";
        let changes = changes(OLD, new, whitespace);
        let drift = changes.drift(whitespace);
        assert_eq!(
            (drift.words_added, drift.words_removed, drift.words_moved),
            (0, 0, 6)
        );
        assert!(matches!(
            changes.paragraphs[1],
            Paragraph::MovedHere { number: 1, .. }
        ));
        assert!(matches!(
            changes.paragraphs[4],
            Paragraph::MovedAway { number: 1, .. }
        ));
    }

    #[test]
    fn broken_lines_and_their_ends_make_no_difference() {
        let new = format!(
            "\u{feff}{}",
            OLD.replace("stays as", "stays\nas").replace('\n', "\r\n")
        );
        assert!(changes(OLD, &new, whitespace).is_empty());
    }

    #[test]
    fn a_stretch_that_is_too_long_counts_as_written_anew() {
        let shared = "same ".repeat(4_000);
        let old = format!("{shared}{}", "a b ".repeat(2_000));
        let new = format!("{shared}{}", "c d ".repeat(2_000));
        let drift = changes(&old, &new, whitespace).drift(whitespace);
        assert_eq!((drift.words_added, drift.words_removed), (8_000, 8_000));
    }

    proptest! {
        #[test]
        fn both_versions_can_be_read_from_the_changes(
            old in "([a-c]{1,2}[ \n]{1,2}){0,40}", new in "([a-c]{1,2}[ \n]{1,2}){0,40}",
        ) {
            let words = |text: &str| whitespace(text).len();
            let drift = changes(&old, &new, whitespace).drift(whitespace);
            prop_assert_eq!(
                words(&old) + drift.words_added,
                words(&new) + drift.words_removed
            );
            prop_assert!(changes(&old, &old, whitespace).is_empty());
        }
    }
}
