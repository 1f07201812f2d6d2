//! A milestone as its templates see it: its row of the timeline and its card.

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostics::text::{capitalised, count, series};
use crate::milestones::{
    CriterionResult, DecisionMark, Extension, Rag, Standing, State, Waiting, day_of,
};
use crate::project::Due;
use crate::web::charts::Axis;
use crate::web::status::{StatusPage, whole};
use crate::web::wording;

/// A colour with its letter and its word.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Stamp {
    letter: char,
    word: &'static str,
    class: &'static str,
}

impl Stamp {
    /// Returns the stamp of a colour with a word of its own.
    pub(super) fn new(rag: Rag, word: &'static str) -> Self {
        Self {
            letter: rag.letter(),
            word,
            class: rag.name(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct MilestoneView<'a> {
    title: &'a str,
    chapters: Option<String>,
    state: &'static str,
    rag: Option<Stamp>,
    due: String,
    /// The day that counts now: the later one if it was granted.
    due_now: String,
    away: Option<String>,
    extension: Option<String>,
    handed_in: Option<String>,
    marks: Marks,
    waiting_on: Option<String>,
    missing: Vec<String>,
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
pub(super) fn days(standing: &Standing) -> impl Iterator<Item = Date> {
    [
        standing.due.map(Due::day),
        later(standing).map(|it| it.to.day()),
        standing.ready.as_ref().map(|it| day_of(it.at)),
        standing.decision.as_ref().map(wording::day_of_decision),
    ]
    .into_iter()
    .flatten()
}

/// Returns the later date that was asked for last.
fn later(standing: &Standing) -> Option<&Extension> {
    let recorded = standing.claimed.as_ref().or(standing.recorded.as_ref());
    recorded.or(standing.granted.as_ref().map(|it| &it.extension))
}

/// Returns the day that counts for whoever asks.
pub(super) fn effective(standing: &Standing) -> Option<Date> {
    standing.binding_due().map(Due::day)
}

/// Returns when a milestone is due, at the hour that the manifest gives.
pub(super) fn due(day: Option<Date>, standing: &Standing) -> String {
    let time = match standing.due {
        Some(Due::Moment(moment)) => Some(moment.time()),
        Some(Due::Day(_)) | None => None,
    };
    wording::due(day, time)
}

/// Returns a milestone's colour. What has no date has none.
pub(super) fn stamp(standing: &Standing) -> Option<Stamp> {
    let is_done = standing.state.is_done();
    let is_dated = effective(standing).is_some();
    // A day that was only granted says when it is late, not that all is well.
    let is_early = standing.due.is_none() && standing.rag == Rag::Green;
    if !is_done && (!is_dated || is_early) {
        return None;
    }
    let word = match (standing.rag, standing.state) {
        // What the student did in time waits for somebody else.
        (Rag::Amber, State::Ready) => "waiting",
        (Rag::Green, _) if is_done => "settled",
        (rag, _) => wording::rag(rag),
    };
    Some(Stamp::new(standing.rag, word))
}

/// Returns who has to do something now.
pub(super) fn waiting_on(standing: &Standing, page: &StatusPage) -> Option<String> {
    match standing.waiting_on {
        Waiting::Student => Some(page.student.clone()),
        Waiting::Supervisor => {
            let name = page.head.supervisor.as_deref();
            Some(name.unwrap_or("the supervisor").to_owned())
        }
        Waiting::Nobody => None,
    }
}

/// Chooses the words and places of a milestone.
pub(super) fn view<'a>(
    standing: &'a Standing,
    page: &'a StatusPage,
    axis: Option<Axis>,
) -> MilestoneView<'a> {
    let title_of = |id: &'a String| {
        let chapter = page.chapters.iter().find(|it| it.id == *id);
        chapter.map_or(id.as_str(), |it| it.title.as_str())
    };
    let chapters: Vec<&str> = standing.chapters.iter().map(title_of).collect();
    let planned = standing.due.map(Due::day);
    let day = effective(standing);
    let later = later(standing);
    let place = |day: Option<Date>| Some(axis?.x(day?));
    let extended = axis.zip(planned.zip(later));
    let ready = standing.ready.as_ref();
    let decision = standing.decision.as_ref();
    MilestoneView {
        title: &standing.title,
        chapters: (!chapters.is_empty()).then(|| series(&chapters)),
        state: wording::state(standing.state),
        rag: stamp(standing),
        due: due(planned, standing),
        due_now: due(day, standing),
        away: day
            .filter(|_| !standing.state.is_done())
            .map(|day| wording::away(page.today, day)),
        extension: later.map(|it| wording::extension(it, standing.granted.as_ref())),
        handed_in: standing.handed_in_in_words().map(|said| capitalised(&said)),
        marks: Marks {
            due: place(planned),
            extended: extended.map(|(axis, (due, later))| {
                let (from, width) = axis.stretch(due, later.to.day());
                (from, width, axis.x(later.to.day()))
            }),
            is_granted: later.is_some() && standing.extension() == later,
            ready: place(
                ready
                    .filter(|_| standing.state == State::Ready)
                    .map(|it| day_of(it.at)),
            ),
            decision: place(decision.map(wording::day_of_decision)),
        },
        waiting_on: waiting_on(standing, page),
        missing: standing.missing.iter().map(|it| format!("{it}.")).collect(),
        criteria: standing.criteria.iter().map(criterion).collect(),
        met: (!standing.criteria.is_empty()).then(|| {
            let met = standing.criteria.iter().filter(|it| it.met).count();
            format!("{met} of {} met", standing.criteria.len())
        }),
        ready: ready.map(|it| {
            let words = count(whole(it.ready.words), "word");
            let day = wording::date(day_of(it.at));
            format!("{day}, with {words} in its chapters")
        }),
        decision: decision.map(decision_view),
        drift: page.drifts.get(&standing.id).map(|drift| {
            match (drift.words_added, drift.words_removed) {
                (0, 0) => "nothing has changed".into(),
                (_, _) => wording::drift(*drift),
            }
        }),
        command: standing.command.as_deref(),
    }
}

fn decision_view(decision: &DecisionMark) -> DecisionView<'_> {
    DecisionView {
        decided: wording::decided(decision),
        known: wording::known(decision),
        note: decision.note.as_deref(),
    }
}

fn criterion(judged: &CriterionResult) -> CriterionView<'_> {
    let (class, word) = match (judged.met, judged.is_binding) {
        (true, _) => ("met", "Met"),
        (false, false) => ("advice", "Not met, but the number is only assumed"),
        (false, true) => ("unmet", "Not met"),
    };
    CriterionView {
        sentence: &judged.sentence,
        detail: Some(judged.detail.as_str()).filter(|it| !it.is_empty()),
        class,
        word,
    }
}
