//! Formulas in words, as somebody reads them aloud.
//!
//! The words come from the tree that the engine lays out, so formulas in Typst, in LaTeX and made by
//! code are read alike. What a listener needs to know and an eye sees at once is said: where a root
//! or an index of several signs ends, and what a fraction holds together if it is only a part of
//! its side.
//!
//! # Decisions
//!
//! - 2026-11: a fraction that fills its side of a relation is heard by a pause, "a plus b, over c";
//!   any other of several signs is "the fraction a plus b, over c, end fraction".
//! - 2026-11: single capital letters are said to be capital, for p and P are two things.

mod names;
mod piece;
mod tree;
mod words;

#[cfg(test)]
mod tests;

use typst::foundations::Content;

/// Returns a formula in words; nothing if it has none.
pub(super) fn spoken(formula: &Content) -> String {
    let words = tree::row(formula, tree::Around::Formula, 0).said();
    // One stroke may hang on another.
    let words = words.replace(" prime prime", " double prime");
    words.trim_matches([',', ';', ' ']).to_owned()
}
