//! Walking the frames of the pages.
//!
//! Two walks: the first learns what stands where (a float comes before its anchor in the order of
//! the frames, a note after its mark), the second collects the text.

use std::collections::HashMap;

use typst::foundations::{Content, StyleChain, Value};
use typst::introspection::{CounterDisplayElem, Location, MetadataElem, Tag};
use typst::layout::{
    Frame, FrameItem, FrameParent, GroupItem, Inherit, PlaceElem, Point, Transform,
};
use typst::math::EquationElem;
use typst::model::{HeadingElem, Outlinable};
use typst::pdf::{ArtifactElem, ArtifactKind, PdfMarkerTag, PdfMarkerTagKind};
use typst::syntax::{FileId, Span};
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::words::census::is_visible;
use crate::words::label::Label;
use crate::words::region::Region;
use crate::words::role::{self, Flow, Roles};
use crate::words::run::{About, FrameId, Frames, Nature, Piece, Run, Spot, is_dropped, node_at};

/// What stands in front of every mark that the template leaves in the document.
const MARK: &str = "folio:";
/// The label that exempts text from counting.
const NO_COUNT: &str = "no-count";
/// The label that the template gives to what it sets before a heading's or a caption's own words.
const GIVEN_LABEL: &str = "folio-label";
/// Where the template's own files are.
const TEMPLATE: &str = "/.folio/";

/// Everything that the walk found.
pub(crate) struct Found<'a> {
    /// The runs, in the order in which they begin.
    pub(crate) runs: Vec<Run<'a>>,
    /// The texts of the formulas.
    pub(crate) formulas: Vec<String>,
    /// The parts of the document, in order.
    pub(crate) regions: Vec<Region>,
    /// The headings, in order.
    pub(crate) headings: Vec<Heading>,
    /// For each page, how many visible characters are accounted for outside the runs: the marks
    /// of notes, the insides of formulas, text laid out twice.
    pub(crate) aside: Vec<usize>,
}

/// A heading that opens a section.
pub(crate) struct Heading {
    /// Its level, from 1.
    pub(crate) level: usize,
    /// The section around it.
    pub(crate) parent: Option<usize>,
    /// The part of the document.
    pub(crate) region: usize,
    /// The physical page, from 1.
    pub(crate) page: u32,
    /// The syntax that made it.
    pub(crate) span: Span,
    /// The run with its words.
    pub(crate) run: Option<usize>,
}

/// A flow of text, by what opened it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Flowing {
    /// The document itself.
    Document,
    /// An element.
    Element(Location),
    /// What is printed over a page.
    Foreground(u32),
}

/// What holds for text at one point of the walk.
#[derive(Clone, Copy)]
struct Context {
    roles: Roles,
    flowing: Flowing,
    /// What kind of flow it is, and how deep in frames it began.
    flow: (Flow, u32),
    author: Span,
    formula: Option<Location>,
    by_counter: bool,
}

/// An element that has begun and not yet ended.
struct Open {
    location: Option<Location>,
    own: Own,
    context: Context,
}

/// What an element itself adds to the context.
#[derive(Clone, Copy)]
struct Own {
    roles: Roles,
    flowing: Option<Flowing>,
    flow: (Flow, u32),
    author: Span,
    formula: Option<Location>,
    by_counter: bool,
}

/// What is known of an element at which other text may be anchored.
#[derive(Clone, Copy)]
struct Anchor {
    roles: Roles,
    region: usize,
    section: Option<usize>,
    author: Span,
    flow: Flow,
}

/// What the first walk learns.
#[derive(Default)]
struct Survey {
    regions: Vec<Region>,
    anchors: HashMap<Location, Anchor>,
    headings: Vec<Heading>,
    sections: HashMap<Location, usize>,
    /// The part of the document at the end of each page.
    at_end: Vec<usize>,
}

/// Reads the text of all pages.
pub(crate) fn walk(document: &PagedDocument) -> Found<'_> {
    let mut walker = Walker::new(Survey {
        regions: vec![Region::Unmarked],
        ..Survey::default()
    });
    walker.pages(document);
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
        for (at, item) in frame.items() {
            let is_over = margins.contains(&ArtifactKind::Footer) && open_margin.is_none();
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
                    self.item(*at, item, Transform::identity());
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
            FrameItem::Text(item) => self.text(item, at, transform),
            FrameItem::Shape(..) | FrameItem::Image(..) | FrameItem::Link(..) => {}
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
        let anchor = self
            .survey
            .anchors
            .get(&parent.location)
            .copied()
            .unwrap_or(Anchor {
                roles: Roles::NONE,
                region: self.region,
                section: self.section,
                author: Span::detached(),
                flow: Flow::Own,
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
                by_counter: false,
            },
            |open| open.context,
        )
    }

    fn push(&mut self, location: Option<Location>, own: Own) {
        let outer = self.context();
        let context = Context {
            roles: outer.roles.with(own.roles),
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
            roles = roles.with(self.artifact(element, artifact.kind.get(StyleChain::default())));
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
            formula: element.is::<EquationElem>().then_some(location),
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
            };
            self.survey.anchors.insert(location, anchor);
        }
    }

    /// Returns the role of an artifact: furniture if the engine or the template made it; what an
    /// author takes out of the reading order is exempt, so that it is reported.
    fn artifact(&mut self, element: &Content, kind: ArtifactKind) -> Roles {
        let is_engines = self.in_margin || kind == ArtifactKind::LineNumber;
        match is_engines || element.span().is_detached() || self.is_template(element.span()) {
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

    fn text(&mut self, item: &'a TextItem, at: Point, transform: Transform) {
        if !self.collects {
            return;
        }
        let context = self.context();
        let end = Point::new(at.x + item.width(), at.y);
        let frame = self.frame.expect("every page is a frame");
        let spot = Spot {
            ends: (at.transform(transform), end.transform(transform)),
            size: item.size.to_pt(),
            frame,
            flow: context.flow.0,
            in_columns: self.base == 1,
            base: context.flow.1,
            page: self.page,
        };
        if context.roles.has(Roles::NOTE_MARK) {
            self.account(&item.text);
            if let Some(&run) = self.by_flow.get(&context.flowing) {
                self.runs[run].step_over(spot);
            }
            return;
        }
        if let Some(formula) = context.formula {
            self.formula(item, formula, context, spot);
            return;
        }
        let mut from = self.already_shown(item, context.flowing);
        self.account(&item.text[..from]);
        while from < item.text.len() {
            let (to, label) = self.stretch(item, from, context);
            let roles = context.roles.with(label);
            let nature = match (label == Roles::NONE, roles.has(Roles::FILLER)) {
                (false, _) => Nature::Label,
                (true, true) => Nature::Filler,
                (true, false) => Nature::Text,
            };
            let piece = self.piece(item, from, roles, context);
            let dropped = item.text[from..to]
                .chars()
                .filter(|c| is_dropped(*c))
                .collect::<String>();
            self.account(&dropped);
            let run = self.run(context.flowing);
            self.runs[run].push_text(&self.frames, piece, from..to, spot, nature);
            from = to;
        }
    }

    /// Returns up to where text is of one kind, and the role of a label if it is one.
    fn stretch(&mut self, item: &TextItem, from: usize, context: Context) -> (usize, Roles) {
        let Flowing::Element(location) = context.flowing else {
            return (item.text.len(), Roles::NONE);
        };
        if !self.labels.contains_key(&location) {
            return (item.text.len(), Roles::NONE);
        }
        let mut found = None;
        for (byte, _) in item.text[from..].char_indices() {
            let node = node_at(item, from + byte);
            let rest = &item.text[from + byte..];
            let by_template = self.is_template(node.0) && !context.author.is_detached();
            let label = self.labels.get_mut(&location).expect("looked up above");
            let role = match label.takes(node, rest, context.by_counter, by_template) {
                true => label.role,
                false => Roles::NONE,
            };
            match found {
                None => found = Some(role),
                Some(first) if first != role => return (from + byte, first),
                Some(_) => {}
            }
        }
        (item.text.len(), found.unwrap_or(Roles::NONE))
    }

    /// Returns how much of an item repeats the end of the text before it: where a mark stands over
    /// a letter at a height of its own, the engine sets the letter's text a second time.
    fn already_shown(&self, item: &TextItem, flowing: Flowing) -> usize {
        if item.width().to_pt().abs() > 0.01 {
            return 0;
        }
        let Some(run) = self.by_flow.get(&flowing).map(|&run| &self.runs[run]) else {
            return 0;
        };
        let Some(last) = run.pieces.last() else {
            return 0;
        };
        let whole = item.glyphs.iter().all(|glyph| {
            glyph.range() == (0..item.text.len())
                && last
                    .item
                    .glyphs
                    .iter()
                    .any(|before| before.span == glyph.span)
        });
        let repeats = whole
            && !item.text.chars().all(char::is_whitespace)
            && item.text.chars().count() > 1
            && run.text.ends_with(item.text.as_str());
        if repeats { item.text.len() } else { 0 }
    }

    fn formula(&mut self, item: &'a TextItem, location: Location, context: Context, spot: Spot) {
        self.account(&item.text);
        let run = self.run(context.flowing);
        if let Some(&formula) = self.by_formula.get(&location) {
            self.formulas[formula].push_str(&item.text);
            self.runs[run].extend_formula(spot);
            return;
        }
        let formula = self.formulas.len();
        self.formulas.push(item.text.to_string());
        self.by_formula.insert(location, formula);
        let piece = Piece {
            formula: Some(formula),
            ..self.piece(item, 0, context.roles, context)
        };
        self.runs[run].push_formula(&self.frames, piece, spot);
    }

    fn piece(
        &mut self,
        item: &'a TextItem,
        from: usize,
        roles: Roles,
        context: Context,
    ) -> Piece<'a> {
        let region = match self.in_margin {
            true => self.survey.at_end[self.page as usize - 1],
            false => self.region,
        };
        self.order += 1;
        Piece {
            start: 0,
            item,
            from,
            formula: None,
            about: About {
                category: roles.category(&self.survey.regions[region]),
                kind: roles.kind(),
                region,
                section: if self.in_margin { None } else { self.section },
                page: self.page,
                order: self.order,
                author: context.author,
            },
        }
    }

    fn run(&mut self, flowing: Flowing) -> usize {
        if let Some(&run) = self.by_flow.get(&flowing) {
            return run;
        }
        let run = self.runs.len();
        self.runs.push(Run::default());
        self.by_flow.insert(flowing, run);
        if let Flowing::Element(location) = flowing
            && let Some(&section) = self.survey.sections.get(&location)
        {
            self.survey.headings[section].run = Some(run);
        }
        run
    }

    /// Notes that text is accounted for outside the runs.
    fn account(&mut self, text: &str) {
        let visible = text.chars().filter(|c| is_visible(*c)).count();
        self.aside[self.page as usize - 1] += visible;
    }
}

/// Returns whether a syntax node is one of the template's.
pub(crate) fn is_template(span: Span) -> bool {
    span.id()
        .is_some_and(|file| file.vpath().get_with_slash().starts_with(TEMPLATE))
}

impl Own {
    /// Returns an element that adds nothing but where it was written.
    fn of(author: Span) -> Self {
        Self {
            roles: Roles::NONE,
            flowing: None,
            flow: (Flow::Own, 0),
            author,
            formula: None,
            by_counter: false,
        }
    }
}

/// Returns what part of a page's margin an element is.
fn margin(element: &Content) -> Option<ArtifactKind> {
    let kind = element
        .to_packed::<ArtifactElem>()?
        .kind
        .get(StyleChain::default());
    let margins = [
        ArtifactKind::Header,
        ArtifactKind::Footer,
        ArtifactKind::Background,
    ];
    margins.contains(&kind).then_some(kind)
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
