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

pub(crate) use state::{Formula, Found, Heading};

use crate::project::Region;
use crate::words::label::Label;
use crate::words::role::{Flow, Roles};
use crate::words::run::{FrameId, Frames, Run};
use state::{Anchor, Context, Flowing, Open, Own, Survey};

/// Where the template's own files are.
const TEMPLATE: &str = "/.folio/";

/// Reads the text of all pages.
pub(crate) fn walk(document: &PagedDocument) -> Found<'_> {
    let mut walker = Walker::new(Survey {
        regions: vec![Region::Unmarked],
        ..Survey::default()
    });
    walker.pages(document);
    if walker.survey.met_unknown {
        // A float came before its anchor: only now is it known what stands in it.
        walker = Walker::new(Survey {
            regions: vec![Region::Unmarked],
            anchors: walker.survey.anchors,
            ..Survey::default()
        });
        walker.pages(document);
    }
    let mut walker = Walker {
        collects: true,
        ..Walker::new(walker.survey)
    };
    walker.aside = vec![0; document.pages().len()];
    walker.pages(document);
    Found {
        runs: walker.runs,
        formulas: walker.formulas,
        regions: walker.survey.regions,
        headings: walker.survey.headings,
        marks: walker.survey.marks,
        aside: walker.aside,
    }
}

struct Walker<'a> {
    collects: bool,
    survey: Survey,
    open: Vec<Open>,
    /// What was still open in the last piece of something that goes on elsewhere.
    unfinished: HashMap<Location, Vec<Open>>,
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
    runs: Vec<Run<'a>>,
    by_flow: HashMap<Flowing, usize>,
    formulas: Vec<Formula<'a>>,
    by_formula: HashMap<Location, usize>,
    aside: Vec<usize>,
    /// What an author wrote into margins as far as it has been read.
    in_margins: HashSet<(Span, u16)>,
}

impl<'a> Walker<'a> {
    fn new(survey: Survey) -> Self {
        Self {
            collects: false,
            survey,
            open: Vec::new(),
            unfinished: HashMap::new(),
            labels: HashMap::new(),
            template: HashMap::new(),
            frames: Frames::default(),
            frame: None,
            region: 0,
            section: None,
            page: 0,
            in_margin: false,
            base: 0,
            order: 0,
            runs: Vec::new(),
            by_flow: HashMap::new(),
            formulas: Vec::new(),
            by_formula: HashMap::new(),
            aside: Vec::new(),
            in_margins: HashSet::new(),
        }
    }

    fn pages(&mut self, document: &'a PagedDocument) {
        for (page, number) in document.pages().iter().zip(1..) {
            self.page = number;
            self.frame = Some(self.frames.add(None));
            self.page_frame(&page.frame);
            if !self.collects {
                self.survey.at_end.push(self.region);
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
                    self.survey.measure.drawing(figure);
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
        let anchor = self.survey.anchors.get(&parent.location).copied();
        self.survey.met_unknown |= anchor.is_none();
        let anchor = anchor.unwrap_or(Anchor {
            roles: Roles::NONE,
            region: self.region,
            section: self.section,
            author: Span::detached(),
            flow: Flow::Own,
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
        let own = Own {
            roles,
            flowing: Some(Flowing::Element(parent.location)),
            flow: (anchor.flow, depth),
            figure: match parent.inherit {
                Inherit::Yes => anchor.figure,
                Inherit::No => None,
            },
            ..Own::of(anchor.author)
        };
        self.push(None, own);
        for open in self.unfinished.remove(&parent.location).unwrap_or_default() {
            self.push(open.location, open.own);
        }
        self.walk_frame(&group.frame, transform);
        let rest: Vec<Open> = self.open.drain(1..).collect();
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
        if let Some(&run) = self.by_flow.get(&self.context().flowing) {
            self.runs[run].end_line();
        }
    }

    fn context(&self) -> Context {
        self.open.last().map_or(
            Context {
                roles: Roles::NONE,
                flowing: Flowing::Document,
                flow: (Flow::Own, self.base),
                author: Span::detached(),
                formula: None,
                figure: None,
                mark: None,
                by_counter: false,
            },
            |open| open.context,
        )
    }

    fn push(&mut self, location: Option<Location>, own: Own) {
        let outer = self.context();
        let around = match own.figure {
            Some(_) => outer.roles.without(Roles::PROSE),
            None => outer.roles,
        };
        let context = Context {
            roles: around.with(own.roles),
            flowing: own.flowing.unwrap_or(outer.flowing),
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
        self.open.push(Open {
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
pub(crate) fn is_template(span: Span) -> bool {
    span.id()
        .is_some_and(|file| file.vpath().get_with_slash().starts_with(TEMPLATE))
}
