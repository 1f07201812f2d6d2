//! What each kind of output may show of a student.
//!
//! A row that is written shows no more than its kind allows: what it may not show is null, and a
//! word that is part of it is covered wherever else it stands.

use ecow::EcoString;

use crate::cohort::kind::Kind;
use crate::cohort::row::{Row, RowWords};
use crate::project::Profile;

/// What stands for a covered text.
const COVER: &str = "…";
/// Shorter parts of a name are parts of other words too.
const SHORTEST: usize = 4;

impl Row {
    /// Takes out what its kind may not show.
    pub(super) fn limited(mut self) -> Self {
        let hidden = self.hidden();
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

    /// Calls things as known rules do where nobody may be recognised: a milestone of the student's
    /// own is a number, and a degree that no such rules name is none.
    pub(super) fn call_as(&mut self, known: &[Profile]) {
        if self.kind != Kind::Triage {
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
    fn hidden(&self) -> Vec<String> {
        let candidate = || self.candidate.iter().cloned();
        if self.kind == Kind::Office {
            return folded(candidate());
        }
        // A folder may be called as a milestone is, and says nothing then.
        let is_milestone = |name: &&String| self.milestones.iter().any(|it| it.id == **name);
        let folder = self.folder.iter().filter(|name| !is_milestone(name));
        let numbers = self.cid.iter().chain(&self.address).chain(&self.title);
        let names = self.name.iter().chain(&self.supervisors).chain(folder);
        let names: Vec<&String> = names.collect();
        let parts = names
            .iter()
            .flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
        let parts = parts.map(str::to_owned);
        let whole = numbers.chain(names.iter().copied()).cloned();
        match self.kind {
            Kind::Triage => folded(whole.chain(parts).chain(candidate())),
            Kind::Office | Kind::Marking => folded(whole.chain(parts)),
        }
    }

    /// Covers words in every text that comes from a student's folder.
    fn cover(&mut self, hidden: &[String]) {
        let is_hidden = |text: &str| {
            let plain = text.to_lowercase();
            hidden.iter().any(|word| stands_in(&plain, word))
        };
        let cover = |text: &mut String| {
            if is_hidden(text) {
                COVER.clone_into(text);
            }
        };
        let cover_short = |text: &mut EcoString| {
            if is_hidden(text) {
                *text = COVER.into();
            }
        };
        let facts = [
            &mut self.folder,
            &mut self.title,
            &mut self.programme,
            &mut self.file,
            &mut self.name,
            &mut self.cid,
            &mut self.address,
        ];
        facts.into_iter().flatten().for_each(cover);
        self.supervisors.iter_mut().for_each(cover);
        for milestone in &mut self.milestones {
            cover_short(&mut milestone.id);
            let texts = [&mut milestone.title, &mut milestone.decided_by];
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

fn folded(words: impl Iterator<Item = String>) -> Vec<String> {
    let words = words.map(|word| word.trim().to_lowercase());
    words
        .filter(|word| word.chars().count() >= SHORTEST)
        .collect()
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
}
