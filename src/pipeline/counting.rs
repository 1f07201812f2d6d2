//! The rule by which a project is counted, and the count in short.

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::diagnostics::Diagnostic;
use crate::pipeline::failure::{Failure, FailureKind};
use crate::pipeline::request::Counted;
use crate::project::{OwnPolicy, Project, Ruled};
use crate::words::{
    Census, Convention, Limit, Policy, PolicyDefinition, PolicyError, Verdict, census, tally,
    verdict,
};

/// Policy, convention and limit of a project.
pub(crate) struct Rule {
    policy: Policy,
    convention: Convention,
    limit: Limit,
    confirmed: Option<String>,
    in_words: String,
}

impl Rule {
    /// Reads the rule of a project.
    pub(crate) fn new(project: &Project) -> Result<Self, Failure> {
        let words = &project.manifest.words;
        let policy = policy(project)?;
        let convention = Convention::from_name(&words.convention.value).ok_or_else(|| {
            Failure::new(
                FailureKind::Project,
                format!("there is no convention `{}`", words.convention.value),
            )
        })?;
        // A bound that nobody set stops nobody; a maximum is known or is not there.
        let binding = |bound: &Option<Ruled<u32>>| {
            bound
                .as_ref()
                .filter(|bound| bound.is_binding())
                .map(|bound| bound.value)
        };
        let limit = words.limit.as_ref().map(|limit| limit.value);
        let tolerance = limit.map_or(0, |limit| words.tolerance.value.of(limit));
        let in_words = policy.in_words();
        Ok(Self {
            policy,
            convention,
            limit: Limit {
                minimum: binding(&words.minimum).map(number),
                limit: limit.map(number),
                tolerance: number(tolerance),
            },
            confirmed: words.confirmed.clone(),
            in_words,
        })
    }

    /// Returns what the policy leaves out, in words.
    pub(crate) fn in_words(&self) -> &str {
        &self.in_words
    }

    /// Counts every word of the pages. A build needs no word's place, and looking them up costs
    /// more than the count.
    pub(crate) fn census(&self, document: &PagedDocument) -> Result<Census, Failure> {
        census(document, self.convention, &|_, _| None).map_err(|error| {
            Failure::new(
                FailureKind::Counting,
                format!("the words could not be counted: {error}"),
            )
            .hint("this is a fault of folio; no number is better than a wrong one")
        })
    }

    /// Judges a census.
    pub(crate) fn count(&self, census: &Census) -> Counted {
        let tally = tally(census, &self.policy);
        let verdict: Verdict = verdict(tally.counted, self.limit);
        Counted {
            counted: tally.counted,
            limit: self.limit.limit,
            verdict: verdict.outcome.name().to_owned(),
            fails: verdict.outcome.fails(),
            sentence: verdict.sentence(),
            policy: self.policy.name.clone(),
            convention: self.convention.name().to_owned(),
            policy_in_words: self.in_words.clone(),
            confirmed: self.confirmed.clone(),
        }
    }
}

fn number(words: u32) -> usize {
    usize::try_from(words).unwrap_or(usize::MAX)
}

/// Returns the policy that the project names: built in, or of its own.
fn policy(project: &Project) -> Result<Policy, Failure> {
    let wanted = &project.manifest.words.policy.value;
    if let Some(own) = project.manifest.policies.get(wanted) {
        return Policy::define(&definition(wanted, own))
            .map_err(|errors| refused(project, wanted, own, &errors));
    }
    Policy::named(wanted).cloned().ok_or_else(|| {
        Failure::new(
            FailureKind::Project,
            format!("there is no counting policy `{wanted}`"),
        )
    })
}

fn definition(name: &str, own: &OwnPolicy) -> PolicyDefinition {
    let OwnPolicy {
        base,
        include,
        exclude,
        caps,
        rates,
        place: _,
    } = own;
    let numbers = |table: &BTreeMap<String, u32>| {
        table
            .iter()
            .map(|(category, words)| (category.clone(), number(*words)))
            .collect()
    };
    PolicyDefinition {
        name: name.to_owned(),
        base: base.clone(),
        include: include.clone(),
        exclude: exclude.clone(),
        caps: numbers(caps),
        rates: numbers(rates),
        source: None,
    }
}

fn refused(project: &Project, name: &str, own: &OwnPolicy, errors: &[PolicyError]) -> Failure {
    let findings = errors
        .iter()
        .map(|error| {
            let mut finding = Diagnostic::deny("policy-not-understood", error.to_string());
            finding.place = own.place.clone();
            finding.hints.extend(error.hint().map(str::to_owned));
            finding
        })
        .collect();
    Failure::new(
        FailureKind::Project,
        format!("the counting policy `{name}` cannot be used"),
    )
    .because(findings, &project.sources)
}
