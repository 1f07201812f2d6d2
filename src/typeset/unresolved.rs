//! References and citations for which the template printed a mark, as findings.
//!
//! In a ring with session: findings are told of a session, which ends a layout with them.

use std::collections::BTreeSet;
use std::ops::Range;

use typst::foundations::{Content, Label, Value};
use typst::introspection::{MetadataElem, Tag};
use typst::layout::FrameItem;
use typst::model::{CiteElem, CiteGroup, LinkElem, RefElem};
use typst_layout::PagedDocument;

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Level, Place, Unresolved};
use crate::markdown::rules::UNKNOWN_LABEL;
use crate::typeset::left_out;
use crate::typeset::pages::walk;
use crate::typeset::phrases::{TWICE, Unknown};
use crate::typeset::rules::{CANNOT_REFERENCE, LABEL_TWICE, UNKNOWN_CITATION};
use crate::typeset::session::Session;
use crate::typeset::suggestions::{KnownNames, explain_unknown, show_labels};

/// The label under which the template says what it printed a mark for.
const TOLD: &str = "folio-unresolved";

/// What the template says of a label that a work has for its key.
const KEY_TOO: &str = "label and key";

/// Says of each what is wrong with it.
pub(super) fn findings(session: &Session, document: &PagedDocument) -> Vec<Diagnostic> {
    let mut found: Vec<(Option<Place>, String, String)> = Vec::new();
    let mut last = None;
    walk(
        document,
        &mut found,
        &mut |found, item| {
            let FrameItem::Tag(Tag::Start(content, _)) = item else {
                return;
            };
            match told(content) {
                Some((name, why)) => found.push((last.clone(), name, why)),
                None => {
                    let is_asking = content.is::<RefElem>()
                        || content.is::<LinkElem>()
                        || content.is::<MetadataElem>()
                        || content.is::<CiteElem>()
                        || content.is::<CiteGroup>();
                    let place = session.place(content.span(), 0).filter(|_| is_asking);
                    if place.is_some() {
                        last = place;
                    }
                }
            }
        },
        &mut |_, _| {},
    );
    if found.is_empty() {
        return Vec::new();
    }
    // In Markdown a citation is written otherwise, so that a reference can be nothing else.
    let is_markdown =
        |place: &Option<Place>| place.as_ref().is_some_and(|place| place.path.is_markdown());
    found.retain(|(place, _, why)| why != KEY_TOO || !is_markdown(place));
    // Of a label that stands twice it is enough to be told once.
    let mut twice: BTreeSet<String> = BTreeSet::new();
    found.retain(|(_, name, why)| why != "label twice" || twice.insert(name.clone()));
    let sources = session.sources();
    let known = KnownNames::of(session);
    let findings = found.into_iter().map(|(place, name, why)| {
        let range = place.as_ref().and_then(|place| place.range.clone());
        let text = place.as_ref().and_then(|place| sources.text(&place.path));
        let is_example = range
            .zip(text)
            .is_some_and(|(range, text)| asks_for_example(text, &range));
        let mut finding = match is_example {
            true => no_example(&name),
            false => finding(session, &known, name.clone(), &why),
        };
        let what = match &*why {
            _ if finding.is(&UNKNOWN_CITATION) => Unresolved::Citation,
            "unknown target" => Unresolved::Link,
            _ => Unresolved::Reference,
        };
        finding.unresolved = Some((what, name.clone()));
        finding.place = place;
        if finding.is(&LABEL_TWICE) {
            show_labels(session, &mut finding, &name);
        }
        finding
    });
    findings.collect()
}

fn told(content: &Content) -> Option<(String, String)> {
    let metadata = content.to_packed::<MetadataElem>()?;
    let is_told = |label: Label| label.resolve().as_str() == TOLD;
    if !content.label().is_some_and(is_told) {
        return None;
    }
    let Value::Dict(said) = &metadata.value else {
        return None;
    };
    let text = |key: &str| match said.get(key) {
        Ok(Value::Str(text)) => Some(text.to_string()),
        _ => None,
    };
    Some((text("name")?, text("why")?))
}

/// Whether `(@name)` stands in a chapter that numbers its examples.
fn asks_for_example(text: &str, range: &Range<usize>) -> bool {
    let (Some(before), Some(behind)) = (text.get(..range.start), text.get(range.end..)) else {
        return false;
    };
    let is_example = |line: &str| line.trim_start().starts_with("(@");
    before.ends_with('(') && behind.starts_with(')') && text.lines().any(is_example)
}

fn no_example(name: &str) -> Diagnostic {
    let shown = inline(name, 60);
    let message = format!("there is no example `{shown}` in this chapter");
    let hint = format!("begin the example with `(@{shown})`, or correct the name here");
    Diagnostic::of(&UNKNOWN_LABEL, message).hint(hint)
}

fn finding(session: &Session, known: &KnownNames, name: String, why: &str) -> Diagnostic {
    let shown = inline(&name, 60);
    if why == "no number" {
        let message = format!("`{shown}` names something that has no number to print");
        let hint = format!(
            "write `[words](#{shown})`, or refer to a heading, a figure, a table, a listing or a formula"
        );
        return Diagnostic::of(&CANNOT_REFERENCE, message).hint(hint);
    }
    if why == KEY_TOO {
        let message = format!("`{shown}` is both a label and a key of the bibliography");
        return Diagnostic::judged(Level::Deny, &LABEL_TWICE, message).hint("rename the label");
    }
    if why == "label twice" {
        let message = format!("the label `{shown}` is given more than once");
        return Diagnostic::judged(Level::Deny, &LABEL_TWICE, message).hint(TWICE);
    }
    if let Some(chapter) = left_out::holder(session, &name) {
        let message = format!("`{shown}` stands in `{chapter}`, which is left out of this draft");
        return Diagnostic::of(&UNKNOWN_LABEL, message).hint("mend that chapter first");
    }
    if why == "unknown target" {
        let message = format!(
            "there is no heading or label `{shown}`, so only the words of this link are printed"
        );
        return Diagnostic::of(&UNKNOWN_LABEL, message).hint(known.near_target(&name));
    }
    let message = format!("`{shown}` is neither in the bibliography nor a label of this document");
    if session.world.has_heading(&name) {
        let message = format!("`{shown}` is the name of a heading, and cannot be cited");
        let hint = format!(
            "write `[words](#{shown})`, or give the heading the label `{{#sec:{shown}}}` and write `@sec:{shown}`"
        );
        return Diagnostic::of(&UNKNOWN_LABEL, message).hint(hint);
    }
    let mut finding = Diagnostic::of(&UNKNOWN_LABEL, message);
    explain_unknown(session, known, &mut finding, Unknown::Label(name));
    finding
}
