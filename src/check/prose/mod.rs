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
mod leftovers;
mod lexicon;
mod spelling;
mod unknown;
mod usage;
mod words;

use crate::check::rule::{Rule, rows};

pub(crate) use unknown::with_one_line_of_spelling;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = rows! {
    "leftover-note" Warn Source(leftovers::leftover_note) "a note to yourself is left in the text";
    "doubled-word" Warn Source(doubled::doubled_word) "the same word stands twice in a row";
    "abbreviation-unexpanded" Warn Source(abbreviations::abbreviations) "an abbreviation is used and never explained";
    "abbreviation-expanded-twice" Warn Source "an abbreviation is explained a second time";
    "unknown-word" Warn Source(unknown::unknown_words) "a word that is in no list of words";
    "et-al-mixed" Warn Source(usage::et_al_mixed) "“et al.” with and without its stop";
    "sentence-long" Warn Source(usage::sentence_long) "a sentence of more than sixty words";
    "spelling-mixed" Warn Source(spelling::spelling_mixed) "one word is spelt in two ways";
};
