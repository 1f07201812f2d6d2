//! A written PDF, read back from its bytes.

use lopdf::{Document, LoadOptions};

use crate::typeset;

/// No stream, and no page's text, is unpacked beyond this: the PDF may come from anyone.
const MAX_PAGE_BYTES: usize = 64 << 20;

/// What a PDF says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Its pages.
    pub pages: usize,
    /// Its title.
    pub title: Option<String>,
    /// Whether a password or a restriction locks it.
    pub is_encrypted: bool,
    /// Whether words can be read out of it, as an upload service does.
    pub has_text: bool,
}

/// Reads a PDF back; the error is a sentence that says "it".
pub fn inspect(bytes: &[u8]) -> Result<Contents, String> {
    let facts = typeset::inspect(bytes).map_err(|error| format!("it is not whole: {error}"))?;
    Ok(Contents {
        pages: facts.pages,
        title: facts.title,
        has_text: !facts.is_encrypted && open(bytes).is_ok_and(|document| has_text(&document)),
        is_encrypted: facts.is_encrypted,
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

/// Ten words on one of the first pages are enough.
fn has_text(document: &Document) -> bool {
    const ENOUGH: usize = 10;
    const LOOKED_AT: u32 = 20;
    let last = u32::try_from(document.get_pages().len())
        .unwrap_or(LOOKED_AT)
        .min(LOOKED_AT);
    let mut words = 0;
    (1..=last).any(|page| {
        let text = document.extract_text_with_limit(&[page], MAX_PAGE_BYTES);
        words += text.unwrap_or_default().split_whitespace().count();
        words >= ENOUGH
    })
}

fn text(document: &Document) -> Option<Vec<String>> {
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    let mut words = Vec::new();
    for page in pages {
        let text = document
            .extract_text_with_limit(&[page], MAX_PAGE_BYTES)
            .ok()?;
        words.extend(text.split_whitespace().map(str::to_owned));
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pdf_is_no_panic() {
        assert!(inspect(b"").is_err());
        assert!(inspect(b"%PDF-1.7 and then nothing").is_err());
        assert_eq!(same_text(b"x", b"x"), None);
    }
}
