//! Reading a whole project.

use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, FileError, Level, ProjectPath, SourceMap, Store, read_text};
use crate::project::manifest::keys;
use crate::project::manifest::read::{ManifestReader, manifest};
use crate::project::outline::search::outline;
use crate::project::profile::built_in::{built_in_profile, named};
use crate::project::profile::read::{Bringer, read};
use crate::project::profile::rules::Profile;
use crate::project::rules::OVERRULED;
use crate::project::table::findings::FileFindings;
use crate::project::table::fit::check;
use crate::project::table::given::Given;
use crate::project::table::reader::TableReader;
use crate::project::table::syntax::parse;
use crate::project::{Project, ProjectError, manifest_path};

/// The file of `--rules`, which may lie outside the project. It has the form of a profile, and only
/// what it says of words and levels is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesFile {
    /// Its name without folders.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl RulesFile {
    /// Reads the file.
    ///
    /// # Errors
    ///
    /// If it cannot be read.
    pub fn read(path: &Path) -> Result<Self, FileError> {
        let name = path.file_name().unwrap_or_default();
        Ok(Self {
            name: name.to_string_lossy().into_owned(),
            text: read_text(path)?,
        })
    }
}

/// Far more than any manifest needs; the same holds for profiles.
pub(super) const MAX_MANIFEST_BYTES: u64 = 1 << 20;

/// Opens a folder and reads the project in it.
///
/// # Errors
///
/// If there is no manifest, or it or the profile says what must be fixed.
pub fn load(root: &Path, rules: Option<&Path>) -> Result<Project, ProjectError> {
    let store = open(root)?;
    let rules = rules.map(RulesFile::read).transpose()?;
    read_project(&store, rules.as_ref()).map_err(|error| match error {
        ProjectError::Missing { .. } => ProjectError::Missing { root: root.into() },
        other => other,
    })
}

/// Opens a folder that should hold a project.
///
/// # Errors
///
/// If the folder is not there.
pub fn open(root: &Path) -> Result<Store, ProjectError> {
    Store::folder(root).map_err(|error| or_missing(error, root))
}

fn or_missing(error: FileError, root: &Path) -> ProjectError {
    match error {
        FileError::Io { source, .. } if source.kind() == ErrorKind::NotFound => {
            ProjectError::Missing { root: root.into() }
        }
        other => other.into(),
    }
}

/// Reads a project, and reports every problem in one go.
///
/// # Errors
///
/// If there is no manifest, or it or the profile says what must be fixed.
pub fn read_project(store: &Store, rules: Option<&RulesFile>) -> Result<Project, ProjectError> {
    let project = read_despite_mistakes(store, rules)?;
    let is_denied = |finding: &Diagnostic| finding.level == Level::Deny;
    match project.findings.iter().any(is_denied) {
        true => Err(ProjectError::Invalid {
            findings: project.findings,
            sources: project.sources,
        }),
        false => Ok(project),
    }
}

/// Reads a project as far as it can be read; what is wrong is among its findings.
///
/// # Errors
///
/// If there is no manifest, or it cannot be read at all.
pub fn read_despite_mistakes(
    store: &Store,
    rules: Option<&RulesFile>,
) -> Result<Project, ProjectError> {
    let path = manifest_path();
    let text = store
        .private_text(&path, MAX_MANIFEST_BYTES)
        .map_err(|error| or_missing(error, store.root()))?;
    let mut sources = SourceMap::default();
    let mut findings = Vec::new();
    let rules = rules.map(|rules| outside_rules(rules, &mut findings, &mut sources));
    let (mut project, found) =
        read_tables(store, &text, path.clone(), rules.as_ref(), &mut sources);
    findings.extend(found);
    sources.insert(path, text);
    Diagnostic::sort(&mut findings);
    project.findings = findings;
    project.sources = sources;
    Ok(project)
}

/// Reads the file of `--rules`, which has a place of its own in messages.
fn outside_rules(
    rules: &RulesFile,
    findings: &mut Vec<Diagnostic>,
    sources: &mut SourceMap,
) -> Profile {
    let RulesFile { name, text } = rules;
    let shown = ProjectPath::new(&format!("--rules {name}")).unwrap_or_else(|| {
        ProjectPath::new("--rules").expect("a plain name is a path of the project")
    });
    let mut found = FileFindings::new(shown.clone());
    let profile = read(text, name, Bringer::Rules, &mut found);
    findings.extend(found.list);
    sources.insert(shown, text.as_str());
    profile
}

/// Says that the project brings a profile of its own where the rules come from outside.
fn own_profile(profile: Option<Given<String>>, rules: Option<&Profile>) -> Option<Diagnostic> {
    let own =
        profile.filter(|given| rules.is_some() && built_in_profile(&given.value).is_none())?;
    let written = inline(&own.value, 60);
    Some(
        Diagnostic::of(
            &OVERRULED,
            format!("the project brings a profile of its own, `{written}`"),
        )
        .at(own.place)
        .hint("in words, policies and levels the rules from outside decide"),
    )
}

fn read_tables(
    store: &Store,
    text: &str,
    path: ProjectPath,
    rules: Option<&Profile>,
    sources: &mut SourceMap,
) -> (Project, Vec<Diagnostic>) {
    let mut found = FileFindings::new(path.clone());
    let table = parse(text, &mut found);
    check(table.get_ref(), &keys::MANIFEST, "", &mut found);
    let file = TableReader::new(table.get_ref(), &keys::MANIFEST, &path);
    let mut findings = Vec::new();
    let profile = named(store, file.given("profile"), &mut findings, sources);
    let mut reader = ManifestReader {
        store,
        profile: &profile,
        rules,
        found: &mut found,
        overruled: own_profile(file.given("profile"), rules)
            .into_iter()
            .collect(),
    };
    let bibliography = reader.bibliography(&file.table("bibliography"));
    let outline = outline(
        store,
        &file.table("outline"),
        &profile,
        !bibliography.files.is_empty(),
        &mut findings,
    );
    let manifest = manifest(&file, bibliography, &outline, &mut reader);
    let overruled = reader.overruled;
    findings.extend(found.list);
    let project = Project {
        root: store.root().into(),
        manifest,
        profile,
        outline,
        sources: SourceMap::default(),
        findings: Vec::new(),
        overruled,
    };
    (project, findings)
}
