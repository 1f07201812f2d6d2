//! The rules of this family, and what a finding is worth.

use crate::diagnostics::rows;

rows! {
    LEFTOVER_NOTE "leftover-note" Warn Source "a note to yourself is left in the text";
    DOUBLED_WORD "doubled-word" Warn Source "the same word stands twice in a row";
    ABBREVIATION_UNEXPANDED "abbreviation-unexpanded" Warn Source "an abbreviation is used and never explained";
    ABBREVIATION_EXPANDED_TWICE "abbreviation-expanded-twice" Warn Source "an abbreviation is explained a second time";
    UNKNOWN_WORD "unknown-word" Warn Source "a word that is in no list of words";
    ET_AL_MIXED "et-al-mixed" Warn Source "“et al.” with and without its stop";
    SENTENCE_LONG "sentence-long" Warn Source "a sentence of more than sixty words";
    SPELLING_MIXED "spelling-mixed" Warn Source "one word is spelt in two ways";
}
