//! The works that are cited, as CSL-JSON, so that who takes the file gets them whole.

use serde_json::{Map, Value as Json, json};

use crate::csl::{Date, DateParts, Item, Name, RangeEnd, Value};

/// Returns an item as CSL-JSON.
pub fn csl_json(item: &Item) -> Json {
    let mut out = Map::new();
    out.insert("id".into(), json!(item.key));
    out.insert("type".into(), json!(item.kind));
    for (variable, value) in &item.values {
        let value = match value {
            Value::Text(text) => json!(text),
            Value::Names(names) => names.iter().map(name).collect(),
            Value::Date(value) => date(value),
        };
        out.insert(variable.clone(), value);
    }
    Json::Object(out)
}

fn name(name: &Name) -> Json {
    let Name {
        family,
        given,
        dropping_particle,
        non_dropping_particle,
        suffix,
        comma_suffix,
        literal,
        static_ordering,
    } = name;
    let texts = [
        ("family", family),
        ("given", given),
        ("dropping-particle", dropping_particle),
        ("non-dropping-particle", non_dropping_particle),
        ("suffix", suffix),
        ("literal", literal),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    let mut out: Map<String, Json> = texts
        .map(|(key, text)| (key.to_owned(), json!(text)))
        .collect();
    for (key, is) in [
        ("comma-suffix", comma_suffix),
        ("static-ordering", static_ordering),
    ] {
        if *is {
            out.insert(key.to_owned(), json!(true));
        }
    }
    Json::Object(out)
}

fn date(date: &Date) -> Json {
    let Date {
        start,
        end,
        circa,
        season,
        literal,
    } = date;
    let mut out = Map::new();
    if let Some(start) = start {
        let mut parts = vec![date_parts(start)];
        match end {
            Some(RangeEnd::At(end)) => parts.push(date_parts(end)),
            Some(RangeEnd::Open) => parts.push(json!([0])),
            None => {}
        }
        out.insert("date-parts".into(), Json::Array(parts));
    }
    if *circa {
        out.insert("circa".into(), json!(true));
    }
    if let Some(season) = season {
        out.insert("season".into(), json!(season));
    }
    if let Some(literal) = literal {
        out.insert("literal".into(), json!(literal));
    }
    Json::Object(out)
}

fn date_parts(parts: &DateParts) -> Json {
    let DateParts { year, month, day } = parts;
    let mut out = vec![json!(year)];
    out.extend(month.map(|month| json!(month)));
    out.extend(day.filter(|_| month.is_some()).map(|day| json!(day)));
    Json::Array(out)
}
