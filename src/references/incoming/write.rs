//! A work as an entry of a `.bib`, and what that entry says when it is read again.

use crate::csl::{Date, DateParts, Item, Name, RangeEnd, Value};
use crate::diagnostics::ProjectPath;
use crate::references::bib;
use crate::references::extra::{DATES, is_names, is_text};
use crate::references::markup::plain;

/// Kinds of CSL, each with the type of entry that is read as it.
const TYPES: &[(&str, &str)] = &[
    ("article-journal", "article"),
    ("article-magazine", "article"),
    ("article-newspaper", "article"),
    ("article", "preprint"),
    ("bill", "bill"),
    ("book", "book"),
    ("broadcast", "broadcast"),
    ("chapter", "incollection"),
    ("dataset", "dataset"),
    ("entry-encyclopedia", "inreference"),
    ("entry-dictionary", "inreference"),
    ("graphic", "image"),
    ("hearing", "hearing"),
    ("interview", "interview"),
    ("legal_case", "jurisdiction"),
    ("legislation", "legislation"),
    ("manuscript", "unpublished"),
    ("map", "map"),
    ("motion_picture", "video"),
    ("pamphlet", "booklet"),
    ("paper-conference", "inproceedings"),
    ("patent", "patent"),
    ("performance", "performance"),
    ("periodical", "periodical"),
    ("personal_communication", "letter"),
    ("post", "online"),
    ("post-weblog", "online"),
    ("report", "report"),
    ("review", "review"),
    ("software", "software"),
    ("song", "audio"),
    ("speech", "speech"),
    ("standard", "standard"),
    ("thesis", "thesis"),
    ("webpage", "online"),
];

/// Variables, each with the field that holds it, in the order in which they are written.
const FIELDS: &[(&str, &str)] = &[
    ("author", "author"),
    ("editor", "editor"),
    ("translator", "translator"),
    ("container-author", "bookauthor"),
    ("director", "director"),
    ("illustrator", "illustrator"),
    ("recipient", "recipient"),
    ("interviewer", "interviewer"),
    ("title", "title"),
    ("container-title", "booktitle"),
    ("container-title-short", "shortjournal"),
    ("collection-title", "series"),
    ("event-title", "eventtitle"),
    ("event-place", "venue"),
    ("event-date", "eventdate"),
    ("genre", "type"),
    ("issued", "date"),
    ("original-date", "origdate"),
    ("status", "pubstate"),
    ("volume", "volume"),
    ("issue", "issue"),
    ("number", "number"),
    ("collection-number", "number"),
    ("chapter-number", "chapter"),
    ("page", "pages"),
    ("number-of-pages", "pagetotal"),
    ("number-of-volumes", "volumes"),
    ("edition", "edition"),
    ("version", "version"),
    ("section", "section"),
    ("medium", "medium"),
    ("scale", "scale"),
    ("publisher", "publisher"),
    ("publisher-place", "location"),
    ("ISBN", "isbn"),
    ("ISSN", "issn"),
    ("DOI", "doi"),
    ("PMID", "pmid"),
    ("PMCID", "pmcid"),
    ("URL", "url"),
    ("accessed", "urldate"),
    ("language", "language"),
    ("note", "note"),
];

/// Variables that say nothing of a work that is printed.
const ASIDE: &str = "abstract annote archive archive_collection archive_location archive-place
    call-number citation-key dimensions division keyword license page-first printing-number
    references reviewed-genre source supplement-number title-short type volume-title-short
    year-suffix arXiv";

/// Returns the entry of a work, with a line feed at its end.
pub(super) fn written(item: &Item, key: &str, is_retracted: bool) -> String {
    let kind = TYPES.iter().find(|(csl, _)| *csl == item.kind);
    let kind = kind.map_or("misc", |(_, kind)| kind);
    let mut lines: Vec<(&str, String)> = Vec::new();
    for (variable, field) in FIELDS {
        let field = match (*variable, kind) {
            ("container-title", "article" | "periodical" | "review") => "journaltitle",
            ("issue", "article" | "periodical" | "review") => "number",
            ("publisher", "thesis" | "report") => "institution",
            ("number", "article" | "incollection" | "inproceedings") => continue,
            ("collection-number", "article" | "report") => continue,
            _ => field,
        };
        let value = match item.values.get(*variable) {
            Some(Value::Names(list)) => names(list),
            Some(Value::Date(date)) => dated(date),
            Some(Value::Text(text)) => match *variable {
                "DOI" | "URL" | "PMID" | "PMCID" => address(&plain(text)),
                "title" | "container-title" | "collection-title" | "event-title" => titled(text),
                "page" => tex(text).replace('-', "--"),
                "publisher" if plain(text).to_lowercase().contains(" and ") => {
                    format!("{{{}}}", tex(text))
                }
                _ => tex(text),
            },
            None => continue,
        };
        let is_there = lines.iter().any(|(name, _)| *name == field);
        if !value.is_empty() && !is_there {
            lines.push((field, value));
        }
    }
    let subtype = match item.kind.as_str() {
        "article-magazine" => "magazine",
        "article-newspaper" => "newspaper",
        "post-weblog" => "blog",
        _ => "",
    };
    if !subtype.is_empty() {
        lines.push(("entrysubtype", subtype.to_owned()));
    }
    if is_retracted {
        lines.push(("keywords", "Retracted Publication".to_owned()));
    }
    let width = lines.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines = lines
        .iter()
        .map(|(name, value)| format!("  {name:<width$} = {{{value}}},\n"));
    format!("@{kind}{{{key},\n{}}}\n", lines.collect::<String>())
}

/// Returns the variables that an entry would not say as the work does.
pub(super) fn read_back(item: &Item, entry: &str) -> Vec<String> {
    let Some(path) = ProjectPath::new("import.bib") else {
        return Vec::new();
    };
    let read = bib::read(&path, entry);
    let Some(own) = read.entries.first() else {
        return vec!["everything".to_owned()];
    };
    let mut lost: Vec<String> = Vec::new();
    if own.item.kind != item.kind {
        lost.push(format!("type ({})", item.kind));
    }
    let is_printed = |variable: &str| {
        let is_known = is_text(variable) || is_names(variable) || DATES.contains(&variable);
        is_known && !ASIDE.split_whitespace().any(|aside| aside == variable)
    };
    let values = item.values.iter().filter(|(name, _)| is_printed(name));
    let unlike = values.filter(|(name, value)| {
        own.item
            .values
            .get(*name)
            .is_none_or(|read| !is_same(read, value))
    });
    lost.extend(unlike.map(|(name, _)| name.clone()));
    lost
}

/// Returns whether two values are the same to a reader: quotation marks may be straight, capitals
/// may be protected.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => same_text(one) == same_text(other),
        (Value::Names(one), Value::Names(other)) => {
            let own = |name: &Name| {
                let name = name.for_comparison();
                let Name {
                    family,
                    given,
                    dropping_particle,
                    non_dropping_particle,
                    suffix,
                    comma_suffix: _,
                    literal: _,
                    static_ordering: _,
                } = name;
                let parts = [
                    family,
                    given,
                    dropping_particle,
                    non_dropping_particle,
                    suffix,
                ];
                parts.map(|part| same_text(&part))
            };
            one.len() == other.len() && one.iter().map(own).eq(other.iter().map(own))
        }
        (Value::Date(one), Value::Date(other)) => one == other,
        _ => false,
    }
}

fn same_text(text: &str) -> String {
    let text = plain(
        &text
            .replace("<span class=\"nocase\">", "")
            .replace("</span>", ""),
    );
    let text = text.replace(['’', '‘'], "'").replace(['“', '”'], "\"");
    let text = text
        .replace("---", "—")
        .replace("--", "–")
        .replace(['\u{a0}', '\u{202f}'], " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes names, organisations in braces of their own.
fn names(list: &[Name]) -> String {
    let one = |name: &Name| -> String {
        let Name {
            family,
            given,
            dropping_particle,
            non_dropping_particle,
            suffix,
            comma_suffix: _,
            literal,
            static_ordering: _,
        } = name;
        if literal == "others" {
            return literal.clone();
        }
        if !literal.is_empty() {
            let text = tex(literal);
            // A command at the beginning would make it a letter with an accent.
            return match text.starts_with('\\') {
                true => format!("{{{{{text}}}}}"),
                false => format!("{{{text}}}"),
            };
        }
        let is_plain_particle = dropping_particle.is_empty() && non_dropping_particle.is_empty();
        let family_own = guarded(family);
        if !is_plain_particle {
            let (particle, keeps) = match non_dropping_particle.is_empty() {
                true => (dropping_particle, "false"),
                false => (non_dropping_particle, "true"),
            };
            let mut parts = vec![format!("family={family_own}")];
            for (name, value) in [("given", given), ("suffix", suffix)] {
                if !value.is_empty() {
                    parts.push(format!("{name}={}", guarded(value)));
                }
            }
            parts.push(format!("prefix={}, useprefix={keeps}", guarded(particle)));
            return parts.join(", ");
        }
        match (given.is_empty(), suffix.is_empty()) {
            (true, true) => family_own,
            (true, false) => format!("{family_own}, {}", guarded(suffix)),
            (false, true) => format!("{family_own}, {}", guarded(given)),
            (false, false) => format!("{family_own}, {}, {}", guarded(suffix), guarded(given)),
        }
    };
    list.iter().map(one).collect::<Vec<_>>().join(" and ")
}

/// Writes a part of a name; what would part it stands in braces.
fn guarded(part: &str) -> String {
    let text = tex(part);
    let parts = part.contains([',', '=', ';'])
        || part.split(' ').any(|word| word.eq_ignore_ascii_case("and"));
    match parts {
        true => format!("{{{text}}}"),
        false => text,
    }
}

/// Writes a title: words with capitals inside, which a style may not turn, stand in braces.
fn titled(text: &str) -> String {
    if text.contains('<') {
        return tex(text);
    }
    let words = text.split(' ').map(|word| {
        let own = tex(word);
        let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
        let is_mixed = letters.iter().skip(1).any(|c| c.is_uppercase());
        let is_quoted = word.starts_with(['"', '\'', '“', '‘']);
        match is_mixed && !is_quoted {
            true => format!("{{{own}}}"),
            false => own,
        }
    });
    // A title in capitals from end to end is a matter of its own, and protecting it would keep it.
    let is_shouted = !text.chars().any(char::is_lowercase);
    match is_shouted {
        true => tex(text),
        false => words.collect::<Vec<_>>().join(" "),
    }
}

/// Writes text of CSL-JSON for TeX.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut open: Vec<&str> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let tags = [
            ("<i>", "\\textit{"),
            ("<b>", "\\textbf{"),
            ("<sup>", "\\textsuperscript{"),
            ("<sub>", "\\textsubscript{"),
            ("<span class=\"nocase\">", "{"),
            ("<span style=\"font-variant:small-caps;\">", "\\textsc{"),
        ];
        let tag = tags.iter().find(|(tag, _)| rest.starts_with(tag));
        let end = ["</i>", "</b>", "</sup>", "</sub>", "</span>"]
            .into_iter()
            .find(|end| rest.starts_with(end));
        let entity = [("&amp;", "\\&"), ("&lt;", "<"), ("&gt;", ">")];
        let entity = entity.iter().find(|(name, _)| rest.starts_with(name));
        let length = if let Some((tag, command)) = tag {
            out += command;
            open.push(tag);
            tag.len()
        } else if let Some(end) = end.filter(|_| !open.is_empty()) {
            open.pop();
            out.push('}');
            end.len()
        } else if let Some((name, sign)) = entity {
            out += sign;
            name.len()
        } else {
            match c {
                '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                    out.push('\\');
                    out.push(c);
                }
                '\\' => out += "\\textbackslash{}",
                '~' => out += "\\textasciitilde{}",
                '^' => out += "\\textasciicircum{}",
                c => out.push(c),
            }
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    out.extend(open.iter().map(|_| '}'));
    out
}

/// Writes an address or a number; signs that would part the entry are written as addresses have
/// them.
fn address(text: &str) -> String {
    text.replace('{', "%7B")
        .replace('}', "%7D")
        .replace('\\', "%5C")
}

/// Writes a date as BibLaTeX has it.
fn dated(date: &Date) -> String {
    let Some(start) = date.start else {
        return tex(date.literal.as_deref().unwrap_or_default());
    };
    let mut text = parts(start);
    if let Some(season) = date.season {
        text = format!("{:04}-{}", start.year, 20 + season);
    }
    match date.end {
        Some(RangeEnd::At(end)) => text += &format!("/{}", parts(end)),
        Some(RangeEnd::Open) => text += "/",
        None => {}
    }
    if date.circa {
        text.push('~');
    }
    text
}

fn parts(date: DateParts) -> String {
    match (date.month, date.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", date.year),
        (Some(month), None) => format!("{:04}-{month:02}", date.year),
        (None, _) => format!("{:04}", date.year),
    }
}
