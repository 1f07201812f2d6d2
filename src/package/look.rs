//! What became of a file that a receipt lists.

use crate::diagnostics::{FileError, ProjectPath, Store};
use crate::package::digest::sha256_of_text;
use crate::package::receipt::Listed;
use crate::package::{COUNT, sha256};

/// The largest file of a package that is read.
pub const MAX_PACKAGED: u64 = 512 << 20;

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// It is what it was.
    Same,
    /// It is another.
    Changed,
    /// It is gone.
    Missing,
}

/// Looks at a file of a package.
///
/// # Errors
///
/// If it cannot be read.
pub fn look(store: &Store, listed: &Listed) -> Result<Look, FileError> {
    let Some(path) = ProjectPath::new(&listed.name).filter(|path| store.stands(path)) else {
        return Ok(Look::Missing);
    };
    let bytes = match store.bytes(&path, MAX_PACKAGED) {
        Ok(bytes) => bytes,
        Err(FileError::TooLarge { .. }) => return Ok(Look::Changed),
        Err(error) => return Err(error),
    };
    let is_same = (sha256(&bytes) == listed.sha256 && bytes.len() as u64 == listed.bytes)
        // A system may have given the one text among them its own line ends.
        || (listed.name == COUNT && sha256_of_text(&bytes) == listed.sha256);
    Ok(match is_same {
        true => Look::Same,
        false => Look::Changed,
    })
}
