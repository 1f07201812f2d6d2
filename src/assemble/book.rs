//! The book as plain data: everything that the template prints and nothing that it must look up.

use jiff::civil::Date;

use crate::diagnostics::ProjectPath;
use crate::project::{self, PageFormat, Region};

/// A dissertation, ready to be assembled.
///
/// Order, headings and wording are the caller's: they come from a profile, never from this room.
#[derive(Clone, Debug)]
pub struct Book {
    /// The title, also in the PDF's metadata.
    pub title: String,
    /// The subtitle, printed below the title.
    pub subtitle: Option<String>,
    /// Whose work it is.
    pub byline: Byline,
    /// Keywords for the PDF's metadata.
    pub keywords: Vec<String>,
    /// The document's date, for the PDF's metadata.
    pub date: Option<Date>,
    /// What the copy is for.
    pub mode: Mode,
    /// How it looks.
    pub format: PageFormat,
    /// The words that the template itself prints.
    pub wording: Wording,
    /// The parts in the order in which they are printed.
    pub parts: Vec<BookPart>,
}

impl Book {
    /// Returns whether the copy must not show whose it is.
    pub fn is_anonymous(&self) -> bool {
        match self.byline {
            Byline::Author(_) => false,
            Byline::Candidate(_) => true,
        }
    }
}

/// Whose work it is: a name or a number, never both.
///
/// An anonymous book cannot hold the name, and [`assemble`](super::assemble) leaves out of it
/// every part and every line that is marked as identifying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Byline {
    /// The author's full name.
    Author(String),
    /// The examination number of an anonymous copy.
    Candidate(String),
}

/// What a copy is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// To be handed in.
    #[default]
    Final,
    /// To be read early: a watermark on every page.
    Draft {
        /// The word across the page: `Draft`.
        watermark: String,
        /// The line at the foot of each page: `Draft of 22 November 2026, commit 1a2b3c4`.
        note: String,
    },
    /// To be marked with a pen: line numbers and a wide margin.
    Review {
        /// The line at the foot of each page.
        note: String,
    },
}

/// The words that the template prints by itself, each by the name that the template has for it.
#[derive(Clone, Debug)]
pub struct Wording(pub Vec<(&'static str, String)>);

impl Default for Wording {
    fn default() -> Self {
        let english = [
            ("chapter", "Chapter"),
            ("section", "Section"),
            ("appendix", "Appendix"),
            ("figure", "Figure"),
            ("table", "Table"),
            ("listing", "Listing"),
            ("equation", "Equation"),
            ("candidate", "Candidate"),
        ];
        Self(english.map(|(name, text)| (name, text.to_owned())).to_vec())
    }
}

/// A part of the book.
#[derive(Clone, Debug)]
pub enum BookPart {
    /// The title page; it has no page number.
    TitlePage(BookTitlePage),
    /// A part of prose that is no chapter: abstract, statements, acknowledgements, abbreviations.
    Prose(Prose),
    /// The table of contents, on a new page.
    Contents {
        /// Its heading.
        heading: String,
    },
    /// The list of tables; printed only when the book has any.
    ListOfTables {
        /// Its heading.
        heading: String,
        /// Where it starts.
        start: Start,
    },
    /// The list of figures; printed only when the book has any.
    ListOfFigures {
        /// Its heading.
        heading: String,
        /// Where it starts.
        start: Start,
    },
    /// A chapter.
    Chapter(BookChapter),
    /// The list of references: only what is cited, in the order of the style.
    References {
        /// Its heading.
        heading: String,
    },
    /// A lettered appendix.
    Appendix(BookChapter),
}

/// The title page, from top to bottom.
#[derive(Clone, Debug, Default)]
pub struct BookTitlePage {
    /// Lines above the title: college, department.
    pub institution: Vec<TitleLine>,
    /// Lines below the author: what it is submitted for.
    pub statement: Vec<TitleLine>,
    /// Labels with what they say: supervisor, executive sponsor, organisation. They tell whose work
    /// this is, so that an anonymous copy has none of them.
    pub details: Vec<(String, String)>,
    /// Month and year, as printed.
    pub date: Option<String>,
    /// The word count line; `{count}` stands for the number: `{count} words, excluding tables`.
    pub word_line: Option<String>,
}

/// A line of the title page.
#[derive(Clone, Debug, Default)]
pub struct TitleLine {
    /// What it says.
    pub text: String,
    /// Whether it tells whose work this is; then an anonymous copy does not have it.
    pub identifying: bool,
}

impl TitleLine {
    /// Returns a line that an anonymous copy may have.
    pub fn open(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            identifying: false,
        }
    }
}

/// Where a part starts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// On a new page.
    #[default]
    NewPage,
    /// Below the part before it, if there is room. For short statements, so that three of them
    /// need not stand on three nearly empty pages.
    SamePage,
}

/// A part of prose that is no chapter.
#[derive(Clone, Debug)]
pub struct Prose {
    /// What the counter takes it for.
    pub region: Region,
    /// The heading; `None` if the file opens with its own heading of level 1.
    pub heading: Option<String>,
    /// What it holds.
    pub body: Body,
    /// Where it starts.
    pub start: Start,
    /// Whether the table of contents lists it. Bookmarks of the PDF always do.
    pub in_contents: bool,
    /// Whether it tells whose work this is; then an anonymous copy does not have it.
    pub identifying: bool,
}

/// What a part of prose holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// A file of the project.
    File(ProjectPath),
    /// Text of the profile, a paragraph each.
    Paragraphs(Vec<String>),
    /// Abbreviations with what they stand for.
    Terms(Vec<(String, String)>),
}

/// A chapter or an appendix; it starts on a new page.
#[derive(Clone, Debug)]
pub struct BookChapter {
    /// The id, for the counter, and the file.
    pub chapter: project::Chapter,
    /// The title; `None` if the file opens with its own heading of level 1.
    pub heading: Option<String>,
    /// What stands at the head of its pages instead of the title.
    pub short_title: Option<String>,
}
