//! What a written PDF says of itself, read back from its bytes.

/// What was read back from a PDF, and what is wrong on its pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PdfFacts {
    /// How large the file is.
    pub bytes: usize,
    /// How many pages it has.
    pub pages: usize,
}
