//! The objects of a repository by their names: each in a file of its own, or many in a pack.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::ZlibDecoder;

use crate::diagnostics::read_bytes;
use crate::repository::delta::applied;
use crate::repository::pack::{ObjectKind, Pack, PackEntry};

/// The largest object that is read.
const MAX_OBJECT: usize = 64 << 20;

/// A repository with more packs has not been looked after.
const MAX_PACKS: usize = 50;

/// An object may be what differs from one that is what differs from another, so many times; git
/// itself stops at 50 unless it is told otherwise.
const MAX_CHAIN: usize = 500;

/// The objects of a repository.
pub(super) struct Objects {
    folders: Vec<PathBuf>,
    packs: Vec<Pack>,
}

impl Objects {
    /// Opens those in the folders of a repository.
    pub(super) fn open(git: &[PathBuf]) -> Self {
        let folders: Vec<PathBuf> = git.iter().map(|git| git.join("objects")).collect();
        let packed = folders
            .iter()
            .filter_map(|it| fs::read_dir(it.join("pack")).ok());
        let files = packed.flatten().flatten().map(|entry| entry.path());
        let is_index = |path: &PathBuf| path.extension().is_some_and(|it| it == "idx");
        let packs = files.filter(is_index).take(MAX_PACKS);
        Self {
            packs: packs.filter_map(|path| Pack::open(&path)).collect(),
            folders,
        }
    }

    /// Returns an object of a kind; `None`: it is not there, or cannot be read.
    pub(super) fn get(&self, id: &[u8], wanted: ObjectKind) -> Option<Vec<u8>> {
        let (kind, bytes) = self.whole(id)?;
        (kind == wanted).then_some(bytes)
    }

    /// Puts an object together from what it differs from.
    fn whole(&self, id: &[u8]) -> Option<(ObjectKind, Vec<u8>)> {
        let mut differences = Vec::new();
        let mut name = id.to_vec();
        let (kind, mut bytes) = 'found: loop {
            let Some((pack, mut place)) = self.packed(&name) else {
                break self.loose(&name)?;
            };
            loop {
                if differences.len() > MAX_CHAIN {
                    return None;
                }
                match pack.entry(place, id.len(), MAX_OBJECT)? {
                    PackEntry::Whole(kind, bytes) => break 'found (kind, bytes),
                    PackEntry::DiffersFromPlace(base, difference) => {
                        differences.push(difference);
                        place = base;
                    }
                    PackEntry::DiffersFromName(base, difference) => {
                        differences.push(difference);
                        name = base;
                        break;
                    }
                }
            }
        };
        for difference in differences.iter().rev() {
            bytes = applied(&bytes, difference, MAX_OBJECT)?;
        }
        Some((kind, bytes))
    }

    fn packed(&self, id: &[u8]) -> Option<(&Pack, usize)> {
        let mut packs = self.packs.iter();
        packs.find_map(|pack| Some((pack, pack.find(id)?)))
    }

    /// Reads an object that has a file of its own.
    fn loose(&self, id: &[u8]) -> Option<(ObjectKind, Vec<u8>)> {
        let name: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
        let (folder, file) = name.split_at_checked(2)?;
        let path = Path::new(folder).join(file);
        let most = u64::try_from(MAX_OBJECT).ok()?;
        let mut files = self.folders.iter().map(|it| it.join(&path));
        let packed = files.find_map(|it| read_bytes(&it, most).ok())?;
        let mut bytes = Vec::new();
        ZlibDecoder::new(packed.as_slice())
            .take(most)
            .read_to_end(&mut bytes)
            .ok()?;
        // `blob 123`, a zero, and the object.
        let end = bytes.iter().position(|byte| *byte == 0)?;
        let (kind, size) = std::str::from_utf8(&bytes[..end]).ok()?.split_once(' ')?;
        let kind = ObjectKind::of_name(kind)?;
        let size: usize = size.parse().ok()?;
        let body = bytes.split_off(end + 1);
        (size == body.len()).then_some((kind, body))
    }
}
