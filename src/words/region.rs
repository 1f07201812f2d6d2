//! The parts of a dissertation, as the template marks them.

use serde::{Deserialize, Serialize};

use crate::words::category::Category;

/// The part of the document in which a word stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Region {
    /// Before the first mark: a document that no template divides.
    Unmarked,
    /// The title page.
    TitlePage,
    /// The abstract.
    Abstract,
    /// A declaration that has no name of its own.
    Declaration,
    /// The acknowledgements.
    Acknowledgements,
    /// The contents and the lists of tables and figures.
    Contents,
    /// The list of abbreviations.
    Abbreviations,
    /// A chapter, by its id.
    Chapter(String),
    /// The list of references.
    References,
    /// An appendix, by its id.
    Appendix(String),
    /// Any other part of the front matter, by its id.
    Front(String),
}

impl Region {
    /// Returns the region that a mark of the template names, without `folio:`.
    pub fn from_mark(mark: &str) -> Option<Self> {
        Some(match mark {
            "title-page" => Self::TitlePage,
            "abstract" => Self::Abstract,
            "declaration" => Self::Declaration,
            "acknowledgements" => Self::Acknowledgements,
            "contents" => Self::Contents,
            "abbreviations" => Self::Abbreviations,
            "references" => Self::References,
            mark => match mark.split_once(':')? {
                ("chapter", id) => Self::Chapter(id.to_owned()),
                ("appendix", id) => Self::Appendix(id.to_owned()),
                ("front", id) => Self::Front(id.to_owned()),
                _ => return None,
            },
        })
    }

    /// Returns the category that the region gives to every word in it, or `None` where words
    /// have the category of their own kind.
    pub fn category(&self) -> Option<Category> {
        match self {
            Self::TitlePage => Some(Category::TitlePage),
            Self::Abstract => Some(Category::Abstract),
            Self::Declaration | Self::Front(_) => Some(Category::Declaration),
            Self::Acknowledgements => Some(Category::Acknowledgements),
            Self::Contents => Some(Category::Contents),
            Self::Abbreviations => Some(Category::Abbreviations),
            Self::References => Some(Category::References),
            Self::Appendix(_) => Some(Category::Appendix),
            Self::Chapter(_) | Self::Unmarked => None,
        }
    }

    /// Returns the id of the chapter or appendix.
    pub fn chapter(&self) -> Option<&str> {
        match self {
            Self::Chapter(id) | Self::Appendix(id) => Some(id),
            Self::Unmarked
            | Self::TitlePage
            | Self::Abstract
            | Self::Declaration
            | Self::Acknowledgements
            | Self::Contents
            | Self::Abbreviations
            | Self::References
            | Self::Front(_) => None,
        }
    }

    /// Returns the name by which limits mean it: `abstract`, a chapter's id, `appendix:ID`.
    pub fn scope(&self) -> String {
        match self {
            Self::Unmarked => "document".to_owned(),
            Self::TitlePage => "title-page".to_owned(),
            Self::Abstract => "abstract".to_owned(),
            Self::Declaration => "declaration".to_owned(),
            Self::Acknowledgements => "acknowledgements".to_owned(),
            Self::Contents => "contents".to_owned(),
            Self::Abbreviations => "abbreviations".to_owned(),
            Self::References => "references".to_owned(),
            Self::Chapter(id) | Self::Front(id) => id.clone(),
            Self::Appendix(id) => format!("appendix:{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_names_a_region_or_nothing() {
        assert_eq!(
            Region::from_mark("chapter:introduction"),
            Some(Region::Chapter("introduction".into()))
        );
        assert_eq!(Region::from_mark("abstract"), Some(Region::Abstract));
        assert_eq!(Region::from_mark("linebreak"), None);
        assert_eq!(Region::from_mark("verse:1"), None);
    }

    #[test]
    fn front_matter_gives_its_category_to_every_word() {
        assert_eq!(
            Region::Front("ai-use".into()).category(),
            Some(Category::Declaration)
        );
        assert_eq!(Region::Chapter("x".into()).category(), None);
    }
}
