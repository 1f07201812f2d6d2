//! A Markdown document as this room understands it: the parser's events go in, the writer's
//! Typst comes out, and neither knows the other.

use std::borrow::Cow;
use std::ops::Range;

use crate::csl::Form;
use crate::diagnostics::ProjectPath;
use crate::markdown::attributes::Attributes;
use crate::markdown::placed_text::{BodyRange, PlacedText};

pub(crate) use crate::markdown::kinds::{Alignment, FigureKind, ReviewMark, Shown, TextStyle};

/// A citation or cross-reference key as written, before or after its bracket is understood.
#[derive(Clone, Debug)]
pub(crate) struct ReferenceKey<'a> {
    /// The key without `@`.
    pub(crate) name: Cow<'a, str>,
    /// The bytes of `@key`.
    pub(crate) place: BodyRange,
    /// In the sentence, in a bracket, or `-@key`: without the author's name.
    pub(crate) form: Form,
    /// What stands behind it: `, p. 4` in `[@key, p. 4]` and in `@key [p. 4]`.
    pub(crate) suffix: Vec<Inline<'a>>,
    /// `[see @key]`, `[Figure @fig:x]`.
    pub(crate) prefix: Vec<Inline<'a>>,
    /// It can be nothing but the label of a part of the document.
    pub(crate) is_label: bool,
    /// A work has this very key.
    pub(crate) is_work: bool,
}

/// An image with what stands round it.
#[derive(Clone, Debug)]
pub(crate) struct Image<'a> {
    pub(crate) target: Cow<'a, str>,
    pub(crate) caption: Vec<Inline<'a>>,
    pub(crate) attributes: Attributes,
    pub(crate) place: BodyRange,
}

/// An element in a line of text.
#[derive(Clone, Debug)]
pub(crate) enum Inline<'a> {
    Text(PlacedText<'a>),
    /// A line end of the source.
    Soft(BodyRange),
    /// A line end of the page.
    Hard(BodyRange),
    Styled {
        style: TextStyle,
        children: Vec<Inline<'a>>,
        place: BodyRange,
    },
    Code {
        piece: PlacedText<'a>,
        attributes: Box<Attributes>,
        place: BodyRange,
    },
    Math {
        tex: PlacedText<'a>,
        is_display: bool,
        attributes: Box<Attributes>,
        place: BodyRange,
    },
    Link {
        target: Cow<'a, str>,
        children: Vec<Inline<'a>>,
        place: BodyRange,
    },
    Image(Box<Image<'a>>),
    /// `^[…]`
    Note {
        children: Vec<Inline<'a>>,
        place: BodyRange,
    },
    /// `[^name]`
    NoteReference {
        name: Cow<'a, str>,
        place: BodyRange,
    },
    /// `@key` in the sentence.
    Key(Box<ReferenceKey<'a>>),
    /// `[@a; @b]`, `@a [p. 4; @b]`
    Cite {
        keys: Vec<ReferenceKey<'a>>,
        place: BodyRange,
    },
    Span {
        attributes: Box<Attributes>,
        children: Vec<Inline<'a>>,
        place: BodyRange,
    },
    /// Typst as the author wrote it.
    Typst(PlacedText<'a>),
    /// Words that only a copy for review shows, as they were typed.
    Review {
        mark: ReviewMark,
        words: PlacedText<'a>,
        place: BodyRange,
    },
    /// A tag of HTML, until its partner is found.
    Html {
        tag: Cow<'a, str>,
        place: BodyRange,
    },
    /// `\ref{x}`: a part of the document and nothing else.
    Reference {
        name: Cow<'a, str>,
        shown: Shown,
        place: BodyRange,
    },
    /// `\label{x}`, until what it names is found.
    Anchor {
        name: Cow<'a, str>,
        place: BodyRange,
    },
    /// `(ref:x)`: a text that stands elsewhere.
    TextReference {
        name: Cow<'a, str>,
        place: BodyRange,
    },
}

impl Inline<'_> {
    /// Returns the bytes it came from.
    pub(crate) fn place(&self) -> BodyRange {
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
            | Inline::Review { place, .. }
            | Inline::Html { place, .. }
            | Inline::Reference { place, .. }
            | Inline::Anchor { place, .. }
            | Inline::TextReference { place, .. } => place.clone(),
            Inline::Image(image) => image.place.clone(),
            Inline::Key(key) => key.place.clone(),
        }
    }

    /// Returns the words that go on in the line: those of emphasis, a link, a span, not of a note.
    pub(crate) fn children(&self) -> &[Self] {
        match self {
            Inline::Styled { children, .. }
            | Inline::Link { children, .. }
            | Inline::Span { children, .. } => children,
            Inline::Text(_)
            | Inline::Soft(_)
            | Inline::Hard(_)
            | Inline::Code { .. }
            | Inline::Math { .. }
            | Inline::Image(_)
            | Inline::Note { .. }
            | Inline::NoteReference { .. }
            | Inline::Key(_)
            | Inline::Cite { .. }
            | Inline::Typst(_)
            | Inline::Review { .. }
            | Inline::Html { .. }
            | Inline::Reference { .. }
            | Inline::Anchor { .. }
            | Inline::TextReference { .. } => &[],
        }
    }

    /// The same, to be changed.
    pub(crate) fn children_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Inline::Styled { children, .. }
            | Inline::Link { children, .. }
            | Inline::Span { children, .. } => Some(children),
            _ => None,
        }
    }

    /// Returns whether it prints nothing but space.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Inline::Text(piece) => piece.text.chars().all(|c| matches!(c, ' ' | '\t' | '\n')),
            Inline::Soft(_) | Inline::Html { .. } => true,
            Inline::Styled { children, .. } => are_blank(children),
            _ => false,
        }
    }
}

/// Returns whether a line prints nothing but space.
pub(crate) fn are_blank(items: &[Inline]) -> bool {
    items.iter().all(Inline::is_blank)
}

/// Returns which items of a line stand between the blank ones at its ends.
pub(crate) fn between_blanks(items: &[Inline]) -> Range<usize> {
    let is_shown = |item: &Inline| !item.is_blank();
    let start = items.iter().position(is_shown).unwrap_or(items.len());
    start..items.iter().rposition(is_shown).map_or(start, |at| at + 1)
}

/// Returns what a reader sees of a line of text.
pub(crate) fn plain_text(items: &[Inline]) -> String {
    let words = items.iter().map(|item| match item {
        Inline::Text(piece) | Inline::Code { piece, .. } | Inline::Math { tex: piece, .. } => {
            piece.text.to_string()
        }
        Inline::Soft(_) | Inline::Hard(_) => " ".to_owned(),
        Inline::Image(image) => plain_text(&image.caption),
        other => plain_text(other.children()),
    });
    words.collect()
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Column {
    pub(crate) alignment: Alignment,
    /// Its share of the line, where the table gives one.
    pub(crate) width: Option<f64>,
}

/// A table with its caption.
#[derive(Clone, Debug)]
pub(crate) struct Table<'a> {
    pub(crate) columns: Vec<Column>,
    pub(crate) head: Vec<Vec<Cell<'a>>>,
    pub(crate) rows: Vec<Vec<Cell<'a>>>,
    pub(crate) foot: Vec<Vec<Cell<'a>>>,
    pub(crate) caption: Option<Caption<'a>>,
    pub(crate) place: BodyRange,
}

impl<'a> Table<'a> {
    /// Returns its cells, row by row.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &Cell<'a>> {
        let rows = self.head.iter().chain(&self.rows).chain(&self.foot);
        rows.flatten()
    }

    /// Returns its rows from head to foot, to be changed.
    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Vec<Cell<'a>>> {
        let body = self.head.iter_mut().chain(&mut self.rows);
        body.chain(&mut self.foot)
    }
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) blocks: Vec<Block<'a>>,
    /// How many columns it takes.
    pub(crate) column_span: usize,
    pub(crate) row_span: usize,
    pub(crate) place: BodyRange,
}

impl<'a> Cell<'a> {
    /// Returns a cell with one line of text.
    pub(crate) fn line(children: Vec<Inline<'a>>, place: BodyRange) -> Self {
        let is_empty = children.is_empty();
        Self {
            blocks: if is_empty {
                Vec::new()
            } else {
                vec![Block::Plain(children)]
            },
            column_span: 1,
            row_span: 1,
            place,
        }
    }

    /// Returns its text if it is one line or paragraph.
    pub(crate) fn text(&self) -> Option<&[Inline<'a>]> {
        match self.blocks.as_slice() {
            [] => Some(&[]),
            [Block::Plain(children) | Block::Paragraph(children)] => Some(children),
            _ => None,
        }
    }

    /// Returns whether it prints nothing but space.
    pub(crate) fn is_blank(&self) -> bool {
        self.text().is_some_and(are_blank)
    }
}

/// A paragraph that starts like a caption, with what it is if no table stands beside it.
#[derive(Clone, Debug)]
pub(crate) struct Caption<'a> {
    pub(crate) children: Vec<Inline<'a>>,
    pub(crate) attributes: Attributes,
    pub(crate) otherwise: Vec<Inline<'a>>,
    pub(crate) place: BodyRange,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(crate) struct ListItem<'a> {
    /// A box that is ticked or not.
    pub(crate) task: Option<bool>,
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) place: BodyRange,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub(crate) enum Block<'a> {
    Heading {
        level: usize,
        children: Vec<Inline<'a>>,
        attributes: Box<Attributes>,
        place: BodyRange,
    },
    Paragraph(Vec<Inline<'a>>),
    /// Text of a tight list.
    Plain(Vec<Inline<'a>>),
    Quote {
        blocks: Vec<Block<'a>>,
        place: BodyRange,
    },
    List {
        start: Option<u64>,
        /// How its numbers are printed, as Typst has it, where that is not `1.`.
        pattern: Option<Cow<'static, str>>,
        is_tight: bool,
        items: Vec<ListItem<'a>>,
        place: BodyRange,
    },
    Code {
        language: String,
        attributes: Box<Attributes>,
        lines: Vec<PlacedText<'a>>,
        place: BodyRange,
    },
    Table(Box<Table<'a>>),
    Caption(Box<Caption<'a>>),
    Figure(Box<Image<'a>>),
    Group(Box<FigureBlock<'a>>),
    Callout(Box<Callout<'a>>),
    Rule(BodyRange),
    /// Another file of the project that stands here.
    Include {
        path: ProjectPath,
        place: BodyRange,
    },
    /// The page ends.
    PageBreak(BodyRange),
    Definitions(Vec<Definition<'a>>),
    /// `::: {.class}` before it is known where it ends.
    DivOpen {
        attributes: Box<Attributes>,
        place: BodyRange,
    },
    /// `:::`
    DivClose(BodyRange),
    Div {
        attributes: Box<Attributes>,
        /// The words that it was given in braces and that are printed, by their keys.
        words: Vec<(&'static str, Vec<Inline<'a>>)>,
        blocks: Vec<Block<'a>>,
        place: BodyRange,
    },
    /// `%%`, which begins or ends a comment over several blocks, before it is known which.
    CommentMark {
        place: BodyRange,
        is_end: bool,
    },
    /// Typst as the author wrote it.
    Typst {
        lines: Vec<PlacedText<'a>>,
        place: BodyRange,
    },
}

/// A figure that is written as a block: parts side by side, or anything else with a caption.
#[derive(Clone, Debug)]
pub(crate) struct FigureBlock<'a> {
    pub(crate) kind: FigureKind,
    /// The shares of the columns of each row of parts, a gap as a negative one; none if what it
    /// holds has no letters.
    pub(crate) rows: Vec<Vec<f64>>,
    /// Figures and tables, or blocks of any kind.
    pub(crate) parts: Vec<Block<'a>>,
    pub(crate) caption: Vec<Inline<'a>>,
    pub(crate) caption_place: BodyRange,
    pub(crate) attributes: Attributes,
    pub(crate) place: BodyRange,
}

/// A block that is set apart, as other programs know several kinds of.
#[derive(Clone, Debug)]
pub(crate) struct Callout<'a> {
    /// What stands above it if it has no title, such as `Note`.
    pub(crate) word: String,
    /// Whether it has a number behind its word, as a theorem has.
    pub(crate) is_numbered: bool,
    pub(crate) title: Vec<Inline<'a>>,
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) attributes: Attributes,
    pub(crate) place: BodyRange,
}

/// A term with what it means.
#[derive(Clone, Debug)]
pub(crate) struct Definition<'a> {
    pub(crate) term: Vec<Inline<'a>>,
    pub(crate) meanings: Vec<Vec<Block<'a>>>,
    pub(crate) place: BodyRange,
}

/// A footnote that stands by itself.
#[derive(Clone, Debug)]
pub(crate) struct NoteDefinition<'a> {
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) place: BodyRange,
}
