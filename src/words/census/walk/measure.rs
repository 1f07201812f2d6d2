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

/// Measures taken in the first walk.
#[derive(Default)]
pub(super) struct Measure {
    marks: HashMap<Location, usize>,
    margins: HashMap<u32, usize>,
    figures: HashMap<Location, usize>,
    /// The figures in which something is drawn.
    drawings: HashSet<Location>,
    formulas: HashMap<Location, usize>,
}

impl Measure {
    /// Notes so many visible characters of a mark, a marker or a number.
    pub(super) fn mark(&mut self, location: Location, characters: usize) {
        *self.marks.entry(location).or_default() += characters;
    }

    /// Notes so many visible characters that an author wrote into the margins of a page.
    pub(super) fn margin(&mut self, page: u32, characters: usize) {
        *self.margins.entry(page).or_default() += characters;
    }

    /// Notes so many visible characters inside a figure.
    pub(super) fn figure(&mut self, location: Location, characters: usize) {
        *self.figures.entry(location).or_default() += characters;
    }

    /// Notes a shape or a picture inside a figure.
    pub(super) fn drawing(&mut self, location: Location) {
        self.drawings.insert(location);
    }

    /// Notes text inside a formula.
    pub(super) fn formula(&mut self, location: Location, text: &str) {
        let is_word = |word: &&str| word.chars().filter(char::is_ascii_alphabetic).count() > 1;
        let words = text.split_whitespace().filter(is_word).count();
        *self.formulas.entry(location).or_default() += words;
    }

    /// Returns whether a mark is short enough to be one.
    pub(super) fn is_mark(&self, location: Location) -> bool {
        self.marks
            .get(&location)
            .is_none_or(|length| *length <= LONGEST_MARK)
    }

    /// Returns whether what stands in the margins of a page is no more than furniture.
    pub(super) fn is_furniture(&self, page: u32) -> bool {
        self.margins
            .get(&page)
            .is_none_or(|length| *length <= MOST_IN_MARGINS)
    }

    /// Returns whether the text in a figure is part of a drawing.
    pub(super) fn is_drawn(&self, location: Location) -> bool {
        self.drawings.contains(&location)
            && self
                .figures
                .get(&location)
                .is_none_or(|length| *length <= MOST_IN_FIGURE)
    }

    /// Returns whether a formula is one, and no sentence set as a formula.
    pub(super) fn is_formula(&self, location: Location) -> bool {
        self.formulas
            .get(&location)
            .is_none_or(|words| *words <= MOST_IN_FORMULA)
    }
}
