//! Rows for tests.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::cohort::attention::Attention;
use crate::cohort::find::Found;
use crate::cohort::kind::Kind;
use crate::cohort::merge::Cohort;
use crate::cohort::row::{Enrolment, LedgerState, Row, RowFindings, RowMilestone, RowWords};
use crate::milestones::{State, Waiting, WordsOn};
use crate::project::Due;
use crate::words::LimitOutcome;

/// Returns a row of a student who is on time.
pub(super) fn row(id: &str) -> Row {
    let found = Found {
        name: format!("folder-{id}"),
        path: PathBuf::new(),
        id: id.into(),
        trouble: None,
    };
    Row {
        name: Some(format!("Ada {id}")),
        supervisors: vec!["Dr Berta Supervisor".into()],
        programme: Some("MSc Digital Health Leadership".into()),
        address: Some(format!("{id}@example.org")),
        zone: Some("Europe/London".into()),
        milestones: vec![
            milestone("tutorial-1", State::Approved, "2026-12-07"),
            milestone("submission", State::InProgress, "2027-09-01T16:00:00"),
        ],
        words: Some(RowWords {
            counted: 4_000,
            limit: Some(10_000),
            policy: "main-text".into(),
            verdict: LimitOutcome::Within,
            exempt: 0,
            estimated: false,
        }),
        findings: Some(RowFindings::default()),
        unresolved: Some(0),
        ledger: Some(LedgerState::Whole),
        ..Row::of(&found, Kind::Office, "0.2.0", "2026-11-22".parse().unwrap())
    }
}

/// Returns a milestone with its date.
pub(super) fn milestone(id: &str, state: State, due: &str) -> RowMilestone {
    let due = match due.contains('T') {
        true => Due::Moment(due.parse().unwrap()),
        false => Due::Day(due.parse().unwrap()),
    };
    RowMilestone {
        id: id.into(),
        state,
        due: Some(due),
        extended_to: None,
        days_late: Some(0),
        minutes_late: Some(0),
        decided_by: None,
        confirmed: None,
        vouched: false,
        waiting_on: (!state.is_done()).then_some(Waiting::Student),
        drift: None,
        title: Some(id.replace('-', " ").into()),
        claimed_to: None,
        words: None,
        ready_on: None,
        missing: Vec::new(),
        command: None,
    }
}

/// Returns rows as they are merged for an office.
pub(super) fn cohort(rows: Vec<Row>) -> Cohort {
    Cohort {
        kind: Kind::Office,
        on: rows[0].on,
        rows,
        notes: Vec::new(),
        unreadable: 0,
    }
}

/// Writes rows to a file.
pub(super) fn write(folder: &Path, name: &str, rows: &[Row]) -> PathBuf {
    let path = folder.join(name);
    let lines: String = rows.iter().map(Row::line).collect();
    std::fs::write(&path, lines).unwrap();
    path
}

/// Returns a cohort of many, of all sorts.
pub(super) fn large(students: usize, kind: Kind) -> Cohort {
    let rows = (0..students).map(|n| {
        let mut row = row(&format!("{:08x}", n * 2_654_435_761 % 0xffff_ffff));
        row.kind = kind;
        row.name = Some(format!("{} {}", FORENAMES[n % 6], SURNAMES[n / 6 % 6]));
        row.cid = Some(format!("{:08}", 1_234_567 + n));
        row.candidate = Some(format!("DHL-{n:04}"));
        row.file = Some(format!("DHL_{n:04}_20270901.pdf"));
        row.pages = Some(60 + n % 50);
        row.supervisors = vec![format!("Dr {}", SURNAMES[n % 5])];
        let day = |month, day| Date::new(2026, month, day).unwrap();
        row.over_time = [(9, 5, 900), (10, 12, 2_100), (11, 20, 4_000)]
            .map(|(month, on, words)| WordsOn {
                date: day(month, on),
                words: words + n * 37 % 1_500,
            })
            .to_vec();
        let first = &mut row.milestones[0];
        match n % 11 {
            0 => {
                first.state = State::InProgress;
                first.due = Some(Due::Day(day(11, 10)));
                (first.days_late, first.minutes_late) = (Some(12), Some(12 * 24 * 60));
            }
            1 => first.state = State::Ready,
            2 => {
                first.state = State::InProgress;
                first.due = Some(Due::Day(day(11, 2)));
                first.claimed_to = Some(Due::Day(day(12, 20)));
                (first.days_late, first.minutes_late) = (None, None);
            }
            3 => row.error = Some("the zip is damaged, or no zip file".into()),
            4 => {
                row.ledger = Some(LedgerState::Shorter);
                row.remarks.push("ledger shorter than on 2026-11-15".into());
            }
            5 => {
                let words = row.words.as_mut().unwrap();
                (words.counted, words.verdict) = (10_950, LimitOutcome::Over);
                row.findings.as_mut().unwrap().deny = 1;
            }
            6 => row.enrolment = Some(Enrolment::Interrupted),
            7 => first.extended_to = Some(Due::Day(day(12, 21))),
            _ => {}
        }
        row.limited()
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by_cached_key(Attention::of);
    Cohort {
        kind,
        on: rows[0].on,
        rows,
        notes: vec!["3f9a1c2e has more than one row: that of 2026-11-22 is taken".into()],
        unreadable: 0,
    }
}

const FORENAMES: [&str; 6] = ["Ada", "Bruno", "Cecily", "Dmitri", "Esme", "Farouk"];
const SURNAMES: [&str; 6] = [
    "Abara",
    "Brightwell",
    "Castellane",
    "Dunmore",
    "Eldergill",
    "Fenwright-Hollinshed",
];
