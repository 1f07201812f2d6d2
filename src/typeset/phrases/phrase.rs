//! What a message of the engine comes to.

use crate::diagnostics::Rule;

/// What a message of the engine comes to.
pub(in crate::typeset) struct Phrase {
    pub(in crate::typeset) rule: &'static Rule,
    pub(in crate::typeset) message: String,
    pub(in crate::typeset) hints: Vec<String>,
    /// A name that is not known, for which a near one may be found.
    pub(in crate::typeset) unknown: Option<Unknown>,
    /// A label that is given more than once.
    pub(in crate::typeset) twice: Option<String>,
}

/// A name that is not known.
pub(in crate::typeset) enum Unknown {
    /// A label of the document or a key of the bibliography.
    Label(String),
    /// A file.
    File(String),
    /// A font family.
    Font(String),
}

/// Returns a phrase about nothing that is not known.
pub(super) fn phrase(rule: &'static Rule, message: impl Into<String>, hints: &[&str]) -> Phrase {
    Phrase {
        rule,
        message: message.into(),
        hints: hints.iter().map(|hint| (*hint).to_owned()).collect(),
        unknown: None,
        twice: None,
    }
}

/// Returns what stands between two pieces of a message.
pub(super) fn between<'a>(said: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = said.split_once(before)?;
    let (inside, _) = rest.split_once(after)?;
    Some(inside)
}
