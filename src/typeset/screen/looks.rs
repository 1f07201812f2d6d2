//! What a page looks like, as a number.

use std::hash::{Hash, Hasher};

use typst::layout::{Frame, FrameItem};
use typst::utils::hash128;
use typst_layout::Page;

/// Returns a number that is the same for pages that look the same: what is drawn and where, whoever
/// wrote it.
pub fn looks(page: &Page) -> u128 {
    hash128(&Looks(page))
}

struct Looks<'a>(&'a Page);

impl Hash for Looks<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.fill.hash(state);
        frame(&self.0.frame, state);
    }
}

fn frame(drawn: &Frame, state: &mut impl Hasher) {
    drawn.size().hash(state);
    for (at, item) in drawn.items() {
        // What is only known of the page, and not seen on it.
        if matches!(item, FrameItem::Tag(_) | FrameItem::Link(..)) {
            continue;
        }
        at.hash(state);
        std::mem::discriminant(item).hash(state);
        match item {
            FrameItem::Group(group) => {
                group.transform.hash(state);
                group.clip.hash(state);
                frame(&group.frame, state);
            }
            FrameItem::Text(text) => {
                text.font.hash(state);
                text.size.hash(state);
                text.fill.hash(state);
                text.stroke.hash(state);
                for glyph in &text.glyphs {
                    glyph.id.hash(state);
                    glyph.x_advance.hash(state);
                    glyph.x_offset.hash(state);
                    glyph.y_advance.hash(state);
                    glyph.y_offset.hash(state);
                }
            }
            FrameItem::Shape(shape, _) => shape.hash(state),
            FrameItem::Image(image, size, _) => {
                image.hash(state);
                size.hash(state);
            }
            FrameItem::Link(..) | FrameItem::Tag(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn a_page_looks_as_before_whatever_changes_around_it() {
        let of = |text: &str| {
            let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", text);
            let (_, typeset) = sandbox.typeset();
            typeset
                .document
                .pages()
                .iter()
                .map(looks)
                .collect::<Vec<_>>()
        };
        let before = of("= One\n\nFirst.\n#pagebreak()\nSecond.\n");
        let after = of("= One\n\nFirst and more.\n#pagebreak()\nSecond.\n");
        assert_ne!(before[0], after[0]);
        assert_eq!(before[1], after[1]);
    }
}
