//! The pages: what runs off them, and what no font can print.

use crate::check::context::OutputContext;
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::series;
use crate::typeset::{Edge, Flaw, PageFlaw, Thing};

/// Tells what leaves the page.
pub(super) fn off_page(context: &OutputContext<'_>, sink: &mut Sink) {
    for found in &context.output.flaws {
        match &found.flaw {
            Flaw::OffPage { thing, edge, by } => {
                let message = format!(
                    "on page {}, {} runs {by} mm off the page at the {}",
                    found.page,
                    called(*thing),
                    side(*edge)
                );
                push("runs-off-page", message, remedy(*thing, *edge), found, sink);
            }
            Flaw::IntoMargin { .. } | Flaw::MissingGlyphs(_) => {}
        }
    }
}

/// Tells what leaves the text.
pub(super) fn into_margin(context: &OutputContext<'_>, sink: &mut Sink) {
    for found in &context.output.flaws {
        match &found.flaw {
            Flaw::IntoMargin { thing, edge, by } => {
                let message = format!(
                    "on page {}, {} runs {by} mm into the margin at the {}",
                    found.page,
                    called(*thing),
                    side(*edge)
                );
                push(
                    "runs-into-margin",
                    message,
                    remedy(*thing, *edge),
                    found,
                    sink,
                );
            }
            Flaw::OffPage { .. } | Flaw::MissingGlyphs(_) => {}
        }
    }
}

/// Tells signs that no font has.
pub(super) fn characters(context: &OutputContext<'_>, sink: &mut Sink) {
    for found in &context.output.flaws {
        match &found.flaw {
            Flaw::MissingGlyphs(signs) => {
                let named: Vec<String> = signs.iter().map(|sign| sign_name(*sign)).collect();
                let message = format!(
                    "on page {}, no font has {}: an empty box is printed",
                    found.page,
                    series(&named)
                );
                let hint = "write it in another way, or put a font that has it into `fonts/` and name it as `text-font` under `[format]` in folio.toml";
                push("character-missing", message, hint, found, sink);
            }
            Flaw::OffPage { .. } | Flaw::IntoMargin { .. } => {}
        }
    }
}

fn push(code: &'static str, message: String, hint: &str, found: &PageFlaw, sink: &mut Sink) {
    let finding = Diagnostic::warn(code, message).hint(hint);
    sink.push(match &found.place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    });
}

/// Returns a sign with its number; what steers a terminal is only given by its number.
fn sign_name(sign: char) -> String {
    let number = u32::from(sign);
    match sign.is_alphanumeric() || sign.is_ascii_punctuation() {
        true => format!("`{sign}` (U+{number:04X})"),
        false => format!("U+{number:04X}"),
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
            "make it narrower: fewer columns, shorter words, or two tables"
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
