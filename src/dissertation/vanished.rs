//! What the author wrote and no page shows, and what a page shows that was meant as markup.

use std::collections::BTreeMap;

use crate::check::rules::{CODE_PRINTS_NOTHING, RAW_MARKUP_PRINTED};
use crate::diagnostics::rules::TEXT_NOT_PRINTED;
use crate::diagnostics::text::{count, inline, series};
use crate::diagnostics::{Diagnostic, Place};
use crate::typeset::Session;
use crate::words::{RawMarkup, Unprinted, UnprintedKind, WalkedText, raw_markup, unprinted};

/// The most of what is lost that a message shows.
const MAX_SHOWN: usize = 60;

/// Returns what of the author's files is on no page.
pub(super) fn vanished(walked: &WalkedText<'_>, session: &Session) -> Vec<Diagnostic> {
    let sources = session.included();
    let lost = unprinted(walked, &sources, &|name| session.is_builtin(name));
    lost.iter().map(|lost| finding(lost, session)).collect()
}

fn finding(lost: &Unprinted, session: &Session) -> Diagnostic {
    let shown = inline(&lost.words, MAX_SHOWN);
    let (rule, message, hint) = match &lost.is {
        UnprintedKind::Words => (
            &TEXT_NOT_PRINTED,
            format!("`{shown}` is on no page"),
            "look for a rule that hides it, such as `#show` or `#hide`".to_owned(),
        ),
        UnprintedKind::Formula => (
            &TEXT_NOT_PRINTED,
            format!("the formula `{shown}` is on no page"),
            "look for a rule that hides it, such as `#show` or `#hide`".to_owned(),
        ),
        UnprintedKind::Reference => (
            &TEXT_NOT_PRINTED,
            format!("nothing is printed for the reference `{shown}`"),
            "look for a rule that hides it, such as `#show ref`".to_owned(),
        ),
        UnprintedKind::Code(Some(name)) => (
            &CODE_PRINTS_NOTHING,
            format!(
                "what `{}` is given or holds is on no page",
                inline(name, 40)
            ),
            "if that is meant, take it out, or keep it as a comment".to_owned(),
        ),
        UnprintedKind::Code(None) => (
            &CODE_PRINTS_NOTHING,
            format!("code prints nothing of `{shown}`"),
            "if that is meant, take it out, or keep it as a comment".to_owned(),
        ),
    };
    Diagnostic::of(rule, message)
        .maybe_at(session.place_of(lost.file, lost.range.clone()))
        .hint(hint)
}

/// So many bytes from a finding on, text that looks like markup has been told with it.
const NEAR: usize = 40;
/// So many pages are named.
const MAX_PAGES: usize = 5;

/// Returns what stands on the pages as it was typed, once for each kind of markup. What stands at a
/// finding that is known is told by it.
pub(super) fn raw_text(
    walked: &WalkedText<'_>,
    session: &Session,
    known: &[Diagnostic],
) -> Vec<Diagnostic> {
    let mut by_kind: BTreeMap<&str, Vec<(RawMarkup, Option<Place>)>> = BTreeMap::new();
    for markup in raw_markup(walked) {
        let (span, offset) = markup.from;
        let place = session
            .place(span, offset)
            .or_else(|| session.place(markup.author, 0));
        let place = place.map(|place| shortened(place, markup.text.len()));
        let is_told = |finding: &Diagnostic| is_near(finding.place.as_ref(), place.as_ref());
        if !known.iter().any(is_told) {
            by_kind.entry(markup.of).or_default().push((markup, place));
        }
    }
    let findings = by_kind.into_iter().filter_map(|(of, all)| {
        let (first, place) = all.first()?;
        let shown = inline(&first.text, MAX_SHOWN);
        let mut pages: Vec<u32> = all.iter().map(|(it, _)| it.page).collect();
        pages.dedup();
        let message = match all.len() {
            1 => format!("`{shown}` is printed as it was typed: it looks like {of}"),
            number => {
                let named: Vec<String> = pages.iter().take(MAX_PAGES).map(u32::to_string).collect();
                let more = if pages.len() > MAX_PAGES { " and more" } else { "" };
                let word = if pages.len() == 1 { "page" } else { "pages" };
                format!(
                    "`{shown}` and {} like it are printed as they were typed: they look like {of} ({word} {}{more})",
                    count(number - 1, "other"),
                    series(&named)
                )
            }
        };
        let finding = Diagnostic::of(&RAW_MARKUP_PRINTED, message).maybe_at(place.clone());
        Some(finding.hint("write what is to be printed, or put it between backticks if it is meant as it stands"))
    });
    findings.collect()
}

fn shortened(place: Place, length: usize) -> Place {
    match place.range.clone() {
        Some(range) => {
            let end = range.end.min(range.start + length).max(range.start);
            Place::range(place.path, range.start..end)
        }
        None => place,
    }
}

/// Whether something stands at a place, or so near to it that it is told there.
fn is_near(known: Option<&Place>, place: Option<&Place>) -> bool {
    let (Some(known), Some(place)) = (known, place) else {
        return false;
    };
    match (&known.range, &place.range) {
        (Some(known_range), Some(range)) => {
            known.path == place.path
                && range.start <= known_range.end + NEAR
                && known_range.start <= range.end + NEAR
        }
        _ => false,
    }
}
