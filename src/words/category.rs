//! What kind of text a word is.

use crate::project::Region;
use crate::words::named::named_enum;

named_enum! {
    /// The kind of text that a word belongs to; a policy says which kinds count.
    ///
    /// The order is that in which people read a dissertation.
    Category {
        /// The title page, with the printed count.
        TitlePage = "title-page",
        /// The abstract.
        Abstract = "abstract",
        /// Originality, AI, copyright and ethics statements.
        Declaration = "declaration",
        /// The acknowledgements.
        Acknowledgements = "acknowledgements",
        /// The contents, and the lists of tables and figures.
        Contents = "contents",
        /// The list of abbreviations, or a glossary.
        Abbreviations = "abbreviations",
        /// Prose, list items and term lists.
        Body = "body",
        /// The words of a heading.
        Heading = "heading",
        /// "3.1", "Chapter 3".
        HeadingNumber = "heading-number",
        /// Block quotations.
        Quotation = "quotation",
        /// Bullets, "1.".
        ListMarker = "list-marker",
        /// Citations in the text, as rendered.
        Citation = "citation",
        /// Cross-references, as rendered.
        CrossReference = "cross-reference",
        /// The text of foot- and endnotes.
        Footnote = "footnote",
        /// The cells of tables.
        TableCell = "table-cell",
        /// The captions of tables.
        TableCaption = "table-caption",
        /// The captions of figures and of everything else that is captioned.
        FigureCaption = "figure-caption",
        /// "Figure 1:".
        CaptionLabel = "caption-label",
        /// Text drawn in a figure.
        FigureText = "figure-text",
        /// Formulas in a line; one formula is one word.
        InlineMaths = "inline-maths",
        /// Formulas on lines of their own; one formula is one word.
        DisplayMaths = "display-maths",
        /// Code in a line.
        InlineCode = "inline-code",
        /// Code on lines of its own.
        CodeBlock = "code-block",
        /// The list of references.
        References = "references",
        /// Everything in appendices.
        Appendix = "appendix",
        /// Marked by the author as not to be counted; always reported.
        Exempt = "exempt",
        /// Running heads, page numbers, line numbers, watermarks, leaders, repeated table headers.
        Furniture = "furniture",
    }
}

impl Category {
    /// Returns the category that a region gives to every word in it, or `None` where words have
    /// the category of their own kind.
    pub fn of_region(region: &Region) -> Option<Self> {
        match region {
            Region::TitlePage => Some(Self::TitlePage),
            Region::Abstract => Some(Self::Abstract),
            Region::Declaration | Region::Front(_) => Some(Self::Declaration),
            Region::Acknowledgements => Some(Self::Acknowledgements),
            Region::Contents => Some(Self::Contents),
            Region::Abbreviations => Some(Self::Abbreviations),
            Region::References => Some(Self::References),
            Region::Appendix(_) => Some(Self::Appendix),
            Region::Chapter(_) | Region::Unmarked => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_is_found_by_its_own_name() {
        for &category in Category::ALL {
            assert_eq!(Category::from_name(category.name()), Some(category));
            let json = serde_json::to_string(&category).unwrap();
            assert_eq!(json, format!("\"{}\"", category.name()));
        }
        assert_eq!(Category::from_name("prose"), None);
    }

    #[test]
    fn front_matter_gives_its_category_to_every_word() {
        let front = Region::Front("ai-use".into());
        assert_eq!(Category::of_region(&front), Some(Category::Declaration));
        let chapter = Region::Chapter("x".into());
        assert_eq!(Category::of_region(&chapter), None);
    }
}
