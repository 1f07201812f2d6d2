//! Sums of a census under a policy.

pub(crate) mod scope;
pub(crate) mod verdict;

use std::collections::BTreeSet;

use crate::diagnostics::Place;
use crate::project::Region;
use crate::words::category::Category;
use crate::words::census::word::{Census, Word};
use crate::words::convention::Convention;
use crate::words::policy::Policy;

/// The words of a document, summed up under a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The rule that says which words count.
    pub policy: Policy,
    /// The rule that says what a word is.
    pub convention: Convention,
    /// The words that count, rates and caps applied.
    pub counted: usize,
    /// All words.
    pub total: usize,
    /// Every category, in order.
    pub categories: Vec<CategoryTally>,
    /// Every part of the document, in order.
    pub parts: Vec<PartTally>,
    /// What the author exempted, passage by passage.
    pub exempt: Vec<Exemption>,
}

/// The words of one category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CategoryTally {
    /// The category.
    pub category: Category,
    /// Its words.
    pub words: usize,
    /// What it adds to the count, its rate and cap applied.
    pub counted: usize,
    /// Whether the policy counts it.
    pub counts: bool,
}

/// The words of one part of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartTally {
    /// The part.
    pub region: Region,
    /// Its heading; empty if it has none.
    pub title: String,
    /// The words that count, rates applied; caps hold for the whole document only.
    pub counted: usize,
    /// All words.
    pub total: usize,
    /// What a limit of this part alone holds for: the words that would count if the part were a
    /// chapter, without the part's own title if it is front matter.
    pub own: usize,
    /// Its sections below the title, in order.
    pub sections: Vec<SectionTally>,
    /// Whether its words are estimated from its file, because it stands on no page.
    pub is_estimated: bool,
}

/// The words of one section, subsections included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionTally {
    /// Its heading.
    pub title: String,
    /// The heading's label, if it has one.
    pub label: Option<String>,
    /// The heading's level, from 1.
    pub level: usize,
    /// Where the heading is written.
    pub place: Option<Place>,
    /// The words that count, rates applied.
    pub counted: usize,
    /// All words.
    pub total: usize,
    /// What a limit of this section alone holds for: the words that would count in a chapter.
    pub own: usize,
}

/// A passage that the author took out of the count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// How many words.
    pub words: usize,
    /// The first few of them.
    pub text: String,
    /// Where it begins.
    pub place: Option<Place>,
    /// The part of the document.
    pub region: Region,
    /// The physical page, from 1.
    pub page: u32,
}

/// How many words of an exempted passage are quoted.
const QUOTED_WORDS: usize = 8;

/// Sums up a census.
pub fn tally(census: &Census, policy: &Policy) -> Tally {
    let mut by_part: Vec<Vec<&Word>> = vec![Vec::new(); census.regions.len()];
    for word in &census.words {
        by_part[word.region].push(word);
    }
    let parts: Vec<PartTally> = by_part
        .into_iter()
        .enumerate()
        .map(|(region, words)| part(census, policy, region, &words))
        .filter(|part| part.total > 0)
        .collect();
    let categories = by_category(census, policy);
    Tally {
        policy: policy.clone(),
        convention: census.convention,
        counted: categories.iter().map(|category| category.counted).sum(),
        total: categories.iter().map(|category| category.words).sum(),
        categories,
        parts,
        exempt: exemptions(census),
    }
}

/// Returns how many words of a census count, without the sums of its parts.
pub fn words_that_count(census: &Census, policy: &Policy) -> usize {
    let categories = by_category(census, policy);
    categories.iter().map(|category| category.counted).sum()
}

/// Sums up every category, caps and rates applied.
fn by_category(census: &Census, policy: &Policy) -> Vec<CategoryTally> {
    let mut sums = vec![CategorySum::default(); Category::ALL.len()];
    let mut pages = BTreeSet::new();
    for word in &census.words {
        let sum = &mut sums[word.category as usize];
        sum.words += 1;
        let is_rated = policy.rates.contains_key(&word.category);
        if is_rated && pages.insert((word.category, word.region, word.page)) {
            sum.pages += 1;
        }
    }
    for (region, words) in &census.estimates {
        sums[estimated_as(region) as usize].words += words;
    }
    Category::ALL
        .iter()
        .zip(sums)
        .map(|(&category, sum)| CategoryTally {
            category,
            words: sum.words,
            counted: sum.counted(category, policy),
            counts: policy.counts(category),
        })
        .collect()
}

/// Returns the category that the words of a part are taken for where they are only estimated.
fn estimated_as(region: &Region) -> Category {
    Category::of_region(region).unwrap_or(Category::Body)
}

impl Tally {
    /// Returns whether any of the numbers is estimated.
    pub fn is_estimated(&self) -> bool {
        self.parts.iter().any(|part| part.is_estimated)
    }

    /// Returns the chapters, in order.
    pub fn chapters(&self) -> impl Iterator<Item = &PartTally> {
        self.parts
            .iter()
            .filter(|part| matches!(part.region, Region::Chapter(_)))
    }

    /// Returns the part that a limit's scope names: `abstract`, a chapter's or appendix's id.
    pub fn scope(&self, scope: &str) -> Option<&PartTally> {
        let by_name = self.parts.iter().find(|part| part.region.scope() == scope);
        by_name.or_else(|| {
            self.parts
                .iter()
                .find(|part| part.region.chapter() == Some(scope))
        })
    }

    /// Returns how many words the policy's caps take off: by so much the parts together count more
    /// than the document, because a cap holds for a category in the whole of it.
    pub fn capped(&self) -> usize {
        let parts: usize = self.parts.iter().map(|part| part.counted).sum();
        parts.saturating_sub(self.counted)
    }

    /// Returns how many words the author exempted.
    pub fn exempted(&self) -> usize {
        self.exempt.iter().map(|exemption| exemption.words).sum()
    }
}

/// Words of one category, and the pages that carry it.
#[derive(Clone, Copy, Default)]
struct CategorySum {
    words: usize,
    pages: usize,
}

impl CategorySum {
    fn counted(self, category: Category, policy: &Policy) -> usize {
        if !policy.counts(category) {
            return 0;
        }
        let counted = match policy.rates.get(&category) {
            Some(rate) => rate.saturating_mul(self.pages),
            None => self.words,
        };
        policy
            .caps
            .get(&category)
            .map_or(counted, |cap| counted.min(*cap))
    }
}

/// Counts words without caps; `category` says which category to take.
fn count_uncapped<'w>(
    words: impl Iterator<Item = &'w Word>,
    policy: &Policy,
    category: impl Fn(&Word) -> Category,
) -> usize {
    let mut counted = 0;
    let mut rated = BTreeSet::new();
    for word in words {
        let category = category(word);
        match policy.rates.get(&category) {
            _ if !policy.counts(category) => {}
            Some(rate) if rated.insert((category, word.page)) => counted += rate,
            Some(_) => {}
            None => counted += 1,
        }
    }
    counted
}

fn part(census: &Census, policy: &Policy, region: usize, words: &[&Word]) -> PartTally {
    let is_title = |word: &Word| {
        let level = word.section.map(|section| census.sections[section].level);
        word.kind == Category::Heading && level == Some(1)
    };
    let is_chapter = Category::of_region(&census.regions[region]).is_none();
    let own = words
        .iter()
        .copied()
        .filter(|word| is_chapter || !is_title(word));
    let title = census
        .sections
        .iter()
        .find(|section| section.region == region && section.level == 1)
        .map_or(String::new(), |section| section.title.clone());
    let own = count_uncapped(own, policy, |word| word.kind);
    let counted = count_uncapped(words.iter().copied(), policy, |word| word.category);
    let sections = sections(census, policy, region, words);
    let region = census.regions[region].clone();
    let of_part = census.estimates.iter().filter(|(part, _)| *part == region);
    let estimated: usize = of_part.clone().map(|(_, words)| words).sum();
    let adds = |category| {
        if policy.counts(category) {
            estimated
        } else {
            0
        }
    };
    PartTally {
        counted: counted + adds(estimated_as(&region)),
        total: words.len() + estimated,
        own: own + adds(Category::Body),
        is_estimated: of_part.count() > 0,
        region,
        title,
        sections,
    }
}

fn sections(census: &Census, policy: &Policy, region: usize, words: &[&Word]) -> Vec<SectionTally> {
    let mut by_section: Vec<Vec<&Word>> = vec![Vec::new(); census.sections.len()];
    for word in words {
        let mut section = word.section;
        while let Some(at) = section {
            by_section[at].push(word);
            section = census.sections[at].parent;
        }
    }
    census
        .sections
        .iter()
        .zip(by_section)
        .filter(|(section, _)| section.region == region && section.level > 1)
        .map(|(section, words)| SectionTally {
            title: section.title.clone(),
            label: section.label.clone(),
            level: section.level,
            place: section.place.clone(),
            total: words.len(),
            counted: count_uncapped(words.iter().copied(), policy, |word| word.category),
            own: count_uncapped(words.into_iter(), policy, |word| word.kind),
        })
        .collect()
}

/// Groups exempted words that follow each other.
fn exemptions(census: &Census) -> Vec<Exemption> {
    let mut found: Vec<Exemption> = Vec::new();
    let mut goes_on = false;
    for word in &census.words {
        if word.category == Category::Furniture {
            // Furniture may stand between two halves of a passage.
            continue;
        }
        if word.category != Category::Exempt {
            goes_on = false;
            continue;
        }
        match found.last_mut() {
            Some(last) if goes_on => {
                last.words += 1;
                match last.words.cmp(&(QUOTED_WORDS + 1)) {
                    std::cmp::Ordering::Less => {
                        last.text.push(' ');
                        last.text.push_str(&word.text);
                    }
                    std::cmp::Ordering::Equal => last.text.push_str(" …"),
                    std::cmp::Ordering::Greater => {}
                }
            }
            Some(_) | None => found.push(Exemption {
                words: 1,
                text: word.text.clone(),
                place: word.place.clone(),
                region: census.regions[word.region].clone(),
                page: word.page,
            }),
        }
        goes_on = true;
    }
    found
}
