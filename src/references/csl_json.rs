//! CSL-JSON, as reference managers export it, turned into Hayagriva's YAML.
//!
//! JSON is YAML, so the converted file is JSON too.
//!
//! In a ring with csl_said: both read one format, the values and what the author is told of them.

use serde_json::{Map, Value, json};

use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::references::csl_said::{objects, said, value_of};
use crate::references::{Read, syntax};

pub(super) fn read(path: &ProjectPath, text: &str) -> Read {
    let mut read = Read::default();
    let items = match serde_json::from_str::<Value>(text) {
        Ok(Value::Array(items)) => items,
        Ok(Value::Object(mut object)) => match object.remove("items") {
            Some(Value::Array(items)) => items,
            Some(_) | None => vec![Value::Object(object)],
        },
        Ok(_) => {
            read.findings.push(syntax(
                path,
                0..0,
                "expected a list of references in CSL-JSON".into(),
            ));
            return read;
        }
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            read.findings.push(syntax(
                path,
                at..at,
                format!("this is no JSON: {}", without_place(&error)),
            ));
            return read;
        }
    };
    let mut converted = Map::new();
    let objects = objects(text);
    for (at, item) in items.iter().enumerate() {
        let whole = objects.get(at).cloned().unwrap_or(0..text.len());
        let Some(key) = item
            .get("citation-key")
            .and_then(scalar)
            .or_else(|| item.get("id").and_then(scalar))
        else {
            read.findings.push(
                Diagnostic::deny(
                    "bibliography-field-missing",
                    "a reference has no `id`, so it cannot be cited",
                )
                .at(Place::range(path.clone(), whole.start..whole.start + 1))
                .hint("give it an `id`, or export the file again"),
            );
            continue;
        };
        let key = citable(&key);
        let place = ["citation-key", "id"]
            .iter()
            .find_map(|field| value_of(text, &whole, field))
            .unwrap_or(whole.start..whole.start + 1);
        read.keys.push((key.clone(), place.clone()));
        read.entries
            .push(said(path, text, item, &key, whole, place));
        converted.insert(key, entry(item));
    }
    // A repeated key would be lost here; it is reported from `keys`.
    read.converted =
        Some(serde_json::to_string_pretty(&Value::Object(converted)).unwrap_or_default());
    read
}

/// Zotero's ids are addresses, which nobody can cite: their last part is taken.
fn citable(key: &str) -> String {
    key.rsplit('/').next().unwrap_or(key).to_owned()
}

pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    (before + column.saturating_sub(1)).min(text.len())
}

fn without_place(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.split(" at line ").next().unwrap_or(&said).to_owned()
}

/// Keeps the signs that Hayagriva gives a meaning to.
fn literal(text: &str) -> String {
    let mut out = String::new();
    for c in strip_markup(text).chars() {
        if matches!(c, '{' | '}' | '$' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Leaves out the few HTML tags that CSL-JSON allows in titles.
pub(super) fn strip_markup(text: &str) -> String {
    let mut out = text.to_owned();
    for tag in ["i", "b", "sub", "sup", "sc", "span"] {
        out = out
            .replace(&format!("<{tag}>"), "")
            .replace(&format!("</{tag}>"), "");
    }
    out.replace("<span style=\"font-variant:small-caps;\">", "")
        .replace("<span class=\"nocase\">", "")
}

/// The type of an entry, and of the work that it is part of.
fn kinds(csl: &str) -> (&'static str, Option<&'static str>) {
    match csl {
        "article-journal" | "review" | "review-book" => ("article", Some("periodical")),
        "article-magazine" => ("article", Some("periodical")),
        "article-newspaper" => ("article", Some("newspaper")),
        "article" => ("article", Some("repository")),
        "book" | "classic" | "pamphlet" => ("book", None),
        "chapter" => ("chapter", Some("book")),
        "entry" | "entry-dictionary" | "entry-encyclopedia" => ("entry", Some("reference")),
        "paper-conference" => ("article", Some("proceedings")),
        "report" | "standard" | "regulation" => ("report", None),
        "thesis" => ("thesis", None),
        "webpage" => ("web", None),
        "post" | "post-weblog" => ("article", Some("blog")),
        "legislation" | "bill" | "treaty" => ("legislation", None),
        "legal_case" => ("case", None),
        "patent" => ("patent", None),
        "manuscript" => ("manuscript", None),
        "motion_picture" | "broadcast" => ("video", None),
        "song" => ("audio", None),
        "dataset" | "software" => ("repository", None),
        "speech" | "performance" => ("performance", None),
        _ => ("misc", None),
    }
}

fn entry(item: &Value) -> Value {
    let text = |field: &str| item.get(field).and_then(scalar).map(|text| literal(&text));
    let plain = |field: &str| item.get(field).and_then(scalar);
    let (kind, parent_kind) = kinds(item.get("type").and_then(Value::as_str).unwrap_or(""));
    let mut entry = Map::new();
    let mut parent = Map::new();
    let set = |to: &mut Map<String, Value>, field: &str, value: Option<Value>| {
        if let Some(value) = value {
            to.insert(field.into(), value);
        }
    };
    set(&mut entry, "type", Some(json!(kind)));
    set(&mut entry, "title", text("title").map(Value::from));
    set(&mut entry, "author", people(item, "author"));
    set(&mut entry, "date", date(item, "issued").map(Value::from));
    set(&mut entry, "genre", text("genre").map(Value::from));
    set(
        &mut entry,
        "language",
        plain("language")
            .filter(|l| is_language(l))
            .map(Value::from),
    );
    set(
        &mut entry,
        "page-range",
        plain("page").map(|page| Value::from(page.replace('–', "-"))),
    );
    set(&mut entry, "edition", plain("edition").map(Value::from));
    set(
        &mut entry,
        "note",
        text("note")
            .filter(|note| !note.contains(':'))
            .map(Value::from),
    );
    set(
        &mut entry,
        "url",
        plain("URL").map(|url| match date(item, "accessed") {
            Some(accessed) => json!({ "value": url, "date": accessed }),
            None => Value::from(url),
        }),
    );
    let numbers: Map<String, Value> = [
        ("DOI", "doi"),
        ("ISBN", "isbn"),
        ("ISSN", "issn"),
        ("PMID", "pmid"),
        ("PMCID", "pmcid"),
        ("number", "serial"),
    ]
    .into_iter()
    .filter_map(|(csl, own)| Some((own.to_owned(), Value::from(plain(csl)?))))
    .collect();
    set(
        &mut entry,
        "serial-number",
        (!numbers.is_empty()).then_some(Value::Object(numbers)),
    );
    let publisher = match (text("publisher"), text("publisher-place")) {
        (Some(name), Some(place)) => Some(json!({ "name": name, "location": place })),
        (Some(name), None) => Some(Value::from(name)),
        (None, Some(place)) => Some(json!({ "location": place })),
        (None, None) => None,
    };

    let container = text("container-title").map(Value::from);
    match parent_kind {
        Some(parent_kind) if container.is_some() => {
            set(&mut parent, "type", Some(json!(parent_kind)));
            set(&mut parent, "title", container);
            set(&mut parent, "editor", people(item, "editor"));
            set(&mut parent, "volume", plain("volume").map(Value::from));
            set(&mut parent, "issue", plain("issue").map(Value::from));
            set(&mut parent, "publisher", publisher);
            set(&mut entry, "parent", Some(Value::Object(parent)));
        }
        Some(_) | None => {
            set(&mut entry, "editor", people(item, "editor"));
            set(&mut entry, "volume", plain("volume").map(Value::from));
            set(&mut entry, "publisher", publisher);
            if let Some(container) = container {
                set(
                    &mut entry,
                    "parent",
                    Some(json!({ "type": "misc", "title": container })),
                );
            }
        }
    }
    Value::Object(entry)
}

fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    parts.next().is_some_and(|part| {
        (2..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic())
    }) && parts.all(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// People as `Family, Given`; an organisation by its name alone.
fn people(item: &Value, field: &str) -> Option<Value> {
    let names: Vec<Value> = item
        .get(field)?
        .as_array()?
        .iter()
        .filter_map(|person| {
            let part = |field: &str| person.get(field).and_then(scalar);
            if let Some(name) = part("literal") {
                return Some(json!({ "name": name }));
            }
            let mut made = Map::new();
            made.insert(
                "name".into(),
                part("family").or_else(|| part("given"))?.into(),
            );
            if part("family").is_some() {
                part("given").map(|given| made.insert("given-name".into(), given.into()));
            }
            part("non-dropping-particle")
                .or_else(|| part("dropping-particle"))
                .map(|prefix| made.insert("prefix".into(), prefix.into()));
            part("suffix").map(|suffix| made.insert("suffix".into(), suffix.into()));
            Some(Value::Object(made))
        })
        .collect();
    (!names.is_empty()).then_some(Value::Array(names))
}

/// A date as `2027-02-15`, `2027-02` or `2027`.
pub(super) fn date(item: &Value, field: &str) -> Option<String> {
    let date = item.get(field)?;
    let Some(parts) = date
        .get("date-parts")
        .and_then(|parts| parts.get(0))
        .and_then(Value::as_array)
    else {
        let raw = date
            .get("raw")
            .or_else(|| date.get("literal"))
            .unwrap_or(date)
            .as_str()?;
        let year: String = raw.chars().take(4).collect();
        let is_plain = raw.chars().all(|c| c.is_ascii_digit() || c == '-') && raw.len() <= 10;
        return (year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
            .then(|| if is_plain { raw.to_owned() } else { year });
    };
    let number = |at: usize| scalar(parts.get(at)?)?.parse::<i32>().ok();
    Some(match (number(0)?, number(1), number(2)) {
        (year, Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (year, Some(month), None) => format!("{year:04}-{month:02}"),
        (year, None, _) => format!("{year:04}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"[
      {"id": "http://zotero.org/users/1/items/AB12", "citation-key": "smith2020", "type": "article-journal",
       "title": "Costs of {digital} <i>care</i> in $", "author": [{"family": "Smith", "given": "Ann B."}, {"literal": "NHS England"}],
       "container-title": "BMJ", "volume": 12, "issue": "3", "page": "1–9", "issued": {"date-parts": [[2020, 3]]}, "DOI": "10.1000/x"},
      {"id": "report", "type": "report", "title": "A report", "publisher": "DHSC", "publisher-place": "London", "issued": {"raw": "2021-05-01"},
       "URL": "https://example.org", "accessed": {"date-parts": [["2024", "1", "2"]]}},
      {"id": "bare", "type": "unheard-of", "title": "T"}
    ]"#;

    #[test]
    fn every_item_becomes_an_entry_that_hayagriva_reads() {
        let read = read(&ProjectPath::new("r.json").unwrap(), JSON);
        assert_eq!(read.findings, []);
        let library = hayagriva::io::from_yaml_str(&read.converted.unwrap()).unwrap();
        let smith = library.get("smith2020").unwrap();
        assert_eq!(
            smith.title().unwrap().to_string(),
            "Costs of {digital} care in $"
        );
        assert_eq!(smith.authors().unwrap().len(), 2);
        assert_eq!(smith.date().unwrap().year, 2020);
        assert_eq!(smith.doi(), Some("10.1000/x"));
        assert_eq!(smith.parents()[0].title().unwrap().to_string(), "BMJ");
        let report = library.get("report").unwrap();
        assert_eq!(
            report.publisher().unwrap().location().unwrap().to_string(),
            "London"
        );
        assert!(report.url().unwrap().visit_date.is_some());
        assert!(library.get("bare").is_some());
        assert_eq!(&JSON[read.keys[0].1.clone()], "smith2020");
        let entry = &read.entries[0];
        assert_eq!(entry.value("author"), Some("Smith, Ann B. and NHS England"));
        assert_eq!(entry.value("journaltitle"), Some("BMJ"));
        let doi = entry.field("doi").unwrap().place.range.clone().unwrap();
        assert_eq!(&JSON[doi], "10.1000/x");
        let last = read.entries[2].place.range.clone().unwrap();
        assert_eq!(
            &JSON[last],
            r#"{"id": "bare", "type": "unheard-of", "title": "T"}"#
        );
    }

    #[test]
    fn a_mistake_in_the_json_has_its_line() {
        let text = "[\n {\"id\": \"a\",}\n]";
        let read = read(&ProjectPath::new("r.json").unwrap(), text);
        let place = read.findings[0].place.clone().unwrap();
        assert_eq!(&text[place.range.unwrap().start..][..1], "}");
    }
}
