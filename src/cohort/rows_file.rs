//! The file of rows: whole lines only, whatever happens in the middle.

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use crate::cohort::row::Row;
use crate::diagnostics::{Door, FileError, Target, lines_of};

/// A line is never longer: what is read beyond that is no row.
const MAX_LINE: u64 = 16 << 20;

/// Rows that were read from a file.
#[derive(Clone, Debug, Default)]
pub struct ReadRows {
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
    /// The lines that are none, from 1.
    pub unreadable: Vec<usize>,
}

/// Reads a file of rows. A line that was cut off at the end is left out without a word: the run
/// that wrote it was ended there, and makes its row again.
///
/// # Errors
///
/// If there is none.
pub fn read_rows(path: &Path) -> Result<ReadRows, FileError> {
    let mut rows = Vec::new();
    let unreadable = each(path, &mut |row| rows.push(row), is_cut_off)?;
    Ok(ReadRows { rows, unreadable })
}

/// Reads a file of rows one after the other; returns the lines that are none, or not whole.
pub(super) fn each_row(path: &Path, take: &mut dyn FnMut(Row)) -> Result<Vec<usize>, FileError> {
    each(path, take, |_| false)
}

fn each(
    path: &Path,
    take: &mut dyn FnMut(Row),
    passes: impl Fn(&[u8]) -> bool,
) -> Result<Vec<usize>, FileError> {
    let mut lines = lines_of(path)?;
    let mut unreadable = Vec::new();
    let mut number = 0;
    loop {
        let mut some = Vec::new();
        let mut bytes = 0;
        while some.len() < AT_ONCE && bytes < MAX_LINE {
            let mut line = Vec::new();
            let length = lines.by_ref().take(MAX_LINE).read_until(b'\n', &mut line);
            match length.map_err(FileError::io("read", path))? {
                0 => break,
                length => bytes += length as u64,
            }
            some.push(line);
        }
        if some.is_empty() {
            return Ok(unreadable);
        }
        for (line, row) in some.iter().zip(parsed(&some)) {
            number += 1;
            match row {
                Some(row) => take(row),
                None if line.trim_ascii().is_empty() || passes(line) => {}
                None => unreadable.push(number),
            }
        }
    }
}

/// So many lines are parsed by several threads at once: of many rows that is most of a merge's
/// reading.
const AT_ONCE: usize = 2_048;
const THREADS: usize = 4;

fn parsed(lines: &[Vec<u8>]) -> Vec<Option<Row>> {
    let parse = |lines: &[Vec<u8>]| -> Vec<Option<Row>> {
        lines.iter().map(|line| Row::parse(line)).collect()
    };
    if lines.len() < AT_ONCE / 8 {
        return parse(lines);
    }
    thread::scope(|scope| {
        let parts = lines.chunks(lines.len().div_ceil(THREADS));
        let parts: Vec<_> = parts.map(|part| scope.spawn(move || parse(part))).collect();
        let parts = parts
            .into_iter()
            .flat_map(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        parts.collect()
    })
}

/// Whether a line is the beginning of a row that was not finished.
fn is_cut_off(line: &[u8]) -> bool {
    const START: &[u8] = b"{\"format\":";
    !line.ends_with(b"\n") && (line.starts_with(START) || START.starts_with(line))
}

/// Rows that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    /// The system says no.
    #[error(transparent)]
    File(#[from] FileError),
    /// Something else has that name.
    #[error("{} is there already and holds no rows", .0.display())]
    Other(PathBuf),
    /// Another run has it open.
    #[error("another run is writing to {}", .0.display())]
    Busy(PathBuf),
}

/// A file of rows that is being written.
#[derive(Debug)]
pub struct RowsFile {
    target: Target,
    /// It is open and this run's alone.
    file: File,
    length: u64,
}

impl RowsFile {
    /// Opens a file for rows, with those that are kept of what it held. It is this run's alone.
    ///
    /// # Errors
    ///
    /// If it holds anything but rows, another run has it, or the system says no.
    pub fn open(
        path: &Path,
        keep: impl FnOnce(&ReadRows) -> Vec<Row>,
    ) -> Result<(Self, ReadRows), RowsError> {
        // Finds out whether it can be written, and makes its folder.
        let target = Target::named(path)?;
        let before = match path.exists() {
            true => read_rows(path)?,
            false => ReadRows::default(),
        };
        if !before.unreadable.is_empty() && before.rows.is_empty() {
            return Err(RowsError::Other(path.to_path_buf()));
        }
        let mut rows = Self {
            file: opened(path)?,
            target,
            length: 0,
        };
        let kept: String = keep(&before).iter().map(Row::line).collect();
        rows.replace(kept.as_bytes())?;
        Ok((rows, before))
    }

    /// Adds a row: the whole line, or nothing of it.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn add(&mut self, row: &Row) -> Result<(), FileError> {
        let line = row.line();
        match self.file.write_all(line.as_bytes()) {
            Ok(()) => {
                self.length += line.len() as u64;
                Ok(())
            }
            Err(error) => {
                // Half a line would be no row; what cannot be taken back is left out when it is read.
                let _ = self.file.set_len(self.length);
                Err(self.failed(error))
            }
        }
    }

    /// Puts the rows in their order, one each, the last of each folder.
    ///
    /// # Errors
    ///
    /// If the system says no; then nothing was lost.
    pub fn settle(&mut self) -> Result<usize, RowsError> {
        let all = read_rows(self.target.path())?;
        let newest: BTreeMap<String, Row> = all
            .rows
            .into_iter()
            .map(|row| (row.id.clone(), row))
            .collect();
        let text: String = newest.values().map(Row::line).collect();
        self.replace(text.as_bytes())?;
        Ok(newest.len())
    }

    /// Writes the whole file anew, or leaves it as it is.
    fn replace(&mut self, bytes: &[u8]) -> Result<(), RowsError> {
        self.target.write(bytes)?;
        self.file = opened(self.target.path())?;
        let end = self.file.seek(SeekFrom::End(0));
        self.length = end.map_err(|error| self.failed(error))?;
        Ok(())
    }

    fn failed(&self, error: io::Error) -> FileError {
        FileError::io("write", self.target.path())(error)
    }
}

/// Opens a file for this run alone.
fn opened(path: &Path) -> Result<File, RowsError> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let folder = Door::open(folder.unwrap_or(Path::new(".")))?;
    let file = folder.open_to_add(path.file_name().unwrap_or_default())?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(RowsError::Busy(path.to_path_buf())),
        // A system that cannot lock writes all the same.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::find::Found;
    use crate::cohort::kind::Kind;

    fn row(id: &str, seconds: f64) -> Row {
        let found = Found {
            name: id.into(),
            path: PathBuf::new(),
            id: id.into(),
            trouble: None,
        };
        Row {
            seconds,
            ..Row::of(&found, Kind::Triage, "1", "2026-11-22".parse().unwrap())
        }
    }

    #[test]
    fn rows_come_back_and_a_line_that_was_cut_off_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/rows.jsonl");
        let (mut rows, _) = RowsFile::open(&path, |_| Vec::new()).unwrap();
        rows.add(&row("b", 1.0)).unwrap();
        rows.add(&row("a", 1.0)).unwrap();
        rows.add(&row("b", 2.0)).unwrap();
        assert!(matches!(
            RowsFile::open(&path, |_| Vec::new()),
            Err(RowsError::Busy(_))
        ));
        assert_eq!(rows.settle().unwrap(), 2);
        drop(rows);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("{text}{{\"format\":1,")).unwrap();
        let (_, before) = RowsFile::open(&path, |before| before.rows.clone()).unwrap();
        assert_eq!(before.rows, [row("a", 1.0), row("b", 2.0)]);
        assert_eq!(before.unreadable, Vec::<usize>::new());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn nothing_but_rows_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("thesis.md");
        std::fs::write(&path, "# Mine").unwrap();
        let refused = RowsFile::open(&path, |_| Vec::new()).unwrap_err();
        assert!(matches!(refused, RowsError::Other(_)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "# Mine");
    }

    #[test]
    fn many_rows_come_in_their_order_with_the_lines_that_are_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.jsonl");
        let lines = (0..5_000).map(|at| match at % 1_000 {
            999 => "no row\n".to_owned(),
            _ => row(&format!("{at:04}"), 1.0).line(),
        });
        std::fs::write(&path, lines.collect::<String>()).unwrap();
        let mut ids = Vec::new();
        let odd = each_row(&path, &mut |row| ids.push(row.id)).unwrap();
        assert_eq!(odd, [1_000, 2_000, 3_000, 4_000, 5_000]);
        assert!(ids.len() == 4_995 && ids.is_sorted());
    }
}
