//! What is handed in: the files of a package, their names, the receipt, and what can be said of a
//! package later.
//!
//! A package is a folder that explains itself. [`Receipt`] says what was packaged and by which rule
//! its words were counted; `source.zip` ([`pack`], [`unpack`]) holds what is needed to build and
//! count it again; [`publish`] puts the folder in its place whole; [`conclude`] says what a later look
//! at it found. Nothing here typesets or counts: the pipeline brings pages and numbers.
//!
//! # Decisions
//!
//! - 2026-11: an earlier package is never replaced. The second package of a day goes to
//!   `<date>-2`: two folders cannot change places in one step on every system, so replacing one
//!   could lose it. The very same package twice is one package.
//! - 2026-11: the source is what the document reads, not the folder: a student's folder may hold
//!   transcripts and spreadsheets that nobody may see.
//! - 2026-11: a zip is read as if an enemy had made it. Names that lead out, links, names that
//!   stand twice, overlapping entries and anything too large are refused before it is used.
//! - 2026-11: the receipt is text that people read. Its last line is the digest of the lines above,
//!   so that a slip of an editor is told from a change to the package; it is no signature.

mod archive;
mod conclusion;
mod counting_rule;
mod derived;
mod digest;
mod evidence;
mod look;
mod name;
mod pdf_text;
mod publish;
mod receipt;
mod receipt_text;
mod recorded;
mod statement;

pub use archive::{ArchiveError, pack, unpack};
pub use conclusion::{Answer, Conclusion, conclude};
pub use counting_rule::{convention_in_words, counting_rule};
pub use derived::Difference;
pub use digest::sha256_of_text;
pub use evidence::{Evidence, OtherFile, Rebuilt};

pub use crate::diagnostics::sha256;
pub use look::{Look, MAX_PACKAGED, look};
pub use name::{Naming, asked_name, file_name, folder_name};
pub use pdf_text::{has_text, same_text};
pub use publish::{PublishError, Published, publish};
pub use receipt::{Despite, EXTENDED, Listed, Receipt, ReceiptError};
pub use recorded::Recorded;
pub use statement::{Statement, StatementPart};

/// The word count statement.
pub const STATEMENT: &str = "word-count.pdf";
/// The count as data.
pub const COUNT: &str = "word-count.json";
/// The pages with every word shaded by its kind.
pub const PROOF: &str = "proof.pdf";
/// What the document is made of.
pub const SOURCE: &str = "source.zip";
/// The receipt.
pub const RECEIPT: &str = "receipt.txt";
/// The folder of a project that keeps what was packaged.
pub const FOLDER: &str = "submission";
/// The project inside [`SOURCE`].
pub const PROJECT: &str = "dissertation";
/// The profile of whoever judges, inside [`SOURCE`].
pub const RULES: &str = "rules.toml";
