//! Findings about a Markdown file, collected while it is converted.

use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::markdown::document::Bytes;

/// The findings of one file.
pub(super) struct Trouble {
    path: ProjectPath,
    base: usize,
    pub(super) findings: Vec<Diagnostic>,
}

impl Trouble {
    pub(super) fn new(path: &ProjectPath, base: usize) -> Self {
        Self {
            path: path.clone(),
            base,
            findings: Vec::new(),
        }
    }

    /// Adds something that must be fixed.
    pub(super) fn deny(&mut self, code: &'static str, at: &Bytes, message: String, hint: &str) {
        self.push(Diagnostic::deny(code, message), at, hint);
    }

    /// Adds something worth fixing.
    pub(super) fn warn(&mut self, code: &'static str, at: &Bytes, message: String, hint: &str) {
        self.push(Diagnostic::warn(code, message), at, hint);
    }

    fn push(&mut self, finding: Diagnostic, at: &Bytes, hint: &str) {
        let range = self.base + at.start..self.base + at.end;
        let finding = finding.at(Place::range(self.path.clone(), range));
        self.findings.push(if hint.is_empty() {
            finding
        } else {
            finding.hint(hint)
        });
    }
}
