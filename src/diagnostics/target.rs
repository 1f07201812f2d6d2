//! A file that a command writes: its folder is held open from the check before the work to the
//! writing after it.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::diagnostics::door::Door;
use crate::diagnostics::files::{FileError, no_file};

/// What stands in the folder of a project.
const MANIFEST: &str = "folio.toml";

/// Returns the project that a folder lies in by its name, canonical.
fn project_of(folder: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in folder.components() {
        match part {
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    let is_project = |it: &&Path| it.join(MANIFEST).symlink_metadata().is_ok();
    dunce::canonicalize(plain.ancestors().find(is_project)?).ok()
}

/// Where a file is written.
#[derive(Clone, Debug)]
pub struct Target {
    folder: Door,
    name: OsString,
    path: PathBuf,
}

impl Target {
    /// Takes a place that the user named, wherever it lies, and finds out whether a file can be
    /// written there. Its folder is made if there is none.
    ///
    /// # Errors
    ///
    /// If a folder or a device has that name, a link of a project leads its folder out of it, or the
    /// system says no.
    pub fn named(path: &Path) -> Result<Self, FileError> {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            Some(_) | None => Path::new("."),
        };
        let name = path.file_name();
        let name = name.ok_or_else(|| FileError::io("write", path)(no_file()))?;
        let project = project_of(folder);
        let stays = |real: &Path| match &project {
            Some(root) if !real.starts_with(root) => Err(FileError::Outside { path: path.into() }),
            Some(_) | None => Ok(()),
        };
        let there = folder
            .ancestors()
            .find_map(|it| dunce::canonicalize(it).ok());
        there.map_or(Ok(()), |real| stays(&real))?;
        fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder))?;
        let folder = Door::open(folder)?;
        stays(folder.root())?;
        Self::checked(folder, name.to_os_string(), path.into())
    }

    /// Takes a place in the project and does the same.
    ///
    /// # Errors
    ///
    /// As for [`Target::named`], and if a link leads its folder out of the project.
    pub fn within(project: &Door, folder: &str, name: &str) -> Result<Self, FileError> {
        let path = project.root().join(folder).join(name);
        let folder = project.folder(folder)?;
        folder.remove_leftovers();
        Self::checked(folder, name.into(), path)
    }

    fn checked(folder: Door, name: OsString, path: PathBuf) -> Result<Self, FileError> {
        folder.check_writable(&name)?;
        Ok(Self { folder, name, path })
    }

    /// Returns the path as it was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the file whole or not at all: readers see the old bytes or the new ones.
    ///
    /// # Errors
    ///
    /// If the system says no.
    pub fn write(&self, bytes: &[u8]) -> Result<(), FileError> {
        self.folder.replace(&self.name, bytes)
    }
}
