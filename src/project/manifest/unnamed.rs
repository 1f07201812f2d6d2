//! The manifest of an anonymous copy: who reads it learns of nobody.
//!
//! # Decisions
//!
//! - 2026-11: what stays is listed, and not what goes: a key that is added later says nothing in
//!   an anonymous copy until somebody has thought of it here.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Stands in the place of a text; no text that people write holds it.
const WITHHELD: &str = "\"[name withheld]\"";

/// Where the rule was read: that it was is said, where is not.
const CONFIRMED: &str = "\"[place withheld]\"";

/// Tables and keys whose texts the pages, the count and the names of files are made of.
const STAYS: [&str; 28] = [
    "profile",
    "dissertation.title",
    "dissertation.subtitle",
    "dissertation.candidate",
    "dissertation.programme",
    "dissertation.department",
    "dissertation.college",
    "words.policy",
    "words.convention",
    "words.tolerance",
    "words.limits",
    "policies",
    "milestones",
    "milestone.id",
    "milestone.chapters",
    "milestone.due",
    "milestone.criteria",
    "bibliography",
    "ethics.classification",
    "check.levels",
    "check.edition",
    "check.waive.code",
    "check.waive.path",
    "abbreviations",
    "language",
    "maths",
    "outline",
    "format",
];

/// Returns a manifest without names, addresses, comments and what else could tell whose it is.
/// What the pages are made of stays, and the number of every line.
pub(crate) fn unnamed(text: &str) -> String {
    let (table, _) = DeTable::parse_recoverable(text);
    let mut cuts: Vec<(Range<usize>, &str)> = Vec::new();
    withhold(table.get_ref(), "", &mut cuts);
    cuts.extend(comments(text).into_iter().map(|range| (range, "")));
    cuts.sort_by_key(|(range, _)| range.start);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (range, instead) in cuts.into_iter().filter(|(range, _)| !range.is_empty()) {
        out.push_str(&text[end..range.start]);
        out.push_str(instead);
        out.push_str(&"\n".repeat(text[range.clone()].matches('\n').count()));
        end = range.end;
    }
    out.push_str(&text[end..]);
    out
}

/// Finds the texts of a table that do not stay.
fn withhold(table: &DeTable<'_>, path: &str, cuts: &mut Vec<(Range<usize>, &'static str)>) {
    for (key, value) in table {
        let key = key.get_ref();
        let path = match path {
            "" => key.to_string(),
            path => format!("{path}.{key}"),
        };
        if !STAYS.contains(&path.as_str()) {
            withhold_value(value, &path, cuts);
        }
    }
}

fn withhold_value(
    value: &Spanned<DeValue<'_>>,
    path: &str,
    cuts: &mut Vec<(Range<usize>, &'static str)>,
) {
    match value.get_ref() {
        DeValue::String(_) if path == "words.confirmed" => cuts.push((value.span(), CONFIRMED)),
        DeValue::String(_) => cuts.push((value.span(), WITHHELD)),
        DeValue::Table(table) => withhold(table, path, cuts),
        DeValue::Array(items) => {
            for item in items {
                withhold_value(item, path, cuts);
            }
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// Returns where comments stand: behind a `#` that is in no string.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let string = ["\"\"\"", "'''", "\"", "'"];
        if rest.starts_with('#') {
            let end = at + rest.find(['\n', '\r']).unwrap_or(rest.len());
            found.push(at..end);
            at = end;
        } else if let Some(mark) = string.into_iter().find(|mark| rest.starts_with(mark)) {
            at += mark.len() + string_length(&rest[mark.len()..], mark);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// Returns how many bytes a string takes behind its opening mark, the closing one included.
fn string_length(text: &str, mark: &str) -> usize {
    let has_escapes = mark.starts_with('"');
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if has_escapes => is_escaped = true,
            '\n' if mark.len() == 1 => return at,
            _ if text[at..].starts_with(mark) => return at + mark.len(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_addresses_and_comments_go_and_lines_stay() {
        let text = "# by Ann Lee\nprofile = \"x#y\" # Ann\n[dissertation]\ntitle = 'A # B'\nauthor = \"Ann \\\"#\\\" Lee\"\ncid = \"01\"\ncandidate = \"D-1\"\nsupervisor = \"\"\"\nDr Bo\"\"\"\n[people]\nstudent = \"a@b.uk\"\n";
        let said = unnamed(text);
        assert_eq!(
            said,
            "\nprofile = \"x#y\" \n[dissertation]\ntitle = 'A # B'\nauthor = \"[name withheld]\"\ncid = \"[name withheld]\"\ncandidate = \"D-1\"\nsupervisor = \"[name withheld]\"\n\n[people]\nstudent = \"[name withheld]\"\n"
        );
        assert_eq!(unnamed(&said), said);
    }

    #[test]
    fn what_no_page_is_made_of_is_withheld_wherever_it_stands() {
        let text = "words.confirmed = 'Dr Bo, 3 May'\n[dissertation]\ntitle = \"T\"\norganisation = \"Quillmere\"\n[words]\npolicy = \"main-text\"\n[ethics]\nclassification = \"audit\"\nbody = \"Quillmere R&I\"\namendments = [\"A1\", \"A2\"]\napproved = 2026-05-03\n[[milestone]]\nid = \"tutorial-1\"\ntitle = \"Visit to Quillmere\"\n[[check.waive]]\ncode = \"c\"\nreason = \"Dr Bo agreed\"\n[word]\nreference = \"quillmere.docx\"\n[later]\nnew-key = { a = \"Bo\" }\n";
        let said = unnamed(text);
        for secret in ["Quillmere", "quillmere", "Bo", "A1", "A2"] {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        for kept in [
            "title = \"T\"",
            "\"main-text\"",
            "\"audit\"",
            "2026-05-03",
            "\"tutorial-1\"",
        ] {
            assert!(said.contains(kept), "{kept}: {said}");
        }
        assert!(
            said.starts_with("words.confirmed = \"[place withheld]\"\n"),
            "{said}"
        );
        assert_eq!(said.lines().count(), text.lines().count());
        assert_eq!(unnamed(&said), said);
    }
}
