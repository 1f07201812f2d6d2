//! Pieces that the readers of reference files read already: CSL-JSON and `.bib`.

use crate::csl::{Name, Value as Said};
use crate::diagnostics::text::inline;
use crate::diagnostics::{Place, ProjectPath};
use crate::references::entry::Entry;
use crate::references::incoming::pasted::Piece;
use crate::references::incoming::work::{bare_doi, is_retracted};
use crate::references::incoming::{Brought, Incoming};
use crate::references::node::{Node, Value};
use crate::references::{Read, bib as bib_file, csl_data, json as json_file};

/// Names of Crossref's own for what CSL has kinds for.
const CROSSREF: [(&str, &str); 8] = [
    ("journal-article", "article-journal"),
    ("posted-content", "article"),
    ("book-chapter", "chapter"),
    ("proceedings-article", "paper-conference"),
    ("dissertation", "thesis"),
    ("monograph", "book"),
    ("edited-book", "book"),
    ("reference-entry", "entry-encyclopedia"),
];

/// Reads CSL-JSON, or what Crossref says of a DOI.
pub(super) fn json(piece: &Piece<'_>, brought: &mut Brought) {
    let (mut node, mistakes) = json_file::parse(piece.text);
    for mistake in mistakes {
        brought
            .unread
            .push((line_at(piece, mistake.at), mistake.message));
    }
    if let Some(message) = take(&mut node, "message") {
        node = message;
    }
    let mut items = match node.value {
        Value::List(items) => items,
        Value::Map(_) => match take(&mut node, "items") {
            Some(Node {
                value: Value::List(items),
                ..
            }) => items,
            _ => vec![node],
        },
        Value::Null | Value::Scalar(_) => Vec::new(),
    };
    for item in &mut items {
        prepare(item);
    }
    let Some(path) = ProjectPath::new("import.json") else {
        return;
    };
    let mut read = Read::default();
    csl_data::read(&path, &items, &mut read);
    taken(piece, read, brought);
}

/// Reads a `.bib`.
pub(super) fn bib(piece: &Piece<'_>, brought: &mut Brought) {
    let Some(path) = ProjectPath::new("import.bib") else {
        return;
    };
    taken(piece, bib_file::read(&path, piece.text), brought);
}

fn taken(piece: &Piece<'_>, read: Read, brought: &mut Brought) {
    let at = |place: &Option<Place>| {
        let range = place.as_ref().and_then(|place| place.range.clone());
        range.map_or(piece.line, |range| line_at(piece, range.start))
    };
    for finding in read.findings {
        brought.unread.push((at(&finding.place), finding.message));
    }
    for entry in read.entries {
        for finding in &entry.findings {
            brought
                .unread
                .push((at(&finding.place), finding.message.clone()));
        }
        let line = at(&Some(entry.key_place.clone()));
        brought.works.push(work(entry, line));
    }
}

fn work(entry: Entry, line: usize) -> Incoming {
    let is_retracted = is_retracted(&entry);
    let mut item = entry.item;
    if let Some(Said::Text(doi)) = item.values.get_mut("DOI") {
        *doi = bare_doi(doi).to_owned();
    }
    Incoming {
        item,
        line,
        is_retracted,
        doubtful: Vec::new(),
    }
}

/// Makes of Crossref's own answer what CSL-JSON says.
fn prepare(item: &mut Node) {
    let range = item.range.clone();
    let Value::Map(members) = &mut item.value else {
        return;
    };
    let scalar = |text: &str| Node {
        range: range.clone(),
        value: Value::Scalar(text.to_owned()),
    };
    if !members.iter().any(|(name, _)| name.scalar() == Some("id")) {
        members.push((scalar("id"), scalar("imported")));
    }
    for (name, value) in members {
        match (name.scalar(), &mut value.value) {
            (Some("type"), Value::Scalar(kind)) => {
                if let Some((_, own)) = CROSSREF.iter().find(|(theirs, _)| theirs == kind) {
                    *kind = (*own).to_owned();
                }
            }
            (Some(_), Value::List(people)) => {
                for person in people {
                    if let Value::Map(parts) = &mut person.value {
                        for (part, _) in parts {
                            if part.scalar() == Some("name") {
                                part.value = Value::Scalar("literal".to_owned());
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

fn take(node: &mut Node, name: &str) -> Option<Node> {
    let Value::Map(members) = &mut node.value else {
        return None;
    };
    let at = members
        .iter()
        .position(|(key, _)| key.scalar() == Some(name))?;
    Some(members.swap_remove(at).1)
}

fn line_at(piece: &Piece<'_>, at: usize) -> usize {
    let before = piece.text.get(..at).unwrap_or(piece.text);
    piece.line + before.matches('\n').count()
}

/// Returns the first name of a work as people say it.
pub(super) fn said(names: &[Name]) -> String {
    let one = |name: &Name| match name.literal.as_str() {
        "" => format!("{} {}", name.non_dropping_particle, name.family)
            .trim()
            .to_owned(),
        literal => literal.to_owned(),
    };
    match names {
        [] => String::new(),
        [name] => inline(&one(name), 60),
        [first, second] if second.literal != "others" => {
            inline(&format!("{} and {}", one(first), one(second)), 80)
        }
        [first, ..] => inline(&format!("{} et al.", one(first)), 80),
    }
}
