//! The frames of the pages, and where in them text stands.

use typst::layout::Point;

use crate::words::census::role::FlowKind;

/// Where a text item stands on its page, and in which frames.
#[derive(Clone, Copy)]
pub(crate) struct TextSpot {
    /// The start and the end of its baseline on the page.
    pub(crate) ends: (Point, Point),
    /// Its size, in points.
    pub(crate) size: f64,
    /// The innermost frame that holds a flow of its own.
    pub(crate) frame: FrameId,
    /// What flows in the text's container.
    pub(crate) flow: FlowKind,
    /// Whether the page is set in columns.
    pub(crate) in_columns: bool,
    /// How deep in frames the text's container began.
    pub(crate) base: u32,
    /// The physical page.
    pub(crate) page: u32,
}

/// Frames that hold a flow of their own (pages, blocks, boxes, cells), as a tree.
#[derive(Default)]
pub(crate) struct Frames(Vec<(Option<FrameId>, u32)>);

/// One frame of [`Frames`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameId(usize);

impl Frames {
    /// Adds a frame inside another.
    pub(crate) fn add(&mut self, parent: Option<FrameId>) -> FrameId {
        let depth = parent.map_or(0, |FrameId(at)| self.0[at].1 + 1);
        self.0.push((parent, depth));
        FrameId(self.0.len() - 1)
    }

    /// Returns how many frames lie around it.
    pub(crate) fn depth(&self, FrameId(at): FrameId) -> u32 {
        self.0[at].1
    }

    /// Returns whether one of the two is the other or lies in it.
    fn related(&self, a: FrameId, b: FrameId) -> bool {
        let (mut inner, outer) = if self.depth(a) < self.depth(b) {
            (b, a)
        } else {
            (a, b)
        };
        while self.depth(inner) > self.depth(outer) {
            match self.0[inner.0].0 {
                Some(parent) => inner = parent,
                None => return false,
            }
        }
        inner == outer
    }

    /// Returns whether `a` is `b` or lies in it.
    pub(crate) fn within(&self, a: FrameId, b: FrameId) -> bool {
        self.depth(a) >= self.depth(b) && self.related(a, b)
    }
}
