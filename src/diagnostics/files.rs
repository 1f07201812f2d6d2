//! Reading and writing files so that nothing is lost and nothing outside the project is touched.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// A text that is larger than the engine can place.
    #[error("{} is larger than {MAX_TEXT_BYTES} bytes", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// A path that leads out of the project.
    #[error("{} leads out of the project", path.display())]
    Outside {
        /// The path, before links were followed.
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

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

/// Reads a file of at most `limit` bytes.
///
/// Something that is no regular file (a pipe, a device, a folder) is refused: reading it could
/// wait for ever.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    read(path, limit, |_| {})
}

/// Reads a file as [`read_bytes`] does, but not while folio adds to it.
pub fn read_shared(path: &Path, limit: u64) -> Result<Vec<u8>, FileError> {
    // A system that cannot lock reads all the same.
    read(path, limit, |file| drop(file.lock_shared()))
}

fn read(path: &Path, limit: u64, lock: impl Fn(&fs::File)) -> Result<Vec<u8>, FileError> {
    let file = fs::File::open(path).map_err(FileError::io("read", path))?;
    let metadata = file.metadata().map_err(FileError::io("read", path))?;
    if !metadata.is_file() {
        let source = io::Error::other("it is not a file");
        return Err(FileError::io("read", path)(source));
    }
    lock(&file);
    let mut bytes = Vec::new();
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(FileError::io("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(FileError::TooLarge { path: path.into() });
    }
    Ok(bytes)
}

/// Reads a text of at most [`MAX_TEXT_BYTES`] as [`decoded`] has it.
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
        true => Err(FileError::TooLarge { path: path.into() }),
        false => Ok(text),
    }
}

/// Returns where `path` really is, or an error if links lead it out of `root`.
///
/// `root` must be canonical.
pub fn confine(root: &Path, path: &Path) -> Result<PathBuf, FileError> {
    let real = dunce::canonicalize(path).map_err(FileError::io("read", path))?;
    if real.starts_with(root) {
        Ok(real)
    } else {
        Err(FileError::Outside { path: path.into() })
    }
}

/// Finds out whether [`write_atomic`] can succeed, before any work is done for it.
///
/// It makes the folder if there is none, and an empty file beside the destination for a moment.
/// On Windows a file that a viewer holds open cannot be replaced; that is noticed here too.
pub fn check_writable(path: &Path) -> Result<(), FileError> {
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder))?;
    if path.is_dir() {
        let source = io::Error::other("it is a folder");
        return Err(FileError::io("write", path)(source));
    }
    tempfile::Builder::new()
        .prefix(".folio-")
        .tempfile_in(folder)
        .map_err(FileError::io("write", path))?;
    if path.exists() {
        fs::OpenOptions::new()
            .append(true)
            .open(path)
            .map_err(FileError::io("write", path))?;
    }
    Ok(())
}

/// Writes a file whole or not at all: readers see the old bytes or the new ones.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".folio-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The system's umask still applies; a temporary file alone would be private.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder
        .tempfile_in(folder)
        .map_err(FileError::io("write", path))?;
    file.write_all(bytes)
        .map_err(FileError::io("write", path))?;
    file.as_file()
        .sync_all()
        .map_err(FileError::io("write", path))?;
    file.persist(path)
        .map_err(|error| FileError::io("write", path)(error.error))?;
    Ok(())
}

/// Writes a new file, and leaves one that is already there alone.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder))?;
    let mut file = match fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
    {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(FileError::Exists { path: path.into() });
        }
        Err(error) => return Err(FileError::io("write", path)(error)),
    };
    file.write_all(bytes).map_err(FileError::io("write", path))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_file_replaces_the_old_one_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("output/a.pdf");
        write_atomic(&path, b"old").unwrap();
        check_writable(&path).unwrap();
        write_atomic(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(
            fs::read_dir(folder.path().join("output")).unwrap().count(),
            1
        );
    }

    #[test]
    fn a_new_file_never_writes_over_an_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("folio.toml");
        create_new(&path, b"mine").unwrap();
        assert!(matches!(
            create_new(&path, b"theirs"),
            Err(FileError::Exists { .. })
        ));
        assert_eq!(fs::read(&path).unwrap(), b"mine");
    }

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

    #[test]
    fn a_folder_is_no_place_to_write_a_file_to() {
        let folder = tempfile::tempdir().unwrap();
        assert!(check_writable(folder.path()).is_err());
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
