//! The files of a folder as they were once, by the commits that are checked out.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::diagnostics::ProjectPath;
use crate::repository::head::{DIGITS, folder, folders, full_commit};
use crate::repository::objects::Objects;
use crate::repository::pack::ObjectKind;

/// So many commits back it is looked for.
const MAX_COMMITS: usize = 50_000;

/// What is read of one commit at most: files, bytes, folders within folders.
const MAX_FILES: usize = 5_000;
const MAX_BYTES: usize = 512 << 20;
const MAX_DEPTH: usize = 16;

/// Folders of a dissertation that hold nothing of its text.
const LEFT_OUT: [&str; 2] = ["output", "submission"];

/// A folder as it was once.
#[derive(Debug)]
pub struct AsOf {
    /// The commit, abbreviated.
    pub commit: String,
    /// When it was made.
    pub at: Timestamp,
    /// The files by their paths in the folder; links and hidden files are left out.
    pub files: BTreeMap<ProjectPath, Arc<[u8]>>,
}

/// Returns a folder as it was at the last commit for whose time `is_wanted` holds, on the way back
/// from the one that is checked out.
///
/// It is `None` when there is no repository, no such commit, or something that cannot be read.
pub fn as_of(folder: &Path, is_wanted: impl Fn(Timestamp) -> bool) -> Option<AsOf> {
    let objects = Objects::open(&folders(folder)?);
    let mut id = bytes_of(&full_commit(folder)?)?;
    for _ in 0..MAX_COMMITS {
        let text = objects.get(&id, ObjectKind::Commit)?;
        let commit = Commit::read(&String::from_utf8_lossy(&text))?;
        if is_wanted(commit.at) {
            let mut name: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
            name.truncate(DIGITS);
            return Some(AsOf {
                commit: name,
                at: commit.at,
                files: files(&objects, commit.tree, &self::folder(folder)?)?,
            });
        }
        id = commit.parent?;
    }
    None
}

/// What is asked for of a commit.
struct Commit {
    tree: Vec<u8>,
    /// The first: the branch as it was.
    parent: Option<Vec<u8>>,
    at: Timestamp,
}

impl Commit {
    /// Reads the lines before the message.
    fn read(text: &str) -> Option<Self> {
        let (mut tree, mut parent, mut at) = (None, None, None);
        for line in text.lines().take_while(|line| !line.is_empty()) {
            match line.split_once(' ') {
                Some(("tree", id)) => tree = bytes_of(id),
                Some(("parent", id)) if parent.is_none() => parent = bytes_of(id),
                Some(("committer", who)) => {
                    let seconds = who.rsplit(' ').nth(1)?;
                    at = Timestamp::from_second(seconds.parse().ok()?).ok();
                }
                Some(_) | None => {}
            }
        }
        Some(Self {
            tree: tree?,
            parent,
            at: at?,
        })
    }
}

/// Returns the bytes of a name in figures.
fn bytes_of(id: &str) -> Option<Vec<u8>> {
    let pairs = (0..id.len()).step_by(2);
    let bytes = pairs.map(|at| u8::from_str_radix(id.get(at..at + 2)?, 16).ok());
    bytes.collect()
}

/// Something in a tree.
struct TreeEntry {
    is_folder: bool,
    is_file: bool,
    name: String,
    id: Vec<u8>,
}

/// Reads a tree; what has no readable name is left out.
fn entries(objects: &Objects, tree: &[u8]) -> Option<Vec<TreeEntry>> {
    let bytes = objects.get(tree, ObjectKind::Tree)?;
    let mut rest = bytes.as_slice();
    let mut found = Vec::new();
    while !rest.is_empty() {
        // `100644 name`, a zero, and the bytes of the object's name.
        let end = rest.iter().position(|byte| *byte == 0)?;
        let head = rest.split_off(..end)?;
        let _zero = rest.split_off_first();
        let id = rest.split_off(..tree.len())?.to_vec();
        let Some((mode, name)) = std::str::from_utf8(head).ok()?.split_once(' ') else {
            continue;
        };
        found.push(TreeEntry {
            is_folder: mode == "40000",
            is_file: mode.starts_with("100"),
            name: name.to_owned(),
            id,
        });
    }
    Some(found)
}

/// Returns the files below a folder of a tree.
fn files(
    objects: &Objects,
    tree: Vec<u8>,
    below: &str,
) -> Option<BTreeMap<ProjectPath, Arc<[u8]>>> {
    let mut root = tree;
    for part in below.split('/').filter(|part| !part.is_empty()) {
        let mut inside = entries(objects, &root)?.into_iter();
        root = inside.find(|it| it.is_folder && it.name == part)?.id;
    }
    let mut found = BTreeMap::new();
    let mut left = MAX_BYTES;
    let mut waiting = vec![(root, String::new(), 0)];
    while let Some((tree, before, depth)) = waiting.pop() {
        for TreeEntry {
            is_folder,
            is_file,
            name,
            id,
        } in entries(objects, &tree)?
        {
            let path = format!("{before}{name}");
            if name.starts_with('.') || LEFT_OUT.contains(&path.as_str()) {
                continue;
            }
            if is_folder && depth < MAX_DEPTH {
                waiting.push((id, format!("{path}/"), depth + 1));
            } else if is_file && let Some(path) = ProjectPath::new(&path) {
                let bytes = objects.get(&id, ObjectKind::Blob)?;
                left = left.checked_sub(bytes.len())?;
                found.insert(path, Arc::from(bytes));
            }
            if found.len() > MAX_FILES || waiting.len() > MAX_FILES {
                return None;
            }
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use jiff::civil::date;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// Names are not digests here: nobody looks.
    fn id(digit: char) -> String {
        digit.to_string().repeat(40)
    }

    fn put(folder: &Path, path: &str, bytes: impl AsRef<[u8]>) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn loose(folder: &Path, digit: char, kind: &str, body: &[u8]) {
        let id = id(digit);
        let whole = [format!("{kind} {}\0", body.len()).as_bytes(), body].concat();
        let path = format!(".git/objects/{}/{}", &id[..2], &id[2..]);
        put(folder, &path, packed(&whole));
    }

    fn tree(entries: &[(&str, &str, char)]) -> Vec<u8> {
        let entry = |(mode, name, digit): &(&str, &str, char)| {
            let head = format!("{mode} {name}\0");
            [head.as_bytes(), &bytes_of(&id(*digit)).unwrap()].concat()
        };
        entries.iter().flat_map(entry).collect()
    }

    fn made(tree: char, parent: Option<char>, day: i8) -> Vec<u8> {
        let parent = parent.map_or(String::new(), |it| format!("parent {}\n", id(it)));
        let at = date(2026, 11, day).at(22, 0, 0, 0).in_tz("UTC").unwrap();
        let at = at.timestamp().as_second();
        let who = format!("A. Student <a@example.org> {at} +0000");
        let tree = id(tree);
        format!("tree {tree}\n{parent}author {who}\ncommitter {who}\n\nparent of nothing\n").into()
    }

    /// A repository with a dissertation in `thesis`, committed on the 1st and the 3rd.
    fn repository() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        put(root, ".git/HEAD", "ref: refs/heads/main\n");
        put(root, ".git/refs/heads/main", id('2'));
        put(root, "thesis/folio.toml", "");
        loose(root, '1', "commit", &made('a', None, 1));
        loose(root, '2', "commit", &made('b', Some('1'), 3));
        for (whole, thesis, chapters, text) in [('a', 'c', 'd', 'e'), ('b', '3', '4', '5')] {
            loose(root, whole, "tree", &tree(&[("40000", "thesis", thesis)]));
            let inside = [
                ("100644", ".hidden", text),
                ("40000", "chapters", chapters),
                ("120000", "link.md", text),
                ("40000", "output", chapters),
            ];
            loose(root, thesis, "tree", &tree(&inside));
            loose(
                root,
                chapters,
                "tree",
                &tree(&[("100644", "01-a.md", text)]),
            );
        }
        loose(root, 'e', "blob", b"old");
        loose(root, '5', "blob", b"new");
        folder
    }

    /// Returns the files as they were at the end of a day, with their commit.
    fn on(folder: &Path, day: i8) -> Option<(String, Vec<(String, String)>)> {
        let last = date(2026, 11, day);
        let found = as_of(&folder.join("thesis"), |at| {
            at.to_zoned(jiff::tz::TimeZone::UTC).date() <= last
        })?;
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let files = found.files.iter();
        let files = files.map(|(path, bytes)| (path.to_string(), text(bytes)));
        Some((found.commit, files.collect()))
    }

    #[test]
    fn the_last_commit_of_a_day_has_the_files_without_links_and_hidden_ones() {
        let folder = repository();
        let expected = |digit: char, text: &str| {
            let file = ("chapters/01-a.md".to_owned(), text.to_owned());
            Some((digit.to_string().repeat(7), vec![file]))
        };
        assert_eq!(on(folder.path(), 1), expected('1', "old"));
        assert_eq!(on(folder.path(), 2), expected('1', "old"));
        assert_eq!(on(folder.path(), 3), expected('2', "new"));
    }

    #[test]
    fn before_the_first_commit_and_where_something_is_missing_there_is_nothing() {
        let folder = repository();
        assert!(as_of(&folder.path().join("thesis"), |_| false).is_none());
        let blob = format!(".git/objects/ee/{}", &id('e')[2..]);
        fs::remove_file(folder.path().join(&blob)).unwrap();
        assert_eq!(on(folder.path(), 1), None);
        put(folder.path(), &blob, "no object");
        assert_eq!(on(folder.path(), 1), None);
        assert_eq!(on(tempfile::tempdir().unwrap().path(), 1), None);
    }

    #[test]
    fn a_pack_has_objects_whole_and_as_what_differs_from_others() {
        let folder = repository();
        let root = folder.path();
        // The old text as what differs by its place, the new one by the name of the old one.
        let mut pack = b"PACK\0\0\0\x02\0\0\0\x03".to_vec();
        let mut places = Vec::new();
        let mut add = |head: &[u8], body: &[u8]| {
            places.push(pack.len());
            pack.extend([head, &packed(body)].concat());
            pack.len()
        };
        let next = add(&[3 << 4 | 8], b"base one");
        let back = u8::try_from(next - 12).unwrap();
        // Four bytes from the start, and ` old`.
        add(&[6 << 4 | 9, back], b"\x08\x08\x90\x04\x04 old");
        add(
            &[&[7 << 4 | 5][..], &bytes_of(&id('e')).unwrap()].concat(),
            b"\x08\x03\x91\x05\x03",
        );
        let names = ['5', 'b', 'e'];
        let of_names = [places[2], places[0], places[1]];
        let mut index = b"\xfftOc\0\0\0\x02".to_vec();
        for byte in 0..=255_u8 {
            let first = |digit: &char| bytes_of(&id(*digit)).unwrap()[0];
            let count = names.iter().filter(|digit| first(digit) <= byte).count();
            index.extend(u32::try_from(count).unwrap().to_be_bytes());
        }
        for digit in names {
            index.extend(bytes_of(&id(digit)).unwrap());
        }
        index.extend([0; 12]);
        for place in of_names {
            index.extend(u32::try_from(place).unwrap().to_be_bytes());
        }
        put(root, ".git/objects/pack/pack-x.pack", &pack);
        put(root, ".git/objects/pack/pack-x.idx", &index);
        let objects = Objects::open(&folders(&root.join("thesis")).unwrap());
        let text = |digit: char| {
            let bytes = objects.get(&bytes_of(&id(digit)).unwrap(), ObjectKind::Blob)?;
            String::from_utf8(bytes).ok()
        };
        assert_eq!(text('b').as_deref(), Some("base one"));
        assert_eq!(text('e').as_deref(), Some("base old"));
        assert_eq!(text('5').as_deref(), Some("old"));
        // Cut off, nothing in it can be read.
        put(root, ".git/objects/pack/pack-x.pack", &pack[..20]);
        let objects = Objects::open(&folders(&root.join("thesis")).unwrap());
        assert!(
            objects
                .get(&bytes_of(&id('e')).unwrap(), ObjectKind::Blob)
                .is_none()
        );
    }
}
