//! The margins of a page, and what is printed over and under its text.

use typst::foundations::{Content, StyleChain};
use typst::introspection::Tag;
use typst::layout::{Frame, FrameItem, Point, Transform};
use typst::pdf::{ArtifactElem, ArtifactKind};
use typst::syntax::Span;

use crate::words::census::role::Roles;
use crate::words::census::walk::Walker;
use crate::words::census::walk::state::{FlowKey, TextContext};

impl<'a> Walker<'a> {
    /// Walks a page: background and header, its text, the footer, and what is printed over it,
    /// which alone of all these the engine does not mark.
    pub(super) fn page_frame(&mut self, frame: &'a Frame) {
        let mut margins = Vec::new();
        let mut open_margin = None;
        // What a page's end leaves open, such as a formula, does not reach into the margins.
        let mut text = Vec::new();
        self.base = 0;
        let last = frame.items().len().saturating_sub(1);
        for (nth, (at, item)) in frame.items().enumerate() {
            let is_over = (margins.contains(&ArtifactKind::Footer) && open_margin.is_none())
                || (nth == last && nth > 0 && covers(frame, *at, item));
            match item {
                FrameItem::Tag(Tag::Start(element, _))
                    if let Some(kind) = margin(element)
                        && !margins.contains(&kind) =>
                {
                    margins.push(kind);
                    open_margin = element.location();
                    self.in_margin = true;
                    text = std::mem::take(&mut self.open);
                    self.start(element);
                }
                FrameItem::Tag(tag @ Tag::End(location, ..)) => {
                    self.tag(tag);
                    if open_margin == Some(*location) {
                        open_margin = None;
                        self.in_margin = false;
                        self.open = std::mem::take(&mut text);
                    }
                }
                FrameItem::Group(group)
                    if let Some(kind) = first_tag(&group.frame).and_then(margin)
                        && !margins.contains(&kind) =>
                {
                    margins.push(kind);
                    self.in_margin = true;
                    let outer = std::mem::take(&mut self.open);
                    self.group(group, Transform::translate(at.x, at.y));
                    self.open = outer;
                    self.in_margin = open_margin.is_some();
                }
                FrameItem::Group(_) | FrameItem::Text(_) if is_over => {
                    let outer = std::mem::take(&mut self.open);
                    let own = TextContext {
                        roles: Roles::FURNITURE,
                        flowing: Some(FlowKey::Foreground(self.page)),
                        ..TextContext::of(Span::detached())
                    };
                    self.push(None, own);
                    self.in_margin = true;
                    self.item(*at, item, Transform::identity());
                    self.in_margin = false;
                    self.open = outer;
                }
                FrameItem::Group(group) => {
                    let size = group.frame.size();
                    let fills_page = size.x > frame.width() * 0.6 && size.y > frame.height() * 0.6;
                    if group.frame.kind().is_hard() && fills_page {
                        // The frame of all columns, no block.
                        self.base = 1;
                    }
                    self.item(*at, item, Transform::identity());
                }
                FrameItem::Tag(_)
                | FrameItem::Text(_)
                | FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..) => self.item(*at, item, Transform::identity()),
            }
        }
        self.in_margin = false;
    }
}

/// Returns what part of a page's margin an element is.
fn margin(element: &Content) -> Option<ArtifactKind> {
    let artifact = element.to_packed::<ArtifactElem>()?;
    let kind = artifact.kind.get(StyleChain::default());
    let margins = [
        ArtifactKind::Header,
        ArtifactKind::Footer,
        ArtifactKind::Background,
    ];
    (margins.contains(&kind) && is_engines(element, artifact)).then_some(kind)
}

/// Returns whether the engine made an artifact: it takes the place of what it wraps, while an
/// author's stands where it is called.
pub(super) fn is_engines(element: &Content, artifact: &ArtifactElem) -> bool {
    element.span() == artifact.body.span()
}

/// Returns whether an item lies over the whole page, as what is printed over it does.
fn covers(page: &Frame, at: Point, item: &FrameItem) -> bool {
    match item {
        FrameItem::Group(group) => {
            let size = group.frame.size();
            group.frame.kind().is_soft()
                && at == Point::zero()
                && size.x.approx_eq(page.width())
                && size.y.approx_eq(page.height())
                && first_tag(&group.frame).and_then(margin).is_none()
        }
        FrameItem::Text(_)
        | FrameItem::Shape(..)
        | FrameItem::Image(..)
        | FrameItem::Link(..)
        | FrameItem::Tag(_) => false,
    }
}

/// Returns the first element that begins in a frame.
fn first_tag(frame: &Frame) -> Option<&Content> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Tag(Tag::Start(element, _)) => Some(element),
        FrameItem::Tag(Tag::End(..))
        | FrameItem::Group(_)
        | FrameItem::Text(_)
        | FrameItem::Shape(..)
        | FrameItem::Image(..)
        | FrameItem::Link(..) => None,
    })
}
