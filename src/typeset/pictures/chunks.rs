//! The chunks of a PNG and of a WebP, the blocks of a GIF.

use flate2::Crc;

use crate::typeset::pictures::{Cleaned, Notes, PictureNote, exif, unpacked};

/// How a PNG begins.
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks of a PNG that change how it looks or how large it is.
const DRAWN: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP",
    b"sBIT", b"pHYs", b"bKGD",
];

/// Calls for each chunk of a PNG up to its end: kind, content, all of it; `None` if it has no end.
pub(in crate::typeset) fn each_png_chunk<'a>(
    bytes: &'a [u8],
    mut each: impl FnMut(&'a [u8], &'a [u8], &'a [u8]),
) -> Option<()> {
    let mut rest = bytes.strip_prefix(PNG)?;
    loop {
        let (head, after) = rest.split_first_chunk::<8>()?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let length = usize::try_from(length).ok()?;
        let end = length.checked_add(12)?;
        let whole = rest.get(..end)?;
        each(&whole[4..8], after.get(..length)?, whole);
        if &whole[4..8] == b"IEND" {
            return Some(());
        }
        rest = &rest[end..];
    }
}

/// Takes the notes out of a PNG.
pub(super) fn png(bytes: &[u8], keep: Notes) -> Option<Cleaned> {
    let mut out = PNG.to_vec();
    let mut notes = Vec::new();
    each_png_chunk(bytes, |kind, body, whole| match kind {
        b"eXIf" => {
            let short = exif::needed(body).filter(|_| keep == Notes::Layout);
            out.extend(
                short
                    .as_ref()
                    .map(|short| png_chunk(b"eXIf", short))
                    .unwrap_or_default(),
            );
            if short.as_deref() != Some(body) {
                notes.push(PictureNote::new(exif::FIELD, body));
            }
        }
        _ if DRAWN.iter().any(|drawn| *drawn == kind) => out.extend(whole),
        _ => notes.push(png_note(kind, body)),
    })?;
    Some(Cleaned { bytes: out, notes })
}

fn png_chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = u32::try_from(body.len())
        .unwrap_or(0)
        .to_be_bytes()
        .to_vec();
    out.extend(kind);
    out.extend(body);
    let mut sum = Crc::new();
    sum.update(&out[4..]);
    out.extend(sum.sum().to_be_bytes());
    out
}

/// Reads a chunk with text: a keyword, then what it says, packed or not.
fn png_note(kind: &[u8], body: &[u8]) -> PictureNote {
    let end = body.iter().position(|byte| *byte == 0);
    let (keyword, text) = body.split_at(end.unwrap_or(body.len()));
    let text = text.get(1..).unwrap_or_default();
    let name = String::from_utf8_lossy(keyword).into_owned();
    match kind {
        b"tEXt" => PictureNote::new(&name, text),
        b"zTXt" => PictureNote::new(&name, unpacked(text.get(1..).unwrap_or_default())),
        b"iTXt" => {
            let is_packed = text.first() == Some(&1);
            // The language and the keyword in it come before the text.
            let mut parts = text
                .get(2..)
                .unwrap_or_default()
                .splitn(3, |byte| *byte == 0);
            let (language, word) = (parts.next(), parts.next());
            let said = parts.next().unwrap_or_default();
            let said = match is_packed {
                true => unpacked(said),
                false => said.to_vec(),
            };
            let all = [
                language.unwrap_or_default(),
                word.unwrap_or_default(),
                &said,
            ];
            PictureNote::new(&name, all.join(&b'\n'))
        }
        _ => PictureNote::new(&String::from_utf8_lossy(kind), body),
    }
}

/// Takes the notes out of a WebP.
pub(super) fn webp(bytes: &[u8], keep: Notes) -> Option<Cleaned> {
    const DRAWN: [&[u8; 4]; 7] = [
        b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
    ];
    let mut rest = bytes.get(12..).filter(|_| &bytes[8..12] == b"WEBP")?;
    let mut out = bytes[..12].to_vec();
    let mut notes = Vec::new();
    let mut keeps_exif = false;
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let length = usize::try_from(length).ok()?;
        let body = after.get(..length)?;
        let kind = &head[..4];
        let padded = length.checked_add(length % 2)?;
        if DRAWN.iter().any(|drawn| *drawn == kind) {
            out.extend(head);
            out.extend(body);
            out.extend(vec![0; length % 2]);
        } else if kind == b"EXIF" {
            let tiff = body.strip_prefix(b"Exif\0\0").unwrap_or(body);
            let short = exif::needed(tiff).filter(|_| keep == Notes::Layout);
            if let Some(short) = &short {
                keeps_exif = true;
                out.extend(b"EXIF");
                out.extend(u32::try_from(short.len()).ok()?.to_le_bytes());
                out.extend(short);
            }
            if short.as_deref() != Some(body) {
                notes.push(PictureNote::new(exif::FIELD, tiff));
            }
        } else {
            let name = String::from_utf8_lossy(kind);
            notes.push(PictureNote::new(name.trim(), body));
        }
        rest = after.get(padded..).unwrap_or_default();
    }
    // The list of what is inside says no more than there is.
    if out.get(12..16) == Some(b"VP8X") && out.len() > 20 {
        out[20] &= !0x0c;
        out[20] |= u8::from(keeps_exif) << 3;
    }
    let size = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Some(Cleaned { bytes: out, notes })
}

/// Returns whether the pixels of a WebP were packed with some loss.
pub(super) fn is_lossy_webp(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(12..).unwrap_or_default();
    while let Some((head, after)) = rest.split_first_chunk::<8>() {
        if head.starts_with(b"VP8 ") {
            return true;
        }
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        rest = after.get(length + length % 2..).unwrap_or_default();
    }
    false
}

/// Takes the notes out of a GIF.
pub(super) fn gif(bytes: &[u8]) -> Option<Cleaned> {
    let table = |flags: u8| match flags & 0x80 {
        0 => 0,
        _ => 3 << ((flags & 7) + 1),
    };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    let mut notes = Vec::new();
    loop {
        let start = at;
        match *bytes.get(at)? {
            0x3b => {
                out.push(0x3b);
                return Some(Cleaned { bytes: out, notes });
            }
            0x2c => {
                at += 11 + table(*bytes.get(at + 9)?);
                at = blocks(bytes, at)?.0;
                out.extend(&bytes[start..at]);
            }
            0x21 => {
                let label = *bytes.get(at + 1)?;
                let (end, text) = blocks(bytes, at + 2)?;
                at = end;
                let is_repeat = label == 0xff && text.starts_with(b"NETSCAPE2.0");
                match label {
                    0xf9 => out.extend(&bytes[start..end]),
                    _ if is_repeat => out.extend(&bytes[start..end]),
                    0xfe => notes.push(PictureNote::new("comment", text)),
                    _ => notes.push(PictureNote::new("application data", text)),
                }
            }
            _ => return None,
        }
    }
}

/// Returns where a row of blocks ends, and what they hold.
fn blocks(bytes: &[u8], mut at: usize) -> Option<(usize, Vec<u8>)> {
    let mut text = Vec::new();
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1;
        if length == 0 {
            return Some((at, text));
        }
        text.extend(bytes.get(at..at + length)?);
        at += length;
    }
}
