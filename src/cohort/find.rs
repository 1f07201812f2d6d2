//! Finding the dissertations: folders, zips and packages below a folder, or those that a list names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use crate::cohort::kind::Kind;
use crate::diagnostics::{FileError, Listed, ProjectPath, Store, read_text, sha256};
use crate::package::RECEIPT;
use crate::project::MANIFEST;

/// Folders of groups may stand so deep in each other.
const MAX_DEPTH: usize = 4;
/// So many digits of its digest tell a folder apart.
const SHORT: usize = 8;
/// And so many where two would have the same, or where one cannot know.
pub(super) const LONG: usize = 16;

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
        finds.listed(
            &read_text(source)?,
            source.parent().unwrap_or(Path::new("")),
        );
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
    let order = |it: &Found| (it.name.clone(), it.path.clone());
    finds.all.sort_by_cached_key(order);
    finds.number(kind);
    Ok(finds)
}

/// Returns a path without steps that lead nowhere, and without asking the system.
fn straight(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => out.push(part),
        }
    }
    out
}

/// Returns the deepest folder that all of them stand in; it may be named itself.
fn common_folder(paths: &BTreeSet<PathBuf>) -> Option<PathBuf> {
    let first = paths.first()?;
    let is_one = first.join(MANIFEST).is_file() || first.join(RECEIPT).is_file();
    if paths.len() > 1 && !is_one && paths.iter().all(|path| path.starts_with(first)) {
        return Some(first.clone());
    }
    let mut folders = paths.iter().map(|path| path.parent().unwrap_or(path));
    let first = folders.next()?.to_path_buf();
    Some(folders.fold(first, |common, folder| {
        let both = common.ancestors().find(|it| folder.starts_with(it));
        both.unwrap_or(Path::new("")).to_path_buf()
    }))
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
    /// Takes what a list names, as if the deepest folder that it all stands in had been named: so
    /// each is called as it would be there.
    fn listed(&mut self, list: &str, folder: &Path) {
        let mut paths = BTreeSet::new();
        for line in list.lines().map(str::trim) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut path = folder.join(line);
            if line.contains('\\') && !path.exists() {
                path = folder.join(line.replace('\\', "/"));
            }
            self.twice += usize::from(!paths.insert(straight(&path)));
        }
        let common = common_folder(&paths).unwrap_or_default();
        let store = Store::folder(&common).ok();
        let mut seen = BTreeSet::new();
        for path in paths {
            let name = path.strip_prefix(&common).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            let below = ProjectPath::new(&name).zip(store.as_ref());
            let mut inside = Self::default();
            match below.filter(|_| path.is_dir()) {
                Some((below, store)) if !has_one(store, &below) => inside.folder(store, &below, 1),
                Some(_) | None => inside.add(&name, path, None),
            }
            self.others += inside.others;
            for found in inside.all.into_iter().filter(|it| !it.name.is_empty()) {
                match seen.insert(found.path.clone()) {
                    true => self.all.push(found),
                    false => self.twice += 1,
                }
            }
        }
    }

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
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for found in &mut self.all {
            // Names that cannot be read on every system may be shown as the same.
            let same = names.entry(&found.name).or_default();
            found.id = match *same {
                0 => digest_of(&found.name, kind),
                more => digest_of(&format!("{}\n{more}", found.name), kind),
            };
            *same += 1;
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
        let absolute = folder.path().join("s02").display().to_string();
        let text = format!("# mine\n./s02/\n\ns01\ns02\n{absolute}\n");
        std::fs::write(&list, text).unwrap();
        let finds = find(&list, Kind::Triage).unwrap();
        assert_eq!((names(&finds), finds.twice), (vec!["s01", "s02"], 2));
        let one = find(&folder.path().join("s01"), Kind::Triage).unwrap();
        assert_eq!(names(&one), ["s01"]);
        assert_eq!(one.all[0].id, finds.all[0].id);
        let marked = find(&list, Kind::Marking).unwrap();
        assert_ne!(marked.all[0].id, finds.all[0].id);
    }

    #[test]
    fn a_list_from_anywhere_gives_the_numbers_of_the_folder_itself() {
        let folder = folder(&[
            "inbox/s01/folio.toml",
            "inbox/s02/thesis/folio.toml",
            "inbox/s03.zip",
            "inbox/group/a/folio.toml",
            "inbox/group/b/folio.toml",
            "inbox/empty/note.txt",
        ]);
        let inbox = folder.path().join("inbox");
        let whole = find(&inbox, Kind::Triage).unwrap();
        assert_eq!(whole.all.len(), 6);
        let list = folder.path().join("list.txt");
        let below = "inbox/s01\ninbox/s02\ninbox/s03.zip\ninbox/group\ninbox/x/../empty\n";
        let deep = below.replace("inbox/s02\n", "inbox/s02/thesis\n");
        let absolute = below.replace("inbox/", &format!("{}/", inbox.display()));
        // As `find inbox -maxdepth 1` writes it.
        let with_itself = format!("inbox\n{below}");
        for text in [below, &deep, &absolute, &with_itself] {
            std::fs::write(&list, text).unwrap();
            let listed = find(&list, Kind::Triage).unwrap();
            let known = |finds: &Finds| -> Vec<(String, String)> {
                let all = finds.all.iter();
                all.map(|it| (it.name.clone(), it.id.clone())).collect()
            };
            assert_eq!(known(&listed), known(&whole), "{text}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_are_shown_as_the_same_have_numbers_of_their_own() {
        use std::os::unix::ffi::OsStrExt as _;

        let folder = folder(&["s01/folio.toml"]);
        for name in [b"s\xff", b"s\xfe"] {
            let name = std::ffi::OsStr::from_bytes(name);
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let finds = find(folder.path(), Kind::Triage).unwrap();
        let ids: BTreeSet<&String> = finds.all.iter().map(|it| &it.id).collect();
        assert_eq!(ids.len(), 3);
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
