//! The zip with the source of a package: written the same every time, read as if an enemy had made
//! it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::diagnostics::text::inline;

/// More entries than any dissertation has.
const MAX_ENTRIES: usize = 10_000;
/// The largest file, as everywhere in folio.
const MAX_FILE_BYTES: u64 = 200 << 20;
/// All files together.
const MAX_BYTES: u64 = 1 << 30;
/// So many times its packed size may a large file be; text and pictures stay far below it.
const MAX_RATIO: u64 = 200;
/// Below this size nobody asks for the ratio.
const SMALL_BYTES: u64 = 4 << 20;
/// The longest path, with its folders.
const MAX_PATH: usize = 240;

/// Why a zip was not written or not used. The sentences say "it", for `source.zip`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// It is no zip, or a damaged one.
    #[error("it is damaged or no zip file")]
    Damaged,
    /// A name leads out of the folder, or could mean something else on another system.
    #[error("it holds a file named `{0}`, which does not stay inside one folder")]
    Name(String),
    /// A link or a device.
    #[error("`{0}` in it is a link or a device, not a file")]
    Kind(String),
    /// Two entries have one name.
    #[error("`{0}` stands in it more than once")]
    Twice(String),
    /// Two entries have the very same name, of which the reader keeps one.
    #[error("two files in it have the same name")]
    SameName,
    /// Two entries share their bytes.
    #[error("files in it overlap")]
    Overlap,
    /// Too many entries.
    #[error("it holds more than {MAX_ENTRIES} files")]
    TooMany,
    /// It would become too large.
    #[error("`{0}` in it unpacks to more than a dissertation can hold")]
    TooLarge(String),
}

/// What the reader of zips says of it helps nobody.
fn damaged<E>(_: E) -> ArchiveError {
    ArchiveError::Damaged
}

/// Writes files into a zip: in the order of their paths, without times or owners, so that the same
/// files give the same bytes.
///
/// # Errors
///
/// If a file or all of them are too large for a zip.
pub fn pack(files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, ArchiveError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    for (path, bytes) in files {
        check_name(path)?;
        writer.start_file(path.as_str(), options).map_err(damaged)?;
        writer.write_all(bytes).map_err(damaged)?;
    }
    let cursor = writer.finish().map_err(damaged)?;
    Ok(cursor.into_inner())
}

/// Reads the files of a zip that anybody may have made.
///
/// # Errors
///
/// If it is no zip, is damaged, leads out of its folder, or unpacks to more than a package may.
pub fn unpack(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MAX_ENTRIES {
        return Err(ArchiveError::TooMany);
    }
    if archive.has_duplicate_names() {
        return Err(ArchiveError::SameName);
    }
    let overlaps = archive.has_overlapping_entries().map_err(damaged)?;
    if overlaps {
        return Err(ArchiveError::Overlap);
    }
    let mut files = BTreeMap::new();
    let mut folded = BTreeSet::new();
    let mut left = MAX_BYTES;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let raw = entry.name_raw().to_vec();
        let shown = inline(&String::from_utf8_lossy(&raw), 80);
        // Older programs write names in the letters of their own system, which the reader knows.
        let name = match String::from_utf8(raw) {
            Ok(name) => name,
            Err(_) => entry.name().map_err(damaged)?.into_owned(),
        };
        // Some on Windows part folders as that system does.
        let name = match name.contains('/') {
            true => name,
            false => name.replace('\\', "/"),
        };
        let is_folder = name.ends_with('/');
        check_name(name.trim_end_matches('/'))?;
        const KIND: u32 = 0o170_000;
        const PLAIN: [u32; 3] = [0, 0o100_000, 0o040_000];
        let kind = entry.unix_mode().unwrap_or_default() & KIND;
        if !PLAIN.contains(&kind) {
            return Err(ArchiveError::Kind(shown));
        }
        if is_folder {
            continue;
        }
        // Two names that differ only in case are one file on Windows and macOS.
        if !folded.insert(name.to_lowercase()) {
            return Err(ArchiveError::Twice(shown));
        }
        // What an entry says of its own size is not believed.
        let ratio = entry
            .compressed_size()
            .saturating_mul(MAX_RATIO)
            .max(SMALL_BYTES);
        let room = left.min(MAX_FILE_BYTES).min(ratio);
        let mut content = Vec::new();
        entry
            .by_ref()
            .take(room + 1)
            .read_to_end(&mut content)
            .map_err(damaged)?;
        let size = content.len() as u64;
        if size > room {
            return Err(ArchiveError::TooLarge(shown));
        }
        left -= size;
        files.insert(name, content);
    }
    // A file cannot be a folder as well.
    for name in files.keys() {
        let mut parents = name.match_indices('/').map(|(at, _)| &name[..at]);
        if let Some(parent) = parents.find(|parent| folded.contains(&parent.to_lowercase())) {
            return Err(ArchiveError::Twice(inline(parent, 80)));
        }
    }
    Ok(files)
}

/// Refuses a name that could lead out of the folder on any system.
fn check_name(name: &str) -> Result<(), ArchiveError> {
    let is_part = |part: &str| {
        !part.is_empty()
            && part != "."
            && part != ".."
            && !part.ends_with(['.', ' '])
            && !part
                .chars()
                .any(|c| c.is_control() || "\\:*?\"<>|".contains(c))
    };
    if name.len() > MAX_PATH || !name.split('/').all(is_part) {
        return Err(ArchiveError::Name(inline(name, 80)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &[u8])]) -> BTreeMap<String, Vec<u8>> {
        let own = list.iter();
        own.map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec()))
            .collect()
    }

    /// Writes a zip that folio itself would not write.
    fn forged(entries: &[(&str, &[u8], u32)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes, mode) in entries {
            let options = SimpleFileOptions::default().unix_permissions(*mode);
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn the_same_files_give_the_same_bytes_and_come_back() {
        let own = files(&[
            ("b/ä ö.md", "Größe".as_bytes()),
            ("a.toml", b"x = 1"),
            ("b/empty.txt", b""),
        ]);
        let zip = pack(&own).unwrap();
        assert_eq!(pack(&own).unwrap(), zip);
        assert_eq!(unpack(&zip).unwrap(), own);
    }

    #[test]
    fn a_name_that_leads_out_is_refused() {
        for name in [
            "../x",
            "a/../../x",
            "/x",
            "C:/x",
            "a\\..\\x",
            "a//x",
            "./x",
            "a/.",
            "x\0y",
            "nul:",
            "a./x",
        ] {
            let error = unpack(&forged(&[(name, b"x", 0o644)])).unwrap_err();
            assert!(matches!(error, ArchiveError::Name(_)), "{name}: {error}");
            assert!(pack(&files(&[(name, b"x")])).is_err(), "{name}");
        }
    }

    #[test]
    fn a_link_is_refused() {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        writer.add_symlink("a", "/etc/passwd", options).unwrap();
        let zip = writer.finish().unwrap().into_inner();
        assert_eq!(unpack(&zip), Err(ArchiveError::Kind("a".into())));
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_in_any_case() {
        let zip = forged(&[("a.md", b"one", 0o644), ("A.md", b"two", 0o644)]);
        assert_eq!(unpack(&zip), Err(ArchiveError::Twice("A.md".into())));
        let mut zip = forged(&[("a.md", b"one", 0o644), ("b.md", b"two", 0o644)]);
        for at in 0..zip.len() - 4 {
            if &zip[at..at + 4] == b"b.md" {
                zip[at] = b'a';
            }
        }
        assert_eq!(unpack(&zip), Err(ArchiveError::SameName));
        let zip = forged(&[("a", b"one", 0o644), ("a/b", b"two", 0o644)]);
        assert_eq!(unpack(&zip), Err(ArchiveError::Twice("a".into())));
    }

    #[test]
    fn a_zip_bomb_is_refused_before_it_unfolds() {
        let zip = pack(&files(&[("bomb.txt", &vec![b'0'; 64 << 20])])).unwrap();
        assert!(zip.len() < 100 << 10, "{}", zip.len());
        assert_eq!(unpack(&zip), Err(ArchiveError::TooLarge("bomb.txt".into())));
    }

    #[test]
    fn a_damaged_zip_is_refused_wherever_it_was_hurt() {
        let zip = pack(&files(&[
            ("a.md", b"Four words of text."),
            ("b.md", b"More."),
        ]))
        .unwrap();
        for at in 0..zip.len() {
            let mut hurt = zip.clone();
            hurt[at] ^= 0x55;
            // Whatever comes of it, it is an answer; nothing panics.
            let _ = unpack(&hurt);
            let _ = unpack(&zip[..at]);
        }
        assert!(matches!(unpack(&zip[..40]), Err(ArchiveError::Damaged)));
        assert!(matches!(unpack(b"no zip"), Err(ArchiveError::Damaged)));
    }
}
