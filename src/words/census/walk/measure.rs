//! What is too long, or too plain, to be what it claims to be.
//!
//! The engine lets an author put any text anywhere: a chapter as the marker of a list, as the
//! number of a heading, as a running head, inside a formula or a figure. Such text is read like
//! every other, so it counts like every other. The bounds here are wide enough for every honest
//! use, and measured on the text itself: they do not depend on the layout.

use std::collections::{HashMap, HashSet};

use typst::introspection::Location;

/// The longest mark of a note, marker of a list or number of a line, in visible characters.
const LONGEST_MARK: usize = 24;
/// The most that an author may write into the margins of one page, in visible characters.
const MOST_IN_MARGINS: usize = 300;
/// The most that may be drawn in one figure, in visible characters: about 160 words.
const MOST_IN_FIGURE: usize = 1_000;
/// The most words that a formula may have; a definition by cases has a few.
const MOST_IN_FORMULA: usize = 12;

/// What text claims to be, other than prose, by the element or the page that holds it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Claim {
    /// A mark, a marker or a number, in visible characters.
    Mark(Location),
    /// What an author wrote into the margins of a page, in visible characters.
    Margins(u32),
    /// The text in a figure, in visible characters.
    Figure(Location),
    /// A formula, in words.
    Formula(Location),
}

impl Claim {
    fn most(self) -> usize {
        match self {
            Self::Mark(_) => LONGEST_MARK,
            Self::Margins(_) => MOST_IN_MARGINS,
            Self::Figure(_) => MOST_IN_FIGURE,
            Self::Formula(_) => MOST_IN_FORMULA,
        }
    }
}

/// Measures taken in the first walk.
#[derive(Default)]
pub(super) struct Measure {
    lengths: HashMap<Claim, usize>,
    /// The figures in which something is drawn.
    drawings: HashSet<Location>,
}

impl Measure {
    /// Notes more text of what makes a claim.
    pub(super) fn add(&mut self, claim: Claim, length: usize) {
        *self.lengths.entry(claim).or_default() += length;
    }

    /// Notes a shape or a picture inside a figure.
    pub(super) fn drawing(&mut self, location: Location) {
        self.drawings.insert(location);
    }

    /// Returns whether text is short enough to be what it claims to be.
    pub(super) fn holds(&self, claim: Claim) -> bool {
        let length = self.lengths.get(&claim);
        length.is_none_or(|length| *length <= claim.most())
    }

    /// Returns whether the text in a figure is part of a drawing.
    pub(super) fn is_drawn(&self, location: Location) -> bool {
        self.drawings.contains(&location) && self.holds(Claim::Figure(location))
    }
}

/// Returns how many words stand in a part of a formula.
pub(super) fn words_in_formula(text: &str) -> usize {
    let is_word = |word: &&str| word.chars().filter(char::is_ascii_alphabetic).count() > 1;
    text.split_whitespace().filter(is_word).count()
}
