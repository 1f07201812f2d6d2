//! Where a chapter is read: in a comment over several paragraphs, or outside.

/// Where the reader stands among comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CommentState {
    #[default]
    Outside,
    Inside,
    /// No `%%` follows any more.
    Over,
}
