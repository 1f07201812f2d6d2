//! What identifies a person without a name: numbers, addresses, dates of birth.
//!
//! Each kind is found by its own small scan, and one that cannot belong to anybody (a telephone
//! number kept for drama, an address under `example.org`) is not found at all.

mod birth;
mod email;
mod identifier;
mod numbers;
mod postcode;
mod web_address;

pub(super) use identifier::{Identifier, IdentifierKind};

/// How closely a text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Material {
    /// It may hold what participants said: appendices, findings, quotations.
    Participants,
    /// It speaks of organisations and literature, whose addresses are no secrets.
    Other,
}

/// Finds the identifiers in a text, in order.
pub(super) fn identifiers(text: &str, material: Material) -> Vec<Identifier> {
    let mut found = numbers::find(text);
    found.extend(email::find(text));
    if material == Material::Participants {
        found.extend(postcode::find(text));
        found.extend(birth::find(text));
    }
    found.sort_by_key(|one| (one.range.start, one.range.end, one.kind));
    found
}
