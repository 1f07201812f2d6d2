//! The chapters as they stood when a milestone was marked ready, kept in the project so that what
//! changed since can be shown without git.

use std::path::Path;

use crate::diagnostics::text::slug;
use crate::diagnostics::{Door, FileError, MAX_TEXT_BYTES, ProjectPath, Store};
use crate::milestones::digest::{Digest, plain_text};
use crate::milestones::ledger::{ChapterRecord, Ready};

/// A chapter to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChapterSource {
    /// Its id.
    pub id: String,
    /// Its file, relative to the project.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its words that count.
    pub words: u32,
    /// Those words as they were printed, sentence by sentence; `None`: nobody has them.
    pub counted: Option<String>,
}

/// A chapter as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptChapter {
    /// Its id.
    pub id: String,
    /// Its text, without byte order mark and with line feeds; `None`: the file is gone, was changed
    /// or lies outside the project.
    pub text: Option<String>,
    /// Its words that counted; `None`: an older version of folio kept none, or they are gone.
    pub counted: Option<String>,
    /// How many they were.
    pub words: u32,
}

impl ChapterSource {
    /// Returns what the ledger records of it.
    pub fn record(&self) -> ChapterRecord {
        ChapterRecord {
            id: self.id.clone(),
            path: self.path.clone(),
            digest: Digest::of_text(&self.bytes),
            words: self.words,
            counted: self
                .counted
                .as_deref()
                .map(|it| Digest::of_bytes(it.as_bytes())),
        }
    }
}

/// Keeps the chapters in `milestones/<id>/<n>/`, and returns the number `n`: the first that is
/// free.
///
/// Nothing that is there is written over. The folder stays if the entry
/// in the ledger is not made in the end: it does no harm.
///
/// # Errors
///
/// If the system says no, or the folder would lie outside the project.
pub fn keep(root: &Path, milestone: &str, chapters: &[ChapterSource]) -> Result<u32, FileError> {
    let rounds = Door::open(root)?.folder(folder_of(milestone))?;
    for round in 1..10_000_u32 {
        if rounds.make_new_folder(round.to_string())? {
            for (at, chapter) in chapters.iter().enumerate() {
                let name = format!("{round}/{}", name(at, &chapter.path));
                rounds.create_new(&name, &chapter.bytes)?;
                if let Some(counted) = &chapter.counted {
                    rounds.create_new(name + COUNTED, counted.as_bytes())?;
                }
            }
            return Ok(round);
        }
    }
    let path = rounds.root().to_path_buf();
    Err(FileError::Exists { path })
}

/// What the name of the words that counted has behind that of their chapter.
const COUNTED: &str = ".words.txt";

/// Returns each chapter as it was kept.
pub fn kept(store: &Store, ready: &Ready) -> Vec<KeptChapter> {
    let folder = kept_in(&ready.milestone, ready.round);
    ready
        .chapters
        .iter()
        .enumerate()
        .map(|(at, chapter)| {
            let name = format!("{folder}/{}", name(at, &chapter.path));
            let read = |name: &str, digest: &Digest| {
                let path = ProjectPath::new(name)?;
                let bytes = store.private_bytes(&path, MAX_TEXT_BYTES).ok()?;
                let is_whole = Digest::of_text(&bytes) == *digest;
                is_whole.then(|| String::from_utf8(plain_text(&bytes)).ok())?
            };
            let counted = chapter.counted.as_ref();
            KeptChapter {
                id: chapter.id.clone(),
                text: read(&name, &chapter.digest),
                counted: counted.and_then(|digest| read(&(name + COUNTED), digest)),
                words: chapter.words,
            }
        })
        .collect()
}

/// Returns where the chapters of a round are kept, relative to the project, with `/`.
pub fn kept_in(milestone: &str, round: u32) -> String {
    format!("{}/{round}", folder_of(milestone))
}

fn folder_of(milestone: &str) -> String {
    format!("milestones/{}", folder_name(milestone))
}

/// Returns the name of a milestone's folder. An id that is no safe name on every system is written
/// in safe letters, with a part of its digest so that two ids never share a folder.
fn folder_name(milestone: &str) -> String {
    let safe = slug(milestone, 60);
    let name = if safe == milestone {
        safe
    } else {
        let digest = Digest::of_bytes(milestone.as_bytes());
        format!("{safe}-{}", &digest.hex()[..8])
    };
    name.trim_start_matches('-').to_owned()
}

/// Returns the name of a kept chapter: its place among the chapters, and its own name in safe
/// letters.
fn name(at: usize, path: &str) -> String {
    let last = path.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, extension) = last.rsplit_once('.').unwrap_or((last, "txt"));
    let stem = slug(stem, 60);
    let extension = match slug(extension, 8) {
        empty if empty.is_empty() => "txt".to_owned(),
        extension => extension,
    };
    match stem.as_str() {
        "" => format!("{}.{extension}", at + 1),
        stem => format!("{}-{stem}.{extension}", at + 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::ledger::digest_of;

    fn source(path: &str, text: &str) -> ChapterSource {
        ChapterSource {
            id: "introduction".into(),
            path: path.into(),
            bytes: text.as_bytes().to_vec(),
            words: 2,
            counted: Some("two words".into()),
        }
    }

    fn ready(milestone: &str, round: u32, chapters: &[ChapterSource]) -> Ready {
        let chapters: Vec<ChapterRecord> = chapters.iter().map(ChapterSource::record).collect();
        Ready {
            milestone: milestone.into(),
            round,
            digest: digest_of(&chapters),
            chapters,
            words: 2,
            policy: None,
            convention: None,
            commit: None,
            criteria: Vec::new(),
            note: None,
            despite: None,
        }
    }

    #[test]
    fn what_was_kept_comes_back_and_each_round_has_its_own_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = dunce::canonicalize(folder.path()).unwrap();
        let first = [source(
            "chapters/01-introduction.md",
            "\u{feff}one\r\ntwo\r\n",
        )];
        let second = [source("chapters/01-introduction.md", "three\n")];
        assert_eq!(keep(&root, "tutorial-1", &first).unwrap(), 1);
        assert_eq!(keep(&root, "tutorial-1", &second).unwrap(), 2);
        assert!(
            root.join("milestones/tutorial-1/1/1-01-introduction.md")
                .is_file()
        );
        let text = |round, chapters: &[ChapterSource]| {
            let ready = ready("tutorial-1", round, chapters);
            let kept = kept(&Store::folder(&root).unwrap(), &ready).remove(0);
            (kept.text, kept.counted)
        };
        let both = |text: &str| (Some(text.to_owned()), Some("two words".to_owned()));
        assert_eq!(text(1, &first), both("one\ntwo\n"));
        assert_eq!(text(2, &second), both("three\n"));
        assert_eq!(text(1, &second).0, None);
        assert_eq!(text(9, &second), (None, None));
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let root = dunce::canonicalize(folder.path()).unwrap();
        for id in [
            "../../x",
            "con",
            "a/b",
            "A",
            "研究",
            "",
            "..",
            "ledger.jsonl",
        ] {
            let chapters = [source("../../etc/passwd", "x"), source("chapters/…", "y")];
            let round = keep(&root, id, &chapters).unwrap();
            let back = kept(&Store::folder(&root).unwrap(), &ready(id, round, &chapters));
            assert!(
                back.iter()
                    .all(|it| it.text.is_some() && it.counted.is_some()),
                "{id}"
            );
        }
        let outside: Vec<_> = std::fs::read_dir(&root).unwrap().collect();
        assert_eq!(outside.len(), 1);
        let folders = std::fs::read_dir(root.join("milestones")).unwrap().count();
        assert_eq!(folders, 8);
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_links_out_of_the_project_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let root = dunce::canonicalize(folder.path()).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.join("milestones")).unwrap();
        let link = root.join("milestones/tutorial-1");
        std::os::unix::fs::symlink(elsewhere.path(), link).unwrap();
        let chapters = [source("a.md", "x")];
        assert!(matches!(
            keep(&root, "tutorial-1", &chapters),
            Err(FileError::Outside { .. })
        ));
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
