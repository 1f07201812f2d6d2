//! Somebody else's number: which reading of these pages comes nearest to it, and what the
//! difference is made of.
//!
//! An appeal starts from the other side's number. It claims nothing that was not measured on this
//! document: every step is a sum over its words, the steps add up, and what they do not reach is
//! called unexplained. A reading that comes near is a candidate, not a proof.

mod answer;
mod counter;
mod family;
mod nearest;
mod steps;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use answer::{Appeal, AppealReading, AppealStep, Compared, Difference, EVERYTHING};
pub use counter::Counter;
pub use family::WordFamily;

use crate::words::category::Category;
use crate::words::census::word::Census;
use crate::words::convention::Convention;
use crate::words::policy::Policy;
use crate::words::tally::Tally;
use nearest::{Categories, CategorySums, nearest, total};

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
    let sums: BTreeMap<Convention, CategorySums> = censuses
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

fn sums(census: &Census) -> CategorySums {
    let mut sums = CategorySums::new();
    for word in &census.words {
        *sums.entry(word.category).or_default() += 1;
    }
    sums
}

/// Returns our own policy, the built-in ones, and the one that counts everything.
fn policies(own: &Policy) -> Vec<(String, Categories)> {
    let mut all = vec![(own.name.clone(), own.categories.clone())];
    for policy in Policy::built_in() {
        if policy.name != own.name {
            all.push((policy.name.clone(), policy.categories.clone()));
        }
    }
    let everything = Category::ALL.iter().copied().collect();
    all.push((EVERYTHING.to_owned(), everything));
    all
}
