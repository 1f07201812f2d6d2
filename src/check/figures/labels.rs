//! Labels and the cross-references that name them.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::SourceContext;
use crate::check::figures::{has_unseen, mentions};
use crate::check::sink::Sink;
use crate::diagnostics::text::{inline, nearest};
use crate::diagnostics::{Diagnostic, Place};

/// Cross-references whose label stands nowhere.
pub(super) fn unknown(context: &SourceContext<'_>, sink: &mut Sink) {
    if has_unseen(context) {
        return;
    }
    let texts = &context.manuscript.texts;
    let labels: BTreeSet<&str> = texts
        .iter()
        .flat_map(|text| &text.labels)
        .map(|label| label.name.as_str())
        .collect();
    let keys = &context.references.keys;
    for mention in texts.iter().flat_map(|text| &text.mentions) {
        let name = mention.name.as_str();
        if labels.contains(name) || keys.contains_key(name) {
            continue;
        }
        let message = format!("there is nothing with the label `{}`", inline(name, 60));
        let finding = Diagnostic::deny("unknown-label", message).at(mention.place.clone());
        sink.push(finding.hint(match nearest(name, labels.iter().copied()) {
            Some(near) => format!("did you mean `@{near}`?"),
            None => {
                "give the label to a heading, figure or table, or correct its name here".to_owned()
            }
        }));
    }
}

/// Labels that stand more than once. One that is referred to stops the typesetting.
pub(super) fn twice(context: &SourceContext<'_>, sink: &mut Sink) {
    let mentioned = mentions(context);
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for label in context
        .manuscript
        .texts
        .iter()
        .flat_map(|text| &text.labels)
    {
        let Some(first) = seen.get(label.name.as_str()) else {
            seen.insert(&label.name, &label.place);
            continue;
        };
        let name = inline(&label.name, 60);
        let message = format!("the label `{name}` stands twice");
        let finding = match mentioned.contains(label.name.as_str()) {
            true => Diagnostic::deny("label-twice", message),
            false => Diagnostic::warn("label-twice", message),
        };
        sink.push(
            finding
                .at(label.place.clone())
                .also((*first).clone(), "the first one")
                .hint("rename one of the two, and what refers to it"),
        );
    }
}
