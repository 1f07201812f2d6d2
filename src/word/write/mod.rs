//! The Word file of a dissertation: the engine's document as one text, walked once.

mod blocks;
mod contents;
mod figures;
mod headings;
mod inlines;
mod line;
mod lists;
mod lists_of;
mod maths;
mod package;
mod pictures;
mod read_back;
mod reference;
mod styles;
mod tables;
mod watermark;
mod works;
mod writer;

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use typst::syntax::Span;
use typst_html::HtmlDocument;

use crate::diagnostics::{Place, SourceMap};
use crate::flow::{self, Named, Survey};
use crate::word::marks;
use crate::word::write::writer::{Around, Writer};

pub use read_back::heard;
pub use reference::{Reference, ReferenceError};
pub use styles::{ACCESSIBLE, CLASSIC, WordLook};
pub use works::csl_json;

/// The size of a page and its margins, in twentieths of a point.
#[derive(Clone, Copy, Debug)]
pub struct PageShape {
    /// How wide it is.
    pub wide: u32,
    /// How high it is.
    pub high: u32,
    /// Above the text.
    pub top: u32,
    /// Right of it.
    pub right: u32,
    /// Below it.
    pub bottom: u32,
    /// Left of it.
    pub left: u32,
    /// From the upper edge to the running head.
    pub header: u32,
    /// From the lower edge to the foot.
    pub footer: u32,
}

impl PageShape {
    /// Returns a page of a size with its margins: top, right, bottom, left, head and foot. Where they
    /// would leave no room for text there are none.
    pub fn of(wide: u32, high: u32, edges: [u32; 6]) -> Self {
        let [top, right, bottom, left, header, footer] = edges;
        let fits = left + right + 2_000 < wide && top + bottom + 2_000 < high;
        let or_none = |edge: u32| if fits { edge } else { 0 };
        Self {
            wide: wide.max(4_000),
            high: high.max(4_000),
            top: or_none(top),
            right: or_none(right),
            bottom: or_none(bottom),
            left: or_none(left),
            header,
            footer,
        }
    }
}

/// What is exported, and how.
pub struct Export<'a> {
    /// The title of the dissertation.
    pub title: &'a str,
    /// Who wrote it: the author, or the candidate number.
    pub author: &'a str,
    /// The document's date.
    pub date: DateTime,
    /// The look.
    pub look: &'a WordLook,
    /// The letters that the manifest asks for.
    pub font: Option<&'a str>,
    /// The pages.
    pub page: PageShape,
    /// Another file whose looks it has.
    pub reference: Option<&'a Reference>,
    /// Whether the pages before the first chapter have Roman numbers.
    pub has_roman_front: bool,
    /// What stands at the foot of each page of a draft or a copy for review.
    pub note: Option<&'a str>,
    /// Whether lines have numbers, and changes that are not decided are shown.
    pub is_review: bool,
    /// Whether a part is wanted, by the mark that the template gives it.
    pub is_wanted: &'a dyn Fn(&str) -> bool,
    /// Where an author wrote a piece of the document; `None` for what no author wrote.
    pub place: &'a dyn Fn(Span) -> Option<Place>,
    /// The authors' files.
    pub texts: &'a SourceMap,
    /// The work of a key as CSL-JSON.
    pub work: &'a dyn Fn(&str) -> Option<String>,
}

impl Export<'_> {
    /// Returns whether it is a draft, and says so across its pages.
    fn is_draft(&self) -> bool {
        self.note.is_some() && !self.is_review
    }
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The archive could not be put together.
    #[error("the Word file could not be put together: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// A part of it could not be written.
    #[error("the Word file could not be put together: {0}")]
    Part(#[from] std::io::Error),
}

/// Writes a document as a Word file. The same document gives the same bytes.
///
/// # Errors
///
/// If the archive cannot be put together, which no document should bring about.
pub fn write(document: &HtmlDocument, export: &Export<'_>) -> Result<Vec<u8>, WriteError> {
    let body = flow::body(document);
    let survey = Survey::of(body, export.is_wanted, bookmark_of);
    let mut writer = Writer::new(export, survey);
    writer.blocks(body, &Around::default());
    let mut last = writer.section_properties();
    if writer.out.ends_with("</w:sectPr></w:pPr></w:p>") && writer.last.is_none() {
        // A section with nothing in it would be an empty page.
        last = last.replace("nextPage", "continuous");
    }
    let labels = writer.survey.targets.values();
    let labels = labels.filter_map(|it| Some((it.name.clone(), it.label.clone()?)));
    let labels: BTreeMap<String, String> = labels.collect();
    package::package(&writer, &last, &labels)
}

/// Returns the name of the bookmark that something gets.
fn bookmark_of(named: Named<'_>) -> String {
    match named {
        Named::Work(key) => format!("_folio_w_{}", marks::work(key)),
        Named::Place(label) => format!("_Ref_{}", safe(label)),
        Named::Listed(number, _) => format!("_Toc{number:08}"),
    }
}

/// Returns a label with the signs that a bookmark may have, and no more of them than it keeps.
fn safe(label: &str) -> String {
    let signs = label
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    signs.take(28).collect()
}
