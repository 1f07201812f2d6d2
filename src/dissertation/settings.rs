//! What is opened, what a run is judged by, and how far it is.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::diagnostics::{DocumentDate, Today};

/// The project to open, and what every question about it is judged by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpenRequest {
    /// The project's folder.
    pub root: PathBuf,
    /// A profile from outside that wins over the manifest.
    pub rules: Option<PathBuf>,
    /// The dates.
    pub moment: Moment,
    /// Whether a project is opened that has mistakes in it, as far as it can be read.
    pub despite_mistakes: bool,
    /// Whether it may be a zip or a package too.
    pub as_received: bool,
}

/// The dates that a run is judged by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// The day.
    pub today: Today,
    /// The moment the milestones are judged at.
    pub now: Timestamp,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970-01-01T00:00:00Z.
    pub source_date_epoch: Option<i64>,
    /// The document's date where it is known already, else it is found.
    pub document_date: Option<DocumentDate>,
    /// When a PDF says that it was made, where a day is known; the clock is not asked.
    pub made_at: Option<DateTime>,
}

impl Moment {
    /// Returns the start of a day.
    pub fn of(today: Today) -> Self {
        Self {
            today,
            now: today.start(),
            source_date_epoch: None,
            document_date: None,
            made_at: None,
        }
    }
}

/// Which copy of the dissertation is typeset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// What the PDF is for.
    pub purpose: Purpose,
    /// Print the candidate number instead of every name.
    pub anonymous: bool,
    /// Refuse instead of falling back.
    pub strict: bool,
    /// Leave out a chapter that cannot be typeset, with a page in its place that says so.
    pub leaves_out: bool,
}

impl Edition {
    /// Returns the copy that is handed in, as far as it can be typeset: whoever hands it in sees
    /// to it that nothing was left out.
    pub fn submission(anonymous: bool) -> Self {
        Self {
            purpose: Purpose::Submission,
            anonymous,
            strict: false,
            leaves_out: true,
        }
    }
}

/// What the PDF is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// To be handed in.
    Submission,
    /// A watermark, the date and, if the project is in git, the commit on every page.
    Draft {
        /// The commit, abbreviated.
        commit: Option<String>,
    },
    /// Line numbers and a wide margin.
    Review,
}

/// Told how far the work is, perhaps from more than one thread.
pub type Listener = Arc<dyn Fn(&Progress) + Send + Sync>;

/// How far the work is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Progress {
    /// A stage began.
    Stage {
        /// The stage.
        stage: Stage,
    },
    /// The engine began to read a chapter.
    Chapter {
        /// Its path in the project.
        path: String,
    },
}

/// The stages of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Manifest, profile, outline.
    Reading,
    /// Text to content.
    Typesetting,
    /// Content to pages.
    LayingOut,
    /// Pages to words.
    Counting,
    /// What is printed, held to what was written.
    Proving,
    /// Pages to PDF.
    WritingPdf,
}

impl Stage {
    /// Returns what is going on, to stand after "was" or alone.
    pub fn doing(self) -> &'static str {
        match self {
            Stage::Reading => "reading the project",
            Stage::Typesetting => "typesetting the chapters",
            Stage::LayingOut => "laying out the pages",
            Stage::Counting => "counting the words",
            Stage::Proving => "looking over the pages",
            Stage::WritingPdf => "writing the PDF",
        }
    }
}
