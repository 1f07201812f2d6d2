//! Headings, chapters, sections and required parts.
//!
//! # Decisions
//!
//! - 2026-11: a chapter of the programme is missing only if the draft has fewer chapters and none
//!   that shares a word with its title: two chapters made one, or renamed, are a choice.
//! - 2026-11: sections that nobody has set are looked for only in a chapter that is divided at
//!   all and whose title is the programme's: another chapter has other sections. A section with a
//!   heading that nobody knows may be one of them: only what is still missing then is said.
//! - 2026-11: comments are guidance that may stay. What is found is guidance that prints.

mod complete;
mod guidance;
mod headings;
pub(crate) mod rules;

use crate::check::search::Search;
use crate::manuscript::{Passage, PassageKind, Text};

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Source(complete::parts),
    Search::Source(complete::chapters),
    Search::Source(complete::text),
    Search::Source(complete::sections),
    Search::Source(headings::levels),
    Search::Source(headings::twice),
    Search::Source(headings::without_text),
    Search::Source(guidance::left),
];

/// Returns whether anything but headings is printed.
fn has_text(text: &Text) -> bool {
    let prints = |passage: &Passage| passage.kind != PassageKind::Heading;
    !text.figures.is_empty() || text.passages.iter().any(prints)
}

/// Returns the words of a title that tell it from others, in small letters.
fn words(title: &str) -> Vec<String> {
    title
        .to_lowercase()
        .replace(['\'', '’'], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .filter(|word| {
            !matches!(
                *word,
                "the" | "a" | "an" | "of" | "and" | "for" | "to" | "in"
            )
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests;
