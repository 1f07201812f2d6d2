//! What a limit may be set for: a part of the document, or a section of one.
//!
//! A part goes by its id (`abstract`, `introduction`), a section by its chapter's id and its
//! heading in plain letters or its label (`introduction/aim-and-questions`). A section may go
//! without the chapter where no other one has its name.

use crate::diagnostics::text::{choice, did_you_mean, slug};
use crate::words::tally::{PartTally, SectionTally, Tally};

/// The longest name of a section, in characters.
const LONGEST_NAME: usize = 80;

/// What a limit holds for, and how many words it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScopeTally<'a> {
    /// Its heading; empty if it has none.
    pub title: &'a str,
    /// The words that the limit holds against.
    pub own: usize,
    /// All words.
    pub total: usize,
}

/// A limit names nothing that it could hold for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// Nothing goes by that name.
    #[error("there is no part or section `{scope}` to limit")]
    Unknown {
        /// The name.
        scope: String,
        /// What may have been meant.
        hint: String,
    },
    /// Several sections go by that name.
    #[error("there is more than one section `{scope}`")]
    Ambiguous {
        /// The name.
        scope: String,
        /// The names that tell them apart.
        hint: String,
    },
}

impl ScopeError {
    /// Returns what to do about it.
    pub fn hint(&self) -> &str {
        match self {
            Self::Unknown { hint, .. } | Self::Ambiguous { hint, .. } => hint,
        }
    }
}

impl Tally {
    /// Returns what a limit's scope names: a part by its id, else a section.
    ///
    /// A part or chapter without a word on the pages is unknown.
    ///
    /// # Errors
    ///
    /// If there is no such part or section, or more than one.
    pub fn limited(&self, scope: &str) -> Result<ScopeTally<'_>, ScopeError> {
        if let Some(part) = self.scope(scope) {
            return Ok(ScopeTally {
                title: &part.title,
                own: part.own,
                total: part.total,
            });
        }
        let found: Vec<NamedSection<'_>> = self
            .named_sections()
            .filter(|named| named.goes_by(scope))
            .collect();
        match found.as_slice() {
            [one] => Ok(ScopeTally {
                title: &one.section.title,
                own: one.section.own,
                total: one.section.total,
            }),
            [] => Err(ScopeError::Unknown {
                scope: scope.to_owned(),
                hint: self.nearest_scope(scope),
            }),
            many => Err(ScopeError::Ambiguous {
                scope: scope.to_owned(),
                hint: telling_apart(many),
            }),
        }
    }

    fn named_sections(&self) -> impl Iterator<Item = NamedSection<'_>> {
        self.parts.iter().flat_map(|part| {
            part.sections.iter().map(|section| NamedSection {
                part: id(part),
                name: slug(&section.title, LONGEST_NAME),
                section,
            })
        })
    }

    fn nearest_scope(&self, scope: &str) -> String {
        let parts: Vec<String> = self.parts.iter().map(id).collect();
        let sections = self.named_sections().flat_map(|named| {
            let whole = named.whole();
            [whole, named.name]
        });
        let all: Vec<String> = parts.iter().cloned().chain(sections).collect();
        let near = did_you_mean(scope, &all);
        match near.starts_with("did you mean") {
            true => near,
            false => format!(
                "expected {}, or a section such as `chapter/heading-in-plain-letters`",
                choice(&parts)
            ),
        }
    }
}

/// A section with the names that it goes by.
struct NamedSection<'a> {
    part: String,
    name: String,
    section: &'a SectionTally,
}

impl NamedSection<'_> {
    fn whole(&self) -> String {
        format!("{}/{}", self.part, self.name)
    }

    fn goes_by(&self, scope: &str) -> bool {
        let name = match scope.split_once('/') {
            Some((part, name)) if part == self.part => name,
            Some(_) => return false,
            None => scope,
        };
        !name.is_empty() && (name == self.name || self.section.label.as_deref() == Some(name))
    }
}

fn id(part: &PartTally) -> String {
    let id = part.region.chapter().map(str::to_owned);
    id.unwrap_or_else(|| part.region.scope())
}

/// Returns the names of sections that tell them apart.
fn telling_apart(sections: &[NamedSection<'_>]) -> String {
    let mut names: Vec<String> = sections.iter().map(NamedSection::whole).collect();
    names.dedup();
    if names.len() == sections.len() {
        return format!("write {}", choice(&names));
    }
    "give each heading a label of its own, and write that".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::tests::testing::{PRELUDE, TestProject};
    use crate::words::{Policy, tally};

    fn book() -> Tally {
        let main = format!(
            "{PRELUDE}#metadata(\"folio:abstract\")\n= Abstract\nOne two.\n\
             #metadata(\"folio:chapter:one\")\n= First\nText.\n== Aim & questions <sec:aim>\n\
             One two three.\n=== Deeper\nFour.\n== Summary\nFive.\n== Twice\nx\n== Twice\ny\n\
             #metadata(\"folio:chapter:two\")\n= Second\n== Summary\nSix seven."
        );
        let census = TestProject::with_main(&main).census();
        tally(&census, Policy::named("main-text").unwrap())
    }

    #[test]
    fn a_limit_holds_for_a_part_or_a_section() {
        #[track_caller]
        fn case(scope: &str, own: usize) {
            assert_eq!(book().limited(scope).unwrap().own, own, "{scope}");
        }

        case("abstract", 2);
        case("two", 4);
        case("one/aim-questions", 8);
        case("one/sec:aim", 8);
        case("sec:aim", 8);
        case("aim-questions", 8);
        case("one/deeper", 2);
        case("two/summary", 3);
    }

    #[test]
    fn a_name_that_is_unknown_or_not_the_only_one_is_told() {
        #[track_caller]
        fn case(scope: &str, message: &str, hint: &str) {
            let error = book().limited(scope).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert_eq!(error.hint(), hint);
        }

        case(
            "summary",
            "there is more than one section `summary`",
            "write `one/summary` or `two/summary`",
        );
        case(
            "twice",
            "there is more than one section `twice`",
            "give each heading a label of its own, and write that",
        );
        case(
            "abstrat",
            "there is no part or section `abstrat` to limit",
            "did you mean `abstract`?",
        );
        case(
            "one/sumary",
            "there is no part or section `one/sumary` to limit",
            "did you mean `one/summary`?",
        );
        case(
            "somewhere-else-entirely",
            "there is no part or section `somewhere-else-entirely` to limit",
            "expected `abstract`, `one`, or `two`, or a section such as \
             `chapter/heading-in-plain-letters`",
        );
    }
}
