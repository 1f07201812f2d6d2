//! What looks for names and identifiers.

use std::collections::BTreeMap;

use crate::check::confidential::anonymous::author;
use crate::check::confidential::identifiers::{Identifier, IdentifierKind};
use crate::check::confidential::names::{Hit, ListedNames};
use crate::check::confidential::rules::{
    AUTHOR_NAMED, CONFIDENTIAL_LIST_UNREADABLE, CONFIDENTIAL_NAME_FOUND, CONFIDENTIAL_NAME_IN_NOTE,
    DATE_OF_BIRTH_FOUND, EMAIL_ADDRESS_FOUND, NHS_NUMBER_FOUND, PICTURE_POSITION, POSTCODE_FOUND,
    TELEPHONE_NUMBER_FOUND,
};
use crate::check::confidential::ways::Likeness;
use crate::check::confidential::{pictures, places};
use crate::check::context::SourceContext;
use crate::check::search::Search;
use crate::check::sink::Sink;
use crate::diagnostics::text::{count, inline};
use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath};
use crate::manuscript::Role;
use crate::project::MANIFEST;

/// One thing is shown so often in one file; of the others there is the number.
const SHOWN: usize = 5;

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Source(confidential_names),
    Search::Source(unreadable_list),
    Search::Source(identifiers),
    Search::Source(positions),
    Search::Source(author_named),
];

const REMOVE: &str = "write what stands for it, such as `the trust` or `participant 4`";
const IN_DRAWING: &str = "in a drawing, change the words; in a photograph or a PDF, save it again without its properties";
const IN_FIELD: &str = "the PDF is made without it, but whoever gets the file can read it: save the picture again without its properties";
const NOTE: &str = "it is not printed, but whoever gets the files can read it: remove it";

fn unreadable_list(context: &SourceContext<'_>, sink: &mut Sink) {
    if let Some(why) = &context.confidential.unreadable {
        let message = format!("`confidential.txt` cannot be read: {why}");
        let finding = Diagnostic::of(&CONFIDENTIAL_LIST_UNREADABLE, message);
        sink.push(
            finding.hint("no name was looked for: write one name a line into a plain text file"),
        );
    }
}

fn confidential_names(context: &SourceContext<'_>, sink: &mut Sink) {
    let names = context.confidential.names();
    for (path, mut hits) in places::names(context, names) {
        hits.retain(|hit| is_told(context, &path, hit));
        let mut shown = FirstFew::default();
        for hit in places::distinct(hits, |hit| hit.range.clone()) {
            let masked = names.masked(hit.name);
            let place = Place::range(path.clone(), hit.range.clone());
            let finding = match is_note(context, &path, &hit) {
                true => {
                    let message = format!("a confidential name stands in a note: {masked}");
                    Diagnostic::of(&CONFIDENTIAL_NAME_IN_NOTE, message).hint(NOTE)
                }
                false => {
                    let message = format!("a confidential name stands here: {masked}");
                    Diagnostic::of(&CONFIDENTIAL_NAME_FOUND, message).hint(REMOVE)
                }
            };
            shown.push(finding.at(place), hit.name);
        }
        shown.finish(sink);
    }
    in_files(context, names, sink, |masked, what| {
        let message = format!("{what} holds a confidential name: {masked}");
        Diagnostic::of(&CONFIDENTIAL_NAME_FOUND, message)
    });
}

/// Looks at the names of files and at what pictures say.
fn in_files(
    context: &SourceContext<'_>,
    names: &ListedNames,
    sink: &mut Sink,
    finding: impl Fn(&str, &str) -> Diagnostic,
) {
    if names.is_empty() {
        return;
    }
    let pictures = pictures::files(context);
    let bibliography = &context.project.manifest.bibliography.files;
    let texts = context.manuscript.texts.iter().map(|text| &text.path);
    let paths: std::collections::BTreeSet<&ProjectPath> =
        texts.chain(bibliography).chain(&pictures).collect();
    for path in paths {
        let mut parts = path.as_str().split('/');
        if let Some(name) = parts.find_map(|part| names.in_file_name(part)) {
            let finding = finding(
                &names.masked(name),
                "the name of this file or of its folder",
            );
            sink.push(
                finding
                    .at(Place::file(path.clone()))
                    .hint("rename it, and change what refers to it"),
            );
        }
    }
    for path in &pictures {
        let texts = pictures::texts(context, path);
        let hit = texts
            .iter()
            .find_map(|said| Some((said, names.find(&said.text).into_iter().find(is_likely)?)));
        if let Some((said, hit)) = hit {
            let (what, hint) = match &said.field {
                None => ("this picture".to_owned(), IN_DRAWING),
                Some(field) => {
                    let field = inline(field, 40);
                    (format!("this picture, in its `{field}`,"), IN_FIELD)
                }
            };
            let finding = finding(&names.masked(hit.name), &what);
            sink.push(finding.at(Place::file(path.clone())).hint(hint));
        }
    }
}

/// Tells the photographs that hold a position, where anything may not be known.
fn positions(context: &SourceContext<'_>, sink: &mut Sink) {
    if !context.is_anonymous && context.confidential.names().is_empty() {
        return;
    }
    for path in pictures::files(context) {
        if pictures::has_position(context, &path) {
            let finding =
                Diagnostic::of(&PICTURE_POSITION, "this photograph says where it was taken");
            sink.push(finding.at(Place::file(path)).hint(IN_FIELD));
        }
    }
}

fn is_likely(hit: &Hit) -> bool {
    hit.likeness != Likeness::Loose
}

/// Returns whether what was found is to be told: initials and a surname are anybody's in a list of
/// references.
fn is_told(context: &SourceContext<'_>, path: &ProjectPath, hit: &Hit) -> bool {
    let is_reference = context.project.manifest.bibliography.files.contains(path);
    is_likely(hit) && !(is_reference && hit.likeness == Likeness::Initials)
}

/// Returns whether a name stands where nothing is printed: in a comment, between the entries of a
/// reference file, in the manifest outside the title page.
fn is_note(context: &SourceContext<'_>, path: &ProjectPath, hit: &Hit) -> bool {
    let holds = |place: &Place| {
        let range = place.range.as_ref();
        place.path == *path
            && range
                .is_some_and(|range| range.start <= hit.range.start && hit.range.end <= range.end)
    };
    if path.as_str() == MANIFEST {
        let text = context.sources.text(path).unwrap_or_default();
        return !is_printed_key(text, hit.range.start);
    }
    if context.project.manifest.bibliography.files.contains(path) {
        let entries = &context.references.entries;
        return !entries.is_empty() && !entries.iter().any(|entry| holds(&entry.place));
    }
    let texts = context
        .manuscript
        .texts
        .iter()
        .filter(|text| text.path == *path);
    texts
        .flat_map(|text| &text.notes)
        .any(|note| holds(&note.place))
}

/// Returns whether a byte of the manifest stands in a value that is printed.
fn is_printed_key(manifest: &str, at: usize) -> bool {
    let before = manifest.get(..at).unwrap_or_default();
    let table = before
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| line.starts_with('['));
    let is_printed = table.is_some_and(|table| {
        table.starts_with("[dissertation]") || table.starts_with("[abbreviations]")
    });
    let line = before.rsplit('\n').next().unwrap_or_default();
    is_printed && !line.contains('#')
}

fn identifiers(context: &SourceContext<'_>, sink: &mut Sink) {
    for (path, found) in places::persons(context) {
        let mut shown = FirstFew::default();
        for one in found {
            let kind = one.kind as usize;
            let place = Place::range(path.clone(), one.range.clone());
            shown.push(about(&one).at(place), kind);
        }
        shown.finish(sink);
    }
}

fn about(one: &Identifier) -> Diagnostic {
    let masked = &one.masked;
    match one.kind {
        IdentifierKind::NhsNumber => Diagnostic::of(&NHS_NUMBER_FOUND, format!("an {masked} stands here")).hint(
            "remove it; if the draft has been shared, tell your information governance team",
        ),
        IdentifierKind::TestNhsNumber => {
            Diagnostic::judged(Level::Warn, &NHS_NUMBER_FOUND, format!("a {masked} stands here"))
                .hint("it belongs to nobody; say in the text that it is made up")
        }
        IdentifierKind::Email => Diagnostic::of(&EMAIL_ADDRESS_FOUND, format!("an {masked} stands here"))
            .hint("remove it, or write an address at `example.org`; the addresses under `[people]` in folio.toml may stand"),
        IdentifierKind::Telephone => {
            Diagnostic::of(&TELEPHONE_NUMBER_FOUND, format!("a {masked} stands here"))
                .hint("remove it, or write one that nobody has, such as 01632 960123")
        }
        IdentifierKind::Postcode => Diagnostic::of(&POSTCODE_FOUND, format!("a {masked} stands here"))
            .hint("the first half of a postcode is enough to say where somebody lives"),
        IdentifierKind::Birth => Diagnostic::of(&DATE_OF_BIRTH_FOUND, "a date of birth stands here")
            .hint("an age, or an age group, says as much"),
    }
}

fn author_named(context: &SourceContext<'_>, sink: &mut Sink) {
    let names = author(context);
    let anonymous = |message: String| Diagnostic::of(&AUTHOR_NAMED, message);
    for (path, mut hits) in places::names(context, &names) {
        hits.retain(|hit| is_told(context, &path, hit));
        if !is_handed_in(context, &path) {
            continue;
        }
        let text = context.sources.text(&path).unwrap_or_default();
        let mut shown = FirstFew::default();
        for hit in places::distinct(hits, |hit| hit.range.clone()) {
            if path.as_str() == MANIFEST && !is_title_page(text, hit.range.start) {
                continue;
            }
            let finding = anonymous("this says who wrote an anonymous copy".to_owned())
                .hint("write `the author`, or leave it out; the candidate number stands for you");
            shown.push(finding.at(Place::range(path.clone(), hit.range)), 0);
        }
        shown.finish(sink);
    }
    in_files(context, &names, sink, |_, what| {
        anonymous(format!("{what} says who wrote an anonymous copy"))
    });
}

/// Returns whether the words of a file are handed in without the author's name: a part that an
/// anonymous copy leaves out is not, and own works may be cited as anybody's.
fn is_handed_in(context: &SourceContext<'_>, path: &ProjectPath) -> bool {
    let project = context.project;
    if project.manifest.bibliography.files.contains(path) {
        return false;
    }
    let parts = project.outline.parts();
    let dropped: Vec<&str> = parts
        .filter(|part| part.is_dropped_when_anonymous)
        .map(|part| part.id.as_str())
        .collect();
    let mut texts = context.manuscript.texts.iter();
    !texts.any(|text| {
        let is_dropped = match &text.role {
            Role::Part(id, _) => dropped.contains(&id.as_str()),
            Role::Chapter(_) | Role::Appendix(_) => false,
        };
        text.path == *path && is_dropped
    })
}

/// Returns whether a byte of the manifest stands in what an anonymous title page prints.
fn is_title_page(manifest: &str, at: usize) -> bool {
    const HIDDEN: [&str; 2] = ["author", "cid"];
    let before = manifest.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let key = line.split('=').next().unwrap_or_default().trim();
    is_printed_key(manifest, at) && !HIDDEN.contains(&key)
}

/// Keeps a list readable: a name that stands on every page is shown a few times.
#[derive(Default)]
struct FirstFew {
    findings: Vec<(usize, Diagnostic)>,
    counts: BTreeMap<usize, usize>,
}

impl FirstFew {
    fn push(&mut self, finding: Diagnostic, what: usize) {
        let count = self.counts.entry(what).or_default();
        *count += 1;
        if *count <= SHOWN {
            self.findings.push((what, finding));
        }
    }

    fn finish(mut self, sink: &mut Sink) {
        for (what, all) in self.counts {
            let last = self.findings.iter_mut().rfind(|(of, _)| *of == what);
            if let (Some(more @ 1..), Some((_, finding))) = (all.checked_sub(SHOWN), last) {
                let more = count(more, "place");
                let hint = format!("{more} like it in this file are not listed");
                finding.hints.push(hint);
            }
        }
        sink.extend(self.findings.into_iter().map(|(_, finding)| finding));
    }
}
