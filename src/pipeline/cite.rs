//! Works as the citation style prints them, each part with the field that it comes from.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::csl::{Cluster, Form, Reference, Style, plain};
use crate::diagnostics::text::{inline, nearest};
use crate::dissertation::{Dissertation, Failure, FailureKind};
use crate::references::Entry;

/// Works to be shown.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CiteRequest {
    /// Their keys.
    pub keys: Vec<String>,
}

/// Works as the style prints them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CiteReport {
    /// The name of the style, or its file.
    pub style: String,
    /// The works, in the order asked for.
    pub works: Vec<CitedWork>,
    /// What the style does wrong, in words.
    pub troubles: Vec<String>,
}

/// A work as the style prints it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CitedWork {
    /// Its key.
    pub key: String,
    /// As it is cited in a bracket.
    pub bracket: String,
    /// As it is cited in a sentence.
    pub narrative: String,
    /// Its line in the list of references.
    pub reference: String,
    /// What the reference file says of it.
    pub fields: Vec<CitedField>,
}

/// Something that a reference file says of a work.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CitedField {
    /// Its variable, by the name of CSL.
    pub variable: String,
    /// Whether the style prints it.
    pub printed: bool,
}

/// Shows works as they stand among all that the dissertation cites: with its numbers, and with the
/// letters behind a year.
///
/// # Errors
///
/// A key that no reference file has, or a style that cannot be read.
pub fn cite(dissertation: &Dissertation, request: &CiteRequest) -> Result<CiteReport, Failure> {
    let references = dissertation.references();
    if references.style.is_none() {
        return Err(Failure::new(
            FailureKind::Project,
            "there are no references to show, or their style cannot be read",
        )
        .hint("`folio check` says what is wrong with `[bibliography]`"));
    }
    let wanted: Vec<&Entry> = request
        .keys
        .iter()
        .map(|key| {
            let found = references.entries.iter().find(|entry| entry.key == *key);
            found.ok_or_else(|| {
                let shown = inline(key, 60);
                let message = format!("`{shown}` is in none of the reference files");
                let keys = references.keys.keys().map(String::as_str);
                let hint = match nearest(key, keys) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        "a key stands behind the kind of an entry: `@book{smith2020,`".to_owned()
                    }
                };
                Failure::new(FailureKind::Project, message).hint(hint)
            })
        })
        .collect::<Result<_, _>>()?;
    // In a style of notes a work that was cited before is cited in short.
    let in_notes = references.style.as_ref().is_some_and(Style::cites_in_notes);
    let mut clusters: Vec<Cluster> = dissertation
        .manuscript()
        .citations()
        .filter(|citation| !in_notes && references.keys.contains_key(&citation.key))
        .map(|citation| Cluster::of(&citation.key, Form::Bracket))
        .collect();
    // Each is asked for by itself: in a style of notes one would be the other's "ibid."
    let mut troubles = BTreeSet::new();
    let works = wanted.into_iter().map(|entry| {
        let mut cited = |form| {
            clusters.push(Cluster::of(&entry.key, form));
            let mut printed = references.printed(&clusters);
            clusters.pop();
            troubles.extend(std::mem::take(&mut printed.troubles));
            let text = printed.clusters.pop().unwrap_or_default();
            (text, printed.list)
        };
        let (bracket, list) = cited(Form::Bracket);
        let (narrative, _) = cited(Form::Narrative);
        let reference = list.iter().find(|reference| reference.key == entry.key);
        shown(entry, &[bracket, narrative], reference)
    });
    Ok(CiteReport {
        works: works.collect(),
        troubles: troubles.into_iter().collect(),
        style: references.style_name.clone(),
    })
}

fn shown(
    entry: &Entry,
    clusters: &[Vec<crate::csl::Piece>],
    reference: Option<&Reference>,
) -> CitedWork {
    let text = |at: usize| {
        clusters
            .get(at)
            .map(|pieces| plain(pieces))
            .unwrap_or_default()
    };
    let is_printed =
        |variable: &String| reference.is_some_and(|reference| reference.printed.contains(variable));
    let fields = entry.item.values.keys();
    CitedWork {
        key: entry.key.clone(),
        bracket: text(0),
        narrative: text(1),
        reference: reference.map(|own| plain(&own.pieces)).unwrap_or_default(),
        fields: fields
            .map(|variable| CitedField {
                variable: variable.clone(),
                printed: is_printed(variable),
            })
            .collect(),
    }
}
