//! The number of a formula stands beside it for listeners, too.
//!
//! The engine draws the number as a part of the formula, whose words stand for all of it: a reader
//! who follows "Equation (1.1)" would not hear that number anywhere. So the formula is closed before
//! its number, which is a label of its own.

use std::collections::{HashMap, HashSet};

use typst::foundations::Content;
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::FrameItem;
use typst::math::EquationElem;
use typst::pdf::PdfMarkerTag;
use typst::syntax::Span;
use typst::text::TextItem;

/// The numbers of formulas, as they were read.
#[derive(Default)]
pub(super) struct Numbers {
    open: Option<Open>,
    /// What closes a formula, by the text that is its number.
    ends: HashMap<usize, (Location, u128, TagFlags)>,
    /// The formulas that have a number.
    numbered: HashSet<Location>,
}

/// A formula that may have a number.
struct Open {
    location: Location,
    span: Span,
    /// The last of its texts, if that is a number.
    number: Option<usize>,
}

impl Numbers {
    /// An element begins.
    pub(super) fn start(&mut self, element: &Content) {
        if self.open.is_none()
            && let Some(equation) = element.to_packed::<EquationElem>()
            && let Some(Some(_)) = equation.numbering.as_option()
            && let Some(location) = element.location()
        {
            self.open = Some(Open {
                location,
                span: equation.span(),
                number: None,
            });
        }
    }

    /// A text is read, `number` of them before it.
    pub(super) fn text(&mut self, number: usize, text: &TextItem) {
        if let Some(open) = &mut self.open {
            open.number = is_number(text, open.span).then_some(number);
        }
    }

    /// An element ends.
    pub(super) fn end(&mut self, location: Location, key: u128, flags: TagFlags) {
        if let Some(open) = self.open.take_if(|open| open.location == location)
            && let Some(number) = open.number
        {
            self.ends.insert(number, (location, key, flags));
            self.numbered.insert(location);
        }
    }

    /// Whether a formula is closed before its number, and not where it ends.
    pub(super) fn is_closed(&self, formula: Location) -> bool {
        self.numbered.contains(&formula)
    }

    /// Returns a text with what closes the formula before it and the label around it, if it is a
    /// number.
    pub(super) fn apart(&self, number: usize, text: &TextItem) -> Option<Vec<FrameItem>> {
        let (location, key, flags) = *self.ends.get(&number)?;
        let mut label = PdfMarkerTag::Label(Content::empty());
        let own = location.variant(1);
        label.set_location(own);
        let tagged = TagFlags {
            introspectable: false,
            tagged: true,
        };
        Some(vec![
            FrameItem::Tag(Tag::End(location, key, flags)),
            FrameItem::Tag(Tag::Start(label, tagged)),
            FrameItem::Text(text.clone()),
            FrameItem::Tag(Tag::End(own, 0, tagged)),
        ])
    }
}

/// Whether a text is the number of a formula: it was not typed where the formula was.
fn is_number(text: &TextItem, formula: Span) -> bool {
    let span = text.glyphs.first().map_or(formula, |glyph| glyph.span.0);
    let is_elsewhere = span == formula || span.id() != formula.id();
    is_elsewhere && text.text.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use crate::typeset::pdf::PdfRequest;
    use crate::typeset::sandbox::{Sandbox, tags};

    #[test]
    fn the_number_of_a_formula_is_a_label_beside_it_and_costs_no_standard() {
        let pdf = Sandbox::new(
            "#set math.equation(numbering: (..n) => [(#n.pos().first())])\n#include \"/a.typ\"",
        )
        .file(
            "a.typ",
            "= One\n$ a + b $ <x>\n$ c &= d \\ e &= f $\n#math.equation(block: true, numbering: none, $ g $)\nSee @x and $h$.",
        )
        .pdf(&PdfRequest::default());
        assert_eq!(pdf.gave_up, Vec::<String>::new());
        let all = tags(&pdf);
        let count = |kind: &str| all.iter().filter(|(of, _)| of == kind).count();
        assert_eq!((count("Formula"), count("Lbl")), (4, 2));
    }
}
