//! `folio milestone extend`: a later date for a milestone.

use crate::diagnostics::british;
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Entry, Event, Extension, Grant};
use crate::milestones::recording::request::{filled, optional, standing};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::{SigningKey, binding, sign};
use crate::milestones::standings::state::Happening;
use crate::project::Due;

/// The longest reference of an office, in characters.
const LONGEST_REFERENCE: usize = 40;

/// Returns whether a text is more than a reference: such a text tells why.
fn is_reason(text: &str) -> bool {
    text.chars().count() > LONGEST_REFERENCE
        || text.ends_with(['.', '!', '?'])
        || [". ", "! ", "? ", "\n"]
            .iter()
            .any(|end| text.contains(end))
        || text.split_whitespace().count() > 5
}

/// `folio milestone extend`: claimed without `granted_by`, recorded with it, granted with the key
/// of who granted it.
///
/// # Errors
///
/// If the milestone is not there or is closed, the reference is missing or is a reason, the day is
/// no later one, or the student would grant it.
pub fn extend(
    basis: &Basis<'_>,
    id: &str,
    to: Due,
    reference: &str,
    granted_by: Option<&str>,
    key: Option<&SigningKey>,
) -> Result<Entry, Refusal> {
    let standing = standing(basis, id)?;
    standing.step(Happening::Extend)?;
    let reference = filled(
        reference,
        "the reference of the extension",
        "give the office's reference, such as `EXT-2027-12`; never the reason: everybody who gets \
         this folder could read it",
    )?;
    if is_reason(&reference) {
        return Err(Refusal::new(
            format!("the reference has at most {LONGEST_REFERENCE} characters and is no sentence"),
            "give the office's reference, such as `EXT-2027-12`; never the reason: everybody who \
             gets this folder could read it",
        ));
    }
    let granted_by = optional(granted_by);
    let is_student = |name: &str| basis.people.is_student(name);
    if granted_by.as_deref().is_some_and(is_student) {
        return Err(Refusal::new(
            "an extension is not granted by the student",
            "leave `--granted-by` out until the office has decided",
        ));
    }
    let granted = standing.granted.as_ref().map(|it| it.extension.to);
    let due = match key {
        // What the student recorded binds nobody who signs.
        Some(_) => granted.or(standing.due),
        None => standing.binding_due(),
    };
    if let Some(due) = due.filter(|due| to.at() <= due.at()) {
        return Err(Refusal::new(
            format!(
                "{} is not later than {}, when `{id}` is due",
                british(to.day()),
                british(due.day())
            ),
            "give the new date with `--to`",
        ));
    }
    let mut extension = Extension {
        milestone: id.to_owned(),
        to,
        reference: reference.into(),
        granted_by,
        grant: None,
    };
    if let Some(key) = key {
        extension.grant = Some(grant(basis, &extension, key)?);
    }
    Ok(basis.entry(Event::Extension(extension)))
}

fn grant(basis: &Basis<'_>, extension: &Extension, key: &SigningKey) -> Result<Grant, Refusal> {
    let by = extension.granted_by.as_deref().ok_or_else(|| {
        let hint = "give the address or the name with `--granted-by`";
        Refusal::new("who granted it is missing", hint)
    })?;
    let dissertation = binding(basis).ok_or_else(|| {
        Refusal::new(
            "nothing is recorded yet, so that a signature has nothing to be bound to",
            "record the extension as it is claimed first, without `--granted-by` and `--key`",
        )
    })?;
    let mut extension = extension.clone();
    let mut grant = Grant {
        signature: String::new(),
        dissertation,
    };
    extension.grant = Some(grant.clone());
    let unsigned = basis.entry(Event::Extension(extension));
    grant.signature = sign(basis, &unsigned, by, key)?;
    Ok(grant)
}
