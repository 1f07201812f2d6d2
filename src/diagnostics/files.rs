//! Files that the user names, and what is said of one that cannot be read or written.

use std::borrow::Cow;
use std::fs::{self, TryLockError};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::diagnostics::encoding::decoded;

/// The largest text file that is read: the engine's places end at 8,388,607 bytes
/// (typst 0.15.1, `Span`).
pub const MAX_TEXT_BYTES: u64 = 8_388_607;

/// A file that could not be read or written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum FileError {
    /// The operating system said no.
    #[error("failed to {verb} {}: {}", path.display(), plain(source))]
    Io {
        /// What was tried, such as `read`.
        verb: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// A text with bytes that are not UTF-8.
    #[error("{} is not UTF-8 text: byte {at} cannot be read", path.display())]
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// How many bytes before the first that is not UTF-8.
        at: usize,
    },
    /// A file that is larger than what is read of its kind.
    #[error("{} is too large: at most {} are read", path.display(), size(*limit))]
    TooLarge {
        /// The most that is read, in bytes.
        limit: u64,
        /// The file.
        path: PathBuf,
    },
    /// A path that leads out of the project.
    #[error("{} leads out of the project", path.display())]
    Outside {
        /// The path, before links were followed.
        path: PathBuf,
    },
    /// A file that is never read into a document.
    #[error("{} is never read into a document", path.display())]
    Private {
        /// The file.
        path: PathBuf,
    },
    /// A file that stands already and is not to be written over.
    #[error("{} exists already", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
}

impl FileError {
    /// Returns what makes an error of what the system says of a file or folder; `verb` is what was
    /// tried, such as `read`.
    pub fn io(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| FileError::Io {
            verb,
            path,
            source: source.into(),
        }
    }
}

fn size(bytes: u64) -> String {
    match bytes >> 20 {
        // The engine's limit is one byte below 8 MiB.
        _ if bytes == MAX_TEXT_BYTES => "8 MB".to_owned(),
        0 => format!("{bytes} bytes"),
        whole => format!("{whole} MB"),
    }
}

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::FileTooLarge => "the file is larger than this system allows".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".into(),
        _ => error.to_string(),
    }
}

/// Opening must not wait for the other end of a pipe.
#[cfg(unix)]
pub(super) const NO_WAITING: i32 = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();

/// Reads a file that the user named, of at most `limit` bytes; it may lie anywhere.
///
/// # Errors
///
/// If there is none, it is larger, or it is no regular file (a pipe, a device, a folder): reading
/// that could wait for ever.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    read_whole(&opened(path)?, limit, path)
}

/// Reads how a file begins.
///
/// # Errors
///
/// As for [`read_bytes`], but for its size.
pub fn read_start(path: &Path, bytes: u64) -> Result<Vec<u8>, FileError> {
    let mut start = Vec::new();
    let read = opened(path)?.take(bytes).read_to_end(&mut start);
    read.map_err(FileError::io("read", path))?;
    Ok(start)
}

/// Opens a file that the user named to be read line by line.
///
/// # Errors
///
/// As for [`read_bytes`], but for its size.
pub fn lines_of(path: &Path) -> Result<BufReader<fs::File>, FileError> {
    Ok(BufReader::new(opened(path)?))
}

fn opened(path: &Path) -> Result<fs::File, FileError> {
    let refused = || FileError::io("read", path)(no_file());
    let found = path.metadata().map_err(FileError::io("read", path))?;
    if !found.is_file() {
        return Err(refused());
    }
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, NO_WAITING);
    let file = options.open(path).map_err(FileError::io("read", path))?;
    match file.metadata().is_ok_and(|found| found.is_file()) {
        true => Ok(file),
        false => Err(refused()),
    }
}

/// Waits for a lock as long as other runs of folio may take, and no longer.
pub(crate) fn locked(seconds: u32, lock: impl Fn() -> Result<(), TryLockError>) -> io::Result<()> {
    for _ in 0..seconds * 100 {
        match lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
        }
    }
    Err(io::Error::other("another program is writing to it"))
}

/// Reads everything, unless it is more than `limit` bytes.
pub(super) fn read_whole(file: &fs::File, limit: u64, path: &Path) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(FileError::io("read", path))?;
    match bytes.len() as u64 > limit {
        true => Err(FileError::TooLarge {
            limit,
            path: path.into(),
        }),
        false => Ok(bytes),
    }
}

pub(super) fn no_file() -> io::Error {
    io::Error::other("it is not a file")
}

/// Reads a text of at most [`MAX_TEXT_BYTES`] as [`decoded`] has it.
///
/// # Errors
///
/// If there is no such file, it is no regular one, it is too large, or it is no text.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    text_of(read_bytes(path, MAX_TEXT_BYTES)?, path)
}

/// Returns the bytes of `path` as text.
pub(crate) fn text_of(bytes: Vec<u8>, path: &Path) -> Result<String, FileError> {
    let text = match decoded(&bytes) {
        Some(Cow::Owned(text)) => text,
        Some(Cow::Borrowed(_)) | None => {
            String::from_utf8(bytes).map_err(|error| FileError::NotUtf8 {
                path: path.into(),
                at: error.utf8_error().valid_up_to(),
            })?
        }
    };
    match text.len() as u64 > MAX_TEXT_BYTES {
        true => Err(FileError::TooLarge {
            limit: MAX_TEXT_BYTES,
            path: path.into(),
        }),
        false => Ok(text),
    }
}

/// Returns where `path` really is, or an error if links lead it out of `root`.
///
/// `root` must be canonical.
pub(super) fn confine(root: &Path, path: &Path) -> Result<PathBuf, FileError> {
    let real = dunce::canonicalize(path).map_err(FileError::io("read", path))?;
    if real.starts_with(root) {
        Ok(real)
    } else {
        Err(FileError::Outside { path: path.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_utf8_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, b"caf\xe9").unwrap();
        assert!(matches!(
            read_text(&path),
            Err(FileError::NotUtf8 { at: 3, .. })
        ));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_project_is_refused() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), root.path().join("figures")).unwrap();
        let root = dunce::canonicalize(root.path()).unwrap();
        assert!(matches!(
            confine(&root, &root.join("figures")),
            Err(FileError::Outside { .. })
        ));
        assert_eq!(confine(&root, &root).unwrap(), root);
    }
}
