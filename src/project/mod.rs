//! The author's folder: manifest, the programme's profile, and the outline of files.
//!
//! [`load`] reads all three and reports everything that is wrong in one go; what it returns is
//! complete and checked, so that no room above asks again.
//!
//! # Decisions
//!
//! - 2026-11: one description of the manifest's keys drives the reading, the near misses, the
//!   JSON schema and the list of keys, so that they cannot disagree. Derived deserialisation
//!   stops at the first problem; a person with ten mistakes would need ten runs.
//! - 2026-11: the manifest that leaves this room is already completed by the profile; each rule
//!   carries where it came from, because a rule that nobody set must not stop anybody.

mod load;
#[cfg(test)]
mod load_tests;
mod manifest;
mod origin;
mod outline;
mod profile;
mod region;
pub(crate) mod rules;
mod scaffold;
mod table;

use std::path::{Path, PathBuf};

use crate::diagnostics::{Diagnostic, FileError, Level, ProjectPath, SourceMap, text};

pub use load::{RulesFile, load, open, read_despite_mistakes, read_project};
pub use manifest::density::Density;
pub use manifest::due::Due;
pub use manifest::holidays::Holiday;
pub use manifest::reference::manifest_reference;
pub use manifest::schema::schema;
pub use manifest::tables::{
    Abbreviation, AcceptedDecisions, Bibliography, CheckRules, Classification, Criterion,
    Dissertation, Ethics, Expansion, Look, Manifest, Maths, Milestone, OwnPolicy, PageFormat,
    PageNumbering, PartLimit, Spelling, StyleChoice, TitlePage, Tolerance, Waiver, WordRules,
};
pub(crate) use manifest::unnamed::unnamed;
pub use manifest::zone::Zone;
pub use origin::{Origin, Ruled, Status};
pub use outline::order::{Chapter, Outline, OutlineItem, Part};
pub use profile::built_in::{built_in_profile, built_in_profiles, default_profile, read_profile};
pub use profile::rules::{
    BibliographyRule, Bounds, ChapterRule, MilestoneRule, PartKind, PartRule, Profile, SectionRule,
    TitlePageRule, WordDefaults,
};
pub use region::{MARK_PREFIX, Region};
pub use scaffold::answers::{
    Answers, Ci, Markup, PLACEHOLDER_AUTHOR, PLACEHOLDER_TITLE, ScaffoldError,
};
pub use scaffold::scaffold;
pub use table::given::Given;

/// The id of the milestone on which the work is handed in.
pub const SUBMISSION: &str = "submission";

/// The name of the manifest's file.
pub const MANIFEST: &str = "folio.toml";

/// Returns the path of the manifest.
pub fn manifest_path() -> ProjectPath {
    ProjectPath::new(MANIFEST).expect("the manifest's name is a path of the project")
}

/// A project that can be worked with.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Project {
    /// The folder, canonical.
    pub root: PathBuf,
    /// What the author decided, completed by the profile.
    pub manifest: Manifest,
    /// The programme's rules.
    pub profile: Profile,
    /// The files in their order.
    pub outline: Outline,
    /// The texts that the findings point into.
    pub sources: SourceMap,
    /// What is worth fixing.
    pub findings: Vec<Diagnostic>,
    /// What the manifest tried to set and `--rules` decided otherwise.
    pub overruled: Vec<Diagnostic>,
}

impl Project {
    /// Returns what can have a limit of its own, sections aside: the ids of chapters, appendices,
    /// and the parts that people write.
    pub fn limit_scopes(&self) -> Vec<String> {
        manifest::words::scopes(&self.outline, &self.profile)
    }
}

/// A project that cannot be worked with.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// There is no manifest.
    #[error("there is no {MANIFEST} in {}", root.display())]
    Missing {
        /// The folder.
        root: PathBuf,
    },
    /// Something in the author's files must be fixed first.
    #[error("the project has {}", problems(findings))]
    Invalid {
        /// Everything that is wrong, warnings too.
        findings: Vec<Diagnostic>,
        /// The texts that they point into.
        sources: SourceMap,
    },
    /// A file could not be read.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Says how much is wrong, errors first.
fn problems(findings: &[Diagnostic]) -> String {
    let errors = findings
        .iter()
        .filter(|finding| finding.level == Level::Deny)
        .count();
    match findings.len() - errors {
        0 => text::count(errors, "error"),
        warnings => {
            format!(
                "{} and {}",
                text::count(errors, "error"),
                text::count(warnings, "warning")
            )
        }
    }
}

/// Returns the nearest folder upwards from `start` that holds a manifest.
pub fn find_root(start: &Path) -> Option<PathBuf> {
    start
        .ancestors()
        .find(|folder| folder.join(MANIFEST).is_file())
        .map(Path::to_path_buf)
}

/// Returns the dotted names of all keys of the manifest, `[]` behind a list of tables and `NAME` for
/// the author's own; for the manual and its tests.
pub fn manifest_keys() -> Vec<String> {
    manifest::keys::MANIFEST.paths()
}

static POLICIES: include_dir::Dir<'_> =
    include_dir::include_dir!("$CARGO_MANIFEST_DIR/templates/policies");

/// Returns the names of the built-in counting policies; the counting room reads them.
pub(crate) fn built_in_policies() -> Vec<&'static str> {
    names_in(&POLICIES)
}

/// Returns the names of the files of a folder that is built in, without extension.
pub(crate) fn names_in(folder: &include_dir::Dir<'static>) -> Vec<&'static str> {
    let files = folder.files();
    let mut names: Vec<&str> = files
        .filter_map(|file| file.path().file_stem()?.to_str())
        .collect();
    names.sort_unstable();
    names
}
