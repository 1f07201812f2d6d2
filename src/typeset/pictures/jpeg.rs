//! The segments of a JPEG.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder};

use crate::typeset::pictures::{Cleaned, Notes, PictureNote, exif};

/// How good a photograph stays that is written again, of 100: no loss that print shows.
pub(super) const QUALITY: u8 = 88;

/// How a JPEG begins.
const START: &[u8] = b"\xff\xd8";
/// How the segment of a colour profile begins.
const PROFILE: &[u8] = b"ICC_PROFILE\0";
/// How the segment of EXIF begins.
const EXIF: &[u8] = b"Exif\0\0";
/// How the segments of XMP begin, the second of what did not fit into the first.
const XMP: &[u8] = b"http://ns.adobe.com/x";

/// A segment, with the compressed lines that follow it if it begins a scan.
struct Segment<'a> {
    marker: u8,
    /// All of it, its marker too.
    whole: &'a [u8],
    /// What stands after its length.
    body: &'a [u8],
}

/// Cuts a JPEG into its segments up to the end of the picture; `None` if it has none.
fn segments(bytes: &[u8]) -> Option<Vec<Segment<'_>>> {
    if !bytes.starts_with(START) {
        return None;
    }
    let mut all = Vec::new();
    let mut at = START.len();
    loop {
        // Any number of 0xff may stand before a marker.
        while bytes.get(at..at + 2)? == b"\xff\xff" {
            at += 1;
        }
        let [0xff, marker] = *bytes.get(at..at + 2)? else {
            return None;
        };
        if marker == 0xd9 {
            return Some(all);
        }
        if matches!(marker, 0x01 | 0xd0..=0xd7) {
            at += 2;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([
            *bytes.get(at + 2)?,
            *bytes.get(at + 3)?,
        ]));
        let body = bytes.get(at + 4..at + 2 + length)?;
        let mut end = at + 2 + length;
        if marker == 0xda {
            end += lines(&bytes[end..]);
        }
        all.push(Segment {
            marker,
            whole: &bytes[at..end],
            body,
        });
        at = end;
    }
}

/// Returns how many bytes of compressed lines there are before the next marker.
fn lines(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
    let next = bytes.windows(2).position(is_marker);
    next.unwrap_or(bytes.len())
}

/// Returns whether a JPEG has four colours, as printing machines do.
pub(in crate::typeset) fn is_cmyk(bytes: &[u8]) -> bool {
    let all = segments(bytes).unwrap_or_default();
    let is_frame =
        |marker: u8| matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
    let frame = all.iter().find(|segment| is_frame(segment.marker));
    frame.is_some_and(|frame| frame.body.get(5) == Some(&4))
}

/// Returns a JPEG whose lines lie as it was held, `None` if they do already.
pub(super) fn upright(bytes: &[u8]) -> Option<Vec<u8>> {
    if !bytes.starts_with(START) || is_cmyk(bytes) {
        return None;
    }
    let mut decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
    let held = decoder.orientation().ok()?;
    if held == Orientation::NoTransforms {
        return None;
    }
    let profile = decoder.icc_profile().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(held);
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile).ok()?;
    }
    picture.write_with_encoder(encoder).ok()?;
    Some(out)
}

/// Takes the notes out of a JPEG. What follows the end of the picture goes too: telephones put
/// whole films there.
pub(super) fn cleaned(bytes: &[u8], keep: Notes) -> Option<Cleaned> {
    let all = segments(bytes)?;
    let mut out = START.to_vec();
    let mut notes = Vec::new();
    for Segment {
        marker,
        whole,
        body,
    } in all
    {
        match marker {
            0xe0 if body.starts_with(b"JFIF\0") && body.len() >= 14 => {
                out.extend(segment(0xe0, &[&body[..12], &[0, 0]]));
            }
            0xe2 if body.starts_with(PROFILE) => out.extend(whole),
            0xee if body.starts_with(b"Adobe") => out.extend(whole),
            0xe1 if body.starts_with(EXIF) => {
                let tiff = &body[EXIF.len()..];
                let short = exif::needed(tiff).filter(|_| keep == Notes::Layout);
                if let Some(short) = &short {
                    out.extend(segment(0xe1, &[EXIF, short]));
                }
                if short.as_deref() != Some(tiff) {
                    notes.push(PictureNote::new(exif::FIELD, tiff));
                }
            }
            0xe1 if body.starts_with(XMP) => notes.push(PictureNote::new("XMP", body)),
            0xed => notes.push(PictureNote::new("IPTC", body)),
            0xfe => notes.push(PictureNote::new("comment", body)),
            0xe0..=0xef => notes.push(PictureNote::new("application data", body)),
            _ => out.extend(whole),
        }
    }
    out.extend(b"\xff\xd9");
    Some(Cleaned { bytes: out, notes })
}

fn segment(marker: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let length = u16::try_from(length + 2).unwrap_or(u16::MAX);
    let mut out = vec![0xff, marker];
    out.extend(length.to_be_bytes());
    out.extend(parts.concat());
    out
}
