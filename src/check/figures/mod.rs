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
pub(crate) mod rules;
mod shown;

use std::collections::BTreeSet;

use crate::check::context::SourceContext;
use crate::check::search::Search;

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Source(shown::mentioned),
    Search::Source(shown::captions),
    Search::Source(shown::descriptions),
    Search::Source(shown::repeated),
    Search::Source(labels::unknown),
    Search::Source(labels::twice),
    Search::Source(appendices::mentioned),
];

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
