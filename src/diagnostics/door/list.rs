//! What stands in a folder, listed by its handle: one that becomes a link meanwhile is not looked
//! into.

use std::path::{Path, PathBuf};

use cap_std::fs::{Dir, DirEntry};

use crate::diagnostics::door::{Door, failed};
use crate::diagnostics::files::FileError;

/// Something that stands in a folder.
pub(in crate::diagnostics) struct Found {
    /// Where, from the folder that was asked about.
    pub(in crate::diagnostics) path: PathBuf,
    pub(in crate::diagnostics) is_folder: bool,
    pub(in crate::diagnostics) is_file: bool,
}

impl Door {
    /// Returns what stands in a folder down to `depth`, folder by folder by name. Links are listed
    /// and not followed, but the folder itself may be one.
    pub(in crate::diagnostics) fn list(
        &self,
        folder: &Path,
        depth: usize,
    ) -> Vec<Result<Found, FileError>> {
        let shown = self.root.join(folder);
        let opened = self.real(folder).and_then(|real| {
            let opened = match real.as_os_str().is_empty() {
                true => self.folder.open_dir("."),
                false => self.folder.open_dir(&real),
            };
            opened.map_err(|error| failed("read", &shown, error))
        });
        let mut all = Vec::new();
        match opened {
            Ok(opened) => walk(&opened, Path::new(""), &shown, depth, &mut all),
            Err(error) => all.push(Err(error)),
        }
        all
    }
}

fn walk(
    folder: &Dir,
    below: &Path,
    shown: &Path,
    depth: usize,
    all: &mut Vec<Result<Found, FileError>>,
) {
    let refused = |error| failed("read", &shown.join(below), error);
    let mut entries: Vec<DirEntry> = Vec::new();
    match folder.entries() {
        Ok(found) => {
            for entry in found {
                match entry {
                    Ok(entry) => entries.push(entry),
                    Err(error) => all.push(Err(refused(error))),
                }
            }
        }
        Err(error) => all.push(Err(refused(error))),
    }
    entries.sort_by_key(DirEntry::file_name);
    for entry in entries {
        let path = below.join(entry.file_name());
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                all.push(Err(failed("read", &shown.join(&path), error)));
                continue;
            }
        };
        let (is_folder, is_file) = (kind.is_dir(), kind.is_file());
        let inner = path.clone();
        all.push(Ok(Found {
            path,
            is_folder,
            is_file,
        }));
        if is_folder && depth > 1 {
            match entry.open_dir() {
                Ok(folder) => walk(&folder, &inner, shown, depth - 1, all),
                Err(error) => all.push(Err(failed("read", &shown.join(&inner), error))),
            }
        }
    }
}
