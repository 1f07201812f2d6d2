//! What the commands record and what they refuse, told as short stories.

use crate::milestones::ledger::{
    Action, Confirmation, Event, Extension, Meeting, Outcome, sentence, short,
};
use crate::milestones::signoff::{AllowedSigners, Known};
use crate::milestones::standings::standing::Waiting;
use crate::milestones::standings::state::State;
use crate::milestones::testing::{STUDENT, SUPERVISOR, TestProject, day, key};
use crate::milestones::{
    ConfirmedBy, ReadyRequest, Received, correct, done, meeting, read_decision, ready, submitted,
    verify, write_decision,
};
use crate::project::Due;

const MAIL: ConfirmedBy<'static> = ConfirmedBy::Evidence("e-mail of 3 March");

#[test]
fn a_signature_holds_and_outside_keys_vouch_for_it() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    project
        .decide(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            ConfirmedBy::Key(&key(2)),
        )
        .unwrap();
    let is_vouched =
        |project: &TestProject| match project.standing("tutorial-1").decision.unwrap().known {
            Known::Signed(seal) => seal.is_vouched,
            Known::Recorded { .. } => panic!("it is signed"),
        };
    assert!(!is_vouched(&project));
    project.outside = Some(AllowedSigners::parse(&format!(
        "*@example.org {}",
        key(2).public()
    )));
    assert!(is_vouched(&project));
    project.outside = Some(AllowedSigners::parse(&format!(
        "*@example.org {}",
        key(3).public()
    )));
    assert!(!is_vouched(&project));
    // A recorded return, which the student could type, does not undo it.
    let returned = project.decide("tutorial-1", Outcome::Returned, SUPERVISOR, MAIL);
    assert!(returned.unwrap_err().message.contains("is signed"));
    let name = short(&project.standing("tutorial-1").decision.unwrap().entry).to_owned();
    let back = project.run(|basis| correct(basis, &name, "changed my mind", None));
    assert!(back.unwrap_err().message.contains("is signed"));
    let ready = short(&project.standing("tutorial-1").ready.unwrap().entry).to_owned();
    assert!(
        project
            .run(|basis| correct(basis, &ready, "oops", None))
            .is_err()
    );
}

#[test]
fn a_signature_is_refused_with_its_reason() {
    #[track_caller]
    fn case(project: &TestProject, by: &str, seed: u8, reason: &str) {
        let key = key(seed);
        let refusal = project
            .draft_decision("tutorial-1", Outcome::Approved, by, ConfirmedBy::Key(&key))
            .unwrap_err();
        assert!(refusal.message.contains(reason), "{refusal:?}");
    }

    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    case(
        &project,
        SUPERVISOR,
        3,
        "the key is not in the list of allowed signers",
    );
    case(
        &project,
        "c@example.org",
        2,
        "nobody says who `c@example.org` is",
    );
    let mut other = project.clone();
    other.people.deciders.push("c@example.org".into());
    case(
        &other,
        "c@example.org",
        2,
        "the key is not allowed for `c@example.org`",
    );
    case(&project, STUDENT, 2, "is the student");
    case(&project, "A. Student", 2, "is the student");
    let list = |options: &str| {
        AllowedSigners::parse(&format!("{SUPERVISOR} {options} {}\n", key(2).public()))
    };
    let mut expired = project.clone();
    expired.signers = list("valid-before=\"20260101\"");
    case(&expired, SUPERVISOR, 2, "the key had expired");
    // A key that has ended signs for no day before its end.
    let mut dated_back = project.clone();
    dated_back.signers = list("valid-before=\"20261115\"");
    dated_back.on("2026-11-10").clock = Some(day("2026-12-01"));
    case(&dated_back, SUPERVISOR, 2, "the key had expired");
    dated_back.clock = Some(day("2026-11-10"));
    assert!(
        dated_back
            .draft_decision(
                "tutorial-1",
                Outcome::Approved,
                SUPERVISOR,
                ConfirmedBy::Key(&key(2))
            )
            .is_ok()
    );
    let mut git = project.clone();
    git.signers = list("namespaces=\"git\"");
    case(
        &git,
        SUPERVISOR,
        2,
        "does not allow the key to sign decisions",
    );
    project.write("introduction", "Other words.\n");
    case(
        &project,
        SUPERVISOR,
        2,
        "`introduction` changed since `tutorial-1` was marked ready",
    );
    // In words a decision is about what was marked ready, whatever was written since.
    project
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
}

#[test]
fn a_signed_decision_that_was_tampered_with_has_no_effect() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    let mut entry = project
        .draft_decision(
            "tutorial-1",
            Outcome::Returned,
            SUPERVISOR,
            ConfirmedBy::Key(&key(2)),
        )
        .unwrap();
    if let Event::Decision(decision) = &mut entry.event {
        decision.outcome = Outcome::Approved;
    }
    let received = project.receive(write_decision(&entry).as_bytes(), "decision.json");
    assert!(
        received
            .unwrap_err()
            .message
            .contains("the decision was changed")
    );
    project.add(&[(&entry).into()]);
    let standings = project.standings();
    assert_eq!(standings.milestones[0].state, State::Ready);
    assert_eq!(standings.ignored.len(), 1);
    let verification = project.with(verify);
    assert_eq!(
        (verification.problems.len(), verification.refused.len()),
        (0, 1)
    );
    assert!(!verification.is_sound());
}

#[test]
fn a_decision_from_another_copy_fits_although_both_moved_on() {
    let mut student = TestProject::new();
    student.ready("tutorial-1").unwrap();
    let mut supervisor = student.clone();
    supervisor.entered_by = SUPERVISOR.into();
    supervisor.on("2026-12-02");
    let entry = supervisor
        .decide(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            ConfirmedBy::Key(&key(2)),
        )
        .unwrap();
    let file = write_decision(&entry);
    assert_eq!(read_decision(&file).unwrap().unwrap().entry, entry);
    student
        .on("2026-12-03")
        .write("introduction", "The words went on.\n");
    let args = Meeting {
        date: day("2026-12-03"),
        with: vec!["Dr B".into()],
        points: vec![],
        actions: vec![],
        next: None,
    };
    student.run(|basis| meeting(basis, &args)).unwrap();
    let windows = format!("\u{feff}{}", file.replace('\n', "\r\n"));
    let received = student
        .receive(windows.as_bytes(), "decision.json")
        .unwrap();
    assert!(matches!(received, Received::Decision { note: None, .. }));
    assert_eq!(student.standing("tutorial-1").state, State::Approved);
    assert_eq!(
        student.receive(file.as_bytes(), "decision.json").unwrap(),
        Received::Nothing
    );
    // The supervisor's whole ledger brings nothing new either.
    let theirs = supervisor.bytes.clone();
    assert_eq!(
        student.receive(&theirs, "ledger.jsonl").unwrap(),
        Received::Nothing
    );
}

#[test]
fn a_decision_on_an_earlier_round_is_kept_and_has_no_effect() {
    let mut student = TestProject::new();
    student.ready("tutorial-1").unwrap();
    let entry = student
        .draft_decision(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            ConfirmedBy::Key(&key(2)),
        )
        .unwrap();
    student
        .on("2026-12-04")
        .write("introduction", "Second version.\n");
    student.ready("tutorial-1").unwrap();
    let received = student
        .receive(write_decision(&entry).as_bytes(), "decision.json")
        .unwrap();
    let Received::Decision {
        note: Some(note), ..
    } = received
    else {
        panic!("{received:?}");
    };
    assert_eq!(
        note,
        "the decision is about round 1 of `tutorial-1`: round 2 was marked ready since"
    );
    let standing = student.standing("tutorial-1");
    assert_eq!((standing.state, standing.earlier.len()), (State::Ready, 1));
    let mut stranger = TestProject::new();
    let refusal = stranger.receive(write_decision(&entry).as_bytes(), "decision.json");
    assert!(
        refusal
            .unwrap_err()
            .message
            .contains("this ledger does not have")
    );
}

#[test]
fn a_meeting_leaves_actions_that_are_done_once() {
    let mut project = TestProject::new();
    let action = |what: &str, due: &str| Action {
        what: what.into(),
        who: "student".into(),
        due: Some(day(due)),
    };
    let actions = [
        action("Narrow the aim", "2026-11-30"),
        action("Read", "2027-01-01"),
    ];
    let mut args = Meeting {
        date: day("2026-12-01"),
        with: vec!["Dr B".into()],
        points: vec!["The aim is wide".into()],
        actions: actions.into(),
        next: Some(day("2027-01-10")),
    };
    project.run(|basis| meeting(basis, &args)).unwrap();
    let open = project.standings().actions;
    assert_eq!(
        open.iter().map(|it| it.is_overdue).collect::<Vec<_>>(),
        [true, false]
    );
    let id = open[0].id.clone();
    project
        .run(|basis| done(basis, &id, Some("in chapter 1")))
        .unwrap();
    assert!(project.standings().actions[0].done.is_some());
    let again = project.run(|basis| done(basis, &id, None)).unwrap_err();
    assert!(again.message.contains("was done on 1 December 2026"));
    let unknown = project
        .run(|basis| done(basis, "ffffffff-1", None))
        .unwrap_err();
    assert!(unknown.hint.contains(&open[1].id));
    args.date = day("2026-12-24");
    assert!(project.run(|basis| meeting(basis, &args)).is_err());
    args.date = day("2026-12-01");
    args.with.clear();
    assert!(project.run(|basis| meeting(basis, &args)).is_err());
}

#[test]
fn a_correction_supersedes_and_rewrites_nothing() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    let wrong = project
        .decide("tutorial-1", Outcome::Returned, SUPERVISOR, MAIL)
        .unwrap();
    let before = project.bytes.clone();
    let name = short(&project.standing("tutorial-1").decision.unwrap().entry).to_owned();
    let Event::Decision(mut right) = wrong.event.clone() else {
        panic!("it is a decision");
    };
    right.outcome = Outcome::Approved;
    let right = Event::Decision(right);
    project
        .run(|basis| correct(basis, &name, "pressed the wrong key", Some(right.clone())))
        .unwrap();
    assert!(project.bytes.starts_with(&before));
    assert_eq!(project.standing("tutorial-1").state, State::Approved);
    project
        .run(|basis| correct(basis, &name, "it was another student", None))
        .unwrap();
    assert_eq!(project.standing("tutorial-1").state, State::Ready);
    assert!(
        project
            .run(|basis| correct(basis, "ffffffff", "x", None))
            .is_err()
    );
    assert!(
        project
            .run(|basis| correct(basis, &name, " ", None))
            .is_err()
    );
    let extension = Event::Extension(Extension {
        milestone: "tutorial-1".into(),
        to: Due::Day(day("2027-01-01")),
        reference: "E".into(),
        granted_by: None,
        grant: None,
    });
    assert!(
        project
            .run(|basis| correct(basis, &name, "x", Some(extension)))
            .is_err()
    );
    let Event::Decision(mut own) = wrong.event else {
        panic!("it is a decision");
    };
    own.by = STUDENT.into();
    let own = Event::Decision(own);
    assert!(
        project
            .run(|basis| correct(basis, &name, "x", Some(own)))
            .is_err()
    );
}

#[test]
fn only_the_submission_is_handed_in_and_only_once() {
    let mut project = TestProject::new();
    project.on("2027-09-01");
    assert!(project.run(|basis| submitted(basis, " ", None)).is_err());
    let entry = project
        .run(|basis| submitted(basis, "receipt 42", None))
        .unwrap();
    assert_eq!(sentence(&entry), "handed in, evidence: receipt 42");
    let standing = project.standing("submission");
    assert_eq!(
        (standing.state, standing.waiting_on),
        (State::Submitted, Waiting::Nobody)
    );
    assert!(
        project
            .run(|basis| submitted(basis, "receipt 43", None))
            .is_err()
    );
}

#[test]
fn a_decision_says_whether_it_was_recorded_or_signed() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    let recorded = project
        .draft_decision("tutorial-1", Outcome::Approved, "Dr B\u{1b}[31m", MAIL)
        .unwrap();
    assert_eq!(
        sentence(&recorded),
        "tutorial-1 approved by Dr B [31m (recorded by a.student@example.org, evidence: \
         e-mail of 3 March)"
    );
    let signed = project
        .draft_decision(
            "tutorial-1",
            Outcome::Returned,
            SUPERVISOR,
            ConfirmedBy::Key(&key(2)),
        )
        .unwrap();
    assert_eq!(
        sentence(&signed),
        "tutorial-1 returned by Dr B. Supervisor (signed)"
    );
    let Event::Decision(decision) = signed.event else {
        panic!("it is a decision");
    };
    assert!(matches!(decision.confirmation, Confirmation::Ssh { .. }));
}

#[test]
fn a_milestone_without_chapters_is_ready_by_its_criteria_or_despite_them() {
    let mut project = TestProject::new();
    project.plan.milestones[1].criteria = vec![crate::project::Criterion {
        id: "ethics-record".into(),
        chapter: None,
        at_least: None,
        at_most: None,
        codes: Vec::new(),
        origin: crate::project::Origin::assumed(),
    }];
    assert_eq!(project.standing("study").state, State::NotStarted);
    let refusal = project.ready("study").unwrap_err();
    assert!(
        refusal
            .message
            .starts_with("1 criterion of `study` is not met"),
        "{refusal:?}"
    );
    assert!(refusal.hint.contains("--despite --reason"));
    let args = ReadyRequest {
        despite: Some("the project is late"),
        ..ReadyRequest::default()
    };
    let entry = project
        .run(|basis| ready(basis, "study", 1, &args))
        .unwrap();
    assert!(sentence(&entry).ends_with("despite unmet criteria: the project is late"));
    project.facts.ethics.classification = Some(crate::project::Classification::ServiceEvaluation);
    project.facts.ethics.reference = Some("SE-31".into());
    project.ready("study").unwrap();
    assert_eq!(project.standing("study").state, State::Ready);
    project.facts.chapters.clear();
    project.texts.clear();
    assert!(project.ready("tutorial-1").is_err());
}
