//! Walking the frames of the pages.
//!
//! Two walks: the first learns what stands where (a float comes before its anchor in the order of
//! the frames, a note after its mark), the second collects the text.

mod collect;
mod measure;
mod state;

use std::collections::{HashMap, HashSet};

use typst::foundations::{Content, StyleChain, Value};
use typst::introspection::{CounterDisplayElem, Location, MetadataElem, Tag};
use typst::layout::{
    Frame, FrameItem, FrameParent, GroupItem, Inherit, PlaceElem, Point, Transform,
};
use typst::math::EquationElem;
use typst::model::{FigureElem, HeadingElem, Outlinable};
use typst::pdf::{ArtifactElem, ArtifactKind, PdfMarkerTag, PdfMarkerTagKind};
use typst::syntax::{FileId, Span};
use typst_layout::PagedDocument;

pub(crate) use state::{Found, Heading};

use crate::words::label::Label;
use crate::words::region::Region;
use crate::words::role::{self, Flow, Roles};
use crate::words::run::{FrameId, Frames, Run};
use state::{Anchor, Context, Flowing, Open, Own, Survey};

/// What stands in front of every mark that the template leaves in the document.
const MARK: &str = "folio:";
/// The label that exempts text from counting.
const NO_COUNT: &str = "no-count";
/// The label that the template gives to what it sets before a heading's or a caption's own words.
const GIVEN_LABEL: &str = "folio-label";
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
    formulas: Vec<String>,
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

    /// Walks a page: background and header, its text, the footer, and what is printed over it,
    /// which alone of all these the engine does not mark.
    fn page_frame(&mut self, frame: &'a Frame) {
        let mut margins = Vec::new();
        let mut open_margin = None;
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
                    self.start(element);
                }
                FrameItem::Tag(tag @ Tag::End(location, ..)) => {
                    self.tag(tag);
                    if open_margin == Some(*location) {
                        open_margin = None;
                        self.in_margin = false;
                    }
                }
                FrameItem::Group(group)
                    if let Some(kind) = first_tag(&group.frame).and_then(margin)
                        && !margins.contains(&kind) =>
                {
                    margins.push(kind);
                    self.in_margin = true;
                    self.group(group, Transform::translate(at.x, at.y));
                    self.in_margin = open_margin.is_some();
                }
                FrameItem::Group(_) | FrameItem::Text(_) if is_over => {
                    let outer = std::mem::take(&mut self.open);
                    let own = Own {
                        roles: Roles::FURNITURE,
                        flowing: Some(Flowing::Foreground(self.page)),
                        ..Own::of(Span::detached())
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

    fn tag(&mut self, tag: &'a Tag) {
        match tag {
            Tag::Start(element, _) => self.start(element),
            Tag::End(location, ..) => {
                let found = self
                    .open
                    .iter()
                    .rposition(|open| open.location == Some(*location));
                let Some(at) = found else { return };
                // Elements may overlap: what stays open is worked out anew.
                let rest: Vec<Open> = self.open.drain(at..).skip(1).collect();
                for open in rest {
                    self.push(open.location, open.own);
                }
            }
        }
    }

    fn start(&mut self, element: &'a Content) {
        if let Some(metadata) = element.to_packed::<MetadataElem>() {
            if let Value::Str(value) = &metadata.value
                && let Some(mark) = value.as_str().strip_prefix(MARK)
                && self.is_template(element.span())
            {
                self.mark(mark);
            }
            return;
        }
        let Some(location) = element.location() else {
            return;
        };
        let part = role::part(element);
        let mut roles = part.roles;
        let mut flow = part.flow;
        if element
            .label()
            .is_some_and(|label| label.resolve().as_str() == NO_COUNT)
        {
            roles = roles.with(Roles::EXEMPT);
        }
        if let Some(artifact) = element.to_packed::<ArtifactElem>() {
            roles = roles.with(self.artifact(element, artifact));
            flow = if self.in_margin {
                Flow::Own
            } else {
                Flow::Around
            };
        }
        if let Some(marker) = element.to_packed::<PdfMarkerTag>()
            && marker.kind == PdfMarkerTagKind::Label
            && self.context().roles.has(Roles::NOTE)
        {
            roles = roles.with(Roles::NOTE_MARK);
        }
        if let Some(open) = self.open.iter().rev().find_map(|open| open.location)
            && let Some(label) = self.labels.get_mut(&open)
        {
            label.meet(element);
        }
        if let Some(heading) = element.to_packed::<HeadingElem>() {
            self.heading(element, location, heading.level().get());
        }
        if self.collects
            && let Some(label) = Label::of(element)
        {
            self.labels.insert(location, label);
        }
        let is_given = self.is_template(element.span())
            && element
                .label()
                .is_some_and(|label| label.resolve().as_str() == GIVEN_LABEL);
        let is_given_by_template = self.is_template(element.span());
        let is_authors = !element.span().is_detached() && !self.is_template(element.span());
        let depth = self.depth();
        if flow != Flow::Around && !element.is::<PlaceElem>() && !self.in_margin {
            self.end_line();
        }
        let own = Own {
            roles,
            flowing: (flow != Flow::Around).then_some(Flowing::Element(location)),
            flow: (flow, depth),
            author: if is_authors {
                element.span()
            } else {
                Span::detached()
            },
            formula: (element.is::<EquationElem>() && self.survey.measure.is_formula(location))
                .then_some(location),
            figure: element.is::<FigureElem>().then_some(location),
            mark: (roles.has(Roles::NOTE_MARK.with(Roles::LIST_MARKER))
                || (element.is::<ArtifactElem>() && !self.in_margin && !is_given_by_template))
                .then_some(location),
            by_counter: element.is::<CounterDisplayElem>() || is_given,
        };
        self.push(Some(location), own);
        if !self.collects {
            let context = self.context();
            let anchor = Anchor {
                roles: context.roles,
                region: self.region,
                section: self.section,
                author: context.author,
                flow,
                figure: context.figure,
            };
            self.survey.anchors.insert(location, anchor);
        }
    }

    /// Returns the role of an artifact: furniture if the engine or the template made it; what an
    /// author takes out of the reading order is exempt, so that it is reported.
    fn artifact(&mut self, element: &Content, artifact: &ArtifactElem) -> Roles {
        let is_number = artifact.kind.get(StyleChain::default()) == ArtifactKind::LineNumber
            && is_engines(element, artifact);
        match self.in_margin || is_number || self.is_template(element.span()) {
            true => Roles::FURNITURE,
            false => Roles::EXEMPT,
        }
    }

    fn mark(&mut self, mark: &str) {
        if mark == "linebreak" {
            if let Some(&run) = self.by_flow.get(&self.context().flowing) {
                self.runs[run].break_line();
            }
            return;
        }
        let Some(region) = Region::from_mark(mark) else {
            return;
        };
        let known = self
            .survey
            .regions
            .iter()
            .position(|known| *known == region);
        if !self.collects {
            self.survey.marks.push(region.clone());
        }
        self.region = known.unwrap_or_else(|| {
            self.survey.regions.push(region);
            self.survey.regions.len() - 1
        });
        self.section = None;
    }

    fn heading(&mut self, element: &Content, location: Location, level: usize) {
        if self.collects {
            if let Some(&section) = self.survey.sections.get(&location) {
                self.section = Some(section);
            }
            return;
        }
        let outlined = self
            .context()
            .roles
            .has(Roles::OUTLINE.with(Roles::FURNITURE));
        if outlined {
            return;
        }
        let mut parent = self.section;
        while let Some(at) = parent
            && self.survey.headings[at].level >= level
        {
            parent = self.survey.headings[at].parent;
        }
        let section = self.survey.headings.len();
        self.survey.headings.push(Heading {
            label: element
                .label()
                .map(|label| label.resolve().as_str().to_owned()),
            level,
            parent,
            region: self.region,
            page: self.page,
            span: element.span(),
            run: None,
        });
        self.survey.sections.insert(location, section);
        self.section = Some(section);
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
fn is_engines(element: &Content, artifact: &ArtifactElem) -> bool {
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
