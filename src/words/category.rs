//! What kind of text a word is.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use crate::project::Region;

/// The kind of text that a word belongs to; a policy says which kinds count.
///
/// The order is that in which people read a dissertation.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Category {
    /// The title page, with the printed count.
    TitlePage,
    /// The abstract.
    Abstract,
    /// Originality, AI, copyright and ethics statements.
    Declaration,
    /// The acknowledgements.
    Acknowledgements,
    /// The contents, and the lists of tables and figures.
    Contents,
    /// The list of abbreviations, or a glossary.
    Abbreviations,
    /// Prose, list items and term lists.
    Body,
    /// The words of a heading.
    Heading,
    /// "3.1", "Chapter 3".
    HeadingNumber,
    /// Block quotations.
    Quotation,
    /// Bullets, "1.".
    ListMarker,
    /// Citations in the text, as rendered.
    Citation,
    /// Cross-references, as rendered.
    CrossReference,
    /// The text of foot- and endnotes.
    Footnote,
    /// The cells of tables.
    TableCell,
    /// The captions of tables.
    TableCaption,
    /// The captions of figures and of everything else that is captioned.
    FigureCaption,
    /// "Figure 1:".
    CaptionLabel,
    /// Text drawn in a figure.
    FigureText,
    /// Formulas in a line; one formula is one word.
    InlineMaths,
    /// Formulas on lines of their own; one formula is one word.
    DisplayMaths,
    /// Code in a line.
    InlineCode,
    /// Code on lines of its own.
    CodeBlock,
    /// The list of references.
    References,
    /// Everything in appendices.
    Appendix,
    /// Marked by the author as not to be counted; always reported.
    Exempt,
    /// Running heads, page numbers, line numbers, watermarks, leaders, repeated table headers.
    Furniture,
}

impl Category {
    /// Every one, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// Returns the name used in manifests, on the command line and in JSON.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the one with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

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
