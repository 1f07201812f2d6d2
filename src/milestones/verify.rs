//! What can be said of a ledger as evidence.

use crate::milestones::ledger::{Event, History, Problem};
use crate::milestones::plan::People;
use crate::milestones::signoff::{AllowedSigners, Seal, SealState, judge_decision};

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
pub fn verify(
    history: &History,
    people: &People,
    signers: &AllowedSigners,
    outside: Option<&AllowedSigners>,
) -> Verification {
    let mut verification = Verification {
        entries: history.lines.len(),
        problems: history.problems.clone(),
        newer: history
            .newer()
            .into_iter()
            .map(|(line, kind, format)| (line, kind.to_owned(), format))
            .collect(),
        signed: Vec::new(),
        refused: Vec::new(),
        vouched_to: None,
        last_line: history.lines.last().map(|line| line.line),
    };
    for (line, entry) in history.entries() {
        let Event::Decision(decision) = &entry.event else {
            continue;
        };
        match judge_decision(entry, decision, people, signers, outside) {
            SealState::Recorded => {}
            SealState::Signed(seal) => {
                let ready = history.find(&decision.ready).map(|it| it.line);
                verification.vouched_to = Some((line.line, ready));
                verification
                    .signed
                    .push((line.line, decision.by.clone(), seal));
            }
            SealState::Refused { why, hint } => {
                verification.refused.push((line.line, why, hint));
            }
        }
    }
    verification
}
