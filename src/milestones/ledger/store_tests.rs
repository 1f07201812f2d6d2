//! The ledger's file under crashes, in a crowd, and after it was mended.
//!
//! The test binary runs itself again for processes that can be killed: a test that is otherwise
//! ignored does the appending, in the folder that the environment names.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::milestones::ledger::chain::{Problem, ProblemKind};
use crate::milestones::ledger::draft::EntryDraft;
use crate::milestones::ledger::entry::{Entry, Event, Submitted};
use crate::milestones::ledger::join::join;
use crate::milestones::ledger::store::{Ledger, LedgerError};
use crate::milestones::ledger::{History, LEDGER, Record};

const FOLDER: &str = "FOLIO_TEST_LEDGER_FOLDER";
const WRITER: &str = "FOLIO_TEST_LEDGER_WRITER";
const ENTRIES: &str = "FOLIO_TEST_LEDGER_ENTRIES";

fn at() -> jiff::Timestamp {
    "2027-03-01T09:00:00Z".parse().unwrap()
}

fn entry(evidence: &str) -> Entry {
    let milestone = "submission".into();
    let evidence = evidence.into();
    let on = None;
    let event = Submitted {
        milestone,
        evidence,
        on,
    };
    Entry::new(at(), "a.student@example.org", Event::Submitted(event))
}

fn evidence(history: &History) -> Vec<String> {
    history
        .entries()
        .filter_map(|(_, entry)| match &entry.event {
            Event::Submitted(submitted) => Some(submitted.evidence.to_string()),
            _ => None,
        })
        .collect()
}

fn project() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().unwrap();
    let root = dunce::canonicalize(folder.path()).unwrap();
    let ledger = Ledger::of(&root).unwrap();
    (folder, ledger)
}

fn add(ledger: &Ledger, evidence: &str) {
    ledger
        .append(&[EntryDraft::from(&entry(evidence))])
        .unwrap();
}

/// Starts this binary again as a writer of so many entries.
fn writer(root: &Path, name: &str, entries: usize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--nocapture"])
        .arg("milestones::ledger::store_tests::a_process_of_its_own_appends")
        .env(FOLDER, root)
        .env(WRITER, name)
        .env(ENTRIES, entries.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "started by the tests below as a process of its own"]
#[expect(
    clippy::disallowed_methods,
    reason = "the tests that start it speak to it that way"
)]
fn a_process_of_its_own_appends() {
    let (Ok(root), Ok(name), Ok(entries)) = (
        std::env::var(FOLDER),
        std::env::var(WRITER),
        std::env::var(ENTRIES),
    ) else {
        return;
    };
    let ledger = Ledger::of(Path::new(&root)).unwrap();
    for number in 0..entries.parse::<usize>().unwrap() {
        let evidence = format!("{name} {number}");
        add(&ledger, &evidence);
        let mut out = std::io::stdout().lock();
        writeln!(out, "\nacknowledged {evidence}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_ledger_that_is_not_there_is_empty_and_reading_makes_no_file() {
    let (folder, ledger) = project();
    assert_eq!(ledger.read().unwrap(), History::default());
    assert!(!folder.path().join("milestones").exists());
    assert!(ledger.repair(at(), "a").unwrap().is_none());
}

#[test]
fn entries_stand_in_the_order_in_which_they_were_added() {
    let (folder, ledger) = project();
    add(&ledger, "one");
    ledger
        .append(&[
            EntryDraft::from(&entry("two")),
            EntryDraft::from(&entry("three")),
        ])
        .unwrap();
    let history = ledger.read().unwrap();
    assert_eq!(history.problems, []);
    assert_eq!(evidence(&history), ["one", "two", "three"]);
    assert!(folder.path().join(LEDGER).is_file());
}

#[test]
fn a_ledger_that_another_system_saved_is_added_to() {
    let (_folder, ledger) = project();
    add(&ledger, "one");
    add(&ledger, "two");
    let text = std::fs::read_to_string(ledger.path()).unwrap();
    let windows = format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    std::fs::write(ledger.path(), windows).unwrap();
    add(&ledger, "three");
    let history = ledger.read().unwrap();
    assert_eq!(history.problems, []);
    assert_eq!(evidence(&history), ["one", "two", "three"]);
}

#[test]
fn eight_processes_of_fifty_entries_lose_nothing() {
    let (folder, ledger) = project();
    let root = dunce::canonicalize(folder.path()).unwrap();
    let writers: Vec<Child> = (0..8)
        .map(|number| writer(&root, &format!("writer-{number}"), 50))
        .collect();
    for writer in writers {
        assert!(writer.wait_with_output().unwrap().status.success());
    }
    let history = ledger.read().unwrap();
    assert_eq!(history.problems, []);
    assert_eq!(history.lines.len(), 400);
    let mut found = evidence(&history);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 400);
}

/// Kills a writer at so many different moments; each time what it acknowledged must be there.
#[track_caller]
fn kills(times: u32, seed: u64) {
    let (folder, ledger) = project();
    let root = dunce::canonicalize(folder.path()).unwrap();
    let mut acknowledged: Vec<String> = Vec::new();
    let mut seed = seed.wrapping_mul(0x2545_f491_4f6c_dd1d);
    for time in 0..times {
        let mut child = writer(&root, &format!("writer-{time}"), 10_000);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut take = |line: String| {
            if let Some(evidence) = line.strip_prefix("acknowledged ") {
                acknowledged.push(evidence.to_owned());
            }
        };
        // The moment is random, counted from the first entry that is on the disk.
        for line in lines.by_ref() {
            let line = line.unwrap();
            let is_first = line.starts_with("acknowledged");
            take(line);
            if is_first {
                break;
            }
        }
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let until = Instant::now() + Duration::from_micros(seed % 9_000);
        while Instant::now() < until {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        lines.map_while(Result::ok).for_each(take);
        let history = ledger.read().unwrap();
        if history.needs_repair() {
            let (_, kept) = ledger
                .repair(at(), "a.student@example.org")
                .unwrap()
                .unwrap();
            std::fs::remove_file(kept).unwrap();
        }
        let history = ledger.read().unwrap();
        assert_eq!(history.problems, [], "after kill {time}");
        let found: std::collections::BTreeSet<String> = evidence(&history).into_iter().collect();
        let lost: Vec<&String> = acknowledged
            .iter()
            .filter(|it| !found.contains(*it))
            .collect();
        assert_eq!(lost, [] as [&String; 0], "after kill {time}");
        if history.lines.len() > 150 {
            std::fs::remove_file(ledger.path()).unwrap();
            acknowledged.clear();
        }
    }
}

#[test]
fn a_kill_at_any_of_200_moments_loses_nothing_that_was_acknowledged() {
    std::thread::scope(|scope| {
        for seed in 1..=4 {
            scope.spawn(move || kills(50, seed));
        }
    });
}

#[test]
fn a_torn_line_stops_the_next_entry_with_a_reason_and_repair_keeps_the_original() {
    let (_folder, ledger) = project();
    add(&ledger, "one");
    add(&ledger, "two");
    let whole = std::fs::read(ledger.path()).unwrap();
    let start = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for cut in start + 1..whole.len() - 1 {
        std::fs::write(ledger.path(), &whole[..cut]).unwrap();
        let error = ledger
            .append(&[EntryDraft::from(&entry("three"))])
            .unwrap_err();
        let LedgerError::Broken { message, hint, .. } = error else {
            panic!("{error:?}");
        };
        assert!(
            message.starts_with("line 2 ends in the middle"),
            "{message}"
        );
        assert!(hint.contains("folio milestone verify --repair"));
    }
    let torn = std::fs::read(ledger.path()).unwrap();
    let (repaired, kept) = ledger.repair(at(), "a").unwrap().unwrap();
    assert_eq!((repaired.left_out, repaired.joined), (vec![2], 0));
    assert_eq!(std::fs::read(kept).unwrap(), torn);
    add(&ledger, "three");
    let history = ledger.read().unwrap();
    assert_eq!(
        (evidence(&history), history.problems),
        (vec!["one".into(), "three".into()], vec![])
    );
}

#[test]
fn both_sides_of_a_conflict_are_kept_by_a_repair() {
    let (_folder, ledger) = project();
    add(&ledger, "shared");
    let shared = std::fs::read_to_string(ledger.path()).unwrap();
    let side = |names: &[&str]| {
        std::fs::write(ledger.path(), &shared).unwrap();
        names.iter().for_each(|name| add(&ledger, name));
        std::fs::read_to_string(ledger.path()).unwrap()[shared.len()..].to_owned()
    };
    let ours = side(&["ours 1", "ours 2"]);
    let theirs = side(&["theirs 1"]);
    let text = format!("{shared}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n");
    std::fs::write(ledger.path(), text).unwrap();
    let (repaired, _) = ledger.repair(at(), "a").unwrap().unwrap();
    assert_eq!(repaired.joined, 1);
    let history = ledger.read().unwrap();
    assert_eq!(history.problems, []);
    assert_eq!(
        evidence(&history),
        ["shared", "ours 1", "ours 2", "theirs 1"]
    );
}

#[test]
fn joining_twice_adds_nothing_and_two_copies_come_to_hold_the_same() {
    let (_one, ours) = project();
    let (_two, theirs) = project();
    add(&ours, "shared");
    std::fs::create_dir_all(theirs.path().parent().unwrap()).unwrap();
    let newer = "{\"format\":2,\"kind\":\"viva\",\"room\":\"4\"}".to_owned();
    std::fs::copy(ours.path(), theirs.path()).unwrap();
    add(&ours, "ours");
    add(&theirs, "theirs");
    theirs
        .append(&[EntryDraft {
            body: newer,
            words: Vec::new(),
        }])
        .unwrap();
    let receive = |to: &Ledger, from: &Ledger| {
        let from = from.read().unwrap();
        to.append_with(|history| Ok(join(history, &from, "copy.jsonl", at(), "a").drafts))
            .unwrap();
        to.read().unwrap()
    };
    let after = receive(&ours, &theirs);
    let is_newer = |it: &Problem| matches!(it.kind, ProblemKind::Unknown { .. });
    assert!(after.problems.iter().all(is_newer), "{:?}", after.problems);
    assert_eq!(evidence(&after), ["shared", "ours", "theirs"]);
    assert!(
        after.lines.iter().any(
            |line| matches!(&line.record, Record::Newer { kind, format: 2 } if kind == "viva")
        )
    );
    assert_eq!(receive(&ours, &theirs), after);
    let mut both = evidence(&receive(&theirs, &ours));
    both.sort();
    assert_eq!(both, ["ours", "shared", "theirs"]);
    assert_eq!(receive(&ours, &theirs), after);
}

#[cfg(unix)]
#[test]
fn a_ledger_that_links_out_of_the_project_is_refused() {
    let (folder, _) = project();
    let elsewhere = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("milestones")).unwrap();
    let root = dunce::canonicalize(folder.path()).unwrap();
    assert!(matches!(Ledger::of(&root), Err(LedgerError::File(_))));
}
