//! Putting a package in its place: the whole folder, or nothing.
//!
//! The files are written into a hidden folder beside the place, brought to the disk, read back, and
//! then the folder gets its name in one step. A run that is killed leaves at most the hidden folder,
//! which the next run removes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::diagnostics::sha256;
use crate::package::name::folder_name;
use crate::package::{FOLDER, RECEIPT};

/// How a folder that is being written is called.
const PREFIX: &str = ".folio-";
const SUFFIX: &str = ".tmp";
const LOCK: &str = ".folio-package.lock";

/// So many packages of one day are enough.
const MAX_A_DAY: usize = 999;

/// A package in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The folder.
    pub folder: PathBuf,
    /// The folder from the project, with `/`.
    pub below: String,
    /// Whether the very same package was there already.
    pub was_there: bool,
    /// Earlier packages of the same day, by name.
    pub earlier: Vec<String>,
}

/// Why a package was not put in its place.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The file system said no.
    #[error("failed to {verb} {}: {}", path.display(), plain(source))]
    Io {
        /// What was tried.
        verb: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// Another run is at work.
    #[error("another `folio package` is writing to {}", folder.display())]
    Busy {
        /// The folder.
        folder: PathBuf,
    },
    /// A file came back from the disk with other bytes.
    #[error("{name} came back from the disk with other bytes than were written")]
    ReadBack {
        /// The file.
        name: String,
    },
    /// The day has too many packages.
    #[error("there are {MAX_A_DAY} packages of {day} already")]
    TooMany {
        /// The day.
        day: Date,
    },
}

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::FileTooLarge => "the file is larger than this system allows".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        _ => error.to_string(),
    }
}

fn failed(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    let path = path.to_path_buf();
    move |source| PublishError::Io { verb, path, source }
}

/// Puts the files of a package into a new folder of the project in `root`, which must be canonical.
///
/// `look` is given the folder once it is on the disk and may still refuse it.
pub fn publish<E: From<PublishError>>(
    root: &Path,
    day: Date,
    files: &[(String, Vec<u8>)],
    look: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<Published, E> {
    let parent = root.join(FOLDER);
    fs::create_dir_all(&parent).map_err(failed("make the folder", &parent))?;
    let _lock = Lock::take(&parent)?;
    remove_leftovers(&parent)?;
    let (earlier, name) = free_name(&parent, day)?;
    let same = earlier
        .last()
        .filter(|last| holds(&parent.join(last), files));
    if let Some(name) = same {
        return Ok(Published {
            folder: parent.join(name),
            below: format!("{FOLDER}/{name}"),
            was_there: true,
            earlier: earlier[..earlier.len() - 1].to_vec(),
        });
    }
    let hidden = HiddenFolder::new(&parent)?;
    for (name, bytes) in files {
        let path = hidden.0.join(name);
        write_new(&path, bytes).map_err(failed("write", &path))?;
    }
    sync(&hidden.0).map_err(failed("write", &hidden.0))?;
    for (name, bytes) in files {
        let path = hidden.0.join(name);
        let found = fs::read(&path).map_err(failed("read", &path))?;
        if found != *bytes {
            return Err(PublishError::ReadBack { name: name.clone() }.into());
        }
    }
    look(&hidden.0)?;
    let folder = parent.join(&name);
    hidden.become_final(&folder)?;
    sync(&parent).map_err(failed("write", &parent))?;
    Ok(Published {
        folder,
        below: format!("{FOLDER}/{name}"),
        was_there: false,
        earlier,
    })
}

/// Returns the packages of a day that are there, and the first name that is free.
fn free_name(parent: &Path, day: Date) -> Result<(Vec<String>, String), PublishError> {
    let mut there = Vec::new();
    for number in 1..=MAX_A_DAY {
        let name = folder_name(day, number);
        if parent.join(&name).symlink_metadata().is_err() {
            return Ok((there, name));
        }
        there.push(name);
    }
    Err(PublishError::TooMany { day })
}

/// Returns whether a folder has the very receipt and the very files. Other files do not matter.
fn holds(folder: &Path, files: &[(String, Vec<u8>)]) -> bool {
    // The receipt lists the digests of all others: it differs wherever they do.
    let mut in_order: Vec<&(String, Vec<u8>)> = files.iter().collect();
    in_order.sort_by_key(|(name, _)| name != RECEIPT);
    in_order.into_iter().all(|(name, bytes)| {
        let path = folder.join(name);
        let size = path.symlink_metadata().map_or(0, |it| it.len());
        size == bytes.len() as u64
            && fs::read(&path).is_ok_and(|found| sha256(&found) == sha256(bytes))
    })
}

/// The hidden folder; removed again unless it becomes final.
struct HiddenFolder(PathBuf);

impl HiddenFolder {
    fn new(parent: &Path) -> Result<Self, PublishError> {
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .suffix(SUFFIX)
            .tempdir_in(parent)
            .map_err(failed("write to", parent))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // A temporary folder is private; a package is as open as the folder that holds it.
            let mode = fs::metadata(parent).map_or(0o755, |it| it.permissions().mode() & 0o777);
            let open = fs::Permissions::from_mode(mode);
            fs::set_permissions(folder.path(), open).map_err(failed("write", folder.path()))?;
        }
        Ok(Self(folder.keep()))
    }

    fn become_final(self, folder: &Path) -> Result<(), PublishError> {
        fs::rename(&self.0, folder).map_err(failed("write", folder))
    }
}

impl Drop for HiddenFolder {
    fn drop(&mut self) {
        // Once renamed there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Held while a package is written, so that no run removes the folder of another.
struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    fn take(parent: &Path) -> Result<Self, PublishError> {
        let path = parent.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(failed("write", &path))?;
        match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => Err(PublishError::Busy {
                folder: parent.to_path_buf(),
            }),
            // A file system that cannot lock is used all the same.
            Ok(()) | Err(fs::TryLockError::Error(_)) => Ok(Self { path, _file: file }),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what killed runs left behind.
fn remove_leftovers(parent: &Path) -> Result<(), PublishError> {
    let entries = fs::read_dir(parent).map_err(failed("read", parent))?;
    for entry in entries.filter_map(Result::ok) {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && name.starts_with(PREFIX) && name.ends_with(SUFFIX) {
            fs::remove_dir_all(entry.path()).map_err(failed("remove", &entry.path()))?;
        }
    }
    Ok(())
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Brings the names in a folder to the disk, where the system can.
fn sync(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const DAY: Date = date(2027, 8, 30);

    fn files(text: &str) -> Vec<(String, Vec<u8>)> {
        let receipt = (RECEIPT.to_owned(), format!("of {text}").into_bytes());
        vec![("a.pdf".to_owned(), text.into()), receipt]
    }

    fn put(root: &Path, text: &str) -> Result<Published, PublishError> {
        publish(root, DAY, &files(text), |_| Ok(()))
    }

    fn names(root: &Path) -> Vec<String> {
        let entries = fs::read_dir(root.join(FOLDER)).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_second_package_of_the_day_stands_beside_the_first() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(
            put(root.path(), "one").unwrap().below,
            "submission/2027-08-30"
        );
        let second = put(root.path(), "two").unwrap();
        assert_eq!(second.below, "submission/2027-08-30-2");
        assert_eq!(second.earlier, ["2027-08-30"]);
        assert_eq!(names(root.path()), ["2027-08-30", "2027-08-30-2"]);
        let first = root.path().join("submission/2027-08-30/a.pdf");
        assert_eq!(fs::read(first).unwrap(), b"one");
    }

    #[test]
    fn the_same_package_again_is_the_one_that_is_there() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "one").unwrap();
        let again = put(root.path(), "one").unwrap();
        assert!(again.was_there);
        assert_eq!(names(root.path()), ["2027-08-30"]);
        fs::write(root.path().join("submission/2027-08-30/a.pdf"), "eno").unwrap();
        assert!(!put(root.path(), "one").unwrap().was_there);
    }

    #[test]
    fn what_is_refused_at_the_last_look_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let refused = publish(root.path(), DAY, &files("one"), |folder| {
            assert!(folder.join("a.pdf").is_file());
            Err(PublishError::ReadBack {
                name: "a.pdf".into(),
            })
        });
        assert!(refused.is_err());
        assert!(names(root.path()).is_empty());
    }

    #[test]
    fn what_a_killed_run_left_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let left = root.path().join("submission/.folio-abc.tmp");
        fs::create_dir_all(&left).unwrap();
        fs::write(left.join("a.pdf"), "half").unwrap();
        put(root.path(), "one").unwrap();
        assert_eq!(names(root.path()), ["2027-08-30"]);
    }

    #[test]
    fn two_runs_at_once_do_not_meet() {
        let root = tempfile::tempdir().unwrap();
        let parent = root.path().join(FOLDER);
        fs::create_dir_all(&parent).unwrap();
        let lock = Lock::take(&parent).unwrap();
        assert!(matches!(
            put(root.path(), "one"),
            Err(PublishError::Busy { .. })
        ));
        drop(lock);
        put(root.path(), "one").unwrap();
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_an_error_with_its_path() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(FOLDER), "a file").unwrap();
        let error = put(root.path(), "one").unwrap_err().to_string();
        assert!(error.starts_with("failed to make the folder "), "{error}");
    }
}
