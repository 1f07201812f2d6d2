//! The ledger under the real program: killed, in a crowd, torn, in conflict, edited, and from
//! another system.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::copies::{Copies, SUPERVISOR, allow};

const LEDGER: &str = "a/milestones/ledger.jsonl";

fn meet(copies: &Copies, point: &str) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin!("folio"))
        .current_dir(copies.path("a"))
        .args([
            "milestone",
            "meeting",
            "--date",
            "2026-11-30",
            "--with",
            "Dr B",
        ])
        .args(["--point", point, "--today", "2026-12-01"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Returns the points of all meetings of the ledger.
fn points(copies: &Copies) -> Vec<String> {
    let log = copies.log("a");
    let entries = log["entries"].as_array().unwrap().iter();
    entries
        .map(|it| it["points"][0].as_str().unwrap().to_owned())
        .collect()
}

/// Starts the program again and again and ends it by force at other moments; what it had said to
/// be recorded must be there, and the chain must hold after at most a repair.
fn kill_while_appending(kills: u32) {
    let copies = Copies::new();
    // How long an append takes on this machine, so that the ends fall all over it.
    let started = std::time::Instant::now();
    assert!(meet(&copies, "first").wait().unwrap().success());
    let whole = started.elapsed().max(Duration::from_millis(2));
    let mut acknowledged = BTreeSet::from(["first".to_owned()]);
    let mut ended_early = 0;
    for round in 0..kills {
        let point = format!("point {round}");
        let mut child = meet(&copies, &point);
        // A step that shares no factor with the number of rounds visits every part of the time.
        thread::sleep(whole * (round * 37 % 101) / 80);
        child.kill().unwrap();
        let mut said = String::new();
        child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        ended_early += u32::from(!child.wait().unwrap().success());
        if said.starts_with("recorded as entry") {
            acknowledged.insert(point);
        }
        let verify = copies.run("a", "2026-12-02", &["milestone", "verify"]);
        if verify.code != 0 {
            verify.says("it was being written when the computer stopped");
            let repair = ["milestone", "verify", "--repair"];
            copies.run("a", "2026-12-02", &repair).exits(0);
        }
        let there: BTreeSet<String> = points(&copies).into_iter().collect();
        assert!(
            acknowledged.is_subset(&there),
            "lost: {:?}",
            acknowledged.difference(&there).collect::<Vec<_>>()
        );
    }
    assert!(
        ended_early > kills / 10,
        "only {ended_early} of {kills} were ended early"
    );
    assert!(meet(&copies, "last").wait().unwrap().success());
    copies
        .run("a", "2026-12-02", &["milestone", "verify"])
        .exits(0);
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_acknowledged() {
    kill_while_appending(30);
}

#[test]
#[ignore = "takes minutes; run with `FOLIO_KILLS=1000 cargo test --test cli kills -- --ignored`"]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs it says in the environment for how long"
)]
fn hundreds_of_kills_lose_nothing_that_was_acknowledged() {
    let kills = std::env::var("FOLIO_KILLS").ok();
    kill_while_appending(kills.map_or(250, |it| it.parse().unwrap()));
}

#[test]
fn eight_programs_that_record_at_once_lose_nothing() {
    let copies = Copies::new();
    let copies = &copies;
    thread::scope(|scope| {
        for program in 0..8 {
            scope.spawn(move || {
                for number in 0..50 {
                    let point = format!("{program}: {number}");
                    assert!(meet(copies, &point).wait().unwrap().success(), "{point}");
                }
            });
        }
    });
    let points = points(copies);
    assert_eq!(points.len(), 400);
    assert_eq!(points.iter().collect::<BTreeSet<_>>().len(), 400);
    for program in 0..8 {
        let own: Vec<&String> = points
            .iter()
            .filter(|it| it.starts_with(&format!("{program}: ")))
            .collect();
        let in_order: Vec<String> = (0..50).map(|it| format!("{program}: {it}")).collect();
        assert_eq!(own, in_order.iter().collect::<Vec<_>>());
    }
    copies
        .run("a", "2026-12-02", &["milestone", "verify"])
        .exits(0)
        .says("400 entries, each follows the one before it");
}

/// Returns a copy with three meetings.
fn three() -> Copies {
    let copies = Copies::new();
    for point in ["one", "two", "three"] {
        assert!(meet(&copies, point).wait().unwrap().success());
    }
    copies
}

fn verify(copies: &Copies, more: &[&str]) -> crate::copies::Answer {
    let mut args = vec!["milestone", "verify"];
    args.extend_from_slice(more);
    copies.run("a", "2026-12-02", &args)
}

#[test]
fn a_torn_last_line_is_explained_and_mended_only_when_asked() {
    let copies = three();
    let whole = copies.read(LEDGER);
    let torn = whole[..whole.len() - 60].to_owned();
    copies.write(LEDGER, &torn);
    insta::assert_snapshot!(verify(&copies, &[]).exits(1).transcript, @r"
    exit 1
    --- stdout
    milestones/ledger.jsonl: 2 entries, and the chain is broken
    must fix: line 3 ends in the middle: it was being written when the computer stopped
      = hint: run `folio milestone verify --repair`; the file as it is now is kept beside it
    no signature vouches for any entry: who has the file may have changed, added or left out any of them, and that entries behind line 2 were cut off would not show
    ");
    assert!(!meet(&copies, "four").wait().unwrap().success());
    assert_eq!(copies.read(LEDGER), torn);
    verify(&copies, &["--repair"])
        .exits(0)
        .says("the file as it was is kept as milestones/ledger-before-repair-1.jsonl");
    assert_eq!(
        copies.read("a/milestones/ledger-before-repair-1.jsonl"),
        torn
    );
    assert_eq!(points(&copies), ["one", "two"]);
    assert!(meet(&copies, "four").wait().unwrap().success());
    verify(&copies, &[]).exits(0);
    verify(&copies, &["--repair"])
        .exits(0)
        .says("nothing is there to be mended");
}

#[test]
fn the_marks_of_a_conflict_are_explained_and_both_sides_are_kept() {
    let copies = three();
    let ours = copies.ledger("a");
    copies.send("a", "b");
    let extend = [
        "milestone",
        "extend",
        "tutorial-2",
        "--to",
        "2027-03-01",
        "--reference",
        "E",
    ];
    copies.run("b", "2026-12-01", &extend).exits(0);
    assert!(meet(&copies, "four").wait().unwrap().success());
    let (mine, theirs) = (copies.ledger("a"), copies.ledger("b"));
    let text = format!(
        "{}\n<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> theirs\n",
        ours.join("\n"),
        mine[3],
        theirs[3]
    );
    copies.write(LEDGER, text);
    let texts = ["a", "b"].map(|copy| copies.read(&format!("{copy}/milestones/words.jsonl")));
    copies.write("a/milestones/words.jsonl", texts.join("=======\n"));
    verify(&copies, &[])
        .exits(1)
        .says("line 4 is the mark of a conflict")
        .says("run `folio milestone verify --repair`");
    verify(&copies, &["--repair"])
        .exits(0)
        .says("1 entry taken over from the other side of a conflict");
    let log = copies.log("a");
    let kinds: Vec<&str> = log["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        [
            "meeting",
            "meeting",
            "meeting",
            "meeting",
            "extension",
            "merge"
        ]
    );
}

#[test]
fn an_edited_a_removed_and_a_moved_line_are_named() {
    for (change, named) in [
        (0, "line 2 was changed after line 3 was written"),
        (1, "1 entry is missing between line 1 and line 2"),
        (2, "lines were moved"),
    ] {
        let copies = three();
        let mut lines = copies.ledger("a");
        match change {
            0 => lines[1] = lines[1].replace("Dr B", "Dr C"),
            1 => drop(lines.remove(1)),
            _ => lines.swap(0, 1),
        }
        copies.write(LEDGER, lines.join("\n") + "\n");
        verify(&copies, &[])
            .exits(1)
            .says("the chain is broken")
            .says(named);
        let json = verify(&copies, &["--format", "json"]).exits(1).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["sound"], false);
        assert!(json["problems"][0]["hint"].is_string());
        // It stays visible, and stops nobody.
        assert!(meet(&copies, "four").wait().unwrap().success());
        verify(&copies, &["--repair"]).exits(1);
    }
}

#[test]
fn a_ledger_and_chapters_that_went_through_another_system_are_the_same() {
    let copies = Copies::new();
    allow(&copies, "a", "key", 7);
    copies
        .run("a", "2026-12-01", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    for file in [
        LEDGER,
        "a/chapters/01-introduction.md",
        "a/milestones/allowed_signers",
    ] {
        let text = copies.read(file).replace('\n', "\r\n");
        copies.write(file, format!("\u{feff}{text}"));
    }
    let sign = [
        "milestone",
        "approve",
        "tutorial-1",
        "--by",
        SUPERVISOR,
        "--key",
        "../key",
    ];
    copies.run("a", "2026-12-03", &sign).exits(0);
    verify(&copies, &[])
        .exits(0)
        .says("2 entries, each follows the one before it")
        .says("signature valid");
}

#[test]
fn what_others_typed_steers_no_terminal() {
    let copies = Copies::new();
    let args = [
        "milestone",
        "meeting",
        "--date",
        "2026-11-30",
        "--with",
        "B\u{1b}[2J\u{202e}evil",
        "--point",
        "a\nb",
    ];
    let met = copies.run("a", "2026-12-01", &args).exits(0);
    let log = copies
        .run("a", "2026-12-01", &["milestone", "log"])
        .exits(0);
    for said in [met.stdout, log.stdout] {
        assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said:?}");
        assert!(said.contains("point: a b"), "{said:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_ledger_that_links_out_of_the_project_is_refused() {
    let copies = Copies::new();
    fs::create_dir(copies.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(copies.path("elsewhere"), copies.path("a/milestones")).unwrap();
    assert!(!meet(&copies, "one").wait().unwrap().success());
    assert_eq!(fs::read_dir(copies.path("elsewhere")).unwrap().count(), 0);
}
