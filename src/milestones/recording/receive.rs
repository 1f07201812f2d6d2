//! `folio milestone receive`: what was decided on another copy, or all that was entered there.

use crate::diagnostics::text::inline;
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{
    Confirmation, Decision, Entry, EntryDraft, Event, History, Joined, Ready, Words, digest, fits,
    join,
};
use crate::milestones::recording::decide::may_decide;
use crate::milestones::recording::request::{planned, standing};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::seal::{known, seal_of};
use crate::milestones::signoff::{DecisionFile, Signed, read_decision};
use crate::milestones::standings::standing::Standing;

/// What `folio milestone receive` comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Received {
    /// The ledger has all of it already.
    Nothing,
    /// A decision to be added.
    Decision {
        /// The entry.
        entry: Box<Entry>,
        /// That it is about an earlier round, if so.
        note: Option<String>,
    },
    /// Entries of another copy to be added.
    Joined(Joined),
}

impl Received {
    /// Returns what is to be added to the ledger.
    pub fn drafts(&self) -> Vec<EntryDraft> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Decision { entry, note: _ } => vec![EntryDraft::from(entry.as_ref())],
            Self::Joined(joined) => joined.drafts.clone(),
        }
    }
}

/// `folio milestone receive`: a decision made on another copy, or another copy's ledger. `source`
/// is the name of the file; `words` are the texts that stand beside that ledger.
///
/// # Errors
///
/// If the text is neither a decision nor a ledger, or what it brings may not stand in this ledger.
pub fn receive(
    basis: &Basis<'_>,
    (bytes, words): (&[u8], &Words),
    source: &str,
) -> Result<Received, Refusal> {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(file) = read_decision(text)?
    {
        return receive_decision(basis, file);
    }
    let theirs = History::parse(bytes).with_words(words);
    if theirs.lines.is_empty() {
        return Err(Refusal::new(
            format!(
                "`{}` is neither a decision nor a ledger",
                inline(source, 60)
            ),
            "give the file that `--out` wrote, or the ledger.jsonl of the other copy",
        ));
    }
    let joined = join(basis.history, &theirs, source, basis.at, basis.entered_by);
    if joined.drafts.is_empty() && joined.left_out.is_empty() {
        return Ok(Received::Nothing);
    }
    Ok(Received::Joined(joined))
}

fn receive_decision(basis: &Basis<'_>, file: DecisionFile) -> Result<Received, Refusal> {
    let DecisionFile {
        mut entry,
        mut decision,
    } = file;
    planned(basis, &decision.milestone)?;
    let knows = |entry: &Entry| {
        basis.history.find(&digest(entry)).is_some() || has_same_signed(basis, entry)
    };
    if knows(&entry) {
        return Ok(Received::Nothing);
    }
    if let Confirmation::Recorded { .. } = decision.confirmation {
        decision.received = true;
        entry.event = Event::Decision(decision.clone());
        if knows(&entry) {
            return Ok(Received::Nothing);
        }
    }
    let id = &decision.milestone;
    may_decide(basis, &decision.by)?;
    let ready = ready_of(basis, &decision)?;
    let strength = known(basis, &entry, &decision)?.strength();
    fits(&decision, ready).map_err(|Refusal { message, hint }| {
        Refusal::new(message.replacen("it is", "the decision is", 1), hint)
    })?;
    let standing = standing(basis, id)?;
    let current = standing.ready.as_ref().map(|it| &it.entry);
    let note = if current == Some(&decision.ready) {
        standing.may_be_decided(decision.outcome, strength, entry.at)?;
        None
    } else {
        Some(about_earlier(&standing, ready))
    };
    let entry = Box::new(entry);
    Ok(Received::Decision { entry, note })
}

/// Returns whether the ledger has what is signed in an entry, however the line is spelt.
fn has_same_signed(basis: &Basis<'_>, entry: &Entry) -> bool {
    let Some(signed) = Signed::of(entry) else {
        return false;
    };
    basis.history.entries().any(|(_, other)| {
        Signed::of(other).is_some_and(|it| it.message == signed.message)
            && seal_of(basis, other).is_ok()
    })
}

fn about_earlier(standing: &Standing, ready: &Ready) -> String {
    let now = standing.ready.as_ref().map(|it| it.ready.round);
    let since = match now {
        Some(now) => format!("round {now} was marked ready since"),
        None => "that entry was taken back since".into(),
    };
    format!(
        "the decision is about round {} of `{}`: {since}",
        ready.round, standing.id
    )
}

fn ready_of<'d>(basis: &Basis<'d>, decision: &Decision) -> Result<&'d Ready, Refusal> {
    let entry = basis
        .history
        .find(&decision.ready)
        .and_then(|it| it.entry());
    match entry.map(|entry| &entry.event) {
        Some(Event::Ready(ready)) => Ok(ready),
        _ => Err(Refusal::new(
            format!(
                "the decision is about a version of `{}` that this ledger does not have",
                inline(&decision.milestone, 40)
            ),
            "receive the ledger.jsonl of the other copy first",
        )),
    }
}
