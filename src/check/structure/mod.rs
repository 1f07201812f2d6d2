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

use crate::check::rule::{Phase, Rule, Run, explained};
use crate::diagnostics::Level;
use crate::manuscript::{Passage, PassageKind, Text};

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "missing-part",
        default: Level::Warn,
        summary: "a part of the front matter is not there yet",
        explanation: explained!("missing-part"),
        run: Run::Beside(Phase::Source),
    },
    Rule {
        code: "part-empty",
        default: Level::Warn,
        summary: "a part of the front matter has a file and no text",
        explanation: explained!("part-empty"),
        run: Run::Source(complete::parts),
    },
    Rule {
        code: "chapter-missing",
        default: Level::Warn,
        summary: "a chapter that the programme expects is not there",
        explanation: explained!("chapter-missing"),
        run: Run::Source(complete::chapters),
    },
    Rule {
        code: "empty-chapter",
        default: Level::Warn,
        summary: "a chapter has no text, or nothing but headings",
        explanation: explained!("empty-chapter"),
        run: Run::Source(complete::text),
    },
    Rule {
        code: "section-missing",
        default: Level::Warn,
        summary: "a chapter lacks sections that the programme expects",
        explanation: explained!("section-missing"),
        run: Run::Source(complete::sections),
    },
    Rule {
        code: "heading-level-skipped",
        default: Level::Warn,
        summary: "a heading is more than one level below the one before",
        explanation: explained!("heading-level-skipped"),
        run: Run::Source(headings::levels),
    },
    Rule {
        code: "heading-twice",
        default: Level::Warn,
        summary: "two headings side by side are alike",
        explanation: explained!("heading-twice"),
        run: Run::Source(headings::twice),
    },
    Rule {
        code: "heading-without-text",
        default: Level::Warn,
        summary: "nothing stands below a heading",
        explanation: explained!("heading-without-text"),
        run: Run::Source(headings::without_text),
    },
    Rule {
        code: "guidance-left",
        default: Level::Warn,
        summary: "guidance or a placeholder of a new project is printed",
        explanation: explained!("guidance-left"),
        run: Run::Source(guidance::left),
    },
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
