//! The ledger's file: read whole, added to at its end, under a lock, and on the disk before the
//! answer is given.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::diagnostics::{Door, FileError, MAX_TEXT_BYTES, locked};
use crate::milestones::ledger::chain::ProblemKind;
use crate::milestones::ledger::draft::{EntryDraft, chained};
use crate::milestones::ledger::history::{History, LEDGER};
use crate::milestones::ledger::repair::{Repaired, repair};
use crate::milestones::ledger::words::{FOLDER, WORDS, Words};
use crate::milestones::refusal::Refusal;

/// The ledger of a project.
#[derive(Clone, Debug)]
pub struct Ledger {
    path: PathBuf,
    project: Door,
}

/// So many seconds are waited for others who write.
const WRITING: u32 = 60;

/// A ledger that could not be read or added to.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The file system said no.
    #[error(transparent)]
    File(#[from] FileError),
    /// It must be repaired first.
    #[error("nothing was added to {}: {message}", path.display())]
    Broken {
        /// The ledger.
        path: PathBuf,
        /// What is wrong, with its line.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// What was asked for is refused; nothing was added.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Refuses lines that would be refused when they are read.
fn may_be_added(before: &History, bytes: Vec<u8>) -> Result<History, Refusal> {
    let last = before.lines.last().map_or(0, |line| line.line);
    let after = History::parse(&bytes);
    let mut new = after.problems.iter().filter(|it| it.line > last);
    match new.find(|it| matches!(it.kind, ProblemKind::Refused { .. })) {
        None => Ok(after),
        Some(problem) => Err(Refusal::new(&problem.message, &problem.hint)),
    }
}

impl Ledger {
    /// Returns the ledger of the project in `root`.
    ///
    /// The file need not be there. A link that leads it out of the project is an error.
    ///
    /// # Errors
    ///
    /// If the way to it leads out of the project.
    pub fn of(root: &Path) -> Result<Self, LedgerError> {
        let project = Door::open(root)?;
        for path in [FOLDER, LEDGER, WORDS] {
            if project.stands(path) {
                project.real(path)?;
            }
        }
        Ok(Self {
            path: project.root().join(LEDGER),
            project,
        })
    }

    /// Returns where the file is, or will be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Finds out whether the ledger can be added to, before any work is done for it.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn check_writable(&self) -> Result<(), FileError> {
        self.project.check_writable(LEDGER)
    }

    /// Reads the ledger as it is at this moment; one that is not there yet is empty.
    ///
    /// # Errors
    ///
    /// If the file is there and cannot be read.
    pub fn read(&self) -> Result<History, LedgerError> {
        if !self.project.stands(LEDGER) {
            return Ok(History::default());
        }
        let bytes = self.project.read_shared(LEDGER.as_ref(), MAX_TEXT_BYTES)?;
        Ok(History::parse(&bytes).with_words(&Words::read(&self.project)?))
    }

    /// Adds entries at the end: all of them, or none.
    ///
    /// # Errors
    ///
    /// If the ledger must be repaired first, another program holds it, or the system says no: then
    /// nothing was added.
    pub fn append(&self, drafts: &[EntryDraft]) -> Result<(), LedgerError> {
        self.append_with(|_| Ok(drafts.to_vec()))
    }

    /// Adds what `decide` makes of the ledger as it is, while nobody else can add to it.
    ///
    /// When this returns, the entries are on the disk. A file that must be repaired is left alone.
    ///
    /// # Errors
    ///
    /// What `decide` refuses, and whatever [`Self::append`] may say.
    pub fn append_with(
        &self,
        decide: impl FnOnce(&History) -> Result<Vec<EntryDraft>, Refusal>,
    ) -> Result<(), LedgerError> {
        let mut file = self.locked()?;
        let bytes = self.bytes_of(&mut file)?;
        let history = History::parse(&bytes).with_words(&Words::read(&self.project)?);
        self.check_whole(&history)?;
        let drafts = decide(&history)?;
        if drafts.is_empty() {
            return Ok(());
        }
        let mut out = Vec::new();
        if bytes.last().is_some_and(|byte| *byte != b'\n') {
            out.push(b'\n');
        }
        out.extend_from_slice(&chained(&bytes, &history, &drafts));
        if bytes.len() as u64 + out.len() as u64 > MAX_TEXT_BYTES {
            let path = self.path.clone();
            let limit = MAX_TEXT_BYTES;
            return Err(FileError::TooLarge { limit, path }.into());
        }
        let after = may_be_added(&history, [&bytes[..], &out].concat())?;
        // A text without its entry harms nobody; an entry without its text would be a gap.
        Words::of_drafts(&drafts, &after).add_to(&self.project)?;
        let end = bytes.len() as u64;
        let written = file
            .seek(SeekFrom::Start(end))
            .and_then(|_| file.write_all(&out))
            .and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Half an entry helps nobody: the file gets its old end back, if the system lets us.
            let _ = file.set_len(end).and_then(|()| file.sync_all());
            return Err(self.io("write", error).into());
        }
        if bytes.is_empty() {
            self.sync_folder()?;
        }
        Words::remove_from(&self.project, after.erased().keys())?;
        Ok(())
    }

    /// Takes over texts that the ledger misses from those of another copy; returns how many.
    ///
    /// # Errors
    ///
    /// If another program holds the ledger, or the system says no.
    pub fn restore(&self, words: &Words) -> Result<usize, LedgerError> {
        let mut file = self.locked()?;
        let bytes = self.bytes_of(&mut file)?;
        let history = History::parse(&bytes).with_words(&Words::read(&self.project)?);
        let missing = words.missing_from(&history);
        missing.add_to(&self.project)?;
        Ok(missing.len())
    }

    /// Refuses a ledger that must be repaired before anything is added to it.
    ///
    /// # Errors
    ///
    /// If a line is torn, or two versions of the file were mixed.
    pub fn check_whole(&self, history: &History) -> Result<(), LedgerError> {
        match history.problems.iter().find(|it| it.is_repairable()) {
            None => Ok(()),
            Some(problem) => Err(LedgerError::Broken {
                path: self.path.clone(),
                message: problem.message.clone(),
                hint: problem.hint.clone(),
            }),
        }
    }

    /// Mends what can be mended, and keeps the file as it was beside it. `None`: nothing to mend.
    ///
    /// The returned path is that of the kept file.
    ///
    /// # Errors
    ///
    /// If it holds what cannot be mended, another program holds it, or the system says no.
    pub fn repair(
        &self,
        at: Timestamp,
        entered_by: &str,
    ) -> Result<Option<(Repaired, PathBuf)>, LedgerError> {
        if !self.project.stands(LEDGER) {
            return Ok(None);
        }
        let mut file = self.locked()?;
        let bytes = self.bytes_of(&mut file)?;
        let Some(repaired) = repair(&bytes, at, entered_by) else {
            return Ok(None);
        };
        let kept = self.keep(&bytes)?;
        // In place and not by a new file: whoever waits for the lock waits for this one.
        let written = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(&repaired.bytes))
            .and_then(|()| file.sync_all());
        written.map_err(|error| self.io("write", error))?;
        Ok(Some((repaired, kept)))
    }

    /// Writes the bytes to a new file beside the ledger.
    fn keep(&self, bytes: &[u8]) -> Result<PathBuf, FileError> {
        for number in 1..1_000 {
            let name = format!("{FOLDER}/ledger-before-repair-{number}.jsonl");
            match self.project.create_new(&name, bytes) {
                Ok(()) => {
                    self.sync_folder()?;
                    return Ok(self.project.root().join(name));
                }
                Err(FileError::Exists { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let path = self.path.with_file_name("ledger-before-repair-1.jsonl");
        Err(FileError::Exists { path })
    }

    fn locked(&self) -> Result<File, FileError> {
        self.project.make_folder(FOLDER)?;
        let file = self.project.open_to_add(LEDGER)?;
        match locked(WRITING, || file.try_lock()) {
            Ok(()) => Ok(file),
            // Some network drives cannot lock. One person at a time is what they are used by.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
            Err(error) => Err(self.io("lock", error)),
        }
    }

    fn bytes_of(&self, file: &mut File) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        file.take(MAX_TEXT_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| self.io("read", error))?;
        if bytes.len() as u64 > MAX_TEXT_BYTES {
            let path = self.path.clone();
            let limit = MAX_TEXT_BYTES;
            return Err(FileError::TooLarge { limit, path });
        }
        Ok(bytes)
    }

    fn sync_folder(&self) -> Result<(), FileError> {
        self.project.folder(FOLDER)?.sync()
    }

    fn io(&self, verb: &'static str, source: io::Error) -> FileError {
        FileError::io(verb, &self.path)(source)
    }
}
