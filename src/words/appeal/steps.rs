//! From our number to that of a reading, step by step.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::words::appeal::answer::{AppealReading, AppealStep, Difference};
use crate::words::appeal::family::WordFamily;
use crate::words::appeal::nearest::{Candidate, Categories, CategorySums, total};
use crate::words::census::word::Census;
use crate::words::convention::{Convention, count_text};
use crate::words::tally::Tally;

/// How many words stand as examples of a step.
const SHOWN_EXAMPLES: usize = 3;

impl Candidate {
    /// Explains what the reading makes of the pages, and what of their number it leaves open.
    pub(super) fn explained(
        self,
        theirs: usize,
        ours: &Tally,
        own: &Census,
        sums: &BTreeMap<Convention, CategorySums>,
    ) -> AppealReading {
        let before = &sums[&own.convention];
        let policy = &ours.policy.categories;
        let in_category = |category| whole(before.get(category).copied().unwrap_or_default());
        let mut steps = vec![AppealStep::plain(
            Difference::CapsAndRates,
            whole(total(before, policy)) - whole(ours.counted),
        )];
        for category in self.set.difference(policy) {
            let what = Difference::Counted(*category);
            steps.push(AppealStep::plain(what, in_category(category)));
        }
        for category in policy.difference(&self.set) {
            let what = Difference::LeftOut(*category);
            steps.push(AppealStep::plain(what, -in_category(category)));
        }
        let between = whole(self.counted) - whole(total(before, &self.set));
        let cut = cut_differently(own, &self.set, self.convention);
        let by_words: i64 = cut.iter().map(|step| step.words).sum();
        steps.extend(cut);
        steps.push(AppealStep::plain(Difference::Joins, between - by_words));
        steps.retain(|step| step.words != 0);
        AppealReading {
            besides: self.set.difference(&self.base).copied().collect(),
            without: self.base.difference(&self.set).copied().collect(),
            policy: self.policy,
            convention: self.convention,
            counted: self.counted,
            unexplained: whole(theirs) - whole(self.counted),
            steps,
        }
    }
}

impl AppealStep {
    fn plain(what: Difference, words: i64) -> Self {
        Self {
            what,
            words,
            examples: Vec::new(),
        }
    }
}

/// Returns what another convention makes of each of our words, by family.
fn cut_differently(own: &Census, set: &Categories, convention: Convention) -> Vec<AppealStep> {
    let mut families: BTreeMap<WordFamily, (i64, BTreeMap<&str, i64>)> = BTreeMap::new();
    let counted = own.words.iter().filter(|word| set.contains(&word.category));
    for word in counted {
        let difference = whole(count_text(&word.text, convention)) - 1;
        if difference != 0 {
            let (words, examples) = families.entry(WordFamily::of(&word.text)).or_default();
            *words += difference;
            *examples.entry(word.text.as_str()).or_default() += difference;
        }
    }
    families
        .into_iter()
        .map(|(family, (words, examples))| {
            let mut examples: Vec<(&str, i64)> = examples.into_iter().collect();
            examples.sort_by_key(|(text, words)| (Reverse(words.abs()), *text));
            let shown = examples.into_iter().take(SHOWN_EXAMPLES);
            AppealStep {
                what: Difference::Words(family),
                words,
                examples: shown.map(|(text, _)| text.to_owned()).collect(),
            }
        })
        .collect()
}

pub(super) fn whole(words: usize) -> i64 {
    i64::try_from(words).unwrap_or(i64::MAX)
}
