//! What rules are told.

use crate::check::confidential::Confidential;
use crate::check::due::DueWork;
use crate::diagnostics::{Place, ProjectPath, SourceMap, Store};
use crate::manuscript::Manuscript;
use crate::project::{Due, Project};
use crate::references::Bibliography;
use crate::typeset::{InspectError, PageText, PdfFacts};
use crate::words::LimitOutcome;

/// What is known without typesetting.
#[derive(Clone, Copy, Debug)]
pub struct SourceContext<'a> {
    /// The project.
    pub project: &'a Project,
    /// Its files.
    pub store: &'a Store,
    /// The author's files.
    pub manuscript: &'a Manuscript,
    /// The texts that places point into.
    pub sources: &'a SourceMap,
    /// The reference files and the citation style.
    pub references: &'a Bibliography,
    /// Names that may not appear.
    pub confidential: &'a Confidential,
    /// What is due.
    pub due: &'a DueWork,
    /// Whether it is to be handed in without the author's name.
    pub is_anonymous: bool,
}

/// What is known of the typeset pages and the PDF.
#[derive(Clone, Copy, Debug)]
pub struct OutputContext<'a> {
    /// The project.
    pub project: &'a Project,
    /// What is due.
    pub due: &'a DueWork,
    /// Whether somebody brought rules from outside.
    pub has_outside_rules: bool,
    /// The count.
    pub lengths: &'a Lengths,
    /// What was read back from the PDF, and what is on its pages.
    pub output: &'a OutputFacts,
    /// The texts that places point into.
    pub sources: &'a SourceMap,
    /// Names that may not appear.
    pub confidential: &'a Confidential,
    /// Whether it is to be handed in without the author's name.
    pub is_anonymous: bool,
}

/// What is known of the milestones.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleContext<'a> {
    /// The project.
    pub project: &'a Project,
    /// Where the milestones stand.
    pub schedule: &'a ScheduleFacts,
}

/// What was read back from the PDF, and what is on its pages.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputFacts {
    /// What the written file says of itself.
    pub pdf: Result<PdfFacts, InspectError>,
    /// The headings on the pages, each with its page, from 1.
    pub headings: Vec<(String, usize)>,
    /// The text of the pages.
    pub texts: Vec<PageText>,
    /// What was given up of the PDF standards that were wanted, a sentence each.
    pub gave_up: Vec<String>,
    /// The name of the file to hand in.
    pub file_name: String,
}

impl Default for OutputFacts {
    fn default() -> Self {
        Self {
            pdf: Ok(PdfFacts::default()),
            headings: Vec::new(),
            texts: Vec::new(),
            gave_up: Vec::new(),
            file_name: String::new(),
        }
    }
}

/// The count, held to its limits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lengths {
    /// The words that count.
    pub counted: usize,
    /// The limit.
    pub limit: Option<usize>,
    /// So many words over the limit are let pass.
    pub tolerance: usize,
    /// How the count stands; `None` stands for nothing counted.
    pub verdict: Option<LimitOutcome>,
    /// Whether somebody has set the limit for this programme.
    pub is_binding: bool,
    /// The least that the whole should have, as somebody set it or as it is assumed.
    pub minimum: Option<(usize, BoundBasis)>,
    /// Parts and chapters with limits of their own.
    pub parts: Vec<PartLength>,
    /// Words that the author took out of the count.
    pub exempted: usize,
    /// Where they stand, with how many words each has.
    pub exempt: Vec<(Place, usize)>,
}

/// Whether somebody has set a bound for this programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundBasis {
    /// Somebody has set it.
    Set,
    /// It is a default that nobody has set.
    Assumed,
}

/// The words of a part or a chapter that has a limit of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct PartLength {
    /// What it is: `abstract`, a chapter's id, `chapter/section`.
    pub scope: String,
    /// Its file, if it has one.
    pub path: Option<ProjectPath>,
    /// Its words.
    pub counted: usize,
    /// The least that it should have.
    pub minimum: Option<usize>,
    /// The most that it may have.
    pub limit: Option<usize>,
    /// Whether somebody has set its bounds.
    pub basis: BoundBasis,
}

/// Where the milestones stand, as far as rules ask.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScheduleFacts {
    /// Milestones whose day has passed and that are not done.
    pub overdue: Vec<Overdue>,
    /// What was approved and has changed since.
    pub drift: Vec<DriftFact>,
    /// What hangs loose in the chain from question to recommendation.
    pub loose: Vec<LooseEnd>,
    /// What is wrong with the ledger, in the order of its lines.
    pub ledger: Vec<LedgerTrouble>,
}

/// A line of the ledger that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerTrouble {
    /// Its line, from 1.
    pub line: usize,
    /// Whether the line is sound, and only nobody vouches for its signature.
    pub is_unvouched: bool,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// A milestone whose day has passed.
#[derive(Clone, Debug, PartialEq)]
pub struct Overdue {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// When it was due, extensions counted.
    pub due: Due,
    /// How many days ago.
    pub days: usize,
}

/// How much of what was approved has changed since.
#[derive(Clone, Debug, PartialEq)]
pub struct DriftFact {
    /// The milestone that was approved.
    pub milestone: String,
    /// Words that its chapters had then.
    pub words: usize,
    /// Words that have come since.
    pub added: usize,
    /// Words that have gone since.
    pub removed: usize,
    /// The chapter, if it is one.
    pub path: Option<ProjectPath>,
}

/// Something that hangs loose in the chain.
#[derive(Clone, Debug, PartialEq)]
pub struct LooseEnd {
    /// What is missing, in a sentence without full stop.
    pub message: String,
    /// Where its label stands.
    pub place: Option<Place>,
}
