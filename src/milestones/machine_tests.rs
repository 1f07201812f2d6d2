//! The states of a milestone on files: after every short history each kind of entry is put there as
//! a forger would, and reading refuses what writing refuses.

use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Entry, EntryDraft, Event, History, Meeting, Outcome, short};
use crate::milestones::refusal::Refusal;
use crate::milestones::standings::standing::Standing;
use crate::milestones::testing::{SUPERVISOR, TestProject, day, key};
use crate::milestones::{
    ConfirmedBy, PackagedRequest, correct, extend, meeting, packaged, submitted, verify,
};
use crate::project::Due;

const ID: &str = "submission";

/// So long are the histories.
const LENGTH: usize = 2;

/// What somebody may try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Ready,
    Decide(Outcome, bool),
    Claim,
    Record,
    Grant,
    Package,
    Submit,
    TakeBack,
    Meet,
}

const ACTS: [Act; 14] = [
    Act::Ready,
    Act::Decide(Outcome::Approved, false),
    Act::Decide(Outcome::Approved, true),
    Act::Decide(Outcome::ApprovedWithChanges, false),
    Act::Decide(Outcome::ApprovedWithChanges, true),
    Act::Decide(Outcome::Returned, false),
    Act::Decide(Outcome::Returned, true),
    Act::Claim,
    Act::Record,
    Act::Grant,
    Act::Package,
    Act::Submit,
    Act::TakeBack,
    Act::Meet,
];

/// Tries to record an act, a day after the last line; `what` is what a correction takes back.
fn record(project: &mut TestProject, act: Act, what: Option<&Digest>) -> Result<Entry, Refusal> {
    let lines = project.history().lines;
    project.on(&format!("2026-12-{:02}", lines.len() + 1));
    let key = key(2);
    let last = lines.last().map(|line| line.digest.clone());
    let to = Due::Day(day("2027-09-15"));
    match act {
        Act::Ready => project.ready(ID),
        Act::Decide(outcome, true) => {
            project.decide(ID, outcome, SUPERVISOR, ConfirmedBy::Key(&key))
        }
        Act::Decide(outcome, false) => {
            project.decide(ID, outcome, SUPERVISOR, ConfirmedBy::Evidence("mail"))
        }
        Act::Claim => project.run(|basis| extend(basis, ID, to, "EXT-1", None, None)),
        Act::Record => project.run(|basis| extend(basis, ID, to, "EXT-1", Some("Office"), None)),
        Act::Grant => {
            project.run(|basis| extend(basis, ID, to, "EXT-1", Some(SUPERVISOR), Some(&key)))
        }
        Act::Package => {
            let args = PackagedRequest {
                folder: "submission/1",
                file: "a.pdf",
                digest: Digest::of_bytes(b"pdf"),
                words: 2,
                despite: &[],
            };
            project.run(|basis| packaged(basis, &args))
        }
        Act::Submit => project.run(|basis| submitted(basis, "receipt", None)),
        Act::TakeBack => {
            let what = what.or(last.as_ref());
            let name = what.map(|it| short(it).to_owned()).unwrap_or_default();
            project.run(|basis| correct(basis, &name, "wrong", None))
        }
        Act::Meet => {
            let held = Meeting {
                date: day("2026-11-30"),
                with: vec!["Dr B".into()],
                points: Vec::new(),
                actions: Vec::new(),
                next: None,
            };
            project.run(|basis| meeting(basis, &held))
        }
    }
}

/// Returns every history that can be recorded, up to a length, with the act that came last.
fn histories() -> Vec<(Vec<Act>, TestProject)> {
    let mut project = TestProject::new();
    project.write("findings", "Calls were missed.\n");
    let mut all = vec![(Vec::new(), project)];
    let mut from = 0;
    for _ in 0..LENGTH {
        let end = all.len();
        for at in from..end {
            for act in ACTS {
                let (acts, mut project) = all[at].clone();
                if record(&mut project, act, None).is_ok() {
                    all.push(([acts, vec![act]].concat(), project));
                }
            }
        }
        from = end;
    }
    all
}

/// Returns where a milestone stands, without what only says where to look.
fn stands(project: &TestProject) -> Vec<Standing> {
    project.standings().milestones
}

#[test]
#[ignore = "takes minutes; run with `cargo test --lib machine_tests -- --ignored`"]
fn what_writing_refuses_reading_refuses_and_it_has_no_effect() {
    let histories = histories();
    assert!(histories.len() > 40, "{}", histories.len());
    // Entries that were recorded in their place, each act in each of its forms.
    let mut donors: Vec<(Act, Entry, Vec<u8>)> = Vec::new();
    for (acts, project) in &histories {
        let Some(act) = acts.last() else {
            continue;
        };
        let history = project.history();
        let entry = history.entries().last().unwrap().1.clone();
        let is_known = donors.iter().any(|(_, known, _)| *known == entry);
        if !is_known {
            donors.push((*act, entry, project.words.clone()));
        }
    }
    let is_taken = |act: &Act| donors.iter().any(|(donor, ..)| donor == act);
    assert!(ACTS.iter().all(is_taken), "an act that nobody can record");
    let (mut refused, mut stood) = (0, 0);
    for (acts, project) in &histories {
        let before = stands(project);
        for (act, entry, words) in &donors {
            let what = match &entry.event {
                Event::Correction(correction) => Some(&correction.entry),
                _ => None,
            };
            let may_be_written = record(&mut project.clone(), *act, what).is_ok();
            let mut forged = project.clone();
            forged.words.extend_from_slice(words);
            forged.add(&[EntryDraft::from(entry)]);
            let verification = forged.with(verify);
            let shown = format!("{acts:?} then {act:?}: {verification:#?}");
            if verification.is_sound() {
                let is_idle = !verification.idle.is_empty();
                assert!(
                    may_be_written || is_idle && stands(&forged) == before,
                    "{shown}"
                );
                stood += 1;
            } else {
                assert_eq!(stands(&forged), before, "{shown}");
                refused += 1;
            }
        }
    }
    assert!(
        refused > 500 && stood > 50,
        "{refused} refused, {stood} stood"
    );
}

#[test]
fn what_may_be_written_is_sound_when_it_is_read_on_another_day() {
    for (acts, project) in histories() {
        let bytes = project.bytes.clone();
        let mut later = project;
        later.on("2027-08-30");
        let verification = later.with(verify);
        assert!(verification.is_sound(), "{acts:?}: {verification:#?}");
        assert!(History::parse(&bytes).problems.is_empty());
    }
}
