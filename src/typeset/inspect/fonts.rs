//! The fonts of a PDF: whether they are inside it, and whether their text can be copied and searched.
//!
//! In a ring with facts: a file's facts hold those of its fonts, which are read with its tools.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object};

use crate::typeset::inspect::facts::{MAX_STREAM_BYTES, deref, dictionary};

/// How deep objects are searched for fonts.
const MAX_DEPTH: usize = 12;

/// A font of a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFacts {
    /// Its name, without the letters that mark a part of it.
    pub name: String,
    /// Whether it is inside the file.
    pub is_embedded: bool,
    /// Whether its glyphs can be turned back into characters.
    pub is_extractable: bool,
}

/// Returns the fonts, by name; of several with one name the worst is told.
pub(super) fn fonts(document: &Document) -> Vec<FontFacts> {
    let mut found: BTreeMap<String, FontFacts> = BTreeMap::new();
    for object in document.objects.values() {
        search(document, object, 0, &mut |font| {
            let known = found
                .entry(font.name.clone())
                .or_insert_with(|| font.clone());
            known.is_embedded &= font.is_embedded;
            known.is_extractable &= font.is_extractable;
        });
    }
    found.into_values().collect()
}

/// Calls `each` for every font inside an object; references are not followed, since what they
/// stand for is an object of its own.
fn search(document: &Document, object: &Object, depth: usize, each: &mut dyn FnMut(FontFacts)) {
    if depth > MAX_DEPTH {
        return;
    }
    let inner = match object {
        Object::Dictionary(inner) => inner,
        Object::Stream(stream) => &stream.dict,
        Object::Array(items) => {
            for item in items {
                search(document, item, depth + 1, each);
            }
            return;
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => return,
    };
    if inner.has_type(b"Font") {
        each_font(document, inner, each);
        return;
    }
    for (_, value) in inner.iter() {
        search(document, value, depth + 1, each);
    }
}

fn each_font(document: &Document, font: &Dictionary, each: &mut dyn FnMut(FontFacts)) {
    let kind = name(document, font, b"Subtype").unwrap_or_default();
    match kind.as_str() {
        // A part of a composite font, which is looked at as a whole.
        "CIDFontType0" | "CIDFontType2" => {}
        "Type0" => each(FontFacts {
            name: shown_name(document, font),
            is_embedded: descendant(document, font).is_some_and(|part| has_program(document, part)),
            is_extractable: has_characters(document, font) || has_known_characters(document, font),
        }),
        // Its glyphs are drawings inside the file.
        "Type3" => each(FontFacts {
            name: shown_name(document, font),
            is_embedded: true,
            is_extractable: has_characters(document, font),
        }),
        _ => each(FontFacts {
            name: shown_name(document, font),
            is_embedded: has_program(document, font),
            is_extractable: has_characters(document, font)
                || !is_symbolic(document, font)
                || deref(document, font, b"Encoding").is_some(),
        }),
    }
}

/// Returns the name of a font without the six letters that mark a part of it.
fn shown_name(document: &Document, font: &Dictionary) -> String {
    let name = name(document, font, b"BaseFont").unwrap_or_else(|| "a font without a name".into());
    match name.split_once('+') {
        Some((mark, rest)) if mark.len() == 6 && !rest.is_empty() => rest.to_owned(),
        Some(_) | None => name,
    }
}

fn name(document: &Document, font: &Dictionary, key: &[u8]) -> Option<String> {
    let name = deref(document, font, key)?.as_name().ok()?;
    Some(String::from_utf8_lossy(name).into_owned())
}

fn descendant<'a>(document: &'a Document, font: &'a Dictionary) -> Option<&'a Dictionary> {
    let parts = deref(document, font, b"DescendantFonts")?.as_array().ok()?;
    let (_, part) = document.dereference(parts.first()?).ok()?;
    part.as_dict().ok()
}

/// Whether the font's outlines are inside the file.
fn has_program(document: &Document, font: &Dictionary) -> bool {
    let Some(descriptor) = dictionary(document, font, b"FontDescriptor") else {
        return false;
    };
    [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"]
        .iter()
        .any(|key| dictionary(document, descriptor, key).is_some())
}

/// Whether the font says which character each glyph stands for.
fn has_characters(document: &Document, font: &Dictionary) -> bool {
    let Some(Object::Stream(map)) = deref(document, font, b"ToUnicode") else {
        return false;
    };
    let Ok(map) = map.get_plain_content_with_limit(MAX_STREAM_BYTES) else {
        return false;
    };
    let has = |word: &[u8]| map.windows(word.len()).any(|window| window == word);
    has(b"beginbfchar") || has(b"beginbfrange")
}

/// Whether a composite font uses one of the character collections that every reader knows.
fn has_known_characters(document: &Document, font: &Dictionary) -> bool {
    let encoding = name(document, font, b"Encoding").unwrap_or_default();
    let is_unicode = encoding.contains("UCS2") || encoding.contains("UTF16");
    let collection = descendant(document, font)
        .and_then(|part| dictionary(document, part, b"CIDSystemInfo"))
        .and_then(|info| deref(document, info, b"Ordering"))
        .and_then(|ordering| ordering.as_str().ok());
    is_unicode || collection.is_some_and(|ordering| ordering != b"Identity")
}

/// Whether the glyphs of a simple font have numbers of their own.
fn is_symbolic(document: &Document, font: &Dictionary) -> bool {
    const SYMBOLIC: i64 = 1 << 2;
    dictionary(document, font, b"FontDescriptor")
        .and_then(|descriptor| deref(document, descriptor, b"Flags"))
        .and_then(|flags| flags.as_i64().ok())
        .is_some_and(|flags| flags & SYMBOLIC != 0)
}

#[cfg(test)]
mod tests {
    use lopdf::{Stream, dictionary};

    use super::*;

    #[track_caller]
    fn case(font: Dictionary, is_embedded: bool, is_extractable: bool) {
        let mut document = Document::new();
        let program = document.add_object(Stream::new(dictionary! {}, b"program".to_vec()));
        let map = b"1 beginbfchar <01> <0041> endbfchar".to_vec();
        let map = document.add_object(Stream::new(dictionary! {}, map));
        let has = |key: &[u8]| font.has(key);
        let mut descriptor = dictionary! { "Type" => "FontDescriptor", "Flags" => 4 };
        if has(b"Embedded") {
            descriptor.set("FontFile2", program);
        }
        let mut font = font.clone();
        font.set("Type", Object::Name(b"Font".to_vec()));
        font.set("BaseFont", Object::Name(b"ABCDEF+Face".to_vec()));
        font.set("FontDescriptor", descriptor.clone());
        if font.has(b"Map") {
            font.set("ToUnicode", map);
        }
        if font.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Type0") {
            let part = dictionary! {
                "Type" => "Font", "Subtype" => "CIDFontType2", "FontDescriptor" => descriptor,
            };
            let part = document.add_object(part);
            font.set("DescendantFonts", vec![part.into()]);
        }
        // A picture's fonts stand inside its resources.
        document.add_object(
            dictionary! { "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } } },
        );
        let expected = FontFacts {
            name: "Face".into(),
            is_embedded,
            is_extractable,
        };
        assert_eq!(fonts(&document), [expected]);
    }

    #[test]
    fn a_font_is_embedded_if_its_outlines_are_inside() {
        case(
            dictionary! { "Subtype" => "Type0", "Embedded" => 1, "Map" => 1 },
            true,
            true,
        );
        case(
            dictionary! { "Subtype" => "Type0", "Map" => 1 },
            false,
            true,
        );
        case(
            dictionary! { "Subtype" => "TrueType", "Encoding" => "WinAnsiEncoding" },
            false,
            true,
        );
    }

    #[test]
    fn text_without_a_way_back_to_characters_cannot_be_copied() {
        case(
            dictionary! { "Subtype" => "Type0", "Embedded" => 1 },
            true,
            false,
        );
        case(dictionary! { "Subtype" => "Type3" }, true, false);
        case(
            dictionary! { "Subtype" => "TrueType", "Embedded" => 1 },
            true,
            false,
        );
    }
}
