//! A file of references as it goes into an anonymous copy: without what its owner wrote for
//! themselves.

/// Fields that no style prints and that name files, people and opinions of whoever keeps the file.
const PRIVATE: [&str; 9] = [
    "file",
    "annote",
    "annotation",
    "owner",
    "username",
    "timestamp",
    "groups",
    "creationdate",
    "modificationdate",
];

/// Returns a BibTeX file without comments and private fields; the number of every line stays.
pub(crate) fn unnamed(bib: &str) -> String {
    let mut out = String::with_capacity(bib.len());
    let mut at = 0;
    while let Some(start) = bib[at..].find('@').map(|found| at + found) {
        out.push_str(&blank(&bib[at..start]));
        let name_end = start + 1 + word_length(&bib[start + 1..]);
        let body = bib[name_end..].find(['{', '(', '\n', '@']);
        let body = body.filter(|it| bib[name_end + it..].starts_with(['{', '(']));
        let Some(open) = body.map(|it| name_end + it) else {
            out.push_str(&blank(&bib[start..name_end]));
            at = name_end;
            continue;
        };
        let end = open + block_length(&bib[open..]);
        match bib[start + 1..name_end].to_lowercase().as_str() {
            "comment" => out.push_str(&blank(&bib[start..end])),
            "string" | "preamble" => out.push_str(&bib[start..end]),
            _ => out.push_str(&without_private(&bib[start..end])),
        }
        at = end;
    }
    out.push_str(&blank(&bib[at..]));
    out
}

/// Leaves the ends of the lines.
fn blank(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\n' | '\r')).collect()
}

fn word_length(text: &str) -> usize {
    let end = text.find(|c: char| !(c.is_alphanumeric() || "-_+:.".contains(c)));
    end.unwrap_or(text.len())
}

/// Returns how long a block in braces or brackets is, the closing one included.
fn block_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '{' | '(' if c == '{' || at == 0 => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ')' if depth == 1 && text.starts_with('(') => depth = 0,
            _ => {}
        }
        if depth == 0 {
            return at + c.len_utf8();
        }
    }
    text.len()
}

/// Returns an entry without its private fields.
fn without_private(entry: &str) -> String {
    let mut out = String::with_capacity(entry.len());
    let mut rest = entry;
    while let Some(comma) = rest.find(',') {
        let (before, after) = rest.split_at(comma + 1);
        out.push_str(before);
        let gap = after.len() - after.trim_start().len();
        let name = &after[gap..gap + word_length(&after[gap..])];
        let behind = after[gap + name.len()..].trim_start();
        let value = behind.strip_prefix('=').map(str::trim_start);
        let Some(value) = value.filter(|_| !name.is_empty()) else {
            rest = after;
            continue;
        };
        let length = value_length(value);
        let end = after.len() - value.len() + length;
        let is_private = PRIVATE.iter().any(|it| name.eq_ignore_ascii_case(it))
            || name.to_lowercase().starts_with("bdsk-");
        match is_private {
            true => {
                out.push_str(&blank(&after[..end]));
                // The comma behind the value goes with it.
                let behind = after[end..].trim_start();
                let skipped = after.len() - behind.len();
                rest = match behind.strip_prefix(',') {
                    Some(_) => {
                        out.push_str(&blank(&after[end..skipped]));
                        &after[skipped..]
                    }
                    None => &after[end..],
                };
                if rest.starts_with(',') {
                    rest = put_back(&mut out, rest);
                }
            }
            false => {
                out.push_str(&after[..end]);
                rest = &after[end..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Takes the comma in front of a field that is gone out of what was written, for the one behind it.
fn put_back<'t>(out: &mut String, rest: &'t str) -> &'t str {
    if let Some(at) = out.rfind(',') {
        out.remove(at);
    }
    rest
}

fn value_length(value: &str) -> usize {
    match value.chars().next() {
        Some('{') => block_length(value),
        Some('"') => {
            let mut depth = 0_usize;
            let end = value.char_indices().skip(1).find(|(_, c)| {
                match c {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                depth == 0 && *c == '"'
            });
            end.map_or(value.len(), |(at, _)| at + 1)
        }
        _ => value.find([',', '}', '\n']).unwrap_or(value.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_owner_wrote_for_themselves_goes_and_the_entry_stays() {
        let bib = "% Ann's library\n@string{j = \"Journal\"}\n@article{a,\n  title = {A {B}, c},\n  file = {/home/ann/{z}.pdf},\n  annote = \"Ann, liked {\\\"i}t\",\n  journal = j,\n  year = 2020\n}\n@comment{jabref: Ann}\nAnn\n";
        let said = unnamed(bib);
        assert_eq!(
            said,
            "\n@string{j = \"Journal\"}\n@article{a,\n  title = {A {B}, c}\n\n,\n  journal = j,\n  year = 2020\n}\n\n\n"
        );
        assert_eq!(unnamed(&said), said);
        assert_eq!(said.lines().count(), bib.lines().count());
        let last = unnamed("@book{a, title = {T}, file = {/home/ann}}");
        assert_eq!(last, "@book{a, title = {T},}");
    }

    #[test]
    fn what_is_no_bibtex_is_no_trouble() {
        for text in [
            "@",
            "@a",
            "@a{",
            "@a{b, c = ",
            "a@b.uk {",
            "@a{b, c = {d",
            "@x(é, file={",
        ] {
            let said = unnamed(text);
            assert_eq!(unnamed(&said), said, "{text}");
        }
    }
}
