//! Where milestones stand, told as short stories.

use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Action, Event, Meeting, Outcome, SetAside, short};
use crate::milestones::signoff::Known;
use crate::milestones::standings::standing::{Rag, Waiting};
use crate::milestones::standings::state::State;
use crate::milestones::testing::{STUDENT, SUPERVISOR, TestProject, day, key};
use crate::milestones::{
    ConfirmedBy, PackagedRequest, correct, done, extend, meeting, meetings, packaged, submitted,
    supervisor,
};
use crate::project::Due;

const MAIL: ConfirmedBy<'static> = ConfirmedBy::Evidence("e-mail of 3 March");

#[test]
fn a_milestone_goes_from_nothing_to_approved() {
    let mut project = TestProject::new();
    project.facts.chapters.clear();
    project.texts.clear();
    assert_eq!(project.standing("tutorial-1").state, State::NotStarted);
    assert!(project.ready("tutorial-1").is_err());
    project.write("introduction", "Some words.\n");
    assert_eq!(project.standing("tutorial-1").state, State::InProgress);
    let early = project.decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL);
    assert!(early.unwrap_err().message.contains("not marked ready"));
    project.ready("tutorial-1").unwrap();
    let standing = project.standing("tutorial-1");
    assert_eq!(
        (standing.state, standing.waiting_on),
        (State::Ready, Waiting::Supervisor)
    );
    project
        .decide("tutorial-1", Outcome::ApprovedWithChanges, SUPERVISOR, MAIL)
        .unwrap();
    let standing = project.standing("tutorial-1");
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
    assert_eq!(project.standings().next.unwrap().id, "study");
}

#[test]
fn ready_again_supersedes_and_keeps_what_was_decided_before() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    project
        .decide("tutorial-1", Outcome::Returned, SUPERVISOR, MAIL)
        .unwrap();
    assert_eq!(
        project.standing("tutorial-1").command.unwrap(),
        "folio milestone ready tutorial-1"
    );
    project.write("introduction", "Better words.\n");
    project.ready("tutorial-1").unwrap();
    let standing = project.standing("tutorial-1");
    assert_eq!((standing.state, standing.decision), (State::Ready, None));
    assert_eq!(
        (standing.earlier.len(), standing.earlier[0].outcome),
        (1, Outcome::Returned)
    );
    assert_eq!(standing.ready.unwrap().ready.round, 2);
}

#[test]
fn colours_follow_the_dates_and_the_extensions() {
    #[track_caller]
    fn case(project: &mut TestProject, date: &str, rag: Rag) {
        project.on(date);
        assert_eq!(project.standing("tutorial-1").rag, rag, "{date}");
    }

    let mut project = TestProject::new();
    case(&mut project, "2026-11-22", Rag::Green);
    case(&mut project, "2026-11-23", Rag::Amber);
    case(&mut project, "2026-12-07", Rag::Amber);
    case(&mut project, "2026-12-08", Rag::Red);
    let to = |date: &str| Due::Day(day(date));
    project
        .run(|basis| extend(basis, "tutorial-1", to("2026-12-20"), "EXT-1", None, None))
        .unwrap();
    let standing = project.standing("tutorial-1");
    assert_eq!(
        (standing.extended_to(), standing.binding_due()),
        (None, standing.due)
    );
    assert_eq!(standing.claimed.unwrap().to, to("2026-12-20"));
    case(&mut project, "2026-12-20", Rag::Red);
    case(&mut project, "2026-12-21", Rag::Red);
    project
        .run(|basis| {
            extend(
                basis,
                "tutorial-1",
                to("2027-02-01"),
                "EXT-1",
                Some("Programme office"),
                None,
            )
        })
        .unwrap();
    case(&mut project, "2026-12-21", Rag::Green);
    assert_eq!(project.standing("tutorial-1").claimed, None);
    // It moves the dates of nobody who brings rules or keys.
    let mut office = project.clone();
    office.plan.is_judged_from_outside = true;
    case(&mut office, "2026-12-21", Rag::Red);
    let mut office = project.clone();
    office.outside = Some(office.signers.clone());
    case(&mut office, "2026-12-21", Rag::Red);
    let earlier =
        project.run(|basis| extend(basis, "tutorial-1", to("2027-01-31"), "EXT-2", None, None));
    assert!(
        earlier
            .unwrap_err()
            .message
            .contains("is not later than 1 February 2027")
    );
    let own = project.run(|basis| {
        extend(
            basis,
            "tutorial-1",
            to("2027-03-01"),
            "E",
            Some("A. Student"),
            None,
        )
    });
    assert!(own.is_err());
    project.plan.milestones[0].due = None;
    let mut without_date = TestProject::new();
    without_date.plan.milestones[0].due = None;
    case(&mut without_date, "2030-01-01", Rag::Green);
}

#[test]
fn what_was_ready_in_time_waits_in_amber() {
    let mut project = TestProject::new();
    project.on("2026-12-07").ready("tutorial-1").unwrap();
    project.on("2026-12-30");
    assert_eq!(project.standing("tutorial-1").rag, Rag::Amber);
    let mut late = TestProject::new();
    late.on("2026-12-08").ready("tutorial-1").unwrap();
    assert_eq!(late.standing("tutorial-1").rag, Rag::Red);
}

#[test]
fn an_entry_about_a_milestone_that_is_gone_is_said() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    project.plan.milestones.remove(0);
    let ignored = project.standings().ignored;
    assert_eq!(
        ignored[0].why,
        "the milestone `tutorial-1` is not in this profile"
    );
}

#[test]
fn meetings_come_by_day_with_their_corrections() {
    let mut project = TestProject::new();
    for date in ["2026-11-30", "2026-11-02"] {
        let args = Meeting {
            date: day(date),
            with: vec!["Dr B".into()],
            points: vec!["A point".into()],
            actions: vec![],
            next: None,
        };
        project.run(|basis| meeting(basis, &args)).unwrap();
    }
    let dates = |project: &TestProject| -> Vec<String> {
        let all = meetings(&project.history());
        all.iter().map(|it| it.meeting.date.to_string()).collect()
    };
    assert_eq!(dates(&project), ["2026-11-02", "2026-11-30"]);
    let wrong = meetings(&project.history()).remove(1);
    let mut right = wrong.meeting.clone();
    right.date = day("2026-11-01");
    let name = short(&wrong.entry).to_owned();
    let right = Event::Meeting(right);
    project
        .run(|basis| correct(basis, &name, "wrong day", Some(right)))
        .unwrap();
    assert_eq!(dates(&project), ["2026-11-01", "2026-11-02"]);
    assert!(meetings(&project.history())[0].is_corrected);
}

#[test]
fn what_is_entered_once_more_after_its_correction_counts() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    let first = project
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
    let name = short(&project.standing("tutorial-1").decision.unwrap().entry).to_owned();
    project
        .run(|basis| correct(basis, &name, "too early", None))
        .unwrap();
    assert_eq!(project.standing("tutorial-1").state, State::Ready);
    let again = project
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
    assert_eq!(first, again);
    assert_eq!(project.standing("tutorial-1").state, State::Approved);
    project
        .run(|basis| correct(basis, &name, "too early again", None))
        .unwrap();
    assert_eq!(project.standing("tutorial-1").state, State::Ready);
}

#[test]
fn an_old_approval_keeps_the_old_name_when_a_new_supervisor_comes() {
    let mut project = TestProject::new();
    project.ready("tutorial-1").unwrap();
    project
        .decide("tutorial-1", Outcome::Approved, SUPERVISOR, MAIL)
        .unwrap();
    project.on("2027-02-01");
    let new = "c.new@example.org";
    project
        .run(|basis| supervisor(basis, "Prof C. New", new, (day("2027-02-01"), None), None))
        .unwrap();
    // The manifest is brought up to date as well.
    project.people.supervisor = Some(new.into());
    project.people.supervisor_name = Some("Prof C. New".into());
    let old = project.standing("tutorial-1").decision.unwrap();
    assert_eq!(old.name.as_deref(), Some("Dr B. Supervisor"));
    assert_eq!(
        project.with(|basis| basis.supervisor()).unwrap().name,
        "Prof C. New"
    );
    let again =
        project.run(|basis| supervisor(basis, "Prof C. New", new, (day("2027-02-01"), None), None));
    assert!(again.is_err());
    for (name, email) in [
        ("A. Student", "x@example.org"),
        ("X", STUDENT),
        ("X", "nobody"),
        ("", new),
    ] {
        let refused =
            project.run(|basis| supervisor(basis, name, email, (day("2027-02-01"), None), None));
        assert!(refused.is_err(), "{name} {email}");
    }
}

/// Returns what comes back of a value that was sent to another process.
fn sent<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    let text = serde_json::to_string(value).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_standing_can_be_sent_to_another_process() {
    let mut project = TestProject::new();
    let mut other = project.clone();
    other.plan.milestones[1].id = "mock".into();
    let to = Due::Day(day("2027-07-01"));
    let stray = other.run(|basis| extend(basis, "mock", to, "EXT-6", None, None));
    project.ready("tutorial-1").unwrap();
    project.add(&[(&stray.unwrap()).into()]);
    project
        .decide("tutorial-1", Outcome::Returned, SUPERVISOR, MAIL)
        .unwrap();
    project.write("introduction", "Better words.\n");
    project.ready("tutorial-1").unwrap();
    let signed = ConfirmedBy::Key(&key(2));
    project
        .decide(
            "tutorial-1",
            Outcome::ApprovedWithChanges,
            SUPERVISOR,
            signed,
        )
        .unwrap();
    let action = |what: &str| Action {
        what: what.into(),
        who: "student".into(),
        due: Some(day("2026-12-24")),
    };
    let held = Meeting {
        date: day("2026-12-01"),
        with: vec!["Dr B".into()],
        points: vec!["The aim is wide".into()],
        actions: vec![action("Narrow the aim"), action("Read")],
        next: None,
    };
    project.run(|basis| meeting(basis, &held)).unwrap();
    let id = project.standings().actions[0].id.clone();
    project
        .run(|basis| done(basis, &id, Some("in chapter 1")))
        .unwrap();
    let later = Due::Moment("2027-09-14T16:00:00".parse().unwrap());
    for (to, by) in [
        (Due::Day(day("2027-09-08")), Some("Programme office")),
        (later, None),
    ] {
        project
            .run(|basis| extend(basis, "submission", to, "EXT-7", by, None))
            .unwrap();
    }
    let package = PackagedRequest {
        folder: "package/2027-09-01",
        file: "dissertation.pdf",
        digest: Digest::of_bytes(b"pdf"),
        words: 12_000,
        despite: &[SetAside {
            code: "word-limit-exceeded".into(),
            reason: "agreed".into(),
        }],
    };
    project.run(|basis| packaged(basis, &package)).unwrap();
    project
        .run(|basis| submitted(basis, "receipt 42", None))
        .unwrap();
    project.on("2027-09-02");
    let standings = project.standings();
    let (first, last) = (&standings.milestones[0], &standings.milestones[2]);
    assert!(matches!(
        first.decision.as_ref().unwrap().known,
        Known::Signed(_)
    ));
    assert!(matches!(first.earlier[0].known, Known::Recorded { .. }));
    assert!(last.recorded.is_some() && last.claimed.is_some() && last.submitted.is_some());
    assert!(!first.criteria.is_empty() && !standings.ignored.is_empty());
    assert_eq!(standings.next.as_ref().unwrap().id, "study");
    assert_eq!(sent(&standings), standings);
    let meetings = meetings(&project.history());
    assert_eq!(sent(&meetings), meetings);
}
