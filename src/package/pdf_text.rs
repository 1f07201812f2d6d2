//! The words that can be read out of a written PDF.

use lopdf::{Document, LoadOptions};

/// No stream, and no page's text, is unpacked beyond this: the PDF may come from anyone.
const MAX_PAGE_BYTES: usize = 64 << 20;

/// Returns whether words can be read out of a PDF, as an upload service does: ten on its first pages
/// are enough.
pub fn has_text(bytes: &[u8]) -> bool {
    const ENOUGH: usize = 10;
    const LOOKED_AT: usize = 20;
    let Ok(document) = open(bytes) else {
        return false;
    };
    let mut words = 0;
    document
        .get_pages()
        .into_keys()
        .take(LOOKED_AT)
        .any(|page| {
            let text = document.extract_text_with_limit(&[page], MAX_PAGE_BYTES);
            words += text.unwrap_or_default().split_whitespace().count();
            words >= ENOUGH
        })
}

/// Returns whether two PDFs show the same words in the same order; `None` if one cannot be read.
pub fn same_text(one: &[u8], other: &[u8]) -> Option<bool> {
    Some(text(&open(one).ok()?)? == text(&open(other).ok()?)?)
}

fn open(bytes: &[u8]) -> Result<Document, lopdf::Error> {
    let options = LoadOptions::with_max_decompressed_size(MAX_PAGE_BYTES);
    Document::load_mem_with_options(bytes, options)
}

/// Returns the letters and digits of the pages in their order. Blanks are left out: they say where
/// the writer of the file began another run, in the middle of a word too. So are signs: another
/// version may draw the dots of the contents that this one prints.
fn text(document: &Document) -> Option<String> {
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let mut letters = String::new();
    for page in pages {
        let text = document
            .extract_text_with_limit(&[page], MAX_PAGE_BYTES)
            .ok()?;
        letters.extend(text.chars().filter(|c| c.is_alphanumeric()));
    }
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pdf_is_no_panic() {
        for bytes in [&b""[..], b"%PDF-1.7 and then nothing"] {
            assert!(crate::typeset::inspect(bytes).is_err());
            assert!(!has_text(bytes));
        }
        assert_eq!(same_text(b"x", b"x"), None);
    }
}
