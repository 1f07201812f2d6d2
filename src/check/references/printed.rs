//! What the style prints of the works that are cited: every field that a marker looks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::SourceContext;
use crate::check::references::rules::{
    CITATIONS_ALIKE, REFERENCE_FIELD_NOT_PRINTED, REFERENCE_FIELD_TWICE, REFERENCE_UNDATED,
    TITLE_CASE_UNCLEAR,
};
use crate::check::sink::Sink;
use crate::csl::{Cluster, Form, Formatted, Piece, Value, plain};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{inline, list};
use crate::references::Entry;

/// What a marker looks for in each kind of work, by the guides of Cite Them Right (12th edition),
/// APA (7th edition, chapter 10) and the NLM (Citing Medicine, 2nd edition): the variable, and
/// what a student calls it.
const LOOKED_FOR: [(&str, &[(&str, &str)]); 11] = [
    (
        "article-journal",
        &[JOURNAL, ("volume", "volume"), ("page", "pages")],
    ),
    ("article-magazine", &[("container-title", "magazine")]),
    ("article-newspaper", &[("container-title", "newspaper")]),
    (
        "book",
        &[("publisher", "publisher"), ("edition", "edition")],
    ),
    (
        "chapter",
        &[
            ("container-title", "title of the book"),
            ("editor", "editor"),
            ("publisher", "publisher"),
        ],
    ),
    (
        "paper-conference",
        &[("container-title", "title of the proceedings")],
    ),
    (
        "report",
        &[("publisher", "institution"), ("number", "number")],
    ),
    (
        "thesis",
        &[("publisher", "university"), ("genre", "kind of degree")],
    ),
    ("webpage", &[("URL", "address")]),
    ("standard", &[("number", "number")]),
    ("patent", &[("number", "number")]),
];

const JOURNAL: (&str, &str) = ("container-title", "journal");

/// What a marker looks for in every work.
const ALWAYS: [(&str, &str); 3] = [("author", "author"), ("title", "title"), ("issued", "date")];

/// A text that stands twice is a mistake only when it is long enough to be noticed.
const MIN_TWICE: usize = 10;

/// The works that are cited, each with what is printed of it.
struct Cited<'a> {
    entries: Vec<&'a Entry>,
    printed: Formatted,
}

impl<'a> Cited<'a> {
    /// Prints each work as it is cited alone, in the order of the text.
    fn of(context: &SourceContext<'a>) -> Self {
        let entries = context.references.entries.iter();
        let entries: BTreeMap<&str, &Entry> =
            entries.map(|entry| (entry.key.as_str(), entry)).collect();
        let mut seen = BTreeSet::new();
        let cited: Vec<&Entry> = context
            .manuscript
            .citations()
            .filter(|citation| seen.insert(citation.key.as_str()))
            .filter_map(|citation| entries.get(citation.key.as_str()).copied())
            .collect();
        let clusters: Vec<Cluster> = cited
            .iter()
            .map(|entry| Cluster::of(&entry.key, Form::Bracket))
            .collect();
        Self {
            printed: context.references.printed(&clusters),
            entries: cited,
        }
    }

    /// Returns the references, each with its entry.
    fn references(&self) -> impl Iterator<Item = (&'a Entry, &crate::csl::Reference)> {
        let entries: BTreeMap<&str, &'a Entry> = self
            .entries
            .iter()
            .map(|entry| (entry.key.as_str(), *entry))
            .collect();
        let list = self.printed.list.iter();
        list.filter_map(move |reference| Some((*entries.get(reference.key.as_str())?, reference)))
    }
}

/// Finds what a marker looks for and does not find.
pub(super) fn fields(context: &SourceContext<'_>, sink: &mut Sink) {
    for (entry, reference) in Cited::of(context).references() {
        if plain(&reference.pieces).is_empty() {
            let key = inline(&entry.key, 60);
            let message =
                format!("`{key}` is cited, and this style leaves it out of the list of references");
            sink.push(
                Diagnostic::of(&REFERENCE_FIELD_NOT_PRINTED, message)
                    .at(entry.key_place.clone())
                    .hint("another kind of entry, such as `@report` or `@online`, is listed"),
            );
            continue;
        }
        let own = LOOKED_FOR.iter().find(|(kind, _)| *kind == entry.item.kind);
        let own = own.map_or(&[][..], |(_, fields)| fields);
        let said = |variable: &str| entry.item.values.contains_key(variable);
        let is_printed = |variable: &str| reference.printed.iter().any(|name| name == variable);
        // Who wrote it may be the body that published it; a DOI leads where an address leads.
        let is_answered = |variable: &str| match variable {
            "publisher" => {
                let names = entry.item.names("author").iter();
                let author: Vec<&str> = names.map(|name| name.literal.as_str()).collect();
                author.contains(&entry.item.text("publisher").unwrap_or_default())
            }
            "URL" => is_printed("DOI"),
            "editor" => is_printed("editortranslator"),
            _ => false,
        };
        for (variable, name) in ALWAYS.iter().chain(own) {
            if !said(variable) || is_printed(variable) || is_answered(variable) {
                continue;
            }
            let key = inline(&entry.key, 60);
            let message = format!("the {name} of `{key}` is not printed by this style");
            let place = entry.places.get(*variable).unwrap_or(&entry.key_place);
            sink.push(
                Diagnostic::of(&REFERENCE_FIELD_NOT_PRINTED, message).at(place.clone()).hint(
                    format!(
                        "a reference of the kind `@{}` has no room for it in this style: see whether another kind fits the work, and look at the line with `folio cite show {key}`",
                        entry.kind
                    ),
                ),
            );
        }
    }
}

/// Finds what stands twice in one reference.
pub(super) fn twice(context: &SourceContext<'_>, sink: &mut Sink) {
    for (entry, reference) in Cited::of(context).references() {
        let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
        count_texts(&reference.pieces, &mut seen);
        for ((variable, text), times) in seen {
            let is_text = matches!(entry.item.values.get(&variable), Some(Value::Text(_)));
            if times < 2 || text.chars().count() < MIN_TWICE || !is_text {
                continue;
            }
            let (key, text) = (inline(&entry.key, 60), inline(&text, 60));
            let message = format!("“{text}” stands twice in the reference of `{key}`");
            let place = entry.places.get(&variable).unwrap_or(&entry.key_place);
            sink.push(Diagnostic::of(&REFERENCE_FIELD_TWICE, message).at(place.clone()).hint(
                "the same words are in two fields, or the kind of the entry does not fit: look at it with `folio cite show`",
            ));
        }
    }
}

fn count_texts(pieces: &[Piece], into: &mut BTreeMap<(String, String), usize>) {
    for piece in pieces {
        match piece {
            Piece::Text {
                text,
                variable: Some(variable),
            } => {
                *into
                    .entry((variable.clone(), text.trim().to_owned()))
                    .or_default() += 1;
            }
            Piece::Text { variable: None, .. } | Piece::Own(..) => {}
            Piece::Styled(_, inner)
            | Piece::Link(_, inner)
            | Piece::Work(_, inner)
            | Piece::Block(_, inner)
            | Piece::Note(inner) => count_texts(inner, into),
        }
    }
}

/// Finds works without a date that are not yet said to lack one. Who says when a page was read has
/// looked at it.
pub(super) fn undated(context: &SourceContext<'_>, sink: &mut Sink) {
    let cited = Cited::of(context);
    for (entry, pieces) in cited.entries.iter().zip(&cited.printed.clusters) {
        let values = &entry.item.values;
        let dates = ["issued", "status", "accessed"];
        let is_dated = dates.iter().any(|name| values.contains_key(*name));
        let is_said = entry
            .findings
            .iter()
            .any(|finding| finding.message.contains("`year`"));
        if is_dated || is_said {
            continue;
        }
        let key = inline(&entry.key, 60);
        let shown = inline(&plain(pieces), 80);
        let message = format!("`{key}` has no date, and is cited as {shown}");
        sink.push(
            Diagnostic::of(&REFERENCE_UNDATED, message)
                .at(entry.key_place.clone())
                .hint("look for the year on the page or in its footer, and add it as `date`"),
        );
    }
}

/// Finds works that a reader cannot tell apart.
pub(super) fn alike(context: &SourceContext<'_>, sink: &mut Sink) {
    let cited = Cited::of(context);
    let mut by_text: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
    for (entry, pieces) in cited.entries.iter().zip(&cited.printed.clusters) {
        let text = plain(pieces);
        if !text.is_empty() {
            by_text.entry(text).or_default().push(entry);
        }
    }
    for (text, entries) in by_text.into_iter().filter(|(_, entries)| entries.len() > 1) {
        let keys: Vec<String> = entries
            .iter()
            .map(|entry| format!("`{}`", inline(&entry.key, 60)))
            .collect();
        let message = format!("{} are all cited as {}", list(&keys), inline(&text, 80));
        let message = if entries.len() == 2 {
            message.replace("are all", "are both")
        } else {
            message
        };
        let mut finding =
            Diagnostic::of(&CITATIONS_ALIKE, message).at(entries[1].key_place.clone());
        finding = finding.also(entries[0].key_place.clone(), "the first one");
        sink.push(finding.hint("if they are one work, keep one; if not, a date or a name is missing that tells them apart"));
    }
}

/// Finds titles with a capital at every word, in a style that prints titles as sentences.
pub(super) fn titles(context: &SourceContext<'_>, sink: &mut Sink) {
    let style = context.references.style.as_ref();
    if style.is_none_or(|style| style.changes_titles()) {
        return;
    }
    let cited = Cited::of(context);
    let doubtful: Vec<&Entry> = cited
        .entries
        .iter()
        .copied()
        .filter(|entry| {
            let is_english = entry
                .item
                .text("language")
                .is_none_or(|code| code.starts_with("en"));
            is_english && entry.item.text("title").is_some_and(has_capital_words)
        })
        .collect();
    for entry in doubtful {
        let key = inline(&entry.key, 60);
        let title = entry.item.text("title").unwrap_or_default();
        let message = format!(
            "the title of `{key}` has a capital at every word: “{}”",
            inline(&bare(title), 80)
        );
        let place = entry.places.get("title").unwrap_or(&entry.key_place);
        sink.push(
            Diagnostic::of(&TITLE_CASE_UNCLEAR, message)
                .at(place.clone())
                .hint("this style prints titles as sentences: keep the capitals of the first word and of names only; folio never changes them by itself"),
        );
    }
}

/// Returns a title without its markup.
fn bare(title: &str) -> String {
    let mut text = String::with_capacity(title.len());
    let mut is_inside = false;
    for c in title.chars() {
        match c {
            '<' => is_inside = true,
            '>' if is_inside => is_inside = false,
            other if !is_inside => text.push(other),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&amp;", "&")
}

/// Returns whether a title has a capital at nearly every word of some length: names alone do not
/// come to so many.
fn has_capital_words(title: &str) -> bool {
    // Behind a colon a new sentence begins.
    let title = bare(title);
    let words = title.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '/'));
    let words: Vec<&str> = words
        .filter(|word| word.chars().count() > 3)
        .skip(1)
        .collect();
    let is_capital = |word: &&&str| {
        let rest = word.trim_start_matches(|c: char| !c.is_alphabetic());
        let mut letters = rest.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.all(|c| !c.is_uppercase())
    };
    let capitals = words.iter().filter(is_capital).count();
    words.len() >= 3 && capitals * 10 >= words.len() * 9
}
