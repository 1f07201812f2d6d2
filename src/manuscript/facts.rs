//! What is known of the author's files before anything is typeset.

use crate::diagnostics::{Place, ProjectPath};
use crate::manuscript::passage::Passage;
use crate::project::{OutlineItem, PartKind};

/// The author's files in the order in which a reader meets them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Manuscript {
    /// Front matter, chapters, back matter, appendices.
    pub texts: Vec<Text>,
}

/// What a file is in the dissertation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A part of the front or back matter, by its id.
    Part(String, PartKind),
    /// A chapter, by its id.
    Chapter(String),
    /// An appendix, by its id.
    Appendix(String),
}

impl Role {
    /// Returns what an item of the outline is.
    pub fn of(item: OutlineItem<'_>) -> Self {
        match item {
            OutlineItem::Front(part) | OutlineItem::Back(part) => {
                Self::Part(part.id.clone(), part.kind)
            }
            OutlineItem::Chapter(chapter) => Self::Chapter(chapter.id.clone()),
            OutlineItem::Appendix(appendix) => Self::Appendix(appendix.id.clone()),
        }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// The file.
    pub path: ProjectPath,
    /// What it is.
    pub role: Role,
    /// Its headings in order, the title among them.
    pub headings: Vec<Heading>,
    /// Its prose, a block each, in order.
    pub passages: Vec<Passage>,
    /// Its figures, tables and plain pictures.
    pub figures: Vec<Figure>,
    /// Everything that carries a label.
    pub labels: Vec<Labelled>,
    /// What refers to a label that stands somewhere in the dissertation.
    pub mentions: Vec<Mention>,
    /// Works that are cited.
    pub citations: Vec<Citation>,
    /// Addresses that are linked.
    pub links: Vec<Link>,
    /// Comments: what is neither printed nor counted.
    pub notes: Vec<Note>,
    /// Whether code may make labels that nobody can see in it.
    pub has_unseen_labels: bool,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// Its level, from 1.
    pub level: usize,
    /// Its words.
    pub title: String,
    /// Where it stands.
    pub place: Place,
}

/// What a figure holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FigureKind {
    /// A picture.
    Picture,
    /// A table.
    Table,
    /// Anything else: code, a block of text, what only the engine knows.
    Other,
}

/// A figure or a table, or a picture that stands by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it holds.
    pub kind: FigureKind,
    /// Its label.
    pub label: Option<String>,
    /// The words of its caption; `None` if it has none.
    pub caption: Option<String>,
    /// The alternative text of its picture; `None` if it has none.
    pub alt: Option<String>,
    /// The file of its picture, as the author wrote it.
    pub picture: Option<String>,
    /// The labels of its parts, if it has several with letters.
    pub parts: Vec<String>,
    /// Whether its picture is only an ornament, as the author says.
    pub is_decorative: bool,
    /// Whether it is a figure of its own, which has a number once it has a caption; else a plain
    /// picture or table.
    pub is_figure: bool,
    /// Where it stands.
    pub place: Place,
}

/// A label with what carries it.
#[derive(Clone, Debug, PartialEq)]
pub struct Labelled {
    /// The label, without its signs.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// A reference to a label, or a name that looks like one (`fig:…`) and stands nowhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// The label, without its signs.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// A citation of one work.
///
/// A name that is no label and has none of the prefixes of a cross-reference is taken for a
/// citation; whether there is such a work, rules look up.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation {
    /// The key of the work.
    pub key: String,
    /// Where it stands.
    pub place: Place,
}

/// A link to an address.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The address.
    pub address: String,
    /// Where it stands.
    pub place: Place,
}

/// A comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Its text, without its signs.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Manuscript {
    /// Returns the files that are chapters or appendices.
    pub fn body(&self) -> impl Iterator<Item = &Text> {
        self.texts
            .iter()
            .filter(|text| !matches!(text.role, Role::Part(..)))
    }

    /// Returns the chapters.
    pub fn chapters(&self) -> impl Iterator<Item = &Text> {
        self.texts
            .iter()
            .filter(|text| matches!(text.role, Role::Chapter(_)))
    }

    /// Returns the labels of all files.
    pub fn labels(&self) -> impl Iterator<Item = &Labelled> {
        self.texts.iter().flat_map(|text| &text.labels)
    }

    /// Returns what all files refer to by its label.
    pub fn mentions(&self) -> impl Iterator<Item = &Mention> {
        self.texts.iter().flat_map(|text| &text.mentions)
    }

    /// Returns the citations of all files.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        self.texts.iter().flat_map(|text| &text.citations)
    }

    /// Returns the passages of all files.
    pub fn passages(&self) -> impl Iterator<Item = &Passage> {
        self.texts.iter().flat_map(|text| &text.passages)
    }
}

impl Role {
    /// Returns the id of the chapter, the appendix or the part.
    pub fn id(&self) -> &str {
        match self {
            Role::Part(id, _) | Role::Chapter(id) | Role::Appendix(id) => id,
        }
    }
}
