//! The files that a document may read: those of its project and of its vendored packages.
//!
//! A chapter is untrusted when a supervisor or a server builds it. So every path is resolved to
//! where it really is before it is read, and a link that leads out is refused.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use typst::diag::{EcoString, FileError, FileResult, PackageError, eco_format};
use typst::foundations::Bytes;
use typst::syntax::package::{PackageSpec, PackageVersion};
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};

use crate::diagnostics::{
    FileError as StoreError, MARKDOWN_EXTENSIONS, MAX_TEXT_BYTES, ProjectPath, Store,
};

/// The largest file that is no text: an image or a font.
pub(super) const MAX_BYTES: u64 = 200 << 20;

/// The folder of a project that holds Typst packages.
pub(super) const PACKAGES: &str = "packages";

/// Reads what the engine names from the store of a project.
pub(super) struct Files {
    pub(super) store: Store,
    /// The files of the author's by their names; none where several have one.
    names: OnceLock<BTreeMap<String, Option<String>>>,
}

/// As deep as folders are looked through for a picture.
const MAX_DEPTH: usize = 8;

/// Folders that hold copies of what the author wrote.
const COPIES: [&str; 3] = ["output", "submission", "milestones"];

impl Files {
    pub(super) fn of(store: Store) -> Self {
        Self {
            store,
            names: OnceLock::new(),
        }
    }

    /// Returns the path of the one file of the project that has a name.
    pub(super) fn alone(&self, name: &str) -> Option<String> {
        let names = self.names.get_or_init(|| {
            let mut names = BTreeMap::new();
            let root = ProjectPath::new("").into_iter();
            let listed = root.flat_map(|root| self.store.list(&root, MAX_DEPTH));
            for path in listed
                .flatten()
                .filter(|it| it.is_file)
                .filter_map(|it| it.path)
            {
                let folder = path.as_str().split('/').next().unwrap_or_default();
                if !folder.starts_with('.') && !COPIES.contains(&folder) {
                    let found = names.entry(path.file_name().to_owned());
                    found
                        .and_modify(|one| *one = None)
                        .or_insert_with(|| Some(path.as_str().to_owned()));
                }
            }
            names
        });
        names.get(name)?.clone()
    }

    /// Returns the bytes of a file.
    pub(super) fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.resolve(id)?;
        let limit = if is_text(id.vpath()) {
            MAX_TEXT_BYTES
        } else {
            MAX_BYTES
        };
        if self.store.is_folder(&path) {
            return Err(FileError::IsDirectory);
        }
        let bytes = self.store.bytes(&path, limit);
        let bytes = bytes.map_err(|error| refuse(error, id))?;
        if matches!(id.root(), VirtualRoot::Project) && bytes.starts_with(b"\0asm") {
            return Err(FileError::Other(Some(PLUGIN.into())));
        }
        Ok(Bytes::new(bytes))
    }

    /// Returns where the file really is.
    fn resolve(&self, id: FileId) -> FileResult<ProjectPath> {
        let outside = || FileError::Other(Some(OUTSIDE.into()));
        let path = path_of(id).ok_or_else(outside)?;
        let real = self.store.resolve(&path).map_err(|error| match error {
            StoreError::Io { .. } => self.refuse_missing(error, id, &path),
            other => refuse(other, id),
        });
        if let VirtualRoot::Package(spec) = id.root() {
            let folder = folder_of(spec).ok_or_else(outside)?;
            if !self.store.is_folder(&folder) {
                return Err(self.missing(spec).into());
            }
            // A package is confined to its own folder, and that folder to the project.
            let bounds = self.store.resolve(&folder);
            let bounds = bounds.map_err(|error| refuse(error, id))?;
            if real
                .as_ref()
                .is_ok_and(|real| real.below_folder(&bounds).is_none())
            {
                return Err(outside());
            }
        }
        let real = real?;
        match case_on_disk(&path, &real) {
            Some(name) => Err(FileError::Other(Some(eco_format!("{CASE}`{name}`")))),
            None => Ok(real),
        }
    }

    fn missing(&self, spec: &PackageSpec) -> PackageError {
        let folder = format!("{PACKAGES}/{}/{}", spec.namespace, spec.name);
        let versions = ProjectPath::new(&folder).map(|folder| self.store.names(&folder));
        let latest = versions
            .into_iter()
            .flatten()
            .filter_map(|name| name.parse::<PackageVersion>().ok())
            .max();
        match latest {
            Some(version) => PackageError::VersionNotFound(spec.clone(), version),
            None => PackageError::NotFound(spec.clone()),
        }
    }

    fn refuse_missing(&self, error: StoreError, id: FileId, path: &ProjectPath) -> FileError {
        match self.other_case(path) {
            Some(real) => FileError::Other(Some(eco_format!("{CASE}`{real}`"))),
            None => refuse(error, id),
        }
    }

    /// Returns the name in the store that differs from `path` only in upper and lower case.
    ///
    /// Such a path works on Windows and macOS and fails on Linux.
    fn other_case(&self, path: &ProjectPath) -> Option<EcoString> {
        let mut found = ProjectPath::new("")?;
        for wanted in path.as_str().split('/') {
            let mut names = self.store.names(&found);
            names.retain(|name| name.to_lowercase() == wanted.to_lowercase());
            names.sort_by_key(|name| (name != wanted, name.clone()));
            found = found.join(names.first()?)?;
        }
        Some(found.as_str().into())
    }
}

/// Returns where a file stands in the project's folder, a package's below the folder of packages.
pub(super) fn path_of(id: FileId) -> Option<ProjectPath> {
    let below = id.vpath().get_without_slash();
    match id.root() {
        VirtualRoot::Project => ProjectPath::new(below),
        VirtualRoot::Package(spec) => folder_of(spec)?.join(below),
    }
}

fn folder_of(spec: &PackageSpec) -> Option<ProjectPath> {
    let PackageSpec {
        namespace,
        name,
        version,
    } = spec;
    ProjectPath::new(&format!("{PACKAGES}/{namespace}/{name}/{version}"))
}

/// How a refused plugin is told from other troubles.
pub(super) const PLUGIN: &str = "a plugin outside a vendored package";

/// How a link out of the project is told from other troubles.
pub(super) const OUTSIDE: &str = "it leads out of the project";

/// How a file that never stands in a document is told from other troubles.
pub(super) const PRIVATE: &str = "it is never read into a document";

/// How a file that is too large is told from other troubles.
pub(super) const TOO_LARGE: &str = "it is too large";

/// How a name that differs only in upper and lower case begins.
pub(super) const CASE: &str = "the file on disk is called ";

fn refuse(error: StoreError, id: FileId) -> FileError {
    match error {
        StoreError::Io { source, .. } => FileError::from_io(
            source.kind().into(),
            Path::new(id.vpath().get_without_slash()),
        ),
        StoreError::NotUtf8 { .. } => FileError::InvalidUtf8,
        StoreError::TooLarge { .. } => FileError::Other(Some(TOO_LARGE.into())),
        StoreError::Outside { .. } => FileError::Other(Some(OUTSIDE.into())),
        StoreError::Private { .. } => FileError::Other(Some(PRIVATE.into())),
        StoreError::Exists { .. } => FileError::AccessDenied,
    }
}

/// Returns the name on disk if the system found the file although its case is another.
///
/// Windows and macOS do; the document must not typeset there alone.
fn case_on_disk<'r>(wanted: &ProjectPath, real: &'r ProjectPath) -> Option<&'r str> {
    let (wanted, real) = (wanted.as_str(), real.as_str());
    (wanted != real && wanted.to_lowercase() == real.to_lowercase()).then_some(real)
}

/// Whether a file of a project is Markdown, which the engine is given as Typst.
pub(super) fn is_markdown(id: FileId) -> bool {
    matches!(id.root(), VirtualRoot::Project) && path_of(id).is_some_and(|path| path.is_markdown())
}

fn is_text(path: &VirtualPath) -> bool {
    const TEXTS: [&str; 10] = [
        "typ", "bib", "csl", "yml", "yaml", "json", "toml", "txt", "csv", "xml",
    ];
    path.extension().is_some_and(|extension| {
        let texts = TEXTS.iter().chain(&MARKDOWN_EXTENSIONS);
        texts
            .into_iter()
            .any(|text| extension.eq_ignore_ascii_case(text))
    })
}

/// Returns the engine's name for a file of the project, or `None` if the path leads out of it.
///
/// The engine keeps each name for ever and has 65,535 of them.
pub(super) fn project_file(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_another_case_is_refused_on_every_system() {
        let path = |path: &str| ProjectPath::new(path).unwrap();
        let case =
            |wanted: &str, real: &str| case_on_disk(&path(wanted), &path(real)).map(str::to_owned);
        assert_eq!(
            case("f/chart.png", "f/Chart.png").as_deref(),
            Some("f/Chart.png")
        );
        assert_eq!(case("f/chart.png", "f/chart.png"), None);
        assert_eq!(
            case("f/chart.png", "real/chart.png"),
            None,
            "a link inside the project"
        );

        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("Chart.png"), "x").unwrap();
        let store = Store::folder(folder.path()).unwrap();
        let error = Files::of(store)
            .load(project_file("/chart.png").unwrap())
            .unwrap_err();
        assert!(
            error
                .to_string()
                .contains("the file on disk is called `Chart.png`")
        );
    }

    #[cfg(unix)]
    #[test]
    fn something_that_is_no_file_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::net::UnixListener::bind(folder.path().join("socket.txt")).unwrap();
        let store = Store::folder(folder.path()).unwrap();
        let file = project_file("/socket.txt").unwrap();
        assert!(Files::of(store).load(file).is_err());
    }
}
