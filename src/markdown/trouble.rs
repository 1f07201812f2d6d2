//! Findings about a Markdown file, collected while it is converted.

use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::markdown::document::BodyRange;

/// The findings of one file.
pub(crate) struct Trouble {
    path: ProjectPath,
    base: usize,
    pub(crate) findings: Vec<Diagnostic>,
}

impl Trouble {
    pub(crate) fn new(path: &ProjectPath, base: usize) -> Self {
        Self {
            path: path.clone(),
            base,
            findings: Vec::new(),
        }
    }

    /// Adds something that must be fixed.
    pub(crate) fn deny(&mut self, code: &'static str, at: &BodyRange, message: String, hint: &str) {
        self.push(Diagnostic::deny(code, message), at, hint);
    }

    /// Adds something worth fixing.
    pub(crate) fn warn(&mut self, code: &'static str, at: &BodyRange, message: String, hint: &str) {
        self.push(Diagnostic::warn(code, message), at, hint);
    }

    fn push(&mut self, finding: Diagnostic, at: &BodyRange, hint: &str) {
        let range = self.base + at.start..self.base + at.end;
        let finding = finding.at(Place::range(self.path.clone(), range));
        self.findings.push(if hint.is_empty() {
            finding
        } else {
            finding.hint(hint)
        });
    }
}
