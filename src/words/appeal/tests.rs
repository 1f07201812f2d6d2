//! Appeals on small censuses, and the sums that must hold for every one.

use proptest::prelude::*;

use super::*;
use crate::project::Region;
use crate::words::appeal::steps::whole;
use crate::words::census::word::Word;
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
                is_prose: true,
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
        estimates: Vec::new(),
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
    let texcount = |reading: &AppealReading| reading.convention == Convention::TexCount;
    assert!(!appeal.readings.is_empty() && appeal.readings.iter().all(texcount));
    let numbers = appeal.readings[0]
        .steps
        .iter()
        .find(|step| step.what == Difference::Words(WordFamily::Number));
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
