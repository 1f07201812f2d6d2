//! Hayagriva's own format, as Typst's users write it.
//!
//! Source: hayagriva's `docs/file-format.md`. A work is part of its parents; what it does not say
//! itself, they say.

use crate::csl::escaped;
use crate::csl::{Name, Value};
use crate::diagnostics::ProjectPath;
use crate::references::Read;
use crate::references::bib::{Braces, decoded, person};
use crate::references::csl_data::put;
use crate::references::date;
use crate::references::entry::Entry;
use crate::references::node::Node;

/// So many works one work may be part of, one in the other.
const MAX_PARENTS: usize = 16;

/// Text by field and variable; parents are asked for what a work does not say.
const TEXTS: [(&str, &str); 16] = [
    ("genre", "genre"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("edition", "edition"),
    ("chapter", "chapter-number"),
    ("page-range", "page"),
    ("page-total", "number-of-pages"),
    ("volume-total", "number-of-volumes"),
    ("language", "language"),
    ("note", "note"),
    ("abstract", "abstract"),
    ("call-number", "call-number"),
    ("archive", "archive"),
    ("archive-location", "archive-place"),
    ("runtime", "dimensions"),
    ("time-range", "section"),
];

/// Persons by role and variable.
const ROLES: [(&str, &str); 14] = [
    ("translator", "translator"),
    ("director", "director"),
    ("illustrator", "illustrator"),
    ("compiler", "compiler"),
    ("composer", "composer"),
    ("producer", "producer"),
    ("executive-producer", "executive-producer"),
    ("writer", "script-writer"),
    ("narrator", "narrator"),
    ("organizer", "organizer"),
    ("collaborator", "contributor"),
    ("cast-member", "performer"),
    ("commentator", "contributor"),
    ("founder", "series-creator"),
];

/// Reads a map of works.
pub(super) fn read(path: &ProjectPath, whole: &Node, read: &mut Read) {
    for (key, work) in whole.members() {
        let Some(name) = key.scalar().filter(|_| !work.members().is_empty()) else {
            continue;
        };
        let range = key.range.start..work.range.end;
        let mut entry = Entry::new(path, name, "misc", range, key.range.clone());
        let parents = parents(work);
        let parent = parents.first().copied();
        let (kind, csl) = kinds(&small(work, "type"), parent);
        entry.kind = kind.to_owned();
        entry.item.kind = csl.to_owned();
        fill(&mut entry, work, &parents);
        read.entries.push(entry);
    }
}

fn small(work: &Node, member: &str) -> String {
    work.said(member).unwrap_or_default().to_lowercase()
}

/// Returns the works that a work is part of, the nearest first.
fn parents(work: &Node) -> Vec<&Node> {
    let mut found: Vec<&Node> = Vec::new();
    let mut level = vec![work];
    while let Some(node) = level.pop() {
        let above = node.get("parent").map_or(&[][..], Node::each);
        for parent in above.iter().take(MAX_PARENTS.saturating_sub(found.len())) {
            found.push(parent);
            level.push(parent);
        }
    }
    found
}

/// Returns the type of entry that BibLaTeX would use, and the type of CSL.
fn kinds(kind: &str, parent: Option<&Node>) -> (&'static str, &'static str) {
    let above = parent
        .map(|parent| small(parent, "type"))
        .unwrap_or_default();
    match (kind, above.as_str()) {
        ("article", "newspaper") => ("article", "article-newspaper"),
        ("article", "blog") => ("online", "post-weblog"),
        ("article", "web") => ("online", "webpage"),
        ("article", "proceedings" | "conference") => ("inproceedings", "paper-conference"),
        ("article", "book" | "anthology") => ("incollection", "chapter"),
        ("article", "reference") => ("inreference", "entry-encyclopedia"),
        ("article", "repository") => ("misc", "article"),
        ("article", _) => ("article", "article-journal"),
        ("chapter" | "anthos", _) => ("incollection", "chapter"),
        ("entry", _) => ("inreference", "entry-encyclopedia"),
        ("report", _) => ("report", "report"),
        ("thesis", _) => ("thesis", "thesis"),
        ("web" | "blog", _) => ("online", "webpage"),
        ("post" | "thread", _) => ("online", "post"),
        ("scene" | "video", _) => ("video", "motion_picture"),
        ("audio", _) => ("audio", "song"),
        ("artwork" | "exhibition", _) => ("artwork", "graphic"),
        ("patent", _) => ("patent", "patent"),
        ("case", _) => ("jurisdiction", "legal_case"),
        ("legislation", _) => ("legislation", "legislation"),
        ("newspaper", _) => ("article", "article-newspaper"),
        ("manuscript", _) => ("unpublished", "manuscript"),
        ("performance", _) => ("performance", "performance"),
        ("periodical", _) => ("periodical", "periodical"),
        ("proceedings", _) => ("proceedings", "book"),
        ("conference", _) => ("misc", "speech"),
        ("repository", _) => ("dataset", "dataset"),
        ("book", _) => ("book", "book"),
        ("anthology" | "reference", _) => ("collection", "book"),
        _ => ("misc", "document"),
    }
}

/// Returns a text whose braces protect the case.
fn text(node: &Node) -> Option<String> {
    let said = node.scalar().or_else(|| node.said("value"))?;
    Some(decoded(said, Braces::Protect, &mut Vec::new()))
}

fn people(node: &Node) -> Vec<Name> {
    let names = node.each().iter().map(|node| match node.scalar() {
        Some(text) => person(text),
        None => {
            let part = |member: &str| node.said(member).unwrap_or_default().to_owned();
            let name = Name {
                family: part("name"),
                given: part("given-name"),
                non_dropping_particle: part("prefix"),
                suffix: part("suffix"),
                ..Name::default()
            };
            match name.given.is_empty() {
                true => Name {
                    literal: name.family,
                    ..Name::default()
                },
                false => name,
            }
        }
    });
    names.filter(|name| *name != Name::default()).collect()
}

fn fill(entry: &mut Entry, work: &Node, parents: &[&Node]) {
    let above = |member: &str| parents.iter().find_map(|parent| parent.get(member));
    let anywhere = |member: &str| work.get(member).or_else(|| above(member));
    let mut say = |entry: &mut Entry, variable: &str, node: Option<&Node>| {
        if let Some(node) = node
            && let Some(text) = text(node)
        {
            put(entry, variable, Value::Text(text), node.range.clone());
        }
    };
    say(entry, "title", work.get("title"));
    say(
        entry,
        "title-short",
        work.get("title").and_then(|title| title.get("short")),
    );
    for (member, variable) in [("author", "author"), ("editor", "editor")] {
        let found = match member {
            "author" => work.get(member),
            _ => anywhere(member),
        };
        if let Some(node) = found {
            put_people(entry, variable, node);
        }
    }
    for role in anywhere("affiliated").map_or(&[][..], Node::each) {
        let named = small(role, "role");
        let known = ROLES
            .iter()
            .find(|(name, _)| name.replace('-', "") == named.replace('-', ""));
        if let (Some((_, variable)), Some(node)) = (known, role.get("names")) {
            put_people(entry, variable, node);
        }
    }
    for (member, variable) in TEXTS {
        say(entry, variable, anywhere(member));
    }
    contain(entry, parents, &mut say);
    if let Some(node) = anywhere("publisher") {
        say(entry, "publisher", Some(node.get("name").unwrap_or(node)));
        say(entry, "publisher-place", node.get("location"));
    }
    say(entry, "publisher", anywhere("organization"));
    say(entry, "event-place", anywhere("location"));
    let date = |entry: &mut Entry, variable: &str, node: Option<&Node>| {
        if let Some(node) = node
            && let Some(date) = node.scalar().and_then(|said| date::read(said).date)
        {
            put(entry, variable, Value::Date(date), node.range.clone());
        }
    };
    date(entry, "issued", anywhere("date"));
    if let Some(url) = anywhere("url") {
        let address = url.get("value").unwrap_or(url);
        verbatim(entry, "URL", Some(address));
        date(entry, "accessed", url.get("date"));
    }
    if let Some(serial) = anywhere("serial-number") {
        verbatim(entry, "number", Some(serial));
        for (member, variable) in [
            ("doi", "DOI"),
            ("isbn", "ISBN"),
            ("issn", "ISSN"),
            ("pmid", "PMID"),
            ("pmcid", "PMCID"),
            ("serial", "number"),
        ] {
            verbatim(
                entry,
                variable,
                serial
                    .get(member)
                    .or_else(|| above("serial-number").and_then(|it| it.get(member))),
            );
        }
        if let Some(node) = serial.get("arxiv")
            && let Some(id) = node.scalar()
        {
            let number = format!("arXiv:{}", escaped(id.trim_start_matches("arXiv:")));
            put(entry, "number", Value::Text(number), node.range.clone());
        }
    }
}

fn put_people(entry: &mut Entry, variable: &str, node: &Node) {
    let names = people(node);
    if !names.is_empty() {
        put(entry, variable, Value::Names(names), node.range.clone());
    }
}

fn verbatim(entry: &mut Entry, variable: &str, node: Option<&Node>) {
    if let Some(node) = node
        && let Some(text) = node.scalar()
    {
        put(
            entry,
            variable,
            Value::Text(escaped(text)),
            node.range.clone(),
        );
    }
}

/// Says what a work is part of.
fn contain(
    entry: &mut Entry,
    parents: &[&Node],
    say: &mut impl FnMut(&mut Entry, &str, Option<&Node>),
) {
    for parent in parents {
        let title = parent.get("title");
        match (small(parent, "type").as_str(), entry.item.kind.as_str()) {
            ("conference", _) => say(entry, "event-title", title),
            ("original", _) => {
                let said = parent
                    .get("date")
                    .and_then(|node| node.scalar().map(|said| (node, said)));
                if let Some((node, said)) = said
                    && let Some(date) = date::read(said).date
                {
                    put(
                        entry,
                        "original-date",
                        Value::Date(date),
                        node.range.clone(),
                    );
                }
                say(entry, "original-title", title);
            }
            (_, "book" | "report" | "thesis") => {
                say(entry, "collection-title", title);
                say(entry, "collection-number", parent.get("volume"));
            }
            _ if entry.item.values.contains_key("container-title") => {
                say(entry, "collection-title", title);
            }
            _ => say(entry, "container-title", title),
        }
    }
}
