//! Where rules put what they found.

use crate::diagnostics::{Diagnostic, Rule};

/// Takes findings. What becomes of their levels is decided behind it.
#[derive(Debug, Default)]
pub struct Sink {
    findings: Vec<Diagnostic>,
}

impl Sink {
    /// Takes a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    /// Returns whether anything of a rule was found.
    pub fn has(&self, rule: &Rule) -> bool {
        self.findings.iter().any(|finding| finding.is(rule))
    }

    /// Returns what was found, in the order in which it was found.
    pub fn into_findings(self) -> Vec<Diagnostic> {
        self.findings
    }
}

impl Extend<Diagnostic> for Sink {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, findings: T) {
        self.findings.extend(findings);
    }
}
