//! Quotation marks, apostrophes and primes as a British printer sets them.
//!
//! Straight marks are decided here, with the whole paragraph in view, and written as characters:
//! the engine decides from one mark to the next, and takes the apostrophe in `'It's too slow,' she
//! said` for the end. [`characters`] decides the marks of a text, [`DecidedMarks`] those of a
//! document, where each stands at its byte.
//!
//! # Decisions
//!
//! - 2026-11: a mark has several readings, each with what speaks against it beside its neighbours
//!   ([`reading`]); of all ways to read a paragraph that is taken whose marks close each other with
//!   the least that is odd ([`pairing`]). So `the nurses' station` inside a quotation ends nothing,
//!   and `'em` opens nothing.
//! - 2026-11: either kind may stand outside, and a kind inside itself is odd, but read.
//! - 2026-11: curly marks are the author's: they take part in the pairing and are never changed.
//!   Marks behind a backslash, entities, code, formulas and addresses stay straight, and so does a
//!   mark with space on both sides.
//! - 2026-11: a quotation over several paragraphs opens each and closes the last, so a mark that
//!   is left open costs little where the next paragraph opens with the same.
//! - 2026-11: a paragraph, a heading, a caption, a cell, a term, a note and the words beside a key
//!   are texts of their own. Emphasis and links are looked through; a note's mark is not there.
//! - 2026-11: folio sets English (`templates/typst/template.typ`); other languages are left to the
//!   engine ([`QuotationMarks::Engine`]).

mod decided_marks;
mod elisions;
mod flat_text;
mod pairing;
mod paragraph;
mod reading;
mod surroundings;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub(crate) use crate::markdown::quotation::decided_marks::DecidedMarks;
use crate::markdown::quotation::paragraph::characters;

/// Who decides what a straight quotation mark becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuotationMarks {
    /// They are set here, as in British text.
    #[default]
    British,
    /// The engine, for the language of the page.
    Engine,
}

/// Whether the byte is a straight mark.
pub(crate) fn is_straight(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"')
}

/// Returns a text with its straight marks set.
pub(crate) fn set(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(is_straight) {
        return Cow::Borrowed(text);
    }
    let mut marks = characters(text, false).into_iter();
    let set = text.chars().map(|c| match c {
        '\'' | '"' => marks.next().unwrap_or(c),
        other => other,
    });
    Cow::Owned(set.collect())
}

#[cfg(test)]
mod tests;
