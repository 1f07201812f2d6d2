//! The page of all keys of the manifest, made from the description that the reading follows.

use crate::project::manifest::keys::MANIFEST;
use crate::project::table::shape::{Key, TableShape, ValueKind};

/// Returns every key of the manifest in Markdown: a table of keys for each table of the manifest.
pub fn manifest_reference() -> String {
    let mut out = String::new();
    let (tables, alone): (Vec<&Key>, Vec<&Key>) = MANIFEST
        .keys
        .iter()
        .partition(|key| heading("", key).is_some());
    rows(&mut out, alone);
    for key in tables {
        section(&mut out, "", key);
    }
    out
}

/// Writes a table of the manifest under its heading, then the tables inside it.
fn section(out: &mut String, prefix: &str, key: &Key) {
    let Some((title, path, shape)) = heading(prefix, key) else {
        return;
    };
    out.push_str(&format!("\n### `{title}`\n\n{}\n\n", key.doc));
    let (tables, alone): (Vec<&Key>, Vec<&Key>) = shape
        .keys
        .iter()
        .partition(|key| heading(&path, key).is_some());
    rows(out, alone);
    for key in tables {
        section(out, &path, key);
    }
}

/// Returns how a key that holds keys is written over them: `[words]`, `[[milestone]]`,
/// `[policies.NAME]`, with its path and what it may hold.
fn heading(prefix: &str, key: &Key) -> Option<(String, String, &'static TableShape)> {
    let path = match prefix {
        "" => key.name.to_owned(),
        _ => format!("{prefix}.{}", key.name),
    };
    match &key.kind {
        ValueKind::Table(shape) => Some((format!("[{path}]"), path, shape)),
        ValueKind::List(ValueKind::Table(shape)) => Some((format!("[[{path}]]"), path, shape)),
        ValueKind::Map(ValueKind::Table(shape)) => {
            let path = format!("{path}.NAME");
            Some((format!("[{path}]"), path, shape))
        }
        _ => None,
    }
}

fn rows(out: &mut String, keys: Vec<&Key>) {
    if keys.is_empty() {
        return;
    }
    out.push_str("| key | value | without it | meaning |\n|---|---|---|---|\n");
    for key in keys {
        let without = match key.default {
            "" => "must be there",
            default => default,
        };
        let cells = [
            &format!("`{}`", key.name),
            &key.kind.expected(),
            without,
            key.doc,
        ];
        let cells = cells.map(|cell| cell.replace('|', "\\|"));
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
}
