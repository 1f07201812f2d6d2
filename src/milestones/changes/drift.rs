//! How much changed: what a comparison comes to in words, over the chapters of a milestone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::milestones::changes::compare::{Changes, Paragraph, Splitter, Stretch, changes};

/// How many words changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::changes::compare::whitespace;

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
}
