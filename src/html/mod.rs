//! The dissertation as one page of HTML that asks nobody for anything: for a screen, a telephone, a
//! screen reader, or an office without a reader of PDF.
//!
//! # Decisions
//!
//! - 2026-11: it is written from the same document as the Word file, and its words are those of the
//!   pages: it is read back ([`heard`]) and held to them. What the page adds of its own, its contents,
//!   the marks of notes, what says that it is a draft, carries `data-own`.
//! - 2026-11: an author's text is text. Only the elements and attributes that are written here can
//!   stand in the page, whatever a chapter asks for; links lead to `http`, `https`, `mailto` and into
//!   the page.
//! - 2026-11: there is no script, nothing is loaded, and the page's own policy forbids both; it names
//!   its style sheet by digest.
//! - 2026-11: it is well-formed XML too, so that reading it back needs no reader of HTML.

mod blocks;
mod contents;
mod endnotes;
mod figures;
mod headings;
mod heads;
mod inlines;
mod lists;
mod maths;
mod notes;
mod page;
mod read_back;
mod tables;
mod ways;
mod writer;

use typst_html::HtmlDocument;

use crate::diagnostics::text::slug;
use crate::flow::{self, Named, Survey};
use crate::html::page::page;
use crate::html::writer::Writer;

pub use read_back::heard;

/// The longest name of something that links lead to.
const MOST_OF_NAME: usize = 40;

/// The letters of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// As in the classic look of the pages.
    Serif,
    /// As in the accessible one.
    SansSerif,
}

/// What is exported, and how.
pub struct Page<'a> {
    /// The title of the dissertation.
    pub title: &'a str,
    /// Who wrote it: the author, or the candidate number.
    pub author: &'a str,
    /// The letters.
    pub letters: Letters,
    /// What stands above a draft or a copy for review.
    pub note: Option<&'a str>,
    /// Whether paragraphs have numbers, and changes that are not decided are shown.
    pub is_review: bool,
    /// Whether a part is wanted, by the mark that the template gives it.
    pub is_wanted: &'a dyn Fn(&str) -> bool,
}

/// Writes a document as one page. The same document gives the same bytes.
pub fn write(document: &HtmlDocument, wanted: &Page<'_>) -> String {
    let body = flow::body(document);
    let survey = Survey::of(body, wanted.is_wanted, name_of);
    let mut writer = Writer::new(wanted, survey);
    writer.blocks(body);
    writer.end_part();
    let notes = writer.all_notes();
    page(&writer, &notes)
}

/// Returns what something is called that links lead to. What the page has of its own begins with `_`.
fn name_of(named: Named<'_>) -> String {
    let (before, text) = match named {
        Named::Work(key) => ("work-", key),
        Named::Place(label) => ("", label),
        Named::Listed(_, title) => ("", title),
    };
    let name = slug(text, MOST_OF_NAME);
    let name = if name.is_empty() { "place" } else { &name };
    format!("{before}{name}")
}
