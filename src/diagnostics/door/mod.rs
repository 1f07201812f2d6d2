//! A folder that is held open: what is read and written through it lies in it.
//!
//! A name is asked about and then used, and in between somebody may put a link in its place. So
//! the folder is opened once, and every file is opened below that handle by the system, which
//! refuses a way that leads out (`cap-std`; on Linux `openat2` with `RESOLVE_BENEATH`).
//!
//! # Decisions
//!
//! - 2026-11: links that stay inside work, as cloud drives and repositories have them: the real
//!   name is found first and then opened below the handle, so an absolute link works too.
//! - 2026-11: what is no regular file (a pipe, a device, a socket) is refused before it is opened,
//!   and is opened so that nothing waits should it have been put there meanwhile.

mod list;
mod replace;
#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};

use crate::diagnostics::files::{FileError, confine, locked, no_file, read_whole};

pub(in crate::diagnostics) use list::Found;

/// How what is being written is called until it is whole.
const TEMPORARY: &str = ".folio-";

/// So many seconds are waited for somebody who writes to a file.
const READING: u32 = 10;

/// A folder that is held open. Clones share the handle.
#[derive(Clone, Debug)]
pub struct Door {
    root: PathBuf,
    folder: Arc<Dir>,
}

impl Door {
    /// Opens a folder.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be reached.
    pub fn open(root: &Path) -> Result<Self, FileError> {
        let root = dunce::canonicalize(root).map_err(FileError::io("read", root))?;
        let folder = Dir::open_ambient_dir(&root, ambient_authority());
        let folder = folder.map_err(FileError::io("read", &root))?;
        Ok(Self {
            root,
            folder: Arc::new(folder),
        })
    }

    /// Returns the folder, canonical.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns where something really is, its links followed, below the folder.
    ///
    /// # Errors
    ///
    /// If there is nothing, or its links lead out.
    pub fn real(&self, path: impl AsRef<Path>) -> Result<PathBuf, FileError> {
        let path = self.root.join(path);
        let real = confine(&self.root, &path)?;
        let below = real.strip_prefix(&self.root).map(Path::to_path_buf);
        below.map_err(|_| FileError::Outside { path })
    }

    /// Returns whether anything stands there, also a link that leads nowhere.
    pub fn stands(&self, path: impl AsRef<Path>) -> bool {
        self.root.join(path).symlink_metadata().is_ok()
    }

    /// Reads a file of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// If there is none, it lies outside, is no regular file, or is larger.
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
        self.read_locked(path, limit, |_| Ok(()))
    }

    /// Reads a file as [`Door::read`] does, but not while folio adds to it.
    ///
    /// # Errors
    ///
    /// As for [`Door::read`].
    pub fn read_shared(&self, path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
        self.read_locked(path, limit, |file| {
            match locked(READING, || file.try_lock_shared()) {
                Err(error) if error.kind() == io::ErrorKind::Other => Err(error),
                // A system that cannot lock reads all the same.
                Ok(()) | Err(_) => Ok(()),
            }
        })
    }

    fn read_locked(
        &self,
        path: &Path,
        limit: u64,
        lock: impl Fn(&std::fs::File) -> io::Result<()>,
    ) -> Result<Vec<u8>, FileError> {
        let real = self.real(path)?;
        let file = self.opened(&real, OpenOptions::new().read(true), "read")?;
        lock(&file).map_err(|error| failed("read", &self.root.join(&real), error))?;
        read_whole(&file, limit, &self.root.join(real))
    }

    /// Opens a file to add to it, one that is not there yet too.
    ///
    /// # Errors
    ///
    /// If it lies outside, is no regular file, or the system says no.
    pub fn open_to_add(&self, path: impl AsRef<Path>) -> Result<std::fs::File, FileError> {
        let path = path.as_ref();
        let real = match self.stands(path) {
            true => self.real(path)?,
            false => self.place(path)?,
        };
        let mut options = OpenOptions::new();
        let options = options.read(true).write(true).create(true).truncate(false);
        self.opened(&real, options, "open")
    }

    /// Opens what is a regular file before and after.
    fn opened(
        &self,
        real: &Path,
        options: &mut OpenOptions,
        verb: &'static str,
    ) -> Result<std::fs::File, FileError> {
        let shown = self.root.join(real);
        let failed = |error| failed(verb, &shown, error);
        // A name is enough for this look; what counts is asked of the opened file below.
        match shown.metadata() {
            Ok(found) if !found.is_file() => return Err(failed(no_file())),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
            Ok(_) | Err(_) => {}
        }
        #[cfg(unix)]
        {
            use crate::diagnostics::files::NO_WAITING;
            use cap_std::fs::OpenOptionsExt;
            options.custom_flags(NO_WAITING);
        }
        let file = self.folder.open_with(real, options).map_err(failed)?;
        match file.metadata().is_ok_and(|found| found.is_file()) {
            true => Ok(file.into_std()),
            false => Err(failed(no_file())),
        }
    }

    /// Makes a folder and those above it.
    ///
    /// # Errors
    ///
    /// If a link leads it outside, or the system says no.
    pub fn make_folder(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        let path = path.as_ref();
        let real = match self.stands(path) {
            true => self.real(path)?,
            false => self.place(path)?,
        };
        let made = self.folder.create_dir_all(&real);
        made.map_err(|error| failed("make the folder", &self.root.join(path), error))
    }

    /// Returns a folder of this one, held open itself; it is made if there is none.
    ///
    /// # Errors
    ///
    /// As for [`Door::make_folder`].
    pub fn folder(&self, path: impl AsRef<Path>) -> Result<Self, FileError> {
        self.make_folder(&path)?;
        let real = self.real(path)?;
        let root = self.root.join(&real);
        let real = if real.as_os_str().is_empty() {
            Path::new(".")
        } else {
            &real
        };
        let folder = self.folder.open_dir(real);
        let folder = folder.map_err(|error| failed("read", &root, error))?;
        Ok(Self {
            root,
            folder: Arc::new(folder),
        })
    }

    /// Makes one folder, which must not be there; returns whether it was not.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn make_new_folder(&self, name: impl AsRef<Path>) -> Result<bool, FileError> {
        let name = name.as_ref();
        match self.folder.create_dir(name) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(failed("make the folder", &self.root.join(name), error)),
        }
    }

    /// Makes a folder for what is not whole yet, with a name that nothing else has.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn make_temporary_folder(&self, suffix: &str) -> Result<(String, Self), FileError> {
        loop {
            let name = format!("{}{suffix}", temporary_name());
            if self.make_new_folder(&name)? {
                return Ok((name.clone(), self.folder(&name)?));
            }
        }
    }

    /// Gives something another name in this folder.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        let renamed = self.folder.rename(from, &self.folder, to);
        renamed.map_err(|error| failed("write", &self.root.join(to), error))
    }

    /// Removes a file, or a folder with everything in it; links in it are not followed.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn remove(&self, name: impl AsRef<Path>) -> Result<(), FileError> {
        let name = name.as_ref();
        let is_folder = self
            .folder
            .symlink_metadata(name)
            .is_ok_and(|it| it.is_dir());
        let removed = match is_folder {
            true => self.folder.remove_dir_all(name),
            false => self.folder.remove_file(name),
        };
        removed.map_err(|error| failed("remove", &self.root.join(name), error))
    }

    /// Returns the names of what stands in the folder itself, sorted.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn names(&self) -> Result<Vec<String>, FileError> {
        let entries = self.folder.entries();
        let entries = entries.map_err(|error| failed("read", &self.root, error))?;
        let mut names: Vec<String> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        Ok(names)
    }

    /// Writes a file whole or not at all: readers see the old bytes or the new ones. What stands
    /// under its name is replaced, also a link; its target stays as it is.
    ///
    /// # Errors
    ///
    /// If its folder lies outside, a folder or a device has its name, or the system says no.
    pub fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), FileError> {
        let (folder, name) = self.folder_of(path.as_ref())?;
        folder.replace(&name, bytes)
    }

    /// Writes a new file, and leaves one that is already there alone.
    ///
    /// # Errors
    ///
    /// If something is there, its folder lies outside, or the system says no.
    pub fn create_new(&self, path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), FileError> {
        let (folder, name) = self.folder_of(path.as_ref())?;
        let shown = folder.root.join(&name);
        let mut file = match folder.create(&name) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(FileError::Exists { path: shown });
            }
            Err(error) => return Err(failed("write", &shown, error)),
        };
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        written.map_err(|error| failed("write", &shown, error))
    }

    /// Brings the names in the folder to the disk, where the system can.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn sync(&self) -> Result<(), FileError> {
        #[cfg(unix)]
        {
            // The handle that names are looked up by cannot be synchronised itself.
            let folder = self.folder.open(".");
            let synced = folder.and_then(|folder| folder.sync_all());
            synced.map_err(|error| failed("write", &self.root, error))?;
        }
        Ok(())
    }

    /// Returns the folder of a file, made if there is none, and the file's name in it.
    fn folder_of(&self, path: &Path) -> Result<(Self, std::ffi::OsString), FileError> {
        let outside = || FileError::Outside { path: path.into() };
        let name = path.file_name().ok_or_else(outside)?.to_os_string();
        match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => Ok((self.folder(parent)?, name)),
            Some(_) | None => Ok((self.clone(), name)),
        }
    }

    /// Returns the real name of what is not there yet: below the nearest folder that is.
    fn place(&self, path: &Path) -> Result<PathBuf, FileError> {
        match (path.parent(), path.file_name()) {
            (Some(parent), Some(name)) if !parent.as_os_str().is_empty() => {
                let parent = match self.stands(parent) {
                    true => self.real(parent)?,
                    false => self.place(parent)?,
                };
                Ok(parent.join(name))
            }
            (_, Some(name)) => Ok(name.into()),
            (_, None) => Err(FileError::Outside { path: path.into() }),
        }
    }
}

/// Returns a name that no other run and no other thread of this one uses.
fn temporary_name() -> String {
    static LAST: AtomicU32 = AtomicU32::new(0);
    let number = LAST.fetch_add(1, Ordering::Relaxed);
    format!("{TEMPORARY}{}-{number}", std::process::id())
}

/// The system has no number of its own for a way that leads out of the folder.
fn failed(verb: &'static str, path: &Path, error: io::Error) -> FileError {
    let leads_out =
        error.kind() == io::ErrorKind::PermissionDenied && error.raw_os_error().is_none();
    match leads_out {
        true => FileError::Outside { path: path.into() },
        false => FileError::io(verb, path)(error),
    }
}
