//! What a reference needs, by the kind of work.
//!
//! Source: the BibLaTeX manual, "Entry Types", required fields; what Cite Them Right and APA 7
//! print for a work without a person ("organisation as author") or a date ("no date") is not
//! asked for.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{choice, inline};
use crate::references::entry::Entry;
use crate::references::rules::BIBLIOGRAPHY_FIELD_MISSING;

/// What is asked for, as it is called in a `.bib`, and the variables that answer.
type Need = (&'static str, &'static [&'static str]);

const AUTHOR: Need = ("author", &["author"]);
const MAKER: Need = (
    "author",
    &[
        "author",
        "editor",
        "director",
        "compiler",
        "translator",
        "editor-translator",
    ],
);
const BODY: Need = ("author", &["author", "editor", "publisher", "director"]);
const YEAR: Need = ("year", &["issued", "status"]);
const PUBLISHER: Need = ("publisher", &["publisher", "DOI", "status"]);
const BOOK: Need = ("booktitle", &["container-title"]);

/// Needs by the kind of CSL; every work needs a title.
const NEEDS: [(&str, &[Need]); 20] = [
    (
        "article-journal",
        &[AUTHOR, YEAR, ("journal", &["container-title"])],
    ),
    (
        "article-magazine",
        &[YEAR, ("journal", &["container-title"])],
    ),
    (
        "article-newspaper",
        &[YEAR, ("journal", &["container-title"])],
    ),
    ("article", &[AUTHOR, YEAR]),
    ("review", &[AUTHOR, YEAR]),
    ("book", &[MAKER, YEAR, PUBLISHER]),
    ("chapter", &[AUTHOR, YEAR, BOOK, PUBLISHER]),
    ("entry-encyclopedia", &[YEAR, BOOK]),
    (
        "paper-conference",
        &[
            AUTHOR,
            YEAR,
            ("booktitle", &["container-title", "event-title"]),
        ],
    ),
    ("thesis", &[AUTHOR, YEAR, ("institution", &["publisher"])]),
    (
        "report",
        &[BODY, YEAR, ("institution", &["publisher", "author"])],
    ),
    ("manuscript", &[AUTHOR]),
    ("webpage", &[BODY, ("url", &["URL", "DOI"])]),
    ("post-weblog", &[BODY, ("url", &["URL", "DOI"])]),
    ("document", &[BODY]),
    ("dataset", &[BODY, YEAR]),
    ("patent", &[AUTHOR, YEAR, ("number", &["number"])]),
    ("standard", &[YEAR]),
    ("legislation", &[YEAR]),
    ("periodical", &[YEAR]),
];

/// Says what an entry lacks, if its reference would look unfinished.
pub(super) fn missing(entry: &Entry) -> Option<Diagnostic> {
    if matches!(entry.kind.as_str(), "xdata" | "set") {
        return None;
    }
    let kind = NEEDS.iter().find(|(kind, _)| *kind == entry.item.kind);
    let needs = kind.map_or(&[YEAR][..], |(_, needs)| needs);
    // An organisation answers for a work without a person, a number in an archive for an address,
    // and BibTeX's `inbook` has the title of the book itself.
    let has = |field: &str| entry.value(field).is_some();
    let is_lacking = |(name, variables): &Need| {
        let is_answered = match *name {
            "author" => has("organization") || entry.kind == "manual" && has("institution"),
            "url" => has("eprint"),
            "booktitle" => entry.kind == "inbook" && (has("chapter") || has("pages")),
            _ => false,
        };
        !is_answered
            && !variables
                .iter()
                .any(|variable| entry.item.values.contains_key(*variable))
    };
    let mut missing: Vec<&str> = needs
        .iter()
        .filter(|need| is_lacking(need))
        .map(|it| it.0)
        .collect();
    if is_lacking(&("title", &["title"])) {
        let after_author = usize::from(missing.first() == Some(&"author"));
        missing.insert(after_author, "title");
    }
    if missing.is_empty() {
        return None;
    }
    let key = inline(&entry.key, 60);
    let message = format!("the entry `{key}` has no {}", choice(&missing));
    let finding = Diagnostic::of(&BIBLIOGRAPHY_FIELD_MISSING, message);
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
        let fields: Vec<String> = fields
            .iter()
            .map(|field| format!("{field} = {{2001}}"))
            .collect();
        let text = format!("@{kind}{{k, {}}}", fields.join(", "));
        let read = crate::references::bib::read(&path, &text);
        let found = missing(&read.entries[0]).map(|finding| finding.message);
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
        case("article", &["author", "title", "journal", "pubstate"], None);
        case("article", &["author", "title", "year", "arxivid"], None);
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
        case("xdata", &["publisher"], None);
        case("book", &["author", "year", "publisher"], Some("`title`"));
    }
}
