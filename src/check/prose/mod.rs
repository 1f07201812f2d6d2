//! Leftovers, doubled words, abbreviations and spelling.
//!
//! # Decisions
//!
//! - 2026-11: somebody else's words are left alone: block quotations are not read for doubled words
//!   and spelling, nor is what stands between quotation marks.
//! - 2026-11: in doubt nothing is said. A list that a student does not read to its end protects
//!   nobody; each family was run over long public prose to see what it says there.

mod abbreviations;
mod doubled;
mod known;
mod leftovers;
mod lexicon;
mod printed;
pub(crate) mod rules;
mod spelling;
mod unknown;
mod usage;
mod words;

use crate::check::search::Search;

pub(crate) use printed::unknown_words_of_code;
pub(crate) use unknown::with_one_line_of_spelling;

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Source(leftovers::leftover_note),
    Search::Source(doubled::doubled_word),
    Search::Source(abbreviations::abbreviations),
    Search::Source(unknown::unknown_words),
    Search::Source(usage::et_al_mixed),
    Search::Source(usage::sentence_long),
    Search::Source(spelling::spelling_mixed),
];
