//! What the walk does with a piece of text: where it belongs, and which run it joins.

use std::ops::Range;

use typst::introspection::Location;
use typst::layout::{Point, Transform};
use typst::text::TextItem;

use crate::words::category::Category;
use crate::words::census::is_visible;
use crate::words::role::Roles;
use crate::words::run::{About, Nature, Piece, Run, Spot, is_dropped, node_at};
use crate::words::shape::Drawn;
use crate::words::walk::{Context, Flowing, Formula, Walker};

impl<'a> Walker<'a> {
    /// Measures text in the first walk, so that the second knows what may be other than prose.
    pub(super) fn measure(&mut self, item: &TextItem) {
        let context = self.context();
        let is_plain =
            context.mark.is_none() && context.formula.is_none() && context.figure.is_none();
        if is_plain && !self.in_margin {
            return;
        }
        let visible = item.text.chars().filter(|c| is_visible(*c)).count();
        if let Some(mark) = context.mark {
            self.survey.measure.mark(mark, visible);
        }
        if let Some(formula) = context.formula {
            self.survey.measure.formula(formula, &item.text);
        }
        if let Some(figure) = context.figure
            && context.roles.kind() == Category::FigureText
        {
            self.survey.measure.figure(figure, visible);
        }
        if self.in_margin && self.is_authors(item) {
            self.survey.measure.margin(self.page, visible);
        }
    }

    fn is_authors(&mut self, item: &TextItem) -> bool {
        let span = node_at(item, 0).0;
        !span.is_detached() && !self.is_template(span)
    }

    /// Returns the roles of text, without those that it only claims.
    fn judge(&mut self, item: &TextItem, context: Context) -> Roles {
        let mut roles = context.roles;
        let measure = &self.survey.measure;
        if context.mark.is_some_and(|mark| !measure.is_mark(mark)) {
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
        let is_long = self.in_margin && !measure.is_furniture(self.page);
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
        let placed = transform.pre_concat(Transform::translate(at.x, at.y));
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
            self.formula(item, formula, context, (spot, placed));
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
            let piece = self.piece(item, from..to, placed, roles, context);
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

    fn formula(
        &mut self,
        item: &'a TextItem,
        location: Location,
        context: Context,
        (spot, placed): (Spot, Transform),
    ) {
        self.account(&item.text);
        let drawn = Drawn {
            item,
            placed,
            page: self.page,
        };
        let run = self.run(context.flowing);
        if let Some(&formula) = self.by_formula.get(&location) {
            self.formulas[formula].text.push_str(&item.text);
            self.formulas[formula].drawn.push(drawn);
            self.runs[run].extend_formula(spot);
            return;
        }
        let formula = self.formulas.len();
        self.formulas.push(Formula {
            text: item.text.to_string(),
            drawn: vec![drawn],
        });
        self.by_formula.insert(location, formula);
        let piece = Piece {
            formula: Some(formula),
            ..self.piece(item, 0..item.text.len(), placed, context.roles, context)
        };
        self.runs[run].push_formula(&self.frames, piece, spot);
    }

    fn piece(
        &mut self,
        item: &'a TextItem,
        bytes: Range<usize>,
        placed: Transform,
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
            from: bytes.start,
            to: bytes.end,
            placed,
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
