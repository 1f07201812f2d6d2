//! A line of the register: what the office says of one student, and whom it is about.

use std::path::PathBuf;

use unicode_normalization::UnicodeNormalization;

use crate::cohort::row::Enrolment;
use crate::milestones::OfficeDates;
use crate::project::Dissertation;

/// What the office says of one student.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterLine {
    /// The line in the file, from 1.
    pub line: usize,
    /// The college number.
    pub cid: Option<String>,
    /// The examination number.
    pub candidate: Option<String>,
    /// The folder or zip, or a pattern of it with `*`.
    pub folder: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// Who supervises.
    pub supervisors: Vec<String>,
    /// The rules that hold for this student.
    pub rules: Option<PathBuf>,
    /// What is known of milestones.
    pub dates: Vec<OfficeDates>,
    /// Whether the student is away or has left.
    pub enrolment: Option<Enrolment>,
}

impl RegisterLine {
    /// Returns whether its pattern fits a name: the whole of it, or one of the folders that it
    /// stands in, with or without `.zip`, whatever the case and however its accents are written.
    pub(in crate::cohort) fn fits(&self, name: &str) -> bool {
        let Some(pattern) = &self.folder else {
            return false;
        };
        let folded = |text: &str| -> String { text.to_lowercase().nfc().collect() };
        let (name, pattern) = (folded(name), folded(pattern));
        // The zip that was expected may have been unpacked.
        let unpacked = pattern.strip_suffix(".zip").filter(|_| self.is_exact());
        let pattern = unpacked.unwrap_or(&pattern);
        names_of(&name).any(|part| is_like(pattern, part))
    }

    /// Returns whether it speaks of one folder, and not of all that are like a pattern.
    pub(in crate::cohort) fn is_exact(&self) -> bool {
        self.folder.as_ref().is_some_and(|name| !name.contains('*'))
    }

    /// Returns whether the manifest names this student.
    pub(in crate::cohort) fn names(&self, dissertation: &Dissertation) -> bool {
        let is = |own: &Option<String>, office: &Option<String>| match (own, office) {
            (Some(own), Some(office)) => plain(own) == plain(office),
            (_, _) => false,
        };
        is(&dissertation.cid, &self.cid) || is(&dissertation.candidate, &self.candidate)
    }

    /// Returns what stands for the student where no folder does.
    pub(in crate::cohort) fn key(&self) -> String {
        let key = self.cid.as_ref().or(self.candidate.as_ref());
        let key = key.or(self.folder.as_ref()).cloned();
        format!("register/{}", key.unwrap_or_else(|| self.line.to_string()))
    }
}

/// Returns what a dissertation may be called: its whole name, with and without `.zip`, and each of
/// the folders that it stands in.
pub(super) fn names_of(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.match_indices('/').map(|(at, _)| &name[..at]);
    let plain = match name.len().checked_sub(4) {
        Some(at) if name.is_char_boundary(at) && name[at..].eq_ignore_ascii_case(".zip") => {
            &name[..at]
        }
        Some(_) | None => name,
    };
    parts.chain([name, plain])
}

/// Spreadsheets take away zeros in front, and people write blanks.
pub(in crate::cohort) fn plain(number: &str) -> String {
    let number = number.trim().to_lowercase();
    number.trim_start_matches('0').to_owned()
}

/// Whether a text is what a pattern with `*` means.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let inner = text.strip_prefix(start).and_then(|it| it.strip_suffix(end));
    // Of what stands between two stars the first place is as good as any.
    let mut parts = middle.split('*');
    inner.is_some_and(|inner| {
        parts
            .try_fold(inner, |left, part| Some(left.split_once(part)?.1))
            .is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_fits_names_in_any_case_and_folders_around() {
        let line = |pattern: &str| RegisterLine {
            folder: Some(pattern.into()),
            ..RegisterLine::default()
        };
        for (pattern, name) in [
            ("smith*", "Smith_Ada.zip"),
            ("s01", "s01/thesis"),
            ("s01", "S01.zip"),
            ("s01.zip", "s01"),
            ("josé", "Jose\u{301}.zip"),
            ("*_042*", "x_042_final"),
        ] {
            assert!(line(pattern).fits(name), "{pattern} {name}");
        }
        for (pattern, name) in [("smith", "smithson"), ("s0", "s01"), ("*z", "zip")] {
            assert!(!line(pattern).fits(name), "{pattern} {name}");
        }
    }

    #[test]
    fn a_pattern_of_many_stars_is_soon_done_with() {
        let pattern = "a*".repeat(200) + "b";
        assert!(!is_like(&pattern, &"a".repeat(400)));
        assert!(is_like("*a*b*", "xaxbx") && !is_like("*a*b*", "xbxax"));
        assert!(!is_like("ab*ba", "aba") && is_like("ab*ba", "abba"));
    }

    #[test]
    fn a_number_fits_with_and_without_its_zeros() {
        let line = RegisterLine {
            cid: Some("1234567".into()),
            ..RegisterLine::default()
        };
        let manifest = Dissertation {
            cid: Some("01234567".into()),
            ..Dissertation::default()
        };
        assert!(line.names(&manifest));
        assert!(!line.names(&Dissertation::default()));
    }
}
