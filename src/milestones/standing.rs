//! Where each milestone stands: the plan, the ledger and the facts, put together for one day.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::milestones::actions::{OpenAction, actions};
use crate::milestones::criteria::{Judged, judge};
use crate::milestones::desk::{Desk, Term};
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{
    Action, ChapterRecord, Confirmation, Decision, Effective, Event, Extension, Outcome, Packaged,
    Ready, Submitted,
};
use crate::milestones::plan::Planned;
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::{Seal, SealState, judge_decision};
use crate::milestones::transition::{Happening, Position, State, Strength, step};
use crate::project::Due;

/// Days in front of a date from which a milestone is amber.
pub const AMBER_DAYS: i32 = 14;

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standings {
    /// The milestones in the order of the plan.
    pub milestones: Vec<Standing>,
    /// Entries that have no effect, each with the reason.
    pub ignored: Vec<Ignored>,
    /// What was agreed to be done, done or not.
    pub actions: Vec<OpenAction>,
    /// The first milestone that is not done.
    pub next: Option<Next>,
}

/// The first milestone that is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// Its id.
    pub id: String,
    /// When it is due, extensions counted.
    pub due: Option<Due>,
    /// Days until then; negative when it is overdue.
    pub days_left: Option<i32>,
}

/// An entry that has no effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// Its line in the ledger.
    pub line: usize,
    /// The digest of the entry.
    pub digest: Digest,
    /// Why, in a sentence without full stop.
    pub why: String,
    /// What to do about it.
    pub hint: String,
}

/// Where one milestone stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The ids of its chapters that are there.
    pub chapters: Vec<String>,
    /// When it is due by the plan.
    pub due: Option<Due>,
    /// The later date that somebody granted.
    pub granted: Option<Extension>,
    /// The later date that the student claims and the office has not granted yet.
    pub claimed: Option<Extension>,
    /// Its state.
    pub state: State,
    /// Its colour.
    pub rag: Rag,
    /// The criteria as they are today.
    pub criteria: Vec<Judged>,
    /// The last time it was marked ready, if that still counts.
    pub ready: Option<ReadyMark>,
    /// The decision on it.
    pub decision: Option<DecisionMark>,
    /// Decisions on earlier rounds, in order.
    pub earlier: Vec<DecisionMark>,
    /// The files that were made.
    pub packaged: Option<Packaged>,
    /// How it was handed in.
    pub submitted: Option<(Timestamp, Submitted)>,
    /// Whose turn it is.
    pub waiting_on: Waiting,
    /// What is missing, each in a few words.
    pub missing: Vec<String>,
    /// The command to type next.
    pub command: Option<String>,
}

impl Standing {
    /// Returns the date with its extensions, claimed ones too.
    pub fn extended_to(&self) -> Option<Due> {
        let claimed = self.claimed.as_ref().map(|it| it.to);
        claimed.or(self.granted.as_ref().map(|it| it.to))
    }

    /// Returns the date that counts: a granted extension does, a claimed one does not.
    pub fn binding_due(&self) -> Option<Due> {
        self.granted.as_ref().map(|it| it.to).or(self.due)
    }

    /// Returns whether it is overdue and nobody but the student can change that.
    pub fn is_overdue(&self) -> bool {
        self.rag == Rag::Red
    }
}

/// Red, amber or green.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rag {
    /// Done, or time enough, or no date.
    Green,
    /// Due within 14 days, or waiting past its date for something that is not the student's.
    Amber,
    /// Overdue.
    Red,
}

impl Rag {
    /// Returns the colour as data have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Amber => "amber",
            Self::Red => "red",
        }
    }

    /// Returns its letter, which reads without colour.
    pub fn letter(self) -> char {
        match self {
            Self::Green => 'G',
            Self::Amber => 'A',
            Self::Red => 'R',
        }
    }
}

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// The student's.
    Student,
    /// The supervisor's.
    Supervisor,
    /// Nobody's: it is done.
    Nobody,
}

/// A milestone that was marked ready.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadyMark {
    /// The line in the ledger.
    pub line: usize,
    /// The digest of the entry.
    pub entry: Digest,
    /// When.
    pub at: Timestamp,
    /// What was recorded.
    pub ready: Ready,
}

impl ReadyMark {
    /// Returns the record of a chapter.
    pub fn chapter(&self, id: &str) -> Option<&ChapterRecord> {
        self.ready.chapters.iter().find(|chapter| chapter.id == id)
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionMark {
    /// The line in the ledger.
    pub line: usize,
    /// The digest of the entry.
    pub entry: Digest,
    /// When it was entered.
    pub at: Timestamp,
    /// How it went.
    pub outcome: Outcome,
    /// The principal as given.
    pub by: String,
    /// The name, as it was on that day.
    pub name: Option<String>,
    /// The day it was taken, if that is another.
    pub taken: Option<Date>,
    /// What the student is to know.
    pub note: Option<String>,
    /// What was agreed.
    pub actions: Vec<Action>,
    /// How it is known.
    pub known: Known,
    /// Who entered it.
    pub entered_by: String,
    /// The number of the round that it is about.
    pub round: u32,
}

/// How a decision is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Typed in, with its evidence.
    Recorded {
        /// Such as `e-mail of 3 March`.
        evidence: String,
    },
    /// Signed.
    Signed(Seal),
}

impl Known {
    /// Returns the strength that the table of states knows.
    pub fn strength(&self) -> Strength {
        match self {
            Self::Recorded { .. } => Strength::Recorded,
            Self::Signed(_) => Strength::Signed,
        }
    }
}

/// Works out where everything stands.
pub fn standings(desk: &Desk<'_>) -> Standings {
    let entries = desk.history.effective();
    let terms = desk.supervisors();
    let mut ignored = Vec::new();
    let milestones: Vec<Standing> = desk
        .plan
        .milestones
        .iter()
        .map(|planned| standing(planned, desk, (&entries, &terms), &mut ignored))
        .collect();
    for entry in &entries {
        if let Some(id) = entry.event.milestone()
            && desk.plan.find(id).is_none()
        {
            ignored.push(ignore(
                entry,
                format!("the plan has no milestone `{id}`"),
                "add it to folio.toml as a table `[[milestone]]`, if it is still wanted",
            ));
        }
    }
    ignored.sort_by_key(|it| it.line);
    let next = milestones.iter().find(|it| !it.state.is_done()).map(|it| {
        let due = it.extended_to().or(it.due);
        Next {
            id: it.id.clone(),
            due,
            days_left: due.map(|due| (due.day() - desk.today).get_days()),
        }
    });
    Standings {
        actions: actions(&entries, desk.today),
        milestones,
        ignored,
        next,
    }
}

fn ignore(entry: &Effective<'_>, why: String, hint: &str) -> Ignored {
    Ignored {
        line: entry.line.line,
        digest: entry.line.digest.clone(),
        why,
        hint: hint.into(),
    }
}

fn standing(
    planned: &Planned,
    desk: &Desk<'_>,
    (entries, terms): (&[Effective<'_>], &[Term]),
    ignored: &mut Vec<Ignored>,
) -> Standing {
    let criteria = judge(planned, desk.facts);
    let mut replay = Replay::of(planned, desk);
    for entry in entries
        .iter()
        .filter(|entry| entry.event.milestone() == Some(&planned.id))
    {
        if let Err(why) = replay.take(entry, desk, terms) {
            ignored.push(ignore(entry, why.message, &why.hint));
        }
    }
    let Replay {
        state,
        granted,
        claimed,
        ready,
        decision,
        mut earlier,
        packaged,
        submitted,
        ..
    } = replay;
    let is_begun = state != State::InProgress || has_begun(planned, desk, &criteria);
    let state = if is_begun { state } else { State::NotStarted };
    earlier.sort_by_key(|mark| (mark.round, mark.line));
    let mut standing = Standing {
        id: planned.id.clone(),
        title: planned.title.clone(),
        chapters: planned.chapters.iter().map(|it| it.id.clone()).collect(),
        due: planned.due,
        granted,
        claimed,
        state,
        rag: Rag::Green,
        criteria,
        ready,
        decision,
        earlier,
        packaged,
        submitted,
        waiting_on: Waiting::Student,
        missing: Vec::new(),
        command: None,
    };
    standing.rag = rag(&standing, desk.today);
    let is_submission = is_submission(planned, desk);
    let outlook = outlook(&standing, is_submission);
    (standing.waiting_on, standing.missing, standing.command) = outlook;
    standing
}

pub(crate) fn is_submission(planned: &Planned, desk: &Desk<'_>) -> bool {
    desk.plan.submission().is_some_and(|it| it.id == planned.id)
}

/// Returns whether something of a milestone is there: a word of a chapter, or, if it has no
/// chapters, a criterion that is met.
pub(crate) fn has_begun(planned: &Planned, desk: &Desk<'_>, criteria: &[Judged]) -> bool {
    if planned.chapters.is_empty() && planned.missing.is_empty() {
        return criteria.is_empty() || criteria.iter().any(|it| it.met);
    }
    planned.chapters.iter().any(|chapter| {
        desk.facts
            .chapters
            .get(&chapter.id)
            .is_some_and(|it| it.words > 0)
    })
}

/// The entries of one milestone, taken one after the other.
struct Replay<'d> {
    id: &'d str,
    is_submission: bool,
    state: State,
    granted: Option<Extension>,
    claimed: Option<Extension>,
    rounds: BTreeMap<Digest, Ready>,
    ready: Option<ReadyMark>,
    decision: Option<DecisionMark>,
    earlier: Vec<DecisionMark>,
    packaged: Option<Packaged>,
    submitted: Option<(Timestamp, Submitted)>,
}

impl<'d> Replay<'d> {
    fn of(planned: &'d Planned, desk: &Desk<'_>) -> Self {
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

    fn take(
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

fn rag(standing: &Standing, today: Date) -> Rag {
    if standing.state.is_done() {
        return Rag::Green;
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
    // The day has passed. What the student did in time, or has claimed more time for, is not red.
    let was_ready_in_time = standing.state == State::Ready
        && standing
            .ready
            .as_ref()
            .is_some_and(|it| day_of(it.at) <= due);
    let has_claim = standing
        .claimed
        .as_ref()
        .is_some_and(|it| it.to.day() >= today);
    if was_ready_in_time || has_claim {
        Rag::Amber
    } else {
        Rag::Red
    }
}

/// Returns the day of a time, in UTC.
pub(crate) fn day_of(at: Timestamp) -> Date {
    jiff::tz::TimeZone::UTC.to_datetime(at).date()
}

fn outlook(standing: &Standing, is_submission: bool) -> (Waiting, Vec<String>, Option<String>) {
    let id = &standing.id;
    let unmet = || -> Vec<String> {
        let unmet = standing.criteria.iter().filter(|it| !it.met);
        unmet
            .map(|it| match &it.chapter {
                Some(chapter) => format!("{chapter}: {}", it.detail),
                None => it.detail.clone(),
            })
            .collect()
    };
    let stops = standing.criteria.iter().any(Judged::stops);
    let ready = || match stops {
        true => format!("folio check --for {id}"),
        false => format!("folio milestone ready {id}"),
    };
    match standing.state {
        State::NotStarted | State::InProgress | State::Returned => {
            (Waiting::Student, unmet(), Some(ready()))
        }
        State::Ready => (
            Waiting::Supervisor,
            vec!["the supervisor's decision".into()],
            Some(format!(
                "folio milestone approve {id} --by NAME --evidence TEXT"
            )),
        ),
        State::Approved | State::ApprovedWithChanges if is_submission => {
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
