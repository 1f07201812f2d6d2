//! The entries of one milestone, taken one after the other through the table of states.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::milestones::desk::{Desk, Term};
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{
    Confirmation, Decision, Effective, Event, Extension, Packaged, Ready, Submitted,
};
use crate::milestones::plan::Planned;
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::{SealState, judge_decision};
use crate::milestones::standing::{DecisionMark, Known, ReadyMark, is_submission};
use crate::milestones::transition::{Happening, Position, State, step};

/// The entries of one milestone, taken one after the other.
pub(crate) struct Replay<'d> {
    id: &'d str,
    is_submission: bool,
    pub(crate) state: State,
    pub(crate) granted: Option<Extension>,
    pub(crate) claimed: Option<Extension>,
    rounds: BTreeMap<Digest, Ready>,
    pub(crate) ready: Option<ReadyMark>,
    pub(crate) decision: Option<DecisionMark>,
    pub(crate) earlier: Vec<DecisionMark>,
    pub(crate) packaged: Option<Packaged>,
    pub(crate) submitted: Option<(Timestamp, Submitted)>,
}

impl<'d> Replay<'d> {
    pub(crate) fn of(planned: &'d Planned, desk: &Desk<'_>) -> Self {
        Self {
            id: &planned.id,
            is_submission: is_submission(planned, desk),
            state: State::InProgress,
            granted: None,
            claimed: None,
            rounds: BTreeMap::new(),
            ready: None,
            decision: None,
            earlier: Vec::new(),
            packaged: None,
            submitted: None,
        }
    }

    fn step(&self, happening: Happening) -> Result<State, Refusal> {
        let position = Position {
            id: self.id,
            state: self.state,
            decided: self.decision.as_ref().map(|it| it.known.strength()),
            is_submission: self.is_submission,
        };
        step(position, happening)
    }

    pub(crate) fn take(
        &mut self,
        effective: &Effective<'_>,
        desk: &Desk<'_>,
        terms: &[Term],
    ) -> Result<(), Refusal> {
        let (line, entry) = (effective.line, effective.entry);
        match effective.event {
            Event::Ready(ready) => {
                self.state = self.step(Happening::Ready)?;
                self.rounds.insert(line.digest.clone(), ready.clone());
                self.earlier.extend(self.decision.take());
                self.ready = Some(ReadyMark {
                    line: line.line,
                    entry: line.digest.clone(),
                    at: entry.at,
                    ready: ready.clone(),
                });
            }
            Event::Decision(decision) => self.decide(effective, decision, desk, terms)?,
            Event::Extension(extension) => {
                self.step(Happening::Extend)?;
                match extension.granted_by {
                    Some(_) => {
                        self.granted = Some(extension.clone());
                        self.claimed = None;
                    }
                    None => self.claimed = Some(extension.clone()),
                }
            }
            Event::Packaged(packaged) => {
                self.state = self.step(Happening::Package)?;
                self.packaged = Some(packaged.clone());
            }
            Event::Submitted(submitted) => {
                self.state = self.step(Happening::Submit)?;
                self.submitted = Some((entry.at, submitted.clone()));
            }
            Event::Meeting(_)
            | Event::ActionDone(_)
            | Event::Correction(_)
            | Event::Supervisor(_)
            | Event::Merge(_) => {}
        }
        Ok(())
    }

    fn decide(
        &mut self,
        effective: &Effective<'_>,
        decision: &Decision,
        desk: &Desk<'_>,
        terms: &[Term],
    ) -> Result<(), Refusal> {
        let known = known(effective, decision, desk)?;
        let Some(ready) = self.rounds.get(&decision.ready) else {
            return Err(Refusal::new(
                "it is about a version that this ledger does not have",
                "receive the ledger of the copy on which it was marked ready",
            ));
        };
        fits(decision, ready)?;
        let mark = DecisionMark {
            line: effective.line.line,
            entry: effective.line.digest.clone(),
            at: effective.entry.at,
            outcome: decision.outcome,
            by: decision.by.clone(),
            name: decision
                .name
                .clone()
                .or_else(|| desk.name_among(terms, &decision.by)),
            taken: decision.taken,
            note: decision.note.clone(),
            actions: decision.actions.clone(),
            known,
            entered_by: effective.entry.entered_by.clone(),
            round: ready.round,
        };
        let is_current = self
            .ready
            .as_ref()
            .is_some_and(|it| it.entry == decision.ready);
        if !is_current {
            self.earlier.push(mark);
            return Ok(());
        }
        let strength = mark.known.strength();
        self.state = self.step(Happening::Decide(decision.outcome, strength))?;
        self.earlier.extend(self.decision.replace(mark));
        Ok(())
    }
}

/// Returns how a decision is known, or why it has no effect.
fn known(
    effective: &Effective<'_>,
    decision: &Decision,
    desk: &Desk<'_>,
) -> Result<Known, Refusal> {
    let state = judge_decision(
        effective.entry,
        decision,
        desk.people,
        desk.signers,
        desk.outside,
    );
    match (state, &decision.confirmation) {
        (SealState::Signed(seal), _) => Ok(Known::Signed(seal)),
        (SealState::Recorded, Confirmation::Recorded { evidence }) => Ok(Known::Recorded {
            evidence: evidence.clone(),
        }),
        (SealState::Recorded, Confirmation::Ssh { .. }) => Ok(Known::Recorded {
            evidence: String::new(),
        }),
        (SealState::Refused { why, hint }, _) => Err(Refusal::new(why, hint)),
    }
}

/// Checks that a decision is about the texts that were marked ready.
pub(crate) fn fits(decision: &Decision, ready: &Ready) -> Result<(), Refusal> {
    let is_same = decision.milestone == ready.milestone
        && decision.chapters.len() == ready.chapters.len()
        && ready.chapters.iter().all(|chapter| {
            decision
                .chapters
                .iter()
                .any(|seal| seal.id == chapter.id && seal.digest == chapter.digest)
        });
    if is_same {
        return Ok(());
    }
    Err(Refusal::new(
        "it is about other texts than those that were marked ready",
        "ask for a decision on the version that was marked ready",
    ))
}
