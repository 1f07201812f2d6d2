//! Finding the dissertations: folders, zips and packages below a folder, or those that a list names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::cohort::kind::Kind;
use crate::diagnostics::{FileError, Listed, ProjectPath, Store, read_text, sha256};
use crate::package::RECEIPT;
use crate::project::MANIFEST;

/// Folders of groups may stand so deep in each other.
const MAX_DEPTH: usize = 4;
/// So many digits of its digest tell a folder apart.
const SHORT: usize = 8;
/// And so many where two would have the same.
const LONG: usize = 16;

/// What students send that is no dissertation of folio.
const DOCUMENTS: [&str; 11] = [
    "docx", "doc", "odt", "pdf", "rtf", "md", "rar", "7z", "tar", "gz", "tgz",
];

/// One dissertation, or what stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its folder or zip, below the folder that was searched.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// The number that stands for it in the rows.
    pub id: String,
    /// Why it is not opened.
    pub trouble: Option<&'static str>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finds {
    /// The dissertations, by name.
    pub all: Vec<Found>,
    /// How many documents and archives were not looked at.
    pub others: usize,
    /// How many names of a list stand in it twice.
    pub twice: usize,
    /// The numbers that would have stood for two.
    pub longer: Vec<String>,
}

/// Finds the dissertations below a folder, or those that a list names, one a line; numbers are those
/// of a kind of output.
///
/// # Errors
///
/// If the folder or the list cannot be read.
pub fn find(source: &Path, kind: Kind) -> Result<Finds, FileError> {
    let mut finds = Finds::default();
    if source.is_file() && !is_zip(&source.to_string_lossy()) {
        let list = read_text(source)?;
        let folder = source.parent().unwrap_or(Path::new(""));
        let mut seen = BTreeSet::new();
        for line in list.lines().map(str::trim) {
            let name = line.replace('\\', "/");
            let name = name.trim_start_matches("./").trim_end_matches('/');
            if name.is_empty() || name.starts_with('#') {
                continue;
            }
            match seen.insert(name.to_owned()) {
                true => finds.add(name, folder.join(line), None),
                false => finds.twice += 1,
            }
        }
    } else if source.is_file() || source.join(MANIFEST).is_file() || source.join(RECEIPT).is_file()
    {
        // Somebody names one dissertation.
        let real = dunce::canonicalize(source).map_err(FileError::io("read", source))?;
        let name = real.file_name().unwrap_or_default().to_string_lossy();
        finds.add(&name, real.clone(), None);
    } else {
        let store = Store::folder(source)?;
        let top = store.list(&root(), 1);
        if let [Err(error)] = top.as_slice() {
            return Err(error.clone());
        }
        finds.group(&store, top, 1);
    }
    finds.all.sort_by(|one, other| one.name.cmp(&other.name));
    finds.number(kind);
    Ok(finds)
}

fn root() -> ProjectPath {
    ProjectPath::new("").expect("the empty path is the folder itself")
}

fn is_zip(name: &str) -> bool {
    name.to_lowercase().ends_with(".zip")
}

/// Why something is not opened.
const LINK: &str = "it is a link or a device, which is not followed";
const UNREADABLE: &str = "it cannot be read";
const NAME: &str = "its name cannot be read on every system";

impl Finds {
    fn add(&mut self, name: &str, path: PathBuf, trouble: Option<&'static str>) {
        self.all.push(Found {
            name: name.to_owned(),
            path,
            id: String::new(),
            trouble,
        });
    }

    /// Takes what stands in a folder with more than one dissertation: each folder in it is one, also
    /// where nothing is in it that can be opened.
    fn group(&mut self, store: &Store, entries: Vec<Result<Listed, FileError>>, depth: usize) {
        for entry in entries {
            let Ok(entry) = entry else { continue };
            if entry.name.starts_with('.') || entry.name == "__MACOSX" {
                continue;
            }
            let Some(path) = entry.path else {
                self.add(&entry.name, store.root().join(&entry.name), Some(NAME));
                continue;
            };
            let (name, real) = (path.as_str().to_owned(), path.below(store.root()));
            if entry.is_file {
                match is_zip(&name) {
                    true => self.add(&name, real, None),
                    false if DOCUMENTS.contains(&&*path.extension()) => self.others += 1,
                    false => {}
                }
            } else if !entry.is_folder {
                // Links to single files are no dissertations.
                if is_zip(&name) || !name.contains('.') {
                    self.add(&name, real, Some(LINK));
                }
            } else if has_one(store, &path) {
                self.add(&name, real, None);
            } else {
                self.folder(store, &path, depth);
            }
        }
    }

    /// Takes a folder that is no dissertation itself: the one that is wrapped in it, or a group, or
    /// itself, with nothing in it that can be opened.
    fn folder(&mut self, store: &Store, path: &ProjectPath, depth: usize) {
        let entries = store.list(path, 1);
        let is_readable = !matches!(entries.as_slice(), [Err(_)]);
        let mut inside = Finds::default();
        if is_readable && depth < MAX_DEPTH {
            inside.group(store, entries, depth + 1);
        }
        let can_be_opened = |found: &&Found| {
            let is_there = is_zip(&found.name) || found.path.join(MANIFEST).is_file();
            found.trouble.is_none() && (is_there || found.path.join(RECEIPT).is_file())
        };
        let opened: Vec<Found> = inside.all.iter().filter(can_be_opened).cloned().collect();
        match opened.len() {
            0 => {
                let trouble = (!is_readable).then_some(UNREADABLE);
                self.add(path.as_str(), path.below(store.root()), trouble);
            }
            1 => self.all.extend(opened),
            _ => {
                self.all.extend(inside.all);
                self.others += inside.others;
            }
        }
    }

    /// Gives each its number. Two that would have the same get longer ones, and are told.
    fn number(&mut self, kind: Kind) {
        let mut short: BTreeMap<String, usize> = BTreeMap::new();
        for found in &mut self.all {
            found.id = digest_of(&found.name, kind);
            *short.entry(found.id[..SHORT].to_owned()).or_default() += 1;
        }
        for found in &mut self.all {
            match short.get(&found.id[..SHORT]) {
                Some(2..) => {
                    self.longer.push(found.id[..SHORT].to_owned());
                    found.id.truncate(LONG);
                }
                Some(_) | None => found.id.truncate(SHORT),
            }
        }
        self.longer.dedup();
    }
}

/// Returns the digest that numbers are cut from. What markers see has numbers of its own, so that
/// nobody joins them with the table of names.
pub(super) fn digest_of(name: &str, kind: Kind) -> String {
    match kind {
        Kind::Triage | Kind::Office => sha256(name.as_bytes()),
        Kind::Marking => sha256(format!("marking\n{name}").as_bytes()),
    }
}

fn has_one(store: &Store, folder: &ProjectPath) -> bool {
    let holds = |file: &str| {
        let path = ProjectPath::new(&format!("{folder}/{file}"));
        path.is_some_and(|path| store.is_file(&path))
    };
    holds(MANIFEST) || holds(RECEIPT)
}

/// One of several runs over the same folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    count: u64,
}

impl Shard {
    /// Reads `i/n`: the first is `1/n`, the last `n/n`.
    pub fn parse(text: &str) -> Option<Self> {
        let (index, count) = text.split_once('/')?;
        let (index, count) = (index.parse().ok()?, count.parse().ok()?);
        (1..=count)
            .contains(&index)
            .then_some(Self { index, count })
    }

    /// Returns whether a name belongs to it: by its own digest, so that new students move nobody.
    pub fn holds(self, name: &str) -> bool {
        let digest = sha256(name.as_bytes());
        let part = u64::from_str_radix(&digest[32..48], 16);
        part.unwrap_or_default() % self.count == self.index - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    fn names(finds: &Finds) -> Vec<&str> {
        finds.all.iter().map(|it| it.name.as_str()).collect()
    }

    #[test]
    fn every_folder_and_every_zip_is_one_whatever_is_in_it() {
        let folder = folder(&[
            "s01/folio.toml",
            "s02/thesis/folio.toml",
            "s02/letters/a.docx",
            "s03/thoughts.docx",
            "s04.ZIP",
            "s05/receipt.txt",
            "S01/folio.toml",
            "group/a/folio.toml",
            "group/b/folio.toml",
            "group/c/nothing.txt",
            ".git/x/folio.toml",
            "essay.docx",
            "rows.jsonl",
        ]);
        let finds = find(folder.path(), Kind::Triage).unwrap();
        let expected = [
            "S01",
            "group/a",
            "group/b",
            "group/c",
            "s01",
            "s02/thesis",
            "s03",
            "s04.ZIP",
            "s05",
        ];
        assert_eq!(names(&finds), expected);
        assert_eq!(finds.others, 1);
        let ids: BTreeSet<&String> = finds.all.iter().map(|it| &it.id).collect();
        assert_eq!(ids.len(), finds.all.len());
    }

    #[test]
    fn a_list_names_them_once_and_one_dissertation_is_a_cohort_of_one() {
        let folder = folder(&["s01/folio.toml", "s02/folio.toml"]);
        let list = folder.path().join("list.txt");
        std::fs::write(&list, "# mine\n./s02/\n\ns01\ns02\n").unwrap();
        let finds = find(&list, Kind::Triage).unwrap();
        assert_eq!((names(&finds), finds.twice), (vec!["s01", "s02"], 1));
        let one = find(&folder.path().join("s01"), Kind::Triage).unwrap();
        assert_eq!(names(&one), ["s01"]);
        assert_eq!(one.all[0].id, finds.all[0].id);
        let marked = find(&list, Kind::Marking).unwrap();
        assert_ne!(marked.all[0].id, finds.all[0].id);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_told_and_not_followed() {
        let folder = folder(&["s01/folio.toml"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
        let finds = find(folder.path(), Kind::Triage).unwrap();
        assert_eq!(names(&finds), ["loop", "s01"]);
        assert_eq!(finds.all[0].trouble, Some(LINK));
    }

    #[test]
    fn every_name_belongs_to_one_shard() {
        let shards: Vec<Shard> = (1..=7)
            .map(|i| Shard::parse(&format!("{i}/7")).unwrap())
            .collect();
        let mut sizes = [0; 7];
        for number in 0..700 {
            let name = format!("s{number:03}");
            let held: Vec<usize> = (0..7).filter(|at| shards[*at].holds(&name)).collect();
            assert_eq!(held.len(), 1);
            sizes[held[0]] += 1;
        }
        assert!(
            sizes.iter().all(|size| (60..150).contains(size)),
            "{sizes:?}"
        );
        for wrong in ["0/3", "4/3", "1", "a/b", "1/0", "-1/2", "1/2/3"] {
            assert_eq!(Shard::parse(wrong), None, "{wrong}");
        }
    }
}
