//! What managers of references write, entry by entry.
//!
//! The results in works.txt were compared with those of pandoc 3.9, field by field; what differs
//! was meant to (see [`super::item`]).

use super::*;
use crate::csl::{Date, DateParts, Name, RangeEnd, Value};

fn date(date: &Date) -> String {
    let parts = |parts: DateParts| {
        let more = [parts.month, parts.day].into_iter().flatten();
        more.fold(parts.year.to_string(), |text, part| {
            format!("{text}-{part}")
        })
    };
    let mut out: Vec<String> = date.start.map(parts).into_iter().collect();
    out.extend(date.end.map(|end| match end {
        RangeEnd::At(end) => format!("to {}", parts(end)),
        RangeEnd::Open => "to now".into(),
    }));
    out.extend(date.season.map(|season| format!("season {season}")));
    out.extend(date.circa.then(|| "about".into()));
    out.extend(date.literal.clone().map(|words| format!("“{words}”")));
    out.join(" ")
}

fn name(name: &Name) -> String {
    let Name {
        family,
        given,
        dropping_particle,
        non_dropping_particle,
        suffix,
        literal,
        comma_suffix: _,
        static_ordering: _,
    } = name;
    if !literal.is_empty() {
        return format!("{{{literal}}}");
    }
    let mut out = String::new();
    for (before, part) in [("[", non_dropping_particle), ("(", dropping_particle)] {
        if !part.is_empty() {
            let after = if before == "[" { "] " } else { ") " };
            out += &format!("{before}{part}{after}");
        }
    }
    out += family;
    for part in [suffix, given] {
        if !part.is_empty() {
            out += &format!(", {part}");
        }
    }
    out
}

fn shown(text: &str) -> String {
    let read = read(&ProjectPath::new("r.bib").unwrap(), text);
    let mut out = String::new();
    for entry in &read.entries {
        out += &format!("{} {}\n", entry.key, entry.item.kind);
        for (variable, value) in &entry.item.values {
            assert!(entry.places.contains_key(variable), "{variable}");
            let value = match value {
                Value::Text(text) => text.clone(),
                Value::Names(names) => names.iter().map(name).collect::<Vec<_>>().join("; "),
                Value::Date(value) => date(value),
            };
            out += &format!("  {variable}: {value}\n");
        }
    }
    out
}

#[test]
fn every_kind_of_entry_says_what_it_says() {
    let bib = include_str!("../../../tests/data/references/works.bib");
    let expected = include_str!("../../../tests/data/references/works.txt");
    let shown = shown(bib);
    let pairs = shown.lines().zip(expected.lines());
    for (at, (found, expected)) in pairs.enumerate() {
        assert_eq!(found, expected, "line {} of works.txt", at + 1);
    }
    assert_eq!(shown.lines().count(), expected.lines().count());
}
