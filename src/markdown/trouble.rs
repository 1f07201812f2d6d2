//! Findings about a Markdown file, collected while it is converted.

use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::markdown::placed_text::BodyRange;

/// The findings of one file.
pub(crate) struct Trouble {
    path: ProjectPath,
    /// Bytes of the file before those that places are told by.
    pub(crate) base: usize,
    pub(crate) findings: Vec<Diagnostic>,
}

impl Trouble {
    pub(crate) fn new(path: &ProjectPath) -> Self {
        Self {
            path: path.clone(),
            base: 0,
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
