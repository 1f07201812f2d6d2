//! New works beside those that are there: no doubles, and keys that stay.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::csl::Item;
use crate::references::Entry;
use crate::references::incoming::keys::key;
use crate::references::incoming::structured::said;
use crate::references::incoming::write::{read_back, written};
use crate::references::incoming::{Incoming, work::bare_doi};
use crate::references::markup::plain;

/// What becomes of works that come in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged {
    /// Works that were not there, in their order.
    pub added: Vec<Added>,
    /// Works that were there already.
    pub known: Vec<Known>,
}

/// A work that is to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// Its key.
    pub key: String,
    /// Its entry as a `.bib` has it, with a line feed at its end.
    pub entry: String,
    /// Its authors or editors in short.
    pub authors: String,
    /// Its year; empty if nobody says it.
    pub year: String,
    /// Its title.
    pub title: String,
    /// Whether the export says that it was retracted.
    pub is_retracted: bool,
    /// Names taken for organisations that may be those of persons.
    pub doubtful: Vec<String>,
    /// Variables of CSL that a `.bib` cannot hold, or that it would read otherwise.
    pub lost: Vec<String>,
}

/// A work that is there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The key that it has.
    pub key: String,
    /// Its title, as it came in.
    pub title: String,
    /// Whether the export says that it was retracted.
    pub is_retracted: bool,
}

/// Puts works beside those that are there.
///
/// Two works are one by their DOI; without one of them by title, year and first author. Chapters
/// of a book may share its DOI, so kinds and titles must agree. `called` says what of names and titles
/// a new key may be made of.
pub fn merge(there: &[Entry], works: Vec<Incoming>, called: &dyn Fn(&str) -> String) -> Merged {
    let mut merged = Merged::default();
    let mut taken: BTreeSet<String> = there.iter().map(|entry| entry.key.clone()).collect();
    let mut by_doi: BTreeMap<String, Vec<(Item, String)>> = BTreeMap::new();
    let mut by_title: BTreeMap<String, (Option<String>, String)> = BTreeMap::new();
    for entry in there {
        note(&entry.item, &entry.key, &mut by_doi, &mut by_title);
    }
    for work in works {
        let item = work.item;
        let own = doi(&item);
        let same_doi = own
            .as_ref()
            .and_then(|doi| by_doi.get(doi))
            .and_then(|all| {
                let mut all = all.iter();
                all.find(|(other, _)| is_alike(other, &item))
                    .map(|(_, key)| key.clone())
            });
        let same_title = by_title
            .get(&print(&item))
            .filter(|(theirs, _)| theirs.is_none() || own.is_none() || *theirs == own)
            .map(|(_, key)| key.clone());
        let title = plain(item.text("title").unwrap_or_default());
        if let Some(key) = same_doi.or(same_title) {
            merged.known.push(Known {
                key,
                title,
                is_retracted: work.is_retracted,
            });
            continue;
        }
        let key = key(&item, &taken, called);
        taken.insert(key.clone());
        note(&item, &key, &mut by_doi, &mut by_title);
        let entry = written(&item, &key, work.is_retracted);
        let people = ["author", "editor", "director"];
        let names = people
            .iter()
            .map(|role| item.names(role))
            .find(|names| !names.is_empty());
        let start = item.date("issued").and_then(|date| date.start);
        merged.added.push(Added {
            lost: read_back(&item, &entry),
            authors: said(names.unwrap_or_default()),
            year: start
                .map(|start| start.year.to_string())
                .unwrap_or_default(),
            title,
            key,
            entry,
            is_retracted: work.is_retracted,
            doubtful: work.doubtful,
        });
    }
    merged
}

fn note(
    item: &Item,
    key: &str,
    by_doi: &mut BTreeMap<String, Vec<(Item, String)>>,
    by_title: &mut BTreeMap<String, (Option<String>, String)>,
) {
    if let Some(doi) = doi(item) {
        by_doi
            .entry(doi)
            .or_default()
            .push((item.clone(), key.to_owned()));
    }
    by_title
        .entry(print(item))
        .or_insert_with(|| (doi(item), key.to_owned()));
}

fn doi(item: &Item) -> Option<String> {
    let doi = plain(item.text("DOI")?);
    let doi = bare_doi(&doi).to_lowercase();
    doi.starts_with("10.").then_some(doi)
}

/// Returns whether two titles may be of one work: one is the beginning of the other.
fn is_alike(one: &Item, other: &Item) -> bool {
    let (one, other) = (title(one), title(other));
    one.starts_with(&other) || other.starts_with(&one)
}

fn title(item: &Item) -> String {
    folded(&plain(item.text("title").unwrap_or_default()))
}

/// Returns what two records of one work share: title, year and first author.
fn print(item: &Item) -> String {
    let year = item
        .date("issued")
        .and_then(|date| date.start)
        .map(|start| start.year);
    let people = ["author", "editor"];
    let name = people.iter().find_map(|role| item.names(role).first());
    let name = name.map(|name| format!("{}{}", name.family, name.literal));
    format!(
        "{} {} {}",
        title(item),
        year.unwrap_or_default(),
        folded(&name.unwrap_or_default())
    )
}

fn folded(text: &str) -> String {
    text.to_lowercase()
        .nfkd()
        .filter(|c| c.is_alphanumeric())
        .collect()
}
