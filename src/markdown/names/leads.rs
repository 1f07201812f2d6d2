//! Where each name that a chapter asks for leads.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use typst::syntax::is_id_continue;

use crate::diagnostics::text::nearest;
use crate::markdown::names::chapter::{ChapterNames, NamedHeading};
use crate::markdown::names::identifier::bare_identifier;
use crate::markdown::names::spellings::other_spellings;

/// What a name leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lead {
    /// What carries this label.
    Label(String),
    /// What code would make, which is told of where the code stands.
    Unmade,
    /// Nothing in any chapter; the nearest name that there is.
    Nowhere(Option<String>),
}

/// What is known of the names of all chapters, as far as one chapter needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownNames {
    /// Where the names lead that the chapter asks for and does not have.
    pub leads: BTreeMap<String, Lead>,
    /// The labels of its headings that other chapters ask for.
    pub headings: BTreeSet<String>,
}

/// What a chapter says of its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// What it asks for and does not have.
    pub wanted: BTreeSet<String>,
    /// What of it is asked for as a part of the dissertation, and so is no work.
    pub referred: BTreeSet<String>,
    /// The label of each heading by its [bare](super::bare_identifier) id, the first of that id.
    pub headings: BTreeMap<String, String>,
    /// The label of its first heading, or of its title.
    pub first: Option<String>,
    /// The labels of the parts of its figures by their letters: `fig:x-a`.
    pub parts: BTreeMap<String, String>,
    /// The names of figures and tables that code in it would make.
    pub unmade: BTreeSet<String>,
}

/// Where the names in a chapter lead.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leads {
    found: BTreeMap<String, Lead>,
    /// Labels that headings have only because something asks for them, by the first byte.
    headings: BTreeMap<usize, String>,
    /// Every name there is in the chapter.
    all: Vec<String>,
    searches: usize,
}

/// Whether a name is among others in this or another spelling.
pub fn is_among(name: &str, has: impl Fn(&str) -> bool) -> bool {
    has(name) || other_spellings(name).iter().any(|other| has(other))
}

/// Returns an id with numbers in place of the signs that no label of the engine may have.
fn as_label(id: &str) -> Cow<'_, str> {
    let is_known = |c: char| is_id_continue(c) || matches!(c, '-' | '.' | ':');
    if id.chars().all(is_known) {
        return Cow::Borrowed(id);
    }
    let written = id.chars().map(|c| match is_known(c) {
        true => c.to_string(),
        false => format!("{:x}", u32::from(c)),
    });
    Cow::Owned(written.collect())
}

/// For so many names it is searched what was meant: thousands of them have one cause.
const MAX_SEARCHES: usize = 20;

impl Leads {
    /// Finds where everything leads; `scope` makes labels of this file differ from those of others.
    pub(crate) fn find(own: &ChapterNames, known: &KnownNames, scope: &str) -> (Self, Names) {
        let label = |heading: &NamedHeading| match &heading.label {
            Some(label) => label.clone(),
            None => format!("heading:{scope}:{}", as_label(&heading.id)),
        };
        let mut names = Names {
            parts: own.aliases.clone(),
            unmade: own.unmade.clone(),
            referred: own.referred.clone(),
            first: own.headings.first().map(label),
            ..Names::default()
        };
        let mut by_id: BTreeMap<&str, &NamedHeading> = BTreeMap::new();
        for heading in &own.headings {
            by_id.entry(&heading.bare).or_insert(heading);
            let entry = names.headings.entry(heading.bare.clone());
            entry.or_insert_with(|| label(heading));
        }
        let mut leads = Self::default();
        for name in &own.asked {
            let heading = || by_id.get(bare_identifier(name).as_str()).copied();
            let found =
                if own.labels.contains(name) {
                    name.clone()
                } else if let Some(alias) = own.aliases.get(name) {
                    alias.clone()
                } else if let Some(other) = other_spellings(name).into_iter().find_map(|other| {
                    match own.labels.contains(&other) {
                        true => Some(other),
                        false => own.aliases.get(&other).cloned(),
                    }
                }) {
                    other
                } else if is_among(name, |name| own.unmade.contains(name)) {
                    leads.found.insert(name.clone(), Lead::Unmade);
                    continue;
                } else if let Some(heading) = heading() {
                    let label = label(heading);
                    if heading.label.is_none() {
                        leads.headings.insert(heading.start, label.clone());
                    }
                    label
                } else {
                    names.wanted.insert(name.clone());
                    if let Some(lead) = known.leads.get(name) {
                        leads.found.insert(name.clone(), lead.clone());
                    }
                    continue;
                };
            leads.found.insert(name.clone(), Lead::Label(found));
        }
        for heading in own.headings.iter().filter(|it| it.label.is_none()) {
            let label = label(heading);
            if known.headings.contains(&label) {
                leads.headings.insert(heading.start, label);
            }
        }
        leads.all = own.labels.iter().cloned().collect();
        let ids = own.headings.iter().map(|heading| heading.id.clone());
        leads.all.extend(ids);
        (leads, names)
    }

    /// Returns where a name leads; `None` if that is for the engine to say.
    pub(crate) fn of(&self, name: &str) -> Option<&Lead> {
        self.found.get(name)
    }

    /// Returns the label that a heading has because something asks for it.
    pub(crate) fn heading(&self, start: usize) -> Option<&str> {
        self.headings.get(&start).map(String::as_str)
    }

    /// Returns the nearest name in the chapter.
    pub(crate) fn nearest(&mut self, name: &str) -> Option<&str> {
        self.searches += 1;
        match self.searches <= MAX_SEARCHES {
            true => nearest(name, &self.all),
            false => None,
        }
    }
}
