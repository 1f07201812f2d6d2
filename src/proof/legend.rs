//! The pages before the shaded ones: the verdict, the tables, and how to read the colours.
//!
//! The template is a fixed Typst file. Whatever comes from the project reaches it as JSON, where
//! it is text and can be nothing else.

use serde::Serialize;

use crate::diagnostics::text::{capitalised, thousands};
use crate::proof::hue::Hue;
use crate::proof::{Proof, ProofError, in_words};
use crate::typeset::{Job, Session};
use crate::words::{Category, CategoryTally, LimitOutcome};

const MAIN: &str = "/.folio/legend.typ";
const VALUES: &str = "/.folio/proof.json";
const TEMPLATE: &str = include_str!("../../templates/proof/legend.typ");

/// The longest list of exempted passages; the pages show the rest.
const MOST_PASSAGES: usize = 200;

/// What the legend and the head of the HTML page say, ready to be printed.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Legend<'p> {
    title: &'p str,
    verdict: &'p str,
    verdict_colour: String,
    rule: &'p str,
    remarks: Vec<String>,
    counted: String,
    total: String,
    /// A category that counts, to show the shading with.
    example: CategoryRow,
    categories: Vec<CategoryRow>,
    parts: Vec<PartRow<'p>>,
    exempt: Vec<PassageRow<'p>>,
}

#[derive(Clone, Serialize)]
struct CategoryRow {
    id: &'static str,
    name: String,
    colour: String,
    counts: bool,
    exempt: bool,
    words: String,
    adds: String,
    /// Its share of the largest, in percent.
    share: usize,
}

#[derive(Serialize)]
struct PartRow<'p> {
    id: usize,
    title: &'p str,
    words: String,
    counted: String,
    counts: bool,
    share: usize,
}

#[derive(Serialize)]
struct PassageRow<'p> {
    words: String,
    page: u32,
    at: &'p str,
    text: &'p str,
}

impl<'p> Legend<'p> {
    pub(super) fn new(proof: &'p Proof<'_>) -> Self {
        let categories: Vec<CategoryRow> = kinds(proof);
        let body = CategoryRow {
            id: Category::Body.name(),
            name: in_words(Category::Body),
            colour: Hue::of(Category::Body).hex(),
            counts: true,
            exempt: false,
            words: String::new(),
            adds: String::new(),
            share: 0,
        };
        let longest = proof.parts.iter().map(|part| part.counted).max();
        let parts = proof.parts.iter().enumerate();
        let mut remarks = proof.remarks.clone();
        let unlisted = proof.exempt.len().saturating_sub(MOST_PASSAGES);
        if unlisted > 0 {
            remarks.push(format!(
                "{} more passages that the author took out of the count stand on the pages",
                thousands(unlisted)
            ));
        }
        Self {
            title: &proof.title,
            verdict: &proof.verdict,
            verdict_colour: verdict_colour(proof.outcome).hex(),
            rule: &proof.rule,
            remarks: remarks.iter().map(|remark| sentence(remark)).collect(),
            counted: thousands(proof.counted),
            total: thousands(proof.words.len()),
            example: categories
                .iter()
                .find(|kind| kind.counts)
                .cloned()
                .unwrap_or(body),
            categories,
            parts: parts
                .filter(|(_, part)| part.total > 0)
                .map(|(id, part)| PartRow {
                    id,
                    title: &part.title,
                    words: thousands(part.total),
                    counted: thousands(part.counted),
                    counts: part.counted > 0,
                    share: share(part.counted, longest),
                })
                .collect(),
            exempt: proof
                .exempt
                .iter()
                .take(MOST_PASSAGES)
                .map(|passage| PassageRow {
                    words: thousands(passage.words),
                    page: passage.page,
                    at: passage.at.as_deref().unwrap_or("–"),
                    text: &passage.text,
                })
                .collect(),
        }
    }
}

/// Returns the categories that have words: those that count first, each in its order.
fn kinds(proof: &Proof<'_>) -> Vec<CategoryRow> {
    let (counting, others): (Vec<&CategoryTally>, Vec<_>) = proof
        .categories
        .iter()
        .filter(|tally| tally.words > 0)
        .partition(|tally| tally.counts);
    let longest = proof.categories.iter().map(|tally| tally.words).max();
    counting
        .into_iter()
        .chain(others)
        .map(|tally| CategoryRow {
            id: tally.category.name(),
            name: in_words(tally.category),
            colour: Hue::shown(tally.category, tally.counts).hex(),
            counts: tally.counts,
            exempt: tally.category == Category::Exempt,
            words: thousands(tally.words),
            adds: thousands(tally.counted),
            share: share(tally.words, longest),
        })
        .collect()
}

/// Sets the legend's pages; the session that set them can write them.
pub(super) fn set(proof: &Proof<'_>) -> Result<(Session, typst_layout::PagedDocument), ProofError> {
    let values = serde_json::to_string(&Legend::new(proof)).map_err(ProofError::Legend)?;
    let job = Job {
        main: MAIN.to_owned(),
        files: [(MAIN, TEMPLATE.to_owned()), (VALUES, values)]
            .map(|(path, text)| (path.to_owned(), text))
            .into(),
        date: proof.date,
        ..Job::new(proof.store.clone())
    };
    let mut session = Session::new(job)?;
    let document = session.compile()?.document;
    Ok((session, document))
}

fn verdict_colour(outcome: LimitOutcome) -> Hue {
    match outcome {
        LimitOutcome::Within => Hue(0x00, 0x6b, 0x4f),
        LimitOutcome::Near | LimitOutcome::Tolerated => Hue(0x9a, 0x67, 0x00),
        LimitOutcome::Over | LimitOutcome::Under => Hue(0xb0, 0x2a, 0x1a),
    }
}

/// Returns a remark with a capital letter and a full stop, as legends have them.
fn sentence(remark: &str) -> String {
    format!("{}.", capitalised(remark))
}

fn share(words: usize, longest: Option<usize>) -> usize {
    let longest = longest.unwrap_or(0).max(1);
    (words.saturating_mul(100) / longest).min(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_the_largest_and_never_more_than_all() {
        assert_eq!(share(5, Some(10)), 50);
        assert_eq!(share(10, Some(10)), 100);
        assert_eq!((share(0, Some(0)), share(3, None)), (0, 100));
    }

    #[test]
    fn a_remark_becomes_a_sentence() {
        assert_eq!(sentence("not yet confirmed"), "Not yet confirmed.");
        assert_eq!(verdict_colour(LimitOutcome::Over).hex(), "#b02a1a");
    }
}
