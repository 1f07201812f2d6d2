//! The proof of a count, from what the count found.

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::diagnostics::SourceMap;
use crate::diagnostics::text::{count, slug};
use crate::dissertation::{Dissertation, Failure, FailureKind};
use crate::pipeline::count::ProofKind;
use crate::pipeline::count::positions::Positions;
use crate::pipeline::count::report::{At, CountReport};
use crate::project::Region;
use crate::proof::{self, LegendPart, LegendPassage, Proof, ProofError, ShadedWord};
use crate::typeset::TypesetError;
use crate::words::{Census, Tally, WordShape};

/// What was counted, and where it stands.
pub(crate) struct Proven<'a> {
    pub(crate) dissertation: &'a Dissertation,
    pub(crate) document: &'a PagedDocument,
    pub(crate) census: &'a Census,
    pub(crate) shapes: Vec<Vec<WordShape>>,
    pub(crate) tally: &'a Tally,
    pub(crate) report: &'a CountReport,
    pub(crate) sources: &'a SourceMap,
}

impl Proven<'_> {
    /// Draws the proof.
    pub(crate) fn draw(self, kind: ProofKind) -> Result<Vec<u8>, Failure> {
        let title = &self.dissertation.project().manifest.dissertation.title;
        let short = &self.report.short;
        let made_at = self.dissertation.made_at();
        let dated = made_at.unwrap_or_else(|| self.dissertation.document_date().at);
        let proof = Proof {
            document: self.document,
            store: self.dissertation.store(),
            date: Some(dated),
            ident: slug(title, 80),
            title: title.clone(),
            counted: short.counted,
            verdict: short.sentence.clone(),
            outcome: short.verdict,
            rule: format!(
                "Counting rule: {} ({}), convention {}.",
                short.policy, short.policy_in_words, short.convention
            ),
            remarks: self.remarks(),
            categories: self.tally.categories.clone(),
            parts: self.parts(),
            exempt: self.exempt(),
            words: self.words(),
        };
        match kind {
            ProofKind::Pdf => proof::pdf(&proof),
            ProofKind::Html => proof::html(&proof).map(String::into_bytes),
        }
        .map_err(|error| failure(error, self.sources))
    }

    /// Returns what else the count says with its verdict.
    fn remarks(&self) -> Vec<String> {
        let short = &self.report.short;
        let mut remarks = vec![match &short.confirmed {
            Some(place) => format!("confirmed: {place}"),
            None => "not yet confirmed against your handbook".to_owned(),
        }];
        if let Some(other) = &short.otherwise {
            remarks.push(format!(
                "under {} it would be {}; your handbook decides",
                other.policy, other.sentence
            ));
        }
        for limit in &short.limits {
            let advice = match limit.is_binding {
                true => "",
                false => " (nobody has set this limit for your programme; it stops nothing)",
            };
            remarks.push(format!("{}: {}{advice}", limit.scope, limit.sentence));
        }
        if short.exempted > 0 {
            remarks.push(format!(
                "{} marked by the author as not to be counted",
                count(short.exempted, "word")
            ));
        }
        remarks
    }

    /// Returns the parts, one for each region of the census.
    fn parts(&self) -> Vec<LegendPart> {
        let tallies: BTreeMap<&Region, _> = self
            .tally
            .parts
            .iter()
            .map(|part| (&part.region, part))
            .collect();
        self.census
            .regions
            .iter()
            .map(|region| match tallies.get(region) {
                Some(part) => LegendPart {
                    title: match part.title.as_str() {
                        "" => name(region),
                        title => title.to_owned(),
                    },
                    counted: part.counted,
                    total: part.total,
                },
                None => LegendPart {
                    title: name(region),
                    counted: 0,
                    total: 0,
                },
            })
            .collect()
    }

    fn exempt(&self) -> Vec<LegendPassage> {
        self.report
            .exempt
            .iter()
            .map(|passage| LegendPassage {
                words: passage.words,
                text: passage.text.clone(),
                at: passage.at.as_ref().map(written),
                page: passage.page,
            })
            .collect()
    }

    fn words(&self) -> Vec<ShadedWord> {
        let mut positions = Positions::new(self.sources);
        let policy = &self.tally.policy;
        self.census
            .words
            .iter()
            .zip(&self.shapes)
            .map(|(word, shapes)| ShadedWord {
                text: word.text.clone(),
                category: word.category,
                counted: policy.counts(word.category),
                part: word.region,
                at: word
                    .place
                    .as_ref()
                    .and_then(|place| positions.at(place))
                    .as_ref()
                    .map(written),
                shapes: shapes.clone(),
            })
            .collect()
    }
}

fn written(at: &At) -> String {
    format!("{}:{}:{}", at.path, at.line, at.column)
}

/// Returns the name of a part without a heading.
fn name(region: &Region) -> String {
    let scope = region.scope().replace('-', " ");
    let mut letters = scope.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

fn failure(error: ProofError, sources: &SourceMap) -> Failure {
    let message = error.to_string();
    match error {
        ProofError::Engine(TypesetError::Findings(findings)) => {
            Failure::new(FailureKind::Typesetting, message).because(findings, sources)
        }
        ProofError::Engine(
            cause @ (TypesetError::File(_) | TypesetError::Request(_) | TypesetError::Engine(_)),
        ) => Failure::new(FailureKind::Typesetting, format!("{message}: {cause}")),
        ProofError::Page(cause) => {
            Failure::new(FailureKind::Typesetting, format!("{message}: {cause}"))
        }
        ProofError::Legend(cause) => {
            Failure::new(FailureKind::Typesetting, format!("{message}: {cause}"))
        }
    }
    .hint("the count itself is sound: leave out `--proof` to see it")
}
