//! Works of the reference files: by words of theirs, an author, a title, a year, a key; those that
//! no text cites; and citations that none of them answers.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::check::{citations_of_nothing, works_uncited};
use crate::diagnostics::text::nearest;
use crate::dissertation::Dissertation;
use crate::references::{Bibliography, Entry};

/// What is looked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct FindRequest {
    /// Words or beginnings of words; a work must have all of them.
    pub words: String,
    /// So many works at most.
    pub most: usize,
}

/// A work that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundWork {
    /// The key that it is cited by.
    pub key: String,
    /// Its authors or editors, as the file has them.
    pub authors: String,
    /// Its year.
    pub year: String,
    /// Its title.
    pub title: String,
    /// Whether the text cites it already.
    pub cited: bool,
    /// The reference file.
    pub path: String,
    /// The line of its key, from 1.
    pub line: Option<u32>,
}

/// What does not fit together: works and citations.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unmatched {
    /// Works that no text cites.
    pub unused: Vec<FoundWork>,
    /// Citations of works that no reference file has.
    pub missing: Vec<MissingWork>,
}

/// A key that is cited and stands in no reference file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingWork {
    /// The key.
    pub key: String,
    /// The file that cites it first.
    pub path: String,
    /// The line there, from 1.
    pub line: Option<u32>,
    /// How often it is cited.
    pub times: usize,
    /// A key that may be meant.
    pub near: Option<String>,
}

/// Finds works, those first whose authors begin with what is looked for.
pub fn find(dissertation: &Dissertation, request: &FindRequest) -> Vec<FoundWork> {
    let wanted: Vec<String> = request.words.split_whitespace().map(folded).collect();
    let wanted: Vec<&String> = wanted.iter().filter(|word| !word.is_empty()).collect();
    let references = dissertation.references();
    let uncited = works_uncited(dissertation.manuscript(), references);
    let uncited: BTreeSet<&str> = uncited.iter().map(|it| it.key.as_str()).collect();
    let mut found: Vec<(bool, FoundWork)> = Vec::new();
    for entry in &references.entries {
        let work = shown(entry, references, &uncited);
        let text = [&work.authors, &work.year, &work.title, &work.key];
        let text: Vec<String> = text.iter().flat_map(|it| parts(it)).collect();
        let has = |word: &&String| text.iter().any(|part| part.starts_with(word.as_str()));
        if wanted.iter().all(has) {
            let authors = parts(&work.authors);
            let is_author = wanted
                .first()
                .is_some_and(|word| authors.iter().any(|part| part.starts_with(word.as_str())));
            found.push((!is_author, work));
        }
    }
    found.sort_by(|(is_other, a), (is_other_b, b)| {
        (is_other, &a.authors, &a.year, &a.key).cmp(&(is_other_b, &b.authors, &b.year, &b.key))
    });
    let found = found.into_iter().map(|(_, work)| work);
    found.take(request.most).collect()
}

/// Lists the works that no text cites, in the order of the files, and the citations without works,
/// each key once at its first place.
pub fn unmatched(dissertation: &Dissertation) -> Unmatched {
    let references = dissertation.references();
    let manuscript = dissertation.manuscript();
    let works = works_uncited(manuscript, references);
    let uncited: BTreeSet<&str> = works.iter().map(|it| it.key.as_str()).collect();
    let unused = works
        .iter()
        .map(|entry| shown(entry, references, &uncited))
        .collect();
    let sources = dissertation.texts().sources();
    let mut missing: Vec<MissingWork> = Vec::new();
    for citation in citations_of_nothing(manuscript, references) {
        if let Some(known) = missing.iter_mut().find(|it| it.key == citation.key) {
            known.times += 1;
            continue;
        }
        let position = sources.position(&citation.place);
        let keys = references.keys.keys().map(String::as_str);
        missing.push(MissingWork {
            key: citation.key.clone(),
            path: citation.place.path.to_string(),
            line: position.map(|(line, _)| line.number()),
            times: 1,
            near: nearest(&citation.key, keys).map(str::to_owned),
        });
    }
    Unmatched { unused, missing }
}

fn shown(entry: &Entry, references: &Bibliography, uncited: &BTreeSet<&str>) -> FoundWork {
    FoundWork {
        key: entry.key.clone(),
        authors: first(entry, &["author", "editor", "organization", "institution"]),
        year: year(&first(entry, &["date", "year", "issued"])),
        title: first(entry, &["title", "booktitle", "maintitle"]),
        cited: !uncited.contains(entry.key.as_str()),
        path: entry.key_place.path.to_string(),
        line: references
            .sources
            .position(&entry.key_place)
            .map(|(line, _)| line.number()),
    }
}

fn first(entry: &Entry, names: &[&str]) -> String {
    let mut values = names.iter().filter_map(|name| entry.value(name));
    values.next().unwrap_or_default().trim().to_owned()
}

/// Returns the year that a date begins with.
fn year(date: &str) -> String {
    let digits: String = date.chars().skip_while(|c| !c.is_ascii_digit()).collect();
    digits.chars().take_while(char::is_ascii_digit).collect()
}

/// Returns a text as it is compared: without case and accents.
fn folded(text: &str) -> String {
    let letters: String = text.nfd().filter(|c| c.is_alphanumeric()).collect();
    letters.to_lowercase()
}

/// Returns the words of a text as they are compared.
fn parts(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.map(folded).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_taken_out_of_a_date() {
        assert_eq!(year("2021-03"), "2021");
        assert_eq!(year("c. 1999"), "1999");
        assert_eq!(year("in press"), "");
        assert_eq!(parts("Müller, A."), ["muller", "a"]);
    }
}
