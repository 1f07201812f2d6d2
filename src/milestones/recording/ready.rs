//! `folio milestone ready`: the student says that a milestone can be looked at.

use crate::milestones::basis::Basis;
use crate::milestones::changes::kept::ChapterSource;
use crate::milestones::ledger::{Entry, Event, Ready, digest_of, words_of};
use crate::milestones::plan::criteria::CriterionResult;
use crate::milestones::recording::request::{optional, planned, standing};
use crate::milestones::refusal::Refusal;
use crate::milestones::standings::has_begun;
use crate::milestones::standings::standing::Standing;
use crate::milestones::standings::state::{Happening, State};

/// What `folio milestone ready` brings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadyRequest<'a> {
    /// The chapters with their texts, in the order of the plan.
    pub chapters: &'a [ChapterSource],
    /// The counting policy.
    pub policy: Option<&'a str>,
    /// What a word is.
    pub convention: Option<&'a str>,
    /// The commit, if there is one.
    pub commit: Option<&'a str>,
    /// A note to the supervisor.
    pub note: Option<&'a str>,
    /// Why it is ready although a criterion is not met.
    pub despite: Option<&'a str>,
}

/// Checks whether a milestone can be marked ready, before its chapters are kept, and returns where
/// it stands.
///
/// # Errors
///
/// If there is no such milestone, its state does not allow it, or a criterion is not met and nobody
/// said why it is ready all the same.
pub fn check_ready(
    basis: &Basis<'_>,
    id: &str,
    despite: Option<&str>,
) -> Result<Standing, Refusal> {
    let milestone = planned(basis, id)?;
    let mut standing = standing(basis, id)?;
    if milestone.has_chapters() && !has_begun(milestone, basis, &standing) {
        // Whatever the ledger says: if every file is gone, there is nothing to look at.
        standing.state = State::NotStarted;
    } else if standing.state == State::NotStarted {
        // Without chapters only the criteria can say that something is missing.
        standing.state = State::InProgress;
    }
    standing.step(Happening::Ready)?;
    let stops = standing.criteria.iter().filter(|it| it.stops());
    let details: Vec<String> = stops
        .map(|it| format!("{} ({})", it.sentence, it.detail))
        .collect();
    if details.is_empty() || optional(despite).is_some() {
        return Ok(standing);
    }
    let unmet = match details.len() {
        1 => format!("1 criterion of `{id}` is"),
        number => format!("{number} criteria of `{id}` are"),
    };
    Err(Refusal::new(
        format!("{unmet} not met: {}", details.join("; ")),
        "see to it, or mark it ready all the same with `--despite --reason TEXT`",
    ))
}

/// `folio milestone ready`: `round` is the number of the folder in which the chapters were kept.
///
/// # Errors
///
/// As [`check_ready`].
pub fn ready(
    basis: &Basis<'_>,
    id: &str,
    round: u32,
    request: &ReadyRequest<'_>,
) -> Result<Entry, Refusal> {
    let criteria = check_ready(basis, id, request.despite)?.criteria;
    let chapters: Vec<_> = request.chapters.iter().map(ChapterSource::record).collect();
    let words = words_of(&chapters);
    let is_despite = criteria.iter().any(CriterionResult::stops);
    Ok(basis.entry(Event::Ready(Ready {
        milestone: id.to_owned(),
        round,
        digest: digest_of(&chapters),
        chapters,
        words,
        policy: optional(request.policy),
        convention: optional(request.convention),
        commit: optional(request.commit),
        criteria: criteria.iter().map(CriterionResult::record).collect(),
        note: optional(request.note).map(Into::into),
        despite: optional(request.despite)
            .filter(|_| is_despite)
            .map(Into::into),
    })))
}
