//! What the ledger records: one type for each kind of entry.
//!
//! The names of fields are what stands in the file. A field that a later version adds must have a
//! default, so that old ledgers stay readable; a new kind needs a new format number only if an old
//! version would judge wrongly without it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::milestones::digest::Digest;
use crate::milestones::ledger::decision::{Action, Binding, ChapterSeal, Decision};
use crate::milestones::ledger::due_text;
use crate::milestones::ledger::typed::Typed;
use crate::project::Due;

/// The newest format that this version knows, in which texts stand beside the ledger.
pub(crate) const FORMAT: u32 = 2;

/// An entry: what happened, when it was entered, and by whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it was entered, in UTC, to the second.
    pub at: Timestamp,
    /// The day by the clock of that computer, in UTC, whatever day was asked for; `None`: it was not
    /// asked, or the entry is older than folio 0.3.
    pub entered_at: Option<Date>,
    /// Who entered it: a principal (an e-mail address), or a name.
    pub entered_by: String,
    /// What happened.
    pub event: Event,
}

impl Entry {
    /// Returns an entry; parts of a second are left out.
    pub fn new(at: Timestamp, entered_by: impl Into<String>, event: Event) -> Self {
        Self {
            at: Timestamp::from_second(at.as_second()).unwrap_or(at),
            entered_at: None,
            entered_by: entered_by.into(),
            event,
        }
    }
}

impl Entry {
    /// Returns it with what somebody typed beside the ledger.
    pub(crate) fn salted(mut self, seed: &[u8]) -> Self {
        let (at, kind) = (self.at, self.event.kind());
        for (number, (field, typed)) in self.event.typed_mut().into_iter().enumerate() {
            typed.salt(seed, &format!("{at} {kind} {field} {number}"));
        }
        self
    }

    /// Returns the format that it is written in: the oldest that can hold it, so that an entry
    /// keeps its digest.
    pub(crate) fn format(&self) -> u32 {
        let is_apart = |(_, typed): &(_, Typed)| typed.salted().is_some();
        match self.event.typed().iter().any(is_apart) {
            true => FORMAT,
            false => 1,
        }
    }
}

/// Returns the day of a time, in UTC.
pub fn day_of(at: Timestamp) -> Date {
    jiff::tz::TimeZone::UTC.to_datetime(at).date()
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// The student says that a milestone is ready to be looked at.
    Ready(Ready),
    /// Somebody decided on what was ready.
    Decision(Decision),
    /// A later date.
    Extension(Extension),
    /// A supervision meeting.
    Meeting(Meeting),
    /// An action that was agreed is done.
    ActionDone(ActionDone),
    /// An earlier entry was wrong.
    Correction(Correction),
    /// A new supervisor.
    Supervisor(Supervisor),
    /// The files to be handed in were made.
    Packaged(Packaged),
    /// The work was handed in.
    Submitted(Submitted),
    /// Entries of another copy of this ledger were added.
    Merge(Merge),
    /// What somebody typed was taken out.
    Erasure(Erasure),
}

impl Event {
    /// Returns the kind as it stands in the file.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Ready(_) => "ready",
            Self::Decision(_) => "decision",
            Self::Extension(_) => "extension",
            Self::Meeting(_) => "meeting",
            Self::ActionDone(_) => "action-done",
            Self::Correction(_) => "correction",
            Self::Supervisor(_) => "supervisor",
            Self::Packaged(_) => "packaged",
            Self::Submitted(_) => "submitted",
            Self::Merge(_) => "merge",
            Self::Erasure(_) => "erasure",
        }
    }

    /// Returns the milestone that it is about, if it is about one.
    pub fn milestone(&self) -> Option<&str> {
        match self {
            Self::Ready(ready) => Some(&ready.milestone),
            Self::Decision(decision) => Some(&decision.milestone),
            Self::Extension(extension) => Some(&extension.milestone),
            Self::Packaged(packaged) => Some(&packaged.milestone),
            Self::Submitted(submitted) => Some(&submitted.milestone),
            Self::Meeting(_)
            | Self::ActionDone(_)
            | Self::Correction(_)
            | Self::Supervisor(_)
            | Self::Merge(_)
            | Self::Erasure(_) => None,
        }
    }
}

/// The kinds that this version knows.
pub(crate) const KINDS: &[&str] = &[
    "ready",
    "decision",
    "extension",
    "meeting",
    "action-done",
    "correction",
    "supervisor",
    "packaged",
    "submitted",
    "merge",
    "erasure",
];

/// A milestone marked ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Ready {
    /// The milestone.
    pub milestone: String,
    /// The number of its folder `milestones/<id>/<n>/`, from 1.
    pub round: u32,
    /// The chapters as they stood.
    pub chapters: Vec<ChapterRecord>,
    /// The digest of all chapters together.
    pub digest: Digest,
    /// Words of the chapters that count.
    pub words: u32,
    /// The counting policy, such as `main-text`.
    pub policy: Option<String>,
    /// What a word was, such as `folio`.
    pub convention: Option<String>,
    /// The commit, if the folder is under git.
    pub commit: Option<String>,
    /// The criteria as they were found.
    #[serde(default)]
    pub criteria: Vec<CriterionRecord>,
    /// What the student wrote to the supervisor.
    pub note: Option<Typed>,
    /// Why it is ready although a criterion is not met.
    pub despite: Option<Typed>,
}

/// A chapter as it stood when its milestone was marked ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChapterRecord {
    /// The chapter's id.
    pub id: String,
    /// Its file, relative to the project.
    pub path: String,
    /// The digest of its text.
    pub digest: Digest,
    /// Its words that count.
    pub words: u32,
    /// The digest of those words as they were kept; `None`: they were not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Digest>,
}

impl ChapterRecord {
    /// Returns what a decision says of the chapter.
    pub(crate) fn seal(&self) -> ChapterSeal {
        ChapterSeal {
            id: self.id.clone(),
            digest: self.digest.clone(),
        }
    }
}

/// Returns the digest of all chapters together.
pub(crate) fn digest_of(chapters: &[ChapterRecord]) -> Digest {
    let lines: String = chapters
        .iter()
        .map(|chapter| format!("{} {}\n", chapter.digest, chapter.id))
        .collect();
    Digest::of_bytes(lines.as_bytes())
}

/// Returns the words of all chapters together.
pub(crate) fn words_of(chapters: &[ChapterRecord]) -> u32 {
    let words = chapters.iter().map(|chapter| chapter.words);
    words.fold(0, u32::saturating_add)
}

/// A criterion as it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CriterionRecord {
    /// What was asked.
    pub id: String,
    /// The chapter it was asked of, if of one.
    pub chapter: Option<String>,
    /// Whether it was met.
    pub met: bool,
    /// What was found, in words.
    pub detail: String,
}

/// A later date for a milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Extension {
    /// The milestone.
    pub milestone: String,
    /// The new date.
    #[serde(with = "due_text")]
    pub to: Due,
    /// The office's reference; never the reason, and never anything about health.
    pub reference: Typed,
    /// Who granted it; `None`: the student says so, and the office has not.
    pub granted_by: Option<String>,
    /// The signature of who granted it; `None`: the student recorded it, or claims it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
}

/// What makes a later date granted, and not only recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Grant {
    /// The signature in the armoured form of `ssh-keygen -Y sign`.
    pub signature: String,
    /// The dissertation that it is for.
    pub dissertation: Binding,
}

/// The record of a supervision meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Meeting {
    /// The day.
    pub date: Date,
    /// Who was there besides the student.
    pub with: Vec<String>,
    /// What was said.
    #[serde(default)]
    pub points: Vec<Typed>,
    /// What was agreed.
    #[serde(default)]
    pub actions: Vec<Action>,
    /// The next meeting.
    pub next: Option<Date>,
}

/// An action that is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ActionDone {
    /// The digest of the entry in which it was agreed.
    pub entry: Digest,
    /// Its number in that entry, from 1.
    pub action: u32,
    /// How it was done.
    pub note: Option<Typed>,
}

/// An earlier entry was wrong. It stays where it is; from now on it has no effect.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Correction {
    /// The digest of the entry.
    pub entry: Digest,
    /// Why.
    pub reason: Typed,
    /// What is right; `None`: it did not happen.
    pub instead: Option<Box<Event>>,
}

/// A new supervisor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Supervisor {
    /// The name.
    pub name: String,
    /// The e-mail address, which is also the principal.
    pub email: String,
    /// The first day.
    pub from: Date,
    /// The last day, if one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The public key as OpenSSH writes it, if there is one.
    pub key: Option<String>,
}

/// The files to be handed in were made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Packaged {
    /// The milestone on which the work is handed in.
    pub milestone: String,
    /// The folder, relative to the project.
    pub folder: String,
    /// The name of the PDF.
    pub file: String,
    /// The digest of the PDF.
    pub digest: Digest,
    /// The words that count.
    pub words: u32,
    /// What was packaged although it stood in the way; the line has none where nothing did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub despite: Vec<SetAside>,
}

/// A rule that was set aside for a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct SetAside {
    /// The code of the rule.
    pub code: String,
    /// Why.
    pub reason: Typed,
}

/// The work was handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Submitted {
    /// The milestone on which the work is handed in.
    pub milestone: String,
    /// How one can see that it was.
    pub evidence: Typed,
    /// The day, or the time of a day by the clocks of the programme; `None`: the day of the entry.
    #[serde(with = "due_text::maybe")]
    pub on: Option<Due>,
}

/// What somebody typed in an earlier entry was taken out; that it was there stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Erasure {
    /// The digest of the entry.
    pub entry: Digest,
    /// What was typed, such as `note`.
    pub field: String,
    /// What the entry holds of the texts.
    pub words: Vec<Digest>,
}

/// Entries of another copy were added in front of this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Merge {
    /// The name of the file that they came from.
    pub source: String,
    /// The digest of the last line of that file.
    pub head: Digest,
    /// The digests of the entries that were added, in order; they stand right before this one.
    pub joined: Vec<Digest>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_written_by_the_name_it_says() {
        let digest = Digest::of_bytes(b"");
        let events = [
            Event::ActionDone(ActionDone {
                entry: digest.clone(),
                action: 1,
                note: None,
            }),
            Event::Merge(Merge {
                source: "ledger (1).jsonl".into(),
                head: digest.clone(),
                joined: vec![],
            }),
            Event::Correction(Correction {
                entry: digest,
                reason: "wrong day".into(),
                instead: None,
            }),
        ];
        for event in events {
            let value = serde_json::to_value(&event).unwrap();
            assert_eq!(value["kind"], event.kind());
            assert!(KINDS.contains(&event.kind()));
            assert_eq!(serde_json::from_value::<Event>(value).unwrap(), event);
        }
    }
}
