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
mod spelling;
mod words;

use crate::check::rule::{Phase, Rule, Run, explained};
use crate::diagnostics::Level;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "leftover-note",
        default: Level::Warn,
        summary: "a note to yourself is left in the text",
        explanation: explained!("leftover-note"),
        run: Run::Source(leftovers::leftover_note),
    },
    Rule {
        code: "doubled-word",
        default: Level::Warn,
        summary: "the same word stands twice in a row",
        explanation: explained!("doubled-word"),
        run: Run::Source(doubled::doubled_word),
    },
    Rule {
        code: "abbreviation-unexpanded",
        default: Level::Warn,
        summary: "an abbreviation is used and never explained",
        explanation: explained!("abbreviation-unexpanded"),
        run: Run::Source(abbreviations::abbreviations),
    },
    Rule {
        code: "abbreviation-expanded-twice",
        default: Level::Warn,
        summary: "an abbreviation is explained a second time",
        explanation: explained!("abbreviation-expanded-twice"),
        run: Run::Beside(Phase::Source),
    },
    Rule {
        code: "spelling-mixed",
        default: Level::Warn,
        summary: "one word is spelt in two ways",
        explanation: explained!("spelling-mixed"),
        run: Run::Source(spelling::spelling_mixed),
    },
];
