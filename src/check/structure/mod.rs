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

use crate::check::rule::{Rule, rows};
use crate::manuscript::{Passage, PassageKind, Text};

/// The rules of this family.
pub(crate) const RULES: &[Rule] = rows! {
    "missing-part" Warn Source "a part of the front matter is not there yet";
    "part-empty" Warn Source(complete::parts) "a part of the front matter has a file and no text";
    "chapter-missing" Warn Source(complete::chapters) "a chapter that the programme expects is not there";
    "empty-chapter" Warn Source(complete::text) "a chapter has no text, or nothing but headings";
    "section-missing" Warn Source(complete::sections) "a chapter lacks sections that the programme expects";
    "heading-level-skipped" Warn Source(headings::levels) "a heading is more than one level below the one before";
    "heading-twice" Warn Source(headings::twice) "two headings side by side are alike";
    "heading-without-text" Warn Source(headings::without_text) "nothing stands below a heading";
    "guidance-left" Warn Source(guidance::left) "guidance or a placeholder of a new project is printed";
};

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
