//! What is wrong with one file of TOML.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath};

/// Nobody mends more in one go, and a file that comes from elsewhere may hold any number.
const MAX_FINDINGS: usize = 200;

/// The findings of one file, and what they need to be made.
pub(crate) struct FileFindings {
    pub(crate) path: ProjectPath,
    pub(crate) list: Vec<Diagnostic>,
    /// Where the text is no TOML: what stands there has been reported already.
    broken: Vec<Range<usize>>,
    /// Whether keys may have been lost there.
    has_lost_keys: bool,
}

impl FileFindings {
    pub(crate) fn new(path: ProjectPath) -> Self {
        Self {
            path,
            list: Vec::new(),
            broken: Vec::new(),
            has_lost_keys: false,
        }
    }

    pub(crate) fn has_lost_keys(&self) -> bool {
        self.has_lost_keys
    }

    pub(crate) fn mark_broken(&mut self, range: Range<usize>, loses_keys: bool) {
        self.broken.push(range);
        self.has_lost_keys |= loses_keys;
    }

    pub(crate) fn push_at(&mut self, range: Range<usize>, finding: Diagnostic) {
        self.push(finding.at(Place::range(self.path.clone(), range)));
    }

    pub(crate) fn push(&mut self, finding: Diagnostic) {
        match self.list.len() {
            len if len < MAX_FINDINGS => self.list.push(finding),
            MAX_FINDINGS => self.list.push(Diagnostic {
                level: Level::Deny,
                ..finding.hint("there is more wrong in this file: mend this much first")
            }),
            _ => {}
        }
    }

    /// Returns whether so much is wrong that nothing more is said.
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() > MAX_FINDINGS
    }

    pub(crate) fn is_broken(&self, range: &Range<usize>) -> bool {
        self.broken
            .iter()
            .any(|broken| broken.start <= range.end && range.start <= broken.end)
    }
}
