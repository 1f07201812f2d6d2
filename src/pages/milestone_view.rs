//! A milestone as its templates see it: its row of the timeline and its card.

use jiff::civil::Date;
use serde::Serialize;

use super::charts::Axis;
use super::status::{Criterion, Decision, Milestone, Override, Rag, State};
use super::wording;
use crate::diagnostics::text::{count, series};

/// A colour with its letter and its word.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Stamp {
    letter: &'static str,
    word: &'static str,
    class: &'static str,
}

impl Stamp {
    /// Returns the stamp of a class of colour with a word of its own.
    pub(super) fn new(class: &'static str, word: &'static str) -> Self {
        let letter = match class {
            "red" => "R",
            "amber" => "A",
            _ => "G",
        };
        Self {
            letter,
            word,
            class,
        }
    }

    /// Returns the stamp of a colour.
    pub(super) fn rag(rag: Rag, settled: bool, by_hand: bool) -> Self {
        let (letter, word, class) = wording::rag(rag, settled, by_hand);
        Self {
            letter,
            word,
            class,
        }
    }
}

#[derive(Serialize)]
pub(super) struct MilestoneView<'a> {
    number: usize,
    title: &'a str,
    chapters: Option<String>,
    state: &'static str,
    is_settled: bool,
    rag: Option<Stamp>,
    by_hand: Option<(&'a str, &'a str)>,
    due: String,
    /// The day that counts now: the later one if it was granted.
    due_now: String,
    away: Option<String>,
    extension: Option<String>,
    marks: Marks,
    waiting_on: Option<&'a str>,
    missing: &'a [String],
    criteria: Vec<CriterionView<'a>>,
    met: Option<String>,
    ready: Option<String>,
    decision: Option<DecisionView<'a>>,
    drift: Option<String>,
    command: Option<&'a str>,
}

/// Where things stand on the timeline, in percent.
#[derive(Serialize)]
struct Marks {
    due: Option<String>,
    /// From the day in the manifest to the later one: where it begins, its width, its end.
    extended: Option<(String, String, String)>,
    is_granted: bool,
    ready: Option<String>,
    decision: Option<String>,
}

#[derive(Serialize)]
struct CriterionView<'a> {
    sentence: &'a str,
    detail: Option<&'a str>,
    /// `met`, `advice` or `unmet`: also the name of its class.
    class: &'static str,
    word: &'static str,
}

#[derive(Serialize)]
struct DecisionView<'a> {
    decided: String,
    known: String,
    note: Option<&'a str>,
}

/// Returns all days that a milestone puts on the timeline.
pub(super) fn days(milestone: &Milestone) -> impl Iterator<Item = Date> {
    [
        milestone.due,
        milestone.extension.as_ref().map(|it| it.to),
        milestone.ready.map(|it| it.at),
        milestone.decision.as_ref().map(|it| it.at),
    ]
    .into_iter()
    .flatten()
}

/// Returns the day that counts: a later one only if it was granted.
pub(super) fn effective(milestone: &Milestone) -> Option<Date> {
    let granted = milestone
        .extension
        .as_ref()
        .filter(|it| it.granted_by.is_some());
    granted.map(|it| it.to).or(milestone.due)
}

/// Returns a milestone's colour. What has no date has none, whoever says otherwise.
pub(super) fn stamp(milestone: &Milestone) -> Option<Stamp> {
    let settled = wording::is_settled(milestone.state);
    let by_hand = milestone.rag_override.is_some();
    let rag = milestone.rag?;
    if effective(milestone).is_none() && !by_hand && !settled {
        return None;
    }
    // What the student did in time waits for somebody else.
    let waits = rag == Rag::Amber && milestone.state == State::Ready && !by_hand;
    Some(match waits {
        true => Stamp::new("amber", "waiting"),
        false => Stamp::rag(rag, settled, by_hand),
    })
}

/// Chooses the words and places of a milestone.
pub(super) fn view(
    number: usize,
    milestone: &Milestone,
    today: Date,
    axis: Option<Axis>,
) -> MilestoneView<'_> {
    let rag = stamp(milestone);
    let Milestone {
        id: _,
        title,
        chapters,
        due,
        due_time,
        extension,
        state,
        rag: _,
        rag_override,
        waiting_on,
        missing,
        criteria,
        ready,
        decision,
        drift,
        next_command,
    } = milestone;
    let is_settled = wording::is_settled(*state);
    let place = |day: Option<Date>| Some(axis?.x(day?));
    let day = effective(milestone);
    let extended = axis.zip(due.zip(extension.as_ref()));
    MilestoneView {
        number,
        title,
        chapters: (!chapters.is_empty()).then(|| series(chapters)),
        state: wording::state(*state),
        is_settled,
        rag,
        by_hand: rag_override
            .as_ref()
            .map(|Override { by, reason }| (by.as_str(), reason.as_str())),
        due: wording::due(*due, *due_time),
        due_now: wording::due(day, *due_time),
        away: day
            .filter(|_| !is_settled)
            .map(|day| wording::away(today, day)),
        extension: extension.as_ref().map(wording::extension),
        marks: Marks {
            due: place(*due),
            extended: extended.map(|(axis, (due, extension))| {
                let (from, width) = axis.stretch(due, extension.to);
                (from, width, axis.x(extension.to))
            }),
            is_granted: extension.as_ref().is_some_and(|it| it.granted_by.is_some()),
            ready: place(ready.map(|it| it.at).filter(|_| *state == State::Ready)),
            decision: place(decision.as_ref().map(|it| it.at)),
        },
        waiting_on: waiting_on.as_deref(),
        missing,
        criteria: criteria.iter().map(criterion).collect(),
        met: (!criteria.is_empty()).then(|| {
            let met = criteria.iter().filter(|it| it.met).count();
            format!("{met} of {} met", criteria.len())
        }),
        ready: ready.map(|it| {
            let words = count(it.words, "word");
            format!("{}, with {words} in its chapters", wording::date(it.at))
        }),
        decision: decision.as_ref().map(decision_view),
        drift: drift.map(|it| match (it.added, it.removed) {
            (0, 0) => "nothing has changed".into(),
            (added, removed) => format!(
                "{} added and {} removed",
                count(added, "word"),
                count(removed, "word")
            ),
        }),
        command: next_command.as_deref(),
    }
}

fn decision_view(decision: &Decision) -> DecisionView<'_> {
    DecisionView {
        decided: wording::decided(decision),
        known: wording::known(decision),
        note: decision.note.as_deref(),
    }
}

fn criterion(criterion: &Criterion) -> CriterionView<'_> {
    let Criterion {
        sentence,
        met,
        assumed,
        detail,
    } = criterion;
    let (class, word) = match (met, assumed) {
        (true, _) => ("met", "Met"),
        (false, true) => ("advice", "Not met, but the number is only assumed"),
        (false, false) => ("unmet", "Not met"),
    };
    CriterionView {
        sentence,
        detail: detail.as_deref(),
        class,
        word,
    }
}
