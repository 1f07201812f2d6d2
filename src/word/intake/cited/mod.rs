//! The citations of a draft: what reference managers left in its fields, as items with keys.

mod csl;
mod endnote;
mod sources;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostics::text::slug;
use crate::word::read::model::{ScopeKind, WordFile};
use crate::word::read::xml::Element;

/// One work in a citation, with the words around it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cite {
    /// The work as CSL-JSON.
    pub(crate) item: Value,
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    /// The kind of place in the work, as CSL calls it: `page`.
    pub(crate) label: String,
    pub(crate) locator: String,
    /// The author is not printed: the sentence names them.
    pub(crate) without_author: bool,
}

/// What a field or a content control is to a draft.
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    Citation(Vec<Cite>),
    /// A list of references that the manager made.
    Bibliography,
    /// A citation whose insides could not be read; with the program that made it.
    Unreadable(&'static str),
    /// What a manager keeps for itself.
    Own,
}

/// The works of a draft, each with its key.
#[derive(Clone, Debug, Default)]
pub(crate) struct Works {
    /// The items by their keys.
    pub(crate) items: BTreeMap<String, Value>,
    /// The keys by what makes works the same.
    keys: BTreeMap<String, String>,
    /// What each scope is.
    pub(crate) meanings: BTreeMap<usize, Meaning>,
    /// Citations of an export of folio's own: what was typed, by the name of the bookmark.
    pub(crate) typed: BTreeMap<String, String>,
    /// Labels of an export of folio's own, by the name of the bookmark.
    pub(crate) labels: BTreeMap<String, String>,
    /// How many citations each program made.
    pub(crate) programs: BTreeMap<&'static str, usize>,
}

impl Works {
    /// Reads all citations of a file; `taken` are keys that other works have.
    pub(crate) fn of(file: &WordFile, taken: &BTreeSet<String>) -> Self {
        let mut works = Self::default();
        let sources = sources::read(&file.data);
        for (at, scope) in file.scopes.iter().enumerate() {
            let found = match &scope.kind {
                ScopeKind::Field { instruction, data } => field(instruction.trim(), data, &sources),
                ScopeKind::Control {
                    tag,
                    gallery,
                    is_bibliography,
                    ..
                } => control(tag, gallery, *is_bibliography),
                ScopeKind::Link { address, .. } => address.as_deref().and_then(link),
                ScopeKind::Other => None,
            };
            let Some((program, meaning)) = found else {
                continue;
            };
            if let Meaning::Citation(cites) = &meaning {
                *works.programs.entry(program).or_default() += 1;
                for cite in cites {
                    works.add(&cite.item, taken);
                }
            }
            works.meanings.insert(at, meaning);
        }
        works.take_own(&file.data);
        works
    }

    /// Gives a work a key, the same for the same work.
    fn add(&mut self, item: &Value, taken: &BTreeSet<String>) {
        let same = identity(item);
        if self.keys.contains_key(&same) {
            return;
        }
        let wanted = wanted_key(item);
        let mut key = wanted.clone();
        let mut letters = ('b'..='z')
            .map(String::from)
            .chain((2..).map(|number| format!("-{number}")));
        while self.items.contains_key(&key) || taken.contains(&key) {
            key = format!("{wanted}{}", letters.next().unwrap_or_default());
        }
        let mut item = item.clone();
        if let Value::Object(fields) = &mut item {
            fields.insert("id".into(), key.clone().into());
            // What a manager keeps for itself.
            for own in ["citation-key", "citation-label", "abstract", "uri", "uris"] {
                fields.remove(own);
            }
        }
        self.items.insert(key.clone(), item);
        self.keys.insert(same, key);
    }

    /// Returns the key of a work.
    pub(crate) fn key(&self, item: &Value) -> Option<&str> {
        self.keys.get(&identity(item)).map(String::as_str)
    }

    /// Takes what folio's own export left in the file.
    fn take_own(&mut self, data: &[Element]) {
        for own in data.iter().filter(|tree| tree.name == "folio") {
            for element in own.elements() {
                let Some(id) = element.get("id") else {
                    continue;
                };
                match element.name.as_str() {
                    "citation" => {
                        self.typed.insert(format!("_folio_c_{id}"), element.text());
                    }
                    "label" => {
                        self.labels.insert(id.to_owned(), element.text());
                    }
                    "work" => {
                        let item = serde_json::from_str(&element.text()).ok();
                        if let (Some(key), Some(Value::Object(mut item))) =
                            (element.get("key"), item)
                        {
                            item.insert("id".into(), key.into());
                            self.items.insert(key.to_owned(), item.into());
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Returns a citation as Markdown.
    pub(crate) fn markdown(&self, cites: &[Cite]) -> String {
        let cites = cites.iter().map(|cite| {
            let key = self.key(&cite.item).unwrap_or("unknown");
            let mut out = String::new();
            if !cite.prefix.trim().is_empty() {
                out.push_str(cite.prefix.trim());
                out.push(' ');
            }
            let minus = if cite.without_author { "-" } else { "" };
            out.push_str(&format!("{minus}@{key}"));
            if !cite.locator.is_empty() {
                let is_several = cite.locator.contains(['-', '–', ',', '&']);
                let label = label(&cite.label, is_several);
                out.push_str(&format!(", {label}{}", cite.locator));
            }
            let suffix = cite.suffix.trim_end();
            if !suffix.trim().is_empty() {
                let begins = suffix.trim_start().starts_with([',', '.', ';', ':']);
                out.push_str(if begins { "" } else { ", " });
                out.push_str(suffix.trim_start());
            }
            // What would end the citation or one of its parts.
            out.replace([';', '[', ']'], ",")
        });
        let cites: Vec<String> = cites.collect();
        format!("[{}]", cites.join("; "))
    }
}

/// Returns how a place in a work is written.
fn label(kind: &str, is_several: bool) -> &'static str {
    match (kind, is_several) {
        ("" | "page", false) => "p. ",
        ("" | "page", true) => "pp. ",
        ("chapter", _) => "chap. ",
        ("section", _) => "sec. ",
        ("paragraph", _) => "para. ",
        ("volume", _) => "vol. ",
        ("figure", _) => "fig. ",
        ("line", _) => "l. ",
        ("verse", _) => "v. ",
        ("part", _) => "pt. ",
        ("column", _) => "col. ",
        ("note", _) => "n. ",
        ("issue", _) => "no. ",
        ("book", _) => "bk. ",
        (_, _) => "",
    }
}

/// Returns what a field is.
fn field(
    instruction: &str,
    data: &str,
    sources: &BTreeMap<String, Value>,
) -> Option<(&'static str, Meaning)> {
    let starts = |start: &str| {
        instruction
            .get(..start.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(start))
    };
    let cited = |program, cites: Option<Vec<Cite>>| {
        let cites = cites.filter(|cites| !cites.is_empty());
        Some((
            program,
            cites.map_or(Meaning::Unreadable(program), Meaning::Citation),
        ))
    };
    match () {
        () if starts("ADDIN ZOTERO_ITEM") => cited("Zotero", csl::read(instruction)),
        () if starts("ADDIN ZOTERO_BIBL") => Some(("Zotero", Meaning::Bibliography)),
        () if starts("ADDIN ZOTERO_DOCUMENT_PREFERENCES") => Some(("Zotero", Meaning::Own)),
        () if starts("ADDIN CSL_CITATION") => cited("Mendeley", csl::read(instruction)),
        () if starts("ADDIN Mendeley Citation") => cited("Mendeley", csl::read(instruction)),
        () if starts("ADDIN Mendeley Bibliography") => Some(("Mendeley", Meaning::Bibliography)),
        () if starts("ADDIN EN.CITE.DATA") => None,
        () if starts("ADDIN EN.CITE") => cited("EndNote", endnote::read(instruction, data)),
        () if starts("ADDIN EN.REFLIST") => Some(("EndNote", Meaning::Bibliography)),
        () if starts("CITATION ") => cited("Word", sources::cited(instruction, sources)),
        () if starts("BIBLIOGRAPHY") => Some(("Word", Meaning::Bibliography)),
        () if starts("ADDIN PAPERS2_CITATIONS") => Some(("Papers", Meaning::Unreadable("Papers"))),
        () if starts("ADDIN RW.CITE") => Some(("RefWorks", Meaning::Unreadable("RefWorks"))),
        () if starts("ADDIN CitaviPlaceholder") => Some(("Citavi", Meaning::Unreadable("Citavi"))),
        () => None,
    }
}

/// Returns what a link is: in Google Docs managers keep the works elsewhere.
fn link(address: &str) -> Option<(&'static str, Meaning)> {
    let program = match () {
        () if address.starts_with("https://www.zotero.org/google-docs/") => "Zotero in Google Docs",
        () if address.starts_with("https://paperpile.com/") => "Paperpile",
        () => return None,
    };
    Some((program, Meaning::Unreadable(program)))
}

/// Returns what a content control is.
fn control(tag: &str, gallery: &str, is_bibliography: bool) -> Option<(&'static str, Meaning)> {
    if let Some(coded) = tag.strip_prefix("MENDELEY_CITATION_v3_") {
        let cites = csl::read_coded(coded).filter(|cites| !cites.is_empty());
        return Some((
            "Mendeley Cite",
            cites.map_or(Meaning::Unreadable("Mendeley Cite"), Meaning::Citation),
        ));
    }
    if tag.starts_with("MENDELEY_BIBLIOGRAPHY") {
        return Some(("Mendeley Cite", Meaning::Bibliography));
    }
    if tag.starts_with("CitaviPlaceholder") {
        return Some(("Citavi", Meaning::Unreadable("Citavi")));
    }
    match is_bibliography || gallery == "Bibliographies" {
        true => Some(("Word", Meaning::Bibliography)),
        false => None,
    }
}

/// Returns what makes two items the same work.
fn identity(item: &Value) -> String {
    let text = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default();
    let doi = text("DOI").to_lowercase();
    if !doi.is_empty() {
        return format!("doi:{doi}");
    }
    format!(
        "{}|{}|{}|{}",
        author(item),
        year(item),
        slug(text("title"), 200),
        text("type")
    )
}

fn author(item: &Value) -> String {
    let people = ["author", "editor", "translator"]
        .iter()
        .find_map(|role| item.get(role)?.as_array()?.first());
    let name = people.and_then(|person| {
        ["family", "literal", "name", "given"]
            .iter()
            .find_map(|part| person.get(part)?.as_str())
    });
    name.unwrap_or_default().to_owned()
}

fn year(item: &Value) -> String {
    let issued = item.get("issued");
    let part = issued.and_then(|it| it.get("date-parts")?.get(0)?.get(0));
    let part = part.map(|part| {
        part.as_str()
            .map_or_else(|| part.to_string(), str::to_owned)
    });
    let text = part.or_else(|| {
        let text = issued?
            .get("literal")
            .or_else(|| issued?.get("raw"))?
            .as_str()?;
        Some(text.to_owned())
    });
    let digits = text.unwrap_or_default();
    let start = digits.char_indices().find(|(at, _)| {
        digits
            .get(*at..*at + 4)
            .is_some_and(|four| four.bytes().all(|byte| byte.is_ascii_digit()))
    });
    start
        .map(|(at, _)| digits[at..at + 4].to_owned())
        .unwrap_or_default()
}

/// Returns the key that a work gets if no other has it: the first author and the year.
fn wanted_key(item: &Value) -> String {
    let own = item
        .get("citation-key")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let is_key = !own.is_empty()
        && own
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_key {
        return own.to_owned();
    }
    let name = slug(&author(item), 24).replace('-', "");
    let title = || {
        let title = item
            .get("title")
            .and_then(Value::as_str)
            .unwrap_or_default();
        slug(title, 16).replace('-', "")
    };
    let name = if name.is_empty() { title() } else { name };
    let name = if name.is_empty() {
        "work".to_owned()
    } else {
        name
    };
    format!("{name}{}", year(item))
}
