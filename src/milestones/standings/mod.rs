//! Where each milestone stands: the plan, the ledger and the facts, put together for one day.

pub(crate) mod actions;
mod outlook;
pub(crate) mod pace;
pub(crate) mod replay;
pub(crate) mod standing;
pub(crate) mod state;
#[cfg(test)]
mod tests;

use crate::milestones::basis::Basis;
use crate::milestones::ledger::Effective;
use crate::milestones::plan::Planned;
use crate::milestones::refusal::Refusal;
use crate::milestones::standings::actions::actions;
use crate::milestones::standings::outlook::{outlook, rag};
use crate::milestones::standings::replay::Replay;
use crate::milestones::standings::standing::{Ignored, Next, Standing, Standings};
use crate::milestones::standings::state::State;

/// Works out where everything stands.
pub fn standings(basis: &Basis<'_>) -> Standings {
    let entries = basis.history.effective();
    let terms = basis.supervisors();
    let mut ignored = Vec::new();
    let mut milestones = Vec::new();
    for planned in &basis.plan.milestones {
        let mut replay = Replay::of(planned, basis, &terms);
        let own = |entry: &&Effective<'_>| entry.event.milestone() == Some(&planned.id);
        for entry in entries.iter().filter(own) {
            if let Err(why) = replay.take(entry) {
                ignored.push(ignore(entry, why));
            }
        }
        milestones.push(finished(replay.standing, planned, basis));
    }
    for entry in &entries {
        if let Some(id) = entry.event.milestone()
            && basis.plan.find(id).is_none()
        {
            let why = Refusal::new(
                format!("the plan has no milestone `{id}`"),
                "add it to folio.toml as a table `[[milestone]]`, if it is still wanted",
            );
            ignored.push(ignore(entry, why));
        }
    }
    ignored.sort_by_key(|it| it.line);
    let next = milestones.iter().find(|it| !it.state.is_done()).map(|it| {
        let due = it.extended_to().or(it.due);
        Next {
            id: it.id.clone(),
            due,
            days_left: due.map(|due| (due.day() - basis.today).get_days()),
        }
    });
    Standings {
        actions: actions(&entries, basis.today),
        milestones,
        ignored,
        next,
    }
}

fn ignore(entry: &Effective<'_>, why: Refusal) -> Ignored {
    Ignored {
        line: entry.line.line,
        digest: entry.line.digest.clone(),
        why: why.message,
        hint: why.hint,
    }
}

/// Adds what follows from the entries of a milestone: its colour, whose turn it is, and what to type.
fn finished(mut standing: Standing, planned: &Planned, basis: &Basis<'_>) -> Standing {
    if standing.state == State::InProgress && !has_begun(planned, basis, &standing) {
        standing.state = State::NotStarted;
    }
    standing.earlier.sort_by_key(|mark| (mark.round, mark.line));
    standing.rag = rag(&standing, basis.today);
    let outlook = outlook(&standing);
    (standing.waiting_on, standing.missing, standing.command) = outlook;
    standing
}

/// Returns whether something of a milestone is there: a word of a chapter, or, if it has no
/// chapters, a criterion that is met.
pub(crate) fn has_begun(planned: &Planned, basis: &Basis<'_>, standing: &Standing) -> bool {
    if !planned.has_chapters() {
        let criteria = &standing.criteria;
        return criteria.is_empty() || criteria.iter().any(|it| it.met);
    }
    let mut chapters = planned.chapters.iter();
    chapters.any(|chapter| basis.facts.words_of(&chapter.id) > 0)
}
