//! The written PDF and its pages.
//!
//! # Decisions
//!
//! - 2026-11: only what makes the file unreadable, or tells whose it is, must be fixed. The bounds
//!   of upload forms are known from the forms of others (see `file`), so they warn.
//! - 2026-11: what the pages show of a name is told here only where no file of the author's holds
//!   it: the rules that read the files have told the rest, at its own place.

mod file;
mod identity;
mod names;
mod pages;
#[cfg(test)]
mod testing;

use crate::check::rule::{Phase, Rule, Run, explained};
use crate::diagnostics::Level;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "pdf-unreadable",
        default: Level::Deny,
        summary: "the PDF cannot be read back",
        explanation: explained!("pdf-unreadable"),
        run: Run::Output(file::unreadable),
    },
    Rule {
        code: "pdf-encrypted",
        default: Level::Deny,
        summary: "the PDF is encrypted",
        explanation: explained!("pdf-encrypted"),
        run: Run::Beside(Phase::Output),
    },
    Rule {
        code: "text-not-extractable",
        default: Level::Deny,
        summary: "the text of the PDF cannot be copied or searched",
        explanation: explained!("text-not-extractable"),
        run: Run::Output(file::text),
    },
    Rule {
        code: "font-not-embedded",
        default: Level::Warn,
        summary: "a font is not inside the PDF",
        explanation: explained!("font-not-embedded"),
        run: Run::Output(file::fonts),
    },
    Rule {
        code: "pdf-too-large",
        default: Level::Warn,
        summary: "the PDF is too large to upload",
        explanation: explained!("pdf-too-large"),
        run: Run::Output(file::size),
    },
    Rule {
        code: "pdf-too-many-pages",
        default: Level::Warn,
        summary: "the PDF has more pages than upload forms take",
        explanation: explained!("pdf-too-many-pages"),
        run: Run::Output(file::page_count),
    },
    Rule {
        code: "pdf-too-few-words",
        default: Level::Warn,
        summary: "the PDF has fewer words than upload forms take",
        explanation: explained!("pdf-too-few-words"),
        run: Run::Output(file::words),
    },
    Rule {
        code: "pdf-standard-missed",
        default: Level::Warn,
        summary: "the PDF misses a standard that it should meet",
        explanation: explained!("pdf-standard-missed"),
        run: Run::Output(file::standard),
    },
    Rule {
        code: "output-name",
        default: Level::Warn,
        summary: "upload forms may refuse the name of the file",
        explanation: explained!("output-name"),
        run: Run::Output(file::name),
    },
    Rule {
        code: "runs-off-page",
        default: Level::Warn,
        summary: "a table, a picture or text runs off the page",
        explanation: explained!("runs-off-page"),
        run: Run::Output(pages::off_page),
    },
    Rule {
        code: "runs-into-margin",
        default: Level::Warn,
        summary: "a table, a picture or text runs into the margin",
        explanation: explained!("runs-into-margin"),
        run: Run::Output(pages::into_margin),
    },
    Rule {
        code: "character-missing",
        default: Level::Warn,
        summary: "no font has a character of the text",
        explanation: explained!("character-missing"),
        run: Run::Output(pages::characters),
    },
    Rule {
        code: "author-in-output",
        default: Level::Deny,
        summary: "an anonymous copy tells whose it is",
        explanation: explained!("author-in-output"),
        run: Run::Output(identity::author),
    },
    Rule {
        code: "confidential-name-in-pdf",
        default: Level::Deny,
        summary: "the PDF shows a name that may not appear",
        explanation: explained!("confidential-name-in-pdf"),
        run: Run::Output(names::in_pdf),
    },
];
