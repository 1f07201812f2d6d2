//! The table of a cohort, cell by cell: what a spreadsheet gets.

use std::collections::BTreeSet;

use crate::cohort::attention::Attention;
use crate::cohort::kind::Kind;
use crate::cohort::merge::Cohort;
use crate::cohort::row::{Confirmed, Enrolment, LedgerState, Row, RowMilestone};
use crate::diagnostics::text::inline;
use crate::milestones::Waiting;
use crate::package::Answer;
use crate::project::Due;

/// The longest text of a cell.
const MAX_CELL: usize = 1_000;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// A text, which no spreadsheet may take for a formula.
    Text(String),
    /// A number.
    Number(usize),
    /// A part of a whole, from 0 to 1.
    Share(f64),
    /// A day, or a time of a day.
    When(Due),
}

impl Cell {
    /// A text, no longer than a cell is read: a spreadsheet has a bound that refuses the whole table.
    fn text(text: Option<impl Into<String>>) -> Self {
        text.map(Into::into)
            .filter(|text| !text.is_empty())
            .map_or(Self::Empty, |text| match text.len() > MAX_CELL {
                true => Self::Text(inline(&text, MAX_CELL)),
                false => Self::Text(text),
            })
    }

    fn number(number: Option<usize>) -> Self {
        number.map_or(Self::Empty, Self::Number)
    }

    fn minutes(number: Option<u64>) -> Self {
        Self::number(number.map(|number| usize::try_from(number).unwrap_or(usize::MAX)))
    }

    fn when(due: Option<Due>) -> Self {
        due.map_or(Self::Empty, Self::When)
    }
}

/// A column: its heading, its width in characters, and what a row has in it.
pub(super) struct Column<'a> {
    pub(super) heading: String,
    pub(super) width: f64,
    pub(super) cell: Box<dyn Fn(&Row) -> Cell + 'a>,
}

fn column<'a>(
    heading: impl Into<String>,
    width: f64,
    cell: impl Fn(&Row) -> Cell + 'a,
) -> Column<'a> {
    Column {
        heading: heading.into(),
        width,
        cell: Box::new(cell),
    }
}

/// The heading by which a table is coloured.
pub(super) const ATTENTION: &str = "Needs attention";

/// Returns the columns of a cohort. Those that its kind has nothing for are left out.
pub(super) fn columns(cohort: &Cohort) -> Vec<Column<'static>> {
    let mut all = vec![column("Number", 11.0, |row| Cell::Text(row.id.clone()))];
    match cohort.kind {
        Kind::Triage => {}
        Kind::Office => all.extend([
            column("Name", 24.0, |row| Cell::text(row.name.as_deref())),
            column("College number", 15.0, |row| Cell::text(row.cid.as_deref())),
            column("Folder", 22.0, |row| Cell::text(row.folder.as_deref())),
            column("Supervisors", 26.0, |row| {
                Cell::text(Some(row.supervisors.join("; ")))
            }),
            column("Title", 40.0, |row| Cell::text(row.title.as_deref())),
        ]),
        Kind::Marking => all.extend([
            column("Candidate", 14.0, |row| {
                Cell::text(row.candidate.as_deref())
            }),
            column("File", 34.0, |row| Cell::text(row.file.as_deref())),
        ]),
    }
    let by_milestones = cohort.kind != Kind::Marking;
    if by_milestones {
        all.push(column(ATTENTION, 16.0, |row| {
            Cell::text(Some(Attention::of(row).in_words()))
        }));
        all.extend(to_know());
        all.extend([
            column("Programme", 30.0, |row| {
                Cell::text(row.programme.as_deref())
            }),
            column("Next", 16.0, |row| {
                Cell::text(row.next().map(RowMilestone::name))
            }),
            column("State", 22.0, |row| {
                Cell::text(row.next().map(|it| it.state.in_words()))
            }),
            column("Due", 17.0, |row| {
                Cell::when(row.next().and_then(RowMilestone::binding_due))
            }),
            column("Days late", 10.0, |row| {
                Cell::minutes(late(row, |it| it.days_late))
            }),
            column("Minutes late", 12.0, |row| {
                Cell::minutes(late(row, |it| it.minutes_late))
            }),
            column("Claimed until", 17.0, |row| {
                Cell::when(row.milestones.iter().find_map(|it| it.claimed_to))
            }),
            column("Waiting on", 12.0, |row| {
                let next = row.next().and_then(|it| it.waiting_on);
                Cell::text(next.map(waiting))
            }),
        ]);
    }
    all.extend([
        column("Pages", 8.0, |row| Cell::number(row.pages)),
        column("Words", 9.0, |row| {
            Cell::number(row.words.as_ref().map(|it| it.counted))
        }),
        column("Limit", 9.0, |row| {
            Cell::number(row.words.as_ref().and_then(|it| it.limit))
        }),
        column("Counting rule", 16.0, |row| {
            Cell::text(row.words.as_ref().map(|it| &*it.policy))
        }),
        column("Verdict", 11.0, |row| {
            Cell::text(row.words.as_ref().map(|it| it.verdict.name()))
        }),
        column("Exempt", 9.0, |row| {
            let share = row.words.as_ref().map(|it| it.exempt_share());
            share.map_or(Cell::Empty, Cell::Share)
        }),
    ]);
    if by_milestones {
        all.extend([
            column("Must fix", 9.0, |row| {
                Cell::number(row.findings.as_ref().map(|it| it.deny))
            }),
            column("Worth fixing", 12.0, |row| {
                Cell::number(row.findings.as_ref().map(|it| it.warn))
            }),
            column("Unresolved", 11.0, |row| Cell::number(row.unresolved)),
            column("Ledger", 10.0, |row| Cell::text(row.ledger.map(ledger))),
            column("Handed in", 17.0, |row| {
                Cell::when(row.submitted.as_ref().and_then(|it| it.on))
            }),
            column("Shown by", 30.0, |row| {
                let submitted = row.submitted.as_ref();
                Cell::text(submitted.and_then(|it| it.evidence.as_deref()))
            }),
            column("Enrolment", 12.0, |row| {
                Cell::text(row.enrolment.map(enrolment))
            }),
        ]);
        for id in milestone_ids(cohort) {
            all.extend(of_milestone(&id));
        }
    }
    if cohort.rows.iter().any(|row| row.verified.is_some()) {
        all.push(column("Package", 16.0, |row| {
            Cell::text(row.verified.map(|it| match it {
                Answer::Yes => "as it was made",
                Answer::No => "not as made",
                Answer::Unknown => "not known",
            }))
        }));
    }
    if !by_milestones {
        all.extend(to_know());
    }
    all.push(column("On", 12.0, |row| Cell::When(Due::Day(row.on))));
    all
}

/// Returns what went wrong, and what the office is to know.
fn to_know() -> [Column<'static>; 2] {
    [
        column("Error", 30.0, |row| Cell::text(row.error.as_deref())),
        column("Remarks", 30.0, |row| {
            Cell::text(Some(row.remarks.join("; ")))
        }),
    ]
}

/// Returns the ids of all milestones, those of the first row that has most of them first.
pub(super) fn milestone_ids(cohort: &Cohort) -> Vec<String> {
    let mut known = BTreeSet::new();
    let mut ids = Vec::new();
    let longest = cohort.rows.iter().max_by_key(|row| row.milestones.len());
    for row in longest.into_iter().chain(&cohort.rows) {
        for milestone in &row.milestones {
            if !known.contains(&milestone.id) {
                known.insert(milestone.id.clone());
                ids.push(milestone.id.to_string());
            }
        }
        // Whoever sets very many of their own gets no columns for them.
        if ids.len() > 40 {
            break;
        }
    }
    ids
}

fn of_milestone(id: &str) -> Vec<Column<'static>> {
    let column = |what: &str, width: f64, cell: fn(&RowMilestone) -> Cell| {
        let own = id.to_owned();
        column(format!("{id}: {what}"), width, move |row| {
            let found = row.milestones.iter().find(|it| it.id == own);
            found.map_or(Cell::Empty, cell)
        })
    };
    vec![
        column("state", 16.0, |it| Cell::text(Some(it.state.in_words()))),
        column("due", 17.0, |it| Cell::when(it.due)),
        column("extended to", 17.0, |it| Cell::when(it.extended_to)),
        column("decided by", 20.0, |it| {
            Cell::text(it.decided_by.as_deref())
        }),
        column("confirmed", 20.0, |it| Cell::text(how(it))),
    ]
}

fn how(milestone: &RowMilestone) -> Option<&'static str> {
    Some(match (milestone.confirmed?, milestone.vouched) {
        (Confirmed::Recorded, _) => "recorded",
        (Confirmed::Ssh, true) => "signed, key vouched for",
        (Confirmed::Ssh, false) => "signed, key not vouched for",
    })
}

/// Returns how late the latest is.
fn late(row: &Row, of: impl Fn(&RowMilestone) -> Option<u64>) -> Option<u64> {
    row.milestones
        .iter()
        .filter(|it| it.is_late())
        .filter_map(of)
        .max()
}

pub(super) fn waiting(who: Waiting) -> &'static str {
    match who {
        Waiting::Student => "student",
        Waiting::Supervisor => "supervisor",
        Waiting::Nobody => "nobody",
    }
}

pub(super) fn ledger(state: LedgerState) -> &'static str {
    match state {
        LedgerState::Whole => "whole",
        LedgerState::Broken => "broken",
        LedgerState::Shorter => "shorter",
        LedgerState::None => "none",
    }
}

pub(super) fn enrolment(state: Enrolment) -> &'static str {
    match state {
        Enrolment::Withdrawn => "withdrawn",
        Enrolment::Interrupted => "interrupted",
    }
}

/// Whether a spreadsheet that opens a text could take it for something to be worked out.
pub(super) fn is_like_a_formula(text: &str) -> bool {
    text.trim_start_matches(' ').starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}',
    ])
}
