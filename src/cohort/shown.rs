//! What each kind of output may show of a student.
//!
//! A row that is written shows no more than its kind allows: what it may not show is null, and a
//! word that is part of it is covered wherever else it stands.

use ecow::EcoString;

use crate::cohort::kind::Kind;
use crate::cohort::row::{MAX_TEXT, Row, RowWords};
use crate::diagnostics::text::slug;
use crate::project::Profile;
use crate::words::Policy;

/// What stands for a covered text.
const COVER: &str = "…";
/// Shorter parts of a name are words of sentences too.
const SHORTEST: usize = 4;
/// In the name of a file they are not.
const SHORTEST_OF_A_FILE: usize = 2;

impl Row {
    /// Takes out what its kind may not show.
    pub(super) fn limited(mut self) -> Self {
        let hidden = [SHORTEST, SHORTEST_OF_A_FILE].map(|shortest| self.hidden(shortest));
        match self.kind {
            Kind::Office => {
                self.candidate = None;
                self.file = None;
            }
            Kind::Triage => {
                self.candidate = None;
                self.file = None;
                self.take_out_the_person();
                if let Some(submitted) = &mut self.submitted {
                    submitted.evidence = None;
                }
                for milestone in &mut self.milestones {
                    milestone.title = None;
                    milestone.decided_by = None;
                    milestone.missing.clear();
                }
            }
            Kind::Marking => {
                let person = self.person(SHORTEST);
                if self
                    .candidate
                    .as_deref()
                    .is_some_and(|it| is_hidden(it, &person))
                {
                    self.candidate = Some(COVER.into());
                }
                self.take_out_the_person();
                self.register = None;
                self.programme = None;
                self.milestones.clear();
                self.findings = None;
                self.unresolved = None;
                self.ledger = None;
                self.submitted = None;
                self.over_time.clear();
                (self.entries, self.head) = (0, None);
                self.remarks.clear();
            }
        }
        self.cover(&hidden);
        self
    }

    /// Calls things as known rules do where nobody may be recognised: a counting rule and a milestone
    /// of the student's own have no name, and a degree that no such rules name is none.
    pub(super) fn call_as(&mut self, known: &[Profile]) {
        if self.kind == Kind::Office {
            return;
        }
        let own = known.iter().flat_map(|rules| rules.policies.keys());
        let policies: Vec<&String> = own.collect();
        if let Some(words) = &mut self.words
            && Policy::named(&words.policy).is_none()
            && !policies.contains(&&words.policy)
        {
            words.policy = "own".into();
        }
        if self.kind == Kind::Marking {
            return;
        }
        let degrees = || known.iter().filter_map(|rules| rules.programme.as_ref());
        self.programme = self
            .programme
            .take()
            .filter(|own| degrees().any(|degree| degree.value == *own));
        let is_known = |id: &str| {
            let mut rules = known.iter().flat_map(|rules| &rules.milestones);
            rules.any(|rule| *rule.id == *id)
        };
        for (at, milestone) in self.milestones.iter_mut().enumerate() {
            if !is_known(&milestone.id) {
                milestone.id = format!("own-{}", at + 1).into();
                milestone.command = None;
            }
        }
    }

    fn take_out_the_person(&mut self) {
        self.folder = None;
        self.cid = None;
        self.name = None;
        self.supervisors.clear();
        self.title = None;
        self.address = None;
        self.page = None;
    }

    /// Returns the words that may not appear, in small letters.
    fn hidden(&self, shortest: usize) -> Vec<String> {
        if self.kind == Kind::Office {
            // A number that is shorter stands in many texts.
            return folded(self.candidate.iter(), shortest.min(3));
        }
        // A folder may be called as a milestone is, or by the candidate number, and says nothing then.
        let candidate = self.candidate.as_deref().unwrap_or_default().to_lowercase();
        let is_said = |name: &String| {
            self.milestones.iter().any(|it| it.id == **name)
                || (self.kind == Kind::Marking && stands_in(&candidate, name))
        };
        let folder = folded(
            self.folder.iter().chain(&parts(self.folder.iter())),
            shortest,
        );
        let folder = folder.into_iter().filter(|name| !is_said(name));
        let title = folded(self.title.iter(), shortest);
        let hidden = self.person(shortest).into_iter().chain(folder).chain(title);
        match self.kind {
            Kind::Triage => hidden
                .chain(folded(self.candidate.iter(), shortest))
                .collect(),
            Kind::Office | Kind::Marking => hidden.collect(),
        }
    }

    /// Returns what the student and those around are known by, in small letters.
    fn person(&self, shortest: usize) -> Vec<String> {
        let names = self.name.iter().chain(&self.supervisors);
        let parts = parts(names.clone());
        let numbers = self.cid.iter().chain(&self.address);
        folded(names.chain(numbers).chain(&parts), shortest)
    }

    /// Covers words in every text that comes from a student's folder.
    fn cover(&mut self, [hidden, in_files]: &[Vec<String>; 2]) {
        let cover_by = |text: &mut String, words: &[String]| {
            if is_hidden(text, words) {
                COVER.clone_into(text);
            }
        };
        let cover = |text: &mut String| cover_by(text, hidden);
        let cover_short = |text: &mut EcoString| {
            if is_hidden(text, hidden) {
                *text = COVER.into();
            }
        };
        let files = [&mut self.folder, &mut self.file];
        files
            .into_iter()
            .flatten()
            .for_each(|it| cover_by(it, in_files));
        let facts = [
            &mut self.title,
            &mut self.programme,
            &mut self.name,
            &mut self.cid,
            &mut self.address,
        ];
        facts.into_iter().flatten().for_each(cover);
        self.supervisors.iter_mut().for_each(cover);
        for milestone in &mut self.milestones {
            cover_short(&mut milestone.id);
            let texts = [
                &mut milestone.title,
                &mut milestone.decided_by,
                &mut milestone.command,
            ];
            texts.into_iter().flatten().for_each(cover_short);
            milestone.missing.iter_mut().for_each(cover);
        }
        if let Some(RowWords { policy, .. }) = &mut self.words {
            cover(policy);
        }
        let evidence = self
            .submitted
            .iter_mut()
            .filter_map(|it| it.evidence.as_mut());
        evidence.for_each(cover);
    }
}

/// Returns the words of names.
fn parts<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let parts = names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
    parts.map(str::to_owned).collect()
}

/// Returns words in small letters, also as they stand in the name of a file.
fn folded<'a>(words: impl Iterator<Item = &'a String>, shortest: usize) -> Vec<String> {
    let words = words.flat_map(|word| [word.trim().to_lowercase(), slug(word, MAX_TEXT)]);
    words
        .filter(|word| word.chars().count() >= shortest)
        .collect()
}

/// Returns whether any of some words stands in a text.
fn is_hidden(text: &str, words: &[String]) -> bool {
    let plain = text.to_lowercase();
    words.iter().any(|word| stands_in(&plain, word))
}

/// Returns whether a word stands in a text by itself, and not as a part of another.
fn stands_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        let is_edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        is_edge(before) && is_edge(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::testing::{milestone, row};
    use crate::milestones::State;
    use crate::project::default_profile;

    #[test]
    fn what_a_student_calls_things_is_not_shown_where_nobody_may_be_recognised() {
        let mut all = row("a");
        all.kind = Kind::Triage;
        all.programme = Some("MSc of my own".into());
        let ids = ["tutorial-1", "zanthes-viva"];
        all.milestones = ids
            .map(|id| milestone(id, State::Ready, "2027-09-01"))
            .into();
        let mut office = Row {
            kind: Kind::Office,
            ..all.clone()
        };
        all.call_as(&[default_profile()]);
        office.call_as(&[default_profile()]);
        let said = |row: &Row| {
            let ids = row.milestones.iter().map(|it| it.id.to_string());
            (row.programme.clone(), ids.collect::<Vec<_>>().join(" "))
        };
        assert_eq!(said(&all), (None, "tutorial-1 own-2".into()));
        assert_eq!(said(&office).1, "tutorial-1 zanthes-viva");
    }

    #[test]
    fn short_names_and_names_in_other_letters_are_covered_in_files() {
        #[track_caller]
        fn case(name: &str, folder: &str, file: &str, expected: &str) {
            let mut marked = row("a");
            marked.kind = Kind::Marking;
            (marked.name, marked.folder) = (Some(name.into()), Some(folder.into()));
            marked.candidate = Some("DHL-042".into());
            marked.file = Some(file.into());
            assert_eq!(
                marked.limited().file.as_deref(),
                Some(expected),
                "{name}: {file}"
            );
        }
        case("Ng Li", "x1", "li-on-wards.pdf", COVER);
        case("José García", "x1", "a-study-by-jose.pdf", COVER);
        case(
            "Ada Student",
            "x1",
            "closing-the-gap.pdf",
            "closing-the-gap.pdf",
        );
        case("Ada Student", "DHL-042", "DHL-042.pdf", "DHL-042.pdf");
        case("Ada Student", "student_ada", "ada_1.pdf", COVER);
    }

    #[test]
    fn a_name_is_no_candidate_number_and_a_number_no_folder() {
        let mut named = row("a");
        named.kind = Kind::Marking;
        named.candidate = Some("ADA-STUDENT".into());
        named.name = Some("Ada Student".into());
        assert_eq!(named.limited().candidate.as_deref(), Some(COVER));
        let mut numbered = row("a");
        (numbered.candidate, numbered.folder) = (Some("42".into()), Some("42_student".into()));
        let shown = numbered.limited();
        assert_eq!(
            (shown.candidate, shown.folder.as_deref()),
            (None, Some(COVER))
        );
        assert_eq!(shown.title, row("a").title);
    }

    #[test]
    fn a_rule_and_a_command_of_ones_own_name_nobody() {
        let mut triage = row("a");
        triage.kind = Kind::Triage;
        triage.words.as_mut().unwrap().policy = "the-li-rule".into();
        triage.milestones = vec![milestone("li-viva", State::InProgress, "2027-09-01")];
        triage.milestones[0].command = Some("folio milestone ready li-viva".into());
        triage.call_as(&[default_profile()]);
        let line = triage.limited().line();
        assert!(!line.contains("li-"), "{line}");
    }
}
