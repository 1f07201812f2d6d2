//! Joining another copy of the ledger: its entries are added to ours, and nothing is lost.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::milestones::digest::Digest;
use crate::milestones::ledger::chain::ProblemKind;
use crate::milestones::ledger::draft::EntryDraft;
use crate::milestones::ledger::entry::{Entry, Event, Merge};
use crate::milestones::ledger::history::History;
use crate::milestones::ledger::line::{Line, digest};

/// What joining another copy comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joined {
    /// What is to be added: the entries of the other copy, then one that says so. Empty if the
    /// other copy has nothing that we do not have.
    pub drafts: Vec<EntryDraft>,
    /// How many entries come from the other copy.
    pub added: usize,
    /// How many entries both have.
    pub shared: usize,
    /// Lines of the other copy that are left out because they were changed after they were
    /// written, or may not stand where they stand.
    pub left_out: Vec<usize>,
}

/// Returns the digest of a decision in the copy from which it came in a file, unsigned.
fn as_sent(entry: &Entry) -> Option<Digest> {
    let mut sent = entry.clone();
    let Event::Decision(decision) = &mut sent.event else {
        return None;
    };
    std::mem::take(&mut decision.received).then(|| digest(&sent))
}

/// Works out what of `theirs` is to be added to `ours`.
///
/// Doing it twice adds nothing, and two copies that join each other come to hold the same entries.
pub(crate) fn join(
    ours: &History,
    theirs: &History,
    source: &str,
    at: Timestamp,
    entered_by: &str,
) -> Joined {
    let mut known: BTreeSet<Digest> = ours.lines.iter().map(|it| it.digest.clone()).collect();
    known.extend(ours.entries().filter_map(|(_, entry)| as_sent(entry)));
    let edited: BTreeSet<usize> = theirs
        .problems
        .iter()
        .filter(|problem| {
            matches!(
                problem.kind,
                ProblemKind::Edited | ProblemKind::Refused { .. }
            )
        })
        .map(|problem| problem.line)
        .collect();
    let (shared, new): (Vec<&Line>, Vec<&Line>) = theirs
        .lines
        .iter()
        .partition(|line| known.contains(&line.digest));
    let (left_out, new): (Vec<&Line>, Vec<&Line>) = new
        .into_iter()
        .partition(|line| edited.contains(&line.line));
    let mut joined = Joined {
        drafts: Vec::new(),
        added: new.len(),
        shared: shared.len(),
        left_out: left_out.into_iter().map(|line| line.line).collect(),
    };
    let is_merge = |line: &&Line| matches!(line.entry().map(|it| &it.event), Some(Event::Merge(_)));
    let Some(head) = theirs.lines.last().filter(|_| !new.iter().all(is_merge)) else {
        joined.added = 0;
        return joined;
    };
    joined.drafts = new.iter().map(|line| EntryDraft::from(*line)).collect();
    let merge = Merge {
        source: source.to_owned(),
        head: head.hash.clone(),
        joined: new.iter().map(|line| line.digest.clone()).collect(),
    };
    let merge = Entry::new(at, entered_by, Event::Merge(merge));
    joined.drafts.push(EntryDraft::from(&merge));
    joined
}
