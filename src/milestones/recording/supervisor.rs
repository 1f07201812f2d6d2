//! `folio milestone supervisor`: somebody else supervises from a day on.

use jiff::civil::Date;
use ssh_key::PublicKey;

use crate::diagnostics::text::inline;
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Entry, Event, Supervisor};
use crate::milestones::plan::people::is_same_person;
use crate::milestones::recording::request::{filled, optional};
use crate::milestones::refusal::Refusal;

/// `folio milestone supervisor`.
///
/// # Errors
///
/// If the name is missing, the address is none, it is the student's, or the days or the key are wrong.
pub fn supervisor(
    basis: &Basis<'_>,
    name: &str,
    email: &str,
    (from, until): (Date, Option<Date>),
    key: Option<&str>,
) -> Result<Entry, Refusal> {
    let what = "the name of the supervisor";
    let name = filled(name, what, "give the name as it is printed")?;
    let what = "the address of the supervisor";
    let email = filled(email, what, "give it with `--email`")?;
    let is_address = email
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        && !email.contains(char::is_whitespace);
    if !is_address {
        return Err(Refusal::new(
            format!("`{}` is no e-mail address", inline(&email, 60)),
            "write an address such as b.supervisor@example.org",
        ));
    }
    if basis.people.is_student(&email) || basis.people.is_student(&name) {
        return Err(Refusal::new(
            "the student cannot be the supervisor",
            "give the name and the address of the supervisor",
        ));
    }
    if let Some(term) = basis.supervisor()
        && is_same_person(&term.name, &name)
        && term
            .email
            .as_deref()
            .is_none_or(|it| is_same_person(it, &email))
    {
        return Err(Refusal::new(
            format!("{} supervises already", inline(&name, 60)),
            "nothing is to be recorded",
        ));
    }
    if until.is_some_and(|until| until < from) {
        return Err(Refusal::new(
            "the last day is before the first",
            "see whether one of the two dates is mistyped",
        ));
    }
    let key = optional(key);
    let is_unreadable = |key: &str| PublicKey::from_openssh(key).is_err();
    if key.as_deref().is_some_and(is_unreadable) {
        return Err(Refusal::new(
            "the key is no public key of SSH",
            "give the file that ends in `.pub`",
        ));
    }
    Ok(basis.entry(Event::Supervisor(Supervisor {
        name,
        email,
        from,
        until,
        key,
    })))
}
