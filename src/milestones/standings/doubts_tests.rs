//! Which days of a ledger are said to be odd.

use crate::milestones::ledger::Meeting;
use crate::milestones::testing::{TestProject, day};
use crate::milestones::{Refusal, meeting, verify};

/// Records a meeting on a day, with the clock on another.
fn met(
    project: &mut TestProject,
    on: &str,
    today: &str,
    clock: Option<&str>,
) -> Result<(), Refusal> {
    project.on(today);
    project.clock = clock.map(day);
    let held = Meeting {
        date: day(on),
        with: vec!["Dr B".into()],
        points: vec![],
        actions: vec![],
        next: None,
    };
    project.run(|basis| meeting(basis, &held)).map(drop)
}

fn said(project: &TestProject) -> Vec<String> {
    let doubts = project.with(verify).doubts.into_iter();
    doubts.map(|it| it.message).collect()
}

#[test]
fn a_day_well_before_the_clock_is_said_with_both() {
    let mut project = TestProject::new();
    met(&mut project, "2027-01-10", "2027-01-10", Some("2027-02-09")).unwrap();
    assert_eq!(said(&project), [] as [&str; 0]);
    met(&mut project, "2027-01-20", "2027-01-20", Some("2027-09-01")).unwrap();
    met(&mut project, "2027-01-21", "2027-03-01", Some("2027-03-01")).unwrap();
    assert_eq!(
        said(&project),
        [
            "line 2 is dated 20 January 2027 and was entered on 1 September 2027 by the clock",
            "line 3 tells of 21 January 2027 and was entered on 1 March 2027 by the clock",
        ]
    );
}

#[test]
fn a_day_that_was_asked_for_may_lie_after_the_clock() {
    let mut project = TestProject::new();
    met(&mut project, "2027-05-01", "2027-05-02", Some("2026-11-29")).unwrap();
    met(&mut project, "2027-06-01", "2027-06-02", Some("2026-11-29")).unwrap();
    assert_eq!(said(&project), [] as [&str; 0]);
}

#[test]
fn a_day_well_before_the_line_above_and_a_line_without_the_clock_are_said() {
    let mut project = TestProject::new();
    met(&mut project, "2027-05-01", "2027-05-01", None).unwrap();
    met(&mut project, "2027-03-30", "2027-05-02", None).unwrap();
    met(&mut project, "2027-05-03", "2027-05-03", Some("2027-05-03")).unwrap();
    met(&mut project, "2027-05-04", "2027-05-04", None).unwrap();
    assert_eq!(
        said(&project),
        [
            "line 2 tells of 30 March 2027, and line 1 above it is of 1 May 2027",
            "line 4 does not say when it was entered by the clock, as line 3 does",
        ]
    );
}
