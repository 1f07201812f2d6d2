//! The notes whose marks were written, in the order of their marks.

use std::collections::BTreeMap;

use typst_html::HtmlElement;

/// The notes whose marks were written.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// By what the engine calls them: which of them it is, from 1.
    pub(super) known: BTreeMap<String, usize>,
    /// In order: its number as the text has it, and what it says.
    pub(super) all: Vec<(String, &'a HtmlElement)>,
}
