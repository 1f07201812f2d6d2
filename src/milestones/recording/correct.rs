//! Correcting: a later entry supersedes an earlier one, and nothing is rewritten.

use crate::diagnostics::text::inline;
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Confirmation, Correction, Entry, Event, Line, short};
use crate::milestones::recording::request::filled;
use crate::milestones::refusal::Refusal;

/// `folio milestone correct`: what is right comes as `instead`; without it the entry is taken
/// back.
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
    let Some(old) = line.entry() else {
        return Err(Refusal::new(
            format!(
                "the entry was written by a newer version of folio (line {})",
                line.line
            ),
            "correct it with that version",
        ));
    };
    let reason = filled(
        reason,
        "the reason of the correction",
        "say in a few words what was wrong, with `--reason TEXT`",
    )?;
    may_be_corrected(basis, line, &old.event)?;
    if let Some(instead) = &instead {
        let is_same_kind = std::mem::discriminant(instead) == std::mem::discriminant(&old.event);
        if !is_same_kind || instead.milestone() != old.event.milestone() {
            return Err(Refusal::new(
                format!(
                    "what is right is not a `{}` entry of the same milestone",
                    old.event.kind()
                ),
                "take the entry back, and record the right one as a new entry",
            ));
        }
        may_stand_instead(basis, instead)?;
    }
    Ok(basis.entry(Event::Correction(Correction {
        entry: line.digest.clone(),
        reason,
        instead: instead.map(Box::new),
    })))
}

fn may_be_corrected(basis: &Basis<'_>, line: &Line, event: &Event) -> Result<(), Refusal> {
    let name = short(&line.digest);
    match event {
        Event::Correction(correction) => Err(Refusal::new(
            format!("`{name}` is a correction itself"),
            format!("correct the entry `{}` once more", short(&correction.entry)),
        )),
        Event::Merge(_) => Err(Refusal::new(
            format!("`{name}` says that another copy was joined, which is so"),
            "correct the entries that came with it, if one is wrong",
        )),
        Event::Decision(decision) => match decision.confirmation {
            Confirmation::Ssh { .. } => Err(Refusal::new(
                format!("the decision `{name}` is signed"),
                "only a new decision of the supervisor replaces it",
            )),
            Confirmation::Recorded { .. } => Ok(()),
        },
        Event::Ready(_) => {
            let decided = basis.history.entries().find(|(_, entry)| {
                matches!(&entry.event, Event::Decision(decision)
                    if decision.ready == line.digest
                        && matches!(decision.confirmation, Confirmation::Ssh { .. }))
            });
            match decided {
                Some((decision, _)) => Err(Refusal::new(
                    format!(
                        "the signed decision in line {} rests on `{name}`",
                        decision.line
                    ),
                    "mark the milestone ready again instead",
                )),
                None => Ok(()),
            }
        }
        Event::Extension(_)
        | Event::Meeting(_)
        | Event::ActionDone(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Submitted(_) => Ok(()),
    }
}

fn may_stand_instead(basis: &Basis<'_>, instead: &Event) -> Result<(), Refusal> {
    let only_back = |what: &str| {
        Err(Refusal::new(
            format!("{what} cannot be rewritten"),
            "take the entry back, and record the right one as a new entry",
        ))
    };
    match instead {
        Event::Ready(_) => only_back("what was marked ready"),
        Event::Packaged(_) => only_back("what was packaged"),
        Event::Correction(_) | Event::Merge(_) => only_back("such an entry"),
        Event::Decision(decision) if basis.people.is_student(&decision.by) => Err(Refusal::new(
            "the student cannot decide on the own work",
            "name the person who decided",
        )),
        Event::Decision(decision) => match decision.confirmation {
            // A signature covers the moment of its entry, which a correction does not have.
            Confirmation::Ssh { .. } => only_back("a signed decision"),
            Confirmation::Recorded { .. } => Ok(()),
        },
        Event::Extension(_)
        | Event::Meeting(_)
        | Event::ActionDone(_)
        | Event::Supervisor(_)
        | Event::Submitted(_) => Ok(()),
    }
}
