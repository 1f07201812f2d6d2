//! What the walk does with a piece of text: where it belongs, and which flow it joins.

use std::ops::Range;

use typst::introspection::Location;
use typst::layout::{Point, Transform};
use typst::text::TextItem;

use crate::words::category::Category;
use crate::words::census::frames::TextSpot;
use crate::words::census::piece::{DrawnText, PieceFacts, TextPiece, node_at};
use crate::words::census::role::Roles;
use crate::words::census::text_flow::{Nature, TextFlow};
use crate::words::census::visible::visible;
use crate::words::census::walk::Walker;
use crate::words::census::walk::measure::{Claim, words_in_formula};
use crate::words::census::walk::state::{FlowKey, TextContext};
use crate::words::census::walked::FormulaText;

impl<'a> Walker<'a> {
    /// Measures text in the first walk, so that the second knows what may be other than prose.
    pub(super) fn measure(&mut self, item: &TextItem) {
        let context = self.context();
        let is_plain =
            context.mark.is_none() && context.formula.is_none() && context.figure.is_none();
        if is_plain && !self.in_margin {
            return;
        }
        let characters = visible(&item.text);
        if let Some(mark) = context.mark {
            self.measured(Claim::Mark(mark), characters);
        }
        if let Some(formula) = context.formula {
            self.measured(Claim::Formula(formula), words_in_formula(&item.text));
        }
        if let Some(figure) = context.figure
            && context.roles.kind() == Category::FigureText
        {
            self.measured(Claim::Figure(figure), characters);
        }
        if self.in_margin && self.is_authors(item) {
            self.measured(Claim::Margins(self.page), characters);
        }
    }

    fn measured(&mut self, claim: Claim, length: usize) {
        self.first.measure.add(claim, length);
    }

    fn is_authors(&mut self, item: &TextItem) -> bool {
        let span = node_at(item, 0).0;
        !span.is_detached() && !self.is_template(span)
    }

    /// Returns the roles of text, without those that it only claims.
    fn judge(&mut self, item: &TextItem, context: TextContext) -> Roles {
        let mut roles = context.roles;
        let measure = &self.first.measure;
        if context
            .mark
            .is_some_and(|mark| !measure.holds(Claim::Mark(mark)))
        {
            roles = roles.without(Roles::NOTE_MARK.with(Roles::LIST_MARKER));
            if !self.in_margin && !roles.has(Roles::CELL) {
                roles = roles.without(Roles::FURNITURE);
            }
        }
        if context.formula.is_none() {
            roles = roles.without(Roles::INLINE_MATHS.with(Roles::DISPLAY_MATHS));
        }
        if context
            .figure
            .is_some_and(|figure| !measure.is_drawn(figure))
        {
            roles = roles.with(Roles::PROSE);
        }
        let is_fake_filler = roles.has(Roles::FILLER) && item.text.contains(char::is_alphanumeric);
        let is_long = self.in_margin && !measure.holds(Claim::Margins(self.page));
        if (is_fake_filler || is_long) && self.is_authors(item) {
            let first = item.glyphs.first().map(|glyph| glyph.span);
            if first.is_some_and(|first| self.in_margins.insert(first)) {
                roles = roles.without(Roles::FURNITURE.with(Roles::FILLER));
            }
        }
        roles
    }

    pub(super) fn text(&mut self, item: &'a TextItem, at: Point, transform: Transform) {
        let mut context = self.context();
        context.roles = self.judge(item, context);
        let end = Point::new(at.x + item.width(), at.y);
        let spot = TextSpot {
            ends: (at.transform(transform), end.transform(transform)),
            size: item.size.to_pt(),
            frame: self.frame.expect("every page is a frame"),
            flow: context.flow.0,
            in_columns: self.base == 1,
            base: context.flow.1,
            page: self.page,
        };
        if context.roles.has(Roles::NOTE_MARK.with(Roles::REVIEW)) {
            self.account(&item.text);
            if let Some(&flow) = self.by_flow.get(&context.flowing) {
                self.flows[flow].step_over(spot);
            }
            return;
        }
        let drawn = DrawnText {
            item,
            placed: transform.pre_concat(Transform::translate(at.x, at.y)),
            page: self.page,
        };
        if let Some(formula) = context.formula {
            self.formula(drawn, formula, context, spot);
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
            let piece = self.piece(drawn, from..to, roles, context);
            let flow = self.flow(context.flowing);
            self.flows[flow].push_text(&self.frames, piece, spot, nature);
            from = to;
        }
    }

    /// Returns up to where text is of one kind, and the role of a label if it is one.
    fn stretch(&mut self, item: &TextItem, from: usize, context: TextContext) -> (usize, Roles) {
        let whole = (item.text.len(), Roles::NONE);
        let Some(FlowKey::Element(location)) = context.flowing else {
            return whole;
        };
        if !self.labels.contains_key(&location) {
            return whole;
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
    fn already_shown(&self, item: &TextItem, flowing: Option<FlowKey>) -> usize {
        if item.width().to_pt().abs() > 0.01 {
            return 0;
        }
        let Some(flow) = self.by_flow.get(&flowing).map(|&flow| &self.flows[flow]) else {
            return 0;
        };
        let Some(last) = flow.pieces.last() else {
            return 0;
        };
        let whole = item.glyphs.iter().all(|glyph| {
            glyph.range() == (0..item.text.len())
                && last
                    .drawn
                    .item
                    .glyphs
                    .iter()
                    .any(|before| before.span == glyph.span)
        });
        let repeats = whole
            && !item.text.chars().all(char::is_whitespace)
            && item.text.chars().count() > 1
            && flow.text.ends_with(item.text.as_str());
        if repeats { item.text.len() } else { 0 }
    }

    fn formula(
        &mut self,
        drawn: DrawnText<'a>,
        location: Location,
        context: TextContext,
        spot: TextSpot,
    ) {
        let text = &drawn.item.text;
        self.account(text);
        let flow = self.flow(context.flowing);
        if let Some(&formula) = self.by_formula.get(&location) {
            self.formulas[formula].text.push_str(text);
            self.formulas[formula].drawn.push(drawn);
            self.flows[flow].extend_formula(spot);
            return;
        }
        let formula = self.formulas.len();
        self.formulas.push(FormulaText {
            text: text.to_string(),
            drawn: vec![drawn],
        });
        self.by_formula.insert(location, formula);
        let piece = TextPiece {
            formula: Some(formula),
            ..self.piece(drawn, 0..text.len(), context.roles, context)
        };
        self.flows[flow].push_formula(&self.frames, piece, spot);
    }

    fn piece(
        &mut self,
        drawn: DrawnText<'a>,
        bytes: Range<usize>,
        roles: Roles,
        context: TextContext,
    ) -> TextPiece<'a> {
        let region = match self.in_margin {
            true => self.first.at_end[self.page as usize - 1],
            false => self.region,
        };
        self.order += 1;
        TextPiece {
            start: 0,
            drawn,
            from: bytes.start,
            to: bytes.end,
            formula: None,
            facts: PieceFacts {
                category: roles.category(&self.first.regions[region]),
                kind: roles.kind(),
                is_code: roles.has(Roles::INLINE_CODE.with(Roles::CODE_BLOCK)),
                is_prose: roles.is_prose(),
                region,
                section: if self.in_margin { None } else { self.section },
                order: self.order,
                author: context.author,
            },
        }
    }

    fn flow(&mut self, flowing: Option<FlowKey>) -> usize {
        if let Some(&flow) = self.by_flow.get(&flowing) {
            return flow;
        }
        let flow = self.flows.len();
        self.flows.push(TextFlow::default());
        self.by_flow.insert(flowing, flow);
        if let Some(FlowKey::Element(location)) = flowing
            && let Some(&section) = self.first.sections.get(&location)
        {
            self.first.headings[section].flow = Some(flow);
        }
        flow
    }

    /// Notes that text is accounted for outside the flows.
    fn account(&mut self, text: &str) {
        self.aside[self.page as usize - 1] += visible(text);
    }
}
