//! What the author wrote and no page shows.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::typeset::Session;
use crate::words::{Unprinted, UnprintedKind, WalkedText, unprinted};

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
    let (code, message, hint) = match &lost.is {
        UnprintedKind::Words => (
            "text-not-printed",
            format!("`{shown}` is on no page"),
            "look for a rule that hides it, such as `#show` or `#hide`".to_owned(),
        ),
        UnprintedKind::Formula => (
            "text-not-printed",
            format!("the formula `{shown}` is on no page"),
            "look for a rule that hides it, such as `#show` or `#hide`".to_owned(),
        ),
        UnprintedKind::Reference => (
            "text-not-printed",
            format!("nothing is printed for the reference `{shown}`"),
            "look for a rule that hides it, such as `#show ref`".to_owned(),
        ),
        UnprintedKind::Code(Some(name)) => (
            "code-prints-nothing",
            format!(
                "what `{}` is given or holds is on no page",
                inline(name, 40)
            ),
            "if that is meant, take it out, or keep it as a comment".to_owned(),
        ),
        UnprintedKind::Code(None) => (
            "code-prints-nothing",
            format!("code prints nothing of `{shown}`"),
            "if that is meant, take it out, or keep it as a comment".to_owned(),
        ),
    };
    Diagnostic::warn(code, message)
        .maybe_at(session.place_of(lost.file, lost.range.clone()))
        .hint(hint)
}
