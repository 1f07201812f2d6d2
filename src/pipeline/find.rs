//! Works of the reference files by words of theirs: an author, a title, a year, a key.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::dissertation::Dissertation;
use crate::references::Entry;

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

/// Finds works, those first whose authors begin with what is looked for.
pub fn find(dissertation: &Dissertation, request: &FindRequest) -> Vec<FoundWork> {
    let wanted: Vec<String> = request.words.split_whitespace().map(folded).collect();
    let wanted: Vec<&String> = wanted.iter().filter(|word| !word.is_empty()).collect();
    let references = dissertation.references();
    let citations = dissertation.manuscript().citations();
    let cited: BTreeSet<&str> = citations.map(|it| it.key.as_str()).collect();
    let mut found: Vec<(bool, FoundWork)> = Vec::new();
    for entry in &references.entries {
        let work = FoundWork {
            key: entry.key.clone(),
            authors: first(entry, &["author", "editor", "organization", "institution"]),
            year: year(&first(entry, &["date", "year", "issued"])),
            title: first(entry, &["title", "booktitle", "maintitle"]),
            cited: cited.contains(entry.key.as_str()),
            path: entry.key_place.path.to_string(),
            line: references
                .sources
                .position(&entry.key_place)
                .map(|(line, _)| line.number()),
        };
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
