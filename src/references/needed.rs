//! What a reference needs, by the kind of work.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{choice, inline};
use crate::references::entry::Entry;

/// Kinds that may have no date: nobody may know when a page was written.
const UNDATED: [&str; 8] = [
    "online",
    "electronic",
    "www",
    "misc",
    "software",
    "xdata",
    "set",
    "unpublished",
];

/// Whoever answers for a work that no person has written.
const RESPONSIBLE: [&str; 4] = ["author", "editor", "organization", "institution"];

/// Whoever has brought a work out.
const PUBLISHERS: [&str; 5] = [
    "publisher",
    "institution",
    "organization",
    "howpublished",
    "eprint",
];

/// Says what an entry lacks, if its reference would look unfinished.
pub(super) fn missing(entry: &Entry) -> Option<Diagnostic> {
    let has = |names: &[&str]| names.iter().any(|name| entry.value(name).is_some());
    let mut missing = Vec::new();
    let mut needs = |name: &'static str, alternatives: &[&str]| {
        if !has(&[name]) && !has(alternatives) {
            missing.push(name);
        }
    };
    let kind = entry.kind.as_str();
    if matches!(kind, "xdata" | "set") {
        return None;
    }
    match kind {
        "article" | "incollection" | "inbook" | "inproceedings" | "conference" | "thesis"
        | "mastersthesis" | "phdthesis" | "unpublished" => needs("author", &["organization"]),
        "book" | "mvbook" | "report" | "techreport" | "online" | "electronic" | "www" | "misc" => {
            needs("author", &RESPONSIBLE);
        }
        _ => {}
    }
    needs("title", &[]);
    if !UNDATED.contains(&kind) {
        needs("year", &["date"]);
    }
    match kind {
        "article" => needs("journal", &["journaltitle", "eprint"]),
        "incollection" | "inbook" => {
            needs("booktitle", &["maintitle"]);
            needs("publisher", &PUBLISHERS);
        }
        "inproceedings" | "conference" => needs("booktitle", &["maintitle", "eventtitle"]),
        "book" | "mvbook" | "collection" => needs("publisher", &PUBLISHERS),
        "thesis" | "mastersthesis" | "phdthesis" => needs("institution", &["publisher"]),
        "report" | "techreport" => needs("institution", &[&PUBLISHERS[..], &["author"]].concat()),
        "online" | "electronic" | "www" => needs("url", &["doi", "eprint", "howpublished"]),
        _ => {}
    }
    if missing.is_empty() {
        return None;
    }
    let key = inline(&entry.key, 60);
    let message = format!("the entry `{key}` has no {}", choice(&missing));
    let finding = Diagnostic::warn("bibliography-field-missing", message);
    Some(
        finding
            .at(entry.key_place.clone())
            .hint("the reference will look unfinished: add it from the work itself"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::ProjectPath;

    #[track_caller]
    fn case(kind: &str, fields: &[&str], expected: Option<&str>) {
        let path = ProjectPath::new("r.bib").unwrap();
        let mut entry = Entry::new(&path, "k", kind, 0..9, 1..2);
        for field in fields {
            entry.say(field, "x", 3..4);
        }
        let found = missing(&entry).map(|finding| finding.message);
        let expected = expected.map(|what| format!("the entry `k` has no {what}"));
        assert_eq!(found, expected, "{kind}");
    }

    #[test]
    fn a_reference_needs_what_its_kind_is_cited_with() {
        case("article", &["author", "title", "year", "journal"], None);
        case("article", &["author", "title", "year"], Some("`journal`"));
        case(
            "article",
            &["title"],
            Some("`author`, `year`, or `journal`"),
        );
        case("book", &["editor", "title", "date", "publisher"], None);
        case("book", &["author", "title", "date"], Some("`publisher`"));
        case(
            "incollection",
            &["author", "title", "year", "publisher"],
            Some("`booktitle`"),
        );
        case("phdthesis", &["author", "title", "year", "school"], None);
        case("report", &["title", "date", "institution"], None);
        case("report", &["author", "title", "date"], None);
        case("online", &["organization", "title"], Some("`url`"));
        case("online", &["author", "title", "url"], None);
        case("legislation", &["title", "date"], None);
    }
}
