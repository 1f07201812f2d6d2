//! Whose dissertation a page or a record is about.

use crate::milestones::Term;
use crate::project::Dissertation;

/// What stands at the top of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The dissertation's title.
    pub title: String,
    /// Who writes it.
    pub byline: Byline,
    /// The degree it is written for.
    pub programme: Option<String>,
    /// Who supervises it.
    pub supervisor: Option<String>,
}

/// Who writes, as far as the page may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Byline {
    /// The author's name.
    Author(String),
    /// The examination number alone.
    Candidate(String),
}

impl Head {
    /// Returns the head of what is said about a dissertation under its author's name.
    pub fn of(dissertation: &Dissertation, supervisor: Option<Term>) -> Self {
        Self {
            title: dissertation.title.clone(),
            byline: Byline::Author(dissertation.author.clone()),
            programme: dissertation.programme.clone(),
            supervisor: supervisor.map(|term| term.name),
        }
    }

    /// Returns what is known beside the title, each with its name.
    pub(super) fn facts(&self) -> Vec<(&'static str, &str)> {
        let byline = match &self.byline {
            Byline::Author(name) => ("Author", name),
            Byline::Candidate(number) => ("Candidate", number),
        };
        let rest = [
            ("Programme", &self.programme),
            ("Supervisor", &self.supervisor),
        ];
        let known = rest.into_iter().filter_map(|(name, value)| {
            let value = value.as_deref()?;
            Some((name, value))
        });
        std::iter::once((byline.0, byline.1.as_str()))
            .chain(known)
            .collect()
    }
}
