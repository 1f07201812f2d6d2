//! What can be said of a ledger as evidence.

use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Event, Problem};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::seal::{Known, Seal, known};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// How many entries there are.
    pub entries: usize,
    /// What is wrong with the chain, in the order of the file.
    pub problems: Vec<Problem>,
    /// Entries of a newer version of folio: line, kind and format.
    pub newer: Vec<(usize, String, u32)>,
    /// Signed decisions whose signature holds: line, and whose it is.
    pub signed: Vec<(usize, String, Seal)>,
    /// Decisions that have no effect: line, why, and what to do.
    pub refused: Vec<(usize, String, String)>,
    /// The last line for which a signature vouches, with that of the `ready` entry it is about.
    pub vouched_to: Option<(usize, Option<usize>)>,
    /// The last line.
    pub last_line: Option<usize>,
}

impl Verification {
    /// Returns whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.refused.is_empty()
    }

    /// Says up to which entry a signature vouches, in a sentence without its full stop.
    pub fn vouched_in_words(&self) -> String {
        match (self.vouched_to, self.last_line) {
            (_, None) => "the ledger is empty".into(),
            (None, Some(_)) => "no signature vouches for any entry: that entries were cut off at \
                                the end would not show"
                .into(),
            (Some((line, ready)), Some(last)) => {
                let about = match ready {
                    Some(ready) => format!(" (and for line {ready}, which it is about)"),
                    None => String::new(),
                };
                if line == last {
                    format!("a signature vouches for line {line}{about}, which is the last")
                } else {
                    format!(
                        "a signature vouches for line {line}{about}; that entries were cut off \
                         after line {last} would not show"
                    )
                }
            }
        }
    }
}

/// Checks a ledger: its chain, and the signatures under its decisions.
pub fn verify(basis: &Basis<'_>) -> Verification {
    let history = basis.history;
    let mut verification = Verification {
        entries: history.lines.len(),
        problems: history.problems.clone(),
        newer: history.newer(),
        signed: Vec::new(),
        refused: Vec::new(),
        vouched_to: None,
        last_line: history.lines.last().map(|line| line.line),
    };
    for (line, entry) in history.entries() {
        let Event::Decision(decision) = &entry.event else {
            continue;
        };
        match known(basis, entry, decision) {
            Ok(Known::Recorded { .. }) => {}
            Ok(Known::Signed(seal)) => {
                let ready = history.find(&decision.ready).map(|it| it.line);
                let by = decision.by.clone();
                verification.vouched_to = Some((line.line, ready));
                verification.signed.push((line.line, by, seal));
            }
            Err(Refusal { message, hint }) => {
                verification.refused.push((line.line, message, hint));
            }
        }
    }
    verification
}
