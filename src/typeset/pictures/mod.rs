//! Pictures without what they say of their maker, and no larger than print needs.
//!
//! A photograph tells who took it, where and when, and a drawing whose computer it was made on.
//! [`clean`] takes that out of the bytes before the engine gets them, and nothing else changes: what
//! the layout needs of it, how the camera was held and how large a pixel is, stays until the pages
//! are set. [`fit`] then turns photographs on the pages themselves and scales down what is finer
//! than print shows.
//!
//! # Decisions
//!
//! - 2026-11: the parts of a file that draw are named and all others go, because programs think of
//!   new ones. A file that cannot be followed to its end stays as it came: the engine says what is
//!   wrong with it.

mod chunks;
mod drawing;
#[cfg(test)]
pub(super) mod examples;
mod exif;
mod fit;
mod jpeg;
mod pdf;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io::Read;

use flate2::read::{GzDecoder, ZlibDecoder};
use typst::foundations::Bytes;

pub(super) use chunks::each_png_chunk;
pub(super) use fit::{came_whole, fit};

pub(super) use jpeg::is_cmyk;

pub use fit::Saved;

/// The most that a compressed field of a picture may unpack to.
const MAX_UNPACKED: u64 = 16 << 20;

/// How much of a photograph's own notes stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notes {
    /// How it is turned and how large a pixel is.
    Layout,
    /// Nothing.
    None,
}

/// Something that a picture says and nobody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureNote {
    /// Where it stands, as people call it, such as `EXIF`.
    pub field: String,
    /// What stands there, unpacked.
    pub bytes: Vec<u8>,
}

impl PictureNote {
    fn new(field: &str, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            field: field.to_owned(),
            bytes: bytes.into(),
        }
    }
}

/// A picture without its notes, and the notes.
struct Cleaned {
    bytes: Vec<u8>,
    notes: Vec<PictureNote>,
}

/// Returns the photograph that a drawing links by a name.
pub(super) type Linked<'a> = &'a dyn Fn(&str) -> Option<Bytes>;

/// Returns the picture without what it says of its maker. What is no picture, cannot be read or
/// says nothing is returned as it is.
pub(super) fn clean<'a>(bytes: &'a [u8], linked: Linked<'_>) -> Cow<'a, [u8]> {
    match cleaned_linking(bytes, Notes::Layout, linked) {
        Some(cleaned) if cleaned.bytes != bytes => Cow::Owned(cleaned.bytes),
        Some(_) | None => Cow::Borrowed(bytes),
    }
}

/// Returns what a picture says beside what it shows.
pub fn picture_notes(bytes: &[u8]) -> Vec<PictureNote> {
    let cleaned = cleaned(bytes, Notes::None);
    cleaned.map_or_else(Vec::new, |cleaned| cleaned.notes)
}

/// Returns whether a picture says where it was taken.
pub fn has_position(notes: &[PictureNote]) -> bool {
    let mut all = notes.iter().filter(|note| note.field == exif::FIELD);
    all.any(|note| exif::has_position(&note.bytes))
}

fn cleaned(bytes: &[u8], keep: Notes) -> Option<Cleaned> {
    cleaned_linking(bytes, keep, &|_| None)
}

fn cleaned_linking(bytes: &[u8], keep: Notes, linked: Linked<'_>) -> Option<Cleaned> {
    if bytes.starts_with(b"\xff\xd8") {
        return jpeg::cleaned(bytes, keep);
    }
    if bytes.starts_with(chunks::PNG) {
        return chunks::png(bytes, keep);
    }
    if bytes.starts_with(b"RIFF") {
        return chunks::webp(bytes, keep);
    }
    if bytes.starts_with(b"GIF8") {
        return chunks::gif(bytes);
    }
    if bytes.starts_with(b"%PDF-") {
        return pdf::cleaned(bytes);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return drawing::cleaned(std::str::from_utf8(&gunzipped(bytes)?).ok()?, linked);
    }
    drawing::cleaned(std::str::from_utf8(bytes).ok()?, linked)
}

fn gunzipped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let limit = 4 * MAX_UNPACKED;
    let read = GzDecoder::new(bytes).take(limit).read_to_end(&mut out);
    read.ok().filter(|read| (*read as u64) < limit).map(|_| out)
}

/// Unpacks a field; what cannot be unpacked is as good as nothing.
fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // A broken end leaves what was read before it.
    let _ = ZlibDecoder::new(bytes)
        .take(MAX_UNPACKED)
        .read_to_end(&mut out);
    out
}
