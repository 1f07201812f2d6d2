//! What an element is to a reader.

use typst::foundations::Content;
use typst::layout::{GridCell, HideElem, RepeatElem};
use typst::math::EquationElem;
use typst::model::{
    FootnoteElem, FootnoteEntry, HeadingElem, LinkMarker, OutlineEntry, ParElem, QuoteElem,
    RefElem, RefForm, TableCell, TableElem, TitleElem,
};
use typst::pdf::{ArtifactElem, PdfMarkerTag, PdfMarkerTagKind};

/// What an element is to a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Furniture, filler, what is hidden or printed again.
    Silent,
    Formula,
    Link,
    /// The number of a note in the text.
    Mark,
    Note,
    /// The number before a note.
    Label,
    Entry,
    /// A reference that prints the page of what it refers to.
    PageNumber,
    Heading,
    Title,
    Quote,
    Cell,
    Table,
    /// A paragraph that may be a work in the list of references.
    Paragraph,
}

impl Kind {
    /// Returns what an element is; `None` if it does not matter here.
    pub(super) fn of(element: &Content) -> Option<Self> {
        let repeats = |repeated: Option<&bool>| repeated == Some(&true);
        Some(if element.is::<LinkMarker>() {
            Self::Link
        } else if element.is::<ArtifactElem>()
            || element.is::<HideElem>()
            || element.is::<RepeatElem>()
        {
            Self::Silent
        } else if let Some(cell) = element.to_packed::<TableCell>() {
            match repeats(cell.is_repeated.as_option().as_ref()) {
                true => Self::Silent,
                false => Self::Cell,
            }
        } else if let Some(cell) = element.to_packed::<GridCell>() {
            if !repeats(cell.is_repeated.as_option().as_ref()) {
                return None;
            }
            Self::Silent
        } else if element.is::<EquationElem>() {
            Self::Formula
        } else if element.is::<FootnoteElem>() {
            Self::Mark
        } else if element.is::<FootnoteEntry>() {
            Self::Note
        } else if let Some(reference) = element.to_packed::<RefElem>() {
            if reference.form.as_option() != &Some(RefForm::Page) {
                return None;
            }
            Self::PageNumber
        } else if element.is::<OutlineEntry>() {
            Self::Entry
        } else if element.is::<HeadingElem>() {
            Self::Heading
        } else if element.is::<TitleElem>() {
            Self::Title
        } else if element.is::<QuoteElem>() {
            Self::Quote
        } else if element.is::<TableElem>() {
            Self::Table
        } else if element.is::<ParElem>() {
            Self::Paragraph
        } else if let Some(marker) = element.to_packed::<PdfMarkerTag>() {
            if !matches!(marker.kind, PdfMarkerTagKind::Label) {
                return None;
            }
            Self::Label
        } else {
            return None;
        })
    }
}
