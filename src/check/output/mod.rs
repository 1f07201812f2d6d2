//! The written PDF and its pages.
//!
//! # Decisions
//!
//! - 2026-11: only what makes the file unreadable, or tells whose it is, must be fixed. The bounds
//!   of upload forms are known from the forms of others (see `file`), so they warn.
//! - 2026-11: what the pages show of a name is told here only where no file of the author's holds
//!   it: the rules that read the files have told the rest, at its own place.

mod bookmarks;
mod file;
mod identity;
mod names;
mod pages;
#[cfg(test)]
mod testing;

use crate::check::rule::{Rule, rows};

/// The rules of this family.
pub(crate) const RULES: &[Rule] = rows! {
    "pdf-unreadable" Deny Output(file::unreadable) "the PDF cannot be read back";
    "pdf-encrypted" Deny Output "the PDF is encrypted";
    "text-not-extractable" Deny Output(file::text) "the text of the PDF cannot be copied or searched";
    "font-not-embedded" Warn Output(file::fonts) "a font is not inside the PDF";
    "pdf-too-large" Warn Output(file::size) "the PDF is too large to upload";
    "pdf-too-many-pages" Warn Output(file::page_count) "the PDF has more pages than upload forms take";
    "pdf-too-few-words" Warn Output(file::words) "the PDF has fewer words than upload forms take";
    "pdf-standard-missed" Warn Output(file::standard) "the PDF misses a standard that it should meet";
    "bookmark-wrong-page" Deny Output(bookmarks::wrong) "a bookmark of the PDF leads to a wrong page";
    "output-name" Warn Output(file::name) "upload forms may refuse the name of the file";
    "runs-off-page" Warn Output(pages::flaws) "a table, a picture or text runs off the page";
    "runs-into-margin" Warn Output "a table, a picture or text runs into the margin";
    "character-missing" Warn Output "no font has a character of the text";
    "author-in-output" Deny Output(identity::author) "an anonymous copy tells whose it is";
    "confidential-name-in-pdf" Deny Output(names::in_pdf) "the PDF shows a name that may not appear";
};
