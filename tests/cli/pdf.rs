//! Reading a written PDF back, by a reader that shares nothing with the writer.

use std::collections::BTreeMap;

use lopdf::{Document, Object};

/// A PDF as a reader sees it.
pub(crate) struct Pdf {
    document: Document,
    bytes: Vec<u8>,
}

impl Pdf {
    /// Reads a PDF.
    pub(crate) fn read(bytes: Vec<u8>) -> Self {
        let document = Document::load_mem(&bytes).unwrap();
        Self { document, bytes }
    }

    /// Returns how many pages it has.
    pub(crate) fn pages(&self) -> usize {
        self.document.get_pages().len()
    }

    /// Returns its text, with each run of white space as one space.
    pub(crate) fn text(&self) -> String {
        let text = pdf_extract::extract_text_from_mem(&self.bytes).unwrap();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns whether a string stands anywhere in it: pages, metadata, bookmarks, alt texts.
    pub(crate) fn mentions(&self, needle: &str) -> bool {
        let utf16: Vec<u8> = needle.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let holds = |bytes: &[u8]| {
            [needle.as_bytes(), utf16.as_slice()]
                .iter()
                .any(|needle| bytes.windows(needle.len()).any(|window| window == *needle))
        };
        self.text().contains(needle)
            || self
                .document
                .objects
                .values()
                .any(|object| anywhere(object, &holds))
    }

    /// Returns the document's information: `Title`, `Author`, dates.
    pub(crate) fn information(&self) -> BTreeMap<String, String> {
        let Ok(info) = self
            .document
            .trailer
            .get(b"Info")
            .and_then(Object::as_reference)
        else {
            return BTreeMap::new();
        };
        let info = self.document.get_dictionary(info).unwrap();
        info.iter()
            .filter_map(|(key, value)| {
                let text = lopdf::decode_text_string(value).ok()?;
                Some((String::from_utf8_lossy(key).into_owned(), text))
            })
            .collect()
    }

    /// Returns the language that the catalogue names.
    pub(crate) fn language(&self) -> Option<String> {
        let catalog = self.document.catalog().unwrap();
        catalog
            .get(b"Lang")
            .ok()
            .and_then(|lang| lopdf::decode_text_string(lang).ok())
    }

    /// Returns whether it says that it is tagged, and has a tree of tags.
    pub(crate) fn is_tagged(&self) -> bool {
        let catalog = self.document.catalog().unwrap();
        let marked = catalog
            .get(b"MarkInfo")
            .and_then(Object::as_dict)
            .and_then(|info| info.get(b"Marked"))
            .and_then(Object::as_bool);
        matches!(marked, Ok(true)) && catalog.has(b"StructTreeRoot")
    }

    /// Returns how often each kind of tag is used.
    pub(crate) fn tags(&self) -> BTreeMap<String, usize> {
        let mut tags = BTreeMap::new();
        for object in self.document.objects.values() {
            if let Object::Dictionary(dictionary) = object
                && dictionary.has_type(b"StructElem")
                && let Ok(name) = dictionary.get(b"S").and_then(Object::as_name)
            {
                *tags
                    .entry(String::from_utf8_lossy(name).into_owned())
                    .or_default() += 1;
            }
        }
        tags
    }

    /// Returns the XMP metadata, where the standards are claimed.
    pub(crate) fn xmp(&self) -> String {
        let catalog = self.document.catalog().unwrap();
        let Ok(id) = catalog.get(b"Metadata").and_then(Object::as_reference) else {
            return String::new();
        };
        let stream = self
            .document
            .get_object(id)
            .and_then(Object::as_stream)
            .unwrap();
        let bytes = stream
            .decompressed_content()
            .unwrap_or_else(|_| stream.content.clone());
        String::from_utf8(bytes).unwrap()
    }
}

fn anywhere(object: &Object, holds: &dyn Fn(&[u8]) -> bool) -> bool {
    match object {
        Object::String(bytes, _) | Object::Name(bytes) => holds(bytes),
        Object::Array(items) => items.iter().any(|item| anywhere(item, holds)),
        Object::Dictionary(dictionary) => {
            dictionary.iter().any(|(_, value)| anywhere(value, holds))
        }
        Object::Stream(stream) => {
            stream.dict.iter().any(|(_, value)| anywhere(value, holds))
                || holds(&stream.content)
                || stream
                    .decompressed_content()
                    .is_ok_and(|content| holds(&content))
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Reference(_) => false,
    }
}
