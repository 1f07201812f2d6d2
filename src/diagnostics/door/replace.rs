//! A file that takes the place of another: whole or not at all.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;

use cap_std::fs::{File, OpenOptions};

use crate::diagnostics::door::{Door, TEMPORARY, failed, temporary_name};
use crate::diagnostics::files::{FileError, no_file};

impl Door {
    /// Finds out whether a file can be written, before any work is done for it. Its folder is made.
    /// On Windows a file that a viewer holds open cannot be replaced; that is noticed here too.
    ///
    /// # Errors
    ///
    /// If it cannot.
    pub fn check_writable(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        let (folder, name) = self.folder_of(path.as_ref())?;
        folder.check_here(&name)
    }

    fn check_here(&self, name: &OsStr) -> Result<(), FileError> {
        let shown = self.root.join(name);
        let failed = |error| failed("write", &shown, error);
        self.check_replaceable(name)?;
        let (temporary, _) = self.temporary_file().map_err(failed)?;
        self.folder.remove_file(&temporary).map_err(failed)?;
        if self.folder.is_file(name) {
            let mut options = OpenOptions::new();
            self.folder
                .open_with(name, options.append(true))
                .map_err(failed)?;
        }
        Ok(())
    }

    /// Refuses a name under which something stands that no file may take the place of.
    fn check_replaceable(&self, name: &OsStr) -> Result<(), FileError> {
        let shown = self.root.join(name);
        let failed = |error| failed("write", &shown, error);
        let Ok(there) = self.folder.symlink_metadata(name) else {
            return Ok(());
        };
        // A link to a device, such as /dev/stdout, is there to be written to.
        let beyond = there.is_symlink().then(|| shown.metadata().ok()).flatten();
        let is_special = beyond.is_some_and(|it| !it.is_file() && !it.is_dir());
        match there.is_dir() {
            true => Err(failed(io::Error::other("it is a folder"))),
            false if is_special || !(there.is_file() || there.is_symlink()) => {
                Err(failed(no_file()))
            }
            false => Ok(()),
        }
    }

    pub(in crate::diagnostics) fn replace(
        &self,
        name: &OsStr,
        bytes: &[u8],
    ) -> Result<(), FileError> {
        let shown = self.root.join(name);
        let failed = |error| failed("write", &shown, error);
        self.check_replaceable(name)?;
        let (temporary, mut file) = self.temporary_file().map_err(failed)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        let placed = written.and_then(|()| self.folder.rename(&temporary, &self.folder, name));
        placed.map_err(|error| {
            // Half a file helps nobody.
            let _ = self.folder.remove_file(&temporary);
            failed(error)
        })
    }

    /// Removes the half files of runs that were killed. Who still writes to one holds its lock.
    pub(in crate::diagnostics) fn remove_leftovers(&self) {
        let names = self.names().unwrap_or_default();
        for name in names.iter().filter(|name| name.starts_with(TEMPORARY)) {
            let mut options = OpenOptions::new();
            let file = self.opened(Path::new(name), options.write(true), "write");
            if file.is_ok_and(|file| file.try_lock().is_ok()) {
                let _ = self.folder.remove_file(name);
            }
        }
    }

    /// Makes a file for what is not whole yet, and locks it.
    fn temporary_file(&self) -> io::Result<(String, std::fs::File)> {
        loop {
            let name = temporary_name();
            match self.create(OsStr::new(&name)) {
                Ok(file) => {
                    let file = file.into_std();
                    // A system that cannot lock writes all the same.
                    let _ = file.lock();
                    return Ok((name, file));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(super) fn create(&self, name: &OsStr) -> io::Result<File> {
        let mut options = OpenOptions::new();
        self.folder
            .open_with(name, options.write(true).create_new(true))
    }
}
