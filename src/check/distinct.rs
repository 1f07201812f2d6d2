//! The same thing found twice stands once.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::{Diagnostic, ProjectPath};
use crate::markdown::rules::UNKNOWN_LABEL;
use crate::typeset::rules::UNKNOWN_CITATION;

/// What stands already. A rule and the engine may find the same thing; what overlaps under one code
/// is one finding, and the first that was pushed says it.
#[derive(Default)]
pub(super) struct Distinct {
    /// By code and file: the ranges, start to end. They never overlap.
    ranges: BTreeMap<(String, ProjectPath), BTreeMap<usize, usize>>,
    /// Findings without a range: code, file, message.
    others: BTreeSet<(String, Option<ProjectPath>, String)>,
}

impl Distinct {
    /// Returns whether a finding is new.
    pub(super) fn takes(&mut self, finding: &Diagnostic) -> bool {
        // A name that leads nowhere is the one or the other.
        let code = match &*finding.code {
            code if code == UNKNOWN_LABEL.code => UNKNOWN_CITATION.code.to_owned(),
            code => code.to_owned(),
        };
        let place = finding.place.as_ref();
        let ranged = place.and_then(|place| Some((place.path.clone(), place.range.clone()?)));
        let Some((path, range)) = ranged else {
            let path = place.map(|place| place.path.clone());
            return self.others.insert((code, path, finding.message.clone()));
        };
        let taken = self.ranges.entry((code, path)).or_default();
        // An empty range stands for the character behind it.
        let end = range.end.max(range.start + 1);
        let before = taken.range(..end).next_back();
        if before.is_some_and(|(_, other)| *other > range.start) {
            return false;
        }
        taken.insert(range.start, end);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Place;

    #[test]
    fn what_overlaps_under_one_code_is_one_finding() {
        let at = |code: &'static str, message: &str, range| {
            let path = ProjectPath::new("a.md").unwrap();
            Diagnostic::warn(code, message).at(Place::range(path, range))
        };
        let mut findings = vec![
            at("unknown-citation", "ours", 5..10),
            at("unknown-citation", "the engine's", 4..8),
            at("unknown-citation", "another", 10..12),
            at("unknown-label", "the same in other words", 5..10),
            at("unknown-word", "another code", 5..10),
        ];
        let mut distinct = Distinct::default();
        findings.retain(|finding| distinct.takes(finding));
        Diagnostic::sort(&mut findings);
        let messages: Vec<&str> = findings.iter().map(|one| &*one.message).collect();
        assert_eq!(messages, ["ours", "another code", "another"]);
    }
}
