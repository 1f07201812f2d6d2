//! Labels and the cross-references that name them.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::SourceContext;
use crate::check::figures::{has_unseen, mentions};
use crate::check::sink::Sink;
use crate::diagnostics::text::{inline, nearest, slug};
use crate::diagnostics::{Diagnostic, Level, Place, Unresolved};
use crate::markdown::rules::UNKNOWN_LABEL;
use crate::markdown::thing_named;
use crate::typeset::rules::LABEL_TWICE;

/// For so many names it is searched what was meant.
const MAX_SEARCHES: usize = 20;

/// What to do about a name that is like no other.
const NEITHER: &str = "give the label to a heading, figure or table, or correct its name here";

/// Cross-references whose label stands nowhere.
pub(super) fn unknown(context: &SourceContext<'_>, sink: &mut Sink) {
    if has_unseen(context) {
        return;
    }
    let manuscript = context.manuscript;
    let labels: BTreeSet<&str> = manuscript.labels().map(|it| it.name.as_str()).collect();
    let keys = &context.references.keys;
    let headings = LazyCell::new(|| headings(context));
    let mut hints: BTreeMap<&str, String> = BTreeMap::new();
    let mentions = manuscript
        .mentions()
        .map(|it| (it.name.as_str(), &it.place));
    // `@fig-x` may be a work's key, and else asks for a figure.
    let citations = manuscript
        .citations()
        .map(|it| (it.key.as_str(), &it.place));
    let citations = citations.filter(|(key, _)| thing_named(key).is_some());
    for (name, place) in mentions.chain(citations) {
        if labels.contains(name) || keys.contains_key(name) {
            continue;
        }
        // Thousands of them have one cause, and each search takes its time.
        if !hints.contains_key(name) && hints.len() < MAX_SEARCHES {
            hints.insert(name, hint(name, &headings, &labels));
        }
        let message = match thing_named(name) {
            Some(thing) => format!("there is no {thing} `{}`", inline(name, 60)),
            None => format!("there is nothing with the label `{}`", inline(name, 60)),
        };
        sink.push(
            Diagnostic::of(&UNKNOWN_LABEL, message)
                .at(place.clone())
                .hint(hints.get(name).map_or(NEITHER, String::as_str))
                .unresolved(Unresolved::Reference, name),
        );
    }
}

/// Returns every heading by its words, as other programs name it: the first of that name, with
/// what would be its label.
fn headings<'a>(context: &SourceContext<'a>) -> BTreeMap<String, (&'a str, String)> {
    let mut all = BTreeMap::new();
    for text in &context.manuscript.texts {
        for heading in &text.headings {
            let name = slug(&heading.title, usize::MAX);
            let mark = match text.path.is_markdown() {
                true => format!("{{#{name}}}"),
                false => format!("<{name}>"),
            };
            all.entry(name).or_insert((heading.title.as_str(), mark));
        }
    }
    all
}

/// Returns what was most likely meant: a heading, or the nearest label.
fn hint(
    name: &str,
    headings: &BTreeMap<String, (&str, String)>,
    labels: &BTreeSet<&str>,
) -> String {
    if let Some((title, mark)) = headings.get(name) {
        return format!(
            "a heading has no label of its own accord: put `{mark}` behind `{}`",
            inline(title, 50)
        );
    }
    match nearest(name, labels.iter().copied()) {
        Some(near) => format!("did you mean `@{near}`?"),
        None => NEITHER.to_owned(),
    }
}

/// Labels that stand more than once. One that is referred to stops the typesetting.
pub(super) fn twice(context: &SourceContext<'_>, sink: &mut Sink) {
    let mentioned = mentions(context);
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for label in context.manuscript.labels() {
        let Some(first) = seen.get(label.name.as_str()) else {
            seen.insert(&label.name, &label.place);
            continue;
        };
        let name = inline(&label.name, 60);
        let message = format!("the label `{name}` stands twice");
        let finding = match mentioned.contains(label.name.as_str()) {
            true => Diagnostic::judged(Level::Deny, &LABEL_TWICE, message),
            false => Diagnostic::of(&LABEL_TWICE, message),
        };
        sink.push(
            finding
                .at(label.place.clone())
                .also((*first).clone(), "the first one")
                .hint("rename one of the two, and what refers to it"),
        );
    }
}
