//! The parts of a dissertation that the template marks, so that its words are known for what they
//! are.

use serde::{Deserialize, Serialize};

/// What stands in front of every mark that the template leaves in the document.
pub const MARK_PREFIX: &str = "folio:";

/// The part of the document in which a word stands.
///
/// The template writes its mark at the start of each part, and the counter trusts it only there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Region {
    /// Before the first mark: a document that no template divides.
    Unmarked,
    /// The title page.
    TitlePage,
    /// The abstract.
    Abstract,
    /// Originality, use of AI, copyright, ethics.
    Declaration,
    /// The acknowledgements.
    Acknowledgements,
    /// The contents and the lists of tables and figures.
    Contents,
    /// Abbreviations or a glossary.
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
    /// Returns the region that a mark of the template names, without [`MARK_PREFIX`].
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

    /// Returns the mark that the template leaves, without [`MARK_PREFIX`]; nothing marks what no
    /// template divides, and `document` opens no region.
    pub fn mark(&self) -> String {
        match self {
            Self::Unmarked => "document".to_owned(),
            Self::TitlePage => "title-page".to_owned(),
            Self::Abstract => "abstract".to_owned(),
            Self::Declaration => "declaration".to_owned(),
            Self::Acknowledgements => "acknowledgements".to_owned(),
            Self::Contents => "contents".to_owned(),
            Self::Abbreviations => "abbreviations".to_owned(),
            Self::References => "references".to_owned(),
            Self::Chapter(id) => format!("chapter:{id}"),
            Self::Appendix(id) => format!("appendix:{id}"),
            Self::Front(id) => format!("front:{id}"),
        }
    }

    /// Returns the name by which limits mean it: `abstract`, a chapter's id, `appendix:ID`.
    pub fn scope(&self) -> String {
        match self {
            Self::Chapter(id) | Self::Front(id) => id.clone(),
            Self::Unmarked
            | Self::TitlePage
            | Self::Abstract
            | Self::Declaration
            | Self::Acknowledgements
            | Self::Contents
            | Self::Abbreviations
            | Self::References
            | Self::Appendix(_) => self.mark(),
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
    fn a_region_is_found_by_its_own_mark() {
        let front = Region::Front("dedication".into());
        for region in [Region::TitlePage, Region::Abbreviations, front] {
            assert_eq!(Region::from_mark(&region.mark()), Some(region));
        }
        assert_eq!(Region::from_mark(&Region::Unmarked.mark()), None);
    }
}
