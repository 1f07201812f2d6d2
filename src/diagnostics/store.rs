//! The files of one project, each read once: the only door to them.
//!
//! Every room that wants a file of the project asks the same [`Store`], so nobody can see it in two
//! states. A store stands over a folder, or over files that are in memory already, such as those of
//! a package.
//!
//! # Decisions
//!
//! - 2026-11: links that stay inside the project work, as cloud drives and repositories have them;
//!   a link that leads out is refused before anything is opened, and again by the handle of the
//!   folder ([`Door`]) when it is. What is no regular file is never opened to be read.
//! - 2026-11: hidden files, the manifest, the list of names and the ledger's folder are asked for
//!   by names of their own (`private_…`): a chapter that came from somebody else cannot print them.
//! - 2026-11: what was read is kept until [`Store::refresh`], so a file that is saved while a command
//!   runs is seen by everybody in the state in which the first of them saw it.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::diagnostics::door::{Door, Found};
use crate::diagnostics::files::{FileError, MAX_TEXT_BYTES, text_of};
use crate::diagnostics::place::ProjectPath;

/// The files, and the folder, of a project that are folio's own or for nobody else.
const PRIVATE: [&str; 3] = ["confidential.txt", "milestones/", "folio.toml"];

/// What is under a path, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A pipe, a device, a socket.
    Special,
}

/// Something in a folder.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its path; `None` where its name is not UTF-8.
    pub path: Option<ProjectPath>,
    /// Its name, made readable where it is not UTF-8.
    pub name: String,
    /// Whether it is itself a folder; a link to one is not.
    pub is_folder: bool,
    /// Whether it is itself a regular file; a link to one is not.
    pub is_file: bool,
}

/// The files of a project. Clones share what was read.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    origin: Origin,
    /// What was read, by where it really is.
    read: Mutex<BTreeMap<ProjectPath, Slot>>,
}

enum Origin {
    /// A folder.
    Folder(Door),
    /// Files in memory.
    Memory(BTreeMap<ProjectPath, Arc<[u8]>>),
}

/// The bytes of a file, and the limit that they were read within: a larger one may find more.
type Slot = Arc<OnceLock<(u64, Result<Arc<[u8]>, FileError>)>>;

/// How a file is read.
type Read = fn(&Door, &Path, u64) -> Result<Vec<u8>, FileError>;

impl Store {
    /// Opens a folder; nothing is read yet.
    ///
    /// # Errors
    ///
    /// If there is no such folder, or it cannot be reached.
    pub fn folder(root: &Path) -> Result<Self, FileError> {
        Ok(Self::over(Origin::Folder(Door::open(root)?)))
    }

    /// Takes files that are in memory already, by their paths in the project.
    pub fn memory(files: BTreeMap<ProjectPath, Arc<[u8]>>) -> Self {
        Self::over(Origin::Memory(files))
    }

    fn over(origin: Origin) -> Self {
        Self(Arc::new(Shared {
            origin,
            read: Mutex::default(),
        }))
    }

    /// Returns the folder, canonical; files in memory have none.
    pub fn root(&self) -> &Path {
        match &self.0.origin {
            Origin::Folder(door) => door.root(),
            Origin::Memory(_) => Path::new(""),
        }
    }

    /// Returns the folder as it is held open; files in memory have none.
    pub fn door(&self) -> Option<&Door> {
        match &self.0.origin {
            Origin::Folder(door) => Some(door),
            Origin::Memory(_) => None,
        }
    }

    /// Returns where a file or folder really is, its links followed.
    ///
    /// # Errors
    ///
    /// If there is none, or its links lead out of the project.
    pub fn resolve(&self, path: &ProjectPath) -> Result<ProjectPath, FileError> {
        match &self.0.origin {
            Origin::Folder(door) => {
                let real = door.real(path.as_str())?;
                let real = ProjectPath::relative(Path::new(""), &real);
                real.ok_or_else(|| FileError::Outside {
                    path: path.below(door.root()),
                })
            }
            Origin::Memory(_) => match self.kind(path) {
                Some(_) => Ok(path.clone()),
                None => Err(self.missing(path)),
            },
        }
    }

    /// Returns what is under a path; `None`: nothing that can be reached.
    pub fn kind(&self, path: &ProjectPath) -> Option<FileKind> {
        match &self.0.origin {
            Origin::Folder(door) => {
                let found = path.below(door.root()).metadata().ok()?;
                Some(match (found.is_file(), found.is_dir()) {
                    (true, _) => FileKind::File,
                    (_, true) => FileKind::Folder,
                    (false, false) => FileKind::Special,
                })
            }
            Origin::Memory(files) if files.contains_key(path) => Some(FileKind::File),
            Origin::Memory(files) => {
                let is_inside = files.keys().any(|file| file.below_folder(path).is_some());
                is_inside.then_some(FileKind::Folder)
            }
        }
    }

    /// Returns whether there is a regular file under a path.
    pub fn is_file(&self, path: &ProjectPath) -> bool {
        self.kind(path) == Some(FileKind::File)
    }

    /// Returns whether there is a folder under a path.
    pub fn is_folder(&self, path: &ProjectPath) -> bool {
        self.kind(path) == Some(FileKind::Folder)
    }

    /// Returns whether anything stands under a path, also a link that leads nowhere.
    pub fn stands(&self, path: &ProjectPath) -> bool {
        match &self.0.origin {
            Origin::Folder(door) => door.stands(path.as_str()),
            Origin::Memory(_) => self.kind(path).is_some(),
        }
    }

    /// Returns the bytes of a file of at most `limit` bytes that may stand in a document.
    ///
    /// # Errors
    ///
    /// If there is none, it leads out of the project, is no regular file, is larger, or is one of
    /// those that are never read into a document (see [`Store::private_bytes`]).
    pub fn bytes(&self, path: &ProjectPath, limit: u64) -> Result<Arc<[u8]>, FileError> {
        for path in [path, &self.resolve(path)?] {
            if is_private(path) {
                let path = path.below(self.root());
                return Err(FileError::Private { path });
            }
        }
        self.read_with(path, limit, Door::read)
    }

    /// Returns the bytes of any file of the project: also of the manifest, the list of names, the
    /// ledger and what stands beside it, and of hidden files, which hold tokens and settings.
    ///
    /// # Errors
    ///
    /// As for [`Store::bytes`] otherwise.
    pub fn private_bytes(&self, path: &ProjectPath, limit: u64) -> Result<Arc<[u8]>, FileError> {
        self.read_with(path, limit, Door::read)
    }

    /// Returns the bytes of a file that folio adds to, as [`Store::private_bytes`] does, but never
    /// while it is being added to.
    ///
    /// # Errors
    ///
    /// As for [`Store::private_bytes`].
    pub fn shared_bytes(&self, path: &ProjectPath, limit: u64) -> Result<Arc<[u8]>, FileError> {
        self.read_with(path, limit, Door::read_shared)
    }

    fn read_with(
        &self,
        path: &ProjectPath,
        limit: u64,
        read: Read,
    ) -> Result<Arc<[u8]>, FileError> {
        let real = self.resolve(path)?;
        let slot = self.read().entry(real.clone()).or_default().clone();
        let (within, found) = slot.get_or_init(|| (limit, self.open(&real, limit, read)));
        match found {
            Ok(bytes) if bytes.len() as u64 > limit => Err(self.too_large(&real, limit)),
            Err(FileError::TooLarge { .. }) if *within < limit => {
                let found = self.open(&real, limit, read);
                let again = OnceLock::from((limit, found.clone()));
                self.read().insert(real, Arc::new(again));
                found
            }
            Ok(_) | Err(_) => found.clone(),
        }
    }

    /// Returns a text of at most [`MAX_TEXT_BYTES`], also with a BOM; UTF-16 as UTF-8, and each
    /// lone carriage return as a line feed.
    ///
    /// # Errors
    ///
    /// As for [`Store::bytes`], and if it is neither UTF-8 nor UTF-16 with a mark.
    pub fn text(&self, path: &ProjectPath) -> Result<String, FileError> {
        let bytes = self.bytes(path, MAX_TEXT_BYTES)?;
        text_of(bytes.to_vec(), &path.below(self.root()))
    }

    /// Returns a text of at most `limit` bytes as [`Store::text`] does, of any file of the project.
    ///
    /// # Errors
    ///
    /// As for [`Store::private_bytes`], and if it is no text.
    pub fn private_text(&self, path: &ProjectPath, limit: u64) -> Result<String, FileError> {
        let bytes = self.private_bytes(path, limit)?;
        text_of(bytes.to_vec(), &path.below(self.root()))
    }

    /// Returns what stands in a folder down to `depth`, folder by folder by name; links are listed
    /// and not followed, but the folder itself may be one. What cannot be read is an error of its
    /// own in the list.
    pub fn list(&self, folder: &ProjectPath, depth: usize) -> Vec<Result<Listed, FileError>> {
        match &self.0.origin {
            Origin::Folder(door) => {
                // The names of a folder elsewhere are nobody's business either.
                if let Err(error) = self.resolve(folder) {
                    return vec![Err(error)];
                }
                let (root, above) = (door.root(), folder.below(door.root()));
                let listed = |found: Found| Listed {
                    path: ProjectPath::relative(root, &above.join(&found.path)),
                    name: found
                        .path
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned(),
                    is_folder: found.is_folder,
                    is_file: found.is_file,
                };
                let found = door.list(folder.as_str().as_ref(), depth).into_iter();
                found.map(|found| found.map(listed)).collect()
            }
            Origin::Memory(files) => {
                let below = files.keys().filter_map(|path| {
                    let below = path.below_folder(folder)?;
                    (below.split('/').count() <= depth).then(|| {
                        Ok(Listed {
                            name: path.file_name().to_owned(),
                            path: Some(path.clone()),
                            is_folder: false,
                            is_file: true,
                        })
                    })
                });
                below.collect()
            }
        }
    }

    /// Returns the names in a folder, sorted; none if it cannot be read or leads out of the project.
    pub fn names(&self, folder: &ProjectPath) -> Vec<String> {
        if self.resolve(folder).is_err() {
            return Vec::new();
        }
        let mut names: Vec<String> = match &self.0.origin {
            Origin::Folder(_) => {
                let listed = self.list(folder, 1).into_iter().flatten();
                listed
                    .filter_map(|entry| Some(entry.path?.file_name().to_owned()))
                    .collect()
            }
            Origin::Memory(files) => {
                let below = files.keys().filter_map(|path| path.below_folder(folder));
                let first = |below: &str| below.split('/').next().unwrap_or_default().to_owned();
                below.map(first).collect()
            }
        };
        names.sort();
        names.dedup();
        names
    }

    /// Reads again what was read before, all of it or only what stands under `changed`, and returns
    /// the files that are not any more what they were, in order.
    ///
    /// Files in memory never change.
    pub fn refresh(&self, changed: Option<&[ProjectPath]>) -> Vec<ProjectPath> {
        if matches!(self.0.origin, Origin::Memory(_)) {
            return Vec::new();
        }
        let real = |path: &ProjectPath| self.resolve(path).unwrap_or_else(|_| path.clone());
        let asked: Option<Vec<ProjectPath>> = changed.map(|all| all.iter().map(real).collect());
        let before: Vec<(ProjectPath, Slot)> = self
            .read()
            .iter()
            .filter(|(path, _)| asked.as_ref().is_none_or(|asked| asked.contains(path)))
            .map(|(path, slot)| (path.clone(), slot.clone()))
            .collect();
        let mut different = Vec::new();
        for (path, slot) in before {
            let Some((limit, then)) = slot.get() else {
                continue;
            };
            let now = match self.resolve(&path) {
                Ok(real) => self.open(&real, *limit, Door::read_shared),
                Err(error) => Err(error),
            };
            let is_same = match (then, &now) {
                (Ok(then), Ok(now)) => then == now,
                (Err(_), Err(_)) => true,
                (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
            };
            if !is_same {
                // A file that is gone is looked for anew: it may be found somewhere else.
                match now {
                    Ok(_) => {
                        let slot = Arc::new(OnceLock::from((*limit, now)));
                        self.read().insert(path.clone(), slot);
                    }
                    Err(_) => {
                        self.read().remove(&path);
                    }
                }
                different.push(path);
            }
        }
        different
    }

    fn open(&self, real: &ProjectPath, limit: u64, read: Read) -> Result<Arc<[u8]>, FileError> {
        match &self.0.origin {
            Origin::Folder(door) => read(door, real.as_str().as_ref(), limit).map(Arc::from),
            Origin::Memory(files) => {
                let bytes = files.get(real).ok_or_else(|| self.missing(real))?;
                match bytes.len() as u64 > limit {
                    true => Err(self.too_large(real, limit)),
                    false => Ok(bytes.clone()),
                }
            }
        }
    }

    fn read(&self) -> MutexGuard<'_, BTreeMap<ProjectPath, Slot>> {
        // Nothing is left half done behind this lock.
        self.0.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn missing(&self, path: &ProjectPath) -> FileError {
        FileError::io("read", &path.below(self.root()))(io::ErrorKind::NotFound.into())
    }

    fn too_large(&self, path: &ProjectPath, limit: u64) -> FileError {
        FileError::TooLarge {
            limit,
            path: path.below(self.root()),
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.root().display())
    }
}

/// Files of a project that are never read into a document, whatever a text or the manifest says.
fn is_private(path: &ProjectPath) -> bool {
    let mut parts = path.as_str().split('/');
    let first = parts.clone().next().unwrap_or_default();
    let is_named = PRIVATE.iter().any(|name| match name.strip_suffix('/') {
        Some(folder) => first.eq_ignore_ascii_case(folder),
        None => path.as_str().eq_ignore_ascii_case(name),
    });
    is_named || parts.any(|part| part.starts_with('.'))
}
