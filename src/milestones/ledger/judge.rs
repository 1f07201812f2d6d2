//! Whether an entry may stand after the entries before it: the one answer for writing and reading.
//!
//! Nothing but the entries is asked, so that a ledger is judged alike whatever the profile and the
//! chapters have become since. The order of a milestone's states is judged where the signatures
//! are known, in [`crate::milestones::standings`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::diagnostics::british;
use crate::diagnostics::text::is_unseen;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::decision::{Confirmation, Decision};
use crate::milestones::ledger::entry::{
    Correction, Entry, Erasure, Event, Meeting, Ready, day_of, digest_of, words_of,
};
use crate::milestones::ledger::line::{Line, short};
use crate::milestones::refusal::Refusal;
use crate::project::Due;

/// The entries that stand before.
#[derive(Default)]
pub(crate) struct Judge<'h> {
    entries: BTreeMap<&'h Digest, &'h Entry>,
    /// The `ready` entries under signed decisions, with the line of the first.
    signed: BTreeMap<&'h Digest, usize>,
}

impl<'h> Judge<'h> {
    /// Takes the next line.
    pub(crate) fn take(&mut self, line: &'h Line) {
        let Some(entry) = line.entry() else {
            return;
        };
        self.entries.insert(&line.digest, entry);
        if let Event::Decision(decision) = &entry.event
            && let Confirmation::Ssh { .. } = decision.confirmation
        {
            self.signed.entry(&decision.ready).or_insert(line.line);
        }
    }

    /// Says why an entry may not stand here, if it may not.
    pub(crate) fn may_stand(&self, entry: &Entry) -> Result<(), Refusal> {
        let at = entry.at;
        match &entry.event {
            Event::Correction(correction) => self.may_correct(correction, at),
            event => self.may_happen(event, at),
        }
    }

    /// Returns whether an entry of another copy, where it was in order, may be out of order here:
    /// a line of that copy was left out, or a decision of this copy came between.
    pub(crate) fn may_be_overtaken(&self, entry: &Entry) -> bool {
        match &entry.event {
            Event::Decision(_) | Event::ActionDone(_) | Event::Erasure(_) => true,
            Event::Correction(correction) => {
                matches!(self.event(&correction.entry), Some(Event::Ready(_)))
            }
            Event::Ready(_)
            | Event::Extension(_)
            | Event::Meeting(_)
            | Event::Supervisor(_)
            | Event::Packaged(_)
            | Event::Submitted(_)
            | Event::Merge(_) => false,
        }
    }

    fn may_happen(&self, event: &Event, at: Timestamp) -> Result<(), Refusal> {
        match event {
            Event::Ready(ready) => adds_up(ready),
            Event::Decision(decision) => {
                said(&decision.by, "who decided")?;
                if let Confirmation::Recorded { evidence } = &decision.confirmation {
                    said(evidence, "the evidence")?;
                    was_never_signed(decision)?;
                }
                has_come(decision.taken, at)?;
                self.is_about_what_was_ready(decision, at)
            }
            Event::Extension(extension) => {
                if extension.grant.is_some() {
                    let granted_by = extension.granted_by.as_deref();
                    said(granted_by.unwrap_or_default(), "who granted it")?;
                }
                said(&extension.reference, "the reference of the extension")
            }
            Event::Meeting(meeting) => was_held(meeting, at),
            Event::ActionDone(done) => match self.event(&done.entry) {
                Some(Event::Meeting(_) | Event::Decision(_)) => Ok(()),
                _ => Err(Refusal::new(
                    format!("no action was agreed in an entry `{}`", short(&done.entry)),
                    "`folio status` lists the actions with their names",
                )),
            },
            Event::Supervisor(supervisor) => {
                said(&supervisor.name, "the name of the supervisor")?;
                said(&supervisor.email, "the address of the supervisor")
            }
            Event::Submitted(submitted) => {
                said(&submitted.evidence, "the evidence")?;
                has_come(submitted.on.map(Due::day), at)
            }
            Event::Erasure(erasure) => self.was_typed(erasure),
            Event::Packaged(_) | Event::Merge(_) | Event::Correction(_) => Ok(()),
        }
    }

    /// Refuses to take out what the entry does not have.
    fn was_typed(&self, erasure: &Erasure) -> Result<(), Refusal> {
        let name = short(&erasure.entry);
        let typed = self.event(&erasure.entry).map(Event::typed);
        let is_there = |wanted: &Digest| {
            let mut typed = typed.iter().flatten();
            typed.any(|(field, it)| *field == erasure.field && it.salted() == Some(wanted))
        };
        if !erasure.words.is_empty() && erasure.words.iter().all(is_there) {
            return Ok(());
        }
        Err(Refusal::new(
            format!("the entry `{name}` has no such text"),
            "`folio milestone log` lists the entries with their names",
        ))
    }

    fn event(&self, entry: &Digest) -> Option<&'h Event> {
        self.entries.get(entry).map(|it| &it.event)
    }

    fn is_about_what_was_ready(&self, decision: &Decision, at: Timestamp) -> Result<(), Refusal> {
        let entry = self.entries.get(&decision.ready);
        match entry.map(|it| (&it.event, it.at)) {
            Some((Event::Ready(ready), ready_at)) => {
                follows(decision, at, ready_at)?;
                fits(decision, ready)
            }
            _ => Err(Refusal::new(
                "it is about a version that this ledger does not have",
                "receive the ledger of the copy on which it was marked ready",
            )),
        }
    }

    /// Says why a correction may not stand here: what is signed stays, and what was found on a
    /// day is not rewritten later.
    pub(crate) fn may_correct(
        &self,
        correction: &Correction,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        said(&correction.reason, "the reason of the correction")?;
        let name = short(&correction.entry);
        let Some(old) = self.event(&correction.entry) else {
            return Err(Refusal::new(
                format!("there is no entry `{name}` before it"),
                "`folio milestone log` lists the entries with their names",
            ));
        };
        self.may_be_corrected(&correction.entry, old)?;
        let Some(instead) = correction.instead.as_deref() else {
            return Ok(());
        };
        let is_same_kind = std::mem::discriminant(instead) == std::mem::discriminant(old);
        if !is_same_kind || instead.milestone() != old.milestone() {
            return Err(Refusal::new(
                format!(
                    "what is right is not a `{}` entry of the same milestone",
                    old.kind()
                ),
                TAKE_BACK,
            ));
        }
        may_stand_instead(instead)?;
        self.may_happen(instead, at)
    }

    fn may_be_corrected(&self, entry: &Digest, event: &Event) -> Result<(), Refusal> {
        let name = short(entry);
        match event {
            Event::Correction(correction) => Err(Refusal::new(
                format!("`{name}` is a correction itself"),
                format!("correct the entry `{}` once more", short(&correction.entry)),
            )),
            Event::Merge(_) => Err(Refusal::new(
                format!("`{name}` says that another copy was joined, which is so"),
                "correct the entries that came with it, if one is wrong",
            )),
            Event::Erasure(_) => Err(Refusal::new(
                format!("`{name}` says that a text was removed, which is so"),
                "type it anew in an entry of its own, if it should be there",
            )),
            Event::Decision(decision) => match decision.confirmation {
                Confirmation::Ssh { .. } => Err(Refusal::new(
                    format!("the decision `{name}` is signed"),
                    "only a new decision of the supervisor replaces it",
                )),
                Confirmation::Recorded { .. } => Ok(()),
            },
            Event::Ready(_) => match self.signed.get(entry) {
                Some(line) => Err(Refusal::new(
                    format!("the signed decision in line {line} rests on `{name}`"),
                    "mark the milestone ready again instead",
                )),
                None => Ok(()),
            },
            Event::Extension(extension) if extension.grant.is_some() => Err(Refusal::new(
                format!("the extension `{name}` is signed"),
                "only a new one of the office replaces it",
            )),
            Event::Extension(_)
            | Event::Meeting(_)
            | Event::ActionDone(_)
            | Event::Supervisor(_)
            | Event::Packaged(_)
            | Event::Submitted(_) => Ok(()),
        }
    }
}

const TAKE_BACK: &str = "take the entry back, and record the right one as a new entry";

fn may_stand_instead(instead: &Event) -> Result<(), Refusal> {
    let only_back = |what: &str| {
        let message = format!("{what} cannot be rewritten");
        Err(Refusal::new(message, TAKE_BACK))
    };
    match instead {
        Event::Ready(_) => only_back("what was marked ready"),
        Event::Packaged(_) => only_back("what was packaged"),
        Event::Correction(_) | Event::Merge(_) | Event::Erasure(_) => only_back("such an entry"),
        Event::Decision(decision) => match decision.confirmation {
            // A signature covers the moment of its entry, which a correction does not have.
            Confirmation::Ssh { .. } => only_back("a signed decision"),
            Confirmation::Recorded { .. } => Ok(()),
        },
        Event::Extension(extension) if extension.grant.is_some() => only_back("what is signed"),
        Event::Extension(_)
        | Event::Meeting(_)
        | Event::ActionDone(_)
        | Event::Supervisor(_)
        | Event::Submitted(_) => Ok(()),
    }
}

/// Checks that a decision is about the texts that were marked ready.
pub(crate) fn fits(decision: &Decision, ready: &Ready) -> Result<(), Refusal> {
    let is_same = decision.milestone == ready.milestone
        && decision.chapters.len() == ready.chapters.len()
        && ready
            .chapters
            .iter()
            .all(|chapter| decision.chapters.contains(&chapter.seal()));
    if is_same {
        return Ok(());
    }
    Err(Refusal::new(
        "it is about other texts than those that were marked ready",
        "ask for a decision on the version that was marked ready",
    ))
}

/// Refuses a signed decision that is older than what it is about, by more than two clocks differ:
/// a key that has ended would sign for the days before its end.
fn follows(decision: &Decision, at: Timestamp, ready_at: Timestamp) -> Result<(), Refusal> {
    const A_DAY: i64 = 24 * 60 * 60;
    if decision.dissertation.is_none() || ready_at.as_second() - at.as_second() <= A_DAY {
        return Ok(());
    }
    Err(Refusal::new(
        format!(
            "it was signed on {}, and what it is about was marked ready on {}",
            british(day_of(at)),
            british(day_of(ready_at))
        ),
        "ask the supervisor to sign once more, on the day on which it is signed",
    ))
}

/// Refuses a decision whose signature was taken out: only what is signed names its dissertation.
fn was_never_signed(decision: &Decision) -> Result<(), Refusal> {
    if decision.dissertation.is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        "it is recorded in words, and names a dissertation as a signed decision does",
        TAKE_BACK,
    ))
}

fn adds_up(ready: &Ready) -> Result<(), Refusal> {
    let chapters = &ready.chapters;
    if ready.digest == digest_of(chapters) && ready.words == words_of(chapters) {
        return Ok(());
    }
    Err(Refusal::new(
        "its digest and its words are not those of its chapters",
        "mark the milestone ready again",
    ))
}

fn was_held(meeting: &Meeting, at: Timestamp) -> Result<(), Refusal> {
    if meeting.with.iter().all(|name| is_unseen(name)) {
        return Err(Refusal::new(
            "nobody is named who was there",
            "say who was there with `--with NAME`",
        ));
    }
    if meeting.next.is_some_and(|next| next <= meeting.date) {
        return Err(Refusal::new(
            "the next meeting is not after this one",
            "see whether one of the two dates is mistyped",
        ));
    }
    has_come(Some(meeting.date), at)
}

fn said(text: &str, what: &str) -> Result<(), Refusal> {
    if is_unseen(text) {
        return Err(Refusal::new(format!("{what} is missing"), TAKE_BACK));
    }
    Ok(())
}

/// Refuses a day that had not come when it was entered, wherever on earth that was.
fn has_come(day: Option<Date>, at: Timestamp) -> Result<(), Refusal> {
    let latest = day_of(at).tomorrow().unwrap_or(Date::MAX);
    match day.filter(|day| *day > latest) {
        Some(day) => Err(Refusal::new(
            format!("it tells of {day}, which had not come when it was entered"),
            TAKE_BACK,
        )),
        None => Ok(()),
    }
}
