//! Figures that stand where they are written: pages on which they float would come to no rest, or
//! show them before one of their kind that they follow in the text, or between the rows of a table.
//!
//! The template leaves a mark with each figure that may float, of how that was decided on its page,
//! and reads from a virtual file which of them, by their place among these, float no more.

use std::collections::BTreeSet;

use typst::foundations::{Label, Selector, Value};
use typst::introspection::{Introspector, Location, MetadataElem};

use crate::typeset::inspect::out_of_place;
use crate::typeset::layouts::LaidOut;

/// The virtual file that tells the template which figures stand.
pub(super) const STANDING: &str = "/.folio/standing.typ";

/// The label of the marks.
const DECIDED: &str = "folio-float";

/// How often figures are told to stand for want of rest, and how often to be in their place.
const MAX_ROUNDS: usize = 4;

/// The figures that stand, by their place among those that may float.
#[derive(Default)]
pub(super) struct Standing {
    figures: BTreeSet<usize>,
    unrests: usize,
    moves: usize,
}

impl Standing {
    /// Whether more figures may be told to stand if the pages come to no rest.
    pub(super) fn may_rest(&self) -> bool {
        self.unrests < MAX_ROUNDS
    }

    /// Returns the text of [`STANDING`] if pages are to be laid out again with it.
    pub(super) fn after(&mut self, laid_out: &LaidOut) -> Option<String> {
        let before = self.figures.len();
        let decided = decided(laid_out.document.introspector().as_ref());
        if let Some(earlier) = &laid_out.earlier {
            self.unrests += 1;
            self.rest(&decided, earlier.introspector().as_ref());
            if self.figures.len() == before {
                // No float is to blame, so the next layout is explained.
                self.unrests = MAX_ROUNDS;
            }
        } else if laid_out.is_settled && !decided.is_empty() && self.moves < MAX_ROUNDS {
            let out_of_place = out_of_place(&laid_out.document);
            let places = decided.iter().enumerate();
            let places = places.filter(|(_, (figure, _))| out_of_place.contains(figure));
            self.figures.extend(places.map(|(at, _)| at));
            if self.figures.len() == before {
                return None;
            }
            self.moves += 1;
        } else {
            return None;
        }
        let figures = self.figures.iter().map(|at| format!("{at}, "));
        let figures: String = figures.collect();
        Some(format!("#let standing = ({figures})\n"))
    }

    /// Adds figures about which two layouts decided otherwise: twice the first one, for what follows
    /// it may only have moved with it, then all, then whatever floats.
    fn rest(&mut self, decided: &[(Location, Value)], earlier: &dyn Introspector) {
        let most = if self.unrests <= 2 { 1 } else { usize::MAX };
        let before = self::decided(earlier);
        let pairs = decided.iter().zip(&before).enumerate();
        let differ = pairs.filter(|(_, ((_, now), (_, before)))| now != before);
        match self.unrests < MAX_ROUNDS {
            true => self.figures.extend(differ.map(|(at, _)| at).take(most)),
            false => self.figures.extend(0..decided.len()),
        }
    }
}

/// Returns the figures that may float, in the order of the text, each with what was decided.
fn decided(pages: &dyn Introspector) -> Vec<(Location, Value)> {
    let Ok(label) = Label::construct(DECIDED.into()) else {
        return Vec::new();
    };
    let marks = pages.query(&Selector::Label(label)).into_iter();
    let marks = marks.filter_map(|mark| {
        let Value::Dict(mark) = &mark.to_packed::<MetadataElem>()?.value else {
            return None;
        };
        let of = mark.get("of").ok()?.clone().cast::<Location>().ok()?;
        Some((of, mark.get("how").ok()?.clone()))
    });
    marks.collect()
}
