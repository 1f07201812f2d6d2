//! CSL-JSON as the tests write it.

use serde_json::{Map, Value as Json};

use crate::csl::{Date, DateParts, Item, Name, RangeEnd, Value};

/// Reads an item.
pub(super) fn item(json: &Json) -> Item {
    let mut item = Item::default();
    let Json::Object(fields) = json else {
        return item;
    };
    for (name, value) in fields {
        match (name.as_str(), value) {
            ("id", _) => item.key = text(value),
            ("type", _) => item.kind = text(value),
            (_, Json::Array(names)) => {
                let names = names
                    .iter()
                    .filter_map(Json::as_object)
                    .map(self::name)
                    .collect();
                item.values.insert(name.clone(), Value::Names(names));
            }
            (_, Json::Object(date)) => {
                item.values
                    .insert(name.clone(), Value::Date(self::date(date)));
            }
            ("journalAbbreviation", _) => {
                item.values
                    .insert("container-title-short".into(), Value::Text(text(value)));
            }
            ("shortTitle", _) => {
                item.values
                    .insert("title-short".into(), Value::Text(text(value)));
            }
            ("note", _) => {
                let whole = text(value);
                note(&whole, &mut item);
                item.values.insert(name.clone(), Value::Text(whole));
            }
            _ => {
                item.values.insert(name.clone(), Value::Text(text(value)));
            }
        }
    }
    item
}

/// Reads the variables that a note may hold: `{:original-date: 1922}`, or each on a line at its
/// start.
fn note(text: &str, item: &mut Item) {
    let mut rest = text;
    while let Some(start) = rest.find("{:") {
        let Some(end) = rest[start..].find('}') else {
            return;
        };
        field(&rest[start + 2..start + end], item);
        rest = &rest[start + end..];
    }
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    for line in text.lines() {
        match line.split_once(':') {
            Some((name, _)) if is_name(name) => field(line, item),
            _ => return,
        }
    }
}

fn field(field: &str, item: &mut Item) {
    const NAMES: [&str; 5] = [
        "author",
        "editor",
        "translator",
        "reviewed-author",
        "container-author",
    ];
    let Some((name, value)) = field.split_once(':') else {
        return;
    };
    let value = value.trim();
    if name == "type" {
        item.kind = value.to_owned();
    } else if NAMES.contains(&name) {
        let (family, given) = value.split_once("||").unwrap_or((value, ""));
        let made = Name {
            family: family.trim().to_owned(),
            given: given.trim().to_owned(),
            ..Name::default()
        };
        let names = item
            .values
            .entry(name.to_owned())
            .or_insert(Value::Names(Vec::new()));
        if let Value::Names(names) = names {
            names.push(made.with_parts_split());
        }
    } else if name.contains("date") || name == "issued" || name == "accessed" {
        let mut fields = Map::new();
        fields.insert("raw".into(), Json::String(value.to_owned()));
        let date = Value::Date(date(&fields));
        item.values.entry(name.to_owned()).or_insert(date);
    } else {
        let text = Value::Text(value.to_owned());
        item.values.entry(name.to_owned()).or_insert(text);
    }
}

pub(super) fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

fn is_true(json: &Json) -> bool {
    !matches!(json, Json::Null | Json::Bool(false)) && text(json) != "0" && text(json) != "false"
}

fn name(fields: &Map<String, Json>) -> Name {
    let field = |name: &str| fields.get(name).map(text).unwrap_or_default();
    let flag = |name: &str| fields.get(name).is_some_and(is_true);
    let name = Name {
        family: field("family"),
        given: field("given"),
        dropping_particle: field("dropping-particle"),
        non_dropping_particle: field("non-dropping-particle"),
        suffix: field("suffix"),
        comma_suffix: flag("comma-suffix"),
        literal: field("literal"),
        static_ordering: flag("static-ordering"),
    };
    name.with_parts_split()
}

fn date(fields: &Map<String, Json>) -> Date {
    let number = |json: &Json| text(json).trim().parse::<i32>().ok();
    let small = |json: &Json| number(json).and_then(|number| u8::try_from(number).ok());
    let mut date = Date {
        circa: fields.get("circa").is_some_and(is_true),
        literal: fields.get("literal").map(text),
        season: fields.get("season").and_then(small),
        ..Date::default()
    };
    let parts = |json: &Json| {
        let parts = json.as_array()?;
        let month = parts.get(1).and_then(small).filter(|month| *month > 0);
        let year = parts.first().and_then(number)?;
        Some(DateParts {
            year,
            month: month.map(|month| {
                if month > 12 {
                    (month - 13) % 4 + 13
                } else {
                    month
                }
            }),
            day: parts.get(2).and_then(small).filter(|day| *day > 0),
        })
    };
    if let Some(Json::Array(ends)) = fields.get("date-parts") {
        date.start = ends.first().and_then(parts);
        date.end = ends.get(1).and_then(parts).map(|end| match end.year {
            0 => RangeEnd::Open,
            _ => RangeEnd::At(end),
        });
    }
    if let Some(raw) = fields.get("raw").map(text) {
        raw_date(&raw, &mut date);
    }
    date
}

/// Reads a date as people write it: "2019-03-04", "27 Sep 1969", "1965/1966".
fn raw_date(raw: &str, date: &mut Date) {
    let one = |text: &str| {
        let numbers: Option<Vec<i32>> = text
            .trim()
            .split('-')
            .map(|part| part.trim().parse().ok())
            .collect();
        let numbers = numbers.filter(|numbers| !numbers.is_empty())?;
        let part = |at: usize| numbers.get(at).and_then(|part| u8::try_from(*part).ok());
        Some(DateParts {
            year: numbers[0],
            month: part(1),
            day: part(2),
        })
    };
    let mut ends = raw.split('/').map(one);
    date.start = ends.next().flatten();
    if date.start.is_none() {
        date.literal = Some(raw.to_owned());
    }
    date.end = ends.next().flatten().map(RangeEnd::At);
}
