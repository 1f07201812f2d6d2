//! The files of the dissertation in their order.

use serde::{Deserialize, Serialize};

use crate::diagnostics::ProjectPath;
use crate::project::profile::rules::PartKind;
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

/// A text or a part where the book has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineItem<'o> {
    /// A part before the first chapter.
    Front(&'o Part),
    /// A chapter.
    Chapter(&'o Chapter),
    /// A part after the last chapter.
    Back(&'o Part),
    /// An appendix, behind the part that stands for all of them.
    Appendix(&'o Chapter),
}

impl Outline {
    /// Returns the chapters and the appendices in order.
    pub fn texts(&self) -> impl Iterator<Item = &Chapter> {
        self.chapters.iter().chain(&self.appendices)
    }

    /// Returns the chapter or the appendix with an id.
    pub fn text(&self, id: &str) -> Option<&Chapter> {
        self.texts().find(|text| text.id == id)
    }

    /// Returns the chapter with an id.
    pub fn chapter(&self, id: &str) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.id == id)
    }

    /// Returns the parts of the front and the back matter in order.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.front.iter().chain(&self.back)
    }

    /// Returns every file of the outline, printed or not.
    pub fn paths(&self) -> impl Iterator<Item = &ProjectPath> {
        let parts = self.parts().filter_map(|part| part.path.as_ref());
        parts.chain(self.texts().map(|text| &text.path))
    }

    /// Returns what is printed, in the order of the book.
    pub fn in_order(&self) -> impl Iterator<Item = OutlineItem<'_>> {
        let front = self.front.iter().map(OutlineItem::Front);
        let chapters = self.chapters.iter().map(OutlineItem::Chapter);
        let back = self.back.iter().flat_map(|part| {
            let appendices = (part.kind == PartKind::Appendices).then_some(&self.appendices);
            let appendices = appendices.into_iter().flatten().map(OutlineItem::Appendix);
            std::iter::once(OutlineItem::Back(part)).chain(appendices)
        });
        front.chain(chapters).chain(back)
    }
}

impl<'o> OutlineItem<'o> {
    /// Returns its file, if it has one.
    pub fn path(self) -> Option<&'o ProjectPath> {
        match self {
            Self::Front(part) | Self::Back(part) => part.path.as_ref(),
            Self::Chapter(text) | Self::Appendix(text) => Some(&text.path),
        }
    }

    /// Returns the region that its words belong to.
    pub fn region(self) -> Region {
        match self {
            Self::Front(part) | Self::Back(part) => part.region(),
            Self::Chapter(chapter) => Region::Chapter(chapter.id.clone()),
            Self::Appendix(appendix) => Region::Appendix(appendix.id.clone()),
        }
    }
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
