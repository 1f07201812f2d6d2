//! Walking the frames of the pages.
//!
//! Two walks: the first learns what stands where (a float comes before its anchor in the order of
//! the frames, a note after its mark), the second collects the text.

mod collect;
mod elements;
mod margins;
mod measure;
mod state;

use std::collections::{HashMap, HashSet};

use typst::introspection::Location;
use typst::layout::{Frame, FrameItem, FrameParent, GroupItem, Inherit, Point, Transform};
use typst::syntax::{FileId, Span};
use typst_layout::PagedDocument;

use crate::project::Region;
use crate::words::census::frames::{FrameId, Frames};
use crate::words::census::label::Label;
use crate::words::census::role::{FlowKind, Roles};
use crate::words::census::text_flow::TextFlow;
use crate::words::census::walked::{FormulaText, WalkedText};
use state::{Anchor, FirstWalk, FlowKey, OpenElement, TextContext};

/// Where the template's own files are.
const TEMPLATE: &str = "/.folio/";

/// Reads the text of all pages.
pub(crate) fn walk(document: &PagedDocument) -> WalkedText<'_> {
    let mut first = first_walk(document, HashMap::new());
    if first.met_unknown {
        // A float came before its anchor: only now is it known what stands in it.
        first = first_walk(document, first.anchors);
    }
    let mut walker = Walker {
        collects: true,
        first,
        aside: vec![0; document.pages().len()],
        ..Walker::default()
    };
    walker.pages(document);
    WalkedText {
        flows: walker.flows,
        formulas: walker.formulas,
        regions: walker.first.regions,
        headings: walker.first.headings,
        marks: walker.first.marks,
        aside: walker.aside,
    }
}

fn first_walk(document: &PagedDocument, anchors: HashMap<Location, Anchor>) -> FirstWalk {
    let mut walker = Walker {
        first: FirstWalk {
            regions: vec![Region::Unmarked],
            anchors,
            ..FirstWalk::default()
        },
        ..Walker::default()
    };
    walker.pages(document);
    walker.first
}

#[derive(Default)]
struct Walker<'a> {
    collects: bool,
    /// What is known from the first walk, or is being learnt in it.
    first: FirstWalk,
    open: Vec<OpenElement>,
    /// What was still open in the last piece of something that goes on elsewhere.
    unfinished: HashMap<Location, Vec<OpenElement>>,
    labels: HashMap<Location, Label>,
    template: HashMap<FileId, bool>,
    frames: Frames,
    frame: Option<FrameId>,
    region: usize,
    section: Option<usize>,
    page: u32,
    in_margin: bool,
    /// How deep the page's own flow lies: 1 if all columns stand in a frame.
    base: u32,
    order: usize,
    flows: Vec<TextFlow<'a>>,
    by_flow: HashMap<Option<FlowKey>, usize>,
    formulas: Vec<FormulaText<'a>>,
    by_formula: HashMap<Location, usize>,
    aside: Vec<usize>,
    /// What an author wrote into margins as far as it has been read.
    in_margins: HashSet<(Span, u16)>,
}

impl<'a> Walker<'a> {
    fn pages(&mut self, document: &'a PagedDocument) {
        for (page, number) in document.pages().iter().zip(1..) {
            self.page = number;
            self.frame = Some(self.frames.add(None));
            self.page_frame(&page.frame);
            if !self.collects {
                self.first.at_end.push(self.region);
            }
        }
    }

    fn walk_frame(&mut self, frame: &'a Frame, transform: Transform) {
        for (at, item) in frame.items() {
            self.item(*at, item, transform);
        }
    }

    fn item(&mut self, at: Point, item: &'a FrameItem, transform: Transform) {
        match item {
            FrameItem::Group(group) => {
                self.group(
                    group,
                    transform.pre_concat(Transform::translate(at.x, at.y)),
                );
            }
            FrameItem::Tag(tag) => self.tag(tag),
            FrameItem::Text(item) if self.collects => self.text(item, at, transform),
            FrameItem::Text(item) => self.measure(item),
            FrameItem::Shape(..) | FrameItem::Image(..) => {
                if let Some(figure) = self.context().figure {
                    self.first.measure.drawing(figure);
                }
            }
            FrameItem::Link(..) => {}
        }
    }

    fn group(&mut self, group: &'a GroupItem, transform: Transform) {
        let transform = transform.pre_concat(group.transform);
        let outer_frame = self.frame;
        if group.frame.kind().is_hard() {
            self.frame = Some(self.frames.add(outer_frame));
        }
        match group.parent {
            Some(parent) => self.anchored(group, parent, transform),
            None => self.walk_frame(&group.frame, transform),
        }
        self.frame = outer_frame;
    }

    /// Walks text that stands here but belongs elsewhere: a note, a float, a part of a broken cell.
    fn anchored(&mut self, group: &'a GroupItem, parent: FrameParent, transform: Transform) {
        let anchor = self.first.anchors.get(&parent.location).copied();
        self.first.met_unknown |= anchor.is_none();
        let anchor = anchor.unwrap_or(Anchor {
            roles: Roles::NONE,
            region: self.region,
            section: self.section,
            author: Span::detached(),
            flow: FlowKind::Own,
            figure: None,
        });
        let roles = match parent.inherit {
            Inherit::Yes => anchor.roles,
            Inherit::No => anchor.roles.only(Roles::EXEMPT),
        };
        let depth = self.depth();
        let outer = std::mem::take(&mut self.open);
        let outer_region = std::mem::replace(&mut self.region, anchor.region);
        let outer_section = std::mem::replace(&mut self.section, anchor.section);
        let own = TextContext {
            roles,
            flowing: Some(FlowKey::Element(parent.location)),
            flow: (anchor.flow, depth),
            figure: match parent.inherit {
                Inherit::Yes => anchor.figure,
                Inherit::No => None,
            },
            ..TextContext::of(anchor.author)
        };
        self.push(None, own);
        for open in self.unfinished.remove(&parent.location).unwrap_or_default() {
            self.push(open.location, open.own);
        }
        self.walk_frame(&group.frame, transform);
        let rest: Vec<OpenElement> = self.open.drain(1..).collect();
        if !rest.is_empty() {
            self.unfinished.insert(parent.location, rest);
        }
        self.open = outer;
        self.region = outer_region;
        self.section = outer_section;
    }

    fn depth(&self) -> u32 {
        self.frame.map_or(0, |frame| self.frames.depth(frame))
    }

    /// Ends the line of the flow in which a block begins.
    fn end_line(&mut self) {
        if let Some(&flow) = self.by_flow.get(&self.context().flowing) {
            self.flows[flow].end_line();
        }
    }

    fn context(&self) -> TextContext {
        let outermost = || TextContext {
            flow: (FlowKind::Own, self.base),
            ..TextContext::of(Span::detached())
        };
        self.open.last().map_or_else(outermost, |open| open.context)
    }

    fn push(&mut self, location: Option<Location>, own: TextContext) {
        let outer = self.context();
        let around = match own.figure {
            Some(_) => outer.roles.without(Roles::PROSE),
            None => outer.roles,
        };
        let context = TextContext {
            roles: around.with(own.roles),
            flowing: own.flowing.or(outer.flowing),
            flow: if own.flowing.is_some() {
                own.flow
            } else {
                outer.flow
            },
            author: if own.author.is_detached() {
                outer.author
            } else {
                own.author
            },
            formula: outer.formula.or(own.formula),
            figure: own.figure.or(outer.figure),
            mark: own.mark.or(outer.mark),
            by_counter: outer.by_counter || own.by_counter,
        };
        self.open.push(OpenElement {
            location,
            own,
            context,
        });
    }

    fn is_template(&mut self, span: Span) -> bool {
        let Some(file) = span.id() else { return false };
        *self
            .template
            .entry(file)
            .or_insert_with(|| is_template(span))
    }
}

/// Returns whether a syntax node is one of the template's.
fn is_template(span: Span) -> bool {
    span.id()
        .is_some_and(|file| file.vpath().get_with_slash().starts_with(TEMPLATE))
}
