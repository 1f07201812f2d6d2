//! The readings of the pages that come nearest to a number.

use std::collections::{BTreeMap, BTreeSet};

use crate::words::category::Category;
use crate::words::convention::Convention;

/// How many readings are shown.
const SHOWN_READINGS: usize = 3;

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

/// How many words each category has.
pub(super) type CategorySums = BTreeMap<Category, usize>;
/// The categories that a reading counts.
pub(super) type Categories = BTreeSet<Category>;

/// Returns how many words some categories have together.
pub(super) fn total(sums: &CategorySums, set: &Categories) -> usize {
    set.iter().filter_map(|category| sums.get(category)).sum()
}

/// A reading that may come near.
pub(super) struct Candidate {
    pub(super) policy: String,
    /// What the policy counts.
    pub(super) base: Categories,
    /// What the reading counts.
    pub(super) set: Categories,
    pub(super) convention: Convention,
    pub(super) counted: usize,
}

/// Returns the best readings: a policy as it is, or with one group of categories in or out. More
/// changes would come near any number at all.
pub(super) fn nearest(
    theirs: usize,
    policies: &[(String, Categories)],
    sums: &BTreeMap<Convention, CategorySums>,
    wanted: &[Convention],
) -> Vec<Candidate> {
    // A reading with a change must come nearer than one without by more than this.
    let price = (theirs / 200).max(5);
    let mut found: Vec<(usize, usize, Candidate)> = Vec::new();
    for (name, base) in policies {
        let changed = GROUPS.iter().filter_map(|group| {
            let group: Categories = group.iter().copied().collect();
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
