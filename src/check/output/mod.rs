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
pub(crate) mod rules;
#[cfg(test)]
mod testing;

use crate::check::search::Search;

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Output(file::unreadable),
    Search::Output(file::text),
    Search::Output(file::fonts),
    Search::Output(file::size),
    Search::Output(file::page_count),
    Search::Output(file::words),
    Search::Output(file::standard),
    Search::Output(bookmarks::wrong),
    Search::Output(file::name),
    Search::Output(identity::author),
    Search::Output(names::in_pdf),
];
