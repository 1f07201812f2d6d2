//! Word files: a dissertation as a `.docx`, and what comes back in one.
//!
//! # Decisions
//!
//! - 2026-11: what is exported is the engine's own document of the assembled dissertation, as HTML,
//!   not the Markdown: only there are numbers, resolved citations, declarations and chapters in
//!   Typst, and they are those of the PDF.
//! - 2026-11: what has to find its way back is named by hidden bookmarks ([`marks`]): Word and
//!   LibreOffice keep them, and nothing else that a paragraph could carry.
//! - 2026-11: the reader is ours, on the XML reader and the unzipper that are here already: other
//!   readers lose citations, and a file that somebody sends must not be believed.

mod comments;
mod intake;
mod kinds;
pub mod marks;
mod read;
mod write;

pub use comments::apply::{Applied, CommentsGo, Refused};
pub use comments::chapters::{printed_blocks, source_file};
pub use comments::review::{Item, ItemKind, Reply, Review};
pub use comments::sources::{SourceBlock, SourceFile};
pub use intake::outline::Heading;
pub use intake::report::Report;
pub use intake::writer::Changes;
pub use intake::{Arrival, Draft, Intake, KnownWork, UnstyledHeadings, intake};
pub use read::archive::MAX_FILE_BYTES;
pub use read::unreadable::Unreadable;
pub use write::{
    ACCESSIBLE, CLASSIC, Export, PageShape, Reference, ReferenceError, WordLook, WriteError,
    csl_json, heard, write,
};
