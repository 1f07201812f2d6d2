//! What a count says, in plain values that can cross a process boundary.

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Diagnostic, SourceMap};
use crate::dissertation::{CountSummary, PolicyCount};
use crate::words::{Appeal, Category};

/// Everything that `folio count` has to say.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountReport {
    /// The count in short.
    pub short: CountSummary,
    /// All words of the pages.
    pub total: usize,
    /// Every category, also those without a word.
    pub categories: Vec<CategoryCount>,
    /// The chapters, in order.
    pub chapters: Vec<ChapterCount>,
    /// Other parts with words that count.
    pub elsewhere: Vec<ElsewhereCount>,
    /// The count under each policy, if asked for.
    pub policies: Vec<PolicyCount>,
    /// What the author exempted.
    pub exempt: Vec<ExemptPassage>,
    /// Where the words are, when there are too many.
    pub too_long: Option<TooLong>,
    /// Every word, if asked for.
    pub words: Vec<WordRow>,
    /// Somebody else's number, if asked for.
    pub appeal: Option<Appeal>,
    /// Growth since a milestone, if asked for.
    pub since: Option<Since>,
    /// Limits that hold for nothing yet, and what is unresolved on the pages.
    pub findings: Vec<Diagnostic>,
    /// What the manifest tried to change and `--rules` overruled.
    pub overruled: Vec<Diagnostic>,
    /// The texts that findings quote.
    pub sources: SourceMap,
}

/// The words of a category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryCount {
    /// The category.
    pub category: Category,
    /// Its words.
    pub words: usize,
    /// What it adds to the count, caps and rates applied.
    pub adds: usize,
    /// Whether the policy counts it.
    pub counted: bool,
}

/// The words of a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterCount {
    /// Its id.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its file.
    pub path: String,
    /// The words that count.
    pub counted: usize,
    /// All its words.
    pub total: usize,
    /// How long it is meant to become.
    pub target: Option<usize>,
    /// Whether its words are estimated from its file.
    pub is_estimated: bool,
    /// Its sections, in order.
    pub sections: Vec<SectionCount>,
}

/// The words of a section, subsections included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionCount {
    /// Its heading.
    pub title: String,
    /// The heading's level, from 1.
    pub level: usize,
    /// The words that count.
    pub counted: usize,
    /// All its words.
    pub total: usize,
}

/// A part outside the chapters with words that count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElsewhereCount {
    /// What it is.
    pub title: String,
    /// The words that count.
    pub counted: usize,
}

/// A passage that the author took out of the count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExemptPassage {
    /// How many words.
    pub words: usize,
    /// The first few of them.
    pub text: String,
    /// Where it begins.
    pub at: Option<At>,
    /// The physical page, from 1.
    pub page: u32,
}

/// A place in a file, as people write it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct At {
    /// The file, from the project's folder, with `/`.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Where the words of a document are that has too many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TooLong {
    /// The longest paragraphs, the longest first.
    pub paragraphs: Vec<Paragraph>,
    /// What footnotes, captions, quotations, citations and tables add to the count.
    pub shares: Vec<Share>,
}

/// A paragraph as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Where it begins.
    pub at: At,
    /// Its words that count.
    pub words: usize,
    /// The first few words.
    pub text: String,
}

/// Words of a kind that can often be shortened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// What it is, in the plural.
    pub what: String,
    /// Its words that count.
    pub words: usize,
}

/// One word of the pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordRow {
    /// The word.
    pub word: String,
    /// Its category.
    pub category: Category,
    /// Whether the policy counts it.
    pub counted: bool,
    /// The chapter or appendix.
    pub chapter: Option<String>,
    /// Where the author wrote it.
    pub at: Option<At>,
    /// The physical page, from 1.
    pub page: u32,
}

/// How the chapters have grown since a milestone was last marked ready, or since a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Since {
    /// The milestone; `None`: a day was asked for.
    pub milestone: Option<String>,
    /// When it was marked ready, or anything last until that day, in UTC.
    pub at: jiff::Timestamp,
    /// The commit whose files were counted, abbreviated; `None`: the record has the words.
    pub commit: Option<String>,
    /// The policy that was counted by then, if it was another.
    pub other_policy: Option<String>,
    /// The chapters that are known of then.
    pub chapters: Vec<Growth>,
}

/// How a chapter has grown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Growth {
    /// The chapter's id.
    pub id: String,
    /// The words that counted then.
    pub then: usize,
    /// The words that count now.
    pub now: usize,
}
