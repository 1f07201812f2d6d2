//! The ledger as it was read: its lines in the order of the file, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use crate::milestones::digest::Digest;
use crate::milestones::ledger::chain::{Problem, ProblemKind, check};
use crate::milestones::ledger::entry::{Entry, Event};
use crate::milestones::ledger::line::{Line, Unreadable, read};

/// The lines of a ledger. Reading never fails: what cannot be read is a [`Problem`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The lines that could be read, in the order of the file.
    pub lines: Vec<Line>,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem>,
}

/// A line of the file as bytes, before anything is known of it.
pub(crate) struct Physical<'b> {
    pub(crate) line: usize,
    pub(crate) bytes: &'b [u8],
    pub(crate) is_ended: bool,
}

/// Returns the lines that are not blank, without byte order mark and line ends.
pub(crate) fn physical(bytes: &[u8]) -> Vec<Physical<'_>> {
    let skipped = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let mut lines = Vec::new();
    for (at, whole) in bytes[skipped..]
        .split_inclusive(|byte| *byte == b'\n')
        .enumerate()
    {
        let is_ended = whole.ends_with(b"\n");
        let inner = whole.strip_suffix(b"\n").unwrap_or(whole);
        let inner = inner.strip_suffix(b"\r").unwrap_or(inner);
        if !inner.iter().all(u8::is_ascii_whitespace) {
            lines.push(Physical {
                line: at + 1,
                bytes: inner,
                is_ended,
            });
        }
    }
    lines
}

/// Returns whether a line was left by a tool that could not join two versions of a file.
pub(crate) fn is_conflict_marker(line: &[u8]) -> bool {
    [&b"<<<<<<<"[..], b"=======", b">>>>>>>", b"|||||||"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

impl History {
    /// Reads a ledger and checks its chain. CRLF, a byte order mark and blank lines are accepted.
    pub fn read(bytes: &[u8]) -> Self {
        let mut lines = Vec::new();
        let mut problems = Vec::new();
        let mut hashes = Vec::new();
        for Physical {
            line,
            bytes,
            is_ended,
        } in physical(bytes)
        {
            if is_conflict_marker(bytes) {
                problems.push(Problem::new(line, ProblemKind::Conflict));
                continue;
            }
            hashes.push((line, Digest::of_bytes(bytes)));
            match read(line, bytes) {
                Ok(read) => lines.push(read),
                // A power cut leaves a short line, or one that the file system filled with zeros.
                Err(why) if !is_ended && (why == Unreadable::Cut || bytes.contains(&0)) => {
                    problems.push(Problem::new(line, ProblemKind::Torn));
                }
                Err(Unreadable::Cut) => {
                    let why = "it ends in the middle".to_owned();
                    problems.push(Problem::new(line, ProblemKind::Unreadable { why }));
                }
                Err(Unreadable::Other(why)) => {
                    problems.push(Problem::new(line, ProblemKind::Unreadable { why }));
                }
            }
        }
        let has_conflict = problems
            .iter()
            .any(|problem| problem.kind == ProblemKind::Conflict);
        if !has_conflict {
            problems.extend(check(&lines, &hashes));
        }
        problems.sort_by_key(|problem| problem.line);
        Self { lines, problems }
    }

    /// Returns whether the ledger must be repaired before anything is added to it.
    ///
    /// A changed or missing old line cannot be mended and stops nobody: it stays visible.
    pub fn needs_repair(&self) -> bool {
        self.problems.iter().any(Problem::is_repairable)
    }

    /// Returns the entries that this version knows, with their lines.
    pub fn entries(&self) -> impl Iterator<Item = (&Line, &Entry)> {
        self.lines
            .iter()
            .filter_map(|line| line.entry().map(|entry| (line, entry)))
    }

    /// Returns the line of an entry by its digest.
    pub fn find(&self, digest: &Digest) -> Option<&Line> {
        self.lines.iter().find(|line| line.digest == *digest)
    }

    /// Returns the line whose short name starts with `name`: at least four digits, and no other.
    pub fn named(&self, name: &str) -> Option<&Line> {
        let name = name.trim().trim_start_matches('#').to_ascii_lowercase();
        if name.len() < 4 || !name.is_ascii() {
            return None;
        }
        let mut found: Vec<&Line> = self
            .lines
            .iter()
            .filter(|line| line.digest.hex().starts_with(&name))
            .collect();
        found.dedup_by(|a, b| a.digest == b.digest);
        match found.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Returns the entries of newer versions, each as its line, kind and format.
    pub fn newer(&self) -> Vec<(usize, &str, u32)> {
        use crate::milestones::ledger::line::Record;

        self.lines
            .iter()
            .filter_map(|line| match &line.record {
                Record::Newer { kind, format } => Some((line.line, kind.as_str(), *format)),
                Record::Known(_) => None,
            })
            .collect()
    }

    /// Returns the entries that count, in the order in which they happened, corrections applied.
    ///
    /// Within one copy that is the order of the file, whatever the clocks said. Entries that came
    /// from another copy stand where their time puts them.
    pub fn effective(&self) -> Vec<Effective<'_>> {
        let mut joined = vec![false; self.lines.len()];
        for (at, line) in self.lines.iter().enumerate() {
            if let Some(Entry {
                event: Event::Merge(merge),
                ..
            }) = line.entry()
            {
                let before = at.saturating_sub(merge.joined.len());
                let names: BTreeSet<&Digest> = merge.joined.iter().collect();
                for (flag, line) in joined[before..at].iter_mut().zip(&self.lines[before..at]) {
                    *flag = *flag || names.contains(&line.digest);
                }
            }
        }
        let mut own = None;
        let mut theirs = None;
        let mut timed = Vec::new();
        for (line, is_joined) in self.lines.iter().zip(joined) {
            let Some(entry) = line.entry() else {
                continue;
            };
            let latest = if is_joined { &mut theirs } else { &mut own };
            let when = latest.map_or(entry.at, |before| entry.at.max(before));
            *latest = Some(when);
            timed.push((when, line, entry));
        }
        timed.sort_by_key(|(when, _, _)| *when);
        let mut corrections = BTreeMap::new();
        for (_, line, entry) in &timed {
            if let Event::Correction(correction) = &entry.event {
                corrections.insert(correction.entry.clone(), (*line, correction));
            }
        }
        let effective = timed.into_iter().filter_map(|(_, line, entry)| {
            let correction = corrections.get(&line.digest);
            let event = match correction {
                None => &entry.event,
                Some((_, correction)) => correction.instead.as_deref()?,
            };
            Some(Effective {
                line,
                entry,
                event,
                corrected_by: correction.map(|(line, _)| *line),
            })
        });
        effective.collect()
    }
}

/// An entry that counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effective<'h> {
    /// Where it stands.
    pub line: &'h Line,
    /// The entry as it was written.
    pub entry: &'h Entry,
    /// What counts: what was written, or what a correction put in its place.
    pub event: &'h Event,
    /// The correction.
    pub corrected_by: Option<&'h Line>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::milestones::ledger::entry::Submitted;
    use crate::milestones::ledger::line::{body, write};

    /// Returns a ledger of `count` entries.
    fn ledger(count: u64) -> Vec<String> {
        let mut previous = None;
        let mut lines = Vec::new();
        for number in 1..=count {
            let entry = Entry::new(
                "2027-09-01T15:00:00Z".parse().unwrap(),
                "a.student@example.org",
                Event::Submitted(Submitted {
                    milestone: "submission".into(),
                    evidence: format!("receipt {number}"),
                    on: None,
                }),
            );
            let line = write(number, previous.as_ref(), &body(&entry));
            previous = Some(Digest::of_bytes(line.as_bytes()));
            lines.push(line);
        }
        lines
    }

    fn text(lines: &[String]) -> Vec<u8> {
        lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>()
            .into_bytes()
    }

    fn problems(bytes: &[u8]) -> Vec<String> {
        let problems = History::read(bytes).problems;
        problems
            .iter()
            .map(|it| format!("{}: {}", it.line, it.message))
            .collect()
    }

    #[test]
    fn a_whole_ledger_has_no_problem_on_any_system() {
        let lines = ledger(4);
        assert_eq!(problems(&text(&lines)), [] as [&str; 0]);
        let crlf: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        assert_eq!(
            problems(format!("\u{feff}{crlf}\r\n").as_bytes()),
            [] as [&str; 0]
        );
        assert_eq!(problems(b""), [] as [&str; 0]);
        let without_last_line_feed = lines.join("\n");
        assert_eq!(
            History::read(without_last_line_feed.as_bytes()).lines.len(),
            4
        );
    }

    #[test]
    fn an_edited_line_is_named() {
        let mut lines = ledger(5);
        lines[2] = lines[2].replace("receipt 3", "receipt 8");
        assert_eq!(
            problems(&text(&lines)),
            ["3: line 3 was changed after line 4 was written"]
        );
    }

    #[test]
    fn a_removed_line_is_named() {
        let mut lines = ledger(6);
        lines.drain(2..4);
        assert_eq!(
            problems(&text(&lines)),
            ["3: 2 entries are missing between line 2 and line 3"]
        );
        let mut lines = ledger(3);
        lines.remove(0);
        assert_eq!(
            problems(&text(&lines)),
            ["1: 1 entry is missing before line 1"]
        );
    }

    #[test]
    fn lines_in_another_order_are_named() {
        let mut lines = ledger(6);
        lines.swap(2, 3);
        assert_eq!(
            problems(&text(&lines)),
            [
                "3: line 3 was written right after what is now line 4: lines were moved",
                "4: line 4 was written right after what is now line 2: lines were moved"
            ]
        );
    }

    #[test]
    fn a_torn_last_line_and_a_conflict_are_told_apart_from_an_edit() {
        let lines = ledger(3);
        let mut torn = text(&lines[..2]);
        torn.extend_from_slice(&lines[2].as_bytes()[..40]);
        assert_eq!(
            problems(&torn),
            ["3: line 3 ends in the middle: it was being written when the computer stopped"]
        );
        let conflict = format!(
            "{}\n<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n",
            lines[0], lines[1], lines[2]
        );
        let history = History::read(conflict.as_bytes());
        assert_eq!(history.problems.len(), 3);
        assert!(history.needs_repair());
        assert!(
            history
                .problems
                .iter()
                .all(|it| it.kind == ProblemKind::Conflict)
        );
        assert_eq!(
            history
                .problems
                .iter()
                .map(|it| it.line)
                .collect::<Vec<_>>(),
            [2, 4, 6]
        );
    }

    #[test]
    fn a_line_of_something_else_is_named_once() {
        let mut lines = ledger(3);
        lines[1] = "see my notes".into();
        assert_eq!(
            problems(&text(&lines)),
            ["2: line 2 cannot be read: it is not JSON"]
        );
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reading(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = History::read(&bytes);
        }

        #[test]
        fn a_changed_byte_of_an_old_line_is_found_and_its_line_named(
            line in 0usize..5, at in any::<prop::sample::Index>(), byte in 0x20u8..0x7f,
        ) {
            let mut lines = ledger(6);
            let mut bytes = lines[line].clone().into_bytes();
            let at = at.index(bytes.len());
            prop_assume!(bytes[at] != byte);
            bytes[at] = byte;
            lines[line] = String::from_utf8(bytes).unwrap();
            let history = History::read(&text(&lines));
            let named: Vec<usize> = history.problems.iter().map(|it| it.line).collect();
            prop_assert!(named.contains(&(line + 1)), "{:?}", history.problems);
        }

        #[test]
        fn any_removed_line_but_the_last_is_found(line in 0usize..5) {
            let mut lines = ledger(6);
            lines.remove(line);
            prop_assert_eq!(History::read(&text(&lines)).problems.len(), 1);
        }

        #[test]
        fn any_two_lines_that_changed_places_are_found(one in 0usize..6, two in 0usize..6) {
            prop_assume!(one != two);
            let mut lines = ledger(6);
            lines.swap(one, two);
            let history = History::read(&text(&lines));
            let named: Vec<usize> = history.problems.iter().map(|it| it.line).collect();
            prop_assert!(named.contains(&(one + 1)) || named.contains(&(two + 1)));
        }
    }
}
