//! What a written PDF says of itself.
//!
//! In a ring with fonts and bookmarks: a file's facts hold those of its fonts and its bookmarks,
//! which are read with its tools.

use lopdf::{Dictionary, Document, Error, LoadOptions, Object, decode_text_string};

use crate::typeset::inspect::bookmarks::{Bookmark, bookmarks};
use crate::typeset::inspect::claims::{claims, plain_text};
use crate::typeset::inspect::fonts::{FontFacts, fonts};

/// The most that one stream of the file may unpack to: a small file can hold a very large one.
pub(super) const MAX_STREAM_BYTES: usize = 64 << 20;
/// The most attachments that are named.
const MAX_ATTACHMENTS: usize = 1_000;
/// How deep the tree of attachments is followed.
const MAX_DEPTH: usize = 32;

/// What was read back from a PDF.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PdfFacts {
    /// How large the file is.
    pub bytes: usize,
    /// How many pages it has.
    pub pages: usize,
    /// Whether it is encrypted; where a password is needed, nothing else is known of it.
    pub is_encrypted: bool,
    /// Its title.
    pub title: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// Its keywords.
    pub keywords: Option<String>,
    /// Everything that it says of itself, each with its name: title, author, dates, programs.
    pub properties: Vec<(String, String)>,
    /// The text of its XMP metadata, without the tags.
    pub metadata: String,
    /// The standards that it claims to meet, such as `PDF/A-2a`.
    pub standards: Vec<String>,
    /// Its language, such as `en-GB`.
    pub language: Option<String>,
    /// Whether it has tags, which tell a screen reader what is a heading and what a table.
    pub is_tagged: bool,
    /// Its fonts, by name.
    pub fonts: Vec<FontFacts>,
    /// Its bookmarks, in their order.
    pub bookmarks: Vec<Bookmark>,
    /// The names of the files that are attached to it.
    pub attachments: Vec<String>,
}

/// Why a PDF could not be read back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectError {
    /// It is no PDF, or it is broken.
    #[error("the file cannot be read as a PDF: {0}")]
    Broken(String),
    /// It has no page.
    #[error("the PDF has no page")]
    NoPages,
}

/// Reads a PDF back.
///
/// Streams of text and pictures stay packed, and none unpacks to more than 64 MB.
///
/// # Errors
///
/// If the bytes are no PDF, or one that cannot be read.
pub fn inspect(bytes: &[u8]) -> Result<PdfFacts, InspectError> {
    let options = LoadOptions::with_max_decompressed_size(MAX_STREAM_BYTES);
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) => document,
        Err(Error::InvalidPassword | Error::Decryption(_)) => {
            return Ok(PdfFacts {
                bytes: bytes.len(),
                is_encrypted: true,
                ..PdfFacts::default()
            });
        }
        Err(error) => return Err(InspectError::Broken(error.to_string())),
    };
    let pages = document.get_pages().len();
    let is_encrypted = document.is_encrypted() || document.was_encrypted();
    if pages == 0 && is_encrypted {
        return Ok(PdfFacts {
            bytes: bytes.len(),
            is_encrypted,
            ..PdfFacts::default()
        });
    }
    if pages == 0 {
        return Err(InspectError::NoPages);
    }
    let catalog = document
        .catalog()
        .map_err(|error| InspectError::Broken(error.to_string()))?;
    let properties = properties(&document);
    let property = |name: &str| {
        let found = properties.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.clone())
    };
    let xmp = xmp(&document, catalog);
    Ok(PdfFacts {
        bytes: bytes.len(),
        pages,
        is_encrypted,
        title: property("Title"),
        author: property("Author"),
        keywords: property("Keywords"),
        metadata: plain_text(&xmp),
        standards: claims(&xmp),
        language: deref(&document, catalog, b"Lang").and_then(text),
        is_tagged: is_tagged(&document, catalog),
        fonts: fonts(&document),
        bookmarks: bookmarks(&document, catalog),
        attachments: attachments(&document, catalog),
        properties,
    })
}

/// Returns what a key of a dictionary stands for, references followed.
pub(super) fn deref<'a>(
    document: &'a Document,
    dictionary: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Object> {
    dictionary.get_deref(key, document).ok()
}

/// Returns a dictionary under a key; the one of a stream if it is a stream.
pub(super) fn dictionary<'a>(
    document: &'a Document,
    outer: &'a Dictionary,
    key: &[u8],
) -> Option<&'a Dictionary> {
    let object = deref(document, outer, key)?;
    match object {
        Object::Stream(stream) => Some(&stream.dict),
        other => other.as_dict().ok(),
    }
}

fn text(object: &Object) -> Option<String> {
    decode_text_string(object).ok()
}

fn properties(document: &Document) -> Vec<(String, String)> {
    let Some(info) = dictionary(document, &document.trailer, b"Info") else {
        return Vec::new();
    };
    info.iter()
        .filter_map(|(key, value)| {
            let (_, value) = document.dereference(value).ok()?;
            Some((String::from_utf8_lossy(key).into_owned(), text(value)?))
        })
        .collect()
}

fn xmp(document: &Document, catalog: &Dictionary) -> String {
    let stream = deref(document, catalog, b"Metadata").and_then(|object| object.as_stream().ok());
    let bytes =
        stream.and_then(|stream| stream.get_plain_content_with_limit(MAX_STREAM_BYTES).ok());
    String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
}

fn is_tagged(document: &Document, catalog: &Dictionary) -> bool {
    let marked = dictionary(document, catalog, b"MarkInfo")
        .and_then(|info| deref(document, info, b"Marked"))
        .and_then(|marked| marked.as_bool().ok());
    marked == Some(true) && dictionary(document, catalog, b"StructTreeRoot").is_some()
}

/// Returns the names of attached files: those of the name tree.
fn attachments(document: &Document, catalog: &Dictionary) -> Vec<String> {
    let mut names = Vec::new();
    let root = dictionary(document, catalog, b"Names")
        .and_then(|names| dictionary(document, names, b"EmbeddedFiles"));
    let mut open: Vec<(&Dictionary, usize)> = root.into_iter().map(|root| (root, 0)).collect();
    while let Some((node, depth)) = open.pop() {
        let list = |key: &[u8]| {
            let object = deref(document, node, key).and_then(|object| object.as_array().ok());
            object.map(Vec::as_slice).unwrap_or_default()
        };
        for pair in list(b"Names").chunks(2) {
            let file = pair
                .get(1)
                .and_then(|file| document.dereference(file).ok())
                .and_then(|(_, file)| file.as_dict().ok());
            let name = file.and_then(|file| {
                let name = deref(document, file, b"UF").or_else(|| deref(document, file, b"F"));
                name.and_then(text)
            });
            names.push(
                name.or_else(|| pair.first().and_then(text))
                    .unwrap_or_default(),
            );
        }
        if depth < MAX_DEPTH && names.len() < MAX_ATTACHMENTS {
            let kids = list(b"Kids").iter();
            open.extend(kids.filter_map(|kid| {
                let (_, kid) = document.dereference(kid).ok()?;
                Some((kid.as_dict().ok()?, depth + 1))
            }));
        }
        if names.len() >= MAX_ATTACHMENTS {
            break;
        }
    }
    names.truncate(MAX_ATTACHMENTS);
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::pdf::PdfRequest;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn the_written_pdf_is_read_back_as_it_was_meant() {
        let sandbox = Sandbox::new("= One\nText in *two* `faces` and $x^2$.\n#pagebreak()\n= Two")
            .file("x", "");
        let pdf = sandbox.pdf(&PdfRequest::default());
        let facts = inspect(&pdf.bytes).unwrap();
        assert_eq!((facts.bytes, facts.pages), (pdf.bytes.len(), 2));
        assert_eq!(facts.title.as_deref(), Some("A title"));
        assert_eq!(facts.language.as_deref(), Some("en-GB"));
        assert_eq!(facts.standards, ["PDF/A-2a", "PDF/UA-1"]);
        assert!(facts.is_tagged && !facts.is_encrypted);
        assert!(facts.metadata.contains("A title"), "{}", facts.metadata);
        assert!(facts.fonts.len() >= 3, "{:?}", facts.fonts);
        for font in &facts.fonts {
            assert!(font.is_embedded && font.is_extractable, "{font:?}");
            assert!(!font.name.contains('+'), "{font:?}");
        }
        assert_eq!(facts.attachments, Vec::<String>::new());
    }

    #[test]
    fn authors_keywords_and_attachments_are_read_too() {
        let sandbox = Sandbox::new("#set document(author: \"Zoë Á\", keywords: (\"a\", \"b\"))\n= One\n#pdf.attach(\"/d.csv\", description: \"D\", mime-type: \"text/csv\")")
            .file("d.csv", "1,2");
        let request = PdfRequest {
            standards: vec![crate::typeset::Standard::V1_7],
            ..PdfRequest::default()
        };
        let facts = inspect(&sandbox.pdf(&request).bytes).unwrap();
        assert_eq!(facts.author.as_deref(), Some("Zoë Á"));
        assert_eq!(facts.keywords.as_deref(), Some("a, b"));
        assert_eq!(facts.attachments, ["d.csv"]);
        assert_eq!(facts.standards, Vec::<String>::new());
    }

    #[test]
    fn what_is_no_pdf_or_cut_short_is_an_error_and_no_panic() {
        assert!(matches!(inspect(b""), Err(InspectError::Broken(_))));
        assert!(matches!(
            inspect(b"A letter."),
            Err(InspectError::Broken(_))
        ));
        let pdf = Sandbox::new("= One").pdf(&PdfRequest::default()).bytes;
        for end in [10, pdf.len() / 3, pdf.len() / 2, pdf.len() - 40] {
            // A reader may mend the end of a file; it may not fall over.
            let _ = inspect(&pdf[..end]).map(|facts| assert!(facts.pages <= 1));
        }
        let mut broken = pdf;
        for at in (0..broken.len()).step_by(97) {
            broken[at] ^= 0x5a;
        }
        let _ = inspect(&broken).map(|facts| assert!(facts.pages <= 1));
    }

    #[test]
    fn a_pdf_with_a_password_is_encrypted_and_nothing_else_is_known() {
        for user in ["", "secret"] {
            let facts = inspect(&encrypted(user)).unwrap();
            assert!(facts.is_encrypted);
        }
        assert_eq!(inspect(&encrypted("secret")).unwrap().pages, 0);
    }

    /// A PDF that needs `password` to be read.
    fn encrypted(password: &str) -> Vec<u8> {
        use lopdf::{EncryptionState, EncryptionVersion, Permissions};
        let bytes = Sandbox::new("= One").pdf(&PdfRequest::default()).bytes;
        let mut document = Document::load_mem(&bytes).unwrap();
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        out
    }
}
