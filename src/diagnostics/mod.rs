//! What every room may say about the author's files, and how it reads and writes them.
//!
//! A **finding** ([`Diagnostic`]) is about the author's files: there are many, each with a code, a
//! level and a [`Place`]. An **error** means that the work could not be done; errors live beside
//! their causes in the rooms above.
//!
//! # Decisions
//!
//! - 2026-11: findings cross a process boundary (the engine runs in a child process), so they are
//!   plain serialisable values, and the texts they quote travel beside them in a [`SourceMap`].
//! - 2026-11: a place is a byte range; lines and columns are worked out at the last moment from the
//!   very text that was read, so that they cannot disagree with it.

mod date;
mod digest;
mod door;
mod encoding;
mod files;
mod finding;
mod include;
mod lines;
mod place;
mod rule;
pub(crate) mod rules;
mod sources;
mod store;
#[cfg(test)]
mod store_tests;
mod target;
mod templates;
pub mod text;

pub use date::{
    DateError, DocumentDate, Today, TypedDateError, british, month_and_year, parse_date,
    parse_typed_date,
};
pub use digest::sha256;
pub use door::Door;
pub use encoding::{decoded, from_utf16, is_utf32};
pub(crate) use files::locked;
pub use files::{FileError, MAX_TEXT_BYTES, lines_of, read_bytes, read_start, read_text};
pub use finding::{Diagnostic, Level, Unresolved};
pub use include::{embedded_note, include_target, included, notes};
pub use place::{Column, LineNumber, MARKDOWN_EXTENSIONS, Place, ProjectPath};
pub(crate) use rule::rows;
pub use rule::{FIRST_EDITION, Phase, Rule};
pub use sources::{Excerpt, Extent, SourceMap};
pub use store::{FileKind, Listed, Store};
pub use target::Target;
pub use templates::{Marks, template_environment};
