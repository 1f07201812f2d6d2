//! Reading a `.bib`, BibTeX or BibLaTeX: every entry as far as it can be read, every mistake at its
//! own place.
//!
//! # Decisions
//!
//! - 2026-11: read from its signs by ourselves. The crates that do it stop an entry at its first
//!   mistake, and lose what BibLaTeX's own names, dates and particles say.

mod inherit;
mod item;
mod kinds;
mod letters;
mod names;
mod parts;
mod syntax;
mod tex;
mod when;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostics::text::{inline, list, nearest};
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::references::bib::inherit::{Work, inherited};
use crate::references::bib::item::{Said, fill, is_verbatim};
use crate::references::bib::syntax::{Mistake, Piece, RawField, shape};
use crate::references::entry::Entry;
use crate::references::rules::{
    BIBLIOGRAPHY_FIELD_MISSING, BIBLIOGRAPHY_SYNTAX, BIBLIOGRAPHY_TYPE_UNKNOWN,
};
use crate::references::{Read, syntax_mistake};

pub(in crate::references) use item::{bare_doi, edition};
pub(in crate::references) use names::{is_corporate, person, with_own_particle};
pub(in crate::references) use tex::{Braces, decoded};
pub(in crate::references) use when::composed;

/// So long may the text of a macro become, in bytes: macros may be made of macros.
const MAX_MACRO: usize = 1 << 16;

/// The macros that every style of BibTeX brings.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

pub(super) fn read(path: &ProjectPath, text: &str) -> Read {
    let mut read = Read::default();
    let shape = shape(text);
    let told = |mistake: Mistake| syntax_mistake(path, mistake.range, mistake.message);
    read.findings.extend(shape.mistakes.into_iter().map(told));
    let mut macros: BTreeMap<String, Cow<'_, str>> = MONTHS
        .iter()
        .map(|month| ((*month).to_owned(), Cow::Borrowed(*month)))
        .collect();
    for string in &shape.strings {
        let mut value = resolved(string, &macros, &mut |_| {});
        if value.len() > MAX_MACRO {
            let end = value.floor_char_boundary(MAX_MACRO);
            value = value[..end].to_owned().into();
        }
        macros.insert(string.name.to_lowercase(), value);
    }

    let mut by_key = BTreeMap::new();
    let mut works = Vec::with_capacity(shape.entries.len());
    let mut entries = Vec::with_capacity(shape.entries.len());
    for raw in shape.entries {
        let kind = raw.kind.to_lowercase();
        let mut entry = Entry::new(
            path,
            raw.key,
            &kind,
            raw.range.clone(),
            raw.key_range.clone(),
        );
        let shown = inline(raw.key, 60);
        entry
            .findings
            .extend(raw.mistakes.into_iter().map(|mut mistake| {
                if !mistake.message.contains("the entry") && !raw.key.is_empty() {
                    mistake.message += &format!(" in the entry `{shown}`");
                }
                told(mistake)
            }));
        let mut said: Vec<Said<'_>> = Vec::with_capacity(raw.fields.len());
        for field in &raw.fields {
            let mut unknown = |name: &str| {
                let name = inline(name, 40);
                let message = format!("`{name}` stands for nothing in the entry `{shown}`");
                let finding = syntax_mistake(path, field.range.clone(), message);
                entry
                    .findings
                    .push(finding.hint("put the text into braces"));
            };
            let value = resolved(field, &macros, &mut unknown);
            said.push(Said {
                name: lower(field.name),
                raw: value,
                range: Some(field.range.clone()),
            });
        }
        if kinds::kind(&kind).is_none() {
            entry
                .findings
                .push(unknown_kind(path, raw.kind, raw.kind_range.clone()));
        }
        if raw.key.is_empty() {
            let at = raw.kind_range;
            let finding = Diagnostic::of(
                &BIBLIOGRAPHY_SYNTAX,
                "an entry has no key, so it cannot be cited",
            )
            .at(Place::range(path.clone(), at))
            .hint("write a key behind the brace: `@book{smith2020, title = {…}}`");
            read.findings.push(finding);
        } else {
            by_key.entry(raw.key).or_insert(works.len());
        }
        works.push(Work { kind, said });
        entries.push(entry);
    }
    for (at, mut entry) in entries.into_iter().enumerate() {
        let others = inherited(at, &works, &by_key);
        let said: Cow<'_, [Said<'_>]> = match others.is_empty() {
            true => Cow::Borrowed(&works[at].said),
            false => works[at]
                .said
                .iter()
                .cloned()
                .chain(others)
                .collect::<Vec<_>>()
                .into(),
        };
        entry
            .findings
            .extend(orphaned(&entry, &works[at].said, &by_key));
        fill(&said, &mut entry);
        for field in said.iter() {
            let value = match is_verbatim(&field.name) {
                true => tex::verbatim(&field.raw),
                false => tex::words(&field.raw),
            };
            let key = entry.key_place.range.clone().unwrap_or_default();
            entry.say(&field.name, value, field.range.clone().unwrap_or(key));
        }
        if !entry.key.is_empty() {
            read.entries.push(entry);
        }
    }
    read
}

/// Says which entries are named to take fields from and do not exist.
fn orphaned(
    entry: &Entry,
    said: &[Said<'_>],
    by_key: &BTreeMap<&str, usize>,
) -> Option<Diagnostic> {
    let mut parents = said
        .iter()
        .filter(|said| matches!(&*said.name, "crossref" | "xdata"))
        .flat_map(|said| said.raw.split(',').map(move |key| (key.trim(), said)));
    let (key, said) = parents.find(|(key, _)| !key.is_empty() && !by_key.contains_key(key))?;
    let message = format!(
        "the entry `{}` takes fields from `{}`, which is not in the file",
        inline(&entry.key, 60),
        inline(key, 60)
    );
    let path = entry.place.path.clone();
    let place = Place::range(path, said.range.clone()?);
    let finding = Diagnostic::of(&BIBLIOGRAPHY_FIELD_MISSING, message).at(place);
    Some(finding.hint("put that entry into the same file, or correct its key"))
}

fn lower(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => name.to_ascii_lowercase().into(),
        false => name.into(),
    }
}

/// Returns the text of a value, its macros resolved; those that are not known stand as written.
fn resolved<'s>(
    field: &RawField<'s>,
    macros: &BTreeMap<String, Cow<'s, str>>,
    unknown: &mut dyn FnMut(&str),
) -> Cow<'s, str> {
    let mut parts = field.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => Cow::Borrowed(*text),
        Piece::Macro(name) => match macros.get(&name.to_lowercase()) {
            Some(text) => text.clone(),
            None => {
                unknown(name);
                Cow::Borrowed(*name)
            }
        },
    });
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |whole, part| match whole.len() > MAX_MACRO {
        true => whole,
        false => whole + part,
    })
}

fn unknown_kind(path: &ProjectPath, kind: &str, range: std::ops::Range<usize>) -> Diagnostic {
    let message = format!(
        "`@{}` is no kind of reference, so it is set as `@misc`",
        inline(kind, 40)
    );
    let finding =
        Diagnostic::of(&BIBLIOGRAPHY_TYPE_UNKNOWN, message).at(Place::range(path.clone(), range));
    match nearest(&kind.to_lowercase(), kinds::known()) {
        Some(near) => finding.hint(format!("did you mean `@{near}`?")),
        None => finding.hint(format!(
            "common kinds are {}",
            list(&["@book", "@article", "@report", "@online", "@thesis"])
        )),
    }
}
