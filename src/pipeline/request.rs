//! What can be asked of the pipeline, and what comes back.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Diagnostic, DocumentDate, SourceMap, Today};
use crate::pipeline::check::CheckRequest;
use crate::pipeline::counted::Counted;
use crate::pipeline::package::PackageRequest;
use crate::pipeline::record::RecordRequest;
use crate::pipeline::survey::SurveyRequest;
use crate::pipeline::verify::VerifyRequest;
use crate::words::Counter;

/// What a build is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BuildRequest {
    /// The project's folder.
    pub root: PathBuf,
    /// A profile from outside that wins over the manifest.
    pub rules: Option<PathBuf>,
    /// The date the run is judged by.
    pub today: Today,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970-01-01T00:00:00Z.
    pub source_date_epoch: Option<i64>,
    /// The document's date where it is known already, else it is found.
    pub date: Option<DocumentDate>,
    /// What the PDF is for.
    pub purpose: Purpose,
    /// Print the candidate number instead of every name.
    pub anonymous: bool,
    /// Which pages to export.
    pub part: Part,
    /// The PDF standards wanted; empty for the default.
    pub standards: Vec<String>,
    /// Refuse instead of falling back.
    pub strict: bool,
    /// Also return the plain Typst project.
    pub emit: bool,
}

impl BuildRequest {
    /// Returns the request for the whole as it is handed in.
    pub fn submission(
        root: PathBuf,
        rules: Option<PathBuf>,
        today: Today,
        source_date_epoch: Option<i64>,
    ) -> Self {
        Self {
            root,
            rules,
            today,
            source_date_epoch,
            date: None,
            purpose: Purpose::Submission,
            anonymous: false,
            part: Part::Whole,
            standards: Vec::new(),
            strict: false,
            emit: false,
        }
    }
}

/// What a count is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountRequest {
    /// The project's folder.
    pub root: PathBuf,
    /// A profile from outside that wins over the manifest.
    pub rules: Option<PathBuf>,
    /// The date the run is judged by.
    pub today: Today,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970-01-01T00:00:00Z.
    pub source_date_epoch: Option<i64>,
    /// Count by this policy instead of the project's.
    pub policy: Option<String>,
    /// Count by this convention instead of the project's.
    pub convention: Option<String>,
    /// Count by every policy.
    pub all_policies: bool,
    /// List every word.
    pub words: bool,
    /// Draw the count on the pages.
    pub proof: Option<ProofKind>,
    /// Explain somebody else's number.
    pub against: Option<(usize, Option<Counter>)>,
    /// Compare with what was kept when this milestone was last marked ready.
    pub since: Option<String>,
}

/// What the proof of a count is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProofKind {
    /// A PDF.
    Pdf,
    /// One page of HTML.
    Html,
}

/// What the pipeline is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    /// The PDF.
    Build(BuildRequest),
    /// The count.
    Count(CountRequest),
    /// What stands between the draft and a milestone.
    Check(CheckRequest),
    /// What the milestones are judged by.
    Survey(SurveyRequest),
    /// A supervision record.
    Record(RecordRequest),
    /// What is handed in.
    Package(PackageRequest),
    /// Whether it is still the same.
    Verify(VerifyRequest),
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

/// Which pages to export. The whole is always typeset, so that numbers stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// All of them.
    Whole,
    /// One chapter or appendix, by its id.
    Chapter(String),
    /// The chapters that are due up to a milestone, by its id.
    Until(String),
}

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
            Stage::WritingPdf => "writing the PDF",
        }
    }
}

/// What a build made.
#[derive(Debug)]
pub struct Output {
    /// What there is to say about it.
    pub built: Built,
    /// The PDF.
    pub pdf: Vec<u8>,
    /// The files of the plain Typst project, if asked for, by path with `/`.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What there is to say about a build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Built {
    /// How many pages the PDF has.
    pub pages: usize,
    /// The standards that it meets, as people write them.
    pub standards: Vec<String>,
    /// What was given up on the way, a sentence each.
    pub gave_up: Vec<String>,
    /// The count of the whole document.
    pub counted: Counted,
    /// The document's date and where it comes from.
    pub date: DocumentDate,
    /// What there is to say about the author's files.
    pub findings: Vec<Diagnostic>,
    /// What the manifest tried to change and `--rules` overruled.
    pub overruled: Vec<Diagnostic>,
    /// The texts that the findings quote.
    pub sources: SourceMap,
}
