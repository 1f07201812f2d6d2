//! A year of two people and two copies of one folder: nothing is lost, and both copies come to
//! hold the same.

use std::collections::BTreeSet;

use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Action, Meeting, Outcome};
use crate::milestones::standings::state::State;
use crate::milestones::testing::{STUDENT, SUPERVISOR, TestProject, day, key};
use crate::milestones::{
    ConfirmedBy, PackagedRequest, Received, correct, done, extend, meeting, packaged, short,
    submitted, supervisor, write_decision,
};
use crate::project::Due;

fn digests(project: &TestProject) -> BTreeSet<Digest> {
    let history = project.history();
    assert_eq!(history.problems, []);
    history
        .lines
        .iter()
        .filter(|line| {
            line.entry()
                .is_none_or(|entry| entry.event.kind() != "merge")
        })
        .map(|line| line.digest.clone())
        .collect()
}

/// Returns the texts beside both ledgers.
fn both(one: &TestProject, other: &TestProject) -> Vec<u8> {
    [&one.words[..], &other.words].concat()
}

fn meet(project: &mut TestProject, date: &str, what: &str) {
    let actions = [Action {
        what: what.into(),
        who: "student".into(),
        due: None,
    }];
    let args = Meeting {
        date: day(date),
        with: vec!["Dr B. Supervisor".into()],
        points: vec![],
        actions: actions.into(),
        next: None,
    };
    project.on(date).run(|basis| meeting(basis, &args)).unwrap();
}

#[test]
fn two_copies_that_diverge_for_a_year_end_in_one_ledger_with_nothing_lost() {
    let mut student = TestProject::new();
    let mut all = BTreeSet::new();

    // December: the folder goes to the supervisor as a zip, who signs on that copy.
    meet(&mut student, "2026-11-20", "Narrow the aim");
    student.on("2026-12-01").ready("tutorial-1").unwrap();
    let mut b = student.clone();
    b.entered_by = SUPERVISOR.into();
    student
        .on("2026-12-02")
        .write("introduction", "The student writes on.\n");
    let action = student.standings().actions[0].id.clone();
    student.run(|basis| done(basis, &action, None)).unwrap();
    b.on("2026-12-03");
    let decision = b
        .decide(
            "tutorial-1",
            Outcome::ApprovedWithChanges,
            SUPERVISOR,
            ConfirmedBy::Key(&key(2)),
        )
        .unwrap();
    let file = write_decision(&decision);
    let received = student
        .on("2026-12-04")
        .receive(file.as_bytes(), "decision.json")
        .unwrap();
    assert!(matches!(received, Received::Decision { note: None, .. }));
    assert_eq!(
        student.standing("tutorial-1").state,
        State::ApprovedWithChanges
    );

    // January: both keep notes on their own copies.
    meet(&mut student, "2027-01-10", "Read about readiness");
    meet(&mut b, "2027-01-11", "Ask the project about data");
    all.extend(digests(&student));
    all.extend(digests(&b));

    // March: the student takes over the supervisor's ledger, and sends the joined one back.
    let theirs = b.bytes.clone();
    let texts = both(&student, &b);
    let received = student
        .on("2027-03-01")
        .receive_with(&theirs, &texts, "ledger (B).jsonl")
        .unwrap();
    assert!(matches!(&received, Received::Joined(joined) if joined.added == 1));
    let ours = student.bytes.clone();
    b.on("2027-03-02")
        .receive_with(&ours, &texts, "ledger (A).jsonl")
        .unwrap();
    assert_eq!(digests(&student), digests(&b));
    assert_eq!(student.standings().actions, b.standings().actions);

    // April: tutorial 1 is marked ready on one copy and decided on the other, which is late.
    student.on("2027-04-01").ready("tutorial-1").unwrap();
    let late = b.on("2027-04-02").draft_decision(
        "tutorial-1",
        Outcome::Returned,
        SUPERVISOR,
        ConfirmedBy::Key(&key(2)),
    );
    let late = late.unwrap();
    let received = student
        .on("2027-04-03")
        .receive(write_decision(&late).as_bytes(), "d.json")
        .unwrap();
    assert!(matches!(received, Received::Decision { note: Some(_), .. }));
    assert_eq!(student.standing("tutorial-1").state, State::Ready);
    let evidence = ConfirmedBy::Evidence("e-mail of 5 April");
    student
        .on("2027-04-05")
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, evidence)
        .unwrap();

    // June: a new supervisor, an extension claimed here and granted there.
    student.on("2027-05-20");
    student
        .run(|basis| {
            supervisor(
                basis,
                "Prof C. New",
                "c.new@example.org",
                (day("2027-05-20"), None),
                None,
            )
        })
        .unwrap();
    let to = Due::Day(day("2027-06-30"));
    student
        .run(|basis| extend(basis, "study", to, "EXT-7", None, None))
        .unwrap();
    b.on("2027-05-25");
    b.run(|basis| extend(basis, "study", to, "EXT-7", Some("Programme office"), None))
        .unwrap();
    meet(&mut b, "2027-06-02", "Hand over to Prof C. New");
    all.extend(digests(&student));
    all.extend(digests(&b));
    let (one, two) = (student.bytes.clone(), b.bytes.clone());
    let texts = both(&student, &b);
    student
        .on("2027-06-10")
        .receive_with(&two, &texts, "ledger.jsonl")
        .unwrap();
    b.on("2027-06-10")
        .receive_with(&one, &texts, "ledger.jsonl")
        .unwrap();
    let study = student.standing("study");
    assert_eq!(
        (study.recorded.map(|it| it.to), study.claimed),
        (Some(to), None)
    );

    // A cloud drive makes a conflict copy: one file went on from the old state.
    let mut conflict = student.clone();
    student.on("2027-06-12").ready("study").unwrap();
    meet(&mut conflict, "2027-06-13", "Check the quotations");
    all.extend(digests(&conflict));
    let other = conflict.bytes.clone();
    let windows = String::from_utf8(other).unwrap().replace('\n', "\r\n");
    student
        .on("2027-06-14")
        .receive_with(windows.as_bytes(), &conflict.words, "ledger-conflict.jsonl")
        .unwrap();
    let evidence = ConfirmedBy::Evidence("e-mail of 15 June");
    student
        .on("2027-06-15")
        .decide("study", Outcome::Approved, "c.new@example.org", evidence)
        .unwrap();

    // A wrong entry, and the end.
    let name = short(&student.standing("study").decision.unwrap().entry).to_owned();
    student
        .on("2027-06-16")
        .run(|basis| correct(basis, &name, "it was for the pilot", None))
        .unwrap();
    student.write("findings", "All the findings.\n");
    student.on("2027-08-20").ready("submission").unwrap();
    let args = PackagedRequest {
        folder: "submission/2027-08-30",
        file: "042_2027-08-30.pdf",
        digest: Digest::of_bytes(b"%PDF"),
        words: 9_412,
        despite: &[],
    };
    student
        .on("2027-08-30")
        .run(|basis| packaged(basis, &args))
        .unwrap();
    assert_eq!(student.standing("submission").state, State::Packaged);
    student
        .on("2027-09-01")
        .run(|basis| submitted(basis, "receipt 42", None))
        .unwrap();
    all.extend(digests(&student));

    // One ledger: everything that anybody ever entered, in a chain that holds.
    let (one, two) = (student.bytes.clone(), b.bytes.clone());
    let texts = both(&student, &b);
    student
        .on("2027-09-02")
        .receive_with(&two, &texts, "ledger.jsonl")
        .unwrap();
    b.on("2027-09-02")
        .receive_with(&one, &texts, "ledger.jsonl")
        .unwrap();
    assert_eq!(digests(&student), all);
    assert_eq!(digests(&b), all);
    let states = |project: &TestProject| -> Vec<State> {
        project
            .standings()
            .milestones
            .iter()
            .map(|it| it.state)
            .collect()
    };
    assert_eq!(
        states(&student),
        [State::Approved, State::Ready, State::Submitted]
    );
    b.facts = student.facts.clone();
    assert_eq!(states(&b), states(&student));
    let tutorial = student.standing("tutorial-1");
    assert_eq!(
        tutorial.decision.unwrap().name.as_deref(),
        Some("Dr B. Supervisor")
    );
    assert_eq!(tutorial.earlier.len(), 2);
    assert_eq!(student.entered_by, STUDENT);

    // Joining once more adds nothing.
    let two = b.bytes.clone();
    assert_eq!(
        student.receive(&two, "ledger.jsonl").unwrap(),
        Received::Nothing
    );
}
