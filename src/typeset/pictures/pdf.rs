//! A picture that is a PDF.

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream, decode_text_string};

use crate::typeset::pictures::{Cleaned, MAX_UNPACKED, Notes, PictureNote, jpeg};

/// What programs keep in a PDF for themselves, at any object.
const ASIDE: [&[u8]; 3] = [b"Metadata", b"PieceInfo", b"LastModified"];

/// Nobody nests what a page is drawn from so deeply.
const MAX_DEPTH: usize = 32;

/// Takes out of a PDF what it says of itself, and what the photographs in it say.
///
/// The engine takes no more of it than a page with what the page is drawn from; a PDF of which
/// nothing else is known stays as it came.
pub(super) fn cleaned(bytes: &[u8]) -> Option<Cleaned> {
    let limit = usize::try_from(MAX_UNPACKED).unwrap_or(usize::MAX);
    let options = LoadOptions::with_max_decompressed_size(limit);
    let mut document = Document::load_mem_with_options(bytes, options).ok()?;
    if document.is_encrypted() || document.was_encrypted() {
        return None;
    }
    let mut notes = Vec::new();
    let info = document.trailer.get(b"Info").and_then(Object::as_reference);
    if let Ok(info) = info.and_then(|id| document.get_dictionary(id)) {
        notes.extend(info.iter().filter_map(|(key, value)| {
            let text = decode_text_string(value).ok()?;
            Some(PictureNote::new(&String::from_utf8_lossy(key), text))
        }));
    }
    let mut said = String::new();
    for object in document.objects.values() {
        strings(object, 0, &mut said);
    }
    notes.push(PictureNote::new("objects", said));
    let mut is_changed = false;
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object {
            if stream.dict.has_type(b"Metadata") {
                let said = stream
                    .decompressed_content_with_limit(limit)
                    .unwrap_or_else(|_| stream.content.clone());
                notes.push(PictureNote::new("XMP", said));
                // Nothing points at it any more; its words go all the same.
                *stream = Stream::new(Dictionary::new(), Vec::new());
                continue;
            }
            is_changed |= photograph(stream, &mut notes);
        }
        is_changed |= without_aside(object, 0);
    }
    let bytes = match is_changed {
        true => saved(document)?,
        false => bytes.to_vec(),
    };
    Some(Cleaned { bytes, notes })
}

/// Gathers the texts that an object holds: titles, names, comments at its margin.
fn strings(object: &Object, depth: usize, out: &mut String) {
    if depth > MAX_DEPTH || out.len() as u64 > MAX_UNPACKED {
        return;
    }
    match object {
        Object::String(..) => {
            out.push_str(&decode_text_string(object).unwrap_or_default());
            out.push('\n');
        }
        Object::Array(all) => all.iter().for_each(|it| strings(it, depth + 1, out)),
        Object::Dictionary(all) => all.iter().for_each(|(_, it)| strings(it, depth + 1, out)),
        Object::Stream(stream) => {
            let all = stream.dict.iter();
            all.for_each(|(_, it)| strings(it, depth + 1, out));
        }
        _ => {}
    }
}

/// Cleans a photograph as it stands in a PDF; returns whether it said anything.
fn photograph(stream: &mut Stream, notes: &mut Vec<PictureNote>) -> bool {
    let filters = stream.filters().unwrap_or_default();
    if filters != [b"DCTDecode"] {
        return false;
    }
    match jpeg::cleaned(&stream.content, Notes::None) {
        Some(picture) if picture.bytes != stream.content => {
            notes.extend(picture.notes);
            stream.set_content(picture.bytes);
            true
        }
        Some(_) | None => false,
    }
}

fn without_aside(object: &mut Object, depth: usize) -> bool {
    if depth > MAX_DEPTH {
        return false;
    }
    let within = |all: &mut Dictionary| {
        let before = all.len();
        for key in ASIDE {
            all.remove(key);
        }
        let mut is_changed = all.len() != before;
        for (_, value) in all.iter_mut() {
            is_changed |= without_aside(value, depth + 1);
        }
        is_changed
    };
    match object {
        Object::Dictionary(dictionary) => within(dictionary),
        Object::Stream(stream) => within(&mut stream.dict),
        Object::Array(all) => {
            let mut is_changed = false;
            for value in all {
                is_changed |= without_aside(value, depth + 1);
            }
            is_changed
        }
        _ => false,
    }
}

fn saved(mut document: Document) -> Option<Vec<u8>> {
    document.trailer.remove(b"Info");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).ok()?;
    Some(bytes)
}
