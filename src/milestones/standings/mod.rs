//! Where each milestone stands: the plan, the ledger and the facts, put together for one day.

pub(crate) mod actions;
mod course;
pub(crate) mod doubts;
#[cfg(test)]
mod doubts_tests;
pub(crate) mod growth;
pub(crate) mod handed_in;
pub(crate) mod office;
mod outlook;
pub(crate) mod pace;
pub(crate) mod replay;
pub(crate) mod standing;
pub(crate) mod state;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::diagnostics::text::inline;
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Effective, Event, History, Line, ProblemKind};
use crate::milestones::plan::Planned;
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::seal::{Known, Seal, known, seal_of};
use crate::milestones::standings::actions::actions;
use crate::milestones::standings::course::out_of_turn;
use crate::milestones::standings::doubts::{Doubt, doubts};
use crate::milestones::standings::outlook::{outlook, rag};
use crate::milestones::standings::replay::Replay;
use crate::milestones::standings::standing::{
    DecisionMark, Ignored, IgnoredKind, Next, Standing, Standings,
};
use crate::milestones::standings::state::{State, Strength};

/// Works out where everything stands.
pub fn standings(basis: &Basis<'_>) -> Standings {
    let refused = refused(basis);
    let entries = basis.history.effective();
    let terms = basis.supervisors();
    let mut ignored = overtaken(basis.history);
    let mut milestones = Vec::new();
    let counts = |entry: &&Effective<'_>| !refused.contains_key(&entry.line.line);
    for planned in &basis.plan.milestones {
        let mut replay = Replay::of(planned, basis, &terms);
        let own = |entry: &&Effective<'_>| entry.event.milestone() == Some(&planned.id);
        for entry in entries.iter().filter(own).filter(counts) {
            if let Err(why) = replay.take(entry) {
                ignored.push(ignore(entry.line, why, IgnoredKind::Overtaken));
            }
        }
        milestones.push(finished(replay.standing, planned, basis));
    }
    for (line, why) in &refused {
        let found = basis.history.lines.iter().find(|it| it.line == *line);
        ignored.extend(found.map(|line| ignore(line, why.clone(), IgnoredKind::Refused)));
    }
    for entry in entries.iter().filter(counts) {
        if let Some(id) = entry.event.milestone()
            && basis.plan.find(id).is_none()
        {
            let why = Refusal::new(
                format!("the milestone `{}` is not in this profile", inline(id, 60)),
                "add it to folio.toml as a table `[[milestone]]`, if it is still wanted",
            );
            ignored.push(ignore(entry.line, why, IgnoredKind::NotPlanned));
        }
    }
    ignored.sort_by_key(|it| it.line);
    let next = Next::of(&milestones, basis.today);
    let mut doubts = doubts(basis);
    doubts.extend(strangers(&milestones));
    doubts.sort_by_key(|it| it.line);
    Standings {
        actions: actions(&entries, basis.today),
        milestones,
        ignored,
        doubts,
        next,
    }
}

/// Returns the lines that could not have been written where they stand, or whose signature does
/// not hold.
fn refused(basis: &Basis<'_>) -> BTreeMap<usize, Refusal> {
    let mut refused = BTreeMap::new();
    let mut seals: BTreeMap<usize, Option<Seal>> = BTreeMap::new();
    for it in basis.history.timed() {
        let seal = match &it.entry.event {
            Event::Decision(decision) => known(basis, it.entry, decision).map(Known::seal),
            _ => seal_of(basis, it.entry),
        };
        match seal {
            Ok(seal) => drop(seals.insert(it.line.line, seal)),
            Err(why) => drop(refused.insert(it.line.line, why)),
        }
    }
    let strength_of = |line: usize| seals.get(&line).map(|seal| Strength::of(seal.as_ref()));
    for (line, why) in out_of_turn(basis.history, &strength_of) {
        let seal = seals.get(&line).and_then(Option::as_ref);
        let why = match seal.and_then(|seal| seal.not_vouched.as_ref()) {
            Some(reason) => Refusal::new(format!("it is not vouched for: {reason}"), why.hint),
            None => why,
        };
        refused.entry(line).or_insert(why);
    }
    refused
}

/// Returns what is to be known of people who decided.
fn strangers(milestones: &[Standing]) -> Vec<Doubt> {
    let marks = milestones
        .iter()
        .flat_map(|standing| standing.earlier.iter().chain(&standing.decision));
    let stranger = |mark: &DecisionMark| {
        let (line, why) = (mark.line, mark.decider.in_words()?);
        Some(Doubt {
            line,
            message: format!(
                "line {line} is the decision of `{}`: {why}",
                inline(&mark.by, 60)
            ),
            hint: "a supervisor is named with `folio milestone supervisor`, or under `[people]` \
                   of folio.toml"
                .into(),
        })
    };
    marks.filter_map(stranger).collect()
}

fn overtaken(history: &History) -> Vec<Ignored> {
    let line_of = |number: usize| history.lines.iter().find(|it| it.line == number);
    let overtaken = history.overtaken.iter().filter_map(|problem| {
        let why = match &problem.kind {
            ProblemKind::Refused { why } => why.clone(),
            _ => problem.message.clone(),
        };
        let why = Refusal::new(why, problem.hint.clone());
        Some(ignore(line_of(problem.line)?, why, IgnoredKind::Overtaken))
    });
    overtaken.collect()
}

fn ignore(line: &Line, why: Refusal, kind: IgnoredKind) -> Ignored {
    Ignored {
        line: line.line,
        digest: line.digest.clone(),
        why: why.message,
        hint: why.hint,
        kind,
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
