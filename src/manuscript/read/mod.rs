//! Reading the facts off the syntax trees.

pub(super) mod call;
mod figure;
mod names;
mod walk;
mod way;

use std::collections::BTreeSet;

use crate::manuscript::Parsed;
use crate::manuscript::facts::{Citation, Labelled, Manuscript, Mention, Text};
use crate::manuscript::read::names::{Name, Names, Use, names};
use crate::manuscript::read::walk::Walk;
use crate::manuscript::read::way::Way;
use crate::markdown::thing_named;

/// Reads the files, which come in the order in which a reader meets them.
///
/// A name that could be a label or a work's is a mention if the label stands in any of the files,
/// or if it looks like one; else it is a citation.
pub fn read(files: &[Parsed<'_>]) -> Manuscript {
    let ways: Vec<Way<'_>> = files.iter().map(|file| Way::new(*file)).collect();
    let named: Vec<Names> = ways.iter().map(names).collect();
    let labels: BTreeSet<String> = named
        .iter()
        .flat_map(|names| &names.found)
        .filter(|name| matches!(name.is_used_as, Use::Label | Use::CodeLabel))
        .map(|name| name.name.clone())
        .collect();
    let texts = ways
        .iter()
        .zip(named)
        .map(|(way, names)| text(way, names, &labels));
    Manuscript {
        texts: texts.collect(),
    }
}

/// Returns the labels that stand in a file, and whether code may make others that nobody sees.
pub(super) fn labels(file: Parsed<'_>) -> (BTreeSet<String>, bool) {
    let names = names(&Way::new(file));
    let labels = names
        .found
        .into_iter()
        .filter(|name| matches!(name.is_used_as, Use::Label | Use::CodeLabel));
    (labels.map(|name| name.name).collect(), names.has_unseen)
}

fn text(way: &Way<'_>, names: Names, labels: &BTreeSet<String>) -> Text {
    let mut walk = Walk::new(way);
    walk.read();
    let Walk {
        headings,
        passages,
        figures,
        links,
        ..
    } = walk;
    let Names {
        found,
        notes,
        has_unseen,
    } = names;
    let file = way.file();
    let mut text = Text {
        path: file.path.clone(),
        role: file.role.clone(),
        headings,
        passages,
        figures,
        labels: Vec::new(),
        mentions: Vec::new(),
        citations: Vec::new(),
        links,
        notes,
        has_unseen_labels: has_unseen,
    };
    for Name {
        is_used_as,
        name,
        place,
    } in found
    {
        match is_used_as {
            Use::Label => text.labels.push(Labelled { name, place }),
            Use::CodeLabel => {
                if text.labels.iter().all(|known| known.name != name) {
                    text.labels.push(Labelled { name, place });
                }
            }
            Use::Mention => text.mentions.push(Mention { name, place }),
            Use::Citation => text.citations.push(Citation { key: name, place }),
            Use::Either if labels.contains(&name) || looks_like_a_label(&name) => {
                text.mentions.push(Mention { name, place });
            }
            Use::Either => text.citations.push(Citation { key: name, place }),
        }
    }
    text
}

fn looks_like_a_label(name: &str) -> bool {
    name.contains(':') && thing_named(name).is_some()
}
