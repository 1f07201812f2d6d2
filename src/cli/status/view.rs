//! The JSON of `folio status`.

use std::collections::BTreeMap;

use folio::milestones::{
    Basis, DecisionMark, Drift, Known, OpenAction, ReadyMark, Standing, Standings, State, Waiting,
    verify,
};
use serde::Serialize;

use crate::cli::opened::Opened;
use crate::cli::unresolved::UnresolvedView;

/// `folio status --format json`.
#[derive(Serialize)]
pub(crate) struct StatusView<'a> {
    format: u32,
    today: String,
    milestones: Vec<MilestoneView<'a>>,
    next: Option<NextView<'a>>,
    words: Option<WordsView>,
    unresolved: Vec<UnresolvedView<'a>>,
    title: &'a str,
    author: &'a str,
    candidate: Option<&'a str>,
    supervisor: Option<String>,
    pace: Option<String>,
    actions: Vec<ActionView<'a>>,
    submission: Option<String>,
    ledger: &'static str,
}

#[derive(Serialize)]
struct ActionView<'a> {
    id: &'a str,
    what: &'a str,
    who: &'a str,
    due: Option<String>,
    done: Option<String>,
    overdue: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct MilestoneView<'a> {
    id: &'a str,
    title: &'a str,
    chapters: &'a [String],
    due: Option<String>,
    claimed_to: Option<String>,
    recorded_to: Option<String>,
    extended_to: Option<String>,
    state: &'static str,
    waiting_on: Option<&'static str>,
    rag: &'static str,
    criteria: Vec<CriterionView<'a>>,
    ready: Option<ReadyView<'a>>,
    decision: Option<DecisionView<'a>>,
    drift: Option<DriftView>,
    submitted: Option<SubmittedView<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct SubmittedView<'a> {
    on: String,
    minutes_late: Option<u64>,
    evidence: &'a str,
    digest: Option<String>,
}

#[derive(Serialize)]
struct CriterionView<'a> {
    id: &'a str,
    met: bool,
    detail: String,
}

#[derive(Serialize)]
struct ReadyView<'a> {
    at: String,
    words: u32,
    digest: String,
    commit: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct DecisionView<'a> {
    outcome: &'static str,
    by: &'a str,
    name: Option<&'a str>,
    confirmed: &'static str,
    vouched: bool,
    not_accepted: Option<&'a str>,
    entered_by: &'a str,
    from_file: bool,
    person: &'static str,
    at: String,
    note: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct DriftView {
    words_added: usize,
    words_removed: usize,
    estimated: bool,
    since: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct NextView<'a> {
    id: &'a str,
    due: Option<String>,
    days_left: Option<i32>,
}

#[derive(Serialize)]
struct WordsView {
    counted: usize,
    limit: Option<usize>,
    verdict: &'static str,
    estimated: bool,
}

impl<'a> StatusView<'a> {
    /// Returns the view of a standing; `drifts` says what changed since each was marked ready, `pace`
    /// how fast it must grow.
    pub(crate) fn new(
        standings: &'a Standings,
        drifts: &BTreeMap<String, Drift>,
        opened: &'a Opened,
        basis: &Basis<'_>,
        pace: Option<String>,
    ) -> Self {
        let surveyed = opened.surveyed.as_ref();
        let counted = surveyed.and_then(|surveyed| surveyed.counted.as_ref());
        let milestones = standings.milestones.iter();
        let dissertation = &opened.project.manifest.dissertation;
        let submission = opened.plan.submission().and_then(|it| it.due);
        let verification = verify(basis);
        Self {
            format: 1,
            today: basis.today.to_string(),
            milestones: milestones
                .map(|standing| milestone(standing, drifts.get(&standing.id)))
                .collect(),
            next: standings.next.as_ref().map(|next| NextView {
                id: &next.id,
                due: next.due.map(|due| due.to_string()),
                days_left: next.days_left,
            }),
            words: counted.map(|counted| WordsView {
                counted: counted.counted,
                limit: counted.limit,
                verdict: counted.verdict.name(),
                estimated: !counted.estimated.is_empty(),
            }),
            unresolved: surveyed.map_or_else(Vec::new, |it| {
                UnresolvedView::all(&it.unresolved, &it.sources)
            }),
            title: &dissertation.title,
            author: &dissertation.author,
            candidate: dissertation.candidate.as_deref(),
            supervisor: basis.supervisor().map(|term| term.name),
            pace,
            actions: standings.actions.iter().map(action).collect(),
            submission: submission.map(|due| due.to_string()),
            ledger: match (verification.is_sound(), verification.entries) {
                (false, _) => "broken",
                (true, 0) => "none",
                (true, _) => "whole",
            },
        }
    }
}

fn action(action: &OpenAction) -> ActionView<'_> {
    ActionView {
        id: &action.id,
        what: &action.action.what,
        who: &action.action.who,
        due: action.action.due.map(|due| due.to_string()),
        done: action.done.as_ref().map(|(day, _)| day.to_string()),
        overdue: action.is_overdue,
    }
}

fn milestone<'a>(standing: &'a Standing, drift: Option<&Drift>) -> MilestoneView<'a> {
    MilestoneView {
        id: &standing.id,
        title: &standing.title,
        chapters: &standing.chapters,
        due: standing.due.map(|due| due.to_string()),
        claimed_to: standing.claimed.as_ref().map(|it| it.to.to_string()),
        recorded_to: standing.recorded_to().map(|due| due.to_string()),
        extended_to: standing.extended_to().map(|due| due.to_string()),
        state: standing.state.name(),
        waiting_on: match standing.waiting_on {
            Waiting::Student => Some("student"),
            Waiting::Supervisor => Some("supervisor"),
            Waiting::Nobody => None,
        },
        rag: standing.rag.name(),
        criteria: standing
            .criteria
            .iter()
            .map(|judged| CriterionView {
                id: &judged.id,
                met: judged.met,
                detail: match &judged.chapter {
                    Some(chapter) => format!("{chapter}: {}", judged.detail),
                    None => judged.detail.clone(),
                },
            })
            .collect(),
        ready: standing.ready.as_ref().map(ready),
        decision: standing.decision.as_ref().map(decision),
        drift: drift.map(|drift| DriftView {
            words_added: drift.words_added,
            words_removed: drift.words_removed,
            estimated: drift.is_estimated,
            since: match standing.decision {
                Some(_) => "decision",
                None => "ready",
            },
        }),
        submitted: submitted(standing),
    }
}

fn submitted(standing: &Standing) -> Option<SubmittedView<'_>> {
    let (_, submitted) = standing.submitted.as_ref()?;
    Some(SubmittedView {
        on: standing.handed_in_on()?.to_string(),
        minutes_late: standing.timeliness()?.minutes_late(),
        evidence: &submitted.evidence,
        digest: standing.packaged.as_ref().map(|it| it.digest.to_string()),
    })
}

fn ready(mark: &ReadyMark) -> ReadyView<'_> {
    ReadyView {
        at: mark.at.to_string(),
        words: mark.ready.words,
        digest: mark.ready.digest.to_string(),
        commit: mark.ready.commit.as_deref(),
    }
}

fn decision(mark: &DecisionMark) -> DecisionView<'_> {
    let (confirmed, vouched) = match &mark.known {
        Known::Recorded { .. } => ("recorded", false),
        Known::Signed(seal) => ("ssh", seal.is_vouched),
    };
    DecisionView {
        outcome: State::from(mark.outcome).name(),
        by: &mark.by,
        name: mark.name.as_deref(),
        confirmed,
        vouched,
        not_accepted: mark.not_accepted.as_deref(),
        entered_by: &mark.entered_by,
        from_file: mark.is_from_file,
        person: mark.decider.name(),
        at: mark.at.to_string(),
        note: mark.note.as_deref(),
    }
}
