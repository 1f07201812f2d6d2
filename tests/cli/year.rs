//! A year of two people with a copy of the folder each: nothing is lost, and what was signed on
//! one copy holds on the other, for OpenSSH's own program too.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::copies::{Copies, SUPERVISOR, allow};

/// Returns the digests of what was recorded; that copies were joined is each copy's own affair.
fn recorded(copies: &Copies, copy: &str) -> BTreeSet<String> {
    let log = copies.log(copy);
    let entries = log["entries"].as_array().unwrap().iter();
    entries
        .filter(|it| it["kind"] != "merge")
        .map(|it| it["digest"].as_str().unwrap().to_owned())
        .collect()
}

fn approve_on_b(copies: &Copies, day: &str, id: &str, more: &[&str]) -> crate::copies::Answer {
    let mut args = vec!["milestone", "approve", id, "--by", SUPERVISOR];
    args.extend_from_slice(more);
    copies.run("b", day, &args)
}

#[test]
fn a_year_on_two_diverging_copies_ends_in_one_ledger_with_nothing_lost() {
    let copies = Copies::new();
    let a = |day: &str, args: &[&str]| {
        let mut all = vec!["milestone"];
        all.extend_from_slice(args);
        copies.run("a", day, &all)
    };
    allow(&copies, "a", "key", 7);

    // December: marked ready, sent as a zip; both go on with their own copy.
    a("2026-12-01", &["ready", "tutorial-1", "--note", "the aim?"]).exits(0);
    copies.send("a", "b");
    let text = "# Introduction\n\nThe student writes on.\n";
    copies.write("a/chapters/01-introduction.md", text);
    let meeting = [
        "meeting",
        "--date",
        "2026-12-02",
        "--with",
        "Dr B",
        "--action",
        "Read; student",
    ];
    let met = a("2026-12-02", &meeting).exits(0).entry();
    let sign = [
        "--with-changes",
        "--key",
        "../key",
        "--out",
        "../decision.json",
        "--note",
        "Good",
    ];
    approve_on_b(&copies, "2026-12-03", "tutorial-1", &sign)
        .exits(0)
        .says("for the student: ")
        .says("next: send this file to the student");
    a("2026-12-04", &["receive", "../decision.json"])
        .exits(0)
        .says("tutorial-1 approved with changes by Dr B. Supervisor (signed)");
    let signed = ("approved-with-changes".to_owned(), Some("ssh".to_owned()));
    assert_eq!(copies.state("a", "2026-12-04", "tutorial-1"), signed);
    assert_eq!(copies.state("b", "2026-12-04", "tutorial-1"), signed);
    let lines = copies.ledger("a").len();
    a("2026-12-05", &["receive", "../decision.json"])
        .exits(0)
        .says("nothing was added");
    assert_eq!(copies.ledger("a").len(), lines);

    // February: recorded in words, with an extension claimed and granted.
    let to = [
        "extend",
        "tutorial-2",
        "--to",
        "2027-03-01",
        "--reference",
        "EXT-7",
    ];
    a("2027-02-01", &to).exits(0);
    let mut granted = to.to_vec();
    granted.extend(["--granted-by", "Programme office"]);
    a("2027-02-03", &granted).exits(0);
    a("2027-02-20", &["ready", "tutorial-2"]).exits(0);
    let returned = [
        "return",
        "tutorial-2",
        "--by",
        SUPERVISOR,
        "--evidence",
        "e-mail of 22 February",
    ];
    a("2027-02-22", &returned).exits(0);
    assert_eq!(copies.state("a", "2027-02-23", "tutorial-2").0, "returned");
    a("2027-02-27", &["ready", "tutorial-2"])
        .exits(0)
        .says("round 2");
    let wrong = [
        "approve",
        "tutorial-2",
        "--by",
        "Dr B. Supervisor",
        "--evidence",
        "a call",
    ];
    let wrong = a("2027-02-28", &wrong).exits(0).entry();
    a(
        "2027-03-01",
        &[
            "correct",
            &wrong,
            "--reason",
            "she only said that she would read it",
        ],
    )
    .exits(0);
    assert_eq!(copies.state("a", "2027-03-01", "tutorial-2").0, "ready");
    a("2027-03-01", &["done", &format!("{met}-1")]).exits(0);

    // March: the supervisor's own notes, and a decision on a copy that has not moved on.
    let notes = [
        "milestone",
        "meeting",
        "--date",
        "2027-03-02",
        "--with",
        "A. Student",
        "--entered-by",
        SUPERVISOR,
    ];
    copies.run("b", "2027-03-02", &notes).exits(0);
    approve_on_b(
        &copies,
        "2027-03-03",
        "tutorial-2",
        &["--evidence", "read on paper"],
    )
    .exits(1)
    .says("is not marked ready");
    let mut theirs = recorded(&copies, "b");

    // The cloud drive made a conflict copy; each side takes over what the other has.
    fs::copy(
        copies.path("b/milestones/ledger.jsonl"),
        copies.path("a/milestones/ledger (conflicted copy).jsonl"),
    )
    .unwrap();
    theirs.extend(recorded(&copies, "a"));
    a(
        "2027-03-04",
        &["receive", "milestones/ledger (conflicted copy).jsonl"],
    )
    .exits(0)
    .says("1 entry added from ledger (conflicted copy).jsonl");
    copies
        .run(
            "b",
            "2027-03-05",
            &["milestone", "receive", "../a/milestones/ledger.jsonl"],
        )
        .exits(0);
    assert_eq!(recorded(&copies, "a"), theirs);
    assert_eq!(recorded(&copies, "b"), theirs);
    copies
        .run(
            "b",
            "2027-03-06",
            &["milestone", "receive", "../a/milestones/ledger.jsonl"],
        )
        .exits(0)
        .says("nothing was added");

    // Now that copy knows tutorial 2 too, and the decision fits without its files.
    let words = ["--evidence", "read on paper", "--out", "../second.json"];
    approve_on_b(&copies, "2027-03-07", "tutorial-2", &words).exits(0);
    a("2027-03-08", &["receive", "../second.json"]).exits(0);
    for copy in ["a", "b"] {
        assert_eq!(
            copies.state(copy, "2027-03-09", "tutorial-2"),
            ("approved".into(), Some("recorded".into()))
        );
        copies
            .run(copy, "2027-03-09", &["milestone", "verify"])
            .exits(0);
    }

    // September.
    a("2027-09-01", &["submitted", "--evidence", "receipt 1234"]).exits(0);
    a("2027-09-02", &["verify"])
        .exits(0)
        .says("signed by b.supervisor@example.org, signature valid");
    assert_eq!(copies.state("a", "2027-09-02", "submission").0, "submitted");
}

#[test]
fn a_decision_that_was_changed_on_its_way_is_refused() {
    let copies = Copies::new();
    allow(&copies, "a", "key", 7);
    copies
        .run("a", "2026-12-01", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    copies.send("a", "b");
    let sign = [
        "--with-changes",
        "--key",
        "../key",
        "--out",
        "../decision.json",
    ];
    approve_on_b(&copies, "2026-12-03", "tutorial-1", &sign).exits(0);
    let text = copies.read("decision.json");
    assert!(text.contains("approved-with-changes"));
    copies.write(
        "forged.json",
        text.replace("approved-with-changes", "approved"),
    );
    let receive = |file: &str| copies.run("a", "2026-12-04", &["milestone", "receive", file]);
    receive("../forged.json")
        .exits(1)
        .says("the signature does not fit: the decision was changed");
    copies.write("other.txt", "hello");
    receive("../other.txt")
        .exits(2)
        .says("neither a decision nor a ledger");
    copies.write(
        "broken.json",
        "{\"kind\":\"folio-decision\",\"format\":1,\"entry\":{}}",
    );
    receive("../broken.json")
        .exits(2)
        .says("the file holds no decision");
    assert_eq!(copies.ledger("a").len(), 1);
    receive("../decision.json").exits(0);
}

#[test]
fn a_decision_about_an_earlier_round_is_kept_and_said_to_be_one() {
    let copies = Copies::new();
    copies
        .run("a", "2026-12-01", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    copies.send("a", "b");
    copies
        .run("a", "2026-12-02", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    let words = ["--evidence", "read on paper", "--out", "../decision.json"];
    approve_on_b(&copies, "2026-12-03", "tutorial-1", &words).exits(0);
    copies
        .run(
            "a",
            "2026-12-04",
            &["milestone", "receive", "../decision.json"],
        )
        .exits(0)
        .says("the decision is about round 1 of `tutorial-1`: round 2 was marked ready since");
    assert_eq!(copies.state("a", "2026-12-04", "tutorial-1").0, "ready");
}

#[test]
fn a_file_that_is_no_decision_is_not_written_over() {
    let copies = Copies::new();
    copies
        .run("a", "2026-12-01", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    copies.send("a", "b");
    copies.write("mine.json", "{\"mine\": true}");
    let words = ["--evidence", "read", "--out", "../mine.json"];
    approve_on_b(&copies, "2026-12-03", "tutorial-1", &words)
        .exits(2)
        .says("is there already and is no decision");
    assert_eq!(copies.read("mine.json"), "{\"mine\": true}");
    assert_eq!(copies.ledger("b").len(), 1);
}

#[cfg(unix)]
#[test]
fn a_copy_that_cannot_be_written_to_still_gives_the_file() {
    use std::os::unix::fs::PermissionsExt;

    let copies = Copies::new();
    copies
        .run("a", "2026-12-01", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    copies.send("a", "b");
    let lock = |mode: u32| {
        let mode = fs::Permissions::from_mode(mode);
        fs::set_permissions(copies.path("b/milestones/ledger.jsonl"), mode).unwrap();
    };
    lock(0o444);
    let ledger = fs::OpenOptions::new()
        .append(true)
        .open(copies.path("b/milestones/ledger.jsonl"));
    if ledger.is_ok() {
        // An administrator may write everywhere, so nothing can be shown here.
        return;
    }
    let words = ["--evidence", "read", "--out", "../decision.json"];
    approve_on_b(&copies, "2026-12-03", "tutorial-1", &words)
        .exits(0)
        .says("this copy of the folder cannot be written to");
    lock(0o644);
    assert_eq!(copies.ledger("b").len(), 1);
    copies
        .run(
            "a",
            "2026-12-04",
            &["milestone", "receive", "../decision.json"],
        )
        .exits(0);
}

#[test]
fn openssh_itself_accepts_what_was_extracted() {
    let has_it = Command::new("ssh-keygen")
        .arg("-?")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if has_it.is_err() {
        let mut said = std::io::stderr().lock();
        writeln!(said, "skipped: there is no ssh-keygen on this machine").unwrap();
        return;
    }
    let copies = Copies::new();
    allow(&copies, "a", "key", 7);
    copies
        .run("a", "2026-12-01", &["milestone", "ready", "tutorial-1"])
        .exits(0);
    let sign = [
        "milestone",
        "approve",
        "tutorial-1",
        "--by",
        SUPERVISOR,
        "--key",
        "../key",
    ];
    let entry = copies.run("a", "2026-12-03", &sign).exits(0).entry();
    let extract = ["milestone", "verify", "--extract", "../extracted"];
    copies
        .run("a", "2026-12-04", &extract)
        .exits(0)
        .says("1 signed message written to")
        .says("-O verify-time=20261203000000Z");
    let stem = format!("tutorial-1-{entry}");
    let message = fs::File::open(copies.path(format!("extracted/{stem}.message"))).unwrap();
    let output = Command::new("ssh-keygen")
        .args(["-Y", "verify", "-n", "folio-decision", "-I", SUPERVISOR])
        .args(["-O", "verify-time=20261203120000Z", "-f"])
        .arg(copies.path("a/milestones/allowed_signers"))
        .arg("-s")
        .arg(copies.path(format!("extracted/{stem}.sig")))
        .stdin(message)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.starts_with("Good \"folio-decision\" signature for b.supervisor@example.org"),
        "{said}"
    );
}
