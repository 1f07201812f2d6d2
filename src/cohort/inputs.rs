//! The digest of everything that a row depends on.

use std::path::Path;

use crate::diagnostics::{FileError, ProjectPath, Store, read_bytes, sha256};

/// The largest file whose text is looked at, as everywhere in folio; of larger ones the size is.
const MAX_FILE: u64 = 200 << 20;
/// So much of a folder is read.
const MAX_ALL: u64 = 2 << 30;
/// The largest zip whose bytes are looked at.
const MAX_ZIP: u64 = 512 << 20;
/// So many files are looked at in a folder; no dissertation has more.
const MAX_FILES: usize = 20_000;
/// So deep are folders looked into.
const MAX_DEPTH: usize = 24;

/// Returns the digest of a dissertation as it is now, with `judged_by`: rules, version, day, and
/// whatever else a row is made by; `None`: there is more in it than is looked at. Without a path
/// nothing is read.
pub(super) fn digest(path: Option<&Path>, judged_by: &str) -> Option<String> {
    let mut lines = vec![judged_by.to_owned()];
    match path {
        None => {}
        Some(path) if !path.is_dir() => lines.push(file(read_bytes(path, MAX_ZIP))),
        Some(path) => match Store::folder(path) {
            Ok(store) => of_folder(&store, &mut lines)?,
            Err(_) => lines.push("cannot be read".to_owned()),
        },
    }
    Some(format!("sha256:{}", sha256(lines.join("\n").as_bytes())))
}

/// Adds a line for each file; `None`: there are too many, or too much of them.
fn of_folder(store: &Store, lines: &mut Vec<String>) -> Option<()> {
    let root = ProjectPath::new("")?;
    let entries = store
        .list(&root, MAX_DEPTH)
        .into_iter()
        .filter_map(|entry| {
            let Ok(entry) = entry else {
                return Some(None);
            };
            let path = entry.path.filter(is_input)?;
            // A link counts as what it leads to, if that is in the folder.
            (!entry.is_folder).then_some(Some(path))
        });
    let mut left = MAX_ALL;
    for (number, entry) in entries.enumerate() {
        if number == MAX_FILES {
            return None;
        }
        let Some(path) = entry else {
            lines.push("a folder that cannot be read".to_owned());
            continue;
        };
        let real = path.below(store.root());
        let size = real.metadata().map_or(0, |found| found.len());
        let Some(door) = store.door().filter(|_| size <= MAX_FILE) else {
            // Nobody reads it, a row neither.
            lines.push(format!("{path}\n{size} bytes"));
            continue;
        };
        left = left.checked_sub(size)?;
        let bytes = door.read(path.as_str().as_ref(), MAX_FILE);
        lines.push(format!("{path}\n{}", file(bytes)));
    }
    Some(())
}

fn file(bytes: Result<Vec<u8>, FileError>) -> String {
    match bytes {
        Ok(bytes) => sha256(&bytes),
        Err(_) => "cannot be read".to_owned(),
    }
}

/// What folio makes itself, and hidden files, are nothing that a row depends on.
fn is_input(path: &ProjectPath) -> bool {
    let mut parts = path.as_str().split('/');
    !path.as_str().starts_with("output/") && !parts.any(|part| part.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_of_what_is_read_shows_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("folio.toml", "a");
        let first = digest(Some(folder.path()), "rules");
        assert!(first.is_some());
        assert_eq!(digest(Some(folder.path()), "rules"), first);
        assert_ne!(digest(Some(folder.path()), "other rules"), first);
        write("output/a.pdf", "x");
        write(".git/index", "x");
        assert_eq!(digest(Some(folder.path()), "rules"), first);
        write("milestones/ledger.jsonl", "{}");
        let second = digest(Some(folder.path()), "rules");
        assert_ne!(second, first);
        write("milestones/ledger.jsonl", "{ }");
        assert_ne!(digest(Some(folder.path()), "rules"), second);
    }
}
