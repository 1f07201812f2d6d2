//! Mending a ledger that a power cut, a file exchange or an editor left half done.

use jiff::Timestamp;

use crate::milestones::ledger::draft::chained;
use crate::milestones::ledger::history::{History, Physical, is_conflict_marker, physical};
use crate::milestones::ledger::join::join;
use crate::milestones::ledger::line::read;

/// A ledger that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The mended file.
    pub bytes: Vec<u8>,
    /// Lines of the old file that are left out because they are no entries.
    pub left_out: Vec<usize>,
    /// How many entries of the other side of a conflict were added.
    pub joined: usize,
}

/// Which side of a conflict a line is on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Ours,
    Before,
    Theirs,
}

/// Mends a ledger: `None` if there is nothing that can be mended.
///
/// Lines that can be read stay byte for byte. Of a conflict, our side stays as it is and the
/// entries of the other are added by a merge entry. A changed old line stays as it is and visible.
pub(crate) fn repair(bytes: &[u8], at: Timestamp, entered_by: &str) -> Option<Repaired> {
    if !History::parse(bytes).needs_repair() {
        return None;
    }
    let mut side = Side::Both;
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    let mut left_out = Vec::new();
    for Physical { line, bytes, .. } in physical(bytes) {
        if is_conflict_marker(bytes) {
            side = match bytes[0] {
                b'<' => Side::Ours,
                b'|' => Side::Before,
                b'=' => Side::Theirs,
                _ => Side::Both,
            };
            continue;
        }
        if read(line, bytes).is_err() {
            left_out.push(line);
            continue;
        }
        let ended = bytes.iter().copied().chain([b'\n']);
        match side {
            Side::Both => {
                ours.extend(ended.clone());
                theirs.extend(ended);
            }
            Side::Ours => ours.extend(ended),
            Side::Theirs => theirs.extend(ended),
            Side::Before => {}
        }
    }
    let history = History::parse(&ours);
    let joined = join(
        &history,
        &History::parse(&theirs),
        "the other side of the conflict",
        at,
        entered_by,
    );
    let added = chained(&ours, &history, &joined.drafts);
    ours.extend_from_slice(&added);
    Some(Repaired {
        bytes: ours,
        left_out,
        joined: joined.added,
    })
}
