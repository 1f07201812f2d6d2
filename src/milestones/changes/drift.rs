//! How much changed: what a comparison comes to in words, over the chapters of a milestone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::diagnostics::text::count;
use crate::milestones::changes::compare::{
    Changes, Paragraph, Splitter, Stretch, changes, whitespace,
};
use crate::milestones::changes::kept::KeptChapter;

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
    /// Whether it is estimated from the files, and not of the words that count.
    pub is_estimated: bool,
}

impl Drift {
    /// Returns the sum of two.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            words_added: self.words_added + other.words_added,
            words_removed: self.words_removed + other.words_removed,
            words_moved: self.words_moved + other.words_moved,
            is_estimated: self.is_estimated || other.is_estimated,
        }
    }

    /// Returns whether nothing changed.
    pub fn is_none(self) -> bool {
        (self.words_added, self.words_removed, self.words_moved) == (0, 0, 0)
    }

    /// Says how much: `120 words added and 30 removed`, or `about …`.
    pub fn in_words(self) -> String {
        format!(
            "{}{} added and {} removed",
            if self.is_estimated { "about " } else { "" },
            count(self.words_added, "word"),
            count(self.words_removed, "word")
        )
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

/// The chapters as they are now, by id.
#[derive(Clone, Copy, Debug)]
pub struct ChaptersNow<'a> {
    /// Their texts.
    pub texts: &'a BTreeMap<String, String>,
    /// Their words that count; `None`: the pages cannot be set.
    pub counted: Option<&'a BTreeMap<String, String>>,
}

impl ChaptersNow<'_> {
    /// Returns how many words of a chapter changed since it was kept; a chapter that is gone counts
    /// as empty. `None`: the kept text is gone or was changed, so nobody can say.
    ///
    /// The words are those that count, where both versions have them; otherwise it is estimated from
    /// the files.
    pub fn drift(&self, kept: &KeptChapter) -> Option<Drift> {
        let now = |texts: &BTreeMap<String, String>, old: &str| {
            let new = texts.get(&kept.id).map_or("", String::as_str);
            changes(old, new, whitespace).drift(whitespace)
        };
        let text = kept.text.as_deref()?;
        Some(match (self.counted, kept.counted.as_deref()) {
            (Some(counted), Some(old)) => now(counted, old),
            (None, _) | (_, None) => Drift {
                is_estimated: true,
                ..now(self.texts, text)
            },
        })
    }

    /// Returns the sum of all chapters that were kept.
    pub fn drift_of(&self, kept: &[KeptChapter]) -> Option<Drift> {
        kept.iter().try_fold(Drift::default(), |sum, chapter| {
            Some(sum.plus(self.drift(chapter)?))
        })
    }

    /// Returns what changed in the text of a chapter since it was kept.
    pub fn changes(&self, kept: &KeptChapter) -> Option<Changes> {
        let new = self.texts.get(&kept.id).map_or("", String::as_str);
        let old = kept.text.as_deref()?;
        Some(changes(old, new, whitespace))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: Option<&str>, counted: Option<&str>) -> KeptChapter {
        KeptChapter {
            id: "one".into(),
            text: text.map(str::to_owned),
            counted: counted.map(str::to_owned),
            words: 2,
        }
    }

    fn chapter(text: &str) -> BTreeMap<String, String> {
        [("one".to_owned(), text.to_owned())].into()
    }

    #[test]
    fn a_chapter_that_was_not_kept_makes_the_sum_unknown() {
        let (texts, none) = (chapter("a b c"), BTreeMap::new());
        let sum = |texts, text| {
            let now = ChaptersNow {
                texts,
                counted: None,
            };
            now.drift_of(&[kept(text, None)])
        };
        assert_eq!(sum(&texts, Some("a c")).unwrap().words_added, 1);
        assert_eq!(sum(&texts, None), None);
        assert_eq!(sum(&none, Some("a c")).unwrap().words_removed, 2);
    }

    #[test]
    fn the_words_that_count_are_compared_where_both_versions_have_them() {
        let texts = chapter("| a | b |\n<!-- no word -->");
        let counted = chapter("a b");
        let now = ChaptersNow {
            texts: &texts,
            counted: Some(&counted),
        };
        let drift = now.drift(&kept(Some(""), Some(""))).unwrap();
        assert_eq!((drift.words_added, drift.is_estimated), (2, false));
        let drift = now.drift(&kept(Some(""), None)).unwrap();
        assert_eq!((drift.words_added, drift.is_estimated), (9, true));
    }
}
