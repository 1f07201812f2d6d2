//! Noticing that files changed: by what the system tells, and by looking.
//!
//! # Decisions
//!
//! - 2026-11: what the system tells comes at once and is not relied on: a drive in a network tells
//!   late or never, a folder that was deleted and restored is not watched any more. So everybody's
//!   times and sizes are looked at every few seconds, too; that is the fallback as well.
//! - 2026-11: an editor saves in several steps. Whatever comes within a few milliseconds is one
//!   change, and a file that has just become empty is given a moment more.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use crate::diagnostics::ProjectPath;
use crate::preview::relevance::{Relevance, relevance};

/// Nothing came for so long: the change is complete.
const QUIET: Duration = Duration::from_millis(15);
/// A file was closed, or put in its place: little more will come.
const WHOLE_QUIET: Duration = Duration::from_millis(2);
/// A file that has just become empty is about to be written.
const EMPTY_QUIET: Duration = Duration::from_millis(120);
/// However much goes on, changes are told after so long.
const LONGEST: Duration = Duration::from_millis(400);
/// So often everything is looked at.
const LOOKED_EVERY: Duration = Duration::from_secs(2);
/// And so often where the system tells nothing.
const LOOKED_EVERY_ALONE: Duration = Duration::from_millis(400);
/// Looking takes at most this part of the time.
const SHARE: u32 = 40;
/// A folder with more files than this is not looked through to its end.
const MOST_FILES: usize = 20_000;

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// The files that matter to the pages.
    pub(super) files: BTreeSet<ProjectPath>,
    /// Whether anything may have changed.
    pub(super) is_everything: bool,
    /// Whether the folder itself went or is another one.
    pub(super) is_folder_new: bool,
    /// Whether the record of the milestones changed.
    pub(super) has_milestones: bool,
}

impl Changes {
    /// Returns that everything may have changed.
    pub(super) fn everything() -> Self {
        Self {
            is_everything: true,
            ..Self::default()
        }
    }

    /// Returns whether the pages may be others.
    pub(super) fn concern_pages(&self) -> bool {
        self.is_everything || self.is_folder_new || !self.files.is_empty()
    }

    /// Takes other changes to these.
    pub(super) fn join(&mut self, other: Self) {
        self.files.extend(other.files);
        self.is_everything |= other.is_everything;
        self.is_folder_new |= other.is_folder_new;
        self.has_milestones |= other.has_milestones;
    }

    fn is_none(&self) -> bool {
        !self.concern_pages() && !self.has_milestones
    }

    fn add(&mut self, path: &ProjectPath) {
        match relevance(path) {
            Relevance::Pages => drop(self.files.insert(path.clone())),
            Relevance::Milestones => self.has_milestones = true,
            Relevance::None => {}
        }
    }
}

/// A folder that is watched.
pub(super) struct Watching {
    root: PathBuf,
    /// Files elsewhere by which the folder is opened; they are looked at.
    beside: Vec<PathBuf>,
    seen: Snapshot,
    sender: Sender<notify::Result<Event>>,
    events: Receiver<notify::Result<Event>>,
}

impl Watching {
    /// Begins to watch: whatever changes from now on is told.
    pub(super) fn begin(root: &Path, beside: &[PathBuf]) -> Self {
        let (sender, events) = mpsc::channel();
        Self {
            root: root.to_owned(),
            beside: beside.to_vec(),
            seen: Snapshot::of(root, beside),
            sender,
            events,
        }
    }

    /// Tells changes for as long as somebody takes them.
    pub(super) fn tell(mut self, tell: impl Fn(Changes) -> bool) {
        let mut native = None;
        let mut looked = (Instant::now(), Duration::ZERO);
        // What changed before the system was asked is found by looking.
        let mut is_due = true;
        loop {
            if native.is_none() && self.root.is_dir() {
                native = self.native().ok();
            }
            let every = match native {
                Some(_) => LOOKED_EVERY,
                None => LOOKED_EVERY_ALONE,
            };
            let every = every.max(looked.1 * SHARE);
            if is_due {
                let begun = Instant::now();
                let found = self.look();
                looked = (Instant::now(), begun.elapsed());
                if found.is_folder_new {
                    native = None;
                }
                if !found.is_none() && !tell(found) {
                    return;
                }
            }
            let wait = every.saturating_sub(looked.0.elapsed());
            let changes = match self.events.recv_timeout(wait) {
                Ok(event) => self.gathered(event),
                Err(RecvTimeoutError::Timeout) => Changes::default(),
                // This thread holds a sender of its own.
                Err(RecvTimeoutError::Disconnected) => return,
            };
            if !changes.is_none() && !tell(changes) {
                return;
            }
            is_due = looked.0.elapsed() >= every;
        }
    }

    /// Asks the system to tell what changes.
    fn native(&self) -> notify::Result<RecommendedWatcher> {
        let sender = self.sender.clone();
        let mut watcher = notify::recommended_watcher(move |event| {
            let _ = sender.send(event);
        })?;
        watcher.watch(&self.root, RecursiveMode::Recursive)?;
        Ok(watcher)
    }

    /// Gathers what comes until nothing comes any more.
    fn gathered(&mut self, first: notify::Result<Event>) -> Changes {
        let begun = Instant::now();
        let mut changes = Changes::default();
        let mut next = Some(first);
        while let Some(event) = next.take() {
            let is_whole = self.take(event, &mut changes);
            if changes.is_none() && begun.elapsed() > QUIET {
                break;
            }
            let is_empty = |path: &ProjectPath| {
                let found = path.below(&self.root).metadata();
                found.is_ok_and(|found| found.is_file() && found.len() == 0)
            };
            let quiet = match (changes.files.iter().any(is_empty), is_whole) {
                (true, _) => EMPTY_QUIET,
                (false, true) => WHOLE_QUIET,
                (false, false) => QUIET,
            };
            let left = LONGEST.saturating_sub(begun.elapsed());
            next = self.events.recv_timeout(quiet.min(left)).ok();
        }
        for path in &changes.files {
            self.seen.note(&self.root, path);
        }
        changes
    }

    /// Takes what the system told; returns whether a file that matters is written to its end.
    fn take(&self, event: notify::Result<Event>, changes: &mut Changes) -> bool {
        let Ok(event) = event else {
            changes.is_everything = true;
            return false;
        };
        let is_whole = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) => return false,
            EventKind::Modify(ModifyKind::Name(mode)) => {
                matches!(mode, RenameMode::To | RenameMode::Both)
            }
            _ => false,
        };
        let mut is_meant = false;
        if event.need_rescan() {
            changes.is_everything = true;
        }
        for path in &event.paths {
            if *path == self.root {
                // Attributes of the folder change with what is in it.
                if matches!(event.kind, EventKind::Remove(_)) || !self.root.is_dir() {
                    changes.is_folder_new = true;
                }
                continue;
            }
            let Some(file) = ProjectPath::relative(&self.root, path) else {
                continue;
            };
            if relevance(&file) == Relevance::Pages && path.is_dir() {
                changes.is_everything = true;
            }
            changes.add(&file);
            is_meant |= changes.files.contains(&file);
        }
        is_whole && is_meant
    }

    /// Looks at times and sizes.
    fn look(&mut self) -> Changes {
        let now = Snapshot::of(&self.root, &self.beside);
        let mut changes = Changes::default();
        for (path, stamp) in &now.files {
            if self.seen.files.get(path) != Some(stamp) {
                changes.add(path);
            }
        }
        for path in self.seen.files.keys() {
            if !now.files.contains_key(path) {
                changes.add(path);
            }
        }
        // Other rules make another project of the same files.
        changes.is_folder_new = now.folder != self.seen.folder || now.beside != self.seen.beside;
        self.seen = now;
        changes
    }
}

/// When a file was changed and how long it is.
type Stamp = (Option<SystemTime>, u64);

/// A folder as it was found.
struct Snapshot {
    /// What tells this folder from another one at its place; `None` where there is none.
    folder: Option<u64>,
    files: BTreeMap<ProjectPath, Stamp>,
    beside: Vec<Option<Stamp>>,
}

impl Snapshot {
    fn of(root: &Path, beside: &[PathBuf]) -> Self {
        let is_looked_into = |entry: &walkdir::DirEntry| {
            let path = ProjectPath::relative(root, entry.path());
            entry.depth() == 0
                || path.is_some_and(|path| {
                    let is_record = path.as_str() == "milestones";
                    is_record || relevance(&path) != Relevance::None
                })
        };
        let walk = WalkDir::new(root).max_depth(12).into_iter();
        let entries = walk.filter_entry(is_looked_into).flatten();
        let files = entries.take(MOST_FILES).filter_map(|entry| {
            let path = ProjectPath::relative(root, entry.path())?;
            // Links to files are followed: what they lead to is what is printed.
            let found = entry.path().metadata().ok()?;
            found.is_file().then(|| (path, stamp(&found)))
        });
        Self {
            folder: folder_id(root),
            files: files.collect(),
            beside: beside
                .iter()
                .map(|path| path.metadata().ok().map(|found| stamp(&found)))
                .collect(),
        }
    }

    fn note(&mut self, root: &Path, path: &ProjectPath) {
        match path.below(root).metadata() {
            Ok(found) if found.is_file() => {
                self.files.insert(path.clone(), stamp(&found));
            }
            Ok(_) | Err(_) => {
                self.files.remove(path);
            }
        }
    }
}

fn stamp(found: &std::fs::Metadata) -> Stamp {
    (found.modified().ok(), found.len())
}

#[cfg(unix)]
fn folder_id(root: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let found = root.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    Some(found.ino())
}

#[cfg(not(unix))]
fn folder_id(root: &Path) -> Option<u64> {
    root.is_dir().then_some(0)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_saved_chapter_is_told_once_and_what_is_made_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = dunce::canonicalize(folder.path()).unwrap();
        fs::create_dir_all(root.join("chapters")).unwrap();
        fs::create_dir_all(root.join("output")).unwrap();
        fs::write(root.join("chapters/a.md"), "One").unwrap();
        let (sender, told) = mpsc::channel();
        let rules = folder.path().with_extension("toml");
        fs::write(&rules, "").unwrap();
        let watching = Watching::begin(&root, std::slice::from_ref(&rules));
        std::thread::spawn(move || watching.tell(|changes| sender.send(changes).is_ok()));
        let next = || told.recv_timeout(Duration::from_secs(20));
        fs::write(root.join("output/a.pdf"), "x").unwrap();
        fs::write(root.join("chapters/a.md.tmp"), "Two").unwrap();
        fs::rename(root.join("chapters/a.md.tmp"), root.join("chapters/a.md")).unwrap();
        let path = ProjectPath::new("chapters/a.md").unwrap();
        let changes = next().unwrap();
        assert_eq!(changes.files, [path.clone()].into());
        fs::remove_file(root.join("chapters/a.md")).unwrap();
        assert_eq!(next().unwrap().files, [path].into());
        fs::write(&rules, "zone = \"Europe/Dublin\"").unwrap();
        let changes = next().unwrap();
        fs::remove_file(&rules).unwrap();
        assert!(changes.is_folder_new && changes.files.is_empty());
    }
}
