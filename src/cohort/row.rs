//! A row: what is said of one dissertation, as it is written and read again.
//!
//! The names of its fields are promised: they are added to, never changed.

use std::collections::BTreeMap;

use ecow::EcoString;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cohort::find::Found;
use crate::cohort::kind::Kind;
use crate::diagnostics::text::inline;
use crate::milestones::{State, Waiting, WordsOn};
use crate::package::Answer;
use crate::project::Due;
use crate::words::LimitOutcome;

/// The JSON schema of a row.
pub const SCHEMA: &str = include_str!("../../templates/cohort/row.schema.json");

/// The longest text of a folder that a row has.
pub(super) const MAX_TEXT: usize = 300;

/// The number of the form of a row.
pub const FORMAT: u32 = 1;

/// What is said of one dissertation. What its kind may not show is `None`, or empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Row {
    /// [`FORMAT`].
    pub format: u32,
    /// A hash of the folder's name.
    pub id: String,
    /// What it may show.
    #[serde(rename = "as")]
    pub kind: Kind,
    /// The folder or zip, below the folder that was searched.
    pub folder: Option<String>,
    /// The college number.
    pub cid: Option<String>,
    /// The examination number.
    pub candidate: Option<String>,
    /// The student's name.
    pub name: Option<String>,
    /// Who supervises on the day.
    #[serde(default)]
    pub supervisors: Vec<String>,
    /// The title.
    pub title: Option<String>,
    /// The degree.
    pub programme: Option<String>,
    /// Where each milestone stands.
    #[serde(default)]
    pub milestones: Vec<RowMilestone>,
    /// The count; `None`: the pages cannot be set.
    pub words: Option<RowWords>,
    /// What was found.
    pub findings: Option<RowFindings>,
    /// Citations, references, links and pictures that nothing can be printed for.
    pub unresolved: Option<usize>,
    /// What can be said of the ledger.
    pub ledger: Option<LedgerState>,
    /// How the work was handed in.
    pub submitted: Option<RowSubmitted>,
    /// Whether anything arrived.
    pub received: bool,
    /// The version of folio that wrote the row.
    pub version: String,
    /// The digest of everything that the row depends on; `None`: it is to be made again.
    pub digest: Option<String>,
    /// The time it took.
    pub seconds: f64,
    /// Why there is no more to say.
    pub error: Option<String>,
    /// The day that it speaks of.
    pub on: Date,
    /// What the office is to know besides.
    #[serde(default)]
    pub remarks: Vec<String>,
    /// Whether the student is away or has left, as the register says.
    #[serde(default)]
    pub enrolment: Option<Enrolment>,
    /// The line of the register.
    #[serde(default)]
    pub register: Option<usize>,
    /// The student's address.
    #[serde(default)]
    pub address: Option<String>,
    /// The file that was handed in as a package.
    #[serde(default)]
    pub file: Option<String>,
    /// Its pages, or those of the draft.
    #[serde(default)]
    pub pages: Option<usize>,
    /// What `folio verify` answers of a package.
    #[serde(default)]
    pub verified: Option<Answer>,
    /// How many entries the ledger has.
    #[serde(default)]
    pub entries: usize,
    /// The digest of its last entry.
    #[serde(default)]
    pub head: Option<String>,
    /// The count on earlier days, oldest first.
    #[serde(default)]
    pub over_time: Vec<WordsOn>,
    /// The clocks by which dates are meant.
    #[serde(default)]
    pub zone: Option<String>,
    /// The page about the student, relative to the rows.
    #[serde(default)]
    pub page: Option<String>,
}

/// Where a milestone stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RowMilestone {
    /// Its id.
    pub id: EcoString,
    /// Its state.
    pub state: State,
    /// When it is due, without extensions.
    #[serde(with = "crate::milestones::due_text::maybe")]
    pub due: Option<Due>,
    /// The later date that was granted.
    #[serde(with = "crate::milestones::due_text::maybe")]
    pub extended_to: Option<Due>,
    /// How late it is, in whole days; `None`: there is no date, or a claim is not decided.
    #[serde(default)]
    pub days_late: Option<u64>,
    /// How late it is; of what is not there yet, in whole days.
    pub minutes_late: Option<u64>,
    /// Who decided.
    pub decided_by: Option<EcoString>,
    /// How that is known.
    pub confirmed: Option<Confirmed>,
    /// Whether a list from outside the project vouches for the key.
    pub vouched: bool,
    /// Whose turn it is.
    pub waiting_on: Option<Waiting>,
    /// What changed since the version that was decided on, or marked ready.
    pub drift: Option<Box<RowDrift>>,
    /// Its name for people.
    #[serde(default)]
    pub title: Option<EcoString>,
    /// The later date that nobody has granted yet.
    #[serde(default, with = "crate::milestones::due_text::maybe")]
    pub claimed_to: Option<Due>,
    /// The words of the version that was marked ready, packaged or handed in.
    #[serde(default)]
    pub words: Option<u32>,
    /// The day it was marked ready.
    #[serde(default)]
    pub ready_on: Option<Date>,
    /// What is missing, each in a few words.
    #[serde(default)]
    pub missing: Vec<String>,
    /// The command to type next.
    #[serde(default)]
    pub command: Option<EcoString>,
}

impl RowMilestone {
    /// Returns the date that counts.
    pub fn binding_due(&self) -> Option<Due> {
        self.extended_to.or(self.due)
    }

    /// Returns whether it is late: a claim that nobody has decided makes nobody late.
    pub fn is_late(&self) -> bool {
        self.days_late.is_some_and(|days| days > 0)
            || self.minutes_late.is_some_and(|minutes| minutes > 0)
    }

    /// Returns its name for people.
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.id)
    }
}

/// How a decision is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmed {
    /// By a signature.
    Ssh,
    /// It was typed in.
    Recorded,
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RowDrift {
    /// Words that are new.
    pub words_added: usize,
    /// Words that are gone.
    pub words_removed: usize,
    /// Whether that is estimated from the files.
    pub estimated: bool,
}

/// The count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RowWords {
    /// The words that count.
    pub counted: usize,
    /// The limit.
    pub limit: Option<usize>,
    /// The counting policy.
    pub policy: String,
    /// How they stand to it.
    pub verdict: LimitOutcome,
    /// The words that the author exempted.
    pub exempt: usize,
    /// Whether some are estimated from the files.
    #[serde(default)]
    pub estimated: bool,
}

impl RowWords {
    /// Returns which part of all words is exempt, from 0 to 1.
    pub fn exempt_share(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "no dissertation has 2⁵² words")]
        let share = self.exempt as f64 / (self.counted + self.exempt).max(1) as f64;
        share
    }
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFindings {
    /// How many must be fixed.
    pub deny: usize,
    /// How many are worth fixing.
    pub warn: usize,
    /// How many have each code.
    pub codes: BTreeMap<String, usize>,
}

/// What can be said of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LedgerState {
    /// Nothing is wrong with it.
    Whole,
    /// It was changed, or has an entry that could not be written where it stands.
    Broken,
    /// Entries that were there in the last rows are gone.
    Shorter,
    /// There is none.
    None,
}

/// How the work was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RowSubmitted {
    /// When.
    #[serde(with = "crate::milestones::due_text::maybe")]
    pub on: Option<Due>,
    /// Whether that was late; `None`: nobody can say.
    pub late: Option<bool>,
    /// How late.
    pub minutes_late: Option<u64>,
    /// Whether the office says so, and not the student.
    pub by_office: bool,
    /// What shows it, such as a receipt.
    #[serde(default)]
    pub evidence: Option<String>,
}

/// What the register says of a student who is not writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Enrolment {
    /// The student has left.
    Withdrawn,
    /// The student is away.
    Interrupted,
}

impl Row {
    /// Returns a row of which nothing is known yet but where it is.
    pub(super) fn of(found: &Found, kind: Kind, version: &str, on: Date) -> Self {
        Self {
            format: FORMAT,
            id: found.id.clone(),
            kind,
            folder: Some(inline(&found.name, MAX_TEXT)),
            cid: None,
            candidate: None,
            name: None,
            supervisors: Vec::new(),
            title: None,
            programme: None,
            milestones: Vec::new(),
            words: None,
            findings: None,
            unresolved: None,
            ledger: None,
            submitted: None,
            received: true,
            version: version.to_owned(),
            digest: None,
            seconds: 0.0,
            error: None,
            on,
            remarks: Vec::new(),
            enrolment: None,
            register: None,
            address: None,
            file: None,
            pages: None,
            verified: None,
            entries: 0,
            head: None,
            over_time: Vec::new(),
            zone: None,
            page: None,
        }
    }

    /// Returns it as a line of a file, with its end.
    pub fn line(&self) -> String {
        let json = serde_json::to_string(self);
        json.expect("a row has nothing that JSON cannot hold") + "\n"
    }

    /// Reads a line; `None`: it is no row, or one that a newer folio wrote.
    pub fn parse(line: &[u8]) -> Option<Self> {
        let row: Self = serde_json::from_slice(line).ok()?;
        (row.format == FORMAT).then_some(row)
    }

    /// Returns the first milestone that is not done.
    pub fn next(&self) -> Option<&RowMilestone> {
        self.milestones.iter().find(|it| !it.state.is_done())
    }
}
