//! What pictures say beside their lines: words in drawings, authors and places in photographs.
//!
//! Nothing is decoded: the few places that hold text are read as bytes. Text that is compressed
//! there is not seen.

use std::collections::BTreeSet;

use crate::check::context::SourceContext;
use crate::diagnostics::ProjectPath;

/// Larger pictures are not read.
const MAX_BYTES: u64 = 32 << 20;
/// More files than a dissertation has.
const MAX_FILES: usize = 500;
/// The folder whose files are looked at even if no text shows them.
const FOLDER: &str = "figures";
/// Shorter runs of printable bytes are no text.
const MIN_RUN: usize = 4;

/// Returns the pictures that the text shows, and those that lie in `figures`.
pub(super) fn files(context: &SourceContext<'_>) -> BTreeSet<ProjectPath> {
    let mut files = BTreeSet::new();
    for text in &context.manuscript.texts {
        let shown = text
            .figures
            .iter()
            .filter_map(|figure| figure.picture.as_deref());
        files.extend(shown.filter_map(|shown| text.path.parent().join(shown)));
    }
    let folder = ProjectPath::new(FOLDER).into_iter();
    let listed = folder.flat_map(|folder| context.store.list(&folder, 4));
    let found = listed.flatten().filter(|entry| entry.is_file);
    files.extend(found.take(MAX_FILES).filter_map(|entry| entry.path));
    files
}

/// Returns the texts that a picture holds; nothing if it cannot be read.
pub(super) fn texts(context: &SourceContext<'_>, path: &ProjectPath) -> Vec<String> {
    match context.store.bytes(path, MAX_BYTES) {
        Ok(bytes) => texts_of(&bytes),
        Err(_) => Vec::new(),
    }
}

fn texts_of(bytes: &[u8]) -> Vec<String> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return vec![runs(&png(bytes))];
    }
    if bytes.starts_with(b"\xff\xd8") {
        return vec![runs(&jpeg(bytes))];
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("<svg") => vec![text.to_owned(), without_tags(text)],
        Ok(_) | Err(_) => vec![runs(bytes)],
    }
}

/// The chunks of a PNG that hold text or EXIF.
fn png(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut rest = &bytes[8..];
    while let Some((head, body)) = rest.split_first_chunk::<8>() {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let length = usize::try_from(length)
            .unwrap_or(usize::MAX)
            .min(body.len());
        if matches!(&head[4..], b"tEXt" | b"iTXt" | b"eXIf") {
            text.extend_from_slice(&body[..length]);
            text.push(b'\n');
        }
        rest = body.get(length.saturating_add(4)..).unwrap_or_default();
    }
    text
}

/// The segments before the first line of a JPEG: EXIF, XMP, comments.
fn jpeg(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut rest = &bytes[2..];
    while let Some((head, body)) = rest.split_first_chunk::<4>() {
        let length = usize::from(u16::from_be_bytes([head[2], head[3]])).saturating_sub(2);
        if head[0] != 0xff || head[1] == 0xda {
            break;
        }
        let length = length.min(body.len());
        if matches!(head[1], 0xe1..=0xef | 0xfe) {
            text.extend_from_slice(&body[..length]);
            text.push(b'\n');
        }
        rest = &body[length..];
    }
    text
}

/// Returns the printable runs of bytes, a line each; text in UTF-16 loses its noughts first.
fn runs(bytes: &[u8]) -> String {
    let mut out = String::new();
    let mut run: Vec<u8> = Vec::new();
    let mut bytes = bytes.iter().copied().filter(|byte| *byte != 0).peekable();
    let mut take = |run: &mut Vec<u8>| {
        if run.len() >= MIN_RUN {
            // A PDF writes the noughts of UTF-16 as three digits.
            out.push_str(&String::from_utf8_lossy(run).replace("\\000", ""));
            out.push('\n');
        }
        run.clear();
    };
    while let Some(byte) = bytes.next() {
        match byte {
            b' '..=b'~' | 0x80..=0xff => run.push(byte),
            b'\r' | b'\n' | b'\t' if bytes.peek().is_some() => run.push(b' '),
            _ => take(&mut run),
        }
    }
    take(&mut run);
    out
}

/// The words of a drawing, which may be cut into pieces by tags; every tag is left out.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        if tag.starts_with("/text") || tag.starts_with("/title") || tag.starts_with("/desc") {
            out.push_str(" \u{2022} ");
        }
        rest = tag.split_once('>').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    for (entity, sign) in [
        ("&#8217;", "’"),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#160;", " "),
        ("&amp;", "&"),
    ] {
        out = out.replace(entity, sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_drawing_are_read_through_its_tags() {
        let svg =
            b"<svg><text>North<tspan x='1'>ern Trust</tspan></text><text>R&amp;I</text></svg>";
        let texts = texts_of(svg);
        assert!(
            texts[1].contains("Northern Trust \u{2022} R&I"),
            "{texts:?}"
        );
    }

    #[test]
    fn the_text_chunks_of_a_png_are_read_and_its_pixels_are_not() {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, body) in [(b"IDAT", b"Secret pixels"), (b"tEXt", b"Author\0Lee A.")] {
            png.extend(13_u32.to_be_bytes());
            png.extend(kind);
            png.extend(body);
            png.extend([0; 4]);
        }
        assert_eq!(texts_of(&png), ["AuthorLee A.\n"]);
        png.truncate(30);
        assert_eq!(texts_of(&png).len(), 1);
    }

    #[test]
    fn the_segments_of_a_jpeg_are_read_up_to_its_lines() {
        let mut jpeg = b"\xff\xd8\xff\xe1\x00\x12Exif\0\0Ann Lee me".to_vec();
        jpeg.extend(b"\xff\xda\x00\x04xxNorthern Trust");
        let text = texts_of(&jpeg).concat();
        assert!(
            text.contains("Ann Lee") && !text.contains("Northern"),
            "{text}"
        );
    }

    #[test]
    fn the_author_of_a_pdf_is_read() {
        let pdf = b"%PDF-1.4\n1 0 obj <</Author (\xfe\xff\0A\0n\0n\0 \0L\0e\0e)>>";
        assert!(texts_of(pdf).concat().contains("Ann Lee"));
        let pdf = b"%PDF-1.4\n/Title (\\376\\377\\000A\\000n\\000n)";
        assert!(texts_of(pdf).concat().contains("Ann"));
    }
}
