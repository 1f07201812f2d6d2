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
use crate::check::rule::{Rule, rows};

/// The rules of this family.
pub(crate) const RULES: &[Rule] = rows! {
    "figure-never-mentioned" Warn Source(shown::mentioned) "a figure or a table that no sentence refers to";
    "figure-without-caption" Warn Source(shown::captions) "a figure or a table without a caption";
    "image-without-alt" Warn Source(shown::descriptions) "a picture without a description for readers who cannot see it";
    "alt-repeats-caption" Warn Source(shown::repeated) "the description of a picture says the same as its caption";
    "unknown-label" Deny Source(labels::unknown) "a cross-reference to something that is not there";
    "label-twice" Warn Source(labels::twice) "two things have the same label";
    "appendix-never-mentioned" Warn Source(appendices::mentioned) "an appendix that no sentence refers to";
};

/// Returns every name that is referred to.
fn mentions<'a>(context: &SourceContext<'a>) -> BTreeSet<&'a str> {
    let mentions = context.manuscript.mentions();
    mentions.map(|mention| mention.name.as_str()).collect()
}

/// Returns whether code somewhere may make labels, or mention them, out of sight.
fn has_unseen(context: &SourceContext<'_>) -> bool {
    let mut texts = context.manuscript.texts.iter();
    texts.any(|text| text.has_unseen_labels)
}

#[cfg(test)]
mod tests;
