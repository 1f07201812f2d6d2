//! The files that a document may read: those of its project and of its vendored packages.
//!
//! A chapter is untrusted when a supervisor or a server builds it. So every path is resolved to
//! where it really is before it is read, and a link that leads out is refused.

use std::fs;
use std::path::{Path, PathBuf};

use typst::diag::{EcoString, FileError, FileResult, PackageError, eco_format};
use typst::foundations::Bytes;
use typst::syntax::package::PackageSpec;
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};
use typst_kit::files::{FileLoader, FsRoot};
use typst_kit::packages::FsPackages;

use crate::diagnostics::{FileError as DiskError, MAX_TEXT_BYTES, confine, read_bytes};

/// The largest file that is no text: an image or a font.
pub(super) const MAX_BYTES: u64 = 200 << 20;

/// The folder of a project that holds Typst packages.
pub(super) const PACKAGES: &str = "packages";

/// Reads files of one project folder.
pub(super) struct Disk {
    root: PathBuf,
    packages: FsPackages,
}

impl Disk {
    /// Reads below `root`, which must be canonical.
    pub(super) fn new(root: PathBuf) -> Self {
        let packages = FsPackages::new(root.join(PACKAGES));
        Self { root, packages }
    }

    /// The canonical folder of the project.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where the file really is.
    pub(super) fn resolve(&self, id: FileId) -> FileResult<PathBuf> {
        let folder = match id.root() {
            VirtualRoot::Project => FsRoot::new(self.root.clone()),
            VirtualRoot::Package(spec) => self
                .packages
                .obtain(spec)
                .ok_or_else(|| self.missing(spec))?,
        };
        let path = folder.resolve(id.vpath())?;
        // A package is confined to its own folder, and that folder to the project.
        let bounds = confine(&self.root, folder.path()).map_err(|error| refuse(error, id))?;
        let real = confine(&bounds, &path).map_err(|error| match error {
            DiskError::Io { .. } => refuse_missing(error, id, &self.root, &path),
            other => refuse(other, id),
        })?;
        match case_on_disk(&self.root, &path, &real) {
            Some(name) => Err(FileError::Other(Some(eco_format!("{CASE}`{name}`")))),
            None => Ok(real),
        }
    }

    fn missing(&self, spec: &PackageSpec) -> PackageError {
        match self.packages.latest_version(&spec.versionless()) {
            Some(version) => PackageError::VersionNotFound(spec.clone(), version),
            None => PackageError::NotFound(spec.clone()),
        }
    }
}

impl FileLoader for Disk {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = self.resolve(id)?;
        let limit = if is_text(id.vpath()) {
            MAX_TEXT_BYTES
        } else {
            MAX_BYTES
        };
        if path.is_dir() {
            return Err(FileError::IsDirectory);
        }
        let bytes = read_bytes(&path, limit).map_err(|error| refuse(error, id))?;
        if matches!(id.root(), VirtualRoot::Project) && bytes.starts_with(b"\0asm") {
            return Err(FileError::Other(Some(PLUGIN.into())));
        }
        Ok(Bytes::new(bytes))
    }
}

/// How a refused plugin is told from other troubles.
pub(super) const PLUGIN: &str = "a plugin outside a vendored package";

/// How a link out of the project is told from other troubles.
pub(super) const OUTSIDE: &str = "it leads out of the project";

/// How a file that is too large is told from other troubles.
pub(super) const TOO_LARGE: &str = "it is too large";

/// How a name that differs only in upper and lower case begins.
pub(super) const CASE: &str = "the file on disk is called ";

fn refuse(error: DiskError, id: FileId) -> FileError {
    match error {
        DiskError::Io { source, .. } => {
            FileError::from_io(source, Path::new(id.vpath().get_without_slash()))
        }
        DiskError::NotUtf8 { .. } => FileError::InvalidUtf8,
        DiskError::TooLarge { .. } => FileError::Other(Some(TOO_LARGE.into())),
        DiskError::Outside { .. } => FileError::Other(Some(OUTSIDE.into())),
        DiskError::Exists { .. } => FileError::AccessDenied,
    }
}

fn refuse_missing(error: DiskError, id: FileId, root: &Path, path: &Path) -> FileError {
    match other_case(root, path) {
        Some(real) => FileError::Other(Some(eco_format!("{CASE}`{real}`"))),
        None => refuse(error, id),
    }
}

/// Returns the name on disk that differs from `path` only in upper and lower case.
///
/// Such a path works on Windows and macOS and fails on Linux.
fn other_case(root: &Path, path: &Path) -> Option<EcoString> {
    let below = path.strip_prefix(root).ok()?;
    let mut folder = root.to_path_buf();
    let mut real = EcoString::new();
    for part in below.components() {
        let wanted = part.as_os_str().to_str()?;
        let mut names: Vec<String> = fs::read_dir(&folder)
            .ok()?
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.to_lowercase() == wanted.to_lowercase())
            .collect();
        names.sort_by_key(|name| (name != wanted, name.clone()));
        let name = names.into_iter().next()?;
        folder.push(&name);
        if !real.is_empty() {
            real.push('/');
        }
        real.push_str(&name);
    }
    Some(real)
}

/// Returns the name on disk if the system found the file although its case is another.
///
/// Windows and macOS do; the document must not typeset there alone.
fn case_on_disk(root: &Path, wanted: &Path, real: &Path) -> Option<String> {
    let below = |path: &Path| Some(path.strip_prefix(root).ok()?.to_str()?.replace('\\', "/"));
    let (wanted, real) = (below(wanted)?, below(real)?);
    (wanted != real && wanted.to_lowercase() == real.to_lowercase()).then_some(real)
}

fn is_text(path: &VirtualPath) -> bool {
    const TEXTS: [&str; 11] = [
        "md", "typ", "bib", "csl", "yml", "yaml", "json", "toml", "txt", "csv", "xml",
    ];
    path.extension().is_some_and(|extension| {
        TEXTS
            .iter()
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
        let root = Path::new("/p");
        let case =
            |wanted: &str, real: &str| case_on_disk(root, &root.join(wanted), &root.join(real));
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
        let disk = Disk::new(dunce::canonicalize(folder.path()).unwrap());
        let error = disk.load(project_file("/chart.png").unwrap()).unwrap_err();
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
        let root = dunce::canonicalize(folder.path()).unwrap();
        std::os::unix::net::UnixListener::bind(root.join("socket.txt")).unwrap();
        assert!(
            Disk::new(root)
                .load(project_file("/socket.txt").unwrap())
                .is_err()
        );
    }
}
