//! A file of the outline that is to be read.

use crate::diagnostics::ProjectPath;
use crate::manuscript::facts::Role;

/// A file of the outline, about to be read.
pub(super) struct Wanted {
    pub(super) path: ProjectPath,
    pub(super) role: Role,
    pub(super) text: String,
    pub(super) reading: Reading,
    /// The file that includes it, and where.
    pub(super) included: Option<(ProjectPath, usize)>,
}

/// How a reader comes to a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// By itself.
    Alone,
    /// After the chapters before it.
    InOrder,
    /// To look something up.
    List,
}
