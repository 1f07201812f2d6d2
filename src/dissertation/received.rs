//! A dissertation as it arrives: its folder, a zip of it, or what was handed in.
//!
//! What is said of one that cannot be opened names no file and no path: it stands in tables in which
//! nobody may be recognised.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostics::{FileError, ProjectPath, Store, read_bytes};
use crate::dissertation::failure::{Failure, FailureKind};
use crate::package::{
    ArchiveError, Look, MAX_PACKAGED, PROJECT, RECEIPT, RULES, Receipt, SOURCE, look, unpack,
};
use crate::project::{MANIFEST, RulesFile, manifest_path};

/// The largest receipt that is read.
const MAX_RECEIPT: u64 = 1 << 20;

/// What the receipt says of a dissertation that was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// The name of the PDF.
    pub file: String,
    /// The day it was packaged.
    pub on: Date,
    /// The words that counted.
    pub words: usize,
}

/// What arrived.
pub(super) struct Received {
    pub(super) store: Store,
    /// The rules that a package holds.
    pub(super) rules: Option<RulesFile>,
    pub(super) packed: Option<Packed>,
}

/// Opens what arrived. A package opens as the source that it holds, if it still is what was made.
pub(super) fn receive(root: &Path) -> Result<Received, Failure> {
    let store = match root.is_dir() {
        true => Store::folder(root).map_err(unreadable)?,
        false => {
            let bytes = read_bytes(root, MAX_PACKAGED).map_err(unreadable)?;
            in_memory(unpack(&bytes).map_err(|error| unsafe_zip(&error))?)?
        }
    };
    let receipt = ProjectPath::new(RECEIPT).filter(|path| store.is_file(path));
    match receipt {
        _ if store.is_file(&manifest_path()) => Ok(Received {
            store,
            rules: None,
            packed: None,
        }),
        Some(path) => package(&store, &path),
        None => Err(arrived("there is no `folio.toml` in it")),
    }
}

fn arrived(message: impl Into<String>) -> Failure {
    Failure::new(FailureKind::Received, message)
}

fn unreadable(error: FileError) -> Failure {
    arrived(match error {
        FileError::TooLarge { .. } => "it is larger than anything that is read",
        FileError::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
            "it is not there any more"
        }
        FileError::Io { source, .. } if source.kind() == std::io::ErrorKind::PermissionDenied => {
            "it may not be read: permission denied"
        }
        FileError::Io { .. }
        | FileError::NotUtf8 { .. }
        | FileError::Outside { .. }
        | FileError::Private { .. }
        | FileError::Exists { .. } => "it cannot be read",
    })
}

fn unsafe_zip(error: &ArchiveError) -> Failure {
    arrived(match error {
        ArchiveError::Damaged => "the zip is damaged, or no zip file",
        ArchiveError::Name(_) => "the zip holds a file whose name does not stay inside one folder",
        ArchiveError::Kind(_) => "the zip holds a link or a device",
        ArchiveError::Twice(_) | ArchiveError::SameName => "the zip holds one name twice",
        ArchiveError::Overlap => "files in the zip overlap",
        ArchiveError::TooMany => "the zip holds more files than any dissertation",
        ArchiveError::TooLarge(_) => "the zip unpacks to more than a dissertation can hold",
    })
}

/// Returns the one dissertation or package of a zip: what stands in the fewest folders.
fn in_memory(files: BTreeMap<String, Vec<u8>>) -> Result<Store, Failure> {
    // Many programs put the folder itself into the zip, and one system folders of its own.
    let is_own = |name: &&String| !name.split('/').any(|part| part == "__MACOSX");
    let folder_of = |name: &String, file: &str| -> Option<(usize, String)> {
        let folder = name.strip_suffix(file)?;
        let is_folder = folder.is_empty() || folder.ends_with('/');
        is_folder.then(|| (folder.matches('/').count(), folder.to_owned()))
    };
    let all = |file: &str| {
        let mut all: Vec<(usize, String)> = files
            .keys()
            .filter(is_own)
            .filter_map(|name| folder_of(name, file))
            .collect();
        all.sort();
        let least = all.first().map(|(depth, _)| *depth);
        all.retain(|(depth, _)| Some(*depth) == least);
        all
    };
    let (projects, packages) = (all(MANIFEST), all(RECEIPT));
    let is_project = match (projects.first(), packages.first()) {
        (Some((project, _)), Some((package, _))) => project <= package,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => return Err(arrived("there is no `folio.toml` in it")),
    };
    let found = if is_project { projects } else { packages };
    let [(_, folder)] = found.as_slice() else {
        return Err(arrived(format!(
            "the zip holds {} dissertations",
            found.len()
        )));
    };
    let inside = files.iter().filter_map(|(name, bytes)| {
        let path = ProjectPath::new(name.strip_prefix(folder.as_str())?)?;
        Some((path, Arc::from(bytes.as_slice())))
    });
    Ok(Store::memory(inside.collect()))
}

/// Opens the source of a package; one that was changed since it was made is none.
fn package(store: &Store, path: &ProjectPath) -> Result<Received, Failure> {
    let changed = || arrived("the package was changed since it was made: see `folio verify`");
    let text = store.bytes(path, MAX_RECEIPT).map_err(unreadable)?;
    let receipt = Receipt::read(&String::from_utf8_lossy(&text));
    let receipt =
        receipt.map_err(|_| arrived("the package has no receipt that can be believed"))?;
    for listed in &receipt.files {
        match look(store, listed).map_err(unreadable)? {
            Look::Same => {}
            Look::Changed | Look::Missing => return Err(changed()),
        }
    }
    let source = ProjectPath::new(SOURCE).filter(|_| receipt.listed(SOURCE).is_some());
    let source = source.ok_or_else(|| arrived("the package holds no source"))?;
    let source = store.bytes(&source, MAX_PACKAGED).map_err(unreadable)?;
    let files = unpack(&source).map_err(|error| unsafe_zip(&error))?;
    let (store, rules) = packed(&files);
    Ok(Received {
        store,
        rules,
        packed: Some(Packed {
            file: receipt.file,
            on: receipt.packaged_on,
            words: receipt.counted,
        }),
    })
}

/// Returns the project that `source.zip` holds, and the rules of whoever judged it.
pub(crate) fn packed(files: &BTreeMap<String, Vec<u8>>) -> (Store, Option<RulesFile>) {
    let folder = ProjectPath::new(PROJECT).expect("a plain name is a path of the project");
    let project = files.iter().filter_map(|(path, bytes)| {
        let path = ProjectPath::new(path)?;
        let below = ProjectPath::new(path.below_folder(&folder)?)?;
        Some((below, Arc::from(bytes.as_slice())))
    });
    let rules = files.get(RULES).map(|bytes| RulesFile {
        name: RULES.to_owned(),
        text: String::from_utf8_lossy(bytes).into_owned(),
    });
    (Store::memory(project.collect()), rules)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::pack;

    fn opened(files: &[(&str, &str)]) -> Result<Received, String> {
        let folder = tempfile::tempdir().unwrap();
        let files = files.iter();
        let files = files.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
        let zip = folder.path().join("it.zip");
        std::fs::write(&zip, pack(&files.collect()).unwrap()).unwrap();
        receive(&zip).map_err(|failure| failure.message)
    }

    #[test]
    fn a_zip_opens_at_its_outermost_dissertation() {
        let manifest = "[dissertation]\n";
        let found = opened(&[
            ("__MACOSX/mine/folio.toml", "x"),
            ("mine/folio.toml", manifest),
            ("mine/chapters/01-a.md", "# A"),
            ("mine/old/folio.toml", manifest),
            ("mine/submission/2027-09-01/receipt.txt", "x"),
        ]);
        let store = found.unwrap().store;
        assert!(store.is_file(&ProjectPath::new("chapters/01-a.md").unwrap()));
        let two = opened(&[("a/folio.toml", manifest), ("b/folio.toml", manifest)]);
        assert_eq!(two.err().unwrap(), "the zip holds 2 dissertations");
        let none = opened(&[("a/text.docx", "x")]);
        assert_eq!(none.err().unwrap(), "there is no `folio.toml` in it");
    }

    #[test]
    fn what_cannot_be_opened_is_told_without_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let gone = receive(&folder.path().join("ada.zip")).err().unwrap();
        assert_eq!(gone.message, "it is not there any more");
        let zip = folder.path().join("ada.zip");
        std::fs::write(&zip, "no zip").unwrap();
        let damaged = receive(&zip).err().unwrap();
        assert_eq!(damaged.message, "the zip is damaged, or no zip file");
        std::fs::write(folder.path().join("receipt.txt"), "ada").unwrap();
        let none = receive(folder.path()).err().unwrap();
        assert!(none.message.contains("no receipt"), "{}", none.message);
    }
}
