//! A store over a folder, over memory, and after an edit.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::files::FileError;
use crate::diagnostics::place::ProjectPath;
use crate::diagnostics::store::{FileKind, Store};

fn path(path: &str) -> ProjectPath {
    ProjectPath::new(path).unwrap()
}

fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let store = Store::folder(folder.path()).unwrap();
    (folder, store)
}

#[test]
fn a_file_is_read_once_until_the_store_is_refreshed() {
    let (folder, store) = folder(&[("a.md", "one")]);
    let other = store.clone();
    assert_eq!(store.text(&path("a.md")).unwrap(), "one");
    fs::write(folder.path().join("a.md"), "two").unwrap();
    assert_eq!(other.text(&path("a.md")).unwrap(), "one");
    assert_eq!(store.refresh(None), [path("a.md")]);
    assert_eq!(other.text(&path("a.md")).unwrap(), "two");
    assert_eq!(store.refresh(None), []);
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    assert!(Store::folder(Path::new("/no/such/folder")).is_err());
}

#[test]
fn a_missing_file_is_looked_for_each_time_it_is_asked_for() {
    let (folder, store) = folder(&[]);
    assert!(store.text(&path("a.md")).is_err());
    fs::write(folder.path().join("a.md"), "one").unwrap();
    assert_eq!(store.text(&path("a.md")).unwrap(), "one");
    fs::remove_file(folder.path().join("a.md")).unwrap();
    assert_eq!(store.refresh(None), [path("a.md")]);
    assert!(store.text(&path("a.md")).is_err());
}

#[test]
fn a_limit_that_was_too_small_does_not_hide_the_file() {
    let (_folder, store) = folder(&[("a.md", "four")]);
    let read = |limit| store.bytes(&path("a.md"), limit).map(|bytes| bytes.len());
    assert!(matches!(read(3), Err(FileError::TooLarge { .. })));
    assert_eq!(read(4).unwrap(), 4);
    assert!(matches!(read(3), Err(FileError::TooLarge { .. })));
}

#[test]
fn memory_and_folder_answer_alike() {
    let files = [("a/b.md", "one"), ("a/c/d.md", "two"), ("e.md", "three")];
    let (_folder, on_disk) = folder(&files);
    let in_memory = files.map(|(name, text)| (path(name), Arc::from(text.as_bytes())));
    let in_memory = Store::memory(in_memory.into());
    for store in [on_disk, in_memory] {
        assert_eq!(store.names(&path("a")), ["b.md", "c"]);
        assert_eq!(store.names(&path("")), ["a", "e.md"]);
        let files = |depth| {
            let listed = store.list(&path("a"), depth).into_iter().flatten();
            let files = listed.filter(|it| !it.is_folder);
            files.map(|it| it.path.unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(files(1), [path("a/b.md")]);
        assert_eq!(files(2), [path("a/b.md"), path("a/c/d.md")]);
        assert_eq!(store.kind(&path("a/c")), Some(FileKind::Folder));
        assert_eq!(store.kind(&path("a/x")), None);
        assert!(store.is_file(&path("e.md")) && !store.is_folder(&path("e.md")));
        assert_eq!(store.resolve(&path("a")).unwrap(), path("a"));
        assert!(store.resolve(&path("x")).is_err());
        assert_eq!(store.text(&path("a/c/d.md")).unwrap(), "two");
    }
}

#[cfg(unix)]
#[test]
fn links_inside_the_project_are_one_file_and_links_out_of_it_none() {
    let (folder, store) = folder(&[("a.md", "one")]);
    let elsewhere = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink("a.md", folder.path().join("b.md")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("c.md")).unwrap();
    assert_eq!(store.resolve(&path("b.md")).unwrap(), path("a.md"));
    assert_eq!(store.text(&path("b.md")).unwrap(), "one");
    let outside = store.text(&path("c.md"));
    assert!(matches!(outside, Err(FileError::Outside { .. })));
    assert!(store.stands(&path("c.md")));
}
