//! The verb: items, a style and the citations of a document → what is printed.

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::csl::archive::language;
use crate::csl::cluster::{Part, citation, expanded};
use crate::csl::disambiguate::tell_apart;
use crate::csl::eval::{Positions, Run, Told, Work, Works};
use crate::csl::item::Item;
use crate::csl::list::references;
use crate::csl::locale::Locale;
use crate::csl::output::{Cite, Cluster, Formatted, ListLayout, Piece};
use crate::csl::position::positions;
use crate::csl::rich::settle;
use crate::csl::sort::{Keys, Sorter};
use crate::csl::style::Style;

/// Returns what a style makes of the citations of a document, in their order, and the list of the
/// works that are cited.
///
/// `language` is the language of the document; without it the style's own is taken.
pub fn format(
    style: &Style,
    language: Option<&str>,
    items: &BTreeMap<String, Item>,
    clusters: &[Cluster],
) -> Formatted {
    let run = Run {
        style,
        locale: locale(style, language),
        troubles: RefCell::default(),
        is_spent: Cell::default(),
    };
    let (mut works, missing) = works(items, clusters);
    let order = number(&run, &mut works);
    remember_first_notes(&mut works, clusters);
    let parts = sorted(&run, &works, clusters);
    let notes: Vec<Option<u32>> = clusters.iter().map(|cluster| cluster.note).collect();
    tell_apart(&run, &mut works, &parts, &notes, &order);

    let marks = run.locale.marks();
    let takes_punctuation = run.locale.takes_punctuation_into_quotes();
    let settled = |text| settle(text, &marks, takes_punctuation);
    let places = positions(style, &parts, &notes);
    // Most works are cited more than once, and in the same way.
    let mut written = Written::new();
    let clusters = parts
        .iter()
        .zip(&places)
        .zip(clusters)
        .map(|((parts, places), cluster)| {
            let is_inside = cluster.is_inside;
            let is_alone = cluster.note.is_some() && !is_inside;
            let write = || settled(citation(&run, &works, parts, places, is_alone, is_inside));
            written
                .entry((parts, places, is_alone, is_inside))
                .or_insert_with(write)
                .clone()
        })
        .collect();
    let list = references(&run, &works, &order, &settled);
    Formatted {
        clusters,
        list,
        layout: list_layout(style),
        missing,
        troubles: run.troubles.into_inner().into_iter().collect(),
    }
}

/// What has been written of cites at positions, in notes of their own or of the author's.
type Written<'p> = BTreeMap<(&'p [Part], &'p [Positions], bool, bool), Vec<Piece>>;

/// Returns the terms of a language as a style has them.
fn locale(style: &Style, wanted: Option<&str>) -> Locale {
    let code = wanted
        .or(style.default_locale.as_deref())
        .unwrap_or("en-US");
    let mut locale = language(code);
    let primary = code.split('-').next().unwrap_or_default();
    let mut over = |lang: Option<&str>| {
        for own in style
            .locales
            .iter()
            .filter(|own| own.lang.as_deref() == lang)
        {
            locale.change(own);
        }
    };
    over(None);
    over(Some(primary));
    if code != primary {
        over(Some(code));
    }
    locale
}

/// Returns the works that are cited, numbered as they are first, and the keys that no item has.
fn works<'a>(items: &'a BTreeMap<String, Item>, clusters: &[Cluster]) -> (Works<'a>, Vec<String>) {
    let mut works = Works::new();
    let mut missing = BTreeSet::new();
    for cite in clusters.iter().flat_map(|cluster| &cluster.cites) {
        let number = works.len() + 1;
        match items.get_key_value(&cite.key) {
            Some((key, item)) => {
                works.entry(key.as_str()).or_insert_with(|| Work {
                    item,
                    number,
                    first_note: None,
                    told: Told::default(),
                });
            }
            None => {
                missing.insert(cite.key.clone());
            }
        }
    }
    (works, missing.into_iter().collect())
}

/// Sorts the list, numbers the works by it, and returns their keys in order.
fn number<'a>(run: &Run<'_>, works: &mut Works<'a>) -> Vec<&'a str> {
    let mut order: Vec<&'a str> = works.keys().copied().collect();
    order.sort_by_key(|key| works[key].number);
    let Some(list) = run
        .style
        .bibliography
        .as_ref()
        .filter(|list| !list.sort.is_empty())
    else {
        return order;
    };
    let sorter = Sorter::new(run);
    let keys: BTreeMap<&str, Keys> = order
        .iter()
        .map(|key| (*key, sorter.keys(list, &works[key])))
        .collect();
    order.sort_by(|a, b| sorter.compare(&keys[a], &keys[b]));
    // A list that runs down by number is turned round, its numbers are not.
    let is_turned = sorter.is_turned(list);
    let count = order.len();
    for (at, key) in order.iter().enumerate() {
        if let Some(work) = works.get_mut(key) {
            work.number = if is_turned { count - at } else { at + 1 };
        }
    }
    order
}

fn remember_first_notes(works: &mut Works<'_>, clusters: &[Cluster]) {
    for cluster in clusters {
        let Some(note) = cluster.note else { continue };
        for cite in &cluster.cites {
            if let Some(work) = works.get_mut(cite.key.as_str()) {
                work.first_note.get_or_insert(note);
            }
        }
    }
}

/// Returns the cites of each cluster in the order that the style wants.
fn sorted(run: &Run<'_>, works: &Works<'_>, clusters: &[Cluster]) -> Vec<Vec<Part>> {
    let layout = &run.style.citation;
    if layout.sort.is_empty() {
        return clusters
            .iter()
            .map(|cluster| expanded(cluster, &|_, _| Ordering::Equal))
            .collect();
    }
    let sorter = Sorter::new(run);
    let keys: BTreeMap<&str, Keys> = works
        .iter()
        .map(|(key, work)| (*key, sorter.keys(layout, work)))
        .collect();
    let compare = |a: &Cite, b: &Cite| match (keys.get(a.key.as_str()), keys.get(b.key.as_str())) {
        (Some(a), Some(b)) => sorter.compare(a, b),
        _ => Ordering::Equal,
    };
    clusters
        .iter()
        .map(|cluster| expanded(cluster, &compare))
        .collect()
}

fn list_layout(style: &Style) -> ListLayout {
    let Some(list) = &style.bibliography else {
        return ListLayout::default();
    };
    ListLayout {
        hanging_indent: list.list.hanging_indent,
        second_field_align: list.list.second_field_align,
        line_spacing: list.list.line_spacing.unwrap_or(1).max(1),
        entry_spacing: list.list.entry_spacing.unwrap_or(1).max(0),
    }
}
