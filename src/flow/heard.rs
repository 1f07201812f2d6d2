//! The words of a file as its reader shows them.

/// A formula stands in the text as this.
pub const FORMULA: char = '\u{fffc}';

/// The text of a file, a line a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// What is read from the beginning to the end.
    pub text: String,
    /// The captions of figures and tables.
    pub captions: String,
    /// The cells of tables.
    pub cells: String,
    /// The notes.
    pub notes: String,
}
