//! Citations and the works they cite.

mod citations;
mod links;
mod twice;

#[cfg(test)]
mod tests;

use crate::check::rule::{Phase, Rule, Run, explained};
use crate::diagnostics::Level;

/// A row of a code that the room which reads the reference files finds.
macro_rules! read_beside {
    ($code:literal, $level:ident, $summary:literal) => {
        Rule {
            code: $code,
            default: Level::$level,
            summary: $summary,
            explanation: explained!($code),
            run: Run::Beside(Phase::Source),
        }
    };
}

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "unknown-citation",
        default: Level::Deny,
        summary: "a citation of a work that is in no reference file",
        explanation: explained!("unknown-citation"),
        run: Run::Source(citations::unknown),
    },
    Rule {
        code: "reference-uncited",
        default: Level::Warn,
        summary: "a reference that no text cites",
        explanation: explained!("reference-uncited"),
        run: Run::Source(citations::uncited),
    },
    Rule {
        code: "reference-twice",
        default: Level::Warn,
        summary: "one work under two keys",
        explanation: explained!("reference-twice"),
        run: Run::Source(twice::works),
    },
    Rule {
        code: "doi-malformed",
        default: Level::Warn,
        summary: "a DOI that leads nowhere",
        explanation: explained!("doi-malformed"),
        run: Run::Source(links::dois),
    },
    Rule {
        code: "url-without-access-date",
        default: Level::Warn,
        summary: "a web address without the date on which it was read",
        explanation: explained!("url-without-access-date"),
        run: Run::Source(links::access_dates),
    },
    read_beside!(
        "bibliography-syntax",
        Deny,
        "a reference file cannot be read at one place"
    ),
    read_beside!("bibliography-key-twice", Deny, "two entries have one key"),
    read_beside!(
        "bibliography-unreadable",
        Deny,
        "a reference file is not there or cannot be read"
    ),
    read_beside!(
        "bibliography-format",
        Deny,
        "a reference file of a kind that is not read"
    ),
    read_beside!(
        "bibliography-field-missing",
        Warn,
        "a reference lacks its author, title, date or publisher"
    ),
    read_beside!(
        "bibliography-type-unknown",
        Warn,
        "a reference of a kind that does not exist"
    ),
    read_beside!(
        "bibliography-date-unclear",
        Warn,
        "a date that cannot be read"
    ),
    read_beside!(
        "unknown-style",
        Deny,
        "there is no citation style of this name"
    ),
    read_beside!(
        "style-unreadable",
        Deny,
        "the citation style's file cannot be read"
    ),
    read_beside!(
        "style-without-authors",
        Warn,
        "the citation style prints no authors"
    ),
    read_beside!(
        "style-dependent",
        Warn,
        "the citation style only points to another one"
    ),
];
