//! The entries of one milestone, taken one after the other through the table of states.

use std::collections::BTreeMap;

use crate::milestones::basis::Basis;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Decision, Effective, Event, Ready, day_of};
use crate::milestones::plan::people::{Decider, Term};
use crate::milestones::plan::{Planned, criteria};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::seal::{Known, known, seal_of};
use crate::milestones::standings::course::{Course, Step, Turn};
use crate::milestones::standings::standing::{
    DecisionMark, Granted, Rag, ReadyMark, Standing, Waiting,
};
use crate::milestones::standings::state::{State, Strength};
use crate::project::AcceptedDecisions;

/// The entries of one milestone, taken one after the other.
pub(crate) struct Replay<'b> {
    basis: &'b Basis<'b>,
    terms: &'b [Term],
    rounds: BTreeMap<&'b Digest, &'b Ready>,
    course: Course<'b>,
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
            zone: basis.plan.zone.clone(),
            granted: None,
            recorded: None,
            counts_recorded: basis.is_own_view(),
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
            course: Course::new(),
            standing,
        }
    }

    /// Takes the next entry, or says why it has no effect.
    pub(crate) fn take(&mut self, effective: &Effective<'b>) -> Result<(), Refusal> {
        let (line, entry) = (effective.line, effective.entry);
        let (known, seal) = match effective.event {
            Event::Decision(decision) => (Some(known(self.basis, entry, decision)?), None),
            _ => (None, seal_of(self.basis, entry)?),
        };
        let of_seal = Strength::of(seal.as_ref());
        let strength = known.as_ref().map_or(of_seal, Known::strength);
        let step = Step::of(line, entry, strength);
        let (id, is_submission) = (&self.standing.id, self.standing.is_submission);
        let turn = self
            .course
            .take(id, is_submission, &step, effective.event)?;
        let standing = &mut self.standing;
        standing.state = self.course.state();
        match effective.event {
            Event::Ready(ready) => {
                self.rounds.insert(&line.digest, ready);
                standing.earlier.extend(standing.decision.take());
                standing.ready = Some(ReadyMark {
                    line: line.line,
                    entry: line.digest.clone(),
                    at: entry.at,
                    ready: ready.clone(),
                });
            }
            Event::Decision(decision) => {
                let known = known.expect("how a decision is known was asked above");
                let mark = self.mark(effective, decision, known);
                let standing = &mut self.standing;
                match turn {
                    Turn::Current => standing.earlier.extend(standing.decision.replace(mark)),
                    Turn::Earlier => standing.earlier.push(mark),
                }
            }
            Event::Extension(extension) => {
                let people = self.basis.people;
                let is_other = |name: &String| !people.is_student(name);
                standing.claimed = None;
                match (
                    seal,
                    extension.granted_by.as_ref().filter(|it| is_other(it)),
                ) {
                    (Some(seal), _) => {
                        let (line, extension) = (line.line, extension.clone());
                        standing.recorded = None;
                        standing.granted = Some(Granted {
                            line,
                            extension,
                            seal,
                        });
                    }
                    (None, Some(_)) => standing.recorded = Some(extension.clone()),
                    (None, None) => standing.claimed = Some(extension.clone()),
                }
            }
            Event::Packaged(packaged) => standing.packaged = Some(packaged.clone()),
            Event::Submitted(submitted) => {
                standing.submitted = Some((entry.at, submitted.clone()));
            }
            Event::Meeting(_)
            | Event::ActionDone(_)
            | Event::Correction(_)
            | Event::Supervisor(_)
            | Event::Merge(_)
            | Event::Erasure(_) => {}
        }
        Ok(())
    }

    fn mark(&self, effective: &Effective<'_>, decision: &Decision, known: Known) -> DecisionMark {
        let now = || self.basis.name_among(self.terms, &decision.by);
        let on = decision.taken.unwrap_or(day_of(effective.entry.at));
        let decider = self.basis.decider(self.terms, &decision.by, on);
        // The name of a supervisor under a stranger's address is not the stranger's.
        let is_borrowed = |name: &String| {
            decider == Decider::Unknown && self.terms.iter().any(|it| it.is_taken_for(name))
        };
        let name = decision.name.clone().filter(|name| !is_borrowed(name));
        DecisionMark {
            line: effective.line.line,
            entry: effective.line.digest.clone(),
            at: effective.entry.at,
            outcome: decision.outcome,
            by: decision.by.clone(),
            name: name.or_else(now),
            taken: decision.taken,
            note: decision.note.as_deref().map(str::to_owned),
            actions: decision.actions.clone(),
            not_accepted: not_accepted(&known, self.basis.plan.decisions),
            is_from_file: decision.received || effective.line.is_joined,
            decider,
            known,
            entered_by: effective.entry.entered_by.clone(),
            round: self.rounds.get(&decision.ready).map_or(0, |it| it.round),
        }
    }
}

/// Says why a decision is not accepted: a list from outside does not vouch for the key, or the
/// programme takes signed decisions alone.
fn not_accepted(known: &Known, accepted: AcceptedDecisions) -> Option<String> {
    match (known, accepted) {
        (Known::Signed(seal), _) => {
            let why = seal.not_vouched.as_ref()?;
            Some(format!("not vouched for: {why}"))
        }
        (Known::Recorded { .. }, AcceptedDecisions::Recorded) => None,
        (Known::Recorded { .. }, AcceptedDecisions::Signed) => {
            Some("recorded in words, where the programme takes signed decisions alone".into())
        }
    }
}
