//! The chain: whether each line follows the one that stands before it.
//!
//! An edited line and a removed one look the same to a digest; the number that each line carries
//! tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use crate::milestones::digest::Digest;
use crate::milestones::ledger::entry::{Entry, Event};
use crate::milestones::ledger::judge::Judge;
use crate::milestones::ledger::line::{Line, Record};
use crate::milestones::ledger::sentence::entries_in_words;
use crate::milestones::ledger::words::WORDS;
use crate::milestones::refusal::Refusal;

/// Something that is wrong with the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line in the file, from 1.
    pub line: usize,
    /// What kind of thing it is.
    pub kind: ProblemKind,
    /// What is, in lower case and without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// What can be wrong with a line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Its words were changed later.
    Edited,
    /// Lines before it were taken out.
    Removed {
        /// How many, as far as the numbers tell.
        entries: u64,
        /// The line in front of the gap; `None`: the gap is at the beginning.
        after: Option<usize>,
    },
    /// It stands somewhere else than where it was written.
    Moved {
        /// Where the line stands now after which it was written.
        after: usize,
    },
    /// It was being written when the computer stopped.
    Torn,
    /// A mark that a tool left which could not join two versions.
    Conflict,
    /// It is no entry.
    Unreadable {
        /// Why, in words.
        why: String,
    },
    /// A merge entry speaks of entries that are not there.
    JoinedMissing {
        /// How many.
        entries: usize,
    },
    /// Its number is not the one after that of the line before.
    WrongNumber {
        /// The number that it should have.
        expected: u64,
    },
    /// It is of a kind or a format that this version cannot judge.
    Unknown {
        /// Its kind.
        kind: String,
        /// The format it was written in.
        format: u32,
    },
    /// What was typed in it is not there, and nobody took it out.
    TextMissing {
        /// What was typed, such as `note`.
        field: &'static str,
    },
    /// What was typed in it is not what was written.
    TextChanged {
        /// What was typed, such as `note`.
        field: &'static str,
    },
    /// It may not stand after the entries before it, and has no effect.
    Refused {
        /// Why, in words.
        why: String,
    },
}

const RESTORE: &str = "compare the file with another copy, such as the one your supervisor has; \
                       the entries of that copy can be added with `folio milestone receive FILE`";
const NO_EFFECT: &str = "the entry has no effect; compare the file with another copy, such as the \
                         one your supervisor has";
const NO_TEXT: &str = "put back that file from another copy: `folio milestone receive FILE` takes \
                       over the texts that stand beside another copy's ledger";
const REPAIR: &str =
    "run `folio milestone verify --repair`; the file as it is now is kept beside it";

impl Problem {
    pub(crate) fn new(line: usize, kind: ProblemKind) -> Self {
        let message = match &kind {
            ProblemKind::Edited => format!("line {line} was changed after it was written"),
            ProblemKind::Removed { entries, after } => {
                let entries = usize::try_from(*entries).unwrap_or(usize::MAX);
                let verb = if entries == 1 { "is" } else { "are" };
                let missing = entries_in_words(entries);
                match after {
                    Some(after) => {
                        format!("{missing} {verb} missing between line {after} and line {line}")
                    }
                    None => format!("{missing} {verb} missing before line {line}"),
                }
            }
            ProblemKind::Moved { after } => format!(
                "line {line} was written right after what is now line {after}: lines were moved"
            ),
            ProblemKind::Torn => format!(
                "line {line} ends in the middle: it was being written when the computer stopped"
            ),
            ProblemKind::Conflict => format!(
                "line {line} is the mark of a conflict: two versions of the ledger were put \
                 into one file"
            ),
            ProblemKind::Unreadable { why } => format!("line {line} cannot be read: {why}"),
            ProblemKind::JoinedMissing { entries } => format!(
                "line {line} says that entries were added from another copy, and {entries} of \
                 them do not stand before it"
            ),
            ProblemKind::WrongNumber { expected } => {
                format!("line {line} does not have the number {expected} (`n`), which is its own")
            }
            ProblemKind::Unknown { kind, format } => format!(
                "line {line} is of a kind that this version of folio does not know (`{kind}`, \
                 format {format}) and cannot judge"
            ),
            ProblemKind::TextMissing { field } => format!(
                "the {field} of line {line} is missing from {WORDS}, and no entry says that it \
                 was removed"
            ),
            ProblemKind::TextChanged { field } => {
                format!("the {field} of line {line} in {WORDS} is not the one that was written")
            }
            ProblemKind::Refused { why } => format!("line {line} may not stand there: {why}"),
        };
        let hint = match &kind {
            ProblemKind::Edited
            | ProblemKind::Removed { .. }
            | ProblemKind::Moved { .. }
            | ProblemKind::JoinedMissing { .. }
            | ProblemKind::WrongNumber { .. } => RESTORE,
            ProblemKind::Unknown { .. } => "judge it with the newest version of folio",
            ProblemKind::Refused { .. } => NO_EFFECT,
            ProblemKind::TextMissing { .. } | ProblemKind::TextChanged { .. } => NO_TEXT,
            ProblemKind::Torn | ProblemKind::Conflict | ProblemKind::Unreadable { .. } => REPAIR,
        };
        Self {
            line,
            kind,
            message,
            hint: hint.into(),
        }
    }

    fn edited_before(line: usize, next: usize) -> Self {
        let mut problem = Self::new(line, ProblemKind::Edited);
        problem.message = format!("line {line} was changed after line {next} was written");
        problem
    }

    /// Returns whether the chain holds, and what is wrong is the entry in it.
    pub fn is_judgement(&self) -> bool {
        matches!(
            self.kind,
            ProblemKind::Refused { .. } | ProblemKind::Unknown { .. }
        )
    }

    /// Returns whether the ledger holds, and what is wrong stands beside it.
    pub fn is_beside(&self) -> bool {
        matches!(
            self.kind,
            ProblemKind::TextMissing { .. } | ProblemKind::TextChanged { .. }
        )
    }

    /// Returns whether `--repair` can mend it.
    pub fn is_repairable(&self) -> bool {
        match self.kind {
            ProblemKind::Torn | ProblemKind::Conflict | ProblemKind::Unreadable { .. } => true,
            ProblemKind::Edited
            | ProblemKind::Removed { .. }
            | ProblemKind::Moved { .. }
            | ProblemKind::JoinedMissing { .. }
            | ProblemKind::WrongNumber { .. }
            | ProblemKind::Unknown { .. }
            | ProblemKind::TextMissing { .. }
            | ProblemKind::TextChanged { .. }
            | ProblemKind::Refused { .. } => false,
        }
    }
}

/// Checks that each line follows the one before it, and may. `hashes` has every line, also those
/// that cannot be read.
pub(crate) fn check(lines: &[Line], hashes: &[(usize, Digest)]) -> Vec<Problem> {
    let mut problems = chain(lines, hashes);
    if problems.is_empty() && lines.len() == hashes.len() {
        problems.extend(numbers(lines));
    }
    let mut seen = BTreeSet::new();
    for line in lines {
        if let Record::Newer { kind, format } = &line.record {
            let (kind, format) = (kind.clone(), *format);
            problems.push(Problem::new(
                line.line,
                ProblemKind::Unknown { kind, format },
            ));
        }
        if let Some(Entry {
            event: Event::Merge(merge),
            ..
        }) = line.entry()
        {
            let missing = merge.joined.iter().filter(|it| !seen.contains(*it)).count();
            if missing > 0 {
                let kind = ProblemKind::JoinedMissing { entries: missing };
                problems.push(Problem::new(line.line, kind));
            }
        }
        seen.insert(line.digest.clone());
    }
    problems
}

/// Checks the numbers of lines that follow each other by their digests.
fn numbers(lines: &[Line]) -> Option<Problem> {
    let (expected, line) = (1..)
        .zip(lines)
        .find(|(expected, line)| line.number != Some(*expected))?;
    Some(Problem::new(
        line.line,
        ProblemKind::WrongNumber { expected },
    ))
}

/// Marks what may not stand after the entries before it. Second come entries of another copy that
/// were in order there.
pub(crate) fn judge(lines: &mut [Line]) -> (Vec<Problem>, Vec<Problem>) {
    let mut judge = Judge::default();
    let (mut refused, mut overtaken) = (Vec::new(), Vec::new());
    for line in lines.iter_mut() {
        let line: &Line = {
            let why = line.entry().and_then(|entry| judge.may_stand(entry).err());
            line.may_stand = why.is_none();
            let overtakes = |entry| line.is_joined && judge.may_be_overtaken(entry);
            let is_overtaken = line.entry().is_some_and(overtakes);
            if let Some(Refusal { message, hint: _ }) = why {
                let problem = Problem::new(line.line, ProblemKind::Refused { why: message });
                match is_overtaken {
                    true => overtaken.push(problem),
                    false => refused.push(problem),
                }
            }
            line
        };
        if line.may_stand {
            judge.take(line);
        }
    }
    (refused, overtaken)
}

fn chain(lines: &[Line], hashes: &[(usize, Digest)]) -> Vec<Problem> {
    let before = |line: &Line| {
        let at = hashes.partition_point(|(number, _)| *number < line.line);
        at.checked_sub(1).map(|at| &hashes[at])
    };
    let follows = |line: &Line| line.previous.as_ref() == before(line).map(|(_, hash)| hash);
    let places: BTreeMap<&Digest, usize> = hashes
        .iter()
        .rev()
        .map(|(number, hash)| (hash, *number))
        .collect();
    let mut problems: Vec<Problem> = Vec::new();
    let mut has_moved = false;
    let mut highest = 0;
    for (at, line) in lines.iter().enumerate() {
        let number = line.number.unwrap_or(0);
        let is_next = number == highest + 1;
        highest = highest.max(number);
        if follows(line) {
            continue;
        }
        let elsewhere = line
            .previous
            .as_ref()
            .and_then(|it| places.get(it).copied());
        let Some((front, _)) = before(line) else {
            problems.push(match elsewhere {
                Some(after) => {
                    has_moved = true;
                    Problem::new(line.line, ProblemKind::Moved { after })
                }
                None if number > 1 => {
                    let entries = number - 1;
                    let after = None;
                    Problem::new(line.line, ProblemKind::Removed { entries, after })
                }
                None => Problem::new(line.line, ProblemKind::Edited),
            });
            continue;
        };
        if let Some(after) = elsewhere {
            // Once a line moved, its neighbours point elsewhere too, though they stand right.
            if !(is_next && has_moved) {
                problems.push(Problem::new(line.line, ProblemKind::Moved { after }));
            }
            has_moved = true;
            continue;
        }
        let prior = at.checked_sub(1).map(|at| &lines[at]);
        let Some(prior) = prior.filter(|prior| prior.line == *front) else {
            // The line in front cannot be read; that has been said.
            continue;
        };
        if line.previous.is_none() && has_moved {
            problems.push(Problem::new(line.line, ProblemKind::Edited));
            continue;
        }
        let prior_number = prior.number.unwrap_or(0);
        let expected = match at.checked_sub(2) {
            Some(at) => lines[at].number.unwrap_or(0) + 1,
            None => 1,
        };
        let next_is_lost = lines.get(at + 1).is_some_and(|next| !follows(next));
        problems.push(if next_is_lost {
            Problem::new(line.line, ProblemKind::Edited)
        } else if number > prior_number + 1 && prior_number >= expected {
            let entries = number - prior_number - 1;
            let after = Some(prior.line);
            Problem::new(line.line, ProblemKind::Removed { entries, after })
        } else {
            Problem::edited_before(prior.line, line.line)
        });
    }
    problems.dedup_by(|a, b| a.line == b.line && a.kind == b.kind);
    problems
}
