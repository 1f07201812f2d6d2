//! Finding a profile: built in, or a file of the project.

use include_dir::{Dir, include_dir};

use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{Diagnostic, Level, ProjectPath, SourceMap, Store};
use crate::project::outline::paths::{existing_file, readable_text};
use crate::project::profile::read::{Bringer, read};
use crate::project::profile::rules::Profile;
use crate::project::rules::UNKNOWN_NAME;
use crate::project::table::findings::FileFindings;
use crate::project::table::given::Given;
use crate::project::{ProjectError, manifest_path, names_in};

/// The profile of a manifest that names none.
pub(crate) const DEFAULT_PROFILE: &str = "imperial-digital-health";

static PROFILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/profiles");

/// Returns the names of the built-in profiles.
pub fn built_in_profiles() -> Vec<&'static str> {
    names_in(&PROFILES)
}

/// Returns a built-in profile.
pub fn built_in_profile(name: &str) -> Option<Profile> {
    let text = PROFILES.get_file(format!("{name}.toml"))?.contents_utf8()?;
    let path = ProjectPath::new(&format!("built-in profile {name}"))?;
    let mut found = FileFindings::new(path);
    let profile = read(text, name, Bringer::Profile, &mut found);
    debug_assert!(found.list.is_empty(), "{:?}", found.list);
    Some(profile)
}

/// Returns the profile of a manifest that names none.
pub fn default_profile() -> Profile {
    built_in_profile(DEFAULT_PROFILE).unwrap_or_default()
}

/// Reads the text of a profile's file, which need not lie in a project.
///
/// # Errors
///
/// Everything in it that must be fixed, under the file's name.
pub fn read_profile(name: &str, text: String) -> Result<Profile, ProjectError> {
    let path = ProjectPath::new(name).unwrap_or_else(manifest_path);
    let mut found = FileFindings::new(path.clone());
    let profile = read(&text, name, Bringer::Profile, &mut found);
    if found.list.iter().all(|it| it.level != Level::Deny) {
        return Ok(profile);
    }
    let mut sources = SourceMap::default();
    sources.insert(path, text);
    Err(ProjectError::Invalid {
        findings: found.list,
        sources,
    })
}

/// Returns the profile that a manifest names; with what is wrong, the nearest thing to it.
pub(crate) fn named(
    store: &Store,
    name: Option<Given<String>>,
    findings: &mut Vec<Diagnostic>,
    sources: &mut SourceMap,
) -> Profile {
    let Some(name) = name else {
        return default_profile();
    };
    let is_path = name.value.ends_with(".toml") || name.value.contains(['/', '\\']);
    if !is_path {
        return built_in_profile(&name.value).unwrap_or_else(|| {
            let written = inline(&name.value, 40);
            findings.push(
                Diagnostic::of(&UNKNOWN_NAME, format!("there is no profile `{written}`"))
                    .at(name.place)
                    .hint(did_you_mean(&written, &built_in_profiles()))
                    .hint("a profile of your own is named by its file, such as `rules.toml`"),
            );
            default_profile()
        });
    }
    let text = existing_file(store, &name, "the profile").and_then(|path| {
        let text = readable_text(store, &path)?;
        Ok((path, text))
    });
    match text {
        Ok((path, text)) => {
            let mut found = FileFindings::new(path.clone());
            let profile = read(&text, &name.value, Bringer::Profile, &mut found);
            findings.extend(found.list);
            sources.insert(path, text);
            profile
        }
        Err(finding) => {
            findings.push(*finding);
            default_profile()
        }
    }
}
