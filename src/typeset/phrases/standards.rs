//! What the PDF writer says, when a document does not meet a standard.

use crate::diagnostics::text::{inline, series, sign_name};
use crate::markdown::rules::HEADING_EMPTY;
use crate::typeset::phrases::phrase::{Phrase, between, phrase};
use crate::typeset::rules::{
    CHARACTER_MISSING, COLOUR_CMYK, HEADING_FIRST_LEVEL, HEADING_LEVEL_SKIPPED, IMAGE_WITHOUT_ALT,
    NO_DATE, NO_TITLE, PDF_STANDARD, PDF_STRUCTURE, PICTURE_PDF,
};

/// How the writer says that a colour is in CMYK.
pub(in crate::typeset) const NO_PROFILE: &str = "the PDF is missing a CMYK profile";

/// How the writer says that a picture is a PDF.
pub(in crate::typeset) const NO_PDF_INSIDE: &str = "embedding PDFs is currently not supported";

/// What to do about a colour in CMYK.
pub(in crate::typeset) const TO_RGB: &str = "save the picture again with the colours of a screen (RGB, sRGB); a colour of your own in Typst is `rgb(…)`";

/// What to do about a picture that is a PDF.
pub(in crate::typeset) const TO_SVG: &str =
    "save it as SVG if it is a drawing, as PNG or JPEG if it is a photograph";

/// So many signs that no font has are named at one place.
const MAX_SIGNS: usize = 8;

/// What to do about a sign that no font has.
const MISSING: &str =
    "write it in another way, or put a font that has it into `fonts/` and name it in folio.toml";

/// Messages of the PDF writer: `PDF/A-2a error: missing alt text`.
pub(super) fn standards(said: &str) -> Option<Phrase> {
    if said.starts_with(NO_PDF_INSIDE) {
        let message = "a picture that is a PDF keeps a document from every standard";
        return Some(phrase(&PICTURE_PDF, message, &[TO_SVG]));
    }
    let (_, what) = said
        .split_once(" error: ")
        .filter(|(names, _)| names.starts_with("PDF/"))?;
    let phrase = match what {
        "missing alt text" => phrase(
            &IMAGE_WITHOUT_ALT,
            "this image has no description for readers who cannot see it",
            &["say what it shows: `{alt=\"…\"}` after it in Markdown, `alt: \"…\"` in Typst"],
        ),
        "the first heading must be of level 1" => phrase(
            &HEADING_FIRST_LEVEL,
            "the first heading is not of level 1",
            &["begin the file with a heading of level 1, its title"],
        ),
        "heading title is empty" => phrase(
            &HEADING_EMPTY,
            "this heading has no text",
            &["write its text, or remove it"],
        ),
        "missing document title" => phrase(
            &NO_TITLE,
            "the document has no title",
            &["set `title` under `[dissertation]` in folio.toml"],
        ),
        NO_PROFILE => phrase(
            &COLOUR_CMYK,
            "a colour is one of printing presses (CMYK), which no archive copy may have",
            &[TO_RGB],
        ),
        "document date is missing" | "missing document date" => phrase(
            &NO_DATE,
            "the document has no date",
            &["give the date of submission under `[milestones]` in folio.toml"],
        ),
        _ if what.starts_with("skipped from heading level") => phrase(
            &HEADING_LEVEL_SKIPPED,
            "a level of headings is skipped here",
            &["use the next level down"],
        ),
        _ if what.contains("could not be displayed with") => {
            let text = between(what, "the text `", "` could").unwrap_or("?");
            let signs = signs(text);
            let names: Vec<String> = signs.iter().map(|sign| sign_name(*sign)).collect();
            let message = match names.as_slice() {
                [name] => format!("no font has the character {name}"),
                names => format!("no font has the characters {}", series(names)),
            };
            let hint = match signs.iter().any(|sign| sign.is_control()) {
                true => "take it out: it is a sign that nobody sees",
                false => MISSING,
            };
            phrase(&CHARACTER_MISSING, message, &[hint])
        }
        _ if what.contains(") structure") || what.contains("tag would be split up") => phrase(
            &PDF_STRUCTURE,
            "the pages break this up in a way that a screen reader cannot follow",
            &["move long footnotes out of tables and captions, and page breaks out of paragraphs"],
        ),
        _ => phrase(&PDF_STANDARD, inline(what, 200), &[]),
    };
    Some(phrase)
}

/// Returns what the writer says of two signs that no font has as one message; nothing if it says
/// anything else.
pub(in crate::typeset) fn of_both(first: &str, second: &str) -> Option<String> {
    const BEFORE: &str = "the text `\"";
    const AFTER: &str = "\"` could not be displayed";
    let text = between(second, BEFORE, AFTER)?;
    let (before, after) = first.split_once(AFTER)?;
    before
        .contains(BEFORE)
        .then(|| format!("{before}{text}{AFTER}{after}"))
}

/// Reads a text as the writer quotes it: between quotation marks, some signs by their numbers.
fn signs(quoted: &str) -> Vec<char> {
    let mut signs = Vec::new();
    let mut rest = quoted.trim_matches('"');
    while let Some(sign) = rest.chars().next().filter(|_| signs.len() < MAX_SIGNS) {
        let number = rest
            .strip_prefix("\\u{")
            .and_then(|rest| rest.split_once('}'));
        let number = number.and_then(|(number, after)| {
            Some((
                char::from_u32(u32::from_str_radix(number, 16).ok()?)?,
                after,
            ))
        });
        let (sign, after) = number.unwrap_or((sign, &rest[sign.len_utf8()..]));
        if !signs.contains(&sign) {
            signs.push(sign);
        }
        rest = after;
    }
    signs
}
