//! What a ledger would hold, for the examples.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::milestones::{
    Action, CriterionResult, Decider, DecisionMark, Digest, Extension, Known, Meeting, MeetingMark,
    OpenAction, Outcome, Rag, Ready, ReadyMark, Standing, State, Waiting, WordBounds,
};
use crate::project::{Due, Origin, Zone};
use crate::web::status::ChapterLength;

pub(crate) fn moment(day: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(day.at(9, 0, 0, 0)).unwrap()
}

pub(crate) fn standing(id: &str, title: String, state: State, rag: Rag) -> Standing {
    Standing {
        id: id.into(),
        title,
        is_submission: false,
        chapters: Vec::new(),
        due: None,
        zone: Zone::default(),
        granted: None,
        recorded: None,
        counts_recorded: true,
        claimed: None,
        state,
        rag,
        criteria: Vec::new(),
        ready: None,
        decision: None,
        earlier: Vec::new(),
        packaged: None,
        submitted: None,
        waiting_on: Waiting::Student,
        missing: Vec::new(),
        command: None,
    }
}

pub(crate) fn extension(to: Date, reference: String, granted_by: Option<String>) -> Extension {
    Extension {
        milestone: String::new(),
        to: Due::Day(to),
        reference: reference.into(),
        granted_by,
        grant: None,
    }
}

pub(crate) fn judged(
    sentence: String,
    met: bool,
    is_binding: bool,
    detail: Option<String>,
) -> CriterionResult {
    CriterionResult {
        id: String::new(),
        chapter: None,
        sentence,
        met,
        is_binding,
        detail: detail.map_or_else(String::new, |it| format!("found: {it}")),
    }
}

pub(crate) fn ready(at: Date, words: u32) -> ReadyMark {
    ReadyMark {
        line: 1,
        entry: Digest::of_bytes(b"ready"),
        at: moment(at),
        ready: Ready {
            milestone: String::new(),
            round: 1,
            chapters: Vec::new(),
            digest: Digest::of_bytes(b""),
            words,
            policy: None,
            convention: None,
            commit: None,
            criteria: Vec::new(),
            note: None,
            despite: None,
        },
    }
}

/// A decision that the student entered on a day.
pub(crate) fn decision(outcome: Outcome, by: &str, known: Known, at: Date) -> DecisionMark {
    DecisionMark {
        line: 2,
        entry: Digest::of_bytes(b"decision"),
        at: moment(at),
        outcome,
        by: by.into(),
        name: None,
        taken: None,
        note: None,
        actions: Vec::new(),
        known,
        not_accepted: None,
        is_from_file: false,
        decider: Decider::Named,
        entered_by: "A. Student".into(),
        round: 1,
    }
}

/// An action of an entry that its name begins with.
pub(crate) fn action(
    id: &str,
    what: &str,
    who: &str,
    due: Option<Date>,
    done: Option<Date>,
) -> OpenAction {
    OpenAction {
        id: id.into(),
        entry: Digest::of_bytes(id.split('-').next().unwrap().as_bytes()),
        number: 1,
        action: Action {
            what: what.into(),
            who: who.into(),
            due,
        },
        agreed: date(2026, 12, 8),
        done: done.map(|day| (day, None)),
        is_overdue: false,
    }
}

pub(crate) fn meeting(
    entry: &str,
    day: Date,
    with: Vec<String>,
    points: Vec<String>,
) -> MeetingMark {
    MeetingMark {
        entry: Digest::of_bytes(entry.as_bytes()),
        entered_by: String::new(),
        is_corrected: false,
        meeting: Meeting {
            date: day,
            with,
            points: points.into_iter().map(Into::into).collect(),
            actions: Vec::new(),
            next: None,
        },
    }
}

pub(crate) fn chapter(
    id: &str,
    title: String,
    counted: usize,
    (least, most): (u32, u32),
) -> ChapterLength {
    ChapterLength {
        id: id.into(),
        title,
        counted,
        is_estimated: false,
        target: Some(WordBounds {
            at_least: Some(least),
            at_most: Some(most),
            origin: Origin::assumed(),
        }),
    }
}
