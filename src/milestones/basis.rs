//! What every question about milestones is answered from: plan, people, ledger, facts and keys,
//! for one moment.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::milestones::facts::Facts;
use crate::milestones::ledger::{Effective, Entry, Event, History};
use crate::milestones::plan::Plan;
use crate::milestones::plan::people::{Decider, People, Term, is_same_person};
use crate::milestones::signoff::AllowedSigners;

/// Everything that a question or a request is judged by. No clock: `at` and `today` are given.
#[derive(Clone, Copy, Debug)]
pub struct Basis<'a> {
    /// The milestones.
    pub plan: &'a Plan,
    /// Who is who, by the manifest.
    pub people: &'a People,
    /// The ledger.
    pub history: &'a History,
    /// What is known of the text.
    pub facts: &'a Facts,
    /// The project's own list of keys.
    pub signers: &'a AllowedSigners,
    /// The list of keys that whoever judges brought.
    pub outside: Option<&'a AllowedSigners>,
    /// The moment, for new entries.
    pub at: Timestamp,
    /// The day.
    pub today: Date,
    /// Who types, for new entries: an address or a name.
    pub entered_by: &'a str,
    /// The day by the clock, for new entries; `None`: nobody asks it.
    pub clock: Option<Date>,
    /// What the salts of new texts are made from; nobody else may know it.
    pub seed: &'a [u8],
}

impl Basis<'_> {
    /// Returns a new entry of this moment.
    pub(crate) fn entry(&self, event: Event) -> Entry {
        Entry {
            entered_at: self.clock,
            ..Entry::new(self.at, self.entered_by, event)
        }
        .salted(self.seed)
    }

    /// Returns whether the student asks for the own view, and nobody judges with rules or keys of
    /// their own.
    pub(crate) fn is_own_view(&self) -> bool {
        self.outside.is_none() && !self.plan.is_judged_from_outside
    }

    /// Returns the supervisors in the order of their first days.
    ///
    /// The first is the manifest's, unless the ledger has the same person from a day on: then the
    /// manifest was brought up to date, and who came before is not known any more.
    pub fn supervisors(&self) -> Vec<Term> {
        let term = |effective: Effective<'_>| {
            let Event::Supervisor(supervisor) = effective.event else {
                return None;
            };
            Some(Term {
                name: supervisor.name.clone(),
                email: Some(supervisor.email.clone()),
                from: Some(supervisor.from),
                until: supervisor.until,
            })
        };
        let effective = self.history.effective().into_iter();
        let mut terms: Vec<Term> = effective.filter_map(term).collect();
        terms.sort_by_key(|term| term.from);
        let first = self.people.supervisor_name.as_ref().map(|name| Term {
            name: name.clone(),
            email: self.people.supervisor.clone(),
            from: None,
            until: None,
        });
        let is_new = |first: &Term| {
            !terms
                .iter()
                .any(|term| is_same_person(&term.name, &first.name))
        };
        if let Some(first) = first.filter(is_new) {
            terms.insert(0, first);
        }
        terms
    }

    /// Returns who supervises today.
    pub fn supervisor(&self) -> Option<Term> {
        self.supervisors()
            .into_iter()
            .rfind(|term| term.holds(self.today))
    }

    /// Returns what is known of somebody who decides, on the day of the decision.
    pub(crate) fn decider(&self, terms: &[Term], by: &str, on: Date) -> Decider {
        let lists = |list: &AllowedSigners| list.names(by);
        let is_named = terms.iter().any(|term| term.holds(on) && term.is(by))
            || self.people.deciders.iter().any(|it| is_same_person(it, by))
            || self.outside.is_some_and(lists);
        if is_named {
            Decider::Named
        } else if self.people.supervisor.is_none() && lists(self.signers) {
            Decider::Listed
        } else {
            Decider::Unknown
        }
    }

    /// Returns the name of a person by address, as of today.
    pub fn name_of(&self, principal: &str) -> Option<String> {
        self.name_among(&self.supervisors(), principal)
    }

    /// Returns the name of a person by address, the supervisors being known.
    pub(crate) fn name_among(&self, terms: &[Term], principal: &str) -> Option<String> {
        let has = |email: &Option<String>| {
            email
                .as_deref()
                .is_some_and(|email| is_same_person(email, principal))
        };
        if has(&self.people.student) {
            return Some(self.people.student_name.clone());
        }
        terms
            .iter()
            .rfind(|term| has(&term.email) && term.from.is_none_or(|from| from <= self.today))
            .map(|term| term.name.clone())
    }
}
