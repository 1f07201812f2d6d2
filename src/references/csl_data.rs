//! CSL-JSON, and the same as YAML: what reference managers and pandoc exchange.

use crate::csl::{Date, DateParts, Name, RangeEnd, Value};
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::references::Read;
use crate::references::bib::with_own_particle;
use crate::references::date::{self, Reading};
use crate::references::entry::Entry;
use crate::references::extra::{DATES, extra, is_names};
use crate::references::markup::{cleaned, plain};
use crate::references::node::{Node, Value as Data};
use crate::references::rules::{BIBLIOGRAPHY_DATE_UNCLEAR, BIBLIOGRAPHY_FIELD_MISSING};

/// Members that say nothing of the work itself.
const ASIDE: [&str; 9] = [
    "id",
    "citation-key",
    "type",
    "abstract",
    "keyword",
    "categories",
    "custom",
    "file",
    "system_id",
];

/// Reads a list of items.
pub(super) fn read(path: &ProjectPath, list: &[Node], read: &mut Read) {
    for node in list {
        match entry(path, node) {
            Some(entry) => read.entries.push(entry),
            None => {
                let range = node.range.start..node.range.start + 1;
                let finding = Diagnostic::of(
                    &BIBLIOGRAPHY_FIELD_MISSING,
                    "a reference has no `id`, so it cannot be cited",
                )
                .at(Place::range(path.clone(), range))
                .hint("give it an `id`, or export the file again");
                read.findings.push(finding);
            }
        }
    }
}

fn entry(path: &ProjectPath, node: &Node) -> Option<Entry> {
    let (in_note, rest) = node.said("note").map(extra).unwrap_or_default();
    let noted = in_note.iter().find(|(name, _)| *name == "citation-key");
    let named = ["citation-key", "citekey", "citationKey"]
        .iter()
        .find_map(|name| node.get(name).filter(|it| it.scalar().is_some()));
    let id = named.or_else(|| node.get("id").filter(|it| it.scalar().is_some()));
    let key = match (named, noted) {
        (None, Some((_, key))) => key.as_str(),
        // Zotero's ids are addresses, which nobody can cite: their last part is taken.
        _ => id?.scalar()?.trim_end_matches('/').rsplit('/').next()?,
    };
    let at = id.map_or(node.range.start..node.range.start + 1, |id| {
        id.range.clone()
    });
    let kind = node.said("type").unwrap_or("document");
    let mut entry = Entry::new(path, key, named_by_biblatex(kind), node.range.clone(), at);
    entry.item.kind = kind.to_owned();
    for (name, value) in node.members() {
        let Some(variable) = name.scalar().filter(|name| !ASIDE.contains(name)) else {
            continue;
        };
        let variable = canonical(variable);
        let value = match variable {
            "note" => Some(Value::Text(cleaned(&rest))).filter(|_| !rest.is_empty()),
            _ => self::value(variable, value, &mut entry),
        };
        if let Some(value) = value {
            let range = node
                .get(name.scalar().unwrap_or_default())
                .unwrap_or(node)
                .range
                .clone();
            put(&mut entry, variable, value, range);
        }
    }
    for (variable, text) in in_note {
        let place = node.get("note").unwrap_or(node).range.clone();
        take_extra(&mut entry, variable, &text, place);
    }
    Some(entry)
}

/// Sets what a note says of a variable, unless the item says it.
pub(super) fn take_extra(
    entry: &mut Entry,
    variable: &str,
    text: &str,
    range: std::ops::Range<usize>,
) {
    let value = match variable {
        "type" => {
            entry.item.kind = text.to_owned();
            return;
        }
        "citation-key" | "keyword" | "abstract" => return,
        "arXiv" => {
            let id = text
                .split_whitespace()
                .next()
                .unwrap_or(text)
                .trim_start_matches("arXiv:");
            if !entry.item.values.contains_key("container-title") {
                put(
                    entry,
                    "publisher",
                    Value::Text("arXiv".into()),
                    range.clone(),
                );
            }
            put(
                entry,
                "number",
                Value::Text(format!("arXiv:{}", cleaned(id))),
                range,
            );
            return;
        }
        name if is_names(name) => {
            let (family, given) = text
                .split_once("||")
                .or_else(|| text.split_once(','))
                .unwrap_or((text, ""));
            let (family, given) = (family.trim().to_owned(), given.trim().to_owned());
            let name = match given.is_empty() {
                true => Name {
                    literal: family,
                    ..Name::default()
                },
                false => Name {
                    family,
                    given,
                    ..Name::default()
                },
            };
            // Several lines name several persons.
            if let Some(Value::Names(names)) = entry.item.values.get_mut(variable)
                && entry
                    .places
                    .get(variable)
                    .and_then(|place| place.range.clone())
                    == Some(range.clone())
            {
                names.push(name);
                return;
            }
            Some(Value::Names(vec![name]))
        }
        name if DATES.contains(&name) => date::read(text).date.map(Value::Date),
        _ => Some(Value::Text(cleaned(text))),
    };
    if let Some(value) = value {
        put(entry, variable, value, range);
    }
}

/// Puts a value under a variable that has none yet, and says it in BibLaTeX's words too.
pub(super) fn put(entry: &mut Entry, variable: &str, value: Value, range: std::ops::Range<usize>) {
    if entry.item.values.contains_key(variable) {
        return;
    }
    let field = match (variable, entry.kind.as_str()) {
        ("container-title", "article") => "journaltitle",
        ("container-title", _) => "booktitle",
        ("publisher", "report" | "thesis") => "institution",
        ("issued", _) => "date",
        ("accessed", _) => "urldate",
        ("publisher-place", _) => "location",
        (other, _) => other,
    };
    let said = match &value {
        Value::Text(text) => plain(text),
        Value::Names(names) => {
            let names =
                names
                    .iter()
                    .map(|name| match (name.literal.as_str(), name.given.as_str()) {
                        ("", "") => name.family.clone(),
                        ("", given) => format!("{}, {given}", name.family),
                        (literal, _) => literal.to_owned(),
                    });
            names.collect::<Vec<_>>().join(" and ")
        }
        Value::Date(date) => written(date),
    };
    entry.say(&field.to_lowercase(), said, range.clone());
    let place = Place::range(entry.place.path.clone(), range);
    entry.places.insert(variable.to_owned(), place);
    entry.item.values.insert(variable.to_owned(), value);
}

/// Returns a date as BibLaTeX writes it.
fn written(date: &Date) -> String {
    let Some(start) = date.start else {
        return date.literal.clone().unwrap_or_default();
    };
    match (start.month, start.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", start.year),
        (Some(month), None) => format!("{:04}-{month:02}", start.year),
        (None, _) => format!("{:04}", start.year),
    }
}

/// Returns the name that CSL has for a variable now.
fn canonical(variable: &str) -> &str {
    match variable {
        "journalAbbreviation" => "container-title-short",
        "shortTitle" => "title-short",
        "event" => "event-title",
        // pandoc writes its YAML in small letters.
        "doi" => "DOI",
        "url" => "URL",
        "isbn" => "ISBN",
        "issn" => "ISSN",
        "pmid" => "PMID",
        "pmcid" => "PMCID",
        other => other,
    }
}

fn value(variable: &str, node: &Node, entry: &mut Entry) -> Option<Value> {
    if DATES.contains(&variable) {
        return date(variable, node, entry).map(Value::Date);
    }
    let is_map = |node: &Node| matches!(node.value, Data::Map(_));
    if is_names(variable) || node.each().iter().any(is_map) {
        let names: Vec<Name> = node.each().iter().filter_map(name).collect();
        return (!names.is_empty()).then_some(Value::Names(names));
    }
    let text = cleaned(node.scalar()?);
    let text = match variable {
        "page" => text.replace(['–', '—'], "-"),
        "DOI" => [
            "https://doi.org/",
            "http://doi.org/",
            "http://dx.doi.org/",
            "https://dx.doi.org/",
        ]
        .iter()
        .find_map(|resolver| text.strip_prefix(resolver))
        .unwrap_or(&text)
        .to_owned(),
        _ => text,
    };
    (!text.is_empty()).then_some(Value::Text(text))
}

/// Takes particles off names that hold them, as processors of CSL do: `de Vries`, `Ludwig van`.
fn with_particles(mut name: Name) -> Name {
    if name.dropping_particle.is_empty() && name.non_dropping_particle.is_empty() {
        name = with_own_particle(name);
        let is_small = |word: &&str| word.starts_with(char::is_lowercase);
        let words: Vec<&str> = name.given.split(' ').collect();
        let small = words.iter().rev().take_while(|word| is_small(word)).count();
        if small > 0 && small < words.len() {
            let (given, particle) = words.split_at(words.len() - small);
            let (given, particle) = (given.join(" "), particle.join(" "));
            name.given = given;
            name.dropping_particle = particle;
        }
    }
    name
}

fn name(node: &Node) -> Option<Name> {
    if let Some(name) = node.scalar() {
        return Some(Name {
            literal: name.to_owned(),
            ..Name::default()
        });
    }
    let part = |member: &str| node.said(member).unwrap_or_default().to_owned();
    let is_set = |member: &str| matches!(node.said(member), Some("true" | "1"));
    let name = Name {
        family: part("family"),
        given: part("given"),
        dropping_particle: part("dropping-particle"),
        non_dropping_particle: part("non-dropping-particle"),
        suffix: part("suffix"),
        comma_suffix: is_set("comma-suffix"),
        literal: part("literal"),
        static_ordering: is_set("static-ordering"),
    };
    (name != Name::default()).then(|| with_particles(name))
}

fn date(variable: &str, node: &Node, entry: &mut Entry) -> Option<Date> {
    let circa = matches!(node.said("circa"), Some("true" | "1" | "ca" | "ca."));
    let season = node
        .said("season")
        .and_then(|season| match season.parse::<u8>() {
            Ok(number) => Some(number).filter(|number| (1..=4).contains(number)),
            Err(_) => date::season(season),
        });
    let literal = || node.said("literal").map(cleaned);
    let written = node
        .get("date-parts")
        .filter(|parts| !parts.each().is_empty());
    let reading = match (
        written,
        node.scalar().or_else(|| node.said("raw")),
        literal(),
    ) {
        (Some(parts), _, _) => {
            let mut points = parts.each().iter().map(parts_of);
            let start = points.next().flatten();
            let (season, start) = match start {
                // Season in the place of a month, as pandoc writes it.
                Some((start, Some(season))) => (Some(season), Some(start)),
                Some((start, None)) => (season, Some(start)),
                None => (season, None),
            };
            let end = points.next().map(|end| match end {
                Some((end, _)) if end.year != 0 => RangeEnd::At(end),
                _ => RangeEnd::Open,
            });
            let is_unclear = start.is_none() && literal().is_none();
            let date = Date {
                start,
                end,
                circa,
                season,
                literal: literal(),
            };
            Reading {
                date: Some(date).filter(|_| !is_unclear),
                is_unclear,
            }
        }
        (None, Some(raw), _) => {
            let mut reading = date::read(raw);
            if let Some(date) = &mut reading.date {
                date.circa |= circa;
                date.season = date.season.or(season);
                date.literal = date.literal.take().map(|it| cleaned(&it));
            }
            reading
        }
        (None, None, Some(literal)) => {
            let date = Date {
                literal: Some(literal),
                circa,
                ..Date::default()
            };
            Reading {
                date: Some(date),
                is_unclear: false,
            }
        }
        (None, None, None) => Reading::default(),
    };
    if reading.is_unclear {
        let key = crate::diagnostics::text::inline(&entry.key, 60);
        let place = Place::range(entry.place.path.clone(), node.range.clone());
        let message = format!("the date `{variable}` of `{key}` cannot be read as it is written");
        let finding = Diagnostic::of(&BIBLIOGRAPHY_DATE_UNCLEAR, message).at(place);
        entry
            .findings
            .push(finding.hint("write it as 2027-02-15, 2027-02 or 2027"));
    }
    reading.date
}

/// Reads year, month and day; a month above 12 is a season.
fn parts_of(node: &Node) -> Option<(DateParts, Option<u8>)> {
    let number = |at: usize| node.each().get(at)?.scalar()?.parse::<i32>().ok();
    let small = |at: usize| number(at).and_then(|it| u8::try_from(it).ok());
    let month = small(1).filter(|month| (1..=12).contains(month));
    let season = small(1)
        .filter(|month| (13..=24).contains(month))
        .map(|month| (month - 13) % 4 + 1);
    let year = number(0)?;
    let day = small(2)
        .filter(|day| month.is_some_and(|month| (1..=date::days(year, month)).contains(day)));
    Some((DateParts { year, month, day }, season))
}

/// Returns the type of entry that BibLaTeX would use.
fn named_by_biblatex(kind: &str) -> &'static str {
    match kind {
        "article-journal" | "article-magazine" | "article-newspaper" | "review" => "article",
        "book" => "book",
        "chapter" => "incollection",
        "paper-conference" => "inproceedings",
        "thesis" => "thesis",
        "report" => "report",
        "webpage" | "post" | "post-weblog" => "online",
        _ => "misc",
    }
}

/// Returns whether an item says anything at all.
pub(super) fn is_item(node: &Node) -> bool {
    node.get("id").is_some() || node.get("type").is_some() && node.get("title").is_some()
}
