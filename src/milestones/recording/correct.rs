//! Correcting: a later entry supersedes an earlier one, and nothing is rewritten.

use crate::diagnostics::text::inline;
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Correction, Entry, Event};
use crate::milestones::recording::decide::may_decide;
use crate::milestones::recording::request::filled;
use crate::milestones::refusal::Refusal;

/// `folio milestone correct`: what is right comes as `instead`; without it the entry is taken
/// back.
///
/// # Errors
///
/// If there is no such entry, a newer version wrote it, the reason is missing, or the correction may
/// not stand after the entries there are.
pub fn correct(
    basis: &Basis<'_>,
    name: &str,
    reason: &str,
    instead: Option<Event>,
) -> Result<Entry, Refusal> {
    let line = basis.history.named(name).ok_or_else(|| {
        Refusal::new(
            format!("there is no entry `{}`", inline(name, 40)),
            "`folio milestone log` lists the entries with their names",
        )
    })?;
    if line.entry().is_none() {
        return Err(Refusal::new(
            format!(
                "the entry was written by a newer version of folio (line {})",
                line.line
            ),
            "correct it with that version",
        ));
    }
    let reason = filled(
        reason,
        "the reason of the correction",
        "say in a few words what was wrong, with `--reason TEXT`",
    )?;
    if let Some(Event::Decision(decision)) = &instead {
        may_decide(basis, &decision.by)?;
    }
    let entry = basis.entry(Event::Correction(Correction {
        entry: line.digest.clone(),
        reason: reason.into(),
        instead: instead.map(Box::new),
    }));
    basis.history.judge().may_stand(&entry)?;
    Ok(entry)
}
