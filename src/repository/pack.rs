//! Many objects in one file, found by an index (gitformat-pack(5)).

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::ZlibDecoder;

use crate::diagnostics::read_bytes;

/// The largest index and pack that are read.
const MAX_INDEX: u64 = 64 << 20;
const MAX_PACK: u64 = 256 << 20;

/// How an index of the second form begins: a mark, its form, and how many names begin with no more
/// than each byte.
const MAGIC: [u8; 8] = [0xff, b't', b'O', b'c', 0, 0, 0, 2];
const NAMES: usize = MAGIC.len() + 4 * 256;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ObjectKind {
    Commit,
    Tree,
    Blob,
    Tag,
}

impl ObjectKind {
    fn of_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Commit),
            2 => Some(Self::Tree),
            3 => Some(Self::Blob),
            4 => Some(Self::Tag),
            _ => None,
        }
    }

    pub(super) fn of_name(name: &str) -> Option<Self> {
        match name {
            "commit" => Some(Self::Commit),
            "tree" => Some(Self::Tree),
            "blob" => Some(Self::Blob),
            "tag" => Some(Self::Tag),
            _ => None,
        }
    }
}

/// A pack.
pub(super) struct Pack {
    path: PathBuf,
    index: Vec<u8>,
    /// Read when the first object is taken out of it.
    bytes: OnceCell<Option<Vec<u8>>>,
}

/// What stands at a place of a pack.
pub(super) enum PackEntry {
    Whole(ObjectKind, Vec<u8>),
    /// What differs from the object at another place of the pack.
    DiffersFromPlace(usize, Vec<u8>),
    /// What differs from the object of a name.
    DiffersFromName(Vec<u8>, Vec<u8>),
}

impl Pack {
    /// Opens the pack of an index.
    pub(super) fn open(index: &Path) -> Option<Self> {
        let bytes = read_bytes(index, MAX_INDEX).ok()?;
        bytes.starts_with(&MAGIC).then(|| Self {
            path: index.with_extension("pack"),
            index: bytes,
            bytes: OnceCell::new(),
        })
    }

    /// Returns where the object of a name begins.
    pub(super) fn find(&self, id: &[u8]) -> Option<usize> {
        let count = self.count(255)?;
        let first = usize::from(*id.first()?);
        let (mut low, mut high) = match first {
            0 => (0, self.count(0)?),
            _ => (self.count(first - 1)?, self.count(first)?.min(count)),
        };
        while low < high {
            let middle = low.midpoint(high);
            let start = NAMES + middle * id.len();
            let name = self.index.get(start..start + id.len())?;
            match name.cmp(id) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return self.place(middle, count, id.len()),
            }
        }
        None
    }

    /// Returns how many names begin with no more than a byte.
    fn count(&self, byte: usize) -> Option<usize> {
        self.number(MAGIC.len() + 4 * byte)
    }

    fn number(&self, at: usize) -> Option<usize> {
        let bytes = self.index.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_be_bytes(bytes)).ok()
    }

    /// Returns the place of an object by the place of its name: checksums stand between the two.
    fn place(&self, name: usize, count: usize, id_length: usize) -> Option<usize> {
        const LARGE: usize = 1 << 31;
        let places = NAMES + count * (id_length + 4);
        let place = self.number(places + 4 * name)?;
        if place < LARGE {
            return Some(place);
        }
        let at = places + 4 * count + 8 * (place - LARGE);
        let bytes = self.index.get(at..at + 8)?.try_into().ok()?;
        usize::try_from(u64::from_be_bytes(bytes)).ok()
    }

    /// Reads what stands at a place, of at most `limit` bytes.
    pub(super) fn entry(&self, place: usize, id_length: usize, limit: usize) -> Option<PackEntry> {
        let bytes = self
            .bytes
            .get_or_init(|| read_bytes(&self.path, MAX_PACK).ok());
        let mut rest = bytes.as_deref()?.get(place..)?;
        let mut next = || rest.split_off_first().copied();
        let first = next()?;
        let (kind, mut size, mut last) = (first >> 4 & 7, usize::from(first & 0x0f), first);
        let mut shift = 4;
        while last & 0x80 != 0 {
            last = next()?;
            size |= usize::from(last & 0x7f).checked_shl(shift)?;
            shift += 7;
        }
        if size > limit {
            return None;
        }
        match kind {
            6 => {
                let mut last = next()?;
                let mut back = usize::from(last & 0x7f);
                while last & 0x80 != 0 {
                    last = next()?;
                    back = (back + 1).checked_mul(128)? | usize::from(last & 0x7f);
                }
                let base = place.checked_sub(back).filter(|_| back > 0)?;
                Some(PackEntry::DiffersFromPlace(base, inflated(rest, size)?))
            }
            7 => {
                let base = rest.split_off(..id_length)?.to_vec();
                Some(PackEntry::DiffersFromName(base, inflated(rest, size)?))
            }
            _ => Some(PackEntry::Whole(
                ObjectKind::of_number(kind)?,
                inflated(rest, size)?,
            )),
        }
    }
}

/// Returns what is packed at the start of some bytes, which must be so long.
fn inflated(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(size).ok()?;
    let mut reader = ZlibDecoder::new(packed).take(most + 1);
    reader.read_to_end(&mut bytes).ok()?;
    (bytes.len() == size).then_some(bytes)
}
