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
pub type Splitter = fn(&str) -> Vec<&str>;

/// Splits at blanks.
pub fn whitespace(text: &str) -> Vec<&str> {
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

/// How many words changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// Words that are new.
    pub words_added: usize,
    /// Words that are gone.
    pub words_removed: usize,
    /// Words of paragraphs that only moved.
    pub words_moved: usize,
}

impl Drift {
    /// Returns the sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            words_added: self.words_added + other.words_added,
            words_removed: self.words_removed + other.words_removed,
            words_moved: self.words_moved + other.words_moved,
        }
    }

    /// Returns whether nothing changed.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }
}

impl Changes {
    /// Returns how many words changed. What only moved is neither added nor removed.
    pub fn drift(&self, split: Splitter) -> Drift {
        let mut drift = Drift::default();
        let words = |text: &str| split(text).len();
        for paragraph in &self.paragraphs {
            match paragraph {
                Paragraph::Same(_) | Paragraph::MovedAway { .. } => {}
                Paragraph::Added(text) => drift.words_added += words(text),
                Paragraph::Removed(text) => drift.words_removed += words(text),
                Paragraph::MovedHere { text, .. } => drift.words_moved += words(text),
                Paragraph::Changed(stretches) => {
                    for stretch in stretches {
                        match stretch {
                            Stretch::Same(_) => {}
                            Stretch::Added(text) => drift.words_added += words(text),
                            Stretch::Removed(text) => drift.words_removed += words(text),
                        }
                    }
                }
            }
        }
        drift
    }

    /// Returns whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.paragraphs
            .iter()
            .all(|paragraph| matches!(paragraph, Paragraph::Same(_)))
    }
}

/// Compares two versions of a chapter. Line ends, and how lines are broken, make no difference.
pub fn changes(old: &str, new: &str, split: Splitter) -> Changes {
    let (old, new) = (paragraphs(old), paragraphs(new));
    let keys = |texts: &[String]| -> Vec<String> {
        texts.iter().map(|text| split(text).join(" ")).collect()
    };
    let (old_keys, new_keys) = (keys(&old), keys(&new));
    let mut out = Vec::new();
    if old.len().saturating_mul(new.len()) > MAX_PRODUCT {
        replaced(&old, &new, split, &mut out);
        let paragraphs = moved(out, split);
        return Changes { paragraphs };
    }
    for op in capture_diff_slices(Algorithm::Patience, &old_keys, &new_keys) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                let same = new[new_index..new_index + len].iter().cloned();
                out.extend(same.map(Paragraph::Same));
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => {
                let gone = old[old_index..old_index + old_len].iter().cloned();
                out.extend(gone.map(Paragraph::Removed));
            }
            DiffOp::Insert {
                new_index, new_len, ..
            } => {
                let added = new[new_index..new_index + new_len].iter().cloned();
                out.extend(added.map(Paragraph::Added));
            }
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => replaced(
                &old[old_index..old_index + old_len],
                &new[new_index..new_index + new_len],
                split,
                &mut out,
            ),
        }
    }
    let paragraphs = moved(out, split);
    Changes { paragraphs }
}

/// What changed in one chapter since it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterChanges {
    /// The chapter's id.
    pub id: String,
    /// What changed; `None`: the kept text is gone or was changed, so nobody can say.
    pub changes: Option<Changes>,
}

/// Compares the chapters that were kept with the texts as they are now. A chapter that is gone
/// counts as empty.
pub fn changes_since(
    kept: &[(String, Option<String>)],
    now: &BTreeMap<String, String>,
    split: Splitter,
) -> Vec<ChapterChanges> {
    kept.iter()
        .map(|(id, old)| {
            let new = now.get(id).map_or("", String::as_str);
            ChapterChanges {
                id: id.clone(),
                changes: old.as_deref().map(|old| changes(old, new, split)),
            }
        })
        .collect()
}

/// Sums what changed; `None` if of one chapter nobody can say.
pub fn drift_of(chapters: &[ChapterChanges], split: Splitter) -> Option<Drift> {
    chapters.iter().try_fold(Drift::default(), |sum, chapter| {
        let changes = chapter.changes.as_ref()?;
        Some(sum.plus(changes.drift(split)))
    })
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
        match op {
            DiffOp::Equal { .. } => out.push(Stretch::Same(after.join(" "))),
            DiffOp::Delete { .. } => out.push(Stretch::Removed(before.join(" "))),
            DiffOp::Insert { .. } => out.push(Stretch::Added(after.join(" "))),
            DiffOp::Replace { .. } => {
                out.push(Stretch::Removed(before.join(" ")));
                out.push(Stretch::Added(after.join(" ")));
            }
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
    fn a_chapter_that_was_not_kept_makes_the_sum_unknown() {
        let kept = |old: Option<&str>| vec![("one".to_owned(), old.map(str::to_owned))];
        let now = [("one".to_owned(), "a b c".to_owned())].into();
        let sum = |kept: &[_]| drift_of(&changes_since(kept, &now, whitespace), whitespace);
        assert_eq!(sum(&kept(Some("a c"))).unwrap().words_added, 1);
        assert_eq!(sum(&kept(None)), None);
        let gone = changes_since(&kept(Some("a c")), &BTreeMap::new(), whitespace);
        assert_eq!(drift_of(&gone, whitespace).unwrap().words_removed, 2);
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
