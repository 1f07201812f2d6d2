//! The objects of a plain PDF file, to be replaced one by one.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::Range;

/// A file by its objects.
pub(super) struct Objects<'a> {
    bytes: &'a [u8],
    /// Where each object stands, from its number to the next object.
    places: BTreeMap<usize, Range<usize>>,
    /// The table's lines that name no object, by number.
    free: BTreeMap<usize, &'a [u8]>,
    /// From `trailer` to before `startxref`.
    trailer: &'a [u8],
    replaced: BTreeMap<usize, Vec<u8>>,
    removed: BTreeSet<usize>,
    /// How many objects were added behind the last number.
    added: usize,
}

/// How long a line of the table is.
const LINE: usize = 20;

impl<'a> Objects<'a> {
    /// Reads the table at the end of a file; `None` if it is none of a plain file.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let tail = bytes.len().saturating_sub(64);
        let found = find(&bytes[tail..], b"startxref\n")? + tail;
        let start = number(&bytes[found + 10..])?;
        let table = bytes.get(start..found)?.strip_prefix(b"xref\n0 ")?;
        let count = number(table)?;
        let lines = table.get(find(table, b"\n")? + 1..)?;
        let end = count.checked_mul(LINE)?;
        let trailer = lines.get(end..)?;
        let mut starts = BTreeMap::new();
        let mut free = BTreeMap::new();
        for (id, line) in lines.get(..end)?.chunks_exact(LINE).enumerate() {
            match line[17] {
                b'n' => {
                    starts.insert(number(line)?, id);
                }
                _ => {
                    free.insert(id, line);
                }
            }
        }
        let ends = starts.keys().skip(1).copied().chain([start]);
        let places = starts
            .iter()
            .zip(ends)
            .map(|((from, id), to)| (*id, *from..to));
        let places: BTreeMap<_, _> = places.collect();
        let is_sound = trailer.starts_with(b"trailer")
            && places
                .values()
                .all(|place| bytes.get(place.clone()).is_some());
        is_sound.then_some(Self {
            bytes,
            places,
            free,
            trailer,
            replaced: BTreeMap::new(),
            removed: BTreeSet::new(),
            added: 0,
        })
    }

    /// Returns the numbers of all objects.
    pub(super) fn ids(&self) -> Vec<usize> {
        self.places.keys().copied().collect()
    }

    /// Returns an object, from its number to its end.
    pub(super) fn object(&self, id: usize) -> Option<&[u8]> {
        let place = self.places.get(&id)?.clone();
        let object = self.replaced.get(&id).map(Vec::as_slice);
        object.or_else(|| self.bytes.get(place))
    }

    /// Returns what an object holds, without its number and its end.
    pub(super) fn content(&self, id: usize) -> Option<&[u8]> {
        let object = self.object(id)?;
        let object = object.get(find(object, b"obj")? + 3..)?.trim_ascii();
        Some(object.strip_suffix(b"endobj")?.trim_ascii_end())
    }

    /// Returns a number for an object that is still to be put into its place.
    pub(super) fn add(&mut self) -> usize {
        self.added += 1;
        self.count() - 1
    }

    /// Leaves an object out.
    pub(super) fn remove(&mut self, id: usize) {
        self.removed.insert(id);
    }

    /// How many numbers the table has.
    fn count(&self) -> usize {
        self.places.len() + self.free.len() + self.added
    }

    /// Returns the dictionary of a stream, with the brackets around it, and its content.
    pub(super) fn stream(&self, id: usize) -> Option<(Cow<'_, str>, &[u8])> {
        const BEFORE: &[u8] = b"\nstream\n";
        let object = self.object(id)?;
        // No dictionary of a picture or of metadata is longer.
        let at = find(object.get(..object.len().min(2_000))?, BEFORE)?;
        let head = String::from_utf8_lossy(object.get(find(object, b"<<")?..at)?);
        let length = number(value(&head, "/Length")?.as_bytes())?;
        let start = at + BEFORE.len();
        let content = object.get(start..start.checked_add(length)?)?;
        Some((head, content))
    }

    /// Returns the number of the object that the trailer names under a key.
    pub(super) fn named(&self, key: &str) -> Option<usize> {
        let trailer = String::from_utf8_lossy(self.trailer);
        number(value(&trailer, key)?.as_bytes())
    }

    /// Puts another content in the place of an object, which has no stream.
    pub(super) fn replace(&mut self, id: usize, content: &[u8]) {
        let object = [format!("{id} 0 obj\n").as_bytes(), content, b"\nendobj\n\n"].concat();
        self.replaced.insert(id, object);
    }

    /// Puts another stream in the place of one; `entries` are those of its dictionary without the
    /// length.
    pub(super) fn replace_stream(&mut self, id: usize, entries: &str, content: &[u8]) {
        let head = format!("<<\n  /Length {}\n{entries}\n>>\nstream\n", content.len());
        self.replace(id, &[head.as_bytes(), content, b"\nendstream"].concat());
    }

    /// Writes the file.
    pub(super) fn write(self) -> Vec<u8> {
        let mut in_order: Vec<(usize, Range<usize>)> = self.places.clone().into_iter().collect();
        in_order.sort_by_key(|(_, place)| place.start);
        let first = in_order.first().map_or(0, |(_, place)| place.start);
        let mut out = self.bytes[..first].to_vec();
        let mut starts = BTreeMap::new();
        let new = self.replaced.keys().copied();
        let new = new.filter(|id| !self.places.contains_key(id));
        let old = in_order.into_iter().map(|(id, place)| (id, Some(place)));
        for (id, place) in old.chain(new.map(|id| (id, None))) {
            if self.removed.contains(&id) {
                continue;
            }
            starts.insert(id, out.len());
            match (self.replaced.get(&id), place) {
                (Some(object), _) => out.extend(object),
                (None, Some(place)) => out.extend(&self.bytes[place]),
                (None, None) => {}
            }
        }
        let table = out.len();
        let count = self.count();
        let mut lines = format!("xref\n0 {count}\n").into_bytes();
        for id in 0..count {
            match (starts.get(&id), self.free.get(&id)) {
                (Some(start), _) => lines.extend(format!("{start:010} 00000 n\r\n").as_bytes()),
                (None, Some(line)) => lines.extend(*line),
                (None, None) => lines.extend(b"0000000000 65535 f\r\n"),
            }
        }
        out.extend(lines);
        let sized = String::from_utf8_lossy(self.trailer);
        let size = format!("/Size {}", count - self.added);
        out.extend(match self.added {
            0 => self.trailer.to_vec(),
            _ => sized
                .replacen(&size, &format!("/Size {count}"), 1)
                .into_bytes(),
        });
        // Writing into memory does not fail.
        let _ = write!(out, "startxref\n{table}\n%%EOF");
        out
    }
}

/// Returns what stands after a key of a dictionary, to its end.
pub(super) fn value<'h>(head: &'h str, key: &str) -> Option<&'h str> {
    let mut rest = head;
    loop {
        let (_, after) = rest.split_once(key)?;
        if !after.starts_with(|next: char| next.is_ascii_alphanumeric()) {
            return Some(after.trim_start());
        }
        rest = after;
    }
}

/// Reads the number that a text begins with.
pub(super) fn number(text: &[u8]) -> Option<usize> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&text[..digits]).ok()?.parse().ok()
}

/// Returns where bytes stand first in others.
pub(super) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
