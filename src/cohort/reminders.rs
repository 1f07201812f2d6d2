//! Reminders for the office's own mail merge: folio writes them down and sends nothing.
//!
//! Nobody whose claim is undecided is called late, and who is done or away is left alone.

use crate::cohort::attention::Attention;
use crate::cohort::csv_table::{text, writer};
use crate::cohort::merge::Cohort;
use crate::cohort::row::{Row, RowMilestone};
use crate::diagnostics::british;
use crate::diagnostics::text::capitalised;
use crate::milestones::{State, Waiting};
use crate::project::Due;

/// So many missing things are named; the command names them all.
const MOST_MISSING: usize = 6;
/// A date that is further away is no reason to write.
const NEAR: i32 = 30;

/// A letter to one student.
struct Letter {
    subject: String,
    text: String,
}

/// Writes address, name, subject and text, a line for each who is to be reminded.
///
/// # Errors
///
/// Never in practice: the table is written into memory.
pub fn reminders(cohort: &Cohort) -> Result<Vec<u8>, csv::Error> {
    let mut out = writer();
    out.write_record(["Address", "Name", "Subject", "Text"])?;
    for row in &cohort.rows {
        let Some(address) = &row.address else {
            continue;
        };
        if let Some(letter) = letter(row) {
            let name = row.name.as_deref().unwrap_or_default();
            let cells = [address, name, &letter.subject, &letter.text];
            out.write_record(cells.map(text))?;
        }
    }
    out.flush()?;
    out.into_inner().map_err(|error| error.into_error().into())
}

/// Returns what to write to a student, if there is any reason.
fn letter(row: &Row) -> Option<Letter> {
    if row.is_handed_in() {
        return None;
    }
    match Attention::of(row) {
        Attention::Done | Attention::Away => return None,
        Attention::Broken if !row.received => return Some(nothing_came(row)),
        // What is wrong with a folder or a ledger is the office's to look at first.
        Attention::Broken | Attention::Ledger => return None,
        Attention::Overdue
        | Attention::Length
        | Attention::Claim
        | Attention::Soon
        | Attention::OnTime => {}
    }
    let next = row.next()?;
    let due = next.binding_due()?;
    let left = (due.day() - row.on).get_days();
    let is_near = left <= NEAR || next.is_late();
    let is_students = next.waiting_on == Some(Waiting::Student);
    if !is_near || !is_students || next.state == State::Submitted {
        return None;
    }
    let title = capitalised(next.name());
    let subject = match next.is_late() {
        true => format!("{title} was due on {}", due.in_words()),
        false => format!("{title}: due on {}", due.in_words()),
    };
    let mut paragraphs = vec![greeting(row), when(next, due, left)];
    paragraphs.extend(length(row));
    if !next.missing.is_empty() {
        let shown = next.missing.iter().take(MOST_MISSING);
        let lines: Vec<String> = shown.map(|it| format!("- {it}")).collect();
        let more = next.missing.len().saturating_sub(MOST_MISSING);
        let more = match more {
            0 => String::new(),
            more => format!("\n- and {more} more"),
        };
        paragraphs.push(format!(
            "What is still missing:\n{}{more}",
            lines.join("\n")
        ));
    }
    if let Some(command) = &next.command {
        paragraphs.push(format!(
            "In your dissertation's folder, type next:\n    {command}"
        ));
    }
    Some(Letter {
        subject,
        text: paragraphs.join("\n\n"),
    })
}

fn greeting(row: &Row) -> String {
    match &row.name {
        Some(name) => format!("Dear {name},"),
        None => "Dear student,".to_owned(),
    }
}

fn when(next: &RowMilestone, due: Due, left: i32) -> String {
    let title = capitalised(next.name());
    let on = due.in_words();
    match next.claimed_to {
        Some(claimed) => format!(
            "your later date for {title}, {}, has not been decided yet. Until it is, the date is {on}.",
            claimed.in_words()
        ),
        None if next.is_late() => {
            format!(
                "{title} was due on {on}, and we do not have it yet. Please tell us if something stands in your way."
            )
        }
        None => format!("{title} is due on {on}{}.", in_days(left)),
    }
}

fn in_days(left: i32) -> String {
    match left {
        ..0 => String::new(),
        0 => ", today".to_owned(),
        1 => ", tomorrow".to_owned(),
        _ => format!(", in {left} days"),
    }
}

fn length(row: &Row) -> Option<String> {
    let words = row.words.as_ref().filter(|it| it.verdict.fails())?;
    let limit = words.limit?;
    (words.counted > limit).then(|| {
        format!(
            "On {} it had {} words; the limit is {limit}.",
            british(row.on),
            words.counted
        )
    })
}

/// Returns what to write to somebody of whom nothing came.
fn nothing_came(row: &Row) -> Letter {
    Letter {
        subject: "We have nothing of your dissertation yet".into(),
        text: format!(
            "{}\n\nwe have not received your dissertation's folder. Please send it as a zip, or tell \
             us if something stands in your way. To see where you stand, type in the folder:\n    folio",
            greeting(row)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::kind::Kind;
    use crate::cohort::row::Enrolment;
    use crate::cohort::testing::{milestone, row};

    fn written(row: Row) -> String {
        let cohort = Cohort {
            kind: Kind::Office,
            on: row.on,
            rows: vec![row],
            notes: Vec::new(),
            unreadable: 0,
        };
        String::from_utf8(reminders(&cohort).unwrap()).unwrap()
    }

    fn due(on: &str) -> Row {
        let mut row = row("a");
        row.milestones[1] = milestone("submission", State::InProgress, on);
        row.milestones[1].missing = vec!["method: 12 of at least 900".into()];
        row.milestones[1].command = Some("folio check --for submission".into());
        row
    }

    #[test]
    fn a_reminder_says_what_is_missing_by_when_and_what_to_type() {
        let said = written(due("2026-12-02"));
        for part in [
            "\"a@example.org\",\"Ada a\",\"Submission: due on 2 December 2026\",",
            "is due on 2 December 2026, in 10 days.",
            "- method: 12 of at least 900",
            "    folio check --for submission",
        ] {
            assert!(said.contains(part), "{part}\n{said}");
        }
        assert!(!said.contains("late"), "{said}");
    }

    #[test]
    fn nobody_with_an_undecided_claim_is_called_late() {
        let mut claimed = due("2026-11-02");
        claimed.milestones[1].claimed_to = Some(Due::Day("2026-12-20".parse().unwrap()));
        claimed.milestones[1].days_late = None;
        claimed.milestones[1].minutes_late = None;
        let said = written(claimed);
        assert!(
            said.contains("20 December 2026, has not been decided"),
            "{said}"
        );
        for word in ["late:", "overdue", "was due"] {
            assert!(!said.contains(word), "{said}");
        }
        let mut late = due("2026-11-02");
        late.milestones[1].days_late = Some(20);
        assert!(written(late).contains("was due on 2 November 2026"));
    }

    #[test]
    fn who_is_done_away_or_far_from_the_date_gets_none() {
        let none = |row: Row| assert_eq!(written(row).lines().count(), 1);
        none(due("2027-09-01"));
        let mut done = due("2026-12-02");
        done.milestones[1].state = State::Submitted;
        // What was never decided on the way is of no use any more.
        done.milestones[0] = milestone("tutorial-1", State::InProgress, "2026-11-02");
        done.milestones[0].days_late = Some(20);
        none(done);
        let mut away = due("2026-12-02");
        away.enrolment = Some(Enrolment::Withdrawn);
        none(away);
        let mut waiting = due("2026-12-02");
        waiting.milestones[1].waiting_on = Some(Waiting::Supervisor);
        none(waiting);
    }
}
