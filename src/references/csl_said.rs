//! What the items of a CSL-JSON file say, each at its place in the text.
//!
//! In a ring with csl_json: both read one format, the values and what the author is told of them.

use std::ops::Range;

use serde_json::Value;

use crate::diagnostics::ProjectPath;
use crate::references::csl_json::{date, scalar, strip_markup};
use crate::references::entry::Entry;

/// Returns the ranges of the objects that are the items of the list.
pub(super) fn objects(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let (mut is_text, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if is_text {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'"' => is_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => is_text = true,
            b'{' | b'[' => open.push((byte, at)),
            b'}' | b']' => {
                let Some((sign, start)) = open.pop() else {
                    return ranges;
                };
                // `[ {…} ]`, or `{ "items": [ {…} ] }`.
                let is_item = sign == b'{'
                    && open.last().is_some_and(|(sign, _)| *sign == b'[')
                    && open.len() <= 2
                    && open
                        .first()
                        .is_some_and(|(sign, _)| (*sign == b'[') == (open.len() == 1));
                if is_item {
                    ranges.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    ranges
}

/// Returns where the value of a member stands, without the quotation marks of a text.
pub(super) fn value_of(text: &str, whole: &Range<usize>, member: &str) -> Option<Range<usize>> {
    let item = text.get(whole.clone())?;
    let name = format!("\"{member}\"");
    let at = item.match_indices(&name).find_map(|(at, _)| {
        let rest = item[at + name.len()..]
            .trim_start()
            .strip_prefix(':')?
            .trim_start();
        Some(item.len() - rest.len())
    })?;
    let rest = &item[at..];
    let range = match rest.strip_prefix('"') {
        Some(value) => {
            let mut is_escaped = false;
            let end = value.bytes().position(|byte| {
                let is_end = byte == b'"' && !is_escaped;
                is_escaped = byte == b'\\' && !is_escaped;
                is_end
            });
            at + 1..at + 1 + end?
        }
        None => {
            let end = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
            at..at + rest[..end].trim_end().len()
        }
    };
    Some(whole.start + range.start..whole.start + range.end)
}

/// Takes what an item says.
pub(super) fn said(
    path: &ProjectPath,
    text: &str,
    item: &Value,
    key: &str,
    whole: Range<usize>,
    place: Range<usize>,
) -> Entry {
    let kind = match item.get("type").and_then(Value::as_str).unwrap_or_default() {
        "article-journal" | "article-magazine" | "article-newspaper" | "review" => "article",
        "book" => "book",
        "chapter" => "incollection",
        "paper-conference" => "inproceedings",
        "thesis" => "thesis",
        "report" => "report",
        "webpage" | "post" | "post-weblog" => "online",
        _ => "misc",
    };
    let mut entry = Entry::new(path, key, kind, whole.clone(), place.clone());
    let Some(members) = item.as_object() else {
        return entry;
    };
    for (member, value) in members {
        let name = match (member.as_str(), kind) {
            ("container-title", "article") => "journaltitle",
            ("container-title", _) => "booktitle",
            ("issued", _) => "date",
            ("accessed", _) => "urldate",
            ("publisher-place", _) => "location",
            (other, _) => other,
        };
        let value = match member.as_str() {
            "author" | "editor" => names(value),
            "issued" | "accessed" => date(item, member),
            _ => scalar(value).map(|value| strip_markup(&value)),
        };
        if let Some(value) = value {
            let range = value_of(text, &whole, member).unwrap_or_else(|| place.clone());
            entry.say(name, value, range);
        }
    }
    entry
}

/// Returns people as BibTeX writes them.
fn names(value: &Value) -> Option<String> {
    let names: Vec<String> = value
        .as_array()?
        .iter()
        .filter_map(|person| {
            let part = |field: &str| person.get(field).and_then(scalar);
            match (part("literal"), part("family"), part("given")) {
                (Some(name), _, _) => Some(name),
                (None, Some(family), Some(given)) => Some(format!("{family}, {given}")),
                (None, family, given) => family.or(given),
            }
        })
        .collect();
    (!names.is_empty()).then(|| names.join(" and "))
}
