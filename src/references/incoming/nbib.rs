//! PubMed's own form, `.nbib`.
//!
//! Source: the National Library of Medicine, “MEDLINE/PubMed Data Element (Field) Descriptions”.

use crate::csl::Name;
use crate::references::bib::composed;
use crate::references::incoming::Brought;
use crate::references::incoming::names::{name, short};
use crate::references::incoming::pasted::Piece;
use crate::references::incoming::tagged::Record;
use crate::references::incoming::work::Work;

/// Reads one record.
pub(super) fn read(piece: &Piece<'_>, brought: &mut Brought) {
    let record = Record::read(piece.text, |line| {
        let (tag, value) = (line.get(..4)?, line.get(4..)?);
        let value = value.strip_prefix('-')?;
        let tag = tag.trim_end();
        let is_tag = !tag.is_empty() && tag.bytes().all(|byte| byte.is_ascii_uppercase());
        is_tag.then_some((tag, value))
    });
    let types: Vec<&str> = record.all(&["PT"]).collect();
    let is_book = record.first(&["BTI"]).is_some();
    let kind = match is_book {
        true if record.first(&["TI"]).is_some() => "chapter",
        true => "book",
        false if types.contains(&"Preprint") => "article",
        false => "article-journal",
    };
    let mut work = Work::new(kind);
    work.persons("author", people(&record, "FAU", "AU"));
    work.persons("editor", people(&record, "FED", "ED"));
    let title = record.first(&["TI"]).or_else(|| record.first(&["BTI"]));
    work.put("title", title);
    if kind == "chapter" {
        work.put("container-title", record.first(&["BTI"]));
    }
    work.put("collection-title", record.first(&["CTI"]));
    if !is_book {
        let journal = record.first(&["JT"]);
        let short = record.first(&["TA"]);
        // “Drug safety” is the catalogue's way to write; a name with its capitals is the journal's.
        work.put("container-title", journal.or(short));
        work.put(
            "container-title-short",
            short.filter(|_| journal.is_some() && journal != short),
        );
    }
    if let Some(date) = record.first(&["DP"]) {
        let mut parts = date.splitn(3, ' ');
        let year = parts.next().unwrap_or_default();
        let reading = composed(year, parts.next(), parts.next());
        match reading.date.filter(|_| !reading.is_unclear) {
            Some(date) => work.put_date("issued", date),
            None => work.date("issued", Some(year)),
        }
    }
    work.put("volume", record.first(&["VI"]));
    work.put("issue", record.first(&["IP"]));
    work.put("edition", record.first(&["EN"]));
    work.put("publisher", record.first(&["PB"]));
    work.put("publisher-place", record.first(&["PL"]).filter(|_| is_book));
    let numbered = |mark: &str| {
        let all = record.all(&["LID", "AID"]);
        all.filter_map(|id| id.strip_suffix(mark))
            .map(str::trim)
            .next()
    };
    work.pages(
        record
            .first(&["PG"])
            .or_else(|| numbered("[pii]").filter(|id| id.starts_with('e'))),
    );
    work.doi(numbered("[doi]"));
    work.put("PMID", record.first(&["PMID"]));
    work.put("PMCID", record.first(&["PMC"]));
    work.serial(record.first(&["IS"]).filter(|_| !is_book));
    work.serial(record.first(&["ISBN"]));
    work.put("language", record.first(&["LA"]));
    work.is_retracted = record.is_retracted(&["PT"]) || record.first(&["RIN"]).is_some();
    brought.works.push(work.finished(piece.line));
}

/// Returns the names of one role: in full where they are, with organisations at their places.
fn people(record: &Record<'_>, full: &str, initials: &str) -> Vec<Name> {
    let has_full = record.first(&[full]).is_some();
    let mut names = Vec::new();
    for field in record.fields.iter().filter(|field| !field.value.is_empty()) {
        let value = field.value.as_str();
        match field.tag {
            // An organisation belongs to the authors.
            "CN" if initials == "AU" => names.push(Name {
                literal: value.to_owned(),
                ..Name::default()
            }),
            tag if tag == full => names.push(name(value).0),
            tag if tag == initials && !has_full => names.push(short(value)),
            _ => {}
        }
    }
    names
}
