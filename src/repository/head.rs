//! Where a repository begins, and which commit is checked out (git's own form:
//! gitrepository-layout(5)).

use std::path::{Path, PathBuf};

use crate::diagnostics::read_bytes;

/// How many digits of a commit are shown, as git does.
pub(super) const DIGITS: usize = 7;

/// No file that is read here is larger, but for the list of references.
const MAX_BYTES: u64 = 4 << 10;
const MAX_PACKED: u64 = 8 << 20;

/// Returns the commit checked out in the repository that holds `folder`, abbreviated.
///
/// It is `None` when there is no repository, no commit yet, or something that cannot be read:
/// a draft is not held up by its history.
pub fn commit(folder: &Path) -> Option<String> {
    let mut id = full_commit(folder)?;
    id.truncate(DIGITS);
    Some(id)
}

/// Returns where a folder lies below the repository that holds it, with `/`; empty if it is the
/// repository, or if there is none.
pub fn folder(folder: &Path) -> Option<String> {
    let folder = dunce::canonicalize(folder).ok()?;
    let below = folder.strip_prefix(work_tree(&folder)?).ok()?;
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

/// Returns the commit in full, on the same terms.
pub fn full_commit(folder: &Path) -> Option<String> {
    let folders = folders(folder)?;
    let head = line(&folders[0].join("HEAD"))?;
    let Some(name) = head.strip_prefix("ref: ") else {
        return id(&head);
    };
    let is_inside = name.starts_with("refs/") && !name.split('/').any(|part| part == "..");
    if !is_inside {
        return None;
    }
    folders.iter().find_map(|git| {
        let loose = line(&git.join(name)).and_then(|text| id(&text));
        loose.or_else(|| packed(git, name))
    })
}

/// Returns where a repository keeps what: a worktree of its own has its head in a folder of its own,
/// and the branches and objects where the repository is.
pub(super) fn folders(folder: &Path) -> Option<Vec<PathBuf>> {
    let git = git_folder(&work_tree(&dunce::canonicalize(folder).ok()?)?)?;
    let common = line(&git.join("commondir")).map(|it| git.join(it));
    Some([git].into_iter().chain(common).collect())
}

/// Returns the nearest folder upwards that holds a repository; `folder` is canonical.
fn work_tree(folder: &Path) -> Option<PathBuf> {
    let mut all = folder.ancestors();
    let found = all.find(|it| it.join(".git").symlink_metadata().is_ok());
    found.map(Path::to_path_buf)
}

/// Returns where the repository of a work tree is. A file may name it, as in a worktree: then the
/// repository must name that file in turn, or anybody's draft could print the commit of another.
fn git_folder(work_tree: &Path) -> Option<PathBuf> {
    let git = work_tree.join(".git");
    let kind = git.symlink_metadata().ok()?;
    if kind.is_dir() {
        return Some(git);
    }
    let named = work_tree.join(line(&git)?.strip_prefix("gitdir: ")?);
    let back = dunce::canonicalize(line(&named.join("gitdir"))?).ok()?;
    (back == git && kind.is_file()).then_some(named)
}

fn packed(git: &Path, name: &str) -> Option<String> {
    let bytes = read_bytes(&git.join("packed-refs"), MAX_PACKED).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    text.lines().find_map(|line| {
        let (found, of) = line.split_once(' ')?;
        (of == name).then(|| id(found))?
    })
}

/// Returns the first line of a small file.
fn line(path: &Path) -> Option<String> {
    let text = String::from_utf8(read_bytes(path, MAX_BYTES).ok()?).ok()?;
    Some(text.lines().next()?.trim().to_owned())
}

/// Returns a text that is the name of a commit: 40 digits, or 64 in a repository of the newer kind.
fn id(text: &str) -> Option<String> {
    let is_id = matches!(text.len(), 40 | 64) && text.bytes().all(|it| it.is_ascii_hexdigit());
    is_id.then(|| text.to_lowercase())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef01234567";

    fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn a_head_is_a_branch_or_a_commit() {
        let head = (".git/HEAD", "ref: refs/heads/main\n");
        let loose = (
            ".git/refs/heads/main",
            "0123456789abcdef0123456789abcdef01234567\n",
        );
        let packed = (
            ".git/packed-refs",
            "# pack-refs with: peeled\n0123456789abcdef0123456789abcdef01234567 refs/heads/main\n",
        );
        let detached = (".git/HEAD", "0123456789abcdef0123456789abcdef01234567\n");
        for files in [&[head, loose][..], &[head, packed], &[detached]] {
            let folder = repository(files);
            assert_eq!(full_commit(folder.path()).as_deref(), Some(ID));
            assert_eq!(commit(folder.path()).as_deref(), Some("0123456"));
        }
        assert_eq!(full_commit(repository(&[head]).path()), None);
        let out = (".git/HEAD", "ref: refs/../../secret\n");
        assert_eq!(full_commit(repository(&[out]).path()), None);
    }

    #[test]
    fn a_worktree_is_known_by_the_repository_that_names_it() {
        let folder = repository(&[
            ("main/.git/refs/heads/side", ID),
            ("main/.git/worktrees/side/HEAD", "ref: refs/heads/side\n"),
            ("main/.git/worktrees/side/commondir", "../..\n"),
            ("side/thesis/folio.toml", ""),
        ]);
        let root = dunce::canonicalize(folder.path()).unwrap();
        let own = root.join("main/.git/worktrees/side");
        let gitdir = format!("gitdir: {}\n", own.display());
        fs::write(root.join("side/.git"), &gitdir).unwrap();
        assert_eq!(full_commit(&root.join("side")), None);
        let back = root.join("side/.git").display().to_string();
        fs::write(own.join("gitdir"), back).unwrap();
        let thesis = root.join("side/thesis");
        assert_eq!(full_commit(&thesis).as_deref(), Some(ID));
        assert_eq!(super::folder(&thesis).as_deref(), Some("thesis"));
    }
}
