//! What somebody says who starts a dissertation, and why nothing may come of it.

use std::collections::BTreeMap;

use crate::diagnostics::text;
use crate::project::manifest::due::Due;

/// The title of a project whose author gave none.
pub const PLACEHOLDER_TITLE: &str = "Title of your dissertation";

/// The author of a project whose author gave no name.
pub const PLACEHOLDER_AUTHOR: &str = "Your Name";

/// What somebody says who starts a dissertation. A text of spaces alone is no answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// The title; [`PLACEHOLDER_TITLE`] stands in for it.
    pub title: Option<String>,
    /// The author's full registered name; [`PLACEHOLDER_AUTHOR`] stands in for it.
    pub author: Option<String>,
    /// The examination number.
    pub candidate: Option<String>,
    /// The degree, if it is not the profile's.
    pub programme: Option<String>,
    /// The academic supervisor.
    pub supervisor: Option<String>,
    /// The sponsor in the student's organisation.
    pub executive_sponsor: Option<String>,
    /// The organisation, as it may be named.
    pub organisation: Option<String>,
    /// When milestones are due, by their ids.
    pub due: BTreeMap<String, Due>,
    /// Where every draft is to be checked.
    pub ci: Option<Ci>,
}

/// A service that checks every draft that is pushed to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ci {
    /// GitHub Actions.
    GitHub,
    /// GitLab CI/CD.
    GitLab,
}

impl Ci {
    /// Returns where the service looks for what it shall do, below the repository.
    pub fn path(self) -> &'static str {
        match self {
            Self::GitHub => ".github/workflows/dissertation.yml",
            Self::GitLab => ".gitlab-ci.yml",
        }
    }

    pub(crate) fn template(self) -> &'static str {
        match self {
            Self::GitHub => include_str!("../../../templates/ci/github.yml.j2"),
            Self::GitLab => include_str!("../../../templates/ci/gitlab.yml.j2"),
        }
    }
}

/// What new chapters are written in. The front matter is short and always Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// Markdown.
    Markdown,
    /// Typst.
    Typst,
}

impl Markup {
    /// Returns the extension of a file.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Typst => "typ",
        }
    }
}

/// Why there is no new project.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// An id of the profile cannot be the name of a file.
    #[error(
        "the profile calls a part `{}`: expected lower-case letters, digits and hyphens",
        text::inline(id, 60)
    )]
    Name {
        /// The id.
        id: String,
    },
    /// A date was given for a milestone that the profile does not have.
    #[error("there is no milestone `{}`: {known}", text::inline(id, 60))]
    NoMilestone {
        /// The id that was given.
        id: String,
        /// The near miss, or the ids that there are.
        known: String,
    },
    /// The embedded templates do not fit this program.
    #[error("failed to write a file from its template")]
    Template(#[from] minijinja::Error),
}
