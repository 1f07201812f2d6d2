//! The files of the dissertation in their order.

use serde::{Deserialize, Serialize};

use crate::diagnostics::ProjectPath;
use crate::project::profile::PartKind;
use crate::project::region::Region;

/// Front matter, chapters, back matter and appendices in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// The parts before the first chapter that are printed.
    pub front: Vec<Part>,
    /// The chapters.
    pub chapters: Vec<Chapter>,
    /// The parts after the last chapter that are printed. One may be
    /// [`PartKind::Appendices`]: it stands for all of [`Outline::appendices`].
    pub back: Vec<Part>,
    /// The appendices.
    pub appendices: Vec<Chapter>,
}

/// A chapter or an appendix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    /// Its name in commands: the file's name without number and extension.
    pub id: String,
    /// Its file.
    pub path: ProjectPath,
}

/// A part of the front or back matter that is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name.
    pub id: String,
    /// What it is.
    pub kind: PartKind,
    /// Its heading; a level-1 heading in the file replaces it.
    pub heading: Option<String>,
    /// Its file, if it has one.
    pub path: Option<ProjectPath>,
    /// The text that is printed because there is no file.
    pub text: Option<String>,
    /// Whether it is left out of an anonymous copy.
    pub is_dropped_when_anonymous: bool,
}

impl Part {
    /// Returns the region that its words belong to.
    pub fn region(&self) -> Region {
        match self.kind {
            PartKind::TitlePage => Region::TitlePage,
            PartKind::Abstract => Region::Abstract,
            PartKind::Declaration => Region::Declaration,
            PartKind::Acknowledgements => Region::Acknowledgements,
            PartKind::Contents | PartKind::ListOfTables | PartKind::ListOfFigures => {
                Region::Contents
            }
            PartKind::Abbreviations => Region::Abbreviations,
            PartKind::References => Region::References,
            PartKind::Appendices | PartKind::Other => Region::Front(self.id.clone()),
        }
    }
}
