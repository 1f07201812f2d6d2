//! Where one milestone stands, and all of them: what follows from the ledger, for pages and tables.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::milestones::digest::Digest;
use crate::milestones::ledger::{
    Action, ChapterRecord, Extension, Outcome, Packaged, Ready, Submitted,
};
use crate::milestones::plan::criteria::CriterionResult;
use crate::milestones::plan::people::Decider;
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::{Known, Seal};
use crate::milestones::standings::actions::OpenAction;
use crate::milestones::standings::doubts::Doubt;
use crate::milestones::standings::state::{Happening, Position, State, Strength, in_order, step};
use crate::project::{Due, Zone};

/// Days in front of a date from which a milestone is amber.
pub(crate) const AMBER_DAYS: i32 = 14;

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Standings {
    /// The milestones in the order of the plan.
    pub milestones: Vec<Standing>,
    /// Entries that have no effect, each with the reason.
    pub ignored: Vec<Ignored>,
    /// What is to be known of other entries.
    pub doubts: Vec<Doubt>,
    /// What was agreed to be done, done or not.
    pub actions: Vec<OpenAction>,
    /// The first milestone that is not done.
    pub next: Option<Next>,
}

/// The first milestone that is not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Next {
    /// Its id.
    pub id: String,
    /// When it is due, extensions counted.
    pub due: Option<Due>,
    /// Days until then; negative when it is overdue.
    pub days_left: Option<i32>,
}

impl Next {
    /// Returns the first of the milestones that is not done.
    pub(crate) fn of(milestones: &[Standing], today: Date) -> Option<Self> {
        milestones.iter().find(|it| !it.state.is_done()).map(|it| {
            let due = it.binding_due();
            Self {
                id: it.id.clone(),
                due,
                days_left: due.map(|due| (due.day() - today).get_days()),
            }
        })
    }
}

/// An entry that has no effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ignored {
    /// Its line in the ledger.
    pub line: usize,
    /// The digest of the entry.
    pub digest: Digest,
    /// Why, in a sentence without full stop.
    pub why: String,
    /// What to do about it.
    pub hint: String,
    /// What that says of the ledger.
    pub kind: IgnoredKind,
}

/// What it says of the ledger that an entry has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IgnoredKind {
    /// It could not be written there, or its signature does not hold: the ledger is not sound.
    Refused,
    /// Entries that came later, or from another copy, have overtaken it.
    Overtaken,
    /// Its milestone is not in this profile.
    NotPlanned,
}

/// Where one milestone stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Standing {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The ids of its chapters that are there.
    pub chapters: Vec<String>,
    /// Whether the work is handed in on it.
    pub is_submission: bool,
    /// When it is due by the plan.
    pub due: Option<Due>,
    /// The clocks by which that is meant.
    pub zone: Zone,
    /// The later date that somebody granted and signed.
    pub granted: Option<Granted>,
    /// The later date that somebody granted since, as the student recorded.
    pub recorded: Option<Extension>,
    /// Whether that counts: it does for the student, and for nobody who brings rules or keys.
    pub counts_recorded: bool,
    /// The later date that the student claims and the office has not granted yet: a note.
    pub claimed: Option<Extension>,
    /// Its state.
    pub state: State,
    /// Its colour.
    pub rag: Rag,
    /// The criteria as they are today.
    pub criteria: Vec<CriterionResult>,
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
    /// Returns the extension that counts for whoever asks.
    pub fn extension(&self) -> Option<&Extension> {
        let granted = self.granted.as_ref();
        let granted = granted.filter(|it| it.seal.is_vouched || self.counts_recorded);
        let recorded = self.recorded.as_ref().filter(|_| self.counts_recorded);
        recorded.or(granted.map(|it| &it.extension))
    }

    /// Returns the later date that is recorded and not more: nobody vouches for who granted it.
    pub fn recorded_to(&self) -> Option<Due> {
        let unvouched = self.granted.as_ref().filter(|it| !it.seal.is_vouched);
        let unvouched = unvouched.map(|it| it.extension.to);
        self.recorded.as_ref().map(|it| it.to).or(unvouched)
    }

    /// Returns the later date that counts for whoever asks.
    pub fn extended_to(&self) -> Option<Due> {
        self.extension().map(|it| it.to)
    }

    /// Returns the date that counts: a claimed extension changes nothing.
    pub fn binding_due(&self) -> Option<Due> {
        self.extended_to().or(self.due)
    }

    /// Returns the criteria that are not met.
    pub fn unmet(&self) -> impl Iterator<Item = &CriterionResult> {
        self.criteria.iter().filter(|it| !it.met)
    }

    /// Returns its state after something happened, or why it cannot happen.
    pub(crate) fn step(&self, happening: Happening) -> Result<State, Refusal> {
        let position = Position {
            id: &self.id,
            state: self.state,
            decided: self.decision.as_ref().map(|it| it.known.strength()),
            is_submission: self.is_submission,
        };
        step(position, happening)
    }

    /// Says why a decision of this moment cannot be taken, if it cannot.
    pub(crate) fn may_be_decided(
        &self,
        outcome: Outcome,
        strength: Strength,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        let before = self.decision.as_ref();
        in_order(
            before.map(|it| (it.known.strength(), it.at)),
            (strength, at),
        )?;
        self.step(Happening::Decide(outcome, strength)).map(drop)
    }

    /// Returns whether it is overdue and nobody but the student can change that.
    pub fn is_overdue(&self) -> bool {
        self.rag == Rag::Red
    }
}

/// Red, amber or green.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
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
        self.into()
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// The student's.
    Student,
    /// The supervisor's.
    Supervisor,
    /// Nobody's: it is done.
    Nobody,
}

/// A milestone that was marked ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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

/// A later date that somebody granted and signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Granted {
    /// The line in the ledger.
    pub line: usize,
    /// What was granted.
    pub extension: Extension,
    /// The signature.
    pub seal: Seal,
}

impl Granted {
    /// Returns who granted it.
    pub fn by(&self) -> &str {
        self.extension.granted_by.as_deref().unwrap_or_default()
    }

    /// Says how it is known.
    pub fn in_words(&self) -> String {
        match (&self.seal.not_vouched, self.seal.is_vouched) {
            (Some(why), _) => format!("not vouched for: {why}"),
            (None, true) => "signature valid".into(),
            (None, false) => "signature valid; key as listed by the project".into(),
        }
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// Why whoever judges does not accept it, although nothing is wrong with it.
    pub not_accepted: Option<String>,
    /// Who entered it.
    pub entered_by: String,
    /// Whether it came from another copy: who entered it there is not known.
    pub is_from_file: bool,
    /// What is known of who decided.
    pub decider: Decider,
    /// The number of the round that it is about.
    pub round: u32,
}
