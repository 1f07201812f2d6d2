//! The rule by which a project is counted, and the count in short.

use jiff::civil::Date;
use typst::syntax::Span;
use typst_layout::PagedDocument;

use crate::check::rules::{LIMIT_WITHOUT_SECTION, POLICY_NOT_UNDERSTOOD};
use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{Diagnostic, Level, Place, SourceMap};
use crate::dissertation::failure::{Failure, FailureKind};
use crate::dissertation::summary::{CountSummary, LimitCount, Otherwise, PolicyCount};
use crate::project::rules::UNKNOWN_NAME;
use crate::project::{OwnPolicy, PartLimit, Project};
use crate::words::{
    Census, CensusError, Convention, Limit, LimitOutcome, LimitVerdict, Policy, PolicyError,
    ScopeError, Tally, WalkedText, WordShape, census, census_of_walked, census_with_shapes,
    census_without_places, tally, verdict, words_that_count,
};

/// The two usual readings of "excluding tables": where they part, both numbers are shown.
const USUAL_READINGS: [&str; 2] = ["main-text", "main-text-without-tables"];

/// Policy, convention and limits that a count is made by.
pub(crate) struct CountingRule<'a> {
    project: &'a Project,
    policy: Policy,
    convention: Convention,
    limit: Limit,
    confirmed: Option<String>,
    in_words: String,
}

/// A census and what a rule makes of it.
pub(crate) struct CountByRule {
    /// The sums.
    pub(crate) tally: Tally,
    /// The whole against its limit.
    pub(crate) verdict: LimitVerdict,
    /// All in short.
    pub(crate) summary: CountSummary,
    /// Limits that hold for nothing.
    pub(crate) findings: Vec<Diagnostic>,
}

impl CountByRule {
    /// Refuses a limit that would have no effect.
    pub(crate) fn refuse_errors(&self, sources: &SourceMap) -> Result<(), Failure> {
        if self
            .findings
            .iter()
            .all(|finding| finding.level == Level::Warn)
        {
            return Ok(());
        }
        Err(Failure::new(
            FailureKind::Project,
            "a limit of `[words.limits]` holds for nothing",
        )
        .because(self.findings.clone(), sources))
    }
}

impl<'a> CountingRule<'a> {
    /// Reads the rule of a project.
    pub(crate) fn of(project: &'a Project) -> Result<Self, Failure> {
        Self::asked(project, None, None)
    }

    /// Reads the rule of a project, with another policy or convention if one is asked for.
    pub(crate) fn asked(
        project: &'a Project,
        policy: Option<&str>,
        convention: Option<&str>,
    ) -> Result<Self, Failure> {
        let words = &project.manifest.words;
        let (own_policy, own_convention) = (&words.policy.value, &words.convention.value);
        let policy = policy.unwrap_or(own_policy);
        let convention = convention.unwrap_or(own_convention);
        // What the handbook says of one rule says nothing of another.
        let is_own = policy == own_policy && convention == own_convention;
        let policy = policy_named(project, policy)?;
        let convention = Convention::from_name(convention).ok_or_else(|| {
            let known: Vec<&str> = Convention::ALL.iter().map(|known| known.name()).collect();
            let written = inline(convention, 40);
            Failure::new(
                FailureKind::Project,
                format!("there is no convention `{written}`"),
            )
            .hint(did_you_mean(&written, &known))
        })?;
        // A bound that nobody set stops nobody; a maximum is known or is not there.
        let minimum = words.minimum.as_ref().filter(|bound| bound.is_binding());
        let limit = words.limit.as_ref().map(|limit| limit.value);
        let tolerance = limit.map_or(0, |limit| words.tolerance.value.of(limit));
        let in_words = policy.in_words();
        Ok(Self {
            project,
            policy,
            convention,
            limit: Limit {
                minimum: minimum.map(|bound| number(bound.value)),
                limit: limit.map(number),
                tolerance: number(tolerance),
            },
            confirmed: words.confirmed.clone().filter(|_| is_own),
            in_words,
        })
    }

    /// Returns what the policy leaves out, in words.
    pub(crate) fn in_words(&self) -> &str {
        &self.in_words
    }

    /// Returns which words count.
    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Returns the convention.
    pub(crate) fn convention(&self) -> Convention {
        self.convention
    }

    /// Counts every word of pages that were walked, without their places: looking them up costs
    /// more than the count.
    pub(crate) fn census(
        &self,
        document: &PagedDocument,
        walked: &WalkedText<'_>,
    ) -> Result<Census, Failure> {
        census_of_walked(document, walked, self.convention).map_err(|error| uncounted(&error))
    }

    /// Returns how many words count, and nothing else.
    pub(crate) fn counted(&self, census: &Census) -> usize {
        words_that_count(census, &self.policy)
    }

    /// Counts a census by the rule.
    pub(crate) fn apply(&self, census: &Census) -> CountByRule {
        let tally = tally(census, &self.policy);
        let verdict = verdict(tally.counted, self.limit);
        let (limits, findings) = self.limits(&tally);
        let estimated = tally.parts.iter().filter(|part| part.is_estimated);
        let estimated: Vec<String> = estimated.map(|part| part.region.scope()).collect();
        let summary = CountSummary {
            counted: tally.counted,
            limit: self.limit.limit,
            tolerance: self.limit.tolerance,
            remaining: verdict.remaining(),
            verdict: verdict.outcome,
            sentence: sentence(&verdict, !estimated.is_empty()) + &self.band(&verdict),
            policy: self.policy.name.clone(),
            policy_source: self.policy.source.clone(),
            policy_in_words: self.in_words.clone(),
            convention: self.convention.name().to_owned(),
            confirmed: self.confirmed.clone(),
            valid_until: self.valid_until(),
            limits,
            otherwise: self.otherwise(census, &verdict),
            exempted: tally.exempted(),
            estimated,
        };
        CountByRule {
            tally,
            verdict,
            summary,
            findings,
        }
    }

    /// Returns into which of the programme's bands an over-length falls, as a fact.
    fn band(&self, verdict: &LimitVerdict) -> String {
        let bands = &self.project.manifest.words.bands;
        let (Some(limit), false) = (self.limit.limit, bands.is_empty()) else {
            return String::new();
        };
        // Over a bound by a part of a per cent is over it.
        let is_over = |percent: &&u32| verdict.counted * 100 > limit * (100 + number(**percent));
        let above = bands.iter().filter(is_over).max();
        let upto = bands.iter().filter(|it| !is_over(it)).min();
        match (above, upto) {
            (None, _) => String::new(),
            (Some(above), Some(upto)) => format!(" (the band above {above} and up to {upto} %)"),
            (Some(above), None) => format!(" (the band above {above} %)"),
        }
    }

    /// Returns the last day on which the rule holds: the programme's or the policy's, whichever
    /// comes first.
    fn valid_until(&self) -> Option<Date> {
        let manifest = &self.project.manifest;
        let own = manifest.policies.get(&self.policy.name);
        let own = own.and_then(|policy| policy.valid_until);
        own.into_iter().chain(manifest.words.valid_until).min()
    }

    /// Judges a census by every policy: the built-in ones, then the project's own.
    pub(crate) fn by_every_policy(&self, census: &Census) -> Result<Vec<PolicyCount>, Failure> {
        let mut policies = Policy::built_in().to_vec();
        for (name, own) in &self.project.manifest.policies {
            policies.push(own_policy(self.project, name, own)?);
        }
        Ok(policies
            .into_iter()
            .map(|policy| {
                let counted = words_that_count(census, &policy);
                PolicyCount {
                    in_words: policy.in_words(),
                    name: policy.name,
                    counted,
                    verdict: verdict(counted, self.limit).outcome,
                }
            })
            .collect())
    }

    /// Judges the parts and sections that have limits of their own and stand on the pages.
    fn limits(&self, tally: &Tally) -> (Vec<LimitCount>, Vec<Diagnostic>) {
        let mut limits = Vec::new();
        let mut findings = Vec::new();
        let known = self.project.limit_scopes();
        for rule in &self.project.manifest.words.limits {
            match tally.limited(&rule.scope) {
                Ok(scope) => {
                    let part = rule.scope.split('/').next().unwrap_or_default();
                    let is_estimated = tally.scope(part).is_some_and(|it| it.is_estimated);
                    limits.push(limit_count(rule, scope.own, is_estimated));
                }
                // It is known and has no words yet.
                Err(_) if known.contains(&rule.scope) => {}
                Err(error) => findings.push(without_scope(rule, &error, &known)),
            }
        }
        (limits, findings)
    }

    /// Returns the verdict of the other usual reading, where it is another one.
    fn otherwise(&self, census: &Census, ours: &LimitVerdict) -> Option<Otherwise> {
        let at = USUAL_READINGS
            .iter()
            .position(|name| *name == self.policy.name)?;
        let other = Policy::named(USUAL_READINGS[1 - at])?;
        let theirs = verdict(words_that_count(census, other), self.limit);
        // Near the limit or not is no other judgement.
        let kind = |outcome| match outcome {
            LimitOutcome::Within | LimitOutcome::Near => 0,
            LimitOutcome::Tolerated => 1,
            LimitOutcome::Over => 2,
            LimitOutcome::Under => 3,
        };
        (kind(theirs.outcome) != kind(ours.outcome)).then(|| Otherwise {
            policy: other.name.clone(),
            counted: theirs.counted,
            verdict: theirs.outcome,
            sentence: sentence(&theirs, !census.estimates.is_empty()),
        })
    }
}

/// Returns a verdict as a sentence, which says where its number is only estimated.
fn sentence(verdict: &LimitVerdict, is_estimated: bool) -> String {
    match is_estimated {
        true => format!("about {} (estimated)", verdict.sentence()),
        false => verdict.sentence(),
    }
}

fn limit_count(rule: &PartLimit, words: usize, is_estimated: bool) -> LimitCount {
    let bounds = Limit {
        minimum: rule.minimum.map(number),
        limit: rule.limit.map(number),
        tolerance: 0,
    };
    let verdict = verdict(words, bounds);
    let is_binding = rule.origin.is_binding();
    LimitCount {
        scope: rule.scope.clone(),
        minimum: bounds.minimum,
        limit: bounds.limit,
        counted: words,
        verdict: match verdict.outcome {
            LimitOutcome::Over if !is_binding => LimitOutcome::Tolerated,
            LimitOutcome::Under if !is_binding => LimitOutcome::Within,
            outcome => outcome,
        },
        sentence: sentence(&verdict, is_estimated),
        is_binding,
        is_estimated,
    }
}

/// Says that a limit holds for nothing. A section of a chapter may not be written yet; any other
/// name is a slip that would leave a limit without effect.
fn without_scope(rule: &PartLimit, error: &ScopeError, known: &[String]) -> Diagnostic {
    let chapter = rule.scope.split('/').next().unwrap_or_default();
    let may_come = matches!(error, ScopeError::Unknown { .. })
        && rule.scope.contains('/')
        && known.iter().any(|scope| scope == chapter);
    let mut finding = match may_come {
        true => Diagnostic::of(&LIMIT_WITHOUT_SECTION, error.to_string()),
        false => Diagnostic::of(&UNKNOWN_NAME, error.to_string()),
    };
    finding.place = rule.place.clone();
    finding.hint(error.hint())
}

/// Counts every word of the pages under a convention; `locate` says where each was written.
pub(crate) fn take_census(
    document: &PagedDocument,
    convention: Convention,
    locate: &dyn Fn(Span, u16) -> Option<Place>,
) -> Result<Census, Failure> {
    census(document, convention, locate).map_err(|error| uncounted(&error))
}

/// Counts every word of the pages, without their places.
pub(crate) fn count_alone(
    document: &PagedDocument,
    convention: Convention,
) -> Result<Census, Failure> {
    census_without_places(document, convention).map_err(|error| uncounted(&error))
}

/// Counts every word of the pages, and says where on them each is drawn.
pub(crate) fn take_census_with_shapes(
    document: &PagedDocument,
    convention: Convention,
    locate: &dyn Fn(Span, u16) -> Option<Place>,
) -> Result<(Census, Vec<Vec<WordShape>>), Failure> {
    census_with_shapes(document, convention, locate).map_err(|error| uncounted(&error))
}

fn uncounted(error: &CensusError) -> Failure {
    Failure::new(
        FailureKind::Counting,
        format!("the words could not be counted: {error}"),
    )
    .hint("this is a fault of folio; no number is better than a wrong one")
}

fn number(words: u32) -> usize {
    usize::try_from(words).unwrap_or(usize::MAX)
}

/// Returns a policy by its name: built in, or the project's own.
fn policy_named(project: &Project, wanted: &str) -> Result<Policy, Failure> {
    if let Some(own) = project.manifest.policies.get(wanted) {
        return own_policy(project, wanted, own);
    }
    Policy::named(wanted).cloned().ok_or_else(|| {
        let built_in = Policy::built_in().iter().map(|policy| policy.name.as_str());
        let own = project.manifest.policies.keys().map(String::as_str);
        let known: Vec<&str> = built_in.chain(own).collect();
        let written = inline(wanted, 40);
        Failure::new(
            FailureKind::Project,
            format!("there is no counting policy `{written}`"),
        )
        .hint(did_you_mean(&written, &known))
    })
}

fn own_policy(project: &Project, name: &str, own: &OwnPolicy) -> Result<Policy, Failure> {
    Policy::define(name, own).map_err(|errors| refused(project, name, own, &errors))
}

fn refused(project: &Project, name: &str, own: &OwnPolicy, errors: &[PolicyError]) -> Failure {
    let findings = errors
        .iter()
        .map(|error| {
            let mut finding = Diagnostic::of(&POLICY_NOT_UNDERSTOOD, error.to_string());
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
