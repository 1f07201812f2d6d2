//! Where the names lead that a chapter in Markdown asks for and does not have.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::ProjectPath;
use crate::diagnostics::text::nearest;
use crate::markdown::{
    KnownNames, Lead, Names, bare_identifier, is_among, other_spellings, thing_named,
};

/// For so many names it is searched what was meant: thousands of them have one cause.
const MAX_SEARCHES: usize = 20;

/// The names in a file.
pub(super) struct FileNames<'a> {
    pub(super) path: &'a ProjectPath,
    /// The labels that stand in it.
    pub(super) labels: BTreeSet<String>,
    /// Whether code may make labels that nobody can see in it.
    pub(super) has_unseen: bool,
    /// What a file in Markdown says of its names.
    pub(super) says: Option<&'a Names>,
}

impl FileNames<'_> {
    /// Returns the label of what has a name in the file; of its first heading for none.
    fn label(&self, name: &str) -> Option<String> {
        if name.is_empty() {
            return self.says?.first.clone();
        }
        let mut spellings = std::iter::once(name.to_owned()).chain(other_spellings(name));
        let heading = || self.says?.headings.get(&bare_identifier(name)).cloned();
        spellings
            .find(|name| self.labels.contains(name))
            .or_else(heading)
    }
}

/// Returns what each file is to know of the names in the others; `is_key` says whether a name is
/// the key of a work.
pub(super) fn known_names(
    files: &[FileNames<'_>],
    is_key: &dyn Fn(&str) -> bool,
) -> BTreeMap<ProjectPath, KnownNames> {
    // A part of a figure has a name by its letter too.
    let mut labels: BTreeMap<&str, &str> = files
        .iter()
        .flat_map(|file| file.says.iter().flat_map(|names| &names.parts))
        .map(|(name, label)| (name.as_str(), label.as_str()))
        .collect();
    labels.extend(
        files
            .iter()
            .flat_map(|file| &file.labels)
            .map(|label| (label.as_str(), label.as_str())),
    );
    let label = |name: &str| labels.get(name).map(|label| (*label).to_owned());
    let has_unseen = files.iter().any(|file| file.has_unseen);
    let mut headings: BTreeMap<&str, (&ProjectPath, &str)> = BTreeMap::new();
    for file in files {
        for (id, label) in file.says.iter().flat_map(|names| &names.headings) {
            headings.entry(id).or_insert((file.path, label));
        }
    }
    let by_path: BTreeMap<&ProjectPath, &FileNames<'_>> =
        files.iter().map(|file| (file.path, file)).collect();
    let says = files.iter().filter_map(|file| file.says);
    let unmade: BTreeSet<&str> = says
        .flat_map(|names| names.unmade.iter().map(String::as_str))
        .collect();
    let mut searches = 0;
    let mut known: BTreeMap<ProjectPath, KnownNames> = BTreeMap::new();
    for file in files {
        for name in file.says.iter().flat_map(|names| &names.wanted) {
            let is_referred = file.says.is_some_and(|it| it.referred.contains(name));
            let heading = || headings.get(bare_identifier(name).as_str());
            let lead = if let Some((path, part)) = name.split_once('#') {
                let beside = file.path.parent().join(path);
                let paths = [beside, ProjectPath::new(path)].into_iter().flatten();
                let Some(other) = paths.filter_map(|path| by_path.get(&path)).next() else {
                    continue;
                };
                match other.label(part) {
                    Some(label) => {
                        let owner = known.entry(other.path.clone()).or_default();
                        owner.headings.insert(label.clone());
                        Lead::Label(label)
                    }
                    None => Lead::Nowhere(None),
                }
            } else if let Some(label) = label(name) {
                Lead::Label(label)
            } else if !is_referred && is_key(name) {
                continue;
            } else if let Some(label) = other_spellings(name)
                .into_iter()
                .find_map(|other| label(&other))
            {
                Lead::Label(label)
            } else if is_among(name, |name| unmade.contains(name)) {
                Lead::Unmade
            } else if let Some((path, label)) = heading() {
                let owner = known.entry((*path).clone()).or_default();
                owner.headings.insert((*label).to_owned());
                Lead::Label((*label).to_owned())
            } else if has_unseen {
                Lead::Label(name.clone())
            } else if is_referred || thing_named(name).is_some() {
                searches += 1;
                let near = match searches <= MAX_SEARCHES {
                    true => nearest(name, labels.keys().copied()),
                    false => None,
                };
                Lead::Nowhere(near.map(str::to_owned))
            } else {
                continue;
            };
            let own = known.entry(file.path.clone()).or_default();
            own.leads.insert(name.clone(), lead);
        }
    }
    known
}
