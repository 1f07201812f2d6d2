//! The bytes that are signed.

use serde_json::{Value, json};

use crate::milestones::digest::canonical;
use crate::milestones::ledger::{Binding, Confirmation, Decision, Entry, Event, Extension, Grant};

/// The namespace of the signature.
pub const NAMESPACE: &str = "folio-decision";

/// What somebody signed.
pub(crate) struct Signed<'e> {
    /// Whose signature it is said to be.
    pub(crate) by: &'e str,
    /// The signature.
    pub(crate) signature: &'e str,
    /// The dissertation that it is for, if it names one.
    pub(crate) dissertation: Option<&'e Binding>,
    /// What is signed.
    pub(crate) message: Vec<u8>,
}

impl<'e> Signed<'e> {
    /// Returns what is signed in an entry, if something is.
    pub(crate) fn of(entry: &'e Entry) -> Option<Self> {
        let (by, signature, dissertation) = match &entry.event {
            Event::Decision(decision) => match &decision.confirmation {
                Confirmation::Recorded { .. } => return None,
                Confirmation::Ssh { signature } => {
                    (&decision.by, signature, decision.dissertation.as_ref())
                }
            },
            Event::Extension(extension) => {
                let grant = extension.grant.as_ref()?;
                let by = extension.granted_by.as_ref()?;
                (by, &grant.signature, Some(&grant.dissertation))
            }
            Event::Ready(_)
            | Event::Meeting(_)
            | Event::ActionDone(_)
            | Event::Correction(_)
            | Event::Supervisor(_)
            | Event::Packaged(_)
            | Event::Submitted(_)
            | Event::Merge(_)
            | Event::Erasure(_) => return None,
        };
        Some(Self {
            by,
            signature,
            dissertation,
            message: message(entry)?,
        })
    }
}

/// Returns what is signed of an entry: one line of JSON with its keys in order, and a line feed.
/// `None`: nobody signs such an entry.
pub(crate) fn message(entry: &Entry) -> Option<Vec<u8>> {
    let value = match &entry.event {
        Event::Decision(decision) => decided(entry, decision),
        Event::Extension(extension) => granted(entry, extension)?,
        Event::Ready(_)
        | Event::Meeting(_)
        | Event::ActionDone(_)
        | Event::Correction(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Submitted(_)
        | Event::Merge(_)
        | Event::Erasure(_) => return None,
    };
    Some((canonical(&value) + "\n").into_bytes())
}

/// Returns what is signed of an extension. No decision has a `kind`, so that neither can be taken
/// for the other.
fn granted(entry: &Entry, extension: &Extension) -> Option<Value> {
    let Extension {
        milestone,
        to,
        reference,
        granted_by,
        grant,
    } = extension;
    let Grant {
        signature: _,
        dissertation,
    } = grant.as_ref()?;
    let mut value = json!({
        "format": 2,
        "kind": "extension",
        "at": entry.at,
        "entered-by": entry.entered_by,
        "milestone": milestone,
        "to": to.to_string(),
        "reference": reference,
        "granted-by": granted_by,
        "dissertation": dissertation,
    });
    add_clock(&mut value, entry);
    Some(value)
}

/// Adds when it was by the clock, where the entry says.
fn add_clock(value: &mut Value, entry: &Entry) {
    if let Some(entered_at) = entry.entered_at {
        value["entered-at"] = json!(entered_at);
    }
}

/// Returns what is signed of a decision.
///
/// The place in the chain is not in it; everything that the decision says is, with the time, the
/// digest of the `ready` entry and the digests of the chapters. Format 2 adds the dissertation and
/// who entered it; a decision without a dissertation has the message of format 1.
fn decided(entry: &Entry, decision: &Decision) -> Value {
    let Decision {
        milestone,
        outcome,
        by,
        name,
        taken,
        note,
        actions,
        ready,
        chapters,
        confirmation: _,
        received: _,
        dissertation,
    } = decision;
    let mut value: Value = json!({
        "format": 1,
        "at": entry.at,
        "milestone": milestone,
        "outcome": outcome,
        "by": by,
        "name": name,
        "taken": taken,
        "note": note,
        "actions": actions,
        "ready": ready,
        "chapters": chapters,
    });
    if let Some(dissertation) = dissertation {
        value["format"] = json!(2);
        value["entered-by"] = json!(entry.entered_by);
        value["dissertation"] = json!(dissertation);
        add_clock(&mut value, entry);
    }
    value
}
