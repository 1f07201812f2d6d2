//! Why a build made nothing, in words that can cross a process boundary.

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Diagnostic, SourceMap};
use crate::project::ProjectError;

/// Which part of the work could not be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureKind {
    /// The manifest, the profile or the outline.
    Project,
    /// The engine.
    Typesetting,
    /// The count.
    Counting,
    /// `--strict` asked to refuse.
    Refused,
    /// What arrived: a zip, a package, a folder. The reason names no file and no path.
    Received,
}

/// Why a build made nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Failure {
    /// Which part of the work could not be done.
    pub kind: FailureKind,
    /// The reason as a sentence.
    pub message: String,
    /// What to do next.
    pub hints: Vec<String>,
    /// What is wrong in the author's files.
    pub findings: Vec<Diagnostic>,
    /// The texts that the findings quote.
    pub sources: SourceMap,
}

impl Failure {
    /// Returns a failure with its reason alone.
    pub(crate) fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            hints: Vec::new(),
            findings: Vec::new(),
            sources: SourceMap::default(),
        }
    }

    /// Adds the findings that explain it; they are put in order, and texts that none quotes go.
    #[must_use]
    pub(crate) fn because(mut self, mut findings: Vec<Diagnostic>, sources: &SourceMap) -> Self {
        Diagnostic::sort(&mut findings);
        self.sources = quoted(&findings, sources);
        self.findings = findings;
        self
    }

    /// Returns whether it is the author's files that stand in the way, and not the machine.
    pub(crate) fn is_about_the_files(&self) -> bool {
        !self.findings.is_empty()
    }

    /// Adds what to do next.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }
}

/// Returns the texts that findings quote.
pub(crate) fn quoted(findings: &[Diagnostic], sources: &SourceMap) -> SourceMap {
    let places = findings.iter().flat_map(|finding| {
        finding
            .place
            .iter()
            .chain(finding.related.iter().map(|(place, _)| place))
    });
    sources.only(places)
}

impl From<ProjectError> for Failure {
    fn from(error: ProjectError) -> Self {
        let message = error.to_string();
        match error {
            ProjectError::Missing { .. } => Failure::new(FailureKind::Project, message)
                .hint("name the folder that holds your dissertation's `folio.toml`")
                .hint("or start a new one: `folio new my-dissertation`"),
            ProjectError::Invalid { findings, sources } => {
                Failure::new(FailureKind::Project, message).because(findings, &sources)
            }
            ProjectError::File(_) => Failure::new(FailureKind::Project, message),
        }
    }
}
