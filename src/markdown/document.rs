//! A Markdown document as this room understands it: the parser's events go in, the writer's
//! Typst comes out, and neither knows the other.

use std::borrow::Cow;
use std::ops::Range;

use crate::markdown::attributes::Attributes;

/// Bytes of the Markdown body (behind a byte order mark and front matter).
pub(super) type Bytes = Range<usize>;

/// A run of text with the bytes it came from.
#[derive(Clone, Debug)]
pub(super) struct Piece<'a> {
    /// What it says.
    pub(super) text: Cow<'a, str>,
    /// Where it stands.
    pub(super) place: Bytes,
    /// It was escaped or an entity: nothing in it has a meaning, not even a quotation mark.
    pub(super) literal: bool,
    /// It is the very slice of the Markdown at its place.
    pub(super) exact: bool,
}

/// What a styled run looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Emph,
    Strong,
    Strike,
    Super,
    Sub,
    Underline,
    Mark,
}

/// A citation or cross-reference key as written, before or after its bracket is understood.
#[derive(Clone, Debug)]
pub(super) struct Key<'a> {
    /// The key without `@`.
    pub(super) name: Cow<'a, str>,
    /// The bytes of `@key`.
    pub(super) place: Bytes,
    /// `-@key`: without the author's name.
    pub(super) suppress: bool,
    /// `@key [p. 4]`, or `[@key, p. 4]`.
    pub(super) locator: Vec<Inline<'a>>,
    /// `[see @key]`, `[Figure @fig:x]`.
    pub(super) prefix: Vec<Inline<'a>>,
}

/// An image with what stands round it.
#[derive(Clone, Debug)]
pub(super) struct Image<'a> {
    pub(super) target: Cow<'a, str>,
    pub(super) caption: Vec<Inline<'a>>,
    pub(super) attributes: Attributes,
    pub(super) place: Bytes,
}

/// An element in a line of text.
#[derive(Clone, Debug)]
pub(super) enum Inline<'a> {
    Text(Piece<'a>),
    /// A line end of the source.
    Soft(Bytes),
    /// A line end of the page.
    Hard(Bytes),
    Styled {
        style: Style,
        children: Vec<Inline<'a>>,
        place: Bytes,
    },
    Code {
        piece: Piece<'a>,
        attributes: Attributes,
        place: Bytes,
    },
    Math {
        tex: Piece<'a>,
        is_display: bool,
        attributes: Attributes,
        place: Bytes,
    },
    Link {
        target: Cow<'a, str>,
        children: Vec<Inline<'a>>,
        place: Bytes,
    },
    Image(Box<Image<'a>>),
    /// `^[…]`
    Note {
        children: Vec<Inline<'a>>,
        place: Bytes,
    },
    /// `[^name]`
    NoteReference {
        name: Cow<'a, str>,
        place: Bytes,
    },
    /// `@key` in the sentence.
    Key(Box<Key<'a>>),
    /// `[@a; @b]`
    Cite {
        keys: Vec<Key<'a>>,
        place: Bytes,
    },
    Span {
        attributes: Attributes,
        children: Vec<Inline<'a>>,
        place: Bytes,
    },
    /// Typst as the author wrote it.
    Typst(Piece<'a>),
    /// A tag of HTML, until its partner is found.
    Html {
        tag: Cow<'a, str>,
        place: Bytes,
    },
}

impl Inline<'_> {
    /// Returns the bytes it came from.
    pub(super) fn place(&self) -> Bytes {
        match self {
            Inline::Text(piece) | Inline::Typst(piece) => piece.place.clone(),
            Inline::Soft(place)
            | Inline::Hard(place)
            | Inline::Styled { place, .. }
            | Inline::Code { place, .. }
            | Inline::Math { place, .. }
            | Inline::Link { place, .. }
            | Inline::Note { place, .. }
            | Inline::NoteReference { place, .. }
            | Inline::Cite { place, .. }
            | Inline::Span { place, .. }
            | Inline::Html { place, .. } => place.clone(),
            Inline::Image(image) => image.place.clone(),
            Inline::Key(key) => key.place.clone(),
        }
    }

    /// Returns whether it prints nothing but space.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Inline::Text(piece) => piece.text.chars().all(|c| matches!(c, ' ' | '\t' | '\n')),
            Inline::Soft(_) => true,
            Inline::Styled { children, .. } => children.iter().all(Inline::is_blank),
            Inline::Html { .. } => true,
            Inline::Hard(_)
            | Inline::Code { .. }
            | Inline::Math { .. }
            | Inline::Link { .. }
            | Inline::Image(_)
            | Inline::Note { .. }
            | Inline::NoteReference { .. }
            | Inline::Key(_)
            | Inline::Cite { .. }
            | Inline::Span { .. }
            | Inline::Typst(_) => false,
        }
    }
}

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alignment {
    Auto,
    Left,
    Center,
    Right,
}

/// A table with its caption.
#[derive(Clone, Debug)]
pub(super) struct Table<'a> {
    pub(super) columns: Vec<Alignment>,
    pub(super) head: Vec<Cell<'a>>,
    pub(super) rows: Vec<Vec<Cell<'a>>>,
    pub(super) caption: Option<Caption<'a>>,
    pub(super) place: Bytes,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(super) struct Cell<'a> {
    pub(super) children: Vec<Inline<'a>>,
    pub(super) place: Bytes,
}

/// A paragraph that starts like a caption, with what it is if no table stands beside it.
#[derive(Clone, Debug)]
pub(super) struct Caption<'a> {
    pub(super) children: Vec<Inline<'a>>,
    pub(super) attributes: Attributes,
    pub(super) otherwise: Vec<Inline<'a>>,
    pub(super) place: Bytes,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    /// A box that is ticked or not.
    pub(super) task: Option<bool>,
    pub(super) blocks: Vec<Block<'a>>,
    pub(super) place: Bytes,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub(super) enum Block<'a> {
    Heading {
        level: usize,
        children: Vec<Inline<'a>>,
        attributes: Attributes,
        place: Bytes,
    },
    Paragraph(Vec<Inline<'a>>),
    /// Text of a tight list.
    Plain(Vec<Inline<'a>>),
    Quote {
        blocks: Vec<Block<'a>>,
        place: Bytes,
    },
    List {
        start: Option<u64>,
        is_tight: bool,
        items: Vec<Item<'a>>,
        place: Bytes,
    },
    Code {
        language: String,
        attributes: Attributes,
        lines: Vec<Piece<'a>>,
        place: Bytes,
    },
    Table(Box<Table<'a>>),
    Caption(Box<Caption<'a>>),
    Figure(Box<Image<'a>>),
    Rule(Bytes),
    Definitions(Vec<Definition<'a>>),
    /// `::: {.class}` before it is known where it ends.
    DivOpen {
        attributes: Attributes,
        place: Bytes,
    },
    /// `:::`
    DivClose(Bytes),
    Div {
        attributes: Attributes,
        blocks: Vec<Block<'a>>,
        place: Bytes,
    },
    /// Typst as the author wrote it.
    Typst {
        lines: Vec<Piece<'a>>,
        place: Bytes,
    },
}

/// A term with what it means.
#[derive(Clone, Debug)]
pub(super) struct Definition<'a> {
    pub(super) term: Vec<Inline<'a>>,
    pub(super) meanings: Vec<Vec<Block<'a>>>,
    pub(super) place: Bytes,
}

/// A footnote that stands by itself.
#[derive(Clone, Debug)]
pub(super) struct NoteDefinition<'a> {
    pub(super) blocks: Vec<Block<'a>>,
    pub(super) place: Bytes,
}
