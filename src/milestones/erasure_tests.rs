//! What people typed can be taken out, and that it was there cannot.

use crate::milestones::ledger::{Action, Event, History, LEDGER, Meeting, Outcome, WORDS, Words};
use crate::milestones::testing::{SUPERVISOR, TestProject, day, key};
use crate::milestones::{ConfirmedBy, EntryDraft, Ledger, Refusal, erase, meeting, verify};
use crate::milestones::{ProblemKind, read_decision, write_decision};

const SECRET: &str = "She was ill";

/// A meeting of which too much was written down, and a decision that is signed.
fn told() -> TestProject {
    let mut project = TestProject::new();
    let held = Meeting {
        date: day("2026-12-01"),
        with: vec!["Dr B".into()],
        points: vec!["The aim is wide".into(), SECRET.into()],
        actions: vec![Action {
            what: "See the doctor".into(),
            who: "student".into(),
            due: None,
        }],
        next: None,
    };
    project.run(|basis| meeting(basis, &held)).unwrap();
    project.ready("tutorial-1").unwrap();
    let (by, key) = (SUPERVISOR, key(2));
    let proof = ConfirmedBy::Key(&key);
    project
        .decide("tutorial-1", Outcome::Approved, by, proof)
        .unwrap();
    project
}

fn take_out(project: &mut TestProject, line: usize, field: &str) -> Result<(), Refusal> {
    let name = project.history().lines[line - 1].short().to_owned();
    project.run(|basis| erase(basis, &name, field)).map(drop)
}

fn typed(history: &History, line: usize) -> Vec<String> {
    let entry = history.lines[line - 1].entry().unwrap();
    let typed = entry.event.typed().into_iter();
    typed
        .map(|(field, text)| format!("{field}: {text}"))
        .collect()
}

#[test]
fn the_ledger_has_no_word_of_what_was_typed() {
    let project = told();
    let ledger = String::from_utf8(project.bytes.clone()).unwrap();
    for text in [SECRET, "The aim is wide", "doctor", "Well argued"] {
        assert!(!ledger.contains(text));
        assert!(String::from_utf8_lossy(&project.words).contains(text));
    }
    assert_eq!(
        typed(&project.history(), 1),
        [
            "point: The aim is wide",
            "point: She was ill",
            "action: See the doctor"
        ]
    );
    assert!(project.with(verify).is_sound());
}

#[test]
fn a_text_is_taken_out_and_chain_and_signature_hold() {
    let mut project = told();
    take_out(&mut project, 1, "point-2").unwrap();
    take_out(&mut project, 3, "note").unwrap();
    let history = project.history();
    assert_eq!(
        typed(&history, 1)[..2],
        [
            "point: The aim is wide",
            "point: text removed on 1 December 2026 by a.student@example.org"
        ]
    );
    let verification = project.with(verify);
    assert!(verification.is_sound());
    assert_eq!(verification.signed.len(), 1);
    let note = project.standing("tutorial-1").decision.unwrap().note;
    assert!(note.unwrap().starts_with("text removed on"));

    let again = take_out(&mut project, 1, "point-2").unwrap_err();
    assert!(again.message.contains("was removed already"));
    for (field, hint) in [
        ("evidence", "point"),
        ("point-3", "action"),
        ("point-0", ""),
    ] {
        let refusal = take_out(&mut project, 1, field).unwrap_err();
        assert!(refusal.message.contains("has no"), "{}", refusal.message);
        assert!(refusal.hint.contains(hint), "{}", refusal.hint);
    }
}

#[test]
fn a_text_that_is_gone_or_changed_without_an_entry_is_said() {
    let kinds = |project: &TestProject| -> Vec<(usize, ProblemKind)> {
        let problems = project.with(verify).problems.into_iter();
        problems.map(|it| (it.line, it.kind)).collect()
    };
    let mut project = told();
    let words = String::from_utf8(project.words.clone()).unwrap();
    project.words = words.replace(SECRET, "All was well").into();
    let field = "point";
    assert_eq!(kinds(&project), [(1, ProblemKind::TextChanged { field })]);
    let without = words.lines().filter(|line| !line.contains(SECRET));
    project.words = without.collect::<Vec<_>>().join("\n").into();
    let verification = project.with(verify);
    assert!(verification.is_sound());
    let said = "the point of line 1 is missing from milestones/words.jsonl, and no entry says that \
                it was removed";
    assert_eq!(verification.doubts[0].message, said);
    take_out(&mut project, 1, "point-2").unwrap();
    assert_eq!(project.with(verify).doubts, []);
    project.words = b"\xff\n{\"digest\":\n<<<<<<< ours\n".to_vec();
    assert_eq!(project.with(verify).doubts.len(), 3);
}

#[test]
fn an_erasure_of_what_was_not_typed_may_not_stand() {
    let mut project = told();
    let mut entry = {
        let mut other = project.clone();
        let name = other.history().lines[0].short().to_owned();
        other.run(|basis| erase(basis, &name, "point")).unwrap()
    };
    if let Event::Erasure(erasure) = &mut entry.event {
        erasure.field = "note".into();
    }
    project.add(&[(&entry).into()]);
    let problems = project.with(verify).problems;
    assert!(problems[0].message.contains("has no such text"));
    assert!(typed(&project.history(), 1)[1].contains(SECRET));
}

#[test]
fn texts_go_with_their_entries_from_copy_to_copy_and_so_do_erasures() {
    let mut one = told();
    let mut other = TestProject::new();
    let (bytes, words) = (one.bytes.clone(), one.words.clone());
    let mut bare = other.clone();
    bare.receive(&bytes, "ledger.jsonl").unwrap();
    assert_eq!(bare.with(verify).doubts.len(), 4);
    other.receive_with(&bytes, &words, "ledger.jsonl").unwrap();
    assert!(typed(&other.history(), 1)[1].contains(SECRET));
    assert!(other.with(verify).is_sound());

    take_out(&mut one, 1, "point").unwrap();
    let bytes = one.bytes.clone();
    other.receive_with(&bytes, &words, "ledger.jsonl").unwrap();
    assert!(typed(&other.history(), 1)[1].starts_with("point: text removed"));
    assert!(other.with(verify).is_sound());
}

#[test]
fn a_decision_in_a_file_brings_its_texts() {
    let project = told();
    let history = project.history();
    let entry = history.lines[2].entry().unwrap();
    let file = write_decision(entry);
    assert!(file.contains("\"format\": 2"));
    let read = read_decision(&file).unwrap().unwrap();
    assert_eq!(read.decision.note.as_deref(), Some("Well argued."));
    let changed = file.replace("Well argued.", "Badly argued.");
    let read = read_decision(&changed).unwrap().unwrap();
    assert_eq!(read.decision.note.as_deref(), Some("text missing"));
}

#[test]
fn on_the_disk_a_text_is_there_before_its_entry_and_gone_after_its_erasure() {
    let folder = tempfile::tempdir().unwrap();
    let root = dunce::canonicalize(folder.path()).unwrap();
    let ledger = Ledger::of(&root).unwrap();
    let mut project = told();
    let drafts = |project: &TestProject, from: usize| -> Vec<EntryDraft> {
        let history = project.history();
        history.lines[from..].iter().map(EntryDraft::from).collect()
    };
    ledger.append(&drafts(&project, 0)).unwrap();
    let words = || std::fs::read_to_string(root.join(WORDS)).unwrap();
    assert_eq!(
        typed(&ledger.read().unwrap(), 1),
        typed(&project.history(), 1)
    );
    assert!(words().contains(SECRET));
    std::fs::write(root.join(WORDS), words() + "half a line").unwrap();
    take_out(&mut project, 1, "point-2").unwrap();
    ledger.append(&drafts(&project, 3)).unwrap();
    assert!(!words().contains(SECRET) && words().contains("half a line"));
    assert!(
        !std::fs::read_to_string(root.join(LEDGER))
            .unwrap()
            .contains("ill")
    );
    assert!(ledger.read().unwrap().problems.is_empty());

    std::fs::remove_file(root.join(WORDS)).unwrap();
    assert_eq!(ledger.read().unwrap().missing.len(), 3);
    assert_eq!(ledger.restore(&Words::parse(&project.words)).unwrap(), 3);
    assert!(ledger.read().unwrap().missing.is_empty() && !words().contains(SECRET));
}
