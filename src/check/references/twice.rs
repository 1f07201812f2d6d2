//! One work under two keys.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::check::context::SourceContext;
use crate::check::references::links::bare_doi;
use crate::check::references::rules::REFERENCE_TWICE;
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::references::Entry;

/// Shorter titles (`Introduction`, `Editorial`) may be those of several works of a year.
const MIN_TITLE: usize = 16;

/// Finds entries that are the same work: by their DOI, else by title, year and first author.
pub(super) fn works(context: &SourceContext<'_>, sink: &mut Sink) {
    let mut by_doi: BTreeMap<String, &Entry> = BTreeMap::new();
    let mut by_title: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in &context.references.entries {
        let doi = entry
            .value("doi")
            .map(|doi| bare_doi(doi).to_lowercase())
            .filter(|doi| doi.starts_with("10."));
        let title = fingerprint(entry);
        let same_doi = doi.as_ref().and_then(|doi| by_doi.get(doi)).copied();
        let same_title = title
            .as_ref()
            .and_then(|title| by_title.get(title))
            .copied();
        // Chapters of a book may share its DOI; their titles tell them apart.
        let by_their_doi =
            same_doi.filter(|first| first.kind == entry.kind && is_alike(first, entry));
        // Two papers with DOIs of their own are two papers.
        let by_their_title =
            same_title.filter(|first| first.value("doi").is_none() || doi.is_none());
        if let Some(first) = by_their_doi.or(by_their_title) {
            let (key, other) = (inline(&entry.key, 60), inline(&first.key, 60));
            let why = match by_their_doi {
                Some(_) => "DOI",
                None => "title, year and first author",
            };
            let message = format!("`{key}` is the same work as `{other}`: they share their {why}");
            let finding = Diagnostic::of(&REFERENCE_TWICE, message)
                .at(entry.key_place.clone())
                .also(first.key_place.clone(), "the first one");
            sink.push(finding.hint(format!(
                "keep one of them and cite it everywhere, such as `{other}`"
            )));
        }
        if let Some(doi) = doi {
            by_doi.entry(doi).or_insert(entry);
        }
        if let Some(title) = title {
            by_title.entry(title).or_insert(entry);
        }
    }
}

/// Returns whether two titles may be of one work: one is the beginning of the other.
fn is_alike(one: &Entry, other: &Entry) -> bool {
    let title = |entry: &Entry| letters(entry.value("title").unwrap_or_default());
    let (one, other) = (title(one), title(other));
    one.starts_with(&other) || other.starts_with(&one)
}

fn fingerprint(entry: &Entry) -> Option<String> {
    let title = letters(entry.value("title")?);
    let date = entry.value("date")?;
    let year: String = date.chars().take(4).collect();
    let author = entry.value("author").or_else(|| entry.value("editor"))?;
    let first = author.split(" and ").next().unwrap_or(author);
    let surname = match first.split_once(',') {
        Some((surname, _)) => surname,
        None => first.rsplit(' ').next().unwrap_or(first),
    };
    (title.len() >= MIN_TITLE).then(|| format!("{title} {year} {}", letters(surname)))
}

fn letters(text: &str) -> String {
    text.to_lowercase()
        .nfkd()
        .filter(|c| c.is_alphanumeric())
        .collect()
}
