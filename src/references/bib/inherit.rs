//! What an entry has from others: `crossref` and `xdata`.
//!
//! Source: the BibLaTeX manual, "Cross-referencing" and "Default Inheritance".

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::references::bib::item::Said;

/// So many entries one entry may have fields from, however they point to each other.
const MAX_PARENTS: usize = 32;

/// Fields that are about an entry itself.
const OWN: &str = "
    crossref xref xdata ids entryset entrysubtype execute label options presort related
    relatedoptions relatedstring relatedtype shorthand sortkey shorttitle sorttitle indextitle
    keywords abstract";

/// An entry with its own fields.
pub(super) struct Work<'s> {
    pub(super) kind: String,
    pub(super) said: Vec<Said<'s>>,
}

/// Returns the fields that an entry has from others.
pub(super) fn inherited<'s>(
    at: usize,
    works: &[Work<'s>],
    by_key: &BTreeMap<&str, usize>,
) -> Vec<Said<'s>> {
    let work = &works[at];
    if !work
        .said
        .iter()
        .any(|said| matches!(&*said.name, "crossref" | "xdata"))
    {
        return Vec::new();
    }
    let mut budget = MAX_PARENTS;
    let mut whole = work.said.clone();
    complete(
        &mut whole,
        &work.kind,
        works,
        by_key,
        &mut vec![at],
        &mut budget,
    );
    whole.split_off(work.said.len())
}

fn complete<'s>(
    said: &mut Vec<Said<'s>>,
    kind: &str,
    works: &[Work<'s>],
    by_key: &BTreeMap<&str, usize>,
    path: &mut Vec<usize>,
    budget: &mut usize,
) {
    for (field, is_whole) in [("xdata", true), ("crossref", false)] {
        let keys = said
            .iter()
            .find(|said| said.name == field)
            .map(|said| said.raw.clone());
        for key in keys.iter().flat_map(|keys| keys.split(',')).map(str::trim) {
            let Some(&parent) = by_key.get(key) else {
                continue;
            };
            // Whoever points to itself, over however many others, is read once.
            if path.contains(&parent) || *budget == 0 {
                continue;
            }
            *budget -= 1;
            let work = &works[parent];
            let mut theirs = work.said.clone();
            path.push(parent);
            complete(&mut theirs, &work.kind, works, by_key, path, budget);
            path.pop();
            let has = |name: &str| said.iter().any(|own| own.name == name);
            let has_date = has("date") || has("year");
            let mut taken: Vec<Said<'s>> = Vec::new();
            for field in theirs {
                let is_date = matches!(&*field.name, "date" | "year" | "month" | "day");
                if OWN.split_whitespace().any(|own| own == field.name) || is_date && has_date {
                    continue;
                }
                let name = match is_whole {
                    true => field.name,
                    false => renamed(field.name, kind, &work.kind),
                };
                let is_there = has(&name) || taken.iter().any(|known| known.name == name);
                if !is_there {
                    taken.push(Said {
                        name,
                        raw: field.raw,
                        range: None,
                    });
                }
            }
            said.extend(taken);
        }
    }
}

/// Returns what a field of a parent is called in a child.
fn renamed<'s>(name: Cow<'s, str>, child: &str, parent: &str) -> Cow<'s, str> {
    let prefix = match (child, parent) {
        ("article" | "suppperiodical" | "review", _) => "journal",
        (_, parent) if parent.starts_with("mv") => "main",
        ("book" | "collection" | "proceedings" | "reference", "book" | "collection") => "main",
        (
            "inbook" | "bookinbook" | "suppbook" | "incollection" | "suppcollection"
            | "inproceedings" | "conference" | "inreference",
            _,
        ) => "book",
        _ => return name,
    };
    match (&*name, prefix) {
        ("title", _) => format!("{prefix}title").into(),
        ("subtitle", _) => format!("{prefix}subtitle").into(),
        ("titleaddon", _) => format!("{prefix}titleaddon").into(),
        ("author", "book") if matches!(child, "inbook" | "bookinbook" | "suppbook") => {
            "bookauthor".into()
        }
        _ => name,
    }
}
