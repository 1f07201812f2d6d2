//! Ledgers as they come back from other systems, other people, and power cuts.

use proptest::prelude::*;

use crate::milestones::digest::Digest;
use crate::milestones::ledger::chain::ProblemKind;
use crate::milestones::ledger::entry::Submitted;
use crate::milestones::ledger::entry::{Entry, Event};
use crate::milestones::ledger::history::History;
use crate::milestones::ledger::line::{body, write};

/// Returns a ledger of `count` entries.
fn ledger(count: u64) -> Vec<String> {
    let mut previous = None;
    let mut lines = Vec::new();
    for number in 1..=count {
        let entry = Entry::new(
            "2027-09-01T15:00:00Z".parse().unwrap(),
            "a.student@example.org",
            Event::Submitted(Submitted {
                milestone: "submission".into(),
                evidence: format!("receipt {number}").into(),
                on: None,
            }),
        );
        let line = write(number, previous.as_ref(), &body(&entry));
        previous = Some(Digest::of_bytes(line.as_bytes()));
        lines.push(line);
    }
    lines
}

fn text(lines: &[String]) -> Vec<u8> {
    lines
        .iter()
        .map(|line| format!("{line}\n"))
        .collect::<String>()
        .into_bytes()
}

fn problems(bytes: &[u8]) -> Vec<String> {
    let problems = History::parse(bytes).problems;
    problems
        .iter()
        .map(|it| format!("{}: {}", it.line, it.message))
        .collect()
}

#[test]
fn a_whole_ledger_has_no_problem_on_any_system() {
    let lines = ledger(4);
    assert_eq!(problems(&text(&lines)), [] as [&str; 0]);
    let crlf: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
    assert_eq!(
        problems(format!("\u{feff}{crlf}\r\n").as_bytes()),
        [] as [&str; 0]
    );
    assert_eq!(problems(b""), [] as [&str; 0]);
    let without_last_line_feed = lines.join("\n");
    assert_eq!(
        History::parse(without_last_line_feed.as_bytes())
            .lines
            .len(),
        4
    );
}

#[test]
fn an_edited_line_is_named() {
    let mut lines = ledger(5);
    lines[2] = lines[2].replace("receipt 3", "receipt 8");
    assert_eq!(
        problems(&text(&lines)),
        ["3: line 3 was changed after line 4 was written"]
    );
}

#[test]
fn a_removed_line_is_named() {
    let mut lines = ledger(6);
    lines.drain(2..4);
    assert_eq!(
        problems(&text(&lines)),
        ["3: 2 entries are missing between line 2 and line 3"]
    );
    let mut lines = ledger(3);
    lines.remove(0);
    assert_eq!(
        problems(&text(&lines)),
        ["1: 1 entry is missing before line 1"]
    );
}

#[test]
fn lines_in_another_order_are_named() {
    let mut lines = ledger(6);
    lines.swap(2, 3);
    assert_eq!(
        problems(&text(&lines)),
        [
            "3: line 3 was written right after what is now line 4: lines were moved",
            "4: line 4 was written right after what is now line 2: lines were moved"
        ]
    );
}

#[test]
fn a_torn_last_line_and_a_conflict_are_told_apart_from_an_edit() {
    let lines = ledger(3);
    let mut torn = text(&lines[..2]);
    torn.extend_from_slice(&lines[2].as_bytes()[..40]);
    assert_eq!(
        problems(&torn),
        ["3: line 3 ends in the middle: it was being written when the computer stopped"]
    );
    let conflict = format!(
        "{}\n<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n",
        lines[0], lines[1], lines[2]
    );
    let history = History::parse(conflict.as_bytes());
    assert_eq!(history.problems.len(), 3);
    assert!(history.needs_repair());
    assert!(
        history
            .problems
            .iter()
            .all(|it| it.kind == ProblemKind::Conflict)
    );
    assert_eq!(
        history
            .problems
            .iter()
            .map(|it| it.line)
            .collect::<Vec<_>>(),
        [2, 4, 6]
    );
}

#[test]
fn a_line_of_something_else_is_named_once() {
    let mut lines = ledger(3);
    lines[1] = "see my notes".into();
    assert_eq!(
        problems(&text(&lines)),
        ["2: line 2 cannot be read: it is not JSON"]
    );
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reading(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = History::parse(&bytes);
    }

    #[test]
    fn a_changed_byte_of_an_old_line_is_found_and_its_line_named(
        line in 0usize..5, at in any::<prop::sample::Index>(), byte in 0x20u8..0x7f,
    ) {
        let mut lines = ledger(6);
        let mut bytes = lines[line].clone().into_bytes();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != byte);
        bytes[at] = byte;
        lines[line] = String::from_utf8(bytes).unwrap();
        let history = History::parse(&text(&lines));
        let named: Vec<usize> = history.problems.iter().map(|it| it.line).collect();
        prop_assert!(named.contains(&(line + 1)), "{:?}", history.problems);
    }

    #[test]
    fn any_removed_line_but_the_last_is_found(line in 0usize..5) {
        let mut lines = ledger(6);
        lines.remove(line);
        prop_assert_eq!(History::parse(&text(&lines)).problems.len(), 1);
    }

    #[test]
    fn any_two_lines_that_changed_places_are_found(one in 0usize..6, two in 0usize..6) {
        prop_assume!(one != two);
        let mut lines = ledger(6);
        lines.swap(one, two);
        let history = History::parse(&text(&lines));
        let named: Vec<usize> = history.problems.iter().map(|it| it.line).collect();
        prop_assert!(named.contains(&(one + 1)) || named.contains(&(two + 1)));
    }
}
