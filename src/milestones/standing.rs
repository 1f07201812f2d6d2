//! Where each milestone stands: the plan, the ledger and the facts, put together for one day.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::milestones::actions::{OpenAction, actions};
use crate::milestones::criteria::{Judged, judge};
use crate::milestones::desk::{Desk, Term};
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{
    Action, ChapterRecord, Effective, Extension, Outcome, Packaged, Ready, Submitted,
};
use crate::milestones::outlook::{outlook, rag};
use crate::milestones::plan::Planned;
use crate::milestones::replay::Replay;
use crate::milestones::signoff::Seal;
use crate::milestones::transition::{State, Strength};
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
