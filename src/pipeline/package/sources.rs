//! The files that a dissertation is made of, as they go into its package.

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::diagnostics::ProjectPath;
use crate::dissertation::{Dissertation, Failure, FailureKind};
use crate::package::{PROJECT, RULES};
use crate::project::{MANIFEST, Project, unnamed};
use crate::references;

/// The largest file that is taken along, as the engine reads them.
const MAX_BYTES: u64 = 200 << 20;

/// The files of `source.zip` by their paths there.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Takes what the engine read for the pages, and what was read before it: manifest, profile,
/// outline, references, the rules from outside. In an anonymous copy the manifest names nobody.
pub(crate) fn take(
    dissertation: &Dissertation,
    document: &PagedDocument,
    is_anonymous: bool,
) -> Result<Files, Failure> {
    let failed = |error: crate::diagnostics::FileError| {
        Failure::new(FailureKind::Project, error.to_string())
    };
    let mut files = dissertation.session().inputs(document).map_err(failed)?;
    for path in read_before(dissertation.project()) {
        if !files.contains_key(path.as_str()) {
            let bytes = dissertation.store().private_bytes(&path, MAX_BYTES);
            files.insert(path.as_str().to_owned(), bytes.map_err(failed)?.to_vec());
        }
    }
    if let (true, Some(manifest)) = (is_anonymous, files.get_mut(MANIFEST)) {
        *manifest = unnamed(&String::from_utf8_lossy(manifest)).into_bytes();
    }
    if is_anonymous {
        for (path, bytes) in &mut files {
            if path.ends_with(".bib") {
                let text = references::unnamed(&String::from_utf8_lossy(bytes));
                *bytes = text.into_bytes();
            }
        }
    }
    let mut all: Files = files
        .into_iter()
        .map(|(path, bytes)| (format!("{PROJECT}/{path}"), bytes))
        .collect();
    if let Some(rules) = dissertation.rules() {
        all.insert(RULES.to_owned(), rules.text.clone().into_bytes());
    }
    Ok(all)
}

/// Returns the files that are read without the engine.
fn read_before(project: &Project) -> Vec<ProjectPath> {
    let profile = &project.profile.name;
    let is_file = profile.ends_with(".toml") || profile.contains(['/', '\\']);
    let own = [ProjectPath::new(MANIFEST)]
        .into_iter()
        .chain(is_file.then(|| ProjectPath::new(profile)));
    own.flatten()
        .chain(project.outline.paths().cloned())
        .chain(project.manifest.bibliography.paths())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_without_the_engine_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";
        std::fs::write(folder.path().join(MANIFEST), manifest).unwrap();
        std::fs::create_dir(folder.path().join("chapters")).unwrap();
        std::fs::write(folder.path().join("chapters/01-a.md"), "# A\n").unwrap();
        std::fs::write(folder.path().join("interviews.md"), "Private").unwrap();
        let project = crate::project::load(folder.path(), None).unwrap();
        let names: Vec<String> = read_before(&project)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(names, ["folio.toml", "chapters/01-a.md"]);
    }
}
