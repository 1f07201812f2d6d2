//! The files that a document is made of: taken from a project, and laid out again somewhere else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::diagnostics::text::list;
use crate::diagnostics::{MAX_TEXT_BYTES, ProjectPath, confine, read_bytes};
use crate::package::{PROJECT, RULES};
use crate::pipeline::failure::{Failure, FailureKind};
use crate::project::{Project, StyleChoice, manifest_path};

/// The largest file that is taken along, as the engine reads them.
const MAX_BYTES: u64 = 200 << 20;

/// The list of names that may not appear; it never leaves the project.
const CONFIDENTIAL: &str = "confidential.txt";

/// The files of `source.zip` by their paths there.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Takes what the engine read, and what was read before it: manifest, profile, outline, references.
pub(crate) fn take(
    project: &Project,
    read: BTreeMap<String, Vec<u8>>,
    rules: Option<&Path>,
) -> Result<Files, Failure> {
    let mut files = read;
    for path in read_before(project) {
        if !files.contains_key(path.as_str()) {
            let bytes = from_disk(project, &path)?;
            files.insert(path.as_str().to_owned(), bytes);
        }
    }
    refuse_private(&files)?;
    let mut all: Files = files
        .into_iter()
        .map(|(path, bytes)| (format!("{PROJECT}/{path}"), bytes))
        .collect();
    if let Some(path) = rules {
        let bytes = read_bytes(path, MAX_TEXT_BYTES).map_err(failed)?;
        all.insert(RULES.to_owned(), bytes);
    }
    Ok(all)
}

/// Returns the files that are read without the engine.
fn read_before(project: &Project) -> Vec<ProjectPath> {
    let profile = &project.profile.name;
    let is_file = profile.ends_with(".toml") || profile.contains(['/', '\\']);
    let bibliography = &project.manifest.bibliography;
    let style = match &bibliography.style {
        StyleChoice::Named(_) => None,
        StyleChoice::File(path) => Some(path.clone()),
    };
    std::iter::once(manifest_path())
        .chain(is_file.then(|| ProjectPath::new(profile)).flatten())
        .chain(project.outline.paths().cloned())
        .chain(bibliography.files.iter().cloned())
        .chain(style)
        .collect()
}

fn from_disk(project: &Project, path: &ProjectPath) -> Result<Vec<u8>, Failure> {
    let real = confine(&project.root, &path.below(&project.root)).map_err(failed)?;
    read_bytes(&real, MAX_BYTES).map_err(failed)
}

/// Refuses to take along what must stay: the list of names, and hidden files.
fn refuse_private(files: &BTreeMap<String, Vec<u8>>) -> Result<(), Failure> {
    let is_private = |path: &&String| {
        path.split('/').any(|part| part.starts_with('.')) || path.eq_ignore_ascii_case(CONFIDENTIAL)
    };
    let private: Vec<&String> = files.keys().filter(is_private).collect();
    match private.as_slice() {
        [] => Ok(()),
        paths => Err(Failure::new(
            FailureKind::Project,
            format!(
                "the document reads {}, which may not be handed on",
                list(paths)
            ),
        )
        .hint("a package holds everything that the document reads, but never the list of names and no hidden file")
        .hint("put what you need into a file of its own, and read that")),
    }
}

/// Returns the files that are not any more what was taken.
pub(crate) fn changed(project: &Project, files: &Files, rules: Option<&Path>) -> Vec<String> {
    let mut changed = Vec::new();
    for (path, bytes) in files {
        let now = match path
            .strip_prefix(PROJECT)
            .and_then(|it| it.strip_prefix('/'))
        {
            Some(path) => ProjectPath::new(path).map(|path| path.below(&project.root)),
            None => rules.map(Path::to_path_buf),
        };
        let Some(now) = now else { continue };
        // A font of the system stands in the package alone.
        if !now.exists() && path.starts_with(&format!("{PROJECT}/{}/", crate::typeset::FONTS)) {
            continue;
        }
        if !read_bytes(&now, MAX_BYTES).is_ok_and(|found| found == *bytes) {
            let shown = path.strip_prefix(PROJECT).unwrap_or(path);
            changed.push(shown.trim_start_matches('/').to_owned());
        }
    }
    changed
}

/// A project that stands again in a folder of its own, for as long as this lives.
pub(crate) struct Laid {
    folder: tempfile::TempDir,
    has_rules: bool,
}

impl Laid {
    /// Writes files into a new folder in `scratch`. Their paths must have been checked.
    pub(crate) fn out(files: &Files, scratch: &Path) -> Result<Self, Failure> {
        let io = |path: &Path, error: &std::io::Error| {
            let what = format!("failed to write {}: {error}", path.display());
            Failure::new(FailureKind::Project, what).hint(
                "the document is built again in a temporary folder; see whether the disk is full",
            )
        };
        let folder = tempfile::Builder::new()
            .prefix("folio-")
            .tempdir_in(scratch)
            .map_err(|error| io(scratch, &error))?;
        for (path, bytes) in files {
            let path = folder.path().join(path);
            let parent = path.parent().unwrap_or(folder.path());
            fs::create_dir_all(parent).map_err(|error| io(&path, &error))?;
            fs::write(&path, bytes).map_err(|error| io(&path, &error))?;
        }
        Ok(Self {
            has_rules: files.contains_key(RULES),
            folder,
        })
    }

    /// Returns the folder of the project.
    pub(crate) fn project(&self) -> PathBuf {
        self.folder.path().join(PROJECT)
    }

    /// Returns the profile of whoever judged, if there was one.
    pub(crate) fn rules(&self) -> Option<PathBuf> {
        self.has_rules.then(|| self.folder.path().join(RULES))
    }
}

fn failed(error: crate::diagnostics::FileError) -> Failure {
    Failure::new(FailureKind::Project, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::MANIFEST;

    fn project() -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";
        fs::write(folder.path().join(MANIFEST), manifest).unwrap();
        fs::create_dir(folder.path().join("chapters")).unwrap();
        fs::write(folder.path().join("chapters/01-a.md"), "# A\n").unwrap();
        fs::write(folder.path().join("interviews.md"), "Private").unwrap();
        let project = crate::project::load(folder.path(), None).unwrap();
        (folder, project)
    }

    #[test]
    fn what_is_taken_is_what_the_document_is_made_of() {
        let (_folder, project) = project();
        let files = take(&project, BTreeMap::new(), None).unwrap();
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["dissertation/chapters/01-a.md", "dissertation/folio.toml"]
        );
    }

    #[test]
    fn the_list_of_names_and_hidden_files_stay() {
        let (_folder, project) = project();
        for private in [
            "confidential.txt",
            "Confidential.TXT",
            ".ssh/id",
            "data/.env",
        ] {
            let read = [(private.to_owned(), b"x".to_vec())].into();
            let error = take(&project, read, None).unwrap_err();
            assert!(error.message.contains("may not be handed on"), "{private}");
        }
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_named() {
        let (folder, project) = project();
        let rules = folder.path().join("outside.toml");
        fs::write(&rules, "format = 1").unwrap();
        let files = take(&project, BTreeMap::new(), Some(&rules)).unwrap();
        assert!(changed(&project, &files, Some(&rules)).is_empty());
        fs::write(folder.path().join("chapters/01-a.md"), "# B\n").unwrap();
        fs::write(&rules, "format = 2").unwrap();
        let changed = changed(&project, &files, Some(&rules));
        assert_eq!(changed, ["chapters/01-a.md", "rules.toml"]);
    }

    #[test]
    fn what_is_laid_out_is_gone_with_its_last_use() {
        let (_folder, project) = project();
        let scratch = tempfile::tempdir().unwrap();
        let files = take(&project, BTreeMap::new(), None).unwrap();
        let laid = Laid::out(&files, scratch.path()).unwrap();
        assert!(laid.project().join("chapters/01-a.md").is_file());
        assert_eq!(laid.rules(), None);
        drop(laid);
        assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0);
    }
}
