//! What the receipt of a package says; how it is written is in `receipt_text`.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Where a document's date comes from that the ledger moved.
pub const EXTENDED: &str = "the submission date, as it was extended";

/// What a package is, and what is needed to make it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The title.
    pub title: String,
    /// The author, or the candidate number of an anonymous copy.
    pub by: String,
    /// Whether the candidate number stands for the author.
    pub is_anonymous: bool,
    /// The name of the PDF.
    pub file: String,
    /// The pages of the PDF.
    pub pages: usize,
    /// The standards that the PDF meets.
    pub standards: Vec<String>,
    /// What was given up on the way to them.
    pub gave_up: Vec<String>,
    /// The day it was packaged.
    pub packaged_on: Date,
    /// The date of the document.
    pub document_date: DateTime,
    /// Where that date comes from.
    pub document_date_source: String,
    /// `SOURCE_DATE_EPOCH`, if it was set.
    pub source_date_epoch: Option<i64>,
    /// The version of folio.
    pub folio: String,
    /// The version of the engine.
    pub typst: String,
    /// The commit that was checked out, if there was one.
    pub commit: Option<String>,
    /// The digest of the profile that whoever judges brought with `--rules`.
    pub rules: Option<String>,
    /// The words that count.
    pub counted: usize,
    /// All words of the pages.
    pub total: usize,
    /// The limit.
    pub limit: Option<usize>,
    /// The verdict as a sentence.
    pub verdict: String,
    /// The name of the policy.
    pub policy: String,
    /// The name of the convention.
    pub convention: String,
    /// The counting rule in full, a sentence each.
    pub rule: Vec<String>,
    /// What was packaged although it stood in the way.
    pub despite: Vec<Despite>,
    /// What the project waived, a sentence each.
    pub waived: Vec<String>,
    /// What the manifest tried and whoever judges set aside.
    pub overruled: Vec<String>,
    /// What was not looked at.
    pub not_checked: Vec<String>,
    /// The files.
    pub files: Vec<Listed>,
}

/// A rule that was set aside for this package, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Despite {
    /// The code of the rule.
    pub code: String,
    /// Why it was packaged all the same.
    pub reason: String,
    /// What the rule had found.
    pub found: Vec<String>,
}

/// A file of the package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Its SHA-256 as 64 hexadecimal digits.
    pub sha256: String,
}

/// Why a receipt says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The text is none.
    #[error("it is no receipt of folio: {0}")]
    NoReceipt(String),
    /// Its last line does not fit the others.
    #[error("it was changed after it was written")]
    Changed,
    /// A newer folio wrote it.
    #[error("it was written by a newer version of folio (format {0})")]
    Newer(u32),
}

impl Receipt {
    /// Returns the digest that a file has by this receipt.
    pub fn listed(&self, name: &str) -> Option<&Listed> {
        self.files.iter().find(|file| file.name == name)
    }
}
