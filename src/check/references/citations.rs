//! Citations without works, and works without citations.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::SourceContext;
use crate::check::references::rules::REFERENCE_UNCITED;
use crate::check::sink::Sink;
use crate::diagnostics::text::{count, inline, list, nearest};
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::{Citation, Manuscript};
use crate::markdown::thing_named;
use crate::references::rules::{BIBLIOGRAPHY_FORMAT, BIBLIOGRAPHY_SYNTAX, BIBLIOGRAPHY_UNREADABLE};
use crate::references::{Bibliography, Entry};
use crate::typeset::rules::UNKNOWN_CITATION;

/// So many works are listed one by one; more are one finding.
const ONE_BY_ONE: usize = 5;

/// Finds citations of works that no reference file has. Where code may make labels that nobody sees
/// in the files, the pages tell what is none.
pub(super) fn unknown(context: &SourceContext<'_>, sink: &mut Sink) {
    let references = context.references;
    if context
        .manuscript
        .texts
        .iter()
        .any(|text| text.has_unseen_labels)
    {
        return;
    }
    for citation in citations_of_nothing(context.manuscript, references) {
        if is_in_a_broken_file(context, &citation.key) {
            continue;
        }
        let key = inline(&citation.key, 60);
        let keys = references.keys.keys().map(String::as_str);
        let message = format!("`{key}` is in none of the reference files");
        let finding = Diagnostic::of(&UNKNOWN_CITATION, message).at(citation.place.clone());
        sink.push(match nearest(&citation.key, keys) {
            _ if references.keys.is_empty() => finding.hint(
                "there are no references yet: export them as `references.bib` into the project's folder",
            ),
            Some(near) => finding.hint(format!("did you mean `{near}`?")),
            None => finding.hint("add the work to a reference file, or correct the key"),
        });
    }
}

/// Returns the citations of works that no reference file has.
pub(crate) fn citations_of_nothing<'a>(
    manuscript: &'a Manuscript,
    references: &'a Bibliography,
) -> impl Iterator<Item = &'a Citation> {
    // A name such as `fig-x` is a reference: `unknown-label` asks for what it names.
    manuscript.citations().filter(|citation| {
        !references.keys.contains_key(&citation.key) && thing_named(&citation.key).is_none()
    })
}

/// Returns whether a file that cannot be read to its end has an entry of this key.
fn is_in_a_broken_file(context: &SourceContext<'_>, key: &str) -> bool {
    let references = context.references;
    let broken = |finding: &&Diagnostic| {
        finding.is_any(&[
            &BIBLIOGRAPHY_SYNTAX,
            &BIBLIOGRAPHY_UNREADABLE,
            &BIBLIOGRAPHY_FORMAT,
        ])
    };
    references
        .findings_of(|_| true)
        .filter(broken)
        .any(|finding| {
            let text = finding
                .place
                .as_ref()
                .and_then(|place| references.sources.text(&place.path));
            text.is_none_or(|text| text.contains(key))
        })
}

/// Returns the works that no text cites and no other work is part of.
pub(crate) fn works_uncited<'a>(
    manuscript: &Manuscript,
    references: &'a Bibliography,
) -> Vec<&'a Entry> {
    let cited = manuscript.citations().map(|it| it.key.as_str());
    // Who refers to a key as to a label means the work too.
    let mentioned = manuscript.mentions().map(|it| it.name.as_str());
    let cited: BTreeSet<&str> = cited.chain(mentioned).collect();
    let entries = &references.entries;
    let parents: BTreeSet<&str> = entries
        .iter()
        .flat_map(|entry| {
            ["crossref", "xref", "xdata", "entryset"]
                .into_iter()
                .filter_map(|name| entry.value(name))
        })
        .flat_map(|keys| keys.split(','))
        .map(str::trim)
        .collect();
    let is_uncited = |entry: &&Entry| {
        let key = entry.key.as_str();
        let is_work = !matches!(entry.kind.as_str(), "xdata" | "set");
        let aliases = entry.value("ids").unwrap_or_default();
        let is_cited =
            cited.contains(key) || aliases.split(',').any(|alias| cited.contains(alias.trim()));
        is_work && !is_cited && !parents.contains(key)
    };
    entries.iter().filter(is_uncited).collect()
}

/// Finds works that no text cites, once everything is due: a draft cites them later.
pub(super) fn uncited(context: &SourceContext<'_>, sink: &mut Sink) {
    if !context.due.is_whole() {
        return;
    }
    let mut by_file: BTreeMap<_, Vec<&Entry>> = BTreeMap::new();
    for entry in works_uncited(context.manuscript, context.references) {
        by_file
            .entry(&entry.key_place.path)
            .or_default()
            .push(entry);
    }
    for (path, uncited) in by_file {
        if uncited.len() <= ONE_BY_ONE {
            for entry in uncited {
                let message = format!("no text cites `{}`", inline(&entry.key, 60));
                sink.push(one(message, entry.key_place.clone()));
            }
            continue;
        }
        let keys: Vec<String> = uncited
            .iter()
            .take(ONE_BY_ONE)
            .map(|entry| inline(&entry.key, 40))
            .collect();
        let message = format!(
            "no text cites {} of `{path}`, {} among them",
            count(uncited.len(), "reference"),
            list(&keys)
        );
        sink.push(one(message, uncited[0].key_place.clone()));
    }
}

fn one(message: String, place: Place) -> Diagnostic {
    Diagnostic::of(&REFERENCE_UNCITED, message)
        .at(place)
        .hint("cite it or remove it; what is not cited is not printed")
}
