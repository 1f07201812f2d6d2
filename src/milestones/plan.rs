//! The plan: the milestones as the programme and the author set them.

use crate::project::{Criterion, Due, Milestone, Origin, Project, SectionRule};

/// The id of the milestone on which the work is handed in.
pub const SUBMISSION: &str = "submission";

/// All milestones in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The milestones.
    pub milestones: Vec<Planned>,
}

/// A milestone as it is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Its name in commands.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Its chapters that are there.
    pub chapters: Vec<PlannedChapter>,
    /// Its chapters that are not there yet, as people call them.
    pub missing: Vec<String>,
    /// When it is due, without extensions.
    pub due: Option<Due>,
    /// What must be true of it.
    pub criteria: Vec<Criterion>,
}

/// A chapter of a milestone.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedChapter {
    /// Its id.
    pub id: String,
    /// Its file, relative to the project.
    pub path: String,
    /// The sections that it needs.
    pub sections: Vec<SectionRule>,
    /// Who asks for them.
    pub sections_origin: Origin,
    /// How long it is to be, and who says so.
    pub bounds: Option<WordBounds>,
}

/// The least and the most words, and who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct WordBounds {
    /// The least.
    pub at_least: Option<u32>,
    /// The most.
    pub at_most: Option<u32>,
    /// Who says so.
    pub origin: Origin,
}

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
}

impl Plan {
    /// Returns the plan of a project.
    pub fn of(project: &Project) -> Self {
        let milestones = project.manifest.milestones.iter();
        Self {
            milestones: milestones
                .map(|milestone| planned(milestone, project))
                .collect(),
        }
    }

    /// Returns a milestone by its id.
    pub fn find(&self, id: &str) -> Option<&Planned> {
        self.milestones.iter().find(|milestone| milestone.id == id)
    }

    /// Returns the ids in order.
    pub fn ids(&self) -> Vec<&str> {
        self.milestones.iter().map(|it| it.id.as_str()).collect()
    }

    /// Returns the milestone on which the work is handed in: `submission`, else the last.
    pub fn submission(&self) -> Option<&Planned> {
        self.find(SUBMISSION).or(self.milestones.last())
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

fn planned(milestone: &Milestone, project: &Project) -> Planned {
    let outline = &project.outline.chapters;
    let chapters = milestone.chapters.iter().filter_map(|id| {
        let at = outline.iter().position(|chapter| chapter.id == *id)?;
        let rule = project.profile.chapters.get(at);
        let limit = project
            .manifest
            .words
            .limits
            .iter()
            .find(|limit| limit.scope == *id);
        let from_manifest = limit.map(|limit| WordBounds {
            at_least: limit.minimum,
            at_most: limit.limit,
            origin: limit.origin.clone(),
        });
        let from_profile = rule.map(|rule| WordBounds {
            at_least: rule.words.minimum,
            at_most: rule.words.limit,
            origin: rule.origin.clone(),
        });
        Some(PlannedChapter {
            id: id.clone(),
            path: outline[at].path.to_string(),
            sections: rule.map(|rule| rule.sections.clone()).unwrap_or_default(),
            sections_origin: rule.map_or_else(Origin::assumed, |rule| rule.origin.clone()),
            bounds: from_manifest
                .or(from_profile)
                .filter(|it| it.at_least.is_some() || it.at_most.is_some()),
        })
    });
    Planned {
        id: milestone.id.clone(),
        title: milestone.title.clone(),
        chapters: chapters.collect(),
        missing: milestone.missing.clone(),
        due: milestone.due,
        criteria: milestone.criteria.clone(),
    }
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

    #[test]
    fn the_plan_names_missing_chapters_and_the_bounds_of_those_there() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "folio.toml",
            "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n\
             [words.limits]\nmethods = { minimum = 100 }\n\
             [[milestone]]\nid = \"mock\"\nchapters = [\"opening\", \"coda\"]\n",
        );
        write("chapters/01-opening.md", "# One\n\nWords.\n");
        write("chapters/02-review.md", "# Two\n\nWords.\n");
        write("chapters/03-methods.md", "# Three\n\nWords.\n");
        let root = dunce::canonicalize(folder.path()).unwrap();
        let project = crate::project::load(&root, None).unwrap();
        let plan = Plan::of(&project);
        assert_eq!(
            plan.ids(),
            [
                "tutorial-1",
                "tutorial-2",
                "tutorial-3",
                "study",
                "findings",
                "recommendations",
                "submission",
                "mock"
            ]
        );
        let bounds = |id: &str| {
            let chapter = &plan.find(id).unwrap().chapters[0];
            let bounds = chapter.bounds.clone().unwrap();
            (bounds.at_least, bounds.at_most, chapter.sections.len())
        };
        assert_eq!(bounds("tutorial-1"), (Some(1_200), Some(1_500), 6));
        assert_eq!(bounds("tutorial-3").0, Some(100));
        assert_eq!(plan.find("findings").unwrap().missing, ["Findings"]);
        assert_eq!(plan.submission().unwrap().missing.len(), 4);
        assert_eq!(plan.find("mock").unwrap().missing, ["coda"]);
    }
}
