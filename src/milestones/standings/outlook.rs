//! What a standing means for a person: its colour, whose turn it is, and what to type.

use jiff::civil::Date;

use crate::milestones::ledger::day_of;
use crate::milestones::standings::standing::{AMBER_DAYS, Rag, Standing, Waiting};
use crate::milestones::standings::state::State;
use crate::project::Due;

/// Returns the colour for a day.
pub(crate) fn rag(standing: &Standing, today: Date) -> Rag {
    if standing.state.is_done() {
        let decision = standing.decision.as_ref();
        let rests_on_it = standing.state != State::Submitted;
        let is_accepted = decision.is_none_or(|it| it.not_accepted.is_none());
        return match is_accepted || !rests_on_it {
            true => Rag::Green,
            false => Rag::Amber,
        };
    }
    let Some(due) = standing.binding_due().map(Due::day) else {
        return Rag::Green;
    };
    let left = (due - today).get_days();
    if left > AMBER_DAYS {
        return Rag::Green;
    }
    if left >= 0 {
        return Rag::Amber;
    }
    // The day has passed. What the student did in time is not red.
    let was_ready_in_time = standing.state == State::Ready
        && standing
            .ready
            .as_ref()
            .is_some_and(|it| day_of(it.at) <= due);
    if was_ready_in_time {
        Rag::Amber
    } else {
        Rag::Red
    }
}

/// Returns whose turn it is, what is missing, and the command to type.
pub(crate) fn outlook(standing: &Standing) -> (Waiting, Vec<String>, Option<String>) {
    let id = &standing.id;
    match standing.state {
        State::NotStarted | State::InProgress | State::Returned => {
            let unmet = standing.unmet().map(|it| match &it.chapter {
                Some(chapter) => format!("{chapter}: {}", it.detail),
                None => it.detail.clone(),
            });
            let unmet: Vec<String> = unmet.collect();
            let command = match unmet.as_slice() {
                [] => format!("folio milestone ready {id}"),
                [_, ..] => format!("folio check --for {id}"),
            };
            (Waiting::Student, unmet, Some(command))
        }
        State::Ready => (
            Waiting::Supervisor,
            vec!["the supervisor's decision".into()],
            Some(format!(
                "folio milestone approve {id} --by NAME --evidence TEXT"
            )),
        ),
        State::Approved | State::ApprovedWithChanges if standing.is_submission => {
            (Waiting::Student, Vec::new(), Some("folio package".into()))
        }
        State::Approved | State::ApprovedWithChanges => (Waiting::Nobody, Vec::new(), None),
        State::Packaged => (
            Waiting::Student,
            vec!["the record that it was handed in".into()],
            Some("folio milestone submitted --evidence TEXT".into()),
        ),
        State::Submitted => (Waiting::Nobody, Vec::new(), None),
    }
}
