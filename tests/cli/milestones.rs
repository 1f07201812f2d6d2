//! `folio milestone …`: each command in its good way, and each refusal.

use std::fs;

use crate::copies::{Copies, READY, SUPERVISOR, program, ready, record};
use crate::sandbox::Sandbox;

#[test]
fn ready_keeps_the_chapters_and_says_what_is_recorded() {
    let copies = Copies::new();
    let args = ["ready", "tutorial-1", "--note", "Please look at the aim"];
    let made = record(&copies, "2026-12-01", &args);
    insta::assert_snapshot!(made.transcript.replace(&made.entry(), "ENTRY"), @r"
    exit 0
    --- stdout
    recorded as entry ENTRY, line 1 of milestones/ledger.jsonl
      tutorial-1 marked ready, round 1, 5 words
      not met: chapter-words (5 of at least 1,200)
      not met: required-sections (0 of 6; missing: `Organisational context`, `The problem of practice`, `My role and position`, `Aim, objectives and questions`, `Significance`, and `Scope`)
      note: Please look at the aim
      the chapters as they are now: milestones/tutorial-1/1
    --- stderr
    worth fixing, not met: `introduction` has 1,200 to 1,500 words (5 of at least 1,200)
    worth fixing, not met: `introduction` has the sections that it needs (0 of 6; missing: `Organisational context`, `The problem of practice`, `My role and position`, `Aim, objectives and questions`, `Significance`, and `Scope`)
    everybody who gets this folder can read what was typed; `folio milestone erase ENTRY --field note` removes it
    next: send the folder below to Dr B. Supervisor; the `reply.txt` that comes back by e-mail is recorded with `folio milestone receive reply.txt`, any other answer with `folio milestone approve tutorial-1 --by ADDRESS --evidence TEXT`
    To send: output/tutorial-1/
    ");
    assert_eq!(
        copies.read("a/milestones/tutorial-1/1/1-01-introduction.md"),
        "# Introduction\n\nFour words of text.\n"
    );
    copies
        .run("a", "2026-12-02", &READY)
        .exits(0)
        .says("round 2")
        .says("milestones/tutorial-1/2");
}

#[test]
fn the_folder_to_send_has_all_to_read_and_a_form_whose_answer_is_a_decision() {
    let copies = Copies::new();
    copies
        .run("a", "2026-12-01", &READY)
        .exits(0)
        .says("To send: output/tutorial-1/");
    let form = copies.read("a/output/tutorial-1/reply.txt");
    for name in [
        "a-title-tutorial-1-review.docx",
        "a-title-tutorial-1-review.pdf",
        "status.html",
    ] {
        assert!(
            copies.path(format!("a/output/tutorial-1/{name}")).is_file(),
            "{name}"
        );
    }
    assert!(
        copies
            .read("a/output/tutorial-1/status.html")
            .contains("ready")
    );
    let answered: String = form
        .replace("returned): ", "returned): with changes")
        .replace(
            "Note to the student: ",
            "Note to the student: Narrow the aim.",
        )
        .lines()
        .map(|line| format!("> {line}\r\n"))
        .collect();
    fs::write(copies.path("a/reply.txt"), &answered).unwrap();
    let receive = ["milestone", "receive", "reply.txt"];
    copies
        .run("a", "2026-12-06", &receive)
        .exits(0)
        .says("approved with changes")
        .says("Narrow the aim.");
    copies.run("a", "2026-12-07", &READY).exits(0);
    assert!(copies.path("a/output/tutorial-1/changes.html").is_file());
    // The old form is about the old version.
    copies
        .run("a", "2026-12-08", &receive)
        .exits(1)
        .says("not the one that was marked ready last");
}

#[test]
fn an_unmet_criterion_stops_ready_unless_a_reason_is_given() {
    let copies = Copies::new();
    insta::assert_snapshot!(record(&copies, "2026-12-01", &["ready", "study"]).transcript, @r"
    exit 1
    --- stderr
    must fix, not met: the outcome of the ethics gate is recorded, and no data were collected before it (`classification` in `[ethics]` is not recorded: research, service-evaluation or audit)
    error: 1 criterion is not met, so `study` is not marked ready
      = hint: see to it, or mark it ready all the same with `--despite --reason TEXT`; the reason is recorded
    ");
    assert!(!copies.path("a/milestones/study").exists());
    record(&copies, "2026-12-01", &["ready", "study", "--despite"])
        .exits(2)
        .says("the reason is missing");
    let args = [
        "ready",
        "study",
        "--despite",
        "--reason",
        "the board meets in May",
    ];
    record(&copies, "2026-12-01", &args)
        .exits(0)
        .says("despite unmet criteria: the board meets in May");
}

#[test]
fn nothing_is_marked_ready_by_an_estimate() {
    let copies = Copies::new();
    copies.write(
        "a/chapters/01-introduction.md",
        "# Introduction\n\nSee `#nothing`{=typst}.\n",
    );
    copies
        .run("a", "2026-12-01", &READY)
        .exits(2)
        .says("unknown-variable")
        .says("never an estimate");
    assert!(!copies.path("a/milestones/tutorial-1").exists());
    assert!(!copies.path("a/milestones/ledger.jsonl").exists());
}

#[test]
fn what_is_not_written_yet_stops_no_tutorial() {
    let copies = Copies::new();
    copies.write(
        "a/chapters/01-introduction.md",
        "# Introduction\n\nThe findings stand in @sec:findings; see [@nobody1999].\n",
    );
    copies.write("a/chapters/03-method.typ", "= Method\n\n#nothing\n");
    copies
        .run("a", "2026-12-01", &READY)
        .exits(0)
        .says("3 things on the pages are unresolved: the reference `sec:findings`")
        .says("the citation `nobody1999` (chapters/01-introduction.md:3)")
        .says("the chapter `chapters/03-method.typ` (chapters/03-method.typ:3)");
}

#[test]
fn a_name_that_the_plan_does_not_have_is_a_slip_and_not_a_refusal() {
    let copies = ready();
    for args in [
        &["ready", "tutorial-9"][..],
        &["approve", "tutoral-1", "--by", "B", "--evidence", "x"],
        &[
            "extend",
            "tutorial-9",
            "--to",
            "2027-03-01",
            "--reference",
            "E",
        ],
        &["done", "00000000-1"],
        &["correct", "00000000", "--reason", "x"],
        &["log", "00000000"],
        &["receive", "../nothing.json"],
        &["approve", "tutorial-1", "--by", "B", "--key", "../nothing"],
        &["meeting", "--date", "yesterday", "--with", "B"],
        &[
            "approve",
            "tutorial-1",
            "--by",
            "B",
            "--evidence",
            "x",
            "--action",
            "read",
        ],
    ] {
        record(&copies, "2026-12-02", args).exits(2);
    }
    record(&copies, "2026-12-02", &["ready", "tutorial-9"]).says("did you mean `tutorial-1`?");
    assert_eq!(copies.ledger("a").len(), 1);
}

#[test]
fn without_a_terminal_what_is_missing_is_said() {
    let copies = ready();
    for (args, missing) in [
        (&["ready"][..], "the milestone is missing"),
        (&["approve", "tutorial-1"], "who decides is missing"),
        (
            &["return", "tutorial-1", "--by", "B"],
            "the evidence is missing",
        ),
        (&["receive"], "the file is missing"),
        (&["extend", "tutorial-2"], "the new date is missing"),
        (
            &["extend", "tutorial-2", "--to", "2027-03-01"],
            "the reference of the extension is missing",
        ),
        (&["meeting"], "the day of the meeting is missing"),
        (
            &["meeting", "--date", "2026-12-01"],
            "who was there is missing",
        ),
        (&["done"], "the action is missing"),
        (&["correct"], "the entry is missing"),
        (&["supervisor"], "the name of the supervisor is missing"),
        (
            &["supervisor", "C"],
            "the address of the supervisor is missing",
        ),
        (&["submitted"], "the evidence is missing"),
    ] {
        record(&copies, "2026-12-02", args).exits(2).says(missing);
    }
}

#[test]
fn the_json_of_a_command_names_the_entry_and_leaves_nothing_out() {
    let copies = ready();
    let args = [
        "approve",
        "tutorial-1",
        "--by",
        SUPERVISOR,
        "--evidence",
        "e-mail",
        "--action",
        "Read; student; 2027-01-01",
        "--format",
        "json",
    ];
    let answer = record(&copies, "2026-12-03", &args).exits(0);
    let json: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    assert_eq!(json["format"], 1);
    let entry = &json["entries"][0];
    for (key, value) in [
        ("kind", "decision"),
        ("milestone", "tutorial-1"),
        ("outcome", "approved"),
        ("confirmed", "recorded"),
        ("by", SUPERVISOR),
        ("name", "Dr B. Supervisor"),
        ("entered-by", "a.student@example.org"),
        ("at", "2026-12-03T00:00:00Z"),
    ] {
        assert_eq!(entry[key], value, "{key}");
    }
    let name = entry["entry"].as_str().unwrap();
    assert_eq!(entry["actions"][0]["action"], format!("{name}-1"));
    assert_eq!(entry["actions"][0]["done"], serde_json::Value::Null);
    assert!(entry.as_object().unwrap().contains_key("reference"));
    assert_eq!(json["kept"], serde_json::Value::Null);
}

#[test]
fn a_project_is_named_from_anywhere_and_somebody_else_may_type() {
    let copies = Copies::new();
    let args = [
        "milestone",
        "--project",
        "a",
        "meeting",
        "--date",
        "2026-11-30",
        "--with",
        "B",
        "--entered-by",
        "Dr B. Supervisor",
    ];
    copies.run("", "2026-12-01", &args).exits(0);
    let log = copies.log("a");
    assert_eq!(log["entries"][0]["entered-by"], "Dr B. Supervisor");
    let args = ["milestone", "log", "--project", "a"];
    copies
        .run("", "2026-12-01", &args)
        .exits(0)
        .says("meeting on 30 November 2026");
}

#[test]
fn the_record_of_a_meeting_is_printed_for_the_office() {
    let copies = Copies::new();
    let args = ["meeting", "--date", "2026-11-30", "--with", "Dr B"];
    let entry = record(&copies, "2026-12-01", &args).exits(0).entry();
    record(&copies, "2026-12-01", &["log", &entry, "--write", "m.pdf"]).exits(0);
    assert!(
        fs::read(copies.path("a/m.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    record(&copies, "2026-12-01", &["log", &entry, "--write", "m.md"]).exits(0);
    assert!(copies.read("a/m.md").contains("30 November 2026"));
}

#[test]
fn a_kept_chapter_that_was_changed_is_said_and_no_fault_of_the_ledger() {
    let copies = ready();
    record(&copies, "2026-12-02", &["ready", "tutorial-2"]).exits(0);
    copies.write("a/milestones/tutorial-1/1/1-01-introduction.md", "other\n");
    let verify = record(&copies, "2026-12-02", &["verify"]).exits(0);
    verify
        .says("the copy of `introduction` in milestones/tutorial-1/1 is gone or was changed")
        .says("2 entries, each follows the one before it");
}

#[test]
fn the_sample_holds_a_year_that_verifies() {
    let sandbox = Sandbox::sample("digital-readiness");
    let transcript = sandbox.run(["milestone", "verify"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    for said in [
        "13 entries, each follows the one before it",
        "signed by miriam.lane@example.org, signature valid; key as listed by the project",
    ] {
        assert!(transcript.contains(said), "{transcript}");
    }
    let status = program(&sandbox.path(""))
        .args(["status", "--format", "json", "--today", "2027-04-07"])
        .output()
        .unwrap();
    let status: serde_json::Value = serde_json::from_slice(&status.stdout).unwrap();
    let milestone = |at: usize, key: &str| status["milestones"][at][key].clone();
    assert_eq!(milestone(0, "state"), "approved");
    assert_eq!(milestone(0, "decision")["confirmed"], "ssh");
    assert_eq!(milestone(1, "state"), "approved-with-changes");
    assert_eq!(milestone(1, "decision")["confirmed"], "recorded");
    assert_eq!(milestone(2, "state"), "ready");
    for at in 0..2 {
        assert!(milestone(at, "drift")["words-added"].as_u64().unwrap() > 0);
    }
    // What was marked ready for the third tutorial is what the chapters say today.
    assert_eq!(
        fs::read(sandbox.path("milestones/tutorial-3/1/1-03-methodology.typ")).unwrap(),
        fs::read(sandbox.path("chapters/03-methodology.typ")).unwrap()
    );
    // The private half of the key lies nowhere in it.
    for file in sandbox.files() {
        let bytes = fs::read(sandbox.path(&file)).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains("PRIVATE KEY"),
            "{file}"
        );
    }
}
