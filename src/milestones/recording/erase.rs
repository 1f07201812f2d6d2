//! Taking out what somebody typed: the text goes, and that it was there stays.

use crate::diagnostics::text::{inline, list};
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Entry, Erasure, Event};
use crate::milestones::refusal::Refusal;

/// `folio milestone erase`: `field` is `point` for all of them, or `point-2` for the second.
///
/// # Errors
///
/// If there is no such entry, or no such text in it.
pub fn erase(basis: &Basis<'_>, name: &str, field: &str) -> Result<Entry, Refusal> {
    let found = basis.history.named(name);
    let (line, entry) = found
        .and_then(|line| Some((line, line.entry()?)))
        .ok_or_else(|| {
            Refusal::new(
                format!("there is no entry `{}`", inline(name, 40)),
                "`folio milestone log` lists the entries with their names",
            )
        })?;
    let typed = entry.event.typed();
    let mut fields: Vec<&str> = typed.iter().map(|(field, _)| *field).collect();
    fields.dedup();
    let (kind, number) = match field.trim().rsplit_once('-') {
        Some((kind, number)) => (kind, number.parse::<usize>().ok()),
        None => (field.trim(), None),
    };
    let own = typed.iter().filter(|(field, _)| *field == kind);
    let own: Vec<_> = match number {
        Some(number) => own.skip(number.saturating_sub(1)).take(1).collect(),
        None => own.collect(),
    };
    if own.is_empty() || number == Some(0) {
        let hint = match fields.as_slice() {
            [] => "nothing was typed in it".to_owned(),
            fields => format!("it has {}", list(fields)),
        };
        let message = format!("`{}` has no `{}`", line.short(), inline(field, 40));
        return Err(Refusal::new(message, hint));
    }
    let erased = basis.history.erased();
    let words: Vec<_> = own.iter().filter_map(|(_, it)| it.salted()).collect();
    if words.len() < own.len() {
        return Err(Refusal::new(
            format!(
                "the {kind} of `{}` stands in the ledger itself, as older versions of folio wrote \
                 it: whatever is taken out of it breaks the chain",
                line.short()
            ),
            "take the entry back with `folio milestone correct`; the text stays to be read",
        ));
    }
    let words: Vec<_> = words
        .into_iter()
        .filter(|it| !erased.contains_key(*it))
        .cloned()
        .collect();
    if words.is_empty() {
        return Err(Refusal::new(
            format!("the {kind} of `{}` was removed already", line.short()),
            "nothing is to be recorded",
        ));
    }
    Ok(basis.entry(Event::Erasure(Erasure {
        entry: line.digest.clone(),
        field: kind.to_owned(),
        words,
    })))
}
