//! What is due by a milestone: a draft is not blamed for chapters whose time has not come.

use std::collections::BTreeSet;

use crate::diagnostics::{Diagnostic, Unresolved};
use crate::markdown::thing_named;
use crate::project::{Project, SUBMISSION};

/// The milestone that a check is made for, and the work that is due by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueWork {
    /// The milestone's id.
    pub milestone: String,
    /// The ids of the chapters that are due by it, those of the milestones before it too.
    chapters: BTreeSet<String>,
    /// Whether the whole dissertation is due: front matter, references, appendices.
    is_whole: bool,
}

impl DueWork {
    /// Returns what is due by a milestone of the project, or `None` if it has no such milestone.
    pub fn by(project: &Project, milestone: &str) -> Option<Self> {
        let milestones = &project.manifest.milestones;
        let last = milestones.iter().position(|known| known.id == milestone)?;
        let is_whole = milestone == SUBMISSION;
        let chapters = match is_whole {
            true => ids(project).collect(),
            false => milestones[..=last]
                .iter()
                .flat_map(|known| known.chapters.iter().cloned())
                .collect(),
        };
        Some(Self {
            milestone: milestone.to_owned(),
            chapters,
            is_whole,
        })
    }

    /// Returns that everything is due.
    pub fn everything(project: &Project) -> Self {
        Self {
            milestone: SUBMISSION.to_owned(),
            chapters: ids(project).collect(),
            is_whole: true,
        }
    }

    /// Returns whether a chapter is due, by its id.
    pub fn has(&self, chapter: &str) -> bool {
        self.is_whole || self.chapters.contains(chapter)
    }

    /// Returns whether a finding is about a name that a chapter may have which is not written yet:
    /// an introduction points ahead.
    pub fn may_come(&self, finding: &Diagnostic, project: &Project) -> bool {
        let is_to_come = project.outline.chapters.len() < project.profile.chapters.len();
        let is_of_a_chapter = |name| {
            let thing = thing_named(name);
            matches!(thing, Some("section" | "chapter" | "appendix"))
        };
        let may_be_named = match &finding.unresolved {
            Some((Unresolved::Link, _)) => true,
            Some((Unresolved::Reference, name)) => is_of_a_chapter(name),
            _ => false,
        };
        !self.is_whole && is_to_come && may_be_named
    }

    /// Returns whether the whole dissertation is due.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }
}

fn ids(project: &Project) -> impl Iterator<Item = String> {
    project
        .outline
        .chapters
        .iter()
        .map(|chapter| chapter.id.clone())
}
