//! The people of a dissertation: the student, and who supervises from when on.

use jiff::civil::Date;

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
        }
    }

    /// Returns whether a principal or a name is the student's.
    pub fn is_student(&self, person: &str) -> bool {
        let same = |known: &str| !known.trim().is_empty() && is_same_person(known, person);
        self.student.as_deref().is_some_and(same) || same(&self.student_name)
    }
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
        for person in ["A.Student@Example.org", " a.  student"] {
            assert!(people.is_student(person), "{person}");
        }
        for person in ["b@example.org", "", " "] {
            assert!(!people.is_student(person), "{person}");
        }
        assert!(!People::default().is_student(""));
    }
}
