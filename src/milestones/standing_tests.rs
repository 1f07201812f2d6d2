//! Where milestones stand, told as short stories.

use crate::milestones::ledger::{Action, Confirmation, Event, Extension, Outcome, short};
use crate::milestones::office::{Office, STUDENT, SUPERVISOR, day, key};
use crate::milestones::signoff::AllowedSigners;
use crate::milestones::standing::{Known, Rag, Waiting};
use crate::milestones::transition::State;
use crate::milestones::{
    MeetingArgs, Proof, ReadyArgs, Received, correct, done, extend, meeting, meetings,
    read_decision, ready, sentence, submitted, supervisor, verify, write_decision,
};
use crate::project::Due;

const MAIL: Proof<'static> = Proof::Evidence("e-mail of 3 March");

#[test]
fn a_milestone_goes_from_nothing_to_approved() {
    let mut office = Office::new();
    office.facts.chapters.clear();
    office.texts.clear();
    assert_eq!(office.standing("tutorial-1").state, State::NotStarted);
    assert!(office.ready("tutorial-1").is_err());
    office.write("introduction", "Some words.\n");
    assert_eq!(office.standing("tutorial-1").state, State::InProgress);
    let early = office.decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL);
    assert!(early.unwrap_err().message.contains("not marked ready"));
    office.ready("tutorial-1").unwrap();
    let standing = office.standing("tutorial-1");
    assert_eq!(
        (standing.state, standing.waiting_on),
        (State::Ready, Waiting::Supervisor)
    );
    office
        .decide("tutorial-1", Outcome::ApprovedWithChanges, SUPERVISOR, MAIL)
        .unwrap();
    let standing = office.standing("tutorial-1");
    let decision = standing.decision.unwrap();
    assert_eq!(standing.state, State::ApprovedWithChanges);
    assert_eq!(decision.name.as_deref(), Some("Dr B. Supervisor"));
    assert_eq!(decision.entered_by, STUDENT);
    assert_eq!(
        decision.known,
        Known::Recorded {
            evidence: "e-mail of 3 March".into()
        }
    );
    assert_eq!(office.standings().next.unwrap().id, "study");
}

#[test]
fn ready_again_supersedes_and_keeps_what_was_decided_before() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    office
        .decide("tutorial-1", Outcome::Returned, SUPERVISOR, MAIL)
        .unwrap();
    assert_eq!(
        office.standing("tutorial-1").command.unwrap(),
        "folio milestone ready tutorial-1"
    );
    office.write("introduction", "Better words.\n");
    office.ready("tutorial-1").unwrap();
    let standing = office.standing("tutorial-1");
    assert_eq!((standing.state, standing.decision), (State::Ready, None));
    assert_eq!(
        (standing.earlier.len(), standing.earlier[0].outcome),
        (1, Outcome::Returned)
    );
    assert_eq!(standing.ready.unwrap().ready.round, 2);
}

#[test]
fn a_signature_holds_and_outside_keys_vouch_for_it() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    office
        .decide(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            Proof::Key(&key(2)),
        )
        .unwrap();
    let is_vouched = |office: &Office| match office.standing("tutorial-1").decision.unwrap().known {
        Known::Signed(seal) => seal.is_vouched,
        Known::Recorded { .. } => panic!("it is signed"),
    };
    assert!(!is_vouched(&office));
    office.outside = Some(AllowedSigners::read(&format!(
        "*@example.org {}",
        key(2).public()
    )));
    assert!(is_vouched(&office));
    office.outside = Some(AllowedSigners::read(&format!(
        "*@example.org {}",
        key(3).public()
    )));
    assert!(!is_vouched(&office));
    // A recorded return, which the student could type, does not undo it.
    let returned = office.decide("tutorial-1", Outcome::Returned, SUPERVISOR, MAIL);
    assert!(returned.unwrap_err().message.contains("is signed"));
    let name = short(&office.standing("tutorial-1").decision.unwrap().entry).to_owned();
    let back = office.run(|desk| correct(desk, &name, "changed my mind", None));
    assert!(back.unwrap_err().message.contains("is signed"));
    let ready = short(&office.standing("tutorial-1").ready.unwrap().entry).to_owned();
    assert!(
        office
            .run(|desk| correct(desk, &ready, "oops", None))
            .is_err()
    );
}

#[test]
fn a_signature_is_refused_with_its_reason() {
    #[track_caller]
    fn case(office: &Office, by: &str, seed: u8, reason: &str) {
        let key = key(seed);
        let refusal = office
            .draft_decision("tutorial-1", Outcome::Approved, by, Proof::Key(&key))
            .unwrap_err();
        assert!(refusal.message.contains(reason), "{refusal:?}");
    }

    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    case(
        &office,
        SUPERVISOR,
        3,
        "the key is not in the list of allowed signers",
    );
    case(
        &office,
        "c@example.org",
        2,
        "the key is not allowed for `c@example.org`",
    );
    case(&office, STUDENT, 2, "is the student");
    case(&office, "A. Student", 2, "is the student");
    let list = |options: &str| {
        AllowedSigners::read(&format!("{SUPERVISOR} {options} {}\n", key(2).public()))
    };
    let mut expired = office.clone();
    expired.signers = list("valid-before=\"20260101\"");
    case(&expired, SUPERVISOR, 2, "the key had expired");
    let mut git = office.clone();
    git.signers = list("namespaces=\"git\"");
    case(
        &git,
        SUPERVISOR,
        2,
        "does not allow the key to sign decisions",
    );
    office.write("introduction", "Other words.\n");
    case(
        &office,
        SUPERVISOR,
        2,
        "`introduction` changed since `tutorial-1` was marked ready",
    );
    // In words a decision is about what was marked ready, whatever was written since.
    office
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
}

#[test]
fn a_signed_decision_that_was_tampered_with_has_no_effect() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    let mut entry = office
        .draft_decision(
            "tutorial-1",
            Outcome::Returned,
            SUPERVISOR,
            Proof::Key(&key(2)),
        )
        .unwrap();
    if let Event::Decision(decision) = &mut entry.event {
        decision.outcome = Outcome::Approved;
    }
    let received = office.receive(write_decision(&entry).as_bytes(), "decision.json");
    assert!(
        received
            .unwrap_err()
            .message
            .contains("the decision was changed")
    );
    office.add(&[(&entry).into()]);
    let standings = office.standings();
    assert_eq!(standings.milestones[0].state, State::Ready);
    assert_eq!(standings.ignored.len(), 1);
    let verification =
        office.with(|desk| verify(desk.history, desk.people, desk.signers, desk.outside));
    assert_eq!(
        (verification.problems.len(), verification.refused.len()),
        (0, 1)
    );
    assert!(!verification.is_sound());
}

#[test]
fn a_decision_from_another_copy_fits_although_both_moved_on() {
    let mut student = Office::new();
    student.ready("tutorial-1").unwrap();
    let mut supervisor = student.clone();
    supervisor.entered_by = SUPERVISOR.into();
    supervisor.on("2026-12-02");
    let entry = supervisor
        .decide(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            Proof::Key(&key(2)),
        )
        .unwrap();
    let file = write_decision(&entry);
    assert_eq!(read_decision(&file).unwrap().unwrap().entry, entry);
    student
        .on("2026-12-03")
        .write("introduction", "The words went on.\n");
    let args = MeetingArgs {
        date: day("2026-12-03"),
        with: &["Dr B".into()],
        points: &[],
        actions: &[],
        next: None,
    };
    student.run(|desk| meeting(desk, &args)).unwrap();
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
    let mut student = Office::new();
    student.ready("tutorial-1").unwrap();
    let entry = student
        .draft_decision(
            "tutorial-1",
            Outcome::Approved,
            SUPERVISOR,
            Proof::Key(&key(2)),
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
    let mut stranger = Office::new();
    let refusal = stranger.receive(write_decision(&entry).as_bytes(), "decision.json");
    assert!(
        refusal
            .unwrap_err()
            .message
            .contains("this ledger does not have")
    );
}

#[test]
fn colours_follow_the_dates_and_the_extensions() {
    #[track_caller]
    fn case(office: &mut Office, date: &str, rag: Rag) {
        office.on(date);
        assert_eq!(office.standing("tutorial-1").rag, rag, "{date}");
    }

    let mut office = Office::new();
    case(&mut office, "2026-11-22", Rag::Green);
    case(&mut office, "2026-11-23", Rag::Amber);
    case(&mut office, "2026-12-07", Rag::Amber);
    case(&mut office, "2026-12-08", Rag::Red);
    let to = |date: &str| Due::Day(day(date));
    office
        .run(|desk| extend(desk, "tutorial-1", to("2026-12-20"), "EXT-1", None))
        .unwrap();
    let standing = office.standing("tutorial-1");
    assert_eq!(
        (standing.extended_to(), standing.binding_due()),
        (Some(to("2026-12-20")), standing.due)
    );
    case(&mut office, "2026-12-20", Rag::Amber);
    case(&mut office, "2026-12-21", Rag::Red);
    office
        .run(|desk| {
            extend(
                desk,
                "tutorial-1",
                to("2027-02-01"),
                "EXT-1",
                Some("Programme office"),
            )
        })
        .unwrap();
    case(&mut office, "2026-12-21", Rag::Green);
    assert_eq!(office.standing("tutorial-1").claimed, None);
    let earlier = office.run(|desk| extend(desk, "tutorial-1", to("2027-01-31"), "EXT-2", None));
    assert!(
        earlier
            .unwrap_err()
            .message
            .contains("is not later than 1 February 2027")
    );
    let own = office.run(|desk| {
        extend(
            desk,
            "tutorial-1",
            to("2027-03-01"),
            "E",
            Some("A. Student"),
        )
    });
    assert!(own.is_err());
    office.plan.milestones[0].due = None;
    let mut without_date = Office::new();
    without_date.plan.milestones[0].due = None;
    case(&mut without_date, "2030-01-01", Rag::Green);
}

#[test]
fn what_was_ready_in_time_waits_in_amber() {
    let mut office = Office::new();
    office.on("2026-12-07").ready("tutorial-1").unwrap();
    office.on("2026-12-30");
    assert_eq!(office.standing("tutorial-1").rag, Rag::Amber);
    let mut late = Office::new();
    late.on("2026-12-08").ready("tutorial-1").unwrap();
    assert_eq!(late.standing("tutorial-1").rag, Rag::Red);
}

#[test]
fn a_meeting_leaves_actions_that_are_done_once() {
    let mut office = Office::new();
    let action = |what: &str, due: &str| Action {
        what: what.into(),
        who: "student".into(),
        due: Some(day(due)),
    };
    let actions = [
        action("Narrow the aim", "2026-11-30"),
        action("Read", "2027-01-01"),
    ];
    let mut args = MeetingArgs {
        date: day("2026-12-01"),
        with: &["Dr B".into()],
        points: &["The aim is wide".into()],
        actions: &actions,
        next: Some(day("2027-01-10")),
    };
    office.run(|desk| meeting(desk, &args)).unwrap();
    let open = office.standings().actions;
    assert_eq!(
        open.iter().map(|it| it.is_overdue).collect::<Vec<_>>(),
        [true, false]
    );
    let id = open[0].id.clone();
    office
        .run(|desk| done(desk, &id, Some("in chapter 1")))
        .unwrap();
    assert!(office.standings().actions[0].done.is_some());
    let again = office.run(|desk| done(desk, &id, None)).unwrap_err();
    assert!(again.message.contains("was done on 1 December 2026"));
    let unknown = office
        .run(|desk| done(desk, "ffffffff-1", None))
        .unwrap_err();
    assert!(unknown.hint.contains(&open[1].id));
    args.date = day("2026-12-24");
    assert!(office.run(|desk| meeting(desk, &args)).is_err());
    args.date = day("2026-12-01");
    args.with = &[];
    assert!(office.run(|desk| meeting(desk, &args)).is_err());
}

#[test]
fn a_correction_supersedes_and_rewrites_nothing() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    let wrong = office
        .decide("tutorial-1", Outcome::Returned, SUPERVISOR, MAIL)
        .unwrap();
    let before = office.bytes.clone();
    let name = short(&office.standing("tutorial-1").decision.unwrap().entry).to_owned();
    let Event::Decision(mut right) = wrong.event.clone() else {
        panic!("it is a decision");
    };
    right.outcome = Outcome::Approved;
    let right = Event::Decision(right);
    office
        .run(|desk| correct(desk, &name, "pressed the wrong key", Some(right.clone())))
        .unwrap();
    assert!(office.bytes.starts_with(&before));
    assert_eq!(office.standing("tutorial-1").state, State::Approved);
    office
        .run(|desk| correct(desk, &name, "it was another student", None))
        .unwrap();
    assert_eq!(office.standing("tutorial-1").state, State::Ready);
    assert!(
        office
            .run(|desk| correct(desk, "ffffffff", "x", None))
            .is_err()
    );
    assert!(office.run(|desk| correct(desk, &name, " ", None)).is_err());
    let extension = Event::Extension(Extension {
        milestone: "tutorial-1".into(),
        to: Due::Day(day("2027-01-01")),
        reference: "E".into(),
        granted_by: None,
    });
    assert!(
        office
            .run(|desk| correct(desk, &name, "x", Some(extension)))
            .is_err()
    );
    let Event::Decision(mut own) = wrong.event else {
        panic!("it is a decision");
    };
    own.by = STUDENT.into();
    let own = Event::Decision(own);
    assert!(
        office
            .run(|desk| correct(desk, &name, "x", Some(own)))
            .is_err()
    );
}

#[test]
fn an_old_approval_keeps_the_old_name_when_a_new_supervisor_comes() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    office
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
    office.on("2027-02-01");
    let new = "c.new@example.org";
    office
        .run(|desk| supervisor(desk, "Prof C. New", new, day("2027-02-01"), None))
        .unwrap();
    // The manifest is brought up to date as well.
    office.people.supervisor = Some(new.into());
    office.people.supervisor_name = Some("Prof C. New".into());
    let old = office.standing("tutorial-1").decision.unwrap();
    assert_eq!(old.name.as_deref(), Some("Dr B. Supervisor"));
    assert_eq!(
        office.with(|desk| desk.supervisor()).unwrap().name,
        "Prof C. New"
    );
    let again = office.run(|desk| supervisor(desk, "Prof C. New", new, day("2027-02-01"), None));
    assert!(again.is_err());
    for (name, email) in [
        ("A. Student", "x@example.org"),
        ("X", STUDENT),
        ("X", "nobody"),
        ("", new),
    ] {
        let refused = office.run(|desk| supervisor(desk, name, email, day("2027-02-01"), None));
        assert!(refused.is_err(), "{name} {email}");
    }
}

#[test]
fn only_the_submission_is_handed_in_and_only_once() {
    let mut office = Office::new();
    office.on("2027-09-01");
    assert!(office.run(|desk| submitted(desk, " ", None)).is_err());
    let entry = office
        .run(|desk| submitted(desk, "receipt 42", None))
        .unwrap();
    assert_eq!(sentence(&entry), "handed in, evidence: receipt 42");
    let standing = office.standing("submission");
    assert_eq!(
        (standing.state, standing.waiting_on),
        (State::Submitted, Waiting::Nobody)
    );
    assert!(
        office
            .run(|desk| submitted(desk, "receipt 43", None))
            .is_err()
    );
}

#[test]
fn an_entry_about_a_milestone_that_is_gone_is_said() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    office.plan.milestones.remove(0);
    let ignored = office.standings().ignored;
    assert_eq!(ignored[0].why, "the plan has no milestone `tutorial-1`");
}

#[test]
fn a_decision_says_whether_it_was_recorded_or_signed() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    let recorded = office
        .draft_decision("tutorial-1", Outcome::Approved, "Dr B\u{1b}[31m", MAIL)
        .unwrap();
    assert_eq!(
        sentence(&recorded),
        "tutorial-1 approved by Dr B [31m (recorded by a.student@example.org, evidence: \
         e-mail of 3 March)"
    );
    let signed = office
        .draft_decision(
            "tutorial-1",
            Outcome::Returned,
            SUPERVISOR,
            Proof::Key(&key(2)),
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
    let mut office = Office::new();
    office.plan.milestones[1].criteria = vec![crate::project::Criterion {
        id: "ethics-record".into(),
        chapter: None,
        at_least: None,
        at_most: None,
        codes: Vec::new(),
        origin: crate::project::Origin::assumed(),
    }];
    assert_eq!(office.standing("study").state, State::NotStarted);
    let refusal = office.ready("study").unwrap_err();
    assert!(
        refusal
            .message
            .starts_with("1 criterion of `study` is not met"),
        "{refusal:?}"
    );
    assert!(refusal.hint.contains("--despite --reason"));
    let args = ReadyArgs {
        despite: Some("the office is late"),
        ..ReadyArgs::default()
    };
    let entry = office.run(|desk| ready(desk, "study", 1, &args)).unwrap();
    assert!(sentence(&entry).ends_with("despite unmet criteria: the office is late"));
    office.facts.ethics.classification = Some(crate::project::Classification::ServiceEvaluation);
    office.facts.ethics.reference = Some("SE-31".into());
    office.ready("study").unwrap();
    assert_eq!(office.standing("study").state, State::Ready);
    office.facts.chapters.clear();
    office.texts.clear();
    assert!(office.ready("tutorial-1").is_err());
}

#[test]
fn meetings_come_by_day_with_their_corrections() {
    let mut office = Office::new();
    for date in ["2026-11-30", "2026-11-02"] {
        let args = MeetingArgs {
            date: day(date),
            with: &["Dr B".into()],
            points: &["A point".into()],
            actions: &[],
            next: None,
        };
        office.run(|desk| meeting(desk, &args)).unwrap();
    }
    let dates = |office: &Office| -> Vec<String> {
        let all = meetings(&office.history());
        all.iter().map(|it| it.meeting.date.to_string()).collect()
    };
    assert_eq!(dates(&office), ["2026-11-02", "2026-11-30"]);
    let wrong = meetings(&office.history()).remove(1);
    let mut right = wrong.meeting.clone();
    right.date = day("2026-11-01");
    let name = short(&wrong.entry).to_owned();
    let right = Event::Meeting(right);
    office
        .run(|desk| correct(desk, &name, "wrong day", Some(right)))
        .unwrap();
    assert_eq!(dates(&office), ["2026-11-01", "2026-11-02"]);
    assert!(meetings(&office.history())[0].is_corrected);
}

#[test]
fn what_is_entered_once_more_after_its_correction_counts() {
    let mut office = Office::new();
    office.ready("tutorial-1").unwrap();
    let first = office
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
    let name = short(&office.standing("tutorial-1").decision.unwrap().entry).to_owned();
    office
        .run(|desk| correct(desk, &name, "too early", None))
        .unwrap();
    assert_eq!(office.standing("tutorial-1").state, State::Ready);
    let again = office
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
    assert_eq!(first, again);
    assert_eq!(office.standing("tutorial-1").state, State::Approved);
    office
        .run(|desk| correct(desk, &name, "too early again", None))
        .unwrap();
    assert_eq!(office.standing("tutorial-1").state, State::Ready);
}
