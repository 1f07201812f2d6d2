//! Which line of the register is about which dissertation.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::cohort::register::line::{RegisterLine, names_of, plain};
use crate::diagnostics::{read_text, sha256};
use crate::project::Dissertation;

/// The register beside what was found.
#[derive(Debug)]
pub(in crate::cohort) struct Matches {
    lines: Vec<RegisterLine>,
    /// The lines that name a folder letter for letter, by that name.
    exact: BTreeMap<String, usize>,
    /// Those of them whose folder was found: no other that differs in case is meant.
    found: BTreeSet<usize>,
    /// The digest of all lines, and of the rules that they name.
    digest: String,
}

impl Matches {
    /// Looks which lines name what was found.
    pub(in crate::cohort) fn new(lines: Vec<RegisterLine>, names: &[String]) -> Self {
        let exact: BTreeMap<String, usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.is_exact())
            .filter_map(|(at, line)| Some((line.folder.clone()?, at)))
            .collect();
        let called = names.iter().flat_map(|name| names_of(name));
        let found = called.filter_map(|name| exact.get(name).copied()).collect();
        let rules = lines.iter().filter_map(|line| line.rules.as_ref());
        let rules: BTreeMap<&PathBuf, Option<String>> =
            rules.map(|path| (path, read_text(path).ok())).collect();
        let digest = sha256(format!("{lines:?}\n{rules:?}").as_bytes());
        Self {
            lines,
            exact,
            found,
            digest,
        }
    }

    /// Returns the line that names a folder, and no pattern.
    pub(in crate::cohort) fn by_name(&self, name: &str) -> Option<&RegisterLine> {
        let exact = names_of(name).find_map(|name| self.exact.get(name));
        match exact {
            Some(at) => self.lines.get(*at),
            None => self.fitting(name).find(|line| line.is_exact()),
        }
    }

    /// Returns the line that a manifest fits.
    pub(in crate::cohort) fn by_number(
        &self,
        dissertation: &Dissertation,
    ) -> Option<&RegisterLine> {
        let mut lines = self.lines.iter();
        lines.find(|line| line.names(dissertation))
    }

    /// Returns the line with a candidate number.
    pub(in crate::cohort) fn by_candidate(&self, candidate: &str) -> Option<&RegisterLine> {
        let is_it = |own: &String| plain(own) == plain(candidate);
        let mut lines = self.lines.iter();
        lines.find(|line| line.candidate.as_ref().is_some_and(is_it))
    }

    /// Returns the line whose pattern a name fits.
    pub(in crate::cohort) fn by_pattern(&self, name: &str) -> Option<&RegisterLine> {
        self.fitting(name).next()
    }

    fn fitting<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a RegisterLine> {
        let lines = self.lines.iter().enumerate();
        let free = lines.filter(|(at, _)| !self.found.contains(at));
        free.map(|(_, line)| line).filter(|line| line.fits(name))
    }

    /// Returns its lines.
    pub(in crate::cohort) fn lines(&self) -> &[RegisterLine] {
        &self.lines
    }

    /// Returns the digest of all lines.
    pub(in crate::cohort) fn digest(&self) -> &str {
        &self.digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_differs_only_in_case_is_not_taken_for_another() {
        let names = ["s01", "S01", "S02.zip", "group/s03"].map(str::to_owned);
        let lines = (2..).zip(["s01", "s02", "s03", "group"]);
        let lines = lines.map(|(line, folder)| RegisterLine {
            line,
            folder: Some(folder.into()),
            ..RegisterLine::default()
        });
        let lines = lines.collect();
        let matches = Matches::new(lines, &names);
        let line = |name: &str| Some(matches.by_name(name)?.line);
        assert_eq!(
            names.each_ref().map(|name| line(name)),
            [Some(2), None, Some(3), Some(5)]
        );
        assert_eq!(matches.by_pattern("S01"), None);
    }
}
