//! A file as the engine reads it, and the way back to what its author wrote.

use std::ops::Range;
use std::sync::Arc;

use typst::foundations::Bytes;
use typst::syntax::Source;

use crate::diagnostics::Diagnostic;

/// A file as the engine reads it: parsed, or converted from Markdown.
#[derive(Clone)]
pub(super) struct Parsed {
    pub(super) source: Source,
    /// The author's text, exactly as it stands in the file.
    pub(super) text: Arc<str>,
    pub(super) way_back: WayBack,
    /// What the conversion found.
    pub(super) findings: Arc<[Diagnostic]>,
    /// The bytes of the file.
    pub(super) bytes: Bytes,
}

/// How to get from bytes of the source to bytes of the author's text.
#[derive(Clone)]
pub(super) enum WayBack {
    /// The source lacks the byte order mark, of this length.
    Shift(usize),
    /// The source was made from the text.
    Made(Arc<dyn Fn(Range<usize>) -> Range<usize> + Send + Sync>),
}

impl WayBack {
    pub(super) fn to_author(&self, range: Range<usize>) -> Range<usize> {
        match self {
            Self::Shift(by) => range.start + by..range.end + by,
            Self::Made(way) => way(range),
        }
    }
}

impl Parsed {
    pub(super) fn plain(source: Source) -> Self {
        Self {
            text: source.text().into(),
            bytes: Bytes::from_string(source.clone()),
            source,
            way_back: WayBack::Shift(0),
            findings: Arc::default(),
        }
    }
}
