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

/// Returns the commit in full, on the same terms.
pub(crate) fn full_commit(folder: &Path) -> Option<String> {
    let repository = gix::discover(folder).ok()?;
    let id = repository.head_id().ok()?;
    Some(id.to_hex().to_string())
}
