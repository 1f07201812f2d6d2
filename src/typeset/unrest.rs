//! Pages that do not come to rest: the engine says so in a warning of each answer that changed, the
//! author hears of it once, at the place where it begins.
//!
//! In a ring with diagnose and session: findings are told of a session, which ends a layout with them.

use std::collections::BTreeMap;

use typst::diag::SourceDiagnostic;

use crate::diagnostics::{Diagnostic, Place};
use crate::typeset::diagnose::place;
use crate::typeset::rules::NOT_SETTLED;
use crate::typeset::session::Session;

/// How many other places that moved are shown beside the first.
const MAX_RELATED: usize = 3;

/// Whether this is what the engine says of an answer that changed in every layout.
pub(super) fn is_unrest(said: &SourceDiagnostic) -> bool {
    said.message.contains("did not converge") || said.message.contains("did not stabilize")
}

/// Returns what is to be said of pages that do not come to rest.
pub(super) fn unrest(session: &Session, said: &[SourceDiagnostic]) -> Option<Diagnostic> {
    let said = || said.iter().filter(|one| is_unrest(one));
    said().next()?;
    // Code that asks for a page is more of a cause than what stands on it.
    let asks = said().filter_map(|one| place(session, one.span));
    let moves = said().flat_map(|one| one.hints.iter());
    let moves = moves.filter_map(|hint| place(session, hint.span));
    let (asks, moves) = (in_order(asks), in_order(moves));
    let (places, message, hint) = match (asks.is_empty(), moves.is_empty()) {
        (false, _) => (
            asks,
            "what this code prints changes each time the pages are set",
            "let it take the same room whatever page it stands on, as in a `box` with a width",
        ),
        (true, false) => (
            moves,
            "this moves each time the pages are set",
            "move the picture or the table next to it a paragraph up or down, or make it a little smaller",
        ),
        (true, true) => (
            Vec::new(),
            "the pages change each time they are set",
            "look for text whose length depends on its own page number",
        ),
    };
    let message = format!("{message}, so some numbers of pages may be wrong");
    let mut places = places.into_iter();
    let mut finding = Diagnostic::of(&NOT_SETTLED, message)
        .maybe_at(places.next())
        .hint(hint);
    finding.related = places
        .take(MAX_RELATED)
        .map(|place| (place, "and this".to_owned()))
        .collect();
    Some(finding)
}

/// Returns places in the order of the text, each once.
fn in_order(places: impl Iterator<Item = Place>) -> Vec<Place> {
    let key = |place: &Place| {
        let (path, start) = place.sort_key();
        (path.to_owned(), start)
    };
    let all: BTreeMap<_, Place> = places.map(|place| (key(&place), place)).collect();
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::{Sandbox, lines};
    use crate::typeset::untrue_numbers;

    #[test]
    fn what_never_comes_to_rest_is_told_once_at_its_cause() {
        let chapter = "= One <one>\n#context if calc.odd(here().page()) { pagebreak() }\n= Two\nSee #context counter(page).at(<one>).first().\n\n#context if query(<b>).len() == 0 [= Three <b>]";
        let sandbox = Sandbox::new("#set page(numbering: \"1\")\n#outline()\n#include \"/a.typ\"")
            .file("a.typ", chapter);
        let (session, typeset) = sandbox.typeset();
        let told = lines(&session, &typeset.findings);
        let [told] = &told[..] else {
            panic!("{told:?}");
        };
        assert!(told.starts_with("not-settled a.typ:"), "{told}");
        let at_rest = Sandbox::new("#outline()\n= One\n#context here().page()");
        assert_eq!(at_rest.typeset().1.findings, []);
    }

    #[test]
    fn a_wrong_page_of_pages_that_do_not_rest_leads_to_the_cause() {
        let main = "#set page(numbering: \"1\", height: 6cm)\n#outline()\n#context { let at = query(<x>).first().location().page()\n  if at == 1 { v(5cm) } }\n= Heading <x>";
        let sandbox = Sandbox::new(main);
        let (session, typeset) = sandbox.typeset();
        let told = untrue_numbers(&typeset.document, &session, false);
        assert_eq!(typeset.findings.len(), 1, "{:?}", typeset.findings);
        assert!(
            told.iter().all(|it| it.hints[0].contains(NOT_SETTLED.code)),
            "{told:?}"
        );
        assert!(!told.is_empty());
    }
}
