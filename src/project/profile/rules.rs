//! A programme's rules as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use jiff::civil::Date;

use crate::diagnostics::Level;
use crate::project::manifest::due::Due;
use crate::project::manifest::tables::{
    AcceptedDecisions, Criterion, Expansion, OwnPolicy, PageNumbering, Tolerance,
};
use crate::project::manifest::zone::Zone;
use crate::project::origin::{Origin, Ruled};

/// A programme's rules. What a profile does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name in the manifest: a built-in name, or the path of its file.
    pub name: String,
    /// Its name for people.
    pub title: String,
    /// The last day on which its rules hold; nobody has looked at them since.
    pub valid_until: Option<Date>,
    /// The edition of the rules that the programme takes.
    pub edition: Option<u32>,
    /// The degree.
    pub programme: Option<Ruled<String>>,
    /// The department.
    pub department: Option<Ruled<String>>,
    /// The college or university.
    pub college: Option<Ruled<String>>,
    /// Rules about words.
    pub words: WordDefaults,
    /// The front matter in order.
    pub front: Vec<PartRule>,
    /// The back matter in order.
    pub back: Vec<PartRule>,
    /// The chapters that the programme expects, in order.
    pub chapters: Vec<ChapterRule>,
    /// The milestones in order.
    pub milestones: Vec<MilestoneRule>,
    /// The clocks by which its dates are meant, if the profile says.
    pub zone: Option<Zone>,
    /// What is accepted as a supervisor's decision, if the profile says.
    pub decisions: Option<AcceptedDecisions>,
    /// The addresses of people who may decide besides the supervisors.
    pub deciders: Vec<String>,
    /// The wording of the title page.
    pub title_page: TitlePageRule,
    /// The pattern of the submitted file's name, with `{name}` and `{date}`.
    pub file_name: Option<Ruled<String>>,
    /// Rules about references.
    pub bibliography: BibliographyRule,
    /// How pages are numbered.
    pub page_numbering: Option<Ruled<PageNumbering>>,
    /// What is done with abbreviations in the text.
    pub expand_abbreviations: Option<Ruled<Expansion>>,
    /// Levels of rules; `None` switches one off.
    pub levels: BTreeMap<String, Ruled<Option<Level>>>,
    /// Policies of the profile's own.
    pub policies: BTreeMap<String, OwnPolicy>,
}

impl Profile {
    /// Returns the parts of the front and the back matter in order.
    pub fn parts(&self) -> impl Iterator<Item = &PartRule> {
        self.front.iter().chain(&self.back)
    }

    /// Returns the part with an id.
    pub fn part(&self, id: &str) -> Option<&PartRule> {
        self.parts().find(|part| part.id == id)
    }
}

/// What a profile says about words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WordDefaults {
    /// The word limit of the whole.
    pub limit: Option<Ruled<u32>>,
    /// The least that the whole must have.
    pub minimum: Option<Ruled<u32>>,
    /// The counting policy.
    pub policy: Option<Ruled<String>>,
    /// What a word is.
    pub convention: Option<Ruled<String>>,
    /// How far over the limit is tolerated.
    pub tolerance: Option<Ruled<Tolerance>>,
    /// The bounds, in percent over the limit, of the bands into which an over-length falls.
    pub bands: Option<Ruled<Vec<u32>>>,
    /// Limits of parts by id: the least and the most.
    pub limits: BTreeMap<String, Ruled<Bounds>>,
    /// Where the rules about words stand, if the file says so.
    pub confirmed: Option<String>,
}

/// The least and the most number of words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// The least.
    pub minimum: Option<u32>,
    /// The most.
    pub limit: Option<u32>,
}

/// What a part of the front or back matter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartKind {
    /// The title page.
    TitlePage,
    /// The abstract.
    Abstract,
    /// A statement: originality, AI, copyright, ethics, confidentiality.
    Declaration,
    /// The acknowledgements.
    Acknowledgements,
    /// The table of contents.
    Contents,
    /// The list of tables.
    ListOfTables,
    /// The list of figures.
    ListOfFigures,
    /// The list of abbreviations.
    Abbreviations,
    /// The references.
    References,
    /// All appendices.
    Appendices,
    /// Anything else.
    Other,
}

impl PartKind {
    /// Returns whether people write it; every other part is made.
    pub fn is_written(self) -> bool {
        match self {
            Self::Abstract | Self::Declaration | Self::Acknowledgements | Self::Other => true,
            Self::TitlePage
            | Self::Contents
            | Self::ListOfTables
            | Self::ListOfFigures
            | Self::Abbreviations
            | Self::References
            | Self::Appendices => false,
        }
    }
}

/// A part of the front or back matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartRule {
    /// Its name, which is also the name of its file in `front/`, without extension.
    pub id: String,
    /// What it is.
    pub kind: PartKind,
    /// Its heading; a level-1 heading in the file replaces it. `None`: it has none.
    pub heading: Option<String>,
    /// Whether a missing file goes without a word.
    pub is_optional: bool,
    /// The text that is printed when there is no file.
    pub text: Option<String>,
    /// What a person writes there, for the scaffold.
    pub guidance: Option<String>,
    /// Whether it is left out of an anonymous copy.
    pub is_dropped_when_anonymous: bool,
    /// Where the rule comes from.
    pub origin: Origin,
}

/// A chapter that the programme expects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChapterRule {
    /// Its name in the scaffold's file.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The sections it needs.
    pub sections: Vec<SectionRule>,
    /// How long it is.
    pub words: Bounds,
    /// Where the rule comes from.
    pub origin: Origin,
}

/// A section that a chapter needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionRule {
    /// Its heading in the scaffold.
    pub title: String,
    /// Other headings that mean the same.
    pub synonyms: Vec<String>,
    /// What belongs there, for the scaffold.
    pub guidance: Option<String>,
}

/// A milestone of the programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MilestoneRule {
    /// Its name in commands and in `[milestones]`.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Its chapters by position: 1 is the first.
    pub chapters: Vec<u32>,
    /// When it is due, if the programme and not the author sets that.
    pub due: Option<Due>,
    /// What must be true of it.
    pub criteria: Vec<Criterion>,
    /// Where the rule comes from.
    pub origin: Origin,
}

/// The wording of the title page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TitlePageRule {
    /// The line that says for what the work is handed in, with `{programme}`.
    pub submission: Option<Ruled<String>>,
    /// The line with the word count, with `{count}`.
    pub word_count: Option<Ruled<String>>,
}

/// What a profile says about references.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BibliographyRule {
    /// The style when the manifest names none.
    pub style: Option<Ruled<String>>,
    /// Names that stand for another style of the engine.
    pub aliases: BTreeMap<String, String>,
}
