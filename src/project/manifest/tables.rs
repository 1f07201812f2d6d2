//! The manifest as the rest of folio sees it: checked, and completed by the profile.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::diagnostics::{Level, Place, ProjectPath};
use crate::project::manifest::{density::Density, due::Due, holidays::Holiday, zone::Zone};
use crate::project::origin::{Origin, Ruled};
use crate::project::table::given::Given;

/// What the author decided, completed by the profile and overruled by `--rules`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `[dissertation]`: what is on the title page.
    pub dissertation: Dissertation,
    /// `[words]`: the limit and how words are counted.
    pub words: WordRules,
    /// `[policies.NAME]`: counting policies of the project's own (or of `--rules`).
    pub policies: BTreeMap<String, OwnPolicy>,
    /// The milestones of the profile and of `[[milestone]]`, in order.
    pub milestones: Vec<Milestone>,
    /// `holidays`: days on which the author does not write.
    pub holidays: Vec<Holiday>,
    /// `[bibliography]`: files and style.
    pub bibliography: Bibliography,
    /// `[people]`: who is who in the ledger, by role.
    pub people: BTreeMap<String, String>,
    /// Whether somebody brought rules from outside (`--rules`), and judges by them.
    pub is_judged_from_outside: bool,
    /// The clocks by which dates are meant.
    pub zone: Zone,
    /// What the programme accepts as a supervisor's decision.
    pub decisions: AcceptedDecisions,
    /// Whom the programme names besides the supervisors as people who may decide.
    pub deciders: Vec<String>,
    /// `[ethics]`: the outcome that the author recorded.
    pub ethics: Ethics,
    /// `[check]`: levels and waivers.
    pub check: CheckRules,
    /// `[abbreviations]`: in the order written.
    pub abbreviations: Vec<Abbreviation>,
    /// `[language] spelling`, if one is chosen.
    pub spelling: Option<Spelling>,
    /// `[maths]`: what formulas may use.
    pub maths: Maths,
    /// `[word] reference`: the file whose looks files for Word have.
    pub word_reference: Option<Given<String>>,
    /// `[format]`: how the pages look.
    pub format: PageFormat,
}

/// `[dissertation]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dissertation {
    /// The title; a mark where it is missing.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The author's full registered name; never empty in a loaded project.
    pub author: String,
    /// The college number. It identifies the student: never printed when anonymous.
    pub cid: Option<String>,
    /// The examination number, printed instead of the name when anonymous.
    pub candidate: Option<String>,
    /// The degree.
    pub programme: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The college or university.
    pub college: Option<String>,
    /// The academic supervisor.
    pub supervisor: Option<String>,
    /// The sponsor in the student's organisation; not the research sponsor.
    pub executive_sponsor: Option<String>,
    /// The organisation, as it may be named.
    pub organisation: Option<String>,
}

/// `[words]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WordRules {
    /// The word limit of the whole; `None` if nobody set one.
    pub limit: Option<Ruled<u32>>,
    /// The least that the whole must have.
    pub minimum: Option<Ruled<u32>>,
    /// The name of the counting policy: built in, or in [`Manifest::policies`].
    pub policy: Ruled<String>,
    /// The name of the convention: what a word is.
    pub convention: Ruled<String>,
    /// How far over the limit is still tolerated.
    pub tolerance: Ruled<Tolerance>,
    /// The bounds, in percent over the limit, of the bands into which an over-length falls.
    pub bands: Vec<u32>,
    /// The last day on which the programme's rules hold; nobody has looked at them since.
    pub valid_until: Option<Date>,
    /// Where the author read the rule; `None`: every verdict says that it is not confirmed.
    pub confirmed: Option<String>,
    /// Limits of parts and chapters.
    pub limits: Vec<PartLimit>,
}

impl Default for WordRules {
    fn default() -> Self {
        Self {
            limit: None,
            minimum: None,
            policy: Ruled::assumed("main-text".into()),
            convention: Ruled::assumed("folio".into()),
            tolerance: Ruled::assumed(Tolerance::default()),
            bands: Vec::new(),
            valid_until: None,
            confirmed: None,
            limits: Vec::new(),
        }
    }
}

/// How far over a limit is still tolerated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tolerance {
    /// So many words.
    Words(u32),
    /// So many percent of the limit.
    Percent(u32),
}

impl Default for Tolerance {
    fn default() -> Self {
        Self::Words(0)
    }
}

impl Tolerance {
    /// Returns the tolerance in words for a limit; a part of a word is left out.
    pub fn of(self, limit: u32) -> u32 {
        match self {
            Self::Words(words) => words,
            Self::Percent(percent) => {
                let words = u64::from(limit) * u64::from(percent) / 100;
                u32::try_from(words).unwrap_or(u32::MAX)
            }
        }
    }
}

/// A limit of one part: `[words.limits]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PartLimit {
    /// The id of a chapter, an appendix, or a part of the front or back matter.
    pub scope: String,
    /// The least that it must have.
    pub minimum: Option<u32>,
    /// The most that it may have.
    pub limit: Option<u32>,
    /// Who set it; the bounds of chapters in a profile are advice.
    pub origin: Origin,
    /// Where the author set it.
    pub place: Option<Place>,
}

/// `[policies.NAME]`. The counting room gives it its meaning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnPolicy {
    /// The policy it starts from; `None` means that nothing counts until it is included.
    pub base: Option<String>,
    /// Categories that count besides.
    pub include: Vec<String>,
    /// Categories that do not count.
    pub exclude: Vec<String>,
    /// The most words of a category that count.
    pub caps: BTreeMap<String, u32>,
    /// A fixed number of words for each page that carries a category, whatever it holds.
    pub rates: BTreeMap<String, u32>,
    /// The last day on which it holds.
    pub valid_until: Option<Date>,
    /// Where it is defined; `None` if `--rules` brought it.
    pub place: Option<Place>,
}

/// A milestone: what must be ready, and when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its name in commands.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// The ids of its chapters, as they stand in the outline.
    pub chapters: Vec<String>,
    /// Chapters that it needs and that are not there yet, as people call them.
    pub missing: Vec<String>,
    /// When it is due.
    pub due: Option<Due>,
    /// What must be true of it.
    pub criteria: Vec<Criterion>,
    /// Where the author wrote of it.
    pub place: Option<Place>,
}

/// A criterion of a milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// What is asked, such as `chapter-words`.
    pub id: String,
    /// The chapter it is about; `None` means each of the milestone's.
    pub chapter: Option<String>,
    /// The least number.
    pub at_least: Option<u32>,
    /// The largest number.
    pub at_most: Option<u32>,
    /// Codes of findings, for the criterion that none is open.
    pub codes: Vec<String>,
    /// Who asks for it. A number that is only assumed stops nobody.
    pub origin: Origin,
}

/// `[bibliography]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bibliography {
    /// The files of references that exist.
    pub files: Vec<ProjectPath>,
    /// The citation style.
    pub style: StyleChoice,
}

impl Bibliography {
    /// Returns the files of references, and that of the style if it is one.
    pub fn paths(&self) -> impl Iterator<Item = ProjectPath> {
        let style = match &self.style {
            StyleChoice::Named(_) => None,
            StyleChoice::File(path) => Some(path.clone()),
        };
        self.files.iter().cloned().chain(style)
    }
}

/// A citation style.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum StyleChoice {
    /// A style that the engine brings, by the engine's name (`vancouver` is already mapped).
    Named(String),
    /// A CSL file of the project.
    File(ProjectPath),
}

impl Default for StyleChoice {
    fn default() -> Self {
        Self::Named("harvard-cite-them-right".into())
    }
}

/// `[ethics]`: recorded, never decided here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ethics {
    /// Research, service evaluation or audit.
    pub classification: Option<Classification>,
    /// Who gave the approval or the registration.
    pub body: Option<String>,
    /// Its reference.
    pub reference: Option<String>,
    /// Whether an approval is needed at all.
    pub approval_needed: Option<bool>,
    /// When it was given.
    pub approved: Option<Date>,
    /// Amendments, each with its reference.
    pub amendments: Vec<String>,
    /// When the collection of data began.
    pub data_collection_began: Option<Date>,
    /// The reference of the data protection impact assessment or its screening.
    pub dpia: Option<String>,
    /// The body with legal responsibility for research; not the executive sponsor.
    pub research_sponsor: Option<String>,
    /// Where the evidence is kept.
    pub evidence: Option<String>,
}

/// What the work is, by the decision tool of the Health Research Authority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Classification {
    /// Research.
    Research,
    /// Service evaluation.
    ServiceEvaluation,
    /// Audit.
    Audit,
}

/// `[check]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CheckRules {
    /// The level of a rule, by its code; `None` switches it off.
    pub levels: BTreeMap<String, Ruled<Option<Level>>>,
    /// Findings that are accepted, each with its reason.
    pub waivers: Vec<Waiver>,
    /// The last edition of the rules that the project or its programme has taken; 0: the first.
    pub edition: u32,
}

/// A finding that is accepted: `[[check.waive]]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Waiver {
    /// The code of the rule.
    pub code: String,
    /// The file it is about; `None` means all.
    pub path: Option<ProjectPath>,
    /// Why it is accepted.
    pub reason: String,
    /// The last day on which it is.
    pub until: Option<Date>,
    /// Where it is written.
    pub place: Place,
}

/// `[format]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PageFormat {
    /// The look.
    pub look: Look,
    /// A font family for the text instead of the look's own; the system may be asked for it.
    pub text_font: Option<Given<String>>,
    /// Line spacing instead of the look's own, such as 1.5 or 2.0.
    pub spacing: Option<f64>,
    /// How pages are numbered.
    pub page_numbering: PageNumbering,
    /// What is done with abbreviations in the text.
    pub expand_abbreviations: Expansion,
    /// The colour of links that leave the document as `#rrggbb`, instead of the look's own.
    pub accent: Option<String>,
    /// How fine pictures are.
    pub picture_ppi: Density,
    /// What the title page shows.
    pub title_page: TitlePage,
}

/// How the pages look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Look {
    /// Serif, justified, as a printed thesis.
    #[default]
    Classic,
    /// Sans serif, large, left-aligned, as accessible documents are asked to be.
    Accessible,
}

impl Look {
    /// Every look; each is a file in `templates/typst/looks`.
    pub const ALL: [Self; 2] = [Self::Classic, Self::Accessible];

    /// Returns the name, as the manifest writes it and as the file is called.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the look with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
    }
}

/// How pages are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageNumbering {
    /// One sequence from the title page.
    #[default]
    Arabic,
    /// Roman numerals until the first chapter, which starts at page 1.
    RomanFront,
}

/// `[format.title-page]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TitlePage {
    /// Whether the supervisor is named.
    pub supervisor: bool,
    /// Whether the college number is printed.
    pub cid: bool,
    /// Whether the organisation is named.
    pub organisation: bool,
    /// Whether the word count is printed.
    pub word_count: bool,
}

impl Default for TitlePage {
    fn default() -> Self {
        Self {
            supervisor: true,
            cid: false,
            organisation: false,
            word_count: true,
        }
    }
}

/// A short form and what it stands for: `EPR = "electronic patient record"`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abbreviation {
    /// The short form.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// Where the author wrote it.
    pub place: Place,
}

/// How "organise" is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spelling {
    /// "organise", "organisation".
    Ise,
    /// "organize", "organization".
    Ize,
}

/// `[maths]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Maths {
    /// Commands by name, in the order written, with what they are written out as.
    pub macros: Vec<(String, String)>,
}

/// What a programme accepts as a supervisor's decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AcceptedDecisions {
    /// One that is recorded in words, with its evidence, and one that is signed.
    #[default]
    Recorded,
    /// One that is signed.
    Signed,
}

/// What is done with an abbreviation in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expansion {
    /// Its first use is written out, with the short form in brackets behind it.
    #[default]
    FirstUse,
    /// It stands as the author wrote it.
    Never,
}
