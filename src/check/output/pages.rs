//! The pages: what runs off them, and what no font can print.

use crate::check::context::OutputContext;
use crate::check::output::rules::{RUNS_INTO_MARGIN, RUNS_OFF_PAGE};
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::{series, sign_name};
use crate::typeset::rules::CHARACTER_MISSING;
use crate::typeset::{Edge, Flaw, PageFlaw, Thing};

/// Tells what leaves the page or the text, and signs that no font has.
pub(super) fn flaws(context: &OutputContext<'_>, sink: &mut Sink) {
    for PageFlaw { page, flaw, place } in &context.output.flaws {
        let finding = match flaw {
            Flaw::OffPage { thing, edge, by } => {
                let (what, side) = (called(*thing), side(*edge));
                let message =
                    format!("on page {page}, {what} runs {by} mm off the page at the {side}");
                Diagnostic::of(&RUNS_OFF_PAGE, message).hint(remedy(*thing, *edge))
            }
            Flaw::IntoMargin { thing, edge, by } => {
                let (what, side) = (called(*thing), side(*edge));
                let message =
                    format!("on page {page}, {what} runs {by} mm into the margin at the {side}");
                Diagnostic::of(&RUNS_INTO_MARGIN, message).hint(remedy(*thing, *edge))
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
        sink.push(finding.maybe_at(place.clone()));
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
