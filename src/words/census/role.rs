//! What the elements around a piece of text make of it.

use typst::foundations::{Content, NativeElement, StyleChain};
use typst::layout::{GridCell, PlaceElem, RepeatElem};
use typst::math::EquationElem;
use typst::model::{
    EnumElem, FigureCaption, FigureElem, FigureKind, FootnoteElem, FootnoteEntry, HeadingElem,
    ListElem, OutlineElem, OutlineEntry, ParElem, QuoteElem, RefElem, TableCell, TableElem,
    TermsElem, TitleElem,
};
use typst::pdf::{PdfMarkerTag, PdfMarkerTagKind};
use typst::text::{RawElem, RawLine};

use crate::project::Region;
use crate::words::category::Category;

/// A set of roles; text has the roles of every element around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles(u32);

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $bit:literal,)*) => {
        impl Roles {
            $($(#[$doc])* pub(crate) const $name: Roles = Roles(1 << $bit);)*
        }
    };
}

roles! {
    /// Page furniture.
    FURNITURE = 0,
    /// Marked as not to be counted.
    EXEMPT = 1,
    /// An outline of the document or of its figures.
    OUTLINE = 2,
    /// A list of references.
    REFERENCES = 3,
    /// The text of a note.
    NOTE = 4,
    /// The mark of a note, in the text or before the note: no word.
    NOTE_MARK = 5,
    /// The number and name before a caption.
    CAPTION_LABEL = 6,
    /// The caption of a table.
    TABLE_CAPTION = 7,
    /// Any other caption.
    FIGURE_CAPTION = 8,
    /// The cell of a table.
    CELL = 9,
    /// The inside of a figure.
    FIGURE = 10,
    /// The number before a heading.
    HEADING_NUMBER = 11,
    /// A heading.
    HEADING = 12,
    /// A formula on a line of its own.
    DISPLAY_MATHS = 13,
    /// Code on lines of its own.
    CODE_BLOCK = 14,
    /// A bullet or number of a list.
    LIST_MARKER = 15,
    /// A citation.
    CITATION = 16,
    /// A cross-reference.
    REFERENCE = 17,
    /// A formula in a line.
    INLINE_MATHS = 18,
    /// Code in a line.
    INLINE_CODE = 19,
    /// A block quotation.
    QUOTATION = 20,
    /// A repeated filler: all its pieces are one run.
    FILLER = 21,
    /// Prose inside a figure.
    PROSE = 22,
    /// What only a copy for review shows: no word of the text, and no gap in it.
    REVIEW = 23,
}

impl Roles {
    /// No role at all.
    pub(crate) const NONE: Roles = Roles(0);

    /// Returns both sets together.
    pub(crate) fn with(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }

    /// Returns what is in both sets.
    pub(crate) fn only(self, other: Roles) -> Roles {
        Roles(self.0 & other.0)
    }

    /// Returns what is in this set and not in the other.
    pub(crate) fn without(self, other: Roles) -> Roles {
        Roles(self.0 & !other.0)
    }

    /// Returns whether the sets have a role in common.
    pub(crate) fn has(self, other: Roles) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns whether text with these roles is in the author's own words, in a note, a cell or a
    /// caption too: no citation, no formula, no code, and nothing that is made of what stands
    /// elsewhere.
    pub(crate) fn is_prose(self) -> bool {
        const OTHERS: [Roles; 16] = [
            Roles::FURNITURE,
            Roles::OUTLINE,
            Roles::REFERENCES,
            Roles::NOTE_MARK,
            Roles::CAPTION_LABEL,
            Roles::HEADING_NUMBER,
            Roles::DISPLAY_MATHS,
            Roles::CODE_BLOCK,
            Roles::LIST_MARKER,
            Roles::CITATION,
            Roles::REFERENCE,
            Roles::INLINE_MATHS,
            Roles::INLINE_CODE,
            Roles::QUOTATION,
            Roles::FILLER,
            Roles::REVIEW,
        ];
        !OTHERS.iter().any(|role| self.has(*role))
    }

    /// Returns the kind of text, whatever part of the document it stands in.
    pub(crate) fn kind(self) -> Category {
        const ORDER: [(Roles, Category); 19] = [
            (Roles::FURNITURE, Category::Furniture),
            (Roles::EXEMPT, Category::Exempt),
            (Roles::OUTLINE, Category::Contents),
            (Roles::REFERENCES, Category::References),
            (Roles::NOTE, Category::Footnote),
            (Roles::CAPTION_LABEL, Category::CaptionLabel),
            (Roles::TABLE_CAPTION, Category::TableCaption),
            (Roles::FIGURE_CAPTION, Category::FigureCaption),
            (Roles::CELL, Category::TableCell),
            (Roles::FIGURE, Category::FigureText),
            (Roles::HEADING_NUMBER, Category::HeadingNumber),
            (Roles::HEADING, Category::Heading),
            (Roles::DISPLAY_MATHS, Category::DisplayMaths),
            (Roles::CODE_BLOCK, Category::CodeBlock),
            (Roles::LIST_MARKER, Category::ListMarker),
            (Roles::CITATION, Category::Citation),
            (Roles::REFERENCE, Category::CrossReference),
            (Roles::INLINE_MATHS, Category::InlineMaths),
            (Roles::INLINE_CODE, Category::InlineCode),
        ];
        let drawn = match self.has(Roles::PROSE) {
            true => self.without(Roles::FIGURE),
            false => self,
        };
        let found = ORDER.iter().find(|(role, _)| drawn.has(*role));
        match found {
            Some((_, category)) => *category,
            None if self.has(Roles::QUOTATION) => Category::Quotation,
            None => Category::Body,
        }
    }

    /// Returns the category of text with these roles in a part of the document.
    pub(crate) fn category(self, region: &Region) -> Category {
        let kind = self.kind();
        match (kind, region) {
            (Category::Furniture | Category::Exempt, _) => kind,
            (Category::References, Region::Appendix(_)) => kind,
            (_, region) => match Category::of_region(region) {
                Some(Category::References | Category::Appendix) if kind == Category::Contents => {
                    kind
                }
                Some(category) => category,
                None => kind,
            },
        }
    }
}

/// What one element makes of the text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Effect {
    /// Its roles.
    pub(crate) roles: Roles,
    /// Whether its text is a flow of its own, apart from the text around it.
    pub(crate) flow: FlowKind,
}

/// How the text of an element flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FlowKind {
    /// With the text around it.
    Around,
    /// On its own, in blocks.
    Own,
    /// On its own, in lines, unless blocks stand in it.
    Lines,
    /// On its own, and nothing but one paragraph.
    Paragraph,
}

/// Returns what an element makes of its text; artifacts and labels are the walker's business.
pub(crate) fn effect(element: &Content) -> Effect {
    let own = |roles| Effect {
        roles,
        flow: FlowKind::Own,
    };
    let lines = |roles| Effect {
        roles,
        flow: FlowKind::Lines,
    };
    let around = |roles| Effect {
        roles,
        flow: FlowKind::Around,
    };
    let plain = StyleChain::default();

    if element.is::<ParElem>() {
        Effect {
            roles: Roles::PROSE,
            flow: FlowKind::Paragraph,
        }
    } else if let Some(marker) = element.to_packed::<PdfMarkerTag>() {
        match marker.kind {
            PdfMarkerTagKind::Label | PdfMarkerTagKind::OutlineBody => around(Roles::NONE),
            PdfMarkerTagKind::ListItemLabel => lines(Roles::LIST_MARKER),
            PdfMarkerTagKind::ListItemBody
            | PdfMarkerTagKind::Bibliography(_)
            | PdfMarkerTagKind::BibEntry
            | PdfMarkerTagKind::TermsItemLabel
            | PdfMarkerTagKind::TermsItemBody => lines(Roles::PROSE),
        }
    } else if element.is::<HeadingElem>() || element.is::<TitleElem>() {
        lines(Roles::HEADING)
    } else if element.is::<FigureElem>() {
        own(Roles::FIGURE)
    } else if let Some(caption) = element.to_packed::<FigureCaption>() {
        let table = FigureKind::Elem(TableElem::ELEM);
        match caption.kind.as_ref() == Some(&table) {
            true => lines(Roles::TABLE_CAPTION),
            false => lines(Roles::FIGURE_CAPTION),
        }
    } else if element.is::<TableElem>() {
        own(Roles::NONE)
    } else if let Some(cell) = element.to_packed::<TableCell>() {
        match cell.is_repeated.get(plain) {
            true => lines(Roles::CELL.with(Roles::FURNITURE)),
            false => lines(Roles::CELL),
        }
    } else if let Some(cell) = element.to_packed::<GridCell>() {
        match cell.is_repeated.get(plain) {
            true => lines(Roles::FURNITURE),
            false => lines(Roles::NONE),
        }
    } else if element.is::<FootnoteElem>() {
        around(Roles::NOTE_MARK)
    } else if element.is::<FootnoteEntry>() {
        lines(Roles::NOTE)
    } else if let Some(quote) = element.to_packed::<QuoteElem>() {
        match quote.block.get(plain) {
            true => own(Roles::QUOTATION),
            false => around(Roles::NONE),
        }
    } else if element.is::<ListElem>() || element.is::<EnumElem>() || element.is::<TermsElem>() {
        own(Roles::NONE)
    } else if element.is::<PlaceElem>() || element.is::<OutlineEntry>() {
        lines(Roles::NONE)
    } else if element.is::<RefElem>() {
        around(Roles::REFERENCE)
    } else if let Some(equation) = element.to_packed::<EquationElem>() {
        match equation.block.get(plain) {
            true => own(Roles::DISPLAY_MATHS),
            false => around(Roles::INLINE_MATHS),
        }
    } else if let Some(raw) = element.to_packed::<RawElem>() {
        match raw.block.get(plain) {
            true => own(Roles::CODE_BLOCK),
            false => around(Roles::INLINE_CODE),
        }
    } else if element.is::<RawLine>() {
        lines(Roles::NONE)
    } else if element.is::<OutlineElem>() {
        own(Roles::OUTLINE)
    } else if element.is::<RepeatElem>() {
        own(Roles::FURNITURE.with(Roles::FILLER))
    } else {
        around(Roles::NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_role_in_the_order_of_precedence_wins() {
        let chapter = Region::Chapter("x".into());
        let cited_cell = Roles::CITATION.with(Roles::CELL);
        assert_eq!(cited_cell.category(&chapter), Category::TableCell);
        let note = cited_cell.with(Roles::NOTE);
        assert_eq!(note.category(&chapter), Category::Footnote);
        let exempt = note.with(Roles::EXEMPT);
        assert_eq!(exempt.category(&chapter), Category::Exempt);
        let furniture = exempt.with(Roles::FURNITURE);
        assert_eq!(furniture.category(&Region::Abstract), Category::Furniture);
        assert_eq!(note.category(&Region::Abstract), Category::Abstract);
        assert_eq!(Roles::QUOTATION.category(&chapter), Category::Quotation);
        assert_eq!(Roles::NONE.category(&chapter), Category::Body);
    }

    #[test]
    fn a_citation_in_a_cell_is_a_cell_and_no_prose() {
        assert!(Roles::NONE.is_prose());
        assert!(Roles::CELL.with(Roles::FIGURE).is_prose());
        for other in [Roles::CITATION, Roles::INLINE_CODE, Roles::QUOTATION] {
            assert!(!other.with(Roles::CELL).is_prose(), "{other:?}");
        }
    }

    #[test]
    fn references_stay_references_wherever_they_stand_behind_the_front_matter() {
        let appendix = Region::Appendix("a".into());
        assert_eq!(Roles::REFERENCES.category(&appendix), Category::References);
        assert_eq!(Roles::NONE.category(&appendix), Category::Appendix);
        let chapter = Region::Chapter("x".into());
        assert_eq!(Roles::OUTLINE.category(&chapter), Category::Contents);
        assert_eq!(
            Roles::OUTLINE.category(&Region::Contents),
            Category::Contents
        );
    }
}
