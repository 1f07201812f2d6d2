//! The file beside the ledger that holds what people typed, each text with its salt.
//!
//! Its order means nothing, and lines that cannot be read are passed over: a text is found by its
//! digest, and one that is not found is missing from the ledger's side.

use std::collections::BTreeMap;
use std::io::{Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};

use crate::diagnostics::{Door, FileError, MAX_TEXT_BYTES, ProjectPath, Store};
use crate::milestones::digest::Digest;
use crate::milestones::ledger::entry::{Entry, Event};
use crate::milestones::ledger::typed::Typed;

/// The place of the texts in a project.
pub const WORDS: &str = "milestones/words.jsonl";

/// The folder of both files.
pub(super) const FOLDER: &str = "milestones";

/// A text with its salt, as a line of the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TypedText {
    pub(super) digest: Digest,
    pub(super) salt: String,
    pub(super) text: String,
}

/// The texts that stand beside a ledger, by what the ledger holds of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words(pub(super) BTreeMap<Digest, TypedText>);

impl Words {
    /// Reads the texts of a project.
    ///
    /// # Errors
    ///
    /// If the file is there and cannot be read.
    pub fn of(store: &Store) -> Result<Self, FileError> {
        match ProjectPath::new(WORDS).filter(|path| store.stands(path)) {
            Some(path) => Ok(Self::parse(&store.shared_bytes(&path, MAX_TEXT_BYTES)?)),
            None => Ok(Self::default()),
        }
    }

    /// Reads the texts of a project as they are at this moment.
    pub(super) fn read(project: &Door) -> Result<Self, FileError> {
        Ok(Self::parse(&bytes_of(project)?))
    }

    /// Takes the texts from the bytes of a file.
    pub fn parse(bytes: &[u8]) -> Self {
        let lines = bytes.split(|byte| *byte == b'\n');
        let texts = lines.filter_map(|line| serde_json::from_slice::<TypedText>(line).ok());
        Self::from_iter(texts)
    }

    /// Returns how many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Puts the texts into an entry whose ledger has them.
    pub(crate) fn fill(&self, entry: &mut Entry) {
        for (_, typed) in entry.event.typed_mut() {
            let digest = typed.salted().cloned();
            let text = digest.and_then(|it| self.0.get(&it));
            if let Some(text) = text.filter(|it| it.is_true()) {
                typed.found(&text.salt, &text.text);
            }
        }
    }

    /// Adds those that a file does not have at its end, on the disk before this returns.
    pub(super) fn add_to(&self, project: &Door) -> Result<(), FileError> {
        let bytes = bytes_of(project)?;
        let known = Self::parse(&bytes);
        let new = self
            .0
            .values()
            .filter(|it| known.0.get(&it.digest) != Some(it));
        let mut out = lines_of(new);
        if out.is_empty() {
            return Ok(());
        }
        if bytes.last().is_some_and(|byte| *byte != b'\n') {
            out.insert(0, b'\n');
        }
        if bytes.len() as u64 + out.len() as u64 > MAX_TEXT_BYTES {
            let path = project.root().join(WORDS);
            let limit = MAX_TEXT_BYTES;
            return Err(FileError::TooLarge { limit, path });
        }
        let mut file = project.open_to_add(WORDS)?;
        let written = file
            .seek(SeekFrom::End(0))
            .and_then(|_| file.write_all(&out))
            .and_then(|()| file.sync_all());
        written.map_err(FileError::io("write", &project.root().join(WORDS)))?;
        project.folder(FOLDER)?.sync()
    }

    /// Takes texts out of a file. Nothing else of it is lost, whatever it is.
    pub(super) fn remove_from<'d>(
        project: &Door,
        gone: impl Iterator<Item = &'d Digest>,
    ) -> Result<(), FileError> {
        let bytes = bytes_of(project)?;
        let words = Self::parse(&bytes);
        let gone: Vec<&Digest> = gone.filter(|it| words.0.contains_key(it)).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let stays = |line: &&[u8]| {
            let read = serde_json::from_slice::<TypedText>(line);
            read.map_or(!line.is_empty(), |it| !gone.contains(&&it.digest))
        };
        let mut out = Vec::with_capacity(bytes.len());
        for line in bytes.split(|byte| *byte == b'\n').filter(stays) {
            out.extend_from_slice(line);
            out.push(b'\n');
        }
        project.write(WORDS, &out)
    }
}

impl FromIterator<TypedText> for Words {
    /// Of two lines that claim a digest, the one whose text has it counts.
    fn from_iter<I: IntoIterator<Item = TypedText>>(texts: I) -> Self {
        let mut words = Self::default();
        for it in texts {
            let known = words.0.get(&it.digest);
            if known.is_none_or(|known| !known.is_true()) {
                words.0.insert(it.digest.clone(), it);
            }
        }
        words
    }
}

impl TypedText {
    /// Returns whether it is the text of its digest.
    pub(super) fn is_true(&self) -> bool {
        Typed::digest(&self.salt, &self.text) == self.digest
    }
}

/// Returns the lines of texts.
pub(crate) fn lines_of<'t>(texts: impl Iterator<Item = &'t TypedText>) -> Vec<u8> {
    let mut out = Vec::new();
    for text in texts {
        out.extend(serde_json::to_vec(text).expect("three texts are always JSON"));
        out.push(b'\n');
    }
    out
}

/// Returns the bytes of the file; one that is not there has none.
fn bytes_of(project: &Door) -> Result<Vec<u8>, FileError> {
    match project.stands(WORDS) {
        true => project.read(WORDS.as_ref(), MAX_TEXT_BYTES),
        false => Ok(Vec::new()),
    }
}

impl Event {
    /// Returns what somebody typed in it, each with the name of its field.
    pub(crate) fn typed_mut(&mut self) -> Vec<(&'static str, &mut Typed)> {
        let mut all = Vec::new();
        match self {
            Self::Ready(ready) => {
                all.extend(ready.note.iter_mut().map(|it| ("note", it)));
                all.extend(ready.despite.iter_mut().map(|it| ("reason", it)));
            }
            Self::Decision(decision) => {
                all.extend(decision.note.iter_mut().map(|it| ("note", it)));
                let actions = decision.actions.iter_mut();
                all.extend(actions.map(|it| ("action", &mut it.what)));
                all.extend(
                    decision
                        .confirmation
                        .evidence_mut()
                        .map(|it| ("evidence", it)),
                );
            }
            Self::Extension(extension) => all.push(("reference", &mut extension.reference)),
            Self::Meeting(meeting) => {
                all.extend(meeting.points.iter_mut().map(|it| ("point", it)));
                let actions = meeting.actions.iter_mut();
                all.extend(actions.map(|it| ("action", &mut it.what)));
            }
            Self::ActionDone(done) => all.extend(done.note.iter_mut().map(|it| ("note", it))),
            Self::Correction(correction) => {
                all.push(("reason", &mut correction.reason));
                all.extend(correction.instead.iter_mut().flat_map(|it| it.typed_mut()));
            }
            Self::Packaged(packaged) => {
                let despite = packaged.despite.iter_mut();
                all.extend(despite.map(|it| ("reason", &mut it.reason)));
            }
            Self::Submitted(submitted) => all.push(("evidence", &mut submitted.evidence)),
            Self::Supervisor(_) | Self::Merge(_) | Self::Erasure(_) => {}
        }
        all
    }

    /// Returns what somebody typed in it, each with the name of its field.
    pub fn typed(&self) -> Vec<(&'static str, Typed)> {
        let mut event = self.clone();
        let all = event.typed_mut().into_iter();
        all.map(|(field, typed)| (field, typed.clone())).collect()
    }
}

/// Returns the texts of an entry that stand beside the ledger.
pub(crate) fn texts_of(entry: &Entry) -> Vec<TypedText> {
    let typed = entry.event.typed();
    let text = |(_, typed): &(_, Typed)| {
        let (digest, salt, text) = typed.apart()?;
        Some(TypedText {
            digest: digest.clone(),
            salt: salt.to_owned(),
            text: text.to_owned(),
        })
    };
    typed.iter().filter_map(text).collect()
}
