//! The entries of one milestone, taken one after the other through the table of states.

use std::collections::BTreeMap;

use crate::milestones::basis::Basis;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Decision, Effective, Event, Ready};
use crate::milestones::plan::people::Term;
use crate::milestones::plan::{Planned, criteria};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::seal::known;
use crate::milestones::standings::standing::{DecisionMark, Rag, ReadyMark, Standing, Waiting};
use crate::milestones::standings::state::{Happening, State};

/// The entries of one milestone, taken one after the other.
pub(crate) struct Replay<'b> {
    basis: &'b Basis<'b>,
    terms: &'b [Term],
    rounds: BTreeMap<Digest, Ready>,
    /// Where the milestone stands after what was taken.
    pub(crate) standing: Standing,
}

impl<'b> Replay<'b> {
    /// Returns a milestone to which nothing has happened yet.
    pub(crate) fn of(planned: &Planned, basis: &'b Basis<'b>, terms: &'b [Term]) -> Self {
        let submission = basis.plan.submission();
        let standing = Standing {
            id: planned.id.clone(),
            title: planned.title.clone(),
            chapters: planned.chapters.iter().map(|it| it.id.clone()).collect(),
            is_submission: submission.is_some_and(|it| it.id == planned.id),
            due: planned.due,
            granted: None,
            claimed: None,
            state: State::InProgress,
            rag: Rag::Green,
            criteria: criteria::assess(planned, basis.facts),
            ready: None,
            decision: None,
            earlier: Vec::new(),
            packaged: None,
            submitted: None,
            waiting_on: Waiting::Student,
            missing: Vec::new(),
            command: None,
        };
        Self {
            basis,
            terms,
            rounds: BTreeMap::new(),
            standing,
        }
    }

    /// Takes the next entry, or says why it has no effect.
    pub(crate) fn take(&mut self, effective: &Effective<'_>) -> Result<(), Refusal> {
        let (line, entry) = (effective.line, effective.entry);
        let standing = &mut self.standing;
        match effective.event {
            Event::Ready(ready) => {
                standing.state = standing.step(Happening::Ready)?;
                self.rounds.insert(line.digest.clone(), ready.clone());
                standing.earlier.extend(standing.decision.take());
                standing.ready = Some(ReadyMark {
                    line: line.line,
                    entry: line.digest.clone(),
                    at: entry.at,
                    ready: ready.clone(),
                });
            }
            Event::Decision(decision) => self.decide(effective, decision)?,
            Event::Extension(extension) => {
                standing.step(Happening::Extend)?;
                standing.claimed = None;
                match extension.granted_by {
                    Some(_) => standing.granted = Some(extension.clone()),
                    None => standing.claimed = Some(extension.clone()),
                }
            }
            Event::Packaged(packaged) => {
                standing.state = standing.step(Happening::Package)?;
                standing.packaged = Some(packaged.clone());
            }
            Event::Submitted(submitted) => {
                standing.state = standing.step(Happening::Submit)?;
                standing.submitted = Some((entry.at, submitted.clone()));
            }
            Event::Meeting(_)
            | Event::ActionDone(_)
            | Event::Correction(_)
            | Event::Supervisor(_)
            | Event::Merge(_) => {}
        }
        Ok(())
    }

    fn decide(&mut self, effective: &Effective<'_>, decision: &Decision) -> Result<(), Refusal> {
        let known = known(self.basis, effective.entry, decision)?;
        let Some(ready) = self.rounds.get(&decision.ready) else {
            return Err(Refusal::new(
                "it is about a version that this ledger does not have",
                "receive the ledger of the copy on which it was marked ready",
            ));
        };
        fits(decision, ready)?;
        let now = || self.basis.name_among(self.terms, &decision.by);
        let strength = known.strength();
        let mark = DecisionMark {
            line: effective.line.line,
            entry: effective.line.digest.clone(),
            at: effective.entry.at,
            outcome: decision.outcome,
            by: decision.by.clone(),
            name: decision.name.clone().or_else(now),
            taken: decision.taken,
            note: decision.note.clone(),
            actions: decision.actions.clone(),
            known,
            entered_by: effective.entry.entered_by.clone(),
            round: ready.round,
        };
        let standing = &mut self.standing;
        let current = standing.ready.as_ref().map(|it| &it.entry);
        if current != Some(&decision.ready) {
            standing.earlier.push(mark);
            return Ok(());
        }
        standing.state = standing.step(Happening::Decide(decision.outcome, strength))?;
        standing.earlier.extend(standing.decision.replace(mark));
        Ok(())
    }
}

/// Checks that a decision is about the texts that were marked ready.
pub(crate) fn fits(decision: &Decision, ready: &Ready) -> Result<(), Refusal> {
    let is_same = decision.milestone == ready.milestone
        && decision.chapters.len() == ready.chapters.len()
        && ready
            .chapters
            .iter()
            .all(|chapter| decision.chapters.contains(&chapter.seal()));
    if is_same {
        return Ok(());
    }
    Err(Refusal::new(
        "it is about other texts than those that were marked ready",
        "ask for a decision on the version that was marked ready",
    ))
}
