//! Putting a package in its place: the whole folder, or nothing.
//!
//! The files are written into a hidden folder beside the place, brought to the disk, read back, and
//! then the folder gets its name in one step. A run that is killed leaves at most the hidden folder,
//! which the next run removes.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::diagnostics::{Door, FileError};
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
    #[error(transparent)]
    File(#[from] FileError),
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

/// Puts the files of a package into a new folder of the project in `root`.
///
/// `look` is given the files as they came back from the disk and may still refuse them.
///
/// # Errors
///
/// What `look` refuses, and what the system says; nothing is left behind then.
pub fn publish<E: From<PublishError>>(
    root: &Path,
    day: Date,
    files: &[(String, Vec<u8>)],
    look: impl FnOnce(&[(String, Vec<u8>)]) -> Result<(), E>,
) -> Result<Published, E> {
    let parent = Door::open(root).and_then(|project| project.folder(FOLDER));
    let parent = parent.map_err(PublishError::from)?;
    let _lock = Lock::take(&parent)?;
    remove_leftovers(&parent)?;
    let (earlier, name) = free_name(&parent, day)?;
    let same = earlier.last().filter(|last| holds(&parent, last, files));
    if let Some(name) = same {
        return Ok(Published {
            folder: parent.root().join(name),
            below: format!("{FOLDER}/{name}"),
            was_there: true,
            earlier: earlier[..earlier.len() - 1].to_vec(),
        });
    }
    let hidden = HiddenFolder::new(&parent)?;
    look(&hidden.filled(files)?)?;
    hidden.become_final(&name)?;
    Ok(Published {
        folder: parent.root().join(&name),
        below: format!("{FOLDER}/{name}"),
        was_there: false,
        earlier,
    })
}

/// Returns the packages of a day that are there, and the first name that is free.
fn free_name(parent: &Door, day: Date) -> Result<(Vec<String>, String), PublishError> {
    let mut there = Vec::new();
    for number in 1..=MAX_A_DAY {
        let name = folder_name(day, number);
        if !parent.stands(&name) {
            return Ok((there, name));
        }
        there.push(name);
    }
    Err(PublishError::TooMany { day })
}

/// Returns whether a folder has the very receipt and the very files. Other files do not matter.
fn holds(parent: &Door, folder: &str, files: &[(String, Vec<u8>)]) -> bool {
    // The receipt lists the digests of all others: it differs wherever they do.
    let mut in_order: Vec<&(String, Vec<u8>)> = files.iter().collect();
    in_order.sort_by_key(|(name, _)| name != RECEIPT);
    in_order.into_iter().all(|(name, bytes)| {
        let found = parent.read(&Path::new(folder).join(name), bytes.len() as u64);
        found.is_ok_and(|found| found == *bytes)
    })
}

/// The hidden folder; removed again unless it becomes final.
struct HiddenFolder<'a> {
    parent: &'a Door,
    name: String,
    folder: Door,
}

impl<'a> HiddenFolder<'a> {
    fn new(parent: &'a Door) -> Result<Self, PublishError> {
        let (name, folder) = parent.make_temporary_folder(SUFFIX)?;
        Ok(Self {
            parent,
            name,
            folder,
        })
    }

    /// Writes the files, and returns them as they came back from the disk.
    fn filled(&self, files: &[(String, Vec<u8>)]) -> Result<Vec<(String, Vec<u8>)>, PublishError> {
        for (name, bytes) in files {
            self.folder.create_new(name, bytes)?;
        }
        self.folder.sync()?;
        let back = files.iter().map(|(name, bytes)| {
            let found = self.folder.read(name.as_ref(), bytes.len() as u64);
            match found {
                Ok(found) if found == *bytes => Ok((name.clone(), found)),
                Ok(_) | Err(FileError::TooLarge { .. }) => {
                    Err(PublishError::ReadBack { name: name.clone() })
                }
                Err(error) => Err(error.into()),
            }
        });
        back.collect()
    }

    fn become_final(self, name: &str) -> Result<(), PublishError> {
        self.parent.rename(&self.name, name)?;
        Ok(self.parent.sync()?)
    }
}

impl Drop for HiddenFolder<'_> {
    fn drop(&mut self) {
        // Once renamed there is nothing left to remove.
        let _ = self.parent.remove(&self.name);
    }
}

/// Held while a package is written, so that no run removes the folder of another.
struct Lock<'a> {
    parent: &'a Door,
    _file: File,
}

impl<'a> Lock<'a> {
    fn take(parent: &'a Door) -> Result<Self, PublishError> {
        let file = parent.open_to_add(LOCK)?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(PublishError::Busy {
                folder: parent.root().to_path_buf(),
            }),
            // A file system that cannot lock is used all the same.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self {
                parent,
                _file: file,
            }),
        }
    }
}

impl Drop for Lock<'_> {
    fn drop(&mut self) {
        let _ = self.parent.remove(LOCK);
    }
}

/// Removes what killed runs left behind.
fn remove_leftovers(parent: &Door) -> Result<(), PublishError> {
    let names = parent.names()?;
    for name in names
        .iter()
        .filter(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
    {
        parent.remove(name)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

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
        let refused = publish(root.path(), DAY, &files("one"), |back| {
            assert_eq!(back, files("one"));
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
        let parent = Door::open(root.path()).unwrap().folder(FOLDER).unwrap();
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
