//! The ledger as it was read: its lines in the order of the file, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::diagnostics::{FileError, MAX_TEXT_BYTES, ProjectPath, Store};
use crate::milestones::digest::Digest;
use crate::milestones::ledger::chain::{Problem, ProblemKind, check, judge};
use crate::milestones::ledger::entry::{Entry, Event};
use crate::milestones::ledger::judge::Judge;
use crate::milestones::ledger::line::{Line, Record, Unreadable, read};
use crate::milestones::ledger::words::Words;

/// The ledger's place in a project.
pub const LEDGER: &str = "milestones/ledger.jsonl";

/// The lines of a ledger. Reading never fails: what cannot be read is a [`Problem`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// The lines that could be read, in the order of the file.
    pub lines: Vec<Line>,
    /// What is wrong, in the order of the file.
    pub problems: Vec<Problem>,
    /// Entries of another copy, in order there, that have no effect here.
    pub overtaken: Vec<Problem>,
    /// Texts that do not stand beside the ledger although nobody took them out.
    pub missing: Vec<Problem>,
}

/// A line of the file as bytes, before anything is known of it.
pub(crate) struct Physical<'b> {
    pub(crate) line: usize,
    pub(crate) bytes: &'b [u8],
    pub(crate) is_ended: bool,
}

/// Returns the lines that are not blank, without byte order mark and line ends.
pub(crate) fn physical(bytes: &[u8]) -> Vec<Physical<'_>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut lines = Vec::new();
    let whole_lines = bytes.split_inclusive(|byte| *byte == b'\n');
    for (at, whole) in whole_lines.enumerate() {
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
    /// Reads the ledger of a project; one that is not there yet is empty.
    ///
    /// # Errors
    ///
    /// If the file is there and cannot be read.
    pub fn of(store: &Store) -> Result<Self, FileError> {
        match ProjectPath::new(LEDGER).filter(|path| store.stands(path)) {
            Some(path) => {
                let history = Self::parse(&store.shared_bytes(&path, MAX_TEXT_BYTES)?);
                Ok(history.with_words(&Words::of(store)?))
            }
            None => Ok(Self::default()),
        }
    }

    /// Takes a ledger from the bytes of its file and checks its chain. CRLF, a byte order mark and
    /// blank lines are accepted.
    pub fn parse(bytes: &[u8]) -> Self {
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
        let mut overtaken = Vec::new();
        if !has_conflict {
            problems.extend(check(&lines, &hashes));
            mark_joined(&mut lines);
            let refused;
            (refused, overtaken) = judge(&mut lines);
            problems.extend(refused);
        }
        problems.sort_by_key(|problem| problem.line);
        Self {
            lines,
            problems,
            overtaken,
            missing: Vec::new(),
        }
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
        let mut found = self
            .lines
            .iter()
            .filter(|line| line.digest.hex().starts_with(&name));
        let first = found.next()?;
        found
            .all(|line| line.digest == first.digest)
            .then_some(first)
    }

    /// Returns the entries of newer versions, each as its line, kind and format.
    pub fn newer(&self) -> Vec<(usize, String, u32)> {
        let newer = |line: &Line| match &line.record {
            Record::Newer { kind, format } => Some((line.line, kind.clone(), *format)),
            Record::Known(_) => None,
        };
        self.lines.iter().filter_map(newer).collect()
    }

    /// Returns the judge of what may follow.
    pub(crate) fn judge(&self) -> Judge<'_> {
        let mut judge = Judge::default();
        for it in self.timed() {
            judge.take(it.line);
        }
        judge
    }

    /// Returns the entries that may stand where they stand, in the order of the file, each with
    /// its time: within one copy no entry is earlier than the one before it.
    pub(crate) fn timed(&self) -> Vec<Timed<'_>> {
        let mut own = None;
        let mut theirs = None;
        let mut timed = Vec::new();
        for line in self.lines.iter().filter(|line| line.may_stand) {
            let Some(entry) = line.entry() else {
                continue;
            };
            let latest = if line.is_joined {
                &mut theirs
            } else {
                &mut own
            };
            let when = latest.map_or(entry.at, |before| entry.at.max(before));
            *latest = Some(when);
            timed.push(Timed { when, line, entry });
        }
        timed
    }

    /// Returns the entries that count, in the order in which they happened, corrections applied.
    ///
    /// Within one copy that is the order of the file, whatever the clocks said. Entries that came
    /// from another copy stand where their time puts them.
    pub fn effective(&self) -> Vec<Effective<'_>> {
        let mut timed = self.timed();
        timed.sort_by_key(|it| it.when);
        let mut corrections = BTreeMap::new();
        for (at, it) in timed.iter().enumerate() {
            if let Event::Correction(correction) = &it.entry.event {
                corrections.insert(&correction.entry, (at, it.line, correction));
            }
        }
        let effective =
            timed
                .into_iter()
                .enumerate()
                .filter_map(|(at, Timed { line, entry, .. })| {
                    // What is entered once more after its correction is not meant by it.
                    let correction = corrections
                        .get(&line.digest)
                        .filter(|(place, _, _)| *place > at);
                    let event = match correction {
                        None => &entry.event,
                        Some((_, _, correction)) => correction.instead.as_deref()?,
                    };
                    Some(Effective {
                        line,
                        entry,
                        event,
                        corrected_by: correction.map(|(_, line, _)| *line),
                    })
                });
        effective.collect()
    }
}

/// Marks the lines that came from another copy.
fn mark_joined(lines: &mut [Line]) {
    for at in 0..lines.len() {
        let (before, rest) = lines.split_at_mut(at);
        if let Some(Event::Merge(merge)) = rest[0].entry().map(|entry| &entry.event) {
            let names: BTreeSet<&Digest> = merge.joined.iter().collect();
            let from = at.saturating_sub(merge.joined.len());
            for line in &mut before[from..] {
                line.is_joined = line.is_joined || names.contains(&line.digest);
            }
        }
    }
}

/// An entry that may stand where it stands.
pub(crate) struct Timed<'h> {
    /// When it happened, for the order of entries from several copies.
    pub(crate) when: Timestamp,
    /// Where it stands.
    pub(crate) line: &'h Line,
    /// The entry as it was written.
    pub(crate) entry: &'h Entry,
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
