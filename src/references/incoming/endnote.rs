//! EndNote's XML.
//!
//! Source: the document type of EndNote's XML export (RSXML), as EndNote 20 and Zotero write it.
//! Nothing outside of the file is asked for: a document type in it is passed over, and an entity
//! that is not one of XML's five is text.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::csl::escaped;
use crate::references::bib::composed;
use crate::references::incoming::Brought;
use crate::references::incoming::work::{Work, is_marked, unspaced};

/// The kinds of CSL by EndNote's numbers of its types.
const KINDS: &[(u32, &str)] = &[
    (0, "article-journal"),
    (1, "book"),
    (2, "thesis"),
    (3, "paper-conference"),
    (4, "personal_communication"),
    (5, "chapter"),
    (6, "book"),
    (7, "chapter"),
    (8, "article-magazine"),
    (9, "software"),
    (10, "document"),
    (12, "webpage"),
    (13, "document"),
    (14, "legislation"),
    (16, "motion_picture"),
    (17, "article-journal"),
    (19, "article-magazine"),
    (20, "map"),
    (21, "motion_picture"),
    (23, "article-newspaper"),
    (25, "patent"),
    (26, "personal_communication"),
    (27, "report"),
    (28, "book"),
    (31, "legislation"),
    (32, "thesis"),
    (34, "manuscript"),
    (36, "manuscript"),
    (37, "graphic"),
    (43, "article-journal"),
    (44, "book"),
    (46, "report"),
    (47, "paper-conference"),
    (48, "dataset"),
    (53, "entry-encyclopedia"),
    (56, "post-weblog"),
    (57, "book"),
    (58, "standard"),
    (59, "dataset"),
    (60, "chapter"),
];

/// So many elements may stand in each other.
const MAX_DEPTH: usize = 40;

/// What a record says: the name of an element with that of the one around it, and its text.
type Said = (String, String);

/// Reads a file of records.
pub(super) fn read(text: &str, brought: &mut Brought) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut path: Vec<String> = Vec::new();
    let mut record: Option<(usize, Vec<Said>)> = None;
    let mut said = String::new();
    let mut seen = 0;
    let mut line = 1;
    loop {
        let event = reader.read_event();
        let at = usize::try_from(reader.buffer_position())
            .unwrap_or(text.len())
            .min(text.len());
        line += text.as_bytes()[seen..at]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        seen = at;
        match event {
            Ok(Event::Start(start)) => {
                let name = name_of(&start);
                match name.as_str() {
                    "record" => record = Some((line, Vec::new())),
                    "style" => said += face(&start).0,
                    _ => said.clear(),
                }
                if name == "style" {
                    path.push(format!("style{}", face(&start).1));
                } else {
                    path.push(name);
                }
                if path.len() > MAX_DEPTH {
                    brought
                        .unread
                        .push((line, "too many elements stand in each other".to_owned()));
                    return;
                }
            }
            Ok(Event::Empty(start)) => {
                // `<ref-type name="Journal Article"/>` says nothing by its number.
                if name_of(&start) == "record" {
                    brought
                        .unread
                        .push((line, "a record says nothing".to_owned()));
                }
            }
            Ok(Event::Text(part)) => match part.decode() {
                Ok(part) => said += &escaped(&part),
                Err(error) => brought.unread.push((line, error.to_string())),
            },
            Ok(Event::CData(part)) => said += &escaped(&String::from_utf8_lossy(&part)),
            Ok(Event::GeneralRef(entity)) => said += &escaped(&sign(&entity)),
            Ok(Event::End(_)) => {
                let Some(name) = path.pop() else {
                    continue;
                };
                if let Some(end) = name.strip_prefix("style") {
                    said += end;
                    continue;
                }
                if name == "record" {
                    if let Some((line, said)) = record.take() {
                        brought.works.push(work(&said).finished(line));
                    }
                } else if let Some((_, all)) = &mut record {
                    let text = unspaced(&said);
                    if !text.is_empty() {
                        let around = path.last().map_or("", String::as_str);
                        all.push((format!("{around}/{name}"), text));
                    }
                }
                said.clear();
            }
            Ok(Event::Eof) => break,
            Ok(Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_)) => {}
            Err(error) => {
                brought
                    .unread
                    .push((line, format!("the XML cannot be read on: {error}")));
                return;
            }
        }
    }
    if let Some((line, _)) = record {
        brought.unread.push((
            line,
            "a record is not closed, so the file was cut off".to_owned(),
        ));
    } else if brought.works.is_empty() {
        brought.unread.push((
            1,
            "there is no `<record>` of EndNote in this XML".to_owned(),
        ));
    }
}

fn name_of(start: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(start.local_name().as_ref()).into_owned()
}

/// Returns the tags of CSL-JSON for a face that EndNote sets.
fn face(start: &BytesStart<'_>) -> (&'static str, &'static str) {
    let face = start.try_get_attribute("face").ok().flatten();
    let face = face.map(|face| String::from_utf8_lossy(&face.value).into_owned());
    match face.as_deref() {
        Some("italic") => ("<i>", "</i>"),
        Some("bold") => ("<b>", "</b>"),
        Some("superscript") => ("<sup>", "</sup>"),
        Some("subscript") => ("<sub>", "</sub>"),
        _ => ("", ""),
    }
}

/// Returns the sign of an entity; one that is not known stands as it was written.
fn sign(entity: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(sign)) = entity.resolve_char_ref() {
        return sign.to_string();
    }
    let name = String::from_utf8_lossy(entity);
    match name.as_ref() {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "apos" => "'".to_owned(),
        other => format!("&{other};"),
    }
}

fn work(said: &[Said]) -> Work {
    let all = |path: &str| -> Vec<&str> {
        said.iter()
            .filter(|(name, _)| name == path)
            .map(|(_, text)| text.as_str())
            .collect()
    };
    let first = |paths: &[&str]| -> Option<&str> {
        paths.iter().find_map(|path| all(path).first().copied())
    };
    let number = first(&["record/ref-type"]).and_then(|number| number.parse::<u32>().ok());
    let kind = KINDS.iter().find(|(own, _)| Some(*own) == number);
    let mut work = Work::new(kind.map_or("document", |(_, kind)| kind));
    let is_edited = number == Some(28);
    let is_film = work.kind == "motion_picture";
    let author = match (is_edited, is_film) {
        (true, _) => "editor",
        (_, true) => "director",
        _ => "author",
    };
    let names = |path: &str| -> Vec<String> { all(path).into_iter().map(plain).collect() };
    let put_names = |work: &mut Work, variable: &str, path: &str| {
        work.names(variable, names(path).iter().map(String::as_str));
    };
    put_names(&mut work, author, "authors/author");
    match work.kind {
        "thesis" => {}
        "personal_communication" => put_names(&mut work, "recipient", "secondary-authors/author"),
        _ => put_names(&mut work, "editor", "secondary-authors/author"),
    }
    put_names(&mut work, "translator", "subsidiary-authors/author");
    work.put("title", first(&["titles/title"]));
    let secondary = first(&["titles/secondary-title"]);
    let journal = first(&["periodical/full-title"]);
    match work.kind {
        "book" | "report" => work.put("collection-title", secondary),
        "thesis" | "patent" | "legislation" => {}
        _ => work.put("container-title", secondary.or(journal)),
    }
    if work.kind == "article-journal" {
        let short = first(&["periodical/abbr-1", "titles/alt-title"]);
        work.put(
            "container-title-short",
            short.filter(|it| Some(*it) != secondary.or(journal)),
        );
    }
    work.put("collection-title", first(&["titles/tertiary-title"]));
    dates(&mut work, &first);
    numbers(&mut work, &first);
    work.put("publisher", first(&["record/publisher"]));
    work.put("publisher-place", first(&["record/pub-location"]));
    work.put("edition", first(&["record/edition"]));
    work.put("language", first(&["record/language"]));
    if matches!(work.kind, "thesis" | "report" | "manuscript") {
        work.put("genre", first(&["record/work-type"]));
    }
    let doi = first(&["record/electronic-resource-num"]).map(plain);
    work.doi(doi.as_deref());
    for url in ["related-urls/url", "web-urls/url"]
        .iter()
        .flat_map(|path| names(path))
    {
        work.url(Some(&url));
    }
    work.put(
        "PMCID",
        first(&["record/custom2"]).filter(|id| id.starts_with("PMC")),
    );
    let is_pubmed = first(&["record/remote-database-name"])
        .is_some_and(|name| name.to_lowercase().contains("pubmed"));
    work.put(
        "PMID",
        first(&["record/accession-num"]).filter(|_| is_pubmed),
    );
    let keywords = all("keywords/keyword");
    work.is_retracted = keywords
        .iter()
        .any(|word| word.eq_ignore_ascii_case("retracted publication"))
        || first(&["titles/title"]).is_some_and(is_marked);
    work
}

fn dates<'s>(work: &mut Work, first: &impl Fn(&[&str]) -> Option<&'s str>) {
    if let Some(year) = first(&["dates/year"]) {
        let day = first(&["pub-dates/date"]);
        let parts: Vec<&str> = day.map(|day| day.split(' ').collect()).unwrap_or_default();
        let reading = match parts.as_slice() {
            [month] => composed(year, Some(*month), None),
            // `15 Jun` and `Jun 15`.
            [day, month] if day.bytes().all(|byte| byte.is_ascii_digit()) => {
                composed(year, Some(*month), Some(*day))
            }
            [month, day] => composed(year, Some(*month), Some(*day)),
            _ => composed(year, None, None),
        };
        match reading.date.filter(|_| !reading.is_unclear) {
            Some(date) => work.put_date("issued", date),
            None => work.date("issued", Some(year)),
        }
    }
    work.date(
        "accessed",
        first(&["urls/access-date", "record/access-date"]),
    );
}

fn numbers<'s>(work: &mut Work, first: &impl Fn(&[&str]) -> Option<&'s str>) {
    work.put("volume", first(&["record/volume"]));
    let number = first(&["record/number"]);
    match work.kind {
        "article-journal" | "article-magazine" | "article-newspaper" => work.put("issue", number),
        "book" | "chapter" | "paper-conference" => work.put("collection-number", number),
        _ => work.put("number", number),
    }
    let pages = first(&["record/pages"]);
    match work.kind {
        "book" | "thesis" | "report" => work.put("number-of-pages", pages),
        _ => work.pages(pages),
    }
    work.put("number-of-volumes", first(&["record/num-vols"]));
    match work.kind {
        "report" | "standard" => work.put("number", first(&["record/isbn"])),
        _ => work.serial(first(&["record/isbn"])),
    }
}

/// Returns text without the markup of CSL-JSON, as names and addresses have it.
fn plain(text: &str) -> String {
    crate::references::markup::plain(text)
}
