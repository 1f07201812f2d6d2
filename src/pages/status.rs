//! What the status page is made from.
//!
//! Everything is plain data, filled in by whoever knows it; numbers are words unless they say
//! otherwise, and sentences come with their full stop.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// Where a dissertation stands on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct StatusPage {
    /// The dissertation's title.
    pub title: String,
    /// Who writes it.
    pub byline: Byline,
    /// The degree it is written for.
    pub programme: Option<String>,
    /// Who supervises it now.
    pub supervisor: Option<String>,
    /// The day that the page speaks of.
    pub today: Date,
    /// The count; `None`: the words could not be counted, and the page says so.
    pub words: Option<Words>,
    /// The chapters in their order.
    pub chapters: Vec<ChapterWords>,
    /// The milestones in their order.
    pub milestones: Vec<Milestone>,
    /// The id of the next milestone that is not settled.
    pub next: Option<String>,
    /// How much there is to write a day, in a sentence.
    pub pace: Option<String>,
    /// The count on earlier days, oldest first.
    pub history: Vec<WordsOn>,
    /// All actions, also those that are done.
    pub actions: Vec<Action>,
    /// The meetings, latest first.
    pub meetings: Vec<Meeting>,
    /// What a new supervisor has to know; `None` if the supervisor never changed.
    pub handover: Option<Handover>,
    /// The chain from question to recommendation, if it was asked for.
    pub trace: Option<TracePage>,
}

/// Who writes, as far as the page may say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Byline {
    /// The author's name.
    Author(String),
    /// The examination number alone.
    Candidate(String),
}

/// The count and what it is measured against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Words {
    /// The words that count.
    pub counted: usize,
    /// The most that may count, if there is a limit.
    pub limit: Option<usize>,
    /// How the two compare.
    pub verdict: Verdict,
    /// The verdict in a sentence.
    pub sentence: String,
    /// Which words count, in words.
    pub policy: String,
    /// Where the rule was read; `None`: nobody has confirmed it.
    pub confirmed: Option<String>,
}

/// How a count compares with its limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Well below the limit.
    Within,
    /// At or above 95 % of the limit.
    Near,
    /// Over the limit, inside the tolerance.
    Tolerated,
    /// Over the limit and the tolerance.
    Over,
    /// Under the least number.
    Under,
}

/// A chapter's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChapterWords {
    /// The chapter's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The words of it that count.
    pub counted: usize,
    /// How long it should be, if anybody says so.
    pub target: Option<ChapterTarget>,
}

/// How long a chapter should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChapterTarget {
    /// The fewest words.
    pub at_least: Option<usize>,
    /// The most words.
    pub at_most: Option<usize>,
    /// Whether the numbers are a guess that the programme has not confirmed.
    pub assumed: bool,
}

/// One milestone and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Milestone {
    /// The id that commands take.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The titles of the chapters that it is about.
    pub chapters: Vec<String>,
    /// The day in the manifest; `None`: no date yet.
    pub due: Option<Date>,
    /// The hour of that day, if it has one.
    pub due_time: Option<Time>,
    /// A later day.
    pub extension: Option<Extension>,
    /// Where it stands.
    pub state: State,
    /// Its colour; `None`: it has none, as without a date.
    pub rag: Option<Rag>,
    /// Who set the colour by hand, and why.
    pub rag_override: Option<Override>,
    /// Who has to do something now.
    pub waiting_on: Option<String>,
    /// What is missing, each in a sentence.
    pub missing: Vec<String>,
    /// What it asks for.
    pub criteria: Vec<Criterion>,
    /// When the student marked it ready.
    pub ready: Option<Ready>,
    /// The last decision.
    pub decision: Option<Decision>,
    /// What changed in its chapters since that decision.
    pub drift: Option<Drift>,
    /// The next command to type.
    pub next_command: Option<String>,
}

/// A later day for a milestone. The reason is never kept, only where it is on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Extension {
    /// The later day.
    pub to: Date,
    /// Where it is on record.
    pub reference: String,
    /// Who granted it; `None`: the student claims it.
    pub granted_by: Option<String>,
}

/// Where a milestone stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing is written.
    NotStarted,
    /// Something is written.
    InProgress,
    /// The student asked for a decision.
    Ready,
    /// Approved as it was.
    Approved,
    /// Approved with changes to be made.
    ApprovedWithChanges,
    /// Sent back to be worked on.
    Returned,
    /// The files to hand in were made.
    Packaged,
    /// Handed in.
    Submitted,
}

/// Red, amber or green.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rag {
    /// Overdue.
    Red,
    /// Due soon.
    Amber,
    /// On track, or settled.
    Green,
}

/// A colour that somebody set by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Override {
    /// Who set it.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// One thing that a milestone asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Criterion {
    /// What is asked for, in a sentence.
    pub sentence: String,
    /// Whether it is there.
    pub met: bool,
    /// Whether the number in it is a guess, so that it stops nobody.
    pub assumed: bool,
    /// What was found: `1,302 of at least 1,200`.
    pub detail: Option<String>,
}

/// A draft that was marked ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ready {
    /// The day.
    pub at: Date,
    /// The words of its chapters on that day.
    pub words: usize,
}

/// What was decided, by whom, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Decision {
    /// What was decided.
    pub outcome: Outcome,
    /// Who decided.
    pub name: String,
    /// How it is known.
    pub confirmation: Confirmation,
    /// Who wrote it into the record.
    pub entered_by: String,
    /// The day of the decision.
    pub at: Date,
    /// The day it was entered, when that was another day.
    pub entered_at: Option<Date>,
    /// What the supervisor wrote with it.
    pub note: Option<String>,
}

/// What a supervisor can decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Approved as it was.
    Approved,
    /// Approved with changes to be made.
    ApprovedWithChanges,
    /// Sent back to be worked on.
    Returned,
}

/// How a decision is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// Somebody typed it in, on the evidence given in words.
    Recorded {
        /// What it was read from: `e-mail of 3 March`.
        evidence: Option<String>,
    },
    /// A valid signature made with an SSH key.
    Ssh {
        /// Who says whose key it is.
        key: KeyOrigin,
    },
}

/// Who says whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyOrigin {
    /// The project's own list, which the student can change.
    Project,
    /// A list from outside the project.
    Outside,
}

/// What changed since a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Drift {
    /// Words added.
    pub added: usize,
    /// Words removed.
    pub removed: usize,
}

/// The count on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WordsOn {
    /// The day.
    pub date: Date,
    /// The words that counted.
    pub words: usize,
}

/// Something that somebody agreed to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Action {
    /// The id that commands take.
    pub id: String,
    /// What is to be done.
    pub what: String,
    /// By whom.
    pub who: String,
    /// Until when.
    pub due: Option<Date>,
    /// When it was done.
    pub done: Option<Date>,
}

/// A supervision meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Meeting {
    /// The day.
    pub date: Date,
    /// Who was there.
    pub with: Vec<String>,
    /// What was discussed.
    pub points: Vec<String>,
    /// What was agreed to be done.
    pub actions: Vec<Action>,
    /// The day of the next meeting.
    pub next: Option<Date>,
}

/// What a new supervisor has to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Handover {
    /// Who supervised before.
    pub former: String,
    /// Who supervises now.
    pub present: String,
    /// The first day of the present supervisor.
    pub from: Date,
    /// What was decided and agreed before that day, oldest first.
    pub agreed: Vec<Agreement>,
}

/// Something that was decided or agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Agreement {
    /// The day.
    pub date: Date,
    /// What, in a sentence.
    pub what: String,
}

/// The chain that a marker follows; links are labels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TracePage {
    /// The heading of the problem.
    pub problem: Option<String>,
    /// The questions in order.
    pub questions: Vec<TracedQuestion>,
    /// The findings in order.
    pub findings: Vec<TracedFinding>,
    /// The recommendations in order.
    pub recommendations: Vec<TracedRecommendation>,
    /// What hangs loose, each in a sentence.
    pub loose: Vec<String>,
}

/// A question in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TracedQuestion {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The sections on methods that name it.
    pub methods: Vec<String>,
    /// The labels of the findings that answer it.
    pub findings: Vec<String>,
}

/// A finding in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TracedFinding {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The labels of the recommendations that rest on it.
    pub recommendations: Vec<String>,
}

/// A recommendation in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TracedRecommendation {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
}
