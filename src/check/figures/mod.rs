//! Figures, tables, cross-references and appendices.
//!
//! # Decisions
//!
//! - 2026-11: a figure that is only named by hand ("Figure 2") is mentioned: the number is worked
//!   out for the whole and for its chapter, and one that fits either is enough.
//! - 2026-11: where code may make labels that nobody sees in it, no label is called unknown and no
//!   figure unmentioned; the engine says what does not typeset.
//! - 2026-11: a table in an appendix needs no caption (forms, topic guides); a picture does.

mod appendices;
mod labels;
mod shown;

use std::collections::BTreeSet;

use crate::check::context::SourceContext;
use crate::check::rule::{Rule, Run, explained};
use crate::diagnostics::Level;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "figure-never-mentioned",
        default: Level::Warn,
        summary: "a figure or a table that no sentence refers to",
        explanation: explained!("figure-never-mentioned"),
        run: Run::Source(shown::mentioned),
    },
    Rule {
        code: "figure-without-caption",
        default: Level::Warn,
        summary: "a figure or a table without a caption",
        explanation: explained!("figure-without-caption"),
        run: Run::Source(shown::captions),
    },
    Rule {
        code: "image-without-alt",
        default: Level::Warn,
        summary: "a picture without a description for readers who cannot see it",
        explanation: explained!("image-without-alt"),
        run: Run::Source(shown::descriptions),
    },
    Rule {
        code: "alt-repeats-caption",
        default: Level::Warn,
        summary: "the description of a picture says the same as its caption",
        explanation: explained!("alt-repeats-caption"),
        run: Run::Source(shown::repeated),
    },
    Rule {
        code: "unknown-label",
        default: Level::Deny,
        summary: "a cross-reference to something that is not there",
        explanation: explained!("unknown-label"),
        run: Run::Source(labels::unknown),
    },
    Rule {
        code: "label-twice",
        default: Level::Warn,
        summary: "two things have the same label",
        explanation: explained!("label-twice"),
        run: Run::Source(labels::twice),
    },
    Rule {
        code: "appendix-never-mentioned",
        default: Level::Warn,
        summary: "an appendix that no sentence refers to",
        explanation: explained!("appendix-never-mentioned"),
        run: Run::Source(appendices::mentioned),
    },
];

/// Returns every name that is referred to.
fn mentions<'a>(context: &SourceContext<'a>) -> BTreeSet<&'a str> {
    let texts = context.manuscript.texts.iter();
    texts
        .flat_map(|text| &text.mentions)
        .map(|mention| mention.name.as_str())
        .collect()
}

/// Returns whether code somewhere may make labels, or mention them, out of sight.
fn has_unseen(context: &SourceContext<'_>) -> bool {
    let mut texts = context.manuscript.texts.iter();
    texts.any(|text| text.has_unseen_labels)
}

#[cfg(test)]
mod tests;
