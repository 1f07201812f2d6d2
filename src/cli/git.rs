//! The commit that a draft was made from.

use std::path::Path;

/// How many digits of a commit are printed, as git does.
const DIGITS: usize = 7;

/// Returns the commit checked out in the repository that holds `folder`, abbreviated.
///
/// It is `None` when there is no repository, no commit yet, or something that cannot be read:
/// a draft is not held up by its history.
pub(crate) fn commit(folder: &Path) -> Option<String> {
    let mut id = full_commit(folder)?;
    id.truncate(DIGITS);
    Some(id)
}

/// Returns where a folder lies below the repository that holds it, with `/`; empty if it is the
/// repository, or if there is none.
pub(crate) fn folder(folder: &Path) -> Option<String> {
    let repository = gix::discover(folder).ok()?;
    let root = dunce::canonicalize(repository.workdir()?).ok()?;
    let below = folder.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Returns the commit in full, on the same terms.
pub(crate) fn full_commit(folder: &Path) -> Option<String> {
    let repository = gix::discover(folder).ok()?;
    let id = repository.head_id().ok()?;
    Some(id.to_hex().to_string())
}
