//! The plan: the milestones as the programme and the author set them.

pub(crate) mod criteria;
#[cfg(test)]
mod criteria_tests;
mod ethics;
pub(crate) mod people;

use crate::project::{
    AcceptedDecisions, Criterion, Due, Milestone, Origin, Project, SUBMISSION, SectionRule, Zone,
};

/// All milestones in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The milestones.
    pub milestones: Vec<Planned>,
    /// Whether somebody judges by rules from outside.
    pub is_judged_from_outside: bool,
    /// What the programme accepts as a decision.
    pub decisions: AcceptedDecisions,
    /// The clocks by which dates are meant.
    pub zone: Zone,
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

impl Planned {
    /// Returns whether it has chapters, there or not.
    pub(crate) fn has_chapters(&self) -> bool {
        !self.chapters.is_empty() || !self.missing.is_empty()
    }
}

impl Plan {
    /// Returns the plan of a project.
    pub fn of(project: &Project) -> Self {
        let milestones = project.manifest.milestones.iter();
        Self {
            milestones: milestones
                .map(|milestone| planned(milestone, project))
                .collect(),
            is_judged_from_outside: project.manifest.is_judged_from_outside,
            decisions: project.manifest.decisions,
            zone: project.manifest.zone.clone(),
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

fn planned(milestone: &Milestone, project: &Project) -> Planned {
    let outline = &project.outline.chapters;
    let chapters = milestone.chapters.iter().filter_map(|id| {
        let at = outline.iter().position(|chapter| chapter.id == *id)?;
        let rule = project.profile.chapters.get(at);
        let mut limits = project.manifest.words.limits.iter();
        let limit = limits.find(|limit| limit.scope == *id);
        let bounds = match (limit, rule) {
            (Some(own), _) => Some((own.minimum, own.limit, &own.origin)),
            (None, Some(rule)) => Some((rule.words.minimum, rule.words.limit, &rule.origin)),
            (None, None) => None,
        };
        let bounds = bounds.filter(|(least, most, _)| least.is_some() || most.is_some());
        Some(PlannedChapter {
            id: id.clone(),
            path: outline[at].path.to_string(),
            sections: rule.map(|rule| rule.sections.clone()).unwrap_or_default(),
            sections_origin: rule.map_or_else(Origin::assumed, |rule| rule.origin.clone()),
            bounds: bounds.map(|(at_least, at_most, origin)| WordBounds {
                at_least,
                at_most,
                origin: origin.clone(),
            }),
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
