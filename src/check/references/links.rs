//! DOIs and web addresses of references.
//!
//! Source for the form of a DOI: the DOI Handbook, "Numbering" (`10.`, a registrant's number, a
//! stroke, a suffix), and Crossref's recommendation to match `10.\d{4,9}/`; a registrant's number
//! may have parts of its own (`10.1000.10/123`).

use crate::check::context::SourceContext;
use crate::check::references::rules::{DOI_MALFORMED, URL_WITHOUT_ACCESS_DATE};
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::references::{Entry, Field};

/// Addresses that lead to a DOI.
const RESOLVERS: [&str; 6] = [
    "https://doi.org/",
    "http://doi.org/",
    "https://dx.doi.org/",
    "http://dx.doi.org/",
    "doi.org/",
    "dx.doi.org/",
];

/// Kinds whose readers look at the web and nowhere else.
const WEB: [&str; 9] = [
    "online",
    "electronic",
    "www",
    "misc",
    "report",
    "techreport",
    "dataset",
    "software",
    "manual",
];

/// Returns a DOI without the address that leads to it.
pub(super) fn bare_doi(doi: &str) -> &str {
    let small = doi.to_ascii_lowercase();
    let resolver = RESOLVERS
        .iter()
        .find(|resolver| small.starts_with(**resolver));
    resolver.map_or(doi, |resolver| &doi[resolver.len()..])
}

/// Finds DOIs that lead nowhere.
pub(super) fn dois(context: &SourceContext<'_>, sink: &mut Sink) {
    for entry in &context.references.entries {
        let Some(field) = entry.field("doi") else {
            let url = entry.field("url").filter(|url| leads_to_doi(&url.value));
            sink.extend(url.map(|url| address(entry, url, bare_doi(url.value.trim()))));
            continue;
        };
        let doi = field.value.trim();
        if let (None, bare) = (trouble(doi), bare_doi(doi))
            && bare.len() < doi.len()
        {
            sink.push(address(entry, field, bare));
        } else if let Some(why) = trouble(doi) {
            let message = format!(
                "the DOI of `{}` {why}: `{}`",
                inline(&entry.key, 60),
                inline(doi, 60)
            );
            sink.push(
                Diagnostic::of(&DOI_MALFORMED, message)
                    .at(field.place.clone())
                    .hint("a DOI reads like `10.1136/bmj.n71`: copy it from the work's first page"),
            );
        }
    }
}

/// Says how to write a DOI that stands as an address.
fn address(entry: &Entry, field: &Field, bare: &str) -> Diagnostic {
    let message = format!(
        "the DOI of `{}` stands as a web address: `{}`",
        inline(&entry.key, 60),
        inline(field.value.trim(), 80)
    );
    Diagnostic::of(&DOI_MALFORMED, message)
        .at(field.place.clone())
        .hint(format!(
            "write `doi = {{{}}}`: the style makes the address",
            inline(bare, 60)
        ))
}

fn trouble(doi: &str) -> Option<&'static str> {
    let bare = bare_doi(doi);
    if bare.to_ascii_lowercase().starts_with("doi") {
        return Some("has the word `doi` before it");
    }
    if bare.contains("://") || bare.starts_with("www.") {
        return Some("is a web address, and no DOI");
    }
    if bare.contains(char::is_whitespace) {
        return Some("has a space in it");
    }
    // A DOI that doi.org made short.
    let is_short =
        |rest: &str| !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_alphanumeric());
    if bare.strip_prefix("10/").is_some_and(is_short) {
        return None;
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let Some((prefix, suffix)) = bare
        .strip_prefix("10.")
        .and_then(|rest| rest.split_once('/'))
    else {
        return Some("does not begin with `10.`, a number and a stroke");
    };
    let number = digits(prefix);
    let is_number = (4..=9).contains(&number)
        && prefix[number..]
            .split('.')
            .skip(1)
            .all(|part| !part.is_empty() && digits(part) == part.len())
        && (prefix.len() == number || prefix[number..].starts_with('.'));
    if !is_number {
        return Some("does not begin with `10.`, a number and a stroke");
    }
    if suffix.is_empty() {
        return Some("ends after its first part");
    }
    suffix
        .ends_with(['.', ',', ';'])
        .then_some("ends with a sign that does not belong to it")
}

/// Finds web addresses that nobody says when they were read.
pub(super) fn access_dates(context: &SourceContext<'_>, sink: &mut Sink) {
    for entry in &context.references.entries {
        let Some(url) = entry.field("url") else {
            continue;
        };
        let is_dated = ["urldate", "doi", "eprint", "accessed"]
            .iter()
            .any(|name| entry.value(name).is_some());
        let note = entry.value("note").unwrap_or_default().to_lowercase();
        let is_noted =
            note.contains("accessed") || note.contains("visited") || note.contains("retrieved");
        if !WEB.contains(&entry.kind.as_str()) || is_dated || is_noted || leads_to_doi(&url.value) {
            continue;
        }
        let message = format!(
            "`{}` does not say when its web address was read",
            inline(&entry.key, 60)
        );
        sink.push(
            Diagnostic::of(&URL_WITHOUT_ACCESS_DATE, message)
                .at(url.place.clone())
                .hint("add the day on which you read it: `urldate = {2027-02-15}`"),
        );
    }
}

fn leads_to_doi(url: &str) -> bool {
    bare_doi(url.trim()).starts_with("10.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_is_known_by_its_form() {
        #[track_caller]
        fn case(doi: &str, why: Option<&str>) {
            let found = trouble(doi);
            assert_eq!(found.is_some(), why.is_some(), "{doi}");
            assert!(
                found.unwrap_or_default().contains(why.unwrap_or_default()),
                "{found:?}"
            );
        }

        case("10.1136/bmj.n71", None);
        case("https://doi.org/10/gf4tzm", None);
        case("10/", Some("begin"));
        case("https://doi.org/10.1136/bmj.n71", None);
        case("HTTP://DX.DOI.ORG/10.1000.10/123", None);
        case(
            "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2",
            None,
        );
        case("doi:10.1136/bmj.n71", Some("the word"));
        case("https://doi.org/doi:10.1136/bmj.n71", Some("the word"));
        case("10.1136/bmj.n71.", Some("ends with"));
        case("10.1136/bmj n71", Some("space"));
        case("10.1136/", Some("first part"));
        case("10.11/x", Some("begin"));
        case("10.1136x/y", Some("begin"));
        case(
            "https://www.bmj.com/content/372/bmj.n71",
            Some("web address"),
        );
        case("11.1136/x", Some("begin"));
    }
}
