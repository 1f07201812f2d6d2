//! Reading a `.bib`: all its mistakes, each at its own entry.

use std::collections::HashSet;
use std::ops::Range;

use biblatex::{
    Bibliography as Parsed, ChunksExt, EntryType, ParseError, ParseErrorKind, PermissiveType,
    RawBibliography, RawChunk,
};

use crate::diagnostics::text::{inline, list, nearest};
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::references::entry::{Entry, canonical};
use crate::references::{Read, syntax};

/// The types of entries that people use; others pass the engine silently as `misc`.
const TYPES: [&str; 30] = [
    "article",
    "book",
    "mvbook",
    "inbook",
    "bookinbook",
    "suppbook",
    "booklet",
    "collection",
    "mvcollection",
    "incollection",
    "suppcollection",
    "manual",
    "misc",
    "online",
    "patent",
    "periodical",
    "suppperiodical",
    "proceedings",
    "mvproceedings",
    "inproceedings",
    "conference",
    "reference",
    "inreference",
    "report",
    "techreport",
    "thesis",
    "mastersthesis",
    "phdthesis",
    "unpublished",
    "dataset",
];

/// More types, which the engine knows or takes for `misc` with good reason.
const MORE_TYPES: [&str; 17] = [
    "electronic",
    "www",
    "software",
    "set",
    "xdata",
    "artwork",
    "audio",
    "image",
    "jurisdiction",
    "legislation",
    "legal",
    "letter",
    "movie",
    "music",
    "performance",
    "standard",
    "video",
];

pub(super) fn read(path: &ProjectPath, text: &str) -> Read {
    let mut read = Read::default();
    let whole = RawBibliography::parse(text);
    let entries = match &whole {
        Ok(_) => Vec::new(),
        Err(_) => pieces(text),
    };
    match whole {
        Ok(raw) => {
            keys_and_types(path, &raw, 0, &mut read);
            if read.findings.is_empty() || !has_errors(&read) {
                meaning(path, raw, &mut read);
            }
        }
        Err(first) => {
            for piece in entries {
                match RawBibliography::parse(&text[piece.clone()]) {
                    Ok(raw) => keys_and_types(path, &raw, piece.start, &mut read),
                    Err(error) => read.findings.push(mistake(path, text, &piece, &error)),
                }
            }
            if !has_errors(&read) {
                let message = plain(&first.kind);
                read.findings.push(syntax(path, first.span, message));
            }
        }
    }
    read
}

fn has_errors(read: &Read) -> bool {
    read.findings
        .iter()
        .any(|finding| finding.code == "bibliography-syntax")
}

/// Cuts a text where an entry begins at the start of a line.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let is_entry = trimmed.strip_prefix('@').is_some_and(|rest| {
            let kind = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            kind.len() < rest.len() && kind.trim_start().starts_with(['{', '('])
        });
        if is_entry {
            starts.push(at + (line.len() - trimmed.len()));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect()
}

fn mistake(path: &ProjectPath, text: &str, piece: &Range<usize>, error: &ParseError) -> Diagnostic {
    let entry = &text[piece.clone()];
    let is_at_end = error.span.start >= entry.trim_end().len();
    if is_at_end || matches!(error.kind, ParseErrorKind::UnexpectedEof) {
        // The end of the piece is far from the mistake; its head is where the author will look.
        let head = entry.find(['\n', ',']).unwrap_or(entry.len());
        let key = entry.split_once(['{', '(']).map_or("", |(_, rest)| rest);
        let key = inline(key.split([',', '\n']).next().unwrap_or_default().trim(), 60);
        let message = format!("the entry `{key}` is not closed: a `}}` is missing in it");
        return syntax(path, piece.start..piece.start + head, message)
            .hint("count the braces of this entry; each `{` needs its `}`");
    }
    let range = error.span.start + piece.start..error.span.end + piece.start;
    syntax(path, range, plain(&error.kind))
        .hint("an entry reads `@book{key, title = {…}, year = {…}}`")
}

fn plain(kind: &ParseErrorKind) -> String {
    match kind {
        ParseErrorKind::UnexpectedEof => "the file ends inside an entry".into(),
        ParseErrorKind::Expected(token) => format!("expected {}", article(&token.to_string())),
        ParseErrorKind::Unexpected(token) => {
            format!("{} does not belong here", article(&token.to_string()))
        }
        ParseErrorKind::UnknownAbbreviation(name) => {
            format!(
                "`{}` stands for nothing: put the text into braces",
                inline(name, 60)
            )
        }
        ParseErrorKind::MalformedCommand => "this LaTeX command is broken".into(),
        ParseErrorKind::DuplicateKey(key) => {
            format!("two entries have the key `{}`", inline(key, 60))
        }
        ParseErrorKind::ResolutionError(error) => error.to_string(),
        other => other.to_string(),
    }
}

fn article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {noun}")
}

fn keys_and_types(path: &ProjectPath, raw: &RawBibliography<'_>, shift: usize, read: &mut Read) {
    for entry in &raw.entries {
        let (key, kind) = (&entry.v.key, &entry.v.kind);
        read.keys.push((
            key.v.to_owned(),
            key.span.start + shift..key.span.end + shift,
        ));
        let lower = kind.v.to_lowercase();
        let moved = |span: &Range<usize>| span.start + shift..span.end + shift;
        let mut said = Entry::new(path, key.v, &lower, moved(&entry.span), moved(&key.span));
        for pair in &entry.v.fields {
            let value = plain_value(&pair.value.v);
            // The chunks stand inside the braces or quotation marks.
            let chunks = &pair.value.v;
            let range = match (chunks.first(), chunks.last()) {
                (Some(first), Some(last)) => moved(&(first.span.start..last.span.end)),
                (None, _) | (_, None) => moved(&pair.value.span),
            };
            said.say(pair.key.v, value, range);
        }
        read.entries.push(said);
        let known = || TYPES.iter().chain(&MORE_TYPES).copied();
        if known().any(|known| known == lower) {
            continue;
        }
        let range = kind.span.start + shift..kind.span.end + shift;
        let message = format!(
            "`@{}` is no kind of reference, so it is set as `@misc`",
            inline(kind.v, 40)
        );
        let finding = Diagnostic::warn("bibliography-type-unknown", message)
            .at(Place::range(path.clone(), range));
        read.findings.push(match nearest(&lower, known()) {
            Some(near) => finding.hint(format!("did you mean `@{near}`?")),
            None => finding.hint(format!(
                "common kinds are {}",
                list(&["@book", "@article", "@report", "@online", "@thesis"])
            )),
        });
    }
}

/// Looks at what the fields say, once the whole file can be read.
fn meaning(path: &ProjectPath, mut raw: RawBibliography<'_>, read: &mut Read) {
    // Repeated keys are reported for all files together, with both places.
    let mut seen = HashSet::new();
    raw.entries.retain(|entry| seen.insert(entry.v.key.v));
    let at = |key: &str, keys: &[(String, Range<usize>)]| {
        keys.iter()
            .find(|(known, _)| known == key)
            .map(|(_, range)| range.clone())
    };
    // The parser stops at the first entry that it cannot resolve: that one is set aside.
    let parsed = loop {
        let error = match Parsed::from_raw(raw.clone()) {
            Ok(parsed) => break parsed,
            Err(error) => error,
        };
        let before = raw.entries.len();
        raw.entries.retain(|entry| {
            !(entry.span.start <= error.span.start && error.span.end <= entry.span.end)
        });
        read.findings
            .push(syntax(path, error.span, plain(&error.kind)));
        if raw.entries.len() == before {
            return;
        }
    };
    if let Err(errors) = hayagriva::io::from_biblatex(&parsed) {
        for error in errors {
            let message = format!("this field cannot be read: {}", error.kind);
            read.findings.push(
                syntax(path, error.span, message)
                    .hint("write a date as 2027-02-15, 2027-02 or 2027"),
            );
        }
    }
    for entry in parsed.iter() {
        if matches!(entry.entry_type, EntryType::XData | EntryType::Set) {
            continue;
        }
        if let Ok(PermissiveType::Chunks(_)) = entry.date() {
            let place = match at(&entry.key, &read.keys) {
                Some(range) => Place::range(path.clone(), range),
                None => Place::file(path.clone()),
            };
            let key = inline(&entry.key, 60);
            let message = format!("the date of the entry `{key}` cannot be read");
            read.findings.push(
                Diagnostic::warn("bibliography-date-unclear", message)
                    .at(place)
                    .hint("write it as 2027-02-15, 2027-02 or 2027"),
            );
        }
    }
    for entry in &mut read.entries {
        if let Some(parsed) = parsed.get(&entry.key) {
            complete(entry, parsed);
        }
    }
}

/// Takes the values as the engine reads them, those of a parent entry too.
fn complete(entry: &mut Entry, parsed: &biblatex::Entry) {
    let key = entry.key_place.range.clone().unwrap_or_default();
    for (name, chunks) in &parsed.fields {
        let name = canonical(name);
        let value = chunks.format_verbatim();
        match entry.fields.iter_mut().find(|field| field.name == name) {
            Some(field) => field.value = value,
            None => entry.say(name, value, key.clone()),
        }
    }
}

/// Returns the text of a value as it is written, without its braces.
fn plain_value(value: &[biblatex::Spanned<RawChunk<'_>>]) -> String {
    let chunks = value.iter().map(|chunk| match chunk.v {
        RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
    });
    chunks.collect::<String>().replace(['{', '}'], "")
}
