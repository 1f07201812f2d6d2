//! The people of a dissertation: the student, and who supervises from when on.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

use crate::diagnostics::text::letters;
use crate::project::Project;

/// Who the people are: what the manifest says, which the ledger may change later.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct People {
    /// The student's principal.
    pub student: Option<String>,
    /// The student's name.
    pub student_name: String,
    /// The supervisor's principal.
    pub supervisor: Option<String>,
    /// The supervisor's name.
    pub supervisor_name: Option<String>,
    /// The student's examination number.
    pub candidate: Option<String>,
    /// The student's college number.
    pub cid: Option<String>,
    /// The title of the dissertation.
    pub title: String,
    /// Others who may decide: further supervisors of the manifest, and whom the programme names.
    pub deciders: Vec<String>,
}

/// Somebody who supervises, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The name.
    pub name: String,
    /// The address, which is also the principal.
    pub email: Option<String>,
    /// The first day; `None`: from the beginning.
    pub from: Option<Date>,
    /// The last day; `None`: no end is known.
    pub until: Option<Date>,
}

impl Term {
    /// Returns whether somebody supervises on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on <= until)
    }

    /// Returns whether a principal or a name is this person's.
    pub fn is(&self, person: &str) -> bool {
        let is_email = |email: &String| is_same_person(email, person);
        is_same_person(&self.name, person) || self.email.as_ref().is_some_and(is_email)
    }

    /// Returns whether somebody who reads a name takes it for this person's.
    pub(crate) fn is_taken_for(&self, name: &str) -> bool {
        is_like(&self.name, name)
    }
}

/// What is known of somebody who decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decider {
    /// A supervisor of that day, or somebody whom the manifest, the programme or a list from
    /// outside names.
    Named,
    /// Only the project's own list of keys has the address, and the manifest has none.
    Listed,
    /// Nobody says who that is.
    Unknown,
}

impl Decider {
    /// Returns it as data have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Listed => "not-in-manifest",
            Self::Unknown => "unknown",
        }
    }

    /// Says what is to be known of the person, if anything.
    pub fn in_words(self) -> Option<&'static str> {
        match self {
            Self::Named => None,
            Self::Listed => Some("not named in the manifest"),
            Self::Unknown => Some("unknown person"),
        }
    }
}

impl People {
    /// Returns the people of a project.
    pub fn of(project: &Project) -> Self {
        let manifest = &project.manifest;
        Self {
            student: manifest.people.get("student").cloned(),
            student_name: manifest.dissertation.author.clone(),
            supervisor: manifest.people.get("supervisor").cloned(),
            supervisor_name: manifest.dissertation.supervisor.clone(),
            candidate: manifest.dissertation.candidate.clone(),
            cid: manifest.dissertation.cid.clone(),
            title: manifest.dissertation.title.clone(),
            deciders: {
                let people = manifest.people.iter();
                let further = people.filter(|(role, _)| {
                    role.contains("supervisor") && role.as_str() != "supervisor"
                });
                let further = further.map(|(_, person)| person);
                further.chain(&manifest.deciders).cloned().collect()
            },
        }
    }

    /// Returns whether a principal or a name is the student's, in whatever spelling: capitals,
    /// dots, the order of the names and letters that look alike change nothing.
    pub fn is_student(&self, person: &str) -> bool {
        let known = [self.student.as_deref(), Some(&self.student_name)];
        known
            .into_iter()
            .flatten()
            .any(|known| is_like(known, person))
    }
}

/// Returns whether somebody who reads a name or an address takes it for another.
fn is_like(known: &str, person: &str) -> bool {
    let look = |text: &str| -> String {
        let plain = text.nfkc().collect::<String>().to_lowercase();
        letters(&skeleton(&plain).collect::<String>()).to_lowercase()
    };
    let words = |text: &str| {
        let mut words: Vec<String> = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(look)
            .filter(|word| !word.is_empty())
            .collect();
        words.sort_unstable();
        words
    };
    let (known_words, person_words) = (words(known), words(person));
    if known_words.is_empty() {
        return false;
    }
    known_words == person_words
        || look(known) == look(person)
        // An address stands in `A. Student <a.student@example.org>` too.
        || (known.contains('@') && person_words.contains(&look(known)))
}

/// Returns whether two principals or names are the same but for case and blanks.
pub(crate) fn is_same_person(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_student_is_known_by_address_and_by_name() {
        let people = People {
            student: Some("a.student@example.org".into()),
            student_name: "A. Student".into(),
            ..People::default()
        };
        for person in [
            "A.Student@Example.org",
            " a.  student",
            "a.student@example.org.",
            "A. Student.",
            "А. Ѕtudent",
            "Student, A.",
            "ａ.student@example.org",
            "A. Student <a.student@example.org>",
        ] {
            assert!(people.is_student(person), "{person}");
        }
        for person in [
            "b@example.org",
            "",
            " ",
            "A. Studenta",
            "B. Student",
            "student",
        ] {
            assert!(!people.is_student(person), "{person}");
        }
        assert!(!People::default().is_student(""));
    }
}
