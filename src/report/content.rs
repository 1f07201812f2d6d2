//! What there is to report, for every format alike.

use crate::diagnostics::{Diagnostic, Level, SourceMap};
use crate::report::words;

/// Everything that a report may show. The room above fills it in.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The findings, in the order for people: see [`Diagnostic::sort`].
    pub findings: &'a [Diagnostic],
    /// What is waived, each with its reason.
    pub waived: &'a [(Diagnostic, String)],
    /// What the manifest tried and whoever judges set aside.
    pub overruled: &'a [Diagnostic],
    /// What was not looked at, a sentence each without a full stop.
    pub not_checked: &'a [String],
    /// The texts that findings quote.
    pub sources: &'a SourceMap,
    /// The rules that were looked for, found or not.
    pub rules: &'a [RuleText<'a>],
    /// The count, for the summary of a job.
    pub words: Option<&'a WordsByChapter<'a>>,
    /// Where the project lies below the repository, with `/`; empty if it is the repository.
    /// Formats whose readers know only the repository put it before every path.
    pub folder: &'a str,
    /// The version of folio.
    pub version: &'a str,
}

/// What a format says of a rule.
#[derive(Clone, Copy, Debug)]
pub struct RuleText<'a> {
    /// The stable name.
    pub code: &'a str,
    /// How much it matters if nobody has set anything; `None`: it is off.
    pub level: Option<Level>,
    /// Whether anything was looked for.
    pub was_run: bool,
    /// What it finds, in a few words.
    pub summary: &'a str,
    /// What it finds, why it matters and what to do, in Markdown.
    pub explanation: &'a str,
}

/// The count of a job's summary.
#[derive(Clone, Debug)]
pub struct WordsByChapter<'a> {
    /// The verdict as a sentence without a full stop.
    pub verdict: &'a str,
    /// Which words count.
    pub policy: &'a str,
    /// What a word is.
    pub convention: &'a str,
    /// The words that count.
    pub counted: usize,
    /// The limit, if there is one.
    pub limit: Option<usize>,
    /// The chapters, in order.
    pub chapters: Vec<ChapterWords<'a>>,
}

/// One row of the count.
#[derive(Clone, Copy, Debug)]
pub struct ChapterWords<'a> {
    /// The chapter's id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its words that count.
    pub counted: usize,
    /// Whether they are only estimated.
    pub is_estimated: bool,
}

impl<'a> Report<'a> {
    /// Returns a report of findings alone.
    pub fn new(findings: &'a [Diagnostic], sources: &'a SourceMap) -> Self {
        Self {
            findings,
            waived: &[],
            overruled: &[],
            not_checked: &[],
            sources,
            rules: &[],
            words: None,
            folder: "",
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// Returns how many findings have a level.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.of(level).count()
    }

    /// Returns the sentence that closes the report.
    pub(crate) fn closing(&self) -> String {
        words::closing(self.count(Level::Deny), self.count(Level::Warn))
    }

    /// Returns the findings of a level.
    pub(crate) fn of(&self, level: Level) -> impl Iterator<Item = &'a Diagnostic> {
        self.findings
            .iter()
            .filter(move |finding| finding.level == level)
    }

    /// Returns a path as it is from the repository.
    pub(crate) fn in_repository(&self, path: &str) -> String {
        match self.folder.trim_matches('/') {
            "" => path.to_owned(),
            folder => format!("{folder}/{path}"),
        }
    }
}
