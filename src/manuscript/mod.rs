//! The author's files as a reader meets them: headings, prose, figures, tables, mentions, notes.
//!
//! The verb is [`read`]. It needs no typesetting: it walks the syntax trees of the chapters, those
//! of Markdown too, and every fact keeps its place in the author's own file.
//!
//! # Decisions
//!
//! - 2026-11: prose is kept as passages, one for each block, in which a sentence that was broken
//!   into several lines or marks is one text. What a pattern finds in it leads back to the bytes
//!   of the file, so that a finding about two words in a row points at them across a line break.

mod chain;
mod cite_groups;
mod converted;
mod facts;
mod glossary;
mod named;
mod opening;
mod order;
mod parts;
mod passage;
mod read;
pub(crate) mod rules;
mod texts;
mod wanted;

pub use chain::facts::{MethodMention, Recommendation, TraceFacts, TraceItem, TraceLink};
pub use chain::trace_facts;
pub use cite_groups::{
    GroupCite, LiteralCitation, LiteralCluster, group_cluster, group_id, group_named,
    literal_citations,
};
pub use converted::{Converted, chapter_file};
pub use facts::{
    Citation, Figure, FigureKind, Heading, Labelled, Link, Manuscript, Mention, Note, Role, Text,
};
pub use opening::{Opening, citations, headings, prose, title};
pub use passage::{Passage, PassageKind};
pub use read::read;
pub use texts::{About, Target, Texts};

use typst_syntax::SyntaxNode;

use crate::diagnostics::ProjectPath;
use crate::markdown::Origins;

/// A file of the outline, parsed.
#[derive(Clone, Copy, Debug)]
pub struct Parsed<'a> {
    /// The file.
    pub path: &'a ProjectPath,
    /// What it is in the dissertation.
    pub role: &'a Role,
    /// Its text, exactly as it stands in the file.
    pub text: &'a str,
    /// Its tree: of the file itself, without a byte order mark, or of the Typst that its Markdown
    /// became.
    pub root: &'a SyntaxNode,
    /// The way back to the Markdown; `None` for a file in Typst.
    pub origins: Option<&'a Origins>,
}

#[cfg(test)]
mod test_laws;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
