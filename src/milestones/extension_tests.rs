//! Later dates that an office granted with its key: what they are worth, and what cannot be made of
//! them.

use crate::milestones::ledger::{Entry, Event};
use crate::milestones::recording::correct::correct;
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::AllowedSigners;
use crate::milestones::testing::{STUDENT, TestProject, day, key};
use crate::milestones::{extend, verify};
use crate::project::Due;

const OFFICE: &str = "office@example.org";

fn list(seed: u8) -> AllowedSigners {
    AllowedSigners::parse(&format!("{OFFICE} {}\n", key(seed).public()))
}

/// A claim, so that there is a ledger, in a folder that lists the office's key.
fn claimed() -> TestProject {
    let mut project = TestProject::new();
    project.signers = list(7);
    asked(&mut project, "2027-09-10", None, None).unwrap();
    project
}

fn asked(
    project: &mut TestProject,
    to: &str,
    by: Option<&str>,
    seed: Option<u8>,
) -> Result<Entry, Refusal> {
    let (to, key) = (Due::Day(day(to)), seed.map(key));
    project.run(|basis| extend(basis, "submission", to, "EXT-7", by, key.as_ref()))
}

/// Returns the date that counts and the one that is only recorded.
fn dates(project: &TestProject) -> [Option<String>; 2] {
    let standing = project.standing("submission");
    [standing.extended_to(), standing.recorded_to()].map(|due| due.map(|due| due.to_string()))
}

#[test]
fn an_extension_counts_for_the_office_whose_list_vouches_for_it() {
    let mut project = claimed();
    asked(&mut project, "2027-09-10", Some(OFFICE), Some(7)).unwrap();
    let to = || Some("2027-09-10".to_owned());
    assert_eq!(dates(&project), [to(), to()]);
    project.plan.is_judged_from_outside = true;
    assert_eq!(dates(&project), [None, to()]);
    project.outside = Some(list(7));
    assert_eq!(dates(&project), [to(), None]);
    assert!(project.with(verify).is_sound());
    project.outside = Some(list(8));
    assert_eq!(dates(&project), [None, to()]);
    let verification = project.with(verify);
    assert!(!verification.is_sound());
    let (line, which, why) = &verification.not_accepted[0];
    assert_eq!(*line, 2);
    assert_eq!(*which, format!("extension that {OFFICE} granted"));
    assert!(why.starts_with("not vouched for: "), "{why}");
}

#[test]
fn a_signature_binds_whoever_signs_next_and_nothing_that_was_only_recorded_does() {
    let mut project = claimed();
    asked(&mut project, "2099-01-01", Some(OFFICE), None).unwrap();
    asked(&mut project, "2027-09-10", Some(OFFICE), Some(7)).unwrap();
    assert_eq!(dates(&project)[0].as_deref(), Some("2027-09-10"));
    let earlier = asked(&mut project, "2027-09-05", Some(OFFICE), Some(7));
    assert!(earlier.unwrap_err().message.contains("is not later than"));
    project.outside = Some(list(7));
    asked(&mut project, "2027-10-01", Some(OFFICE), None).unwrap();
    assert_eq!(
        dates(&project),
        ["2027-09-10", "2027-10-01"].map(|it| Some(it.to_owned()))
    );
    assert!(project.with(verify).is_sound());
}

#[test]
fn what_cannot_be_granted_is_refused_when_it_is_written() {
    #[track_caller]
    fn case(project: &mut TestProject, by: Option<&str>, seed: u8, said: &str) {
        let refusal = asked(project, "2027-09-20", by, Some(seed)).unwrap_err();
        assert!(refusal.message.contains(said), "{}", refusal.message);
    }

    case(&mut claimed(), None, 7, "who granted it is missing");
    case(
        &mut claimed(),
        Some(STUDENT),
        7,
        "not granted by the student",
    );
    case(&mut claimed(), Some(OFFICE), 9, "not in");
    case(
        &mut TestProject::new(),
        Some(OFFICE),
        7,
        "nothing is recorded yet",
    );
}

#[test]
fn no_forged_or_foreign_grant_has_an_effect() {
    #[track_caller]
    fn case(forge: impl FnOnce(&mut TestProject, Entry), said: &str) {
        let mut project = claimed();
        let mut office = project.clone();
        let entry = asked(&mut office, "2027-09-20", Some(OFFICE), Some(7)).unwrap();
        forge(&mut project, entry);
        let verification = project.with(verify);
        let why = verification.refused.iter().map(|it| &it.why);
        let problems = verification.problems.iter().map(|it| &it.message);
        let all: Vec<&String> = why.chain(problems).collect();
        assert!(all.iter().any(|it| it.contains(said)), "{all:?}");
        assert_eq!(dates(&project), [None, None]);
    }
    fn changed(mut entry: Entry, change: impl FnOnce(&mut crate::milestones::Extension)) -> Entry {
        if let Event::Extension(extension) = &mut entry.event {
            change(extension);
        }
        entry
    }

    case(
        |project, entry| {
            let later = Due::Day(day("2027-12-24"));
            project.add(&[(&changed(entry, |it| it.to = later)).into()]);
        },
        "does not fit",
    );
    case(
        |project, entry| {
            let study = changed(entry, |it| it.milestone = "study".into());
            project.add(&[(&study).into()]);
        },
        "does not fit",
    );
    case(
        |project, entry| {
            let signature = "garbage".to_owned();
            let forged = changed(entry, |it| it.grant.as_mut().unwrap().signature = signature);
            project.add(&[(&forged).into()]);
        },
        "cannot be read",
    );
    case(
        |project, entry| {
            project.add(&[(&changed(entry, |it| it.granted_by = None)).into()]);
        },
        "who granted it is missing",
    );
    case(
        |project, entry| {
            project.people.student_name = "E. Vil".into();
            project.people.student = None;
            project.add(&[(&entry).into()]);
        },
        "another dissertation",
    );
    case(
        |project, entry| {
            project.bytes.clear();
            project.add(&[(&entry).into()]);
        },
        "begins with another entry",
    );
}

#[test]
fn a_signed_extension_is_not_taken_back_by_a_correction() {
    let mut project = claimed();
    asked(&mut project, "2027-09-20", Some(OFFICE), Some(7)).unwrap();
    let name = project.history().lines[1].short().to_owned();
    let refused = project.run(|basis| correct(basis, &name, "wrong day", None));
    assert!(refused.unwrap_err().message.contains("is signed"));
}
