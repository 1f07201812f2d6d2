//! Where secrets stand in the author's files.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::confidential::identifiers::{Identifier, IdentifierKind, Material, identifiers};
use crate::check::confidential::names::{Hit, ListedNames};
use crate::check::context::SourceContext;
use crate::diagnostics::{Place, ProjectPath};
use crate::manuscript::{Passage, PassageKind, Role, Text};
use crate::project::manifest_path;

/// Finds names in the files of the outline, in the reference files and in the manifest.
pub(super) fn names(
    context: &SourceContext<'_>,
    names: &ListedNames,
) -> BTreeMap<ProjectPath, Vec<Hit>> {
    let mut found: BTreeMap<ProjectPath, Vec<Hit>> = BTreeMap::new();
    if names.is_empty() {
        return found;
    }
    let bibliography = &context.project.manifest.bibliography.files;
    let texts = context.manuscript.texts.iter().map(|text| &text.path);
    for path in texts.chain(bibliography).chain([&manifest_path()]) {
        if let Some(text) = context.sources.text(path) {
            found
                .entry(path.clone())
                .or_default()
                .extend(names.find(text));
        }
    }
    for text in &context.manuscript.texts {
        let hits = found.entry(text.path.clone()).or_default();
        for passage in &text.passages {
            hits.extend(names.find(&passage.text).into_iter().map(|hit| Hit {
                range: in_file(passage, hit.range.clone()),
                ..hit
            }));
        }
    }
    for entry in &context.references.entries {
        for field in &entry.fields {
            let Some(range) = field.place.range.clone() else {
                continue;
            };
            let hits = found.entry(field.place.path.clone()).or_default();
            for hit in names.find(&field.value) {
                // What was written with commands of its own leads to the whole value.
                let is_there = |known: &Hit| {
                    known.name == hit.name
                        && range.start <= known.range.start
                        && known.range.end <= range.end
                };
                if !hits.iter().any(is_there) {
                    hits.push(Hit {
                        range: range.clone(),
                        ..hit
                    });
                }
            }
        }
    }
    for hits in found.values_mut() {
        hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end), hit.name));
        hits.dedup();
    }
    found.retain(|_, hits| !hits.is_empty());
    found
}

/// Returns what does not overlap something that stands before it: one finding for one stretch.
pub(super) fn distinct<T>(mut found: Vec<T>, range: impl Fn(&T) -> Range<usize>) -> Vec<T> {
    let mut end = 0;
    found.retain(|one| {
        let range = range(one);
        let is_new = range.start >= end;
        end = end.max(range.end);
        is_new
    });
    found
}

/// Finds identifiers in the files of the outline.
pub(super) fn persons(context: &SourceContext<'_>) -> BTreeMap<ProjectPath, Vec<Identifier>> {
    let known = known_addresses(context);
    let mut found = BTreeMap::new();
    for text in &context.manuscript.texts {
        let Some(written) = context.sources.text(&text.path) else {
            continue;
        };
        let material = material(text);
        let mut here = identifiers(written, material);
        for passage in &text.passages {
            let material = match passage.kind {
                PassageKind::Quotation => Material::Participants,
                PassageKind::Paragraph
                | PassageKind::Heading
                | PassageKind::Footnote
                | PassageKind::Caption
                | PassageKind::Cell
                | PassageKind::Alternative => material,
            };
            let read = identifiers(&passage.text, material).into_iter();
            here.extend(read.map(|one| Identifier {
                range: in_file(passage, one.range.clone()),
                ..one
            }));
        }
        here.retain(|one| {
            one.kind != IdentifierKind::Email
                || !is_known(&known, &written[bounded(written, &one.range)])
        });
        here.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end), one.kind));
        let here = distinct(here, |one| one.range.clone());
        if !here.is_empty() {
            found.insert(text.path.clone(), here);
        }
    }
    found
}

/// Returns the addresses of the people who write and supervise: they are printed to be written to,
/// as long as nobody is to remain unnamed.
pub(super) fn known_addresses(context: &SourceContext<'_>) -> Vec<String> {
    if context.is_anonymous {
        return Vec::new();
    }
    let people = context.project.manifest.people.values();
    plain_addresses(people.map(String::as_str))
}

pub(super) fn plain_addresses<'a>(addresses: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let addresses = addresses.into_iter();
    addresses.map(|it| it.trim().to_lowercase()).collect()
}

pub(super) fn is_known(known: &[String], address: &str) -> bool {
    known.contains(&address.to_lowercase())
}

/// Returns how closely a file is looked at.
fn material(text: &Text) -> Material {
    let id = text.role.id();
    match text.role {
        Role::Appendix(_) => Material::Participants,
        Role::Chapter(_) if id.contains("finding") || id.contains("result") => {
            Material::Participants
        }
        Role::Chapter(_) | Role::Part(..) => Material::Other,
    }
}

fn in_file(passage: &Passage, bytes: Range<usize>) -> Range<usize> {
    let Place { range, .. } = passage.place(bytes);
    range.unwrap_or_default()
}

/// Returns the range if it stands in the text, else nothing of it.
fn bounded(text: &str, range: &Range<usize>) -> Range<usize> {
    match text.get(range.clone()) {
        Some(_) => range.clone(),
        None => 0..0,
    }
}
