//! The page of what came back from Word: for the meeting in which it is talked over.

use jiff::civil::Date;
use serde::Serialize;

use crate::web::wording;

/// What a supervisor wrote into a Word file.
#[derive(Clone, Debug)]
pub struct CommentsPage {
    /// The dissertation's title.
    pub title: String,
    /// The file that came back.
    pub file: String,
    /// How much there is, without full stop.
    pub summary: String,
    /// The day that the page speaks of.
    pub today: Date,
    /// What is about each file, in the order of the dissertation.
    pub chapters: Vec<CommentsOf>,
}

/// What is about one file.
#[derive(Clone, Debug, Serialize)]
pub struct CommentsOf {
    /// The file, relative to the project; empty for what has no place.
    pub path: String,
    /// The comments and changes.
    pub rows: Vec<CommentRow>,
}

/// A comment or a change.
#[derive(Clone, Debug, Serialize)]
pub struct CommentRow {
    /// The line.
    pub line: Option<usize>,
    /// What it is, in a word or two: `comment`, `added`.
    pub kind: &'static str,
    /// Who, and when.
    pub who: String,
    /// The words that it is about.
    pub about: String,
    /// The comment, or the words.
    pub text: String,
    /// Whether it is still open.
    pub is_open: bool,
    /// Whether its place is certain.
    pub is_sure: bool,
    /// The answers: who, and what.
    pub replies: Vec<(String, String)>,
}

#[derive(Serialize)]
pub(super) struct CommentsView<'a> {
    head: String,
    title: &'a str,
    file: &'a str,
    summary: &'a str,
    today: String,
    chapters: &'a [CommentsOf],
}

/// Chooses the words of the page.
pub(super) fn view(page: &CommentsPage) -> CommentsView<'_> {
    let CommentsPage {
        title,
        file,
        summary,
        today,
        chapters,
    } = page;
    CommentsView {
        head: format!("{title}: comments"),
        title,
        file,
        summary,
        today: wording::date(*today),
        chapters,
    }
}
