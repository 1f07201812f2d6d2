//! Reading a whole project.

use std::io::ErrorKind;
use std::path::Path;

use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, FileError, Level, ProjectPath, SourceMap, read_text};
use crate::project::manifest::keys;
use crate::project::manifest::read::{ManifestReader, manifest};
use crate::project::outline::search::outline;
use crate::project::profile::built_in::{built_in_profile, named};
use crate::project::profile::read::{Bringer, read};
use crate::project::profile::rules::Profile;
use crate::project::table::findings::FileFindings;
use crate::project::table::fit::check;
use crate::project::table::given::Given;
use crate::project::table::reader::TableReader;
use crate::project::table::syntax::parse;
use crate::project::{MANIFEST, Project, ProjectError, manifest_path};

/// Reads the project in a folder, and reports every problem in one go.
///
/// `rules` is the file of `--rules`; it may lie outside the project. It has the form of a profile,
/// and only what it says of words and levels is used.
pub fn load(root: &Path, rules: Option<&Path>) -> Result<Project, ProjectError> {
    let missing = || ProjectError::Missing { root: root.into() };
    let canonical = dunce::canonicalize(root).map_err(|source| match source.kind() {
        ErrorKind::NotFound => missing(),
        _ => FileError::Io {
            verb: "read",
            path: root.into(),
            source,
        }
        .into(),
    })?;
    let text = match read_text(&canonical.join(MANIFEST)) {
        Ok(text) => text,
        Err(FileError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => {
            return Err(missing());
        }
        Err(error) => return Err(error.into()),
    };
    let mut sources = SourceMap::default();
    let mut findings = Vec::new();
    let rules = match rules {
        Some(path) => Some(outside_rules(path, &mut findings, &mut sources)?),
        None => None,
    };
    let path = manifest_path();
    let (mut project, found) = read_project(
        &canonical,
        &text,
        path.clone(),
        rules.as_ref(),
        &mut sources,
    );
    findings.extend(found);
    sources.insert(path, text);
    Diagnostic::sort(&mut findings);
    if findings.iter().any(|finding| finding.level == Level::Deny) {
        return Err(ProjectError::Invalid { findings, sources });
    }
    project.findings = findings;
    project.sources = sources;
    Ok(project)
}

/// Reads the file of `--rules`, which has a place of its own in messages.
fn outside_rules(
    path: &Path,
    findings: &mut Vec<Diagnostic>,
    sources: &mut SourceMap,
) -> Result<Profile, ProjectError> {
    let text = read_text(path)?;
    let name = path
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let shown = ProjectPath::new(&format!("--rules {name}")).unwrap_or_else(|| {
        ProjectPath::new("--rules").expect("a plain name is a path of the project")
    });
    let mut found = FileFindings::new(shown.clone());
    let profile = read(&text, &name, Bringer::Rules, &mut found);
    findings.extend(found.list);
    sources.insert(shown, text);
    Ok(profile)
}

/// Says that the project brings a profile of its own where the rules come from outside.
fn own_profile(profile: Option<Given<String>>, rules: Option<&Profile>) -> Option<Diagnostic> {
    let own =
        profile.filter(|given| rules.is_some() && built_in_profile(&given.value).is_none())?;
    let written = inline(&own.value, 60);
    Some(
        Diagnostic::warn(
            "overruled",
            format!("the project brings a profile of its own, `{written}`"),
        )
        .at(own.place)
        .hint("in words, policies and levels the rules from outside decide"),
    )
}

fn read_project(
    root: &Path,
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
    let profile = named(root, file.given("profile"), &mut findings, sources);
    let mut reader = ManifestReader {
        root,
        profile: &profile,
        rules,
        found: &mut found,
        overruled: own_profile(file.given("profile"), rules)
            .into_iter()
            .collect(),
    };
    let bibliography = reader.bibliography(&file.table("bibliography"));
    let outline = outline(
        root,
        &file.table("outline"),
        &profile,
        !bibliography.files.is_empty(),
        &mut findings,
    );
    let manifest = manifest(&file, bibliography, &outline, &mut reader);
    let overruled = reader.overruled;
    findings.extend(found.list);
    let project = Project {
        root: root.into(),
        manifest,
        profile,
        outline,
        sources: SourceMap::default(),
        findings: Vec::new(),
        overruled,
    };
    (project, findings)
}
