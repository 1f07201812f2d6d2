//! What pictures say beside their lines: words in drawings, authors and places in photographs.
//!
//! What a file says beside what it shows is taken apart field by field; what it shows is read in
//! drawings alone.

use std::collections::BTreeSet;

use crate::check::context::SourceContext;
use crate::diagnostics::ProjectPath;
use crate::typeset::{self, picture_notes};

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

/// A text that a picture holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// Where it stands, if it is not shown, such as `EXIF`.
    pub(super) field: Option<String>,
    pub(super) text: String,
}

/// Returns the texts that a picture holds, those that it does not show first; nothing if it cannot
/// be read.
pub(super) fn texts(context: &SourceContext<'_>, path: &ProjectPath) -> Vec<Said> {
    match context.store.bytes(path, MAX_BYTES) {
        Ok(bytes) => texts_of(&bytes),
        Err(_) => Vec::new(),
    }
}

/// Returns whether a picture says where it was taken.
pub(super) fn has_position(context: &SourceContext<'_>, path: &ProjectPath) -> bool {
    let bytes = context.store.bytes(path, MAX_BYTES);
    bytes.is_ok_and(|bytes| typeset::has_position(&picture_notes(&bytes)))
}

fn texts_of(bytes: &[u8]) -> Vec<Said> {
    let notes = picture_notes(bytes).into_iter();
    let mut texts: Vec<Said> = notes
        .map(|note| Said {
            field: Some(note.field),
            text: runs(&note.bytes),
        })
        .collect();
    let is_photograph = [&b"\x89PNG"[..], b"\xff\xd8", b"GIF8", b"RIFF"]
        .iter()
        .any(|start| bytes.starts_with(start));
    let shown = match std::str::from_utf8(bytes) {
        _ if is_photograph => Vec::new(),
        Ok(text) if text.contains("<svg") => vec![text.to_owned(), without_tags(text)],
        Ok(_) | Err(_) => vec![runs(bytes)],
    };
    texts.extend(shown.into_iter().map(|text| Said { field: None, text }));
    texts
}

/// Returns the printable runs of bytes, a line each: as they are, and read as UTF-16 from either
/// end, which has a nought at every other byte. A nought that is none of these ends a field.
fn runs(bytes: &[u8]) -> String {
    let is_sign = |byte: &u8| matches!(byte, b' '..=b'~' | 0x80..=0xff);
    let mut out = String::new();
    let mut push = |run: &[u8], text: String| {
        if run.len() >= MIN_RUN {
            // A PDF writes the noughts of UTF-16 as three digits.
            out.push_str(&text.replace("\\000", ""));
            out.push('\n');
        }
    };
    let is_space = |byte: &u8| matches!(byte, b'\r' | b'\n' | b'\t');
    for run in bytes.split(|byte| !is_sign(byte) && !is_space(byte)) {
        let text = String::from_utf8_lossy(run);
        push(run, text.replace(['\r', '\n', '\t'], " "));
    }
    for start in [0, 1] {
        let pairs = bytes.get(start..).unwrap_or_default().chunks_exact(2);
        for nought in [0, 1] {
            let of = |pair: &[u8]| match pair[nought] {
                0 => pair[1 - nought],
                _ => 0,
            };
            let narrow: Vec<u8> = pairs.clone().map(of).collect();
            for run in narrow.split(|byte| !is_sign(byte)) {
                push(run, run.iter().copied().map(char::from).collect());
            }
        }
    }
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

    fn said(bytes: &[u8]) -> Vec<(Option<String>, String)> {
        let texts = texts_of(bytes).into_iter();
        texts.map(|said| (said.field, said.text)).collect()
    }

    #[test]
    fn the_words_of_a_drawing_are_read_through_its_tags() {
        let svg =
            b"<svg><text>North<tspan x='1'>ern Trust</tspan></text><text>R&amp;I</text></svg>";
        let texts = said(svg);
        assert!(
            texts[1].1.contains("Northern Trust \u{2022} R&I"),
            "{texts:?}"
        );
    }

    #[test]
    fn the_text_chunks_of_a_png_are_read_and_its_pixels_are_not() {
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, body) in [
            (b"IDAT", &b"Secret pixels"[..]),
            (b"tEXt", b"Author\0Lee A."),
            (b"IEND", b""),
        ] {
            png.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
            png.extend(kind);
            png.extend(body);
            png.extend([0; 4]);
        }
        assert_eq!(
            said(&png),
            [(Some("Author".to_owned()), "Lee A.\n".to_owned())]
        );
        png.truncate(30);
        assert_eq!(said(&png), []);
    }

    #[test]
    fn fields_are_apart_and_every_way_of_writing_them_is_read() {
        let wide: Vec<u8> = "Ann Lee"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [
            &b"Nikon\0Ann Lee\0Paris"[..],
            b"\0Ann Lee\0",
            &wide,
            &[b"x", &wide[..]].concat(),
        ] {
            let runs = runs(bytes);
            assert!(runs.lines().any(|line| line.ends_with("Ann Lee")), "{runs}");
        }
    }

    #[test]
    fn the_author_of_a_pdf_is_read() {
        let pdf = b"%PDF-1.4\n1 0 obj <</Author (\xfe\xff\0A\0n\0n\0 \0L\0e\0e)>>";
        assert!(said(pdf)[0].1.contains("Ann Lee"));
        let pdf = b"%PDF-1.4\n/Title (\\376\\377\\000A\\000n\\000n)";
        assert!(said(pdf)[0].1.contains("Ann"));
    }
}
