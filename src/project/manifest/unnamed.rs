//! The manifest of an anonymous copy: who reads it learns of nobody.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Stands in the place of a name; no text that people write holds it.
const WITHHELD: &str = "\"[name withheld]\"";

/// What names people on the title page.
const NAMES: [&str; 4] = ["author", "cid", "supervisor", "executive-sponsor"];

/// Returns a manifest without names, addresses and comments. Everything else, and the number of
/// every line, stays.
pub(crate) fn unnamed(text: &str) -> String {
    let (table, _) = DeTable::parse_recoverable(text);
    let table = table.get_ref();
    let of = |name: &str| table.get(name).and_then(|it| it.get_ref().as_table());
    let dissertation = of("dissertation").into_iter().flatten();
    let named = dissertation.filter(|(key, _)| NAMES.contains(&key.get_ref().as_ref()));
    let people = of("people").into_iter().flatten();
    let values = named.chain(people).map(|(_, value)| value);
    let mut cuts: Vec<(Range<usize>, &str)> = values
        .filter(|value| matches!(value.get_ref(), DeValue::String(_)))
        .map(|value: &Spanned<DeValue<'_>>| (value.span(), WITHHELD))
        .collect();
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
}
