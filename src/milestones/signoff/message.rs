//! The bytes that are signed.

use serde_json::{Value, json};

use crate::milestones::digest::canonical;
use crate::milestones::ledger::{Decision, Entry};

/// The namespace of the signature.
pub const NAMESPACE: &str = "folio-decision";

/// Returns what is signed: one line of JSON with its keys in order, and a line feed.
///
/// The place in the chain is not in it; everything that the decision says is, with the time, the
/// digest of the `ready` entry and the digests of the chapters. Format 2 adds the dissertation and
/// who entered it; a decision without a dissertation has the message of format 1.
pub(crate) fn message(entry: &Entry, decision: &Decision) -> Vec<u8> {
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
    }
    let mut bytes = canonical(&value).into_bytes();
    bytes.push(b'\n');
    bytes
}
