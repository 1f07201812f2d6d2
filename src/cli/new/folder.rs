//! Writing a new folder: every file of it, or nothing.

use std::fs;
use std::path::{Path, PathBuf};

use folio::diagnostics::{Door, FileError, ProjectPath, text};
use folio::project;

use crate::cli::error::CommandError;
use crate::cli::new::Files;

/// Refuses as a whole where anything stands in the way; what is there stays as it is.
pub(super) fn refuse_if_taken(
    folder: &Path,
    shown: &str,
    files: &Files,
) -> Result<(), CommandError> {
    let refuse = |message: String| {
        Err(CommandError::new(message)
            .hint("nothing was written; name a folder that does not exist yet"))
    };
    if folder.exists() && !folder.is_dir() {
        return refuse(format!("{shown} is not a folder"));
    }
    // A link that leads nowhere is in the way too.
    let is_taken = |name: &str| folder.join(name).symlink_metadata().is_ok();
    let mut taken: Vec<&str> = files
        .iter()
        .filter(|(path, _)| path.below(folder).symlink_metadata().is_ok())
        .map(|(path, _)| path.as_str())
        .collect();
    if is_taken("chapters") && !taken.iter().any(|name| name.starts_with("chapters/")) {
        taken.push("chapters");
    }
    if is_taken(project::MANIFEST) {
        return refuse(format!("there is a dissertation in {shown} already"));
    }
    match taken.as_slice() {
        [] => Ok(()),
        [names @ .., last] if names.len() < 3 => {
            let names: Vec<&str> = names.iter().copied().chain([*last]).collect();
            refuse(format!("{shown} has {} already", text::list(&names)))
        }
        names => refuse(format!(
            "{shown} has {} of these files already, among them `{}`",
            names.len(),
            names[0]
        )),
    }
}

/// Writes every file, or takes back what was written.
pub(super) fn write_all(folder: &Path, files: &Files) -> Result<(), CommandError> {
    let mut made = Written::default();
    for (path, bytes) in files {
        if let Err(error) = made.write(folder, path, bytes) {
            let left = made.take_back();
            let error = CommandError::from(error);
            return Err(match left.as_slice() {
                [] => error.hint("what had been written before that was removed again"),
                [first, ..] => error.hint(format!(
                    "{} could not be removed again, among them {}",
                    text::count(left.len(), "item"),
                    first.display()
                )),
            });
        }
    }
    Ok(())
}

/// What this run has made, so that it can be taken back.
#[derive(Default)]
struct Written {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Written {
    fn write(&mut self, folder: &Path, below: &ProjectPath, bytes: &[u8]) -> Result<(), FileError> {
        let path = &below.below(folder);
        let missing: Vec<&Path> = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.exists())
            .collect();
        self.folders
            .extend(missing.into_iter().rev().map(Path::to_path_buf));
        let made = fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder));
        let result = made
            .and_then(|()| Door::open(folder))
            .and_then(|folder| folder.create_new(below.as_str(), bytes));
        match &result {
            // A file that could not be filled is there all the same.
            Ok(()) | Err(FileError::Io { .. }) => self.files.push(path.to_path_buf()),
            // Somebody else's.
            Err(
                FileError::Exists { .. }
                | FileError::NotUtf8 { .. }
                | FileError::TooLarge { .. }
                | FileError::Private { .. }
                | FileError::Outside { .. },
            ) => {}
        }
        result
    }

    /// Removes the files, and the folders that are empty then. Returns what is still there.
    fn take_back(self) -> Vec<PathBuf> {
        let Self { folders, files } = self;
        let files = files.into_iter().filter(|path| {
            let _ = fs::remove_file(path);
            path.symlink_metadata().is_ok()
        });
        let mut left: Vec<PathBuf> = files.collect();
        left.extend(folders.into_iter().rev().filter(|path| {
            let _ = fs::remove_dir(path);
            path.symlink_metadata().is_ok()
        }));
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::Exit;
    use crate::cli::new::tests::files;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn every_file_is_written_below_a_folder_that_need_not_exist() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("deep/er");
        refuse_if_taken(&folder, "deep/er", &files()).unwrap();
        write_all(&folder, &files()).unwrap();
        assert_eq!(names(&folder), ["a.txt", "chapters", "folio.toml", "front"]);
        let text = fs::read_to_string(folder.join("front/abstract.md")).unwrap();
        assert_eq!(text, "front/abstract.md");
    }

    #[test]
    fn a_folder_with_files_of_ones_own_is_welcome() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("notes.docx"), "mine").unwrap();
        assert!(refuse_if_taken(root.path(), "x", &files()).is_ok());
    }

    #[test]
    fn anything_in_the_way_is_refused_and_named() {
        #[track_caller]
        fn case(there: &str, expected: &str) {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join(there);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, "mine").unwrap();
            let error = refuse_if_taken(root.path(), "x", &files()).unwrap_err();
            assert_eq!(error.message, expected);
            assert_eq!(error.exit, Exit::Failure);
        }

        case("folio.toml", "there is a dissertation in x already");
        case("a.txt", "x has `a.txt` already");
        case("front/abstract.md", "x has `front/abstract.md` already");
        case("chapters/old.md", "x has `chapters` already");
    }

    #[test]
    fn a_file_is_no_folder_to_write_to() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("thesis");
        fs::write(&file, "mine").unwrap();
        let error = refuse_if_taken(&file, "thesis", &files()).unwrap_err();
        assert_eq!(error.message, "thesis is not a folder");
    }

    #[test]
    fn a_failure_in_the_middle_leaves_the_folder_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("front"), "mine").unwrap();
        assert!(write_all(root.path(), &files()).is_err());
        assert_eq!(names(root.path()), ["front"]);
        assert_eq!(
            fs::read_to_string(root.path().join("front")).unwrap(),
            "mine"
        );
    }

    #[test]
    fn a_file_that_appeared_meanwhile_is_kept() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("front")).unwrap();
        fs::write(root.path().join("front/abstract.md"), "mine").unwrap();
        assert!(write_all(root.path(), &files()).is_err());
        assert_eq!(names(root.path()), ["front"]);
        assert_eq!(
            fs::read_to_string(root.path().join("front/abstract.md")).unwrap(),
            "mine"
        );
    }
}
