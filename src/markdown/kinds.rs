//! The kinds of runs, references, columns and figures that a document has.

/// What a styled run looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextStyle {
    Emph,
    Strong,
    Strike,
    Super,
    Sub,
    Underline,
    Mark,
    /// Added under review: `{++…++}`.
    Added,
    /// Remarked upon under review: `{==…==}`.
    Noted,
}

/// What only a copy for review shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReviewMark {
    /// `{--…--}`
    Deleted,
    /// `{>>…<<}`
    Comment,
}

/// What a reference to a part of the document prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    Number,
    /// A formula's number, which has brackets.
    Bracketed,
    WordAndNumber,
    Page,
}

/// How a column of a table is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alignment {
    Auto,
    Left,
    Center,
    Right,
}

/// What a figure holds that is numbered with others of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FigureKind {
    Picture,
    Table,
    Listing,
}
