//! An identifier that was found: its kind, its place, and what may be said of it.

use std::ops::Range;

/// What kind of identifier it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum IdentifierKind {
    /// A number of the National Health Service.
    NhsNumber,
    /// One of the range that is kept for tests, which nobody has.
    TestNhsNumber,
    /// An address for electronic mail.
    Email,
    /// A telephone number of the United Kingdom.
    Telephone,
    /// A full postcode.
    Postcode,
    /// The day on which somebody was born.
    Birth,
}

/// An identifier that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identifier {
    /// What it is.
    pub(crate) kind: IdentifierKind,
    /// The bytes of the text.
    pub(crate) range: Range<usize>,
    /// What may be said of it: enough to find it by, too little to know it.
    pub(crate) masked: String,
}

/// Returns what was found, as it stands in the text.
#[cfg(test)]
pub(crate) fn cuts<'a>(text: &'a str, found: &[Identifier]) -> Vec<&'a str> {
    found.iter().map(|one| &text[one.range.clone()]).collect()
}
