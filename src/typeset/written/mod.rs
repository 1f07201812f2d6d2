//! The written file, object by object: what the engine's writer cannot say is put into it.
//!
//! The writer puts every object into the file by itself, in order, and lists them in one table at the
//! end. Only such a file is touched; any other is left as it is.

mod element;
mod structure;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

pub(super) use structure::with_structure;

/// A file of numbered objects.
struct Objects<'a> {
    bytes: &'a [u8],
    /// Where the body of each object lies, between `obj` and `endobj`.
    bodies: BTreeMap<usize, Range<usize>>,
    /// Where the first object begins.
    begin: usize,
    /// What stands behind the table of objects, but for the number of objects.
    trailer: &'a str,
    /// How many numbers the table has.
    size: usize,
    /// The objects that are no longer as they were; `None` is gone.
    changed: BTreeMap<usize, Option<Vec<u8>>>,
}

impl<'a> Objects<'a> {
    /// Reads the table of objects, `None` if the file is not made as expected.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let end = tail(bytes)?;
        let table = number(end.rsplit_once("startxref")?.1.trim_start())?.0;
        let rest = std::str::from_utf8(bytes.get(table..)?).ok()?;
        let (first, rest) = rest.strip_prefix("xref\n0 ")?.split_once('\n')?;
        let size: usize = first.trim().parse().ok()?;
        const ENTRY: usize = 20;
        let rows = rest.get(..size.checked_mul(ENTRY)?)?;
        let trailer = rest.get(size * ENTRY..)?.strip_prefix("trailer\n")?;
        let trailer = trailer.strip_prefix(&format!("<</Size {size}"))?;
        let trailer = trailer.split_once("startxref")?.0;
        let mut starts = BTreeMap::new();
        for (at, row) in rows.as_bytes().chunks(ENTRY).enumerate() {
            let row = std::str::from_utf8(row).ok()?;
            if row.get(17..18)? == "n" {
                starts.insert(row.get(..10)?.parse::<usize>().ok()?, at);
            }
        }
        let ends = starts.keys().skip(1).copied().chain([table]);
        let bodies = starts
            .iter()
            .zip(ends)
            .map(|((start, number), end)| {
                let head = format!("{number} 0 obj\n");
                let whole = bytes.get(*start..end)?;
                let body = whole.strip_prefix(head.as_bytes())?;
                let body = trim_end(body).strip_suffix(b"endobj")?;
                let begin = start + head.len();
                Some((*number, begin..begin + trim_end(body).len()))
            })
            .collect::<Option<_>>()?;
        Some(Self {
            bytes,
            bodies,
            begin: *starts.keys().next()?,
            trailer,
            size,
            changed: BTreeMap::new(),
        })
    }

    fn body(&self, number: usize) -> Option<&'a [u8]> {
        self.bytes.get(self.bodies.get(&number)?.clone())
    }

    fn set(&mut self, number: usize, body: Vec<u8>) {
        self.changed.insert(number, Some(body));
    }

    fn remove(&mut self, number: usize) {
        self.changed.insert(number, None);
    }

    /// Adds an object and returns its number.
    fn add(&mut self) -> usize {
        self.size += 1;
        self.size - 1
    }

    /// Writes the file: every object that is as it was with the bytes that it had.
    fn write(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.bytes.len() + 4096);
        out.extend_from_slice(self.bytes.get(..self.begin).unwrap_or_default());
        let mut places = vec![None; self.size];
        let mut in_order: Vec<(usize, usize)> = self
            .bodies
            .iter()
            .map(|(number, body)| (body.start, *number))
            .collect();
        in_order.sort_unstable();
        let old = in_order.into_iter().map(|(_, number)| number);
        let new = self
            .changed
            .keys()
            .filter(|it| !self.bodies.contains_key(it));
        for number in old.chain(new.copied()) {
            let body = match self.changed.get(&number) {
                Some(Some(body)) => body.as_slice(),
                Some(None) => continue,
                None => self.body(number).unwrap_or_default(),
            };
            if let Some(place) = places.get_mut(number) {
                *place = Some(out.len());
            }
            out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        out.push(b'\n');
        let table = out.len();
        let mut end = format!("xref\n0 {}\n", self.size);
        for place in places {
            let _ = match place {
                Some(place) => write!(end, "{place:010} 00000 n\r\n"),
                None => write!(end, "0000000000 65535 f\r\n"),
            };
        }
        let _ = write!(
            end,
            "trailer\n<</Size {}{}startxref\n{table}\n%%EOF",
            self.size, self.trailer
        );
        out.extend_from_slice(end.as_bytes());
        out
    }
}

/// Returns the last bytes of the file, where the table's place stands.
fn tail(bytes: &[u8]) -> Option<&str> {
    let from = bytes.len().saturating_sub(64);
    let tail = bytes.get(from..)?;
    let at = tail.windows(9).rposition(|it| it == b"startxref")?;
    std::str::from_utf8(tail.get(at..)?).ok()
}

fn trim_end(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().rposition(|byte| !byte.is_ascii_whitespace());
    bytes
        .get(..end.map_or(0, |end| end + 1))
        .unwrap_or_default()
}

/// Returns the number at the start of a text, and what follows it.
fn number(text: &str) -> Option<(usize, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    Some((text.get(..end)?.parse().ok()?, text.get(end..)?))
}
