//! The colours of a proof: one for each kind of text that a reader looks for.
//!
//! Eight of them are Okabe and Ito's, which people tell apart whatever colours they see.

use crate::words::Category;

/// A colour, as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hue(pub(super) u8, pub(super) u8, pub(super) u8);

/// The colour of words that do not count.
pub(super) const UNCOUNTED: Hue = Hue(0x76, 0x76, 0x76);

const BLUE: Hue = Hue(0x00, 0x72, 0xb2);
const VERMILION: Hue = Hue(0xd5, 0x5e, 0x00);
const GREEN: Hue = Hue(0x00, 0x9e, 0x73);
const PURPLE: Hue = Hue(0xcc, 0x79, 0xa7);
const SKY: Hue = Hue(0x56, 0xb4, 0xe9);
const ORANGE: Hue = Hue(0xe6, 0x9f, 0x00);
const YELLOW: Hue = Hue(0xd8, 0xca, 0x14);
const VIOLET: Hue = Hue(0x6a, 0x4c, 0x93);
const BROWN: Hue = Hue(0x8c, 0x5a, 0x2b);

impl Hue {
    /// Returns the colour of a category whose words count.
    pub(super) fn of(category: Category) -> Self {
        match category {
            Category::Body | Category::ListMarker => BLUE,
            Category::Heading | Category::HeadingNumber => VERMILION,
            Category::Quotation => GREEN,
            Category::Citation | Category::CrossReference | Category::References => PURPLE,
            Category::Footnote => SKY,
            Category::TableCell | Category::TableCaption => ORANGE,
            Category::FigureCaption | Category::CaptionLabel | Category::FigureText => YELLOW,
            Category::InlineMaths
            | Category::DisplayMaths
            | Category::InlineCode
            | Category::CodeBlock => VIOLET,
            Category::TitlePage
            | Category::Abstract
            | Category::Declaration
            | Category::Acknowledgements
            | Category::Contents
            | Category::Abbreviations
            | Category::Appendix => BROWN,
            Category::Exempt | Category::Furniture => UNCOUNTED,
        }
    }

    /// Returns the colour of a category's words, which is grey unless they count.
    pub(super) fn shown(category: Category, counts: bool) -> Self {
        match counts {
            true => Self::of(category),
            false => UNCOUNTED,
        }
    }

    /// Returns the colour as `#rrggbb`.
    pub(super) fn hex(self) -> String {
        let Self(red, green, blue) = self;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_is_never_grey_unless_nothing_can_count_it() {
        for &category in Category::ALL {
            let is_grey = Hue::shown(category, true) == UNCOUNTED;
            let is_outside = matches!(category, Category::Exempt | Category::Furniture);
            assert_eq!(is_grey, is_outside, "{category}");
            assert_eq!(Hue::shown(category, false), UNCOUNTED);
        }
    }

    #[test]
    fn a_colour_is_written_as_the_web_does() {
        assert_eq!(Hue::of(Category::Body).hex(), "#0072b2");
    }
}
