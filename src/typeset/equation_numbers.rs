//! The number of a formula stands beside it for listeners, too.
//!
//! The engine draws the number as a part of the formula, whose words stand for all of it: a reader
//! who follows "Equation (1.1)" would not hear that number anywhere. So the formula is closed before
//! its number, which is a label of its own.

use std::collections::VecDeque;

use typst::foundations::Content;
use typst::introspection::{Location, Tag, TagFlags};
use typst::layout::FrameItem;
use typst::math::EquationElem;
use typst::pdf::PdfMarkerTag;
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::typeset::pages::{Change, rewrite, walk};

/// A formula with a number.
struct Numbered {
    location: Location,
    span: Span,
    /// Which of its texts is the number, counted from the first.
    number: usize,
    /// What closes it.
    end: Option<(u128, TagFlags)>,
}

/// What is seen of a formula while it is open.
#[derive(Default)]
struct Seen {
    numbered: VecDeque<Numbered>,
    open: Option<Numbered>,
    texts: usize,
}

/// Returns the pages with each number beside its formula.
pub(super) fn beside(document: &PagedDocument) -> PagedDocument {
    let mut seen = Seen::default();
    walk(document, &mut seen, &mut Seen::look, &mut |_, _| {});
    let Seen { numbered, .. } = &seen;
    if numbered.is_empty() {
        return document.clone();
    }
    seen.texts = 0;
    rewrite(document, &mut seen, &mut Seen::part, &mut |_, _| {})
}

impl Seen {
    fn look(&mut self, item: &FrameItem) {
        match item {
            FrameItem::Tag(Tag::Start(content, _)) if self.open.is_none() => {
                self.open = numbered(content);
                self.texts = 0;
            }
            FrameItem::Text(text) => {
                self.texts += 1;
                if let Some(open) = &mut self.open {
                    open.number = match is_number(text, open.span) {
                        true => self.texts,
                        false => 0,
                    };
                }
            }
            FrameItem::Tag(Tag::End(location, key, flags)) => {
                let is_end = |open: &mut Numbered| open.location == *location;
                if let Some(mut open) = self.open.take_if(is_end) {
                    open.end = Some((*key, *flags));
                    self.numbered
                        .extend(Some(open).filter(|open| open.number > 0));
                }
            }
            FrameItem::Tag(_)
            | FrameItem::Group(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..) => {}
        }
    }

    fn part(&mut self, item: &FrameItem) -> Change {
        let Some(next) = self.numbered.front() else {
            return Change::Keep;
        };
        match item {
            FrameItem::Tag(Tag::Start(content, _))
                if self.open.is_none() && content.location() == Some(next.location) =>
            {
                self.open = numbered(content);
                self.texts = 0;
            }
            FrameItem::Text(_) if self.open.is_some() => {
                self.texts += 1;
                if self.texts == next.number
                    && let Some((key, flags)) = next.end
                {
                    return Change::Replace(apart(next.location, key, flags, item));
                }
            }
            FrameItem::Tag(Tag::End(location, ..))
                if self.open.is_some() && *location == next.location =>
            {
                self.open = None;
                self.numbered.pop_front();
                return Change::Drop;
            }
            FrameItem::Tag(_)
            | FrameItem::Text(_)
            | FrameItem::Group(_)
            | FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..) => {}
        }
        Change::Keep
    }
}

/// Returns a formula that may have a number.
fn numbered(content: &Content) -> Option<Numbered> {
    let equation = content.to_packed::<EquationElem>()?;
    equation.numbering.as_option().as_ref()?.as_ref()?;
    Some(Numbered {
        location: content.location()?,
        span: equation.span(),
        number: 0,
        end: None,
    })
}

/// Whether a text is the number of a formula: it was not typed where the formula was.
fn is_number(text: &TextItem, formula: Span) -> bool {
    let span = text.glyphs.first().map_or(formula, |glyph| glyph.span.0);
    let is_elsewhere = span == formula || span.id() != formula.id();
    is_elsewhere && text.text.contains(char::is_alphanumeric)
}

/// Closes a formula before its number, and puts a label round that.
fn apart(location: Location, key: u128, flags: TagFlags, number: &FrameItem) -> Vec<FrameItem> {
    let mut label = PdfMarkerTag::Label(Content::empty());
    let own = location.variant(1);
    label.set_location(own);
    let tagged = TagFlags {
        introspectable: false,
        tagged: true,
    };
    vec![
        FrameItem::Tag(Tag::End(location, key, flags)),
        FrameItem::Tag(Tag::Start(label, tagged)),
        number.clone(),
        FrameItem::Tag(Tag::End(own, 0, tagged)),
    ]
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
