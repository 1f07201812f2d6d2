//! A Word file as this room understands it: paragraphs and tables, and in them pieces that each know
//! how they look, what they stand in, and who added or deleted them.

use std::collections::BTreeMap;

/// A Word file that was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordFile {
    pub(crate) blocks: Vec<Block>,
    pub(crate) footnotes: BTreeMap<String, Vec<Block>>,
    pub(crate) endnotes: BTreeMap<String, Vec<Block>>,
    pub(crate) comments: Vec<Comment>,
    /// What pieces stand in: fields, links, content controls.
    pub(crate) scopes: Vec<Scope>,
    pub(crate) changes: Vec<Change>,
    /// The bytes of pictures by their parts.
    pub(crate) pictures: BTreeMap<String, Vec<u8>>,
    /// The trees of `customXml`: Word's own sources, and what folio left there.
    pub(crate) data: Vec<crate::word::read::xml::Element>,
    pub(crate) title: Option<String>,
    pub(crate) author: Option<String>,
    /// How many words stand in running heads and feet.
    pub(crate) furniture: usize,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Paragraph(Box<Paragraph>),
    Table(Table),
}

/// What a paragraph is by its style.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
    Text,
    /// A heading with its level, the highest being 1.
    Heading(usize),
    Title,
    Subtitle,
    Caption,
    Quote,
    Code,
    /// A line of a table of contents or a list of figures.
    Contents,
    Bibliography,
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    pub(crate) role: Role,
    /// The name of its style, as Word shows it.
    pub(crate) style: String,
    pub(crate) list: Option<ListItem>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) breaks_before: bool,
    /// A section ends behind it, whose pages lie on their side if so.
    pub(crate) section_end: Option<bool>,
    /// Its indents at the left and the right, in twentieths of a point.
    pub(crate) indents: (i64, i64),
    pub(crate) alignment: Alignment,
    /// Its end was added or deleted.
    pub(crate) end_inserted: Option<usize>,
    pub(crate) end_deleted: Option<usize>,
    /// Only its look was changed.
    pub(crate) formatted: Option<usize>,
    /// Paragraphs of its style have numbers, and it has none.
    pub(crate) is_unnumbered: bool,
    /// It stands in a box beside the text.
    pub(crate) is_boxed: bool,
}

/// How lines are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Alignment {
    #[default]
    Default,
    Left,
    Centre,
    Right,
}

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListItem {
    /// Which list it is.
    pub(crate) list: String,
    /// How deep, from 0.
    pub(crate) level: usize,
    /// How it is numbered as Word calls it, `decimal`; bullets have none.
    pub(crate) number: Option<String>,
    pub(crate) start: u64,
    /// How far its text is set in, in twentieths of a point.
    pub(crate) indent: i64,
    /// What stands around the number: `%1.`, `(%1)`.
    pub(crate) around: String,
}

/// A piece of a line.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) what: What,
    pub(crate) look: Look,
    pub(crate) scope: Option<usize>,
    pub(crate) inserted: Option<usize>,
    pub(crate) deleted: Option<usize>,
    /// Only its look was changed.
    pub(crate) formatted: Option<usize>,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    Text(String),
    Tab,
    LineBreak,
    PageBreak,
    Footnote(String),
    Endnote(String),
    Picture(Picture),
    Formula {
        tex: String,
        is_display: bool,
    },
    BookmarkStart {
        id: String,
        name: String,
    },
    BookmarkEnd {
        id: String,
    },
    CommentStart(String),
    CommentEnd(String),
    /// Where the mark of a comment stands, which may be all that there is.
    CommentMark(String),
    /// What this room cannot bring over, by its name: `a chart`.
    Lost(&'static str),
}

/// A picture in a line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Picture {
    /// The part with its bytes, or the address outside.
    pub(crate) target: String,
    pub(crate) is_outside: bool,
    pub(crate) alt: String,
    pub(crate) is_decorative: bool,
    /// Its width in millimetres.
    pub(crate) width: Option<u32>,
}

/// How a piece looks, as far as Markdown can say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    pub(crate) struck: bool,
    pub(crate) underlined: bool,
    pub(crate) marked: bool,
    pub(crate) small_caps: bool,
    pub(crate) raised: bool,
    pub(crate) lowered: bool,
    pub(crate) code: bool,
    /// It is not shown.
    pub(crate) hidden: bool,
    /// Its size in half points, where the run says one.
    pub(crate) size: Option<u32>,
}

/// What pieces stand in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    pub(crate) kind: ScopeKind,
    pub(crate) parent: Option<usize>,
}

/// A kind of scope.
#[derive(Clone, Debug, Default)]
pub(crate) enum ScopeKind {
    #[default]
    Other,
    /// A field, with its instruction and what other programs keep beside it.
    Field { instruction: String, data: String },
    Link {
        address: Option<String>,
        anchor: Option<String>,
    },
    /// A content control.
    Control {
        tag: String,
        gallery: String,
        is_bibliography: bool,
    },
}

/// Somebody's change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) kind: ChangeKind,
    pub(crate) author: String,
    pub(crate) date: String,
}

/// A kind of change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ChangeKind {
    #[default]
    Inserted,
    Deleted,
    MovedFrom,
    MovedTo,
    Formatted,
}

/// A comment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Comment {
    pub(crate) id: String,
    pub(crate) author: String,
    pub(crate) date: String,
    pub(crate) text: String,
    pub(crate) is_done: bool,
    /// The comment that this one replies to.
    pub(crate) reply_to: Option<String>,
}

/// A table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    /// Whether its look sets the first row apart; many programs do not say.
    pub(crate) has_head: Option<bool>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    pub(crate) is_head: bool,
    pub(crate) is_deleted: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) blocks: Vec<Block>,
    /// How many columns it takes.
    pub(crate) columns: usize,
    /// It goes on with the cell above it.
    pub(crate) goes_on: bool,
}

/// Which text is read where somebody changed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As it is once each change is accepted.
    Accepted,
    /// As it was before.
    Original,
}

impl Piece {
    /// Returns whether the piece is there in a reading.
    pub(crate) fn is_there(&self, reading: Reading) -> bool {
        match reading {
            Reading::Accepted => self.deleted.is_none(),
            Reading::Original => self.inserted.is_none(),
        }
    }

    /// Returns its text, spaces for what stands for one.
    pub(crate) fn text(&self) -> &str {
        match &self.what {
            What::Text(text) => text,
            What::Tab | What::LineBreak => " ",
            _ => "",
        }
    }
}

impl Paragraph {
    /// Returns its text in a reading, hidden text left out.
    pub(crate) fn text(&self, reading: Reading) -> String {
        let there = self
            .pieces
            .iter()
            .filter(|it| it.is_there(reading) && !it.look.hidden);
        there.map(Piece::text).collect()
    }
}

impl WordFile {
    /// Returns the scopes around a piece, the innermost first.
    pub(crate) fn around(&self, scope: Option<usize>) -> impl Iterator<Item = (usize, &ScopeKind)> {
        let mut next = scope;
        std::iter::from_fn(move || {
            let at = next?;
            let scope = self.scopes.get(at)?;
            // A scope stands behind the one around it: no ring is possible.
            next = scope.parent.filter(|parent| *parent < at);
            Some((at, &scope.kind))
        })
    }
}
