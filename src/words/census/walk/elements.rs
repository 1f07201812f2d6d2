//! What the beginning and the end of an element change.

use typst::foundations::{Content, StyleChain, Value};
use typst::introspection::{CounterDisplayElem, Location, MetadataElem, Tag};
use typst::layout::PlaceElem;
use typst::math::EquationElem;
use typst::model::{FigureElem, HeadingElem, Outlinable};
use typst::pdf::{ArtifactElem, ArtifactKind, PdfMarkerTag, PdfMarkerTagKind};
use typst::syntax::Span;
use typst::text::RawLine;

use crate::project::{MARK_PREFIX, Region};
use crate::words::census::label::Label;
use crate::words::census::role::{self, FlowKind, Roles};
use crate::words::census::walk::Walker;
use crate::words::census::walk::margins::is_engines;
use crate::words::census::walk::measure::Claim;
use crate::words::census::walk::state::{Anchor, FlowKey, OpenElement, TextContext};
use crate::words::census::walked::WalkedHeading;

/// The label that exempts text from counting.
const NO_COUNT: &str = "no-count";
/// The label that the template gives to what it sets before a heading's or a caption's own words.
const GIVEN_LABEL: &str = "folio-label";
/// The label that the template gives to a citation.
const CITATION: &str = "folio-citation";
/// The label that the template gives to the list of references.
const REFERENCES: &str = "folio-references";
/// The label that the template gives to what only a copy for review shows.
const REVIEW: &str = "folio-review";
/// The label that the template gives to what stands in the place of a chapter.
const LEFT_OUT: &str = "folio-left-out";

impl<'a> Walker<'a> {
    pub(super) fn tag(&mut self, tag: &'a Tag) {
        match tag {
            Tag::Start(element, _) => self.start(element),
            Tag::End(location, ..) => {
                let found = self
                    .open
                    .iter()
                    .rposition(|open| open.location == Some(*location));
                let Some(at) = found else { return };
                // Elements may overlap: what stays open is worked out anew.
                let rest: Vec<OpenElement> = self.open.drain(at..).skip(1).collect();
                for open in rest {
                    self.push(open.location, open.own);
                }
            }
        }
    }

    pub(super) fn start(&mut self, element: &'a Content) {
        if let Some(metadata) = element.to_packed::<MetadataElem>()
            && let Value::Str(value) = &metadata.value
            && let Some(mark) = value.as_str().strip_prefix(MARK_PREFIX)
            && self.is_template(element.span())
        {
            self.mark(mark);
            return;
        }
        let Some(location) = element.location() else {
            return;
        };
        let effect = role::effect(element);
        let mut roles = effect.roles;
        let mut flow = effect.flow;
        if is_labelled(element, NO_COUNT) {
            roles = roles.with(Roles::EXEMPT);
        }
        if let Some(artifact) = element.to_packed::<ArtifactElem>() {
            roles = roles.with(self.artifact(element, artifact));
            flow = if self.in_margin {
                FlowKind::Own
            } else {
                FlowKind::Around
            };
        }
        if element.is::<RawLine>() && !self.context().roles.has(Roles::CODE_BLOCK) {
            // Code in a sentence: `(lme4)` is one word with its brackets.
            flow = FlowKind::Around;
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
        let is_templates = self.is_template(element.span());
        let is_given = is_templates && is_labelled(element, GIVEN_LABEL);
        if is_templates && is_labelled(element, CITATION) {
            roles = roles.with(Roles::CITATION);
        }
        if is_templates && is_labelled(element, REVIEW) {
            roles = roles.with(Roles::REVIEW);
        }
        if is_templates && is_labelled(element, LEFT_OUT) {
            roles = roles.with(Roles::FURNITURE);
        }
        if is_templates && is_labelled(element, REFERENCES) {
            roles = roles.with(Roles::REFERENCES);
            flow = FlowKind::Own;
        }
        let is_authors = !element.span().is_detached() && !is_templates;
        let depth = self.depth();
        if flow != FlowKind::Around && !element.is::<PlaceElem>() && !self.in_margin {
            self.end_line();
        }
        let own = TextContext {
            roles,
            flowing: (flow != FlowKind::Around).then_some(FlowKey::Element(location)),
            flow: (flow, depth),
            author: if is_authors {
                element.span()
            } else {
                Span::detached()
            },
            formula: (element.is::<EquationElem>()
                && self.first.measure.holds(Claim::Formula(location)))
            .then_some(location),
            figure: element.is::<FigureElem>().then_some(location),
            mark: (roles.has(Roles::NOTE_MARK.with(Roles::LIST_MARKER))
                || (element.is::<ArtifactElem>() && !self.in_margin && !is_templates))
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
            self.first.anchors.insert(location, anchor);
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
            if let Some(&flow) = self.by_flow.get(&self.context().flowing) {
                self.flows[flow].break_line();
            }
            return;
        }
        let Some(region) = Region::from_mark(mark) else {
            return;
        };
        let known = self.first.regions.iter().position(|known| *known == region);
        if !self.collects {
            self.first.marks.push(region.clone());
        }
        self.region = known.unwrap_or_else(|| {
            self.first.regions.push(region);
            self.first.regions.len() - 1
        });
        self.section = None;
    }

    fn heading(&mut self, element: &Content, location: Location, level: usize) {
        if self.collects {
            let known = self.first.sections.get(&location).copied();
            self.section = known.or(self.section);
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
            && self.first.headings[at].level >= level
        {
            parent = self.first.headings[at].parent;
        }
        let section = self.first.headings.len();
        self.first.headings.push(WalkedHeading {
            label: element
                .label()
                .map(|label| label.resolve().as_str().to_owned()),
            level,
            parent,
            region: self.region,
            page: self.page,
            span: element.span(),
            flow: None,
        });
        self.first.sections.insert(location, section);
        self.section = Some(section);
    }
}

fn is_labelled(element: &Content, wanted: &str) -> bool {
    let label = element.label();
    label.is_some_and(|label| label.resolve().as_str() == wanted)
}
