//! Somebody else's number: which reading of these pages comes nearest to it, and what the
//! difference is made of.
//!
//! An appeal starts from the other side's number. It claims nothing that was not measured on this
//! document: every step is a sum over its words, the steps add up, and what they do not reach is
//! called unexplained. A reading that comes near is a candidate, not a proof.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::words::category::Category;
use crate::words::census::Census;
use crate::words::convention::{Convention, count_text};
use crate::words::counter::Counter;
use crate::words::family::Family;
use crate::words::policy::Policy;
use crate::words::tally::Tally;

/// How many readings are shown.
const SHOWN_READINGS: usize = 3;
/// How many words stand as examples of a step.
const SHOWN_EXAMPLES: usize = 3;

/// What a number of somebody else's can mean on these pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appeal {
    /// The other side's number.
    pub theirs: usize,
    /// What made it, if that is known.
    pub counter: Option<Counter>,
    /// Our own number.
    pub ours: usize,
    /// The readings that come nearest, the best first.
    pub readings: Vec<Reading>,
    /// Every policy under every convention.
    pub comparison: Vec<Compared>,
}

/// One way to read the pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The policy it starts from; `everything` counts all that stands on the pages.
    pub policy: String,
    /// What it counts besides.
    pub besides: Vec<Category>,
    /// What it leaves out.
    pub without: Vec<Category>,
    /// What it takes for a word.
    pub convention: Convention,
    /// Its number.
    pub counted: usize,
    /// From our number to its number; the sum of the steps is the difference.
    pub steps: Vec<Step>,
    /// What is left between its number and theirs.
    pub unexplained: i64,
}

/// A part of the difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it is.
    pub what: Difference,
    /// How many words it adds, or takes away.
    pub words: i64,
    /// Words that show it.
    pub examples: Vec<String>,
}

/// What can make two counts of the same pages differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Difference {
    /// A category that only they count.
    Counted(Category),
    /// A category that only we count.
    LeftOut(Category),
    /// Our policy's caps and rates.
    CapsAndRates,
    /// Words of a family that the conventions cut differently.
    Words(Family),
    /// Where words meet: a dash without spaces, a mark between words.
    Joins,
}

/// The number of one policy under one convention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// The policy, or `everything`.
    pub policy: String,
    /// The convention.
    pub convention: Convention,
    /// The words that count.
    pub counted: usize,
}

/// The name of the reading that counts all that stands on the pages.
pub const EVERYTHING: &str = "everything";

/// Groups of categories that a rule book counts or leaves out together.
const GROUPS: &[&[Category]] = &[
    &[Category::Footnote],
    &[Category::TableCell],
    &[
        Category::TableCaption,
        Category::FigureCaption,
        Category::CaptionLabel,
    ],
    &[Category::Citation],
    &[Category::CrossReference],
    &[Category::Heading],
    &[Category::HeadingNumber],
    &[Category::Quotation],
    &[Category::References],
    &[Category::Appendix],
    &[Category::Abstract],
    &[Category::Contents],
    &[Category::Furniture],
    &[Category::ListMarker],
    &[Category::FigureText],
    &[Category::Exempt],
];

/// Explains somebody else's number by the censuses of the same pages under several conventions.
///
/// `ours` is our own tally; the census of its convention must be among `censuses`, or nothing is
/// explained.
pub fn appeal(
    theirs: usize,
    counter: Option<Counter>,
    ours: &Tally,
    censuses: &[Census],
) -> Appeal {
    let sums: BTreeMap<Convention, Sums> = censuses
        .iter()
        .map(|census| (census.convention, sums(census)))
        .collect();
    let policies = policies(&ours.policy);
    let comparison = policies
        .iter()
        .flat_map(|(name, set)| {
            sums.iter().map(move |(convention, sums)| Compared {
                policy: name.clone(),
                convention: *convention,
                counted: total(sums, set),
            })
        })
        .collect();
    let own = censuses
        .iter()
        .find(|census| census.convention == ours.convention);
    let readings = own.map_or(Vec::new(), |own| {
        let wanted = counter.map_or(Convention::ALL, Counter::conventions);
        nearest(theirs, &policies, &sums, wanted)
            .into_iter()
            .map(|candidate| candidate.explained(theirs, ours, own, &sums))
            .collect()
    });
    Appeal {
        theirs,
        counter,
        ours: ours.counted,
        readings,
        comparison,
    }
}

type Sums = BTreeMap<Category, usize>;
type Set = BTreeSet<Category>;

fn sums(census: &Census) -> Sums {
    let mut sums = Sums::new();
    for word in &census.words {
        *sums.entry(word.category).or_default() += 1;
    }
    sums
}

fn total(sums: &Sums, set: &Set) -> usize {
    set.iter().filter_map(|category| sums.get(category)).sum()
}

/// Returns our own policy, the built-in ones, and the one that counts everything.
fn policies(own: &Policy) -> Vec<(String, Set)> {
    let mut all = vec![(own.name.clone(), own.counted.clone())];
    for policy in Policy::built_in() {
        if policy.name != own.name {
            all.push((policy.name.clone(), policy.counted.clone()));
        }
    }
    let everything = Category::ALL.iter().copied().collect();
    all.push((EVERYTHING.to_owned(), everything));
    all
}

struct Candidate {
    policy: String,
    base: Set,
    set: Set,
    convention: Convention,
    counted: usize,
}

/// Returns the best readings: a policy as it is, or with one group of categories in or out. More
/// changes would come near any number at all.
fn nearest(
    theirs: usize,
    policies: &[(String, Set)],
    sums: &BTreeMap<Convention, Sums>,
    wanted: &[Convention],
) -> Vec<Candidate> {
    // A reading with a change must come nearer than one without by more than this.
    let price = (theirs / 200).max(5);
    let mut found: Vec<(usize, usize, Candidate)> = Vec::new();
    for (name, base) in policies {
        let changed = GROUPS.iter().filter_map(|group| {
            let group: Set = group.iter().copied().collect();
            if group.is_subset(base) {
                Some(base - &group)
            } else if group.is_disjoint(base) {
                Some(base | &group)
            } else {
                None
            }
        });
        let sets = std::iter::once((0, base.clone())).chain(changed.map(|set| (1, set)));
        for (changes, set) in sets {
            for convention in wanted {
                let Some(sums) = sums.get(convention) else {
                    continue;
                };
                let counted = total(sums, &set);
                let distance = counted.abs_diff(theirs) + changes * price;
                let candidate = Candidate {
                    policy: name.clone(),
                    base: base.clone(),
                    set: set.clone(),
                    convention: *convention,
                    counted,
                };
                found.push((distance, changes, candidate));
            }
        }
    }
    found.sort_by_key(|(distance, changes, _)| (*distance, *changes));
    let mut seen = BTreeSet::new();
    found
        .into_iter()
        .map(|(_, _, candidate)| candidate)
        // Two names for the same text are one reading, under the convention that comes nearest.
        .filter(|candidate| {
            let sums = &sums[&candidate.convention];
            let what: Vec<Category> = candidate
                .set
                .iter()
                .copied()
                .filter(|category| sums.contains_key(category))
                .collect();
            seen.insert(what)
        })
        .take(SHOWN_READINGS)
        .collect()
}

impl Candidate {
    fn explained(
        self,
        theirs: usize,
        ours: &Tally,
        own: &Census,
        sums: &BTreeMap<Convention, Sums>,
    ) -> Reading {
        let before = &sums[&own.convention];
        let mut steps = Vec::new();
        let plain = total(before, &ours.policy.counted);
        push(
            &mut steps,
            Difference::CapsAndRates,
            whole(plain) - whole(ours.counted),
            Vec::new(),
        );
        for category in self.set.difference(&ours.policy.counted) {
            let words = before.get(category).copied().unwrap_or_default();
            push(
                &mut steps,
                Difference::Counted(*category),
                whole(words),
                Vec::new(),
            );
        }
        for category in ours.policy.counted.difference(&self.set) {
            let words = before.get(category).copied().unwrap_or_default();
            push(
                &mut steps,
                Difference::LeftOut(*category),
                -whole(words),
                Vec::new(),
            );
        }
        let between = whole(self.counted) - whole(total(before, &self.set));
        let cut = cut_differently(own, &self.set, self.convention);
        let by_words: i64 = cut.iter().map(|step| step.words).sum();
        steps.extend(cut);
        push(
            &mut steps,
            Difference::Joins,
            between - by_words,
            Vec::new(),
        );
        Reading {
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

fn push(steps: &mut Vec<Step>, what: Difference, words: i64, examples: Vec<String>) {
    if words != 0 {
        steps.push(Step {
            what,
            words,
            examples,
        });
    }
}

/// Returns what another convention makes of each of our words, by family.
fn cut_differently(own: &Census, set: &Set, convention: Convention) -> Vec<Step> {
    let mut families: BTreeMap<Family, (i64, BTreeMap<&str, i64>)> = BTreeMap::new();
    let counted = own.words.iter().filter(|word| set.contains(&word.category));
    for word in counted {
        let difference = whole(count_text(&word.text, convention)) - 1;
        if difference != 0 {
            let (words, examples) = families.entry(Family::of(&word.text)).or_default();
            *words += difference;
            *examples.entry(word.text.as_str()).or_default() += difference;
        }
    }
    let mut steps = Vec::new();
    for (family, (words, examples)) in families {
        let mut examples: Vec<(&str, i64)> = examples.into_iter().collect();
        examples.sort_by_key(|(text, words)| (Reverse(words.abs()), *text));
        let examples = examples
            .into_iter()
            .take(SHOWN_EXAMPLES)
            .map(|(text, _)| text.to_owned())
            .collect();
        push(&mut steps, Difference::Words(family), words, examples);
    }
    steps
}

fn whole(words: usize) -> i64 {
    i64::try_from(words).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::project::Region;
    use crate::words::census::Word;
    use crate::words::tally::tally;

    /// The census of texts that stand alone, each in its category.
    fn census(texts: &[(Category, &str)], convention: Convention) -> Census {
        let mut words = Vec::new();
        for (category, text) in texts {
            convention.each_word(text, |range| {
                words.push(Word {
                    text: text[range].to_owned(),
                    category: *category,
                    kind: *category,
                    region: 0,
                    section: None,
                    place: None,
                    page: 1,
                });
            });
        }
        Census {
            convention,
            words,
            marks: Vec::new(),
            regions: vec![Region::Unmarked],
            sections: Vec::new(),
            pages: 1,
        }
    }

    fn all(texts: &[(Category, &str)]) -> Vec<Census> {
        Convention::ALL
            .iter()
            .map(|convention| census(texts, *convention))
            .collect()
    }

    fn main_text() -> &'static Policy {
        Policy::named("main-text").unwrap()
    }

    const TEXTS: &[(Category, &str)] = &[
        (Category::Body, "well-being costs 10,000 pounds a year"),
        (Category::TableCell, "before after"),
        (
            Category::References,
            "Smith, A. (2020) On words. Leeds: Press.",
        ),
        (Category::Body, "from 2019–2021 it rose"),
    ];

    #[test]
    fn a_number_made_by_another_policy_is_found_and_leaves_nothing_unexplained() {
        let censuses = all(TEXTS);
        let ours = tally(&censuses[0], main_text());
        let theirs = ours.counted - 2;
        let appeal = appeal(theirs, None, &ours, &censuses);
        let best = &appeal.readings[0];
        assert_eq!(best.unexplained, 0);
        assert_eq!(best.convention, Convention::Folio);
        assert_eq!(best.policy, "main-text-without-tables");
        assert_eq!(best.steps.len(), 1);
        assert_eq!(best.steps[0].what, Difference::LeftOut(Category::TableCell));
    }

    #[test]
    fn a_counter_whose_rule_is_known_is_read_by_its_rule_alone() {
        let censuses = all(TEXTS);
        let ours = tally(&censuses[0], main_text());
        let appeal = appeal(20, Some(Counter::TexCount), &ours, &censuses);
        let texcount = |reading: &Reading| reading.convention == Convention::TexCount;
        assert!(!appeal.readings.is_empty() && appeal.readings.iter().all(texcount));
        let numbers = appeal.readings[0]
            .steps
            .iter()
            .find(|step| step.what == Difference::Words(Family::Number));
        assert_eq!(numbers.unwrap().examples, ["10,000"]);
    }

    proptest! {
        #[test]
        fn the_steps_add_up_to_the_last_word(
            texts in prop::collection::vec(
                (prop::sample::select(Category::ALL), "[a-z0-9 ,.'’/&–—-]{0,30}"), 0..12),
            theirs in 0_usize..60,
            own in prop::sample::select(Convention::ALL),
        ) {
            let texts: Vec<(Category, &str)> =
                texts.iter().map(|(category, text)| (*category, text.as_str())).collect();
            let censuses = all(&texts);
            let mine = censuses.iter().find(|census| census.convention == own).unwrap();
            let ours = tally(mine, main_text());
            let appeal = appeal(theirs, None, &ours, &censuses);
            for reading in &appeal.readings {
                let steps: i64 = reading.steps.iter().map(|step| step.words).sum();
                prop_assert_eq!(whole(ours.counted) + steps, whole(reading.counted));
                prop_assert_eq!(whole(reading.counted) + reading.unexplained, whole(theirs));
            }
            for compared in &appeal.comparison {
                let census = censuses.iter().find(|census| census.convention == compared.convention).unwrap();
                if let Some(policy) = Policy::named(&compared.policy) {
                    prop_assert_eq!(tally(census, policy).counted, compared.counted);
                } else {
                    prop_assert_eq!(census.words.len(), compared.counted);
                }
            }
        }
    }
}
