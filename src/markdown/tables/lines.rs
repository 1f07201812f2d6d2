//! The lines of a list, a quotation or the chapter itself, from one on, read as they are asked for.

use std::cell::RefCell;

use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::columns::indent;
use crate::markdown::tables::dash_line::DashLine;

/// Lines without what stands before their text; none is read before somebody asks for it, so that
/// a look ahead costs what it sees.
pub(crate) struct TableLines<'s> {
    pub(super) source: &'s str,
    rest: RefCell<Box<dyn Iterator<Item = BodyRange> + 's>>,
    known: RefCell<Vec<BodyRange>>,
}

impl<'s> TableLines<'s> {
    pub(crate) fn new(source: &'s str, lines: impl Iterator<Item = BodyRange> + 's) -> Self {
        Self {
            source,
            rest: RefCell::new(Box::new(lines)),
            known: RefCell::new(Vec::new()),
        }
    }

    /// Returns the places of the first lines.
    pub(crate) fn first(&self, count: usize) -> Vec<BodyRange> {
        (0..count).map_while(|at| self.place(at)).collect()
    }

    pub(super) fn place(&self, at: usize) -> Option<BodyRange> {
        let mut known = self.known.borrow_mut();
        let mut rest = self.rest.borrow_mut();
        while known.len() <= at {
            known.push(rest.next()?);
        }
        known.get(at).cloned()
    }

    pub(super) fn text(&self, at: usize) -> Option<&'s str> {
        self.place(at).map(|place| &self.source[place])
    }

    pub(super) fn dashes(&self, at: usize) -> Option<DashLine> {
        DashLine::read(self.text(at)?)
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.text(at).is_none_or(|text| text.trim().is_empty())
    }

    /// Whether nothing that could belong to a table stands at a line.
    pub(super) fn is_end(&self, at: usize) -> bool {
        self.is_blank(at) || self.text(at).is_some_and(is_fence)
    }

    /// Returns the next line of dashes, before which no fence may stand.
    pub(super) fn next_dashes(&self, from: usize) -> Option<(usize, DashLine)> {
        let mut at = from;
        while !is_fence(self.text(at)?) {
            if let Some(dashes) = self.dashes(at) {
                return Some((at, dashes));
            }
            at += 1;
        }
        None
    }
}

/// Whether a line opens or closes a block of code or one with attributes.
pub(super) fn is_fence(text: &str) -> bool {
    let (columns, text) = indent(text);
    columns < 4
        && [":::", "```", "~~~"]
            .iter()
            .any(|mark| text.starts_with(mark))
}
