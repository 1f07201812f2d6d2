//! What can be wrong on a page, and how it is told.

use crate::diagnostics::text::{series, sign_name};
use crate::diagnostics::{Diagnostic, Place};
use crate::typeset::inspect::area::Edge;
use crate::typeset::rules::{CHARACTER_MISSING, RUNS_INTO_MARGIN, RUNS_OFF_PAGE};

/// Something wrong on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PageFlaw {
    /// The page, from 1.
    pub(super) page: usize,
    /// What is wrong.
    pub(super) flaw: Flaw,
    /// Where it stands in the author's files.
    pub(super) place: Option<Place>,
}

/// What can be wrong on a page.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Flaw {
    /// No font has these signs: an empty box is printed for each.
    MissingGlyphs(Vec<char>),
    /// Something leaves the page.
    OffPage {
        /// What it is.
        thing: Thing,
        /// The side.
        edge: Edge,
        /// How far, in millimetres.
        by: u32,
    },
    /// Something leaves the text and runs into the margin.
    IntoMargin {
        /// What it is.
        thing: Thing,
        /// The side.
        edge: Edge,
        /// How far, in millimetres.
        by: u32,
    },
}

/// What runs off a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// A table.
    Table,
    /// A picture.
    Picture,
    /// A formula.
    Formula,
    /// Program code.
    Code,
    /// A figure of another kind, such as a drawing.
    Figure,
    /// Text.
    Text,
}

impl Flaw {
    /// Returns what the worse of two has more of: what leaves the page is worse than what leaves the
    /// text, more is worse than less, and the right side is where text is read to.
    pub(super) fn weight(&self) -> (u32, u32, bool) {
        match self {
            Flaw::OffPage { by, edge, .. } => (2, *by, *edge == Edge::Right),
            Flaw::IntoMargin { by, edge, .. } => (1, *by, *edge == Edge::Right),
            Flaw::MissingGlyphs(_) => (0, 0, false),
        }
    }
}

impl PageFlaw {
    /// Tells the flaw to its author.
    pub(super) fn told(self) -> Diagnostic {
        let Self { page, flaw, place } = self;
        let finding = match flaw {
            Flaw::OffPage { thing, edge, by } => {
                let (what, side) = (called(thing), side(edge));
                let message =
                    format!("on page {page}, {what} runs {by} mm off the page at the {side}");
                Diagnostic::of(&RUNS_OFF_PAGE, message).hint(remedy(thing, edge))
            }
            Flaw::IntoMargin { thing, edge, by } => {
                let (what, side) = (called(thing), side(edge));
                let message =
                    format!("on page {page}, {what} runs {by} mm into the margin at the {side}");
                Diagnostic::of(&RUNS_INTO_MARGIN, message).hint(remedy(thing, edge))
            }
            Flaw::MissingGlyphs(signs) => {
                let named: Vec<String> = signs.iter().map(|sign| sign_name(*sign)).collect();
                let message = format!(
                    "on page {page}, no font has {}: an empty box is printed",
                    series(&named)
                );
                Diagnostic::of(&CHARACTER_MISSING, message).hint(
                    "write it in another way, or put a font that has it into `fonts/` and name it as `text-font` under `[format]` in folio.toml",
                )
            }
        };
        finding.maybe_at(place)
    }
}

fn called(thing: Thing) -> &'static str {
    match thing {
        Thing::Table => "this table",
        Thing::Picture => "this picture",
        Thing::Formula => "this formula",
        Thing::Code => "this code",
        Thing::Figure => "this figure",
        Thing::Text => "this text",
    }
}

fn side(edge: Edge) -> &'static str {
    match edge {
        Edge::Left => "left",
        Edge::Right => "right",
        Edge::Top => "top",
        Edge::Bottom => "bottom",
    }
}

fn remedy(thing: Thing, edge: Edge) -> &'static str {
    match (thing, edge) {
        (Thing::Table, Edge::Top | Edge::Bottom) => {
            "let it break over pages, or part it in two tables"
        }
        (Thing::Table, Edge::Left | Edge::Right) => {
            "turn its page with `.landscape`, share the width out by hand, such as `widths=\"30 70\"`, or use fewer columns"
        }
        (Thing::Picture | Thing::Figure, _) => {
            "give it a width such as `100%`, as wide as the text"
        }
        (Thing::Formula, _) => "break the formula over two lines",
        (Thing::Code, _) => "break its long lines",
        (Thing::Text, Edge::Top | Edge::Bottom) => "let it break over pages, or shorten it",
        (Thing::Text, Edge::Left | Edge::Right) => {
            "a word too long for its line: put a space or a hyphen in it, or write a web address as a link with a text"
        }
    }
}
