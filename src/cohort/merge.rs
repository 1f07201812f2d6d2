//! Joining the rows of many runs: the newest of each student, in the order in which they need
//! attention.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::cohort::attention::Attention;
use crate::cohort::kind::Kind;
use crate::cohort::row::Row;
use crate::cohort::rows_file::each_row;
use crate::diagnostics::FileError;
use crate::diagnostics::text::{count, inline};

/// Rows that cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A file cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// Kinds that may not stand in one file.
    #[error("the rows are of two kinds, `{}` and `{}`", .0.name(), .1.name())]
    Kinds(Kind, Kind),
    /// There were lines, and none of them is a row.
    #[error("{}, and none of them is a row of this version", count(*.lines, "line"))]
    NoRow {
        /// How many.
        lines: usize,
    },
    /// Nothing was there.
    #[error("there are no rows in what was named")]
    Empty,
}

/// The rows of a cohort.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    /// What they may show.
    pub kind: Kind,
    /// The newest day that they speak of.
    pub on: Date,
    /// The rows, first what needs attention most.
    pub rows: Vec<Row>,
    /// What is to be known of the joining, a sentence each without its full stop.
    pub notes: Vec<String>,
    /// How many lines were no rows.
    pub unreadable: usize,
}

/// Joins the rows of files. Of rows about one student the newest is taken, and of two of one day the
/// one that was named last.
///
/// # Errors
///
/// If a file cannot be read, or the rows are of two kinds: together they could say what neither may.
pub fn merge(files: &[PathBuf]) -> Result<Cohort, MergeError> {
    let mut rows: Vec<Row> = Vec::new();
    // Where the newest of each stands.
    let mut known: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    let mut notes = Vec::new();
    let (mut kind, mut other, mut unreadable) = (None, None, 0);
    for file in files {
        let odd = each_row(file, &mut |mut row| {
            let kind = *kind.get_or_insert(row.kind);
            if kind != row.kind {
                other = Some((kind, row.kind));
                return;
            }
            row.forget();
            let key = (row.id.clone(), row.folder.clone());
            let Some(at) = known.get(&key) else {
                known.insert(key, rows.len());
                rows.push(row);
                return;
            };
            let before = &mut rows[*at];
            let on = before.on.max(row.on);
            let id = &row.id;
            notes.push(format!("{id} has more than one row: that of {on} is taken"));
            if row.on >= before.on {
                *before = row;
            }
        })?;
        unreadable += odd.len();
        for number in odd {
            let file = file_name(file);
            notes.push(format!(
                "line {number} of {file} is no row of this version: left out"
            ));
        }
    }
    if let Some((one, two)) = other {
        return Err(MergeError::Kinds(one, two));
    }
    let kind = kind.ok_or(match unreadable {
        0 => MergeError::Empty,
        lines => MergeError::NoRow { lines },
    })?;
    drop(known);
    leave_out_received(&mut rows);
    name_doubles(&mut rows, &mut notes);
    rows.sort_by_cached_key(|row| {
        let next = row.next().and_then(|it| it.binding_due());
        let late = row.milestones.iter().filter_map(|it| it.minutes_late).max();
        let due = next.map_or(Date::MAX, crate::project::Due::day);
        (
            Attention::of(row),
            std::cmp::Reverse(late),
            due,
            row.id.clone(),
        )
    });
    let on = rows.iter().map(|row| row.on).max();
    Ok(Cohort {
        kind,
        on: on.ok_or(MergeError::Empty)?,
        rows,
        notes,
        unreadable,
    })
}

impl Row {
    /// Forgets what no table shows, and what takes room where there are many rows.
    fn forget(&mut self) {
        self.version = String::new();
        (self.digest, self.head) = (None, None);
        if let Some(findings) = &mut self.findings {
            findings.codes.clear();
        }
        self.milestones.shrink_to_fit();
        self.over_time.shrink_to_fit();
    }
}

fn file_name(path: &Path) -> String {
    inline(&path.file_name().unwrap_or_default().to_string_lossy(), 80)
}

/// A run of one part does not know what another part finds: who was received there is not missing.
fn leave_out_received(rows: &mut Vec<Row>) {
    let key = |row: &Row| {
        let candidate = row.candidate.clone().filter(|_| row.kind == Kind::Marking);
        candidate.or(row.register.map(|line| line.to_string()))
    };
    let received: std::collections::BTreeSet<String> = rows
        .iter()
        .filter(|row| row.received)
        .filter_map(key)
        .collect();
    rows.retain(|row| row.received || key(row).is_none_or(|key| !received.contains(&key)));
}

/// What a student is known by.
type KeyOf = fn(&Row) -> Option<String>;

/// Says where two rows are about one student.
fn name_doubles(rows: &mut [Row], notes: &mut Vec<String>) {
    let keys: [(&str, KeyOf); 3] = [
        ("line of the register", |row| {
            row.register.map(|it| it.to_string())
        }),
        ("college number", |row| row.cid.clone()),
        ("candidate number", |row| row.candidate.clone()),
    ];
    for (what, key) in keys {
        let keys = rows.iter().enumerate();
        let keys = keys.filter_map(|(at, row)| Some((key(row).filter(|it| !it.is_empty())?, at)));
        let mut keys: Vec<(String, usize)> = keys.collect();
        keys.sort_unstable();
        let doubles = keys.chunk_by(|(one, _), (other, _)| one == other);
        for same in doubles.filter(|same| same.len() > 1) {
            let same: Vec<usize> = same.iter().map(|(_, at)| *at).collect();
            let ids: Vec<&str> = same.iter().map(|at| rows[*at].id.as_str()).collect();
            notes.push(format!("{} have the same {what}", ids.join(", ")));
            for at in same {
                let remark = format!("another folder has the same {what}");
                let is_told = rows[at]
                    .remarks
                    .iter()
                    .any(|it| it.starts_with("another folder"));
                if !is_told {
                    rows[at].remarks.push(remark);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::testing::{row, write};

    #[test]
    fn the_newest_row_of_a_student_is_taken_and_doubles_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut old = row("a");
        old.on = "2026-11-01".parse().unwrap();
        let first = write(folder.path(), "1.jsonl", &[row("a"), row("b")]);
        let second = write(folder.path(), "2.jsonl", &[old, row("c")]);
        let cohort = merge(&[first, second]).unwrap();
        let ids: Vec<&str> = cohort.rows.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["a", "b", "c"]);
        assert_eq!(cohort.rows[0].on, row("a").on);
        assert_eq!(
            cohort.notes,
            ["a has more than one row: that of 2026-11-22 is taken"]
        );
    }

    #[test]
    fn who_was_received_by_another_part_is_not_missing() {
        let folder = tempfile::tempdir().unwrap();
        let missing = |id: &str, line| Row {
            received: false,
            error: Some("nothing received".into()),
            register: Some(line),
            ..row(id)
        };
        let there = Row {
            register: Some(7),
            ..row("x")
        };
        let file = write(
            folder.path(),
            "1.jsonl",
            &[missing("y", 7), missing("z", 8), there],
        );
        let cohort = merge(&[file]).unwrap();
        let ids: Vec<&str> = cohort.rows.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids, ["z", "x"]);
    }

    #[test]
    fn rows_of_two_kinds_are_not_joined_and_what_is_no_row_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let marked = Row {
            kind: Kind::Marking,
            ..row("a")
        };
        let two = write(folder.path(), "1.jsonl", &[row("a"), marked]);
        assert!(matches!(merge(&[two]), Err(MergeError::Kinds(..))));
        let odd = folder.path().join("2.jsonl");
        let text = format!(
            "{}{{\"format\":2}}\n{}{{\"for",
            row("a").line(),
            row("b").line()
        );
        std::fs::write(&odd, text).unwrap();
        let cohort = merge(&[odd]).unwrap();
        assert_eq!((cohort.rows.len(), cohort.unreadable), (2, 2));
    }
}
