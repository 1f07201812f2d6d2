//! A small programme for tests: a plan, two people, their keys, and a ledger in memory.

use jiff::Timestamp;
use jiff::civil::Date;
use ssh_key::private::Ed25519Keypair;
use ssh_key::{LineEnding, PrivateKey};

use crate::milestones::basis::Basis;
use crate::milestones::changes::kept::ChapterSource;
use crate::milestones::facts::{ChapterFacts, Facts};
use crate::milestones::ledger::{ChapterSeal, Entry, EntryDraft, Event, History, Outcome, Words};
use crate::milestones::plan::people::People;
use crate::milestones::plan::{Plan, Planned, PlannedChapter};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::{AllowedSigners, SigningKey};
use crate::milestones::standings::standing::{Standing, Standings};
use crate::milestones::standings::standings;
use crate::milestones::{
    ConfirmedBy, DecideRequest, ReadyRequest, Received, decide, ready, receive,
};
use crate::project::{Due, Origin};

pub(crate) const STUDENT: &str = "a.student@example.org";
pub(crate) const SUPERVISOR: &str = "b.supervisor@example.org";

/// One copy of a project, as far as milestones see it.
#[derive(Clone)]
pub(crate) struct TestProject {
    pub(crate) plan: Plan,
    pub(crate) people: People,
    pub(crate) facts: Facts,
    pub(crate) signers: AllowedSigners,
    pub(crate) outside: Option<AllowedSigners>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) words: Vec<u8>,
    pub(crate) clock: Option<Date>,
    pub(crate) at: Timestamp,
    pub(crate) entered_by: String,
    pub(crate) texts: Vec<(String, String)>,
}

/// Returns the text of a private key that is the same on every run.
pub(crate) fn key_text(seed: u8) -> String {
    let pair = Ed25519Keypair::from_seed(&[seed; 32]);
    let key = PrivateKey::from(pair);
    key.to_openssh(LineEnding::LF).unwrap().to_string()
}

pub(crate) fn key(seed: u8) -> SigningKey {
    SigningKey::read(&key_text(seed), None).unwrap()
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl TestProject {
    /// Three milestones: a tutorial with one chapter, a study without, and the submission.
    pub(crate) fn new() -> Self {
        let chapter = |id: &str| PlannedChapter {
            id: id.into(),
            path: format!("chapters/{id}.md"),
            sections: Vec::new(),
            sections_origin: Origin::assumed(),
            bounds: None,
        };
        let milestone = |id: &str, chapters: &[&str], due: &str| Planned {
            id: id.into(),
            title: id.into(),
            chapters: chapters.iter().map(|it| chapter(it)).collect(),
            missing: Vec::new(),
            due: Some(Due::Day(day(due))),
            criteria: Vec::new(),
        };
        let mut project = Self {
            plan: Plan {
                milestones: vec![
                    milestone("tutorial-1", &["introduction"], "2026-12-07"),
                    milestone("study", &[], "2027-06-01"),
                    milestone("submission", &["introduction", "findings"], "2027-09-01"),
                ],
                ..Plan::default()
            },
            people: People {
                student: Some(STUDENT.into()),
                student_name: "A. Student".into(),
                supervisor: Some(SUPERVISOR.into()),
                supervisor_name: Some("Dr B. Supervisor".into()),
                title: "A title".into(),
                ..People::default()
            },
            facts: Facts::default(),
            signers: AllowedSigners::default(),
            outside: None,
            bytes: Vec::new(),
            words: Vec::new(),
            clock: None,
            at: "2026-12-01T09:00:00Z".parse().unwrap(),
            entered_by: STUDENT.into(),
            texts: Vec::new(),
        };
        let signers = format!(
            "{SUPERVISOR} namespaces=\"folio-decision\" {}\n",
            key(2).public()
        );
        project.signers = AllowedSigners::parse(&signers);
        project.write("introduction", "The first words.\n");
        project
    }

    pub(crate) fn on(&mut self, date: &str) -> &mut Self {
        self.at = format!("{date}T09:00:00Z").parse().unwrap();
        self
    }

    /// Writes a chapter.
    pub(crate) fn write(&mut self, id: &str, text: &str) {
        let words = u32::try_from(text.split_whitespace().count()).unwrap();
        self.texts.retain(|(known, _)| known != id);
        self.texts.push((id.into(), text.into()));
        let facts = ChapterFacts {
            words,
            ..ChapterFacts::default()
        };
        self.facts.chapters.insert(id.into(), facts);
    }

    pub(crate) fn history(&self) -> History {
        History::parse(&self.bytes).with_words(&Words::parse(&self.words))
    }

    pub(crate) fn with<T>(&self, run: impl FnOnce(&Basis<'_>) -> T) -> T {
        let history = self.history();
        run(&Basis {
            plan: &self.plan,
            people: &self.people,
            history: &history,
            facts: &self.facts,
            signers: &self.signers,
            outside: self.outside.as_ref(),
            at: self.at,
            today: crate::milestones::day_of(self.at),
            entered_by: &self.entered_by,
            clock: self.clock,
            seed: b"a seed",
        })
    }

    /// Adds drafts as the ledger's file would.
    pub(crate) fn add(&mut self, drafts: &[EntryDraft]) {
        let history = self.history();
        let lines = crate::milestones::ledger::chained(&self.bytes, &history, drafts);
        self.bytes.extend(lines);
        for text in drafts.iter().flat_map(|it| &it.words) {
            self.words.extend(serde_json::to_vec(text).unwrap());
            self.words.push(b'\n');
        }
    }

    /// Runs a command and adds its entry.
    pub(crate) fn run(
        &mut self,
        command: impl FnOnce(&Basis<'_>) -> Result<Entry, Refusal>,
    ) -> Result<Entry, Refusal> {
        let entry = self.with(command)?;
        self.add(&[EntryDraft::from(&entry)]);
        Ok(entry)
    }

    fn sources(&self, id: &str) -> Vec<ChapterSource> {
        let planned = self.plan.find(id).unwrap();
        let text_of = |chapter: &PlannedChapter| {
            let (_, text) = self.texts.iter().find(|(known, _)| *known == chapter.id)?;
            Some(ChapterSource {
                id: chapter.id.clone(),
                path: chapter.path.clone(),
                bytes: text.clone().into_bytes(),
                words: self.facts.chapters[&chapter.id].words,
                counted: Some(text.clone()),
            })
        };
        planned.chapters.iter().filter_map(text_of).collect()
    }

    pub(crate) fn ready(&mut self, id: &str) -> Result<Entry, Refusal> {
        let chapters = self.sources(id);
        let history = self.history();
        let rounds = history.entries().filter(
            |(_, entry)| matches!(&entry.event, Event::Ready(ready) if ready.milestone == id),
        );
        let round = u32::try_from(rounds.count()).unwrap() + 1;
        let args = ReadyRequest {
            chapters: &chapters,
            ..ReadyRequest::default()
        };
        self.run(|basis| ready(basis, id, round, &args))
    }

    pub(crate) fn decide(
        &mut self,
        id: &str,
        outcome: Outcome,
        by: &str,
        proof: ConfirmedBy<'_>,
    ) -> Result<Entry, Refusal> {
        let entry = self.draft_decision(id, outcome, by, proof)?;
        self.add(&[EntryDraft::from(&entry)]);
        Ok(entry)
    }

    /// Decides without adding the entry, as `--out` alone does.
    pub(crate) fn draft_decision(
        &self,
        id: &str,
        outcome: Outcome,
        by: &str,
        proof: ConfirmedBy<'_>,
    ) -> Result<Entry, Refusal> {
        let sources = self.sources(id);
        let now: Vec<ChapterSeal> = sources
            .iter()
            .map(|it| ChapterSeal {
                id: it.id.clone(),
                digest: it.record().digest,
            })
            .collect();
        self.with(|basis| {
            let args = DecideRequest {
                outcome,
                by,
                proof,
                taken: None,
                note: Some("Well argued."),
                actions: &[],
                now: &now,
            };
            decide(basis, id, &args)
        })
    }

    pub(crate) fn receive(&mut self, bytes: &[u8], source: &str) -> Result<Received, Refusal> {
        self.receive_with(bytes, &[], source)
    }

    /// Receives a ledger with the texts that stand beside it.
    pub(crate) fn receive_with(
        &mut self,
        bytes: &[u8],
        words: &[u8],
        source: &str,
    ) -> Result<Received, Refusal> {
        let words = Words::parse(words);
        let received = self.with(|basis| receive(basis, (bytes, &words), source))?;
        self.add(&received.drafts());
        Ok(received)
    }

    pub(crate) fn standings(&self) -> Standings {
        self.with(standings)
    }

    pub(crate) fn standing(&self, id: &str) -> Standing {
        let mut all = self.standings().milestones.into_iter();
        all.find(|it| it.id == id).unwrap()
    }
}
