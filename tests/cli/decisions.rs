//! `folio milestone approve`, `return` and `supervisor`: who may decide, and how it is known.

use std::fs;

use crate::copies::{Copies, READY, SIGN, SUPERVISOR, allow, ready, record, test_key, write_key};

#[test]
fn an_approval_is_recorded_in_words_and_never_shown_as_signed() {
    let copies = ready();
    let args = [
        "approve",
        "tutorial-1",
        "--by",
        SUPERVISOR,
        "--with-changes",
        "--evidence",
        "e-mail of 3 December",
        "--note",
        "Good",
        "--action",
        "Narrow the aim; student; 2026-12-20",
        "--action",
        "Send a paper; Dr B",
    ];
    let made = record(&copies, "2026-12-03", &args);
    insta::assert_snapshot!(made.transcript.replace(&made.entry(), "ENTRY"), @r"
    exit 0
    --- stdout
    recorded as entry ENTRY, line 2 of milestones/ledger.jsonl
      tutorial-1 approved with changes by Dr B. Supervisor (recorded by a.student@example.org, evidence: e-mail of 3 December)
      note: Good
      action ENTRY-1: Narrow the aim; student; by 20 December 2026
      action ENTRY-2: Send a paper; Dr B
    --- stderr
    everybody who gets this folder can read what was typed; `folio milestone erase ENTRY --field note` removes it
    ");
    let state = copies.state("a", "2026-12-04", "tutorial-1");
    assert_eq!(
        state,
        ("approved-with-changes".into(), Some("recorded".into()))
    );
}

#[test]
fn a_decision_that_nobody_may_take_is_refused() {
    let copies = Copies::new();
    let approve = |by: &str| {
        let args = ["approve", "tutorial-1", "--by", by, "--evidence", "x"];
        record(&copies, "2026-12-03", &args)
    };
    approve(SUPERVISOR).exits(1).says("is not marked ready");
    copies.run("a", "2026-12-01", &READY).exits(0);
    for student in [
        "a.student@example.org",
        "A. Student",
        "a.STUDENT@example.org",
    ] {
        approve(student)
            .exits(1)
            .says("is the student, who cannot decide on the own work");
    }
    approve(SUPERVISOR).exits(0);
    approve(SUPERVISOR)
        .exits(1)
        .says("`tutorial-1` is approved already");
    assert_eq!(copies.ledger("a").len(), 2);
}

#[test]
fn a_signed_approval_is_valid_and_whose_list_it_was_is_said() {
    let copies = ready();
    allow(&copies, "a", "key", 7);
    let entry = copies
        .run("a", "2026-12-03", &SIGN)
        .exits(0)
        .says("tutorial-1 approved by Dr B. Supervisor (signed)")
        .entry();
    let verify = ["milestone", "verify"];
    let said = copies.run("a", "2026-12-04", &verify).exits(0).transcript;
    insta::assert_snapshot!(said.replace(&entry, "ENTRY"), @r"
    exit 0
    --- stdout
    milestones/ledger.jsonl: 2 entries, each follows the one before it
    line 2 (entry ENTRY): signed by b.supervisor@example.org, signature valid; key as listed by the project (SHA256:z/fSv0Z0RZS+Lccbc6ZoOWwt/fbj1VFJGSBKQbo4icE)
    by the list of keys in this folder a signature vouches for line 2 (and for line 1, which it is about); that entries behind line 2 were cut off would not show
    whose a key is, the folder itself cannot prove: bring a list of your own with `--signers FILE`
    ");
    let outside = format!(
        "{SUPERVISOR} {}",
        test_key(7).public_key().to_openssh().unwrap()
    );
    copies.write("office-keys", outside);
    let verify = ["milestone", "verify", "--signers", "../office-keys"];
    copies
        .run("a", "2026-12-04", &verify)
        .exits(0)
        .says("key as listed in the file of `--signers`");
    let json = [
        "milestone",
        "verify",
        "--signers",
        "../office-keys",
        "--format",
        "json",
    ];
    let json = copies.run("a", "2026-12-04", &json).exits(0).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["signed"][0]["vouched"], true);
    assert_eq!(json["sound"], true);
    assert_eq!(json["repaired"], serde_json::Value::Null);
}

#[test]
fn a_key_that_may_not_sign_is_refused_with_the_reason() {
    let copies = ready();
    write_key(&copies, "key", 7);
    copies
        .run("a", "2026-12-03", &SIGN)
        .exits(1)
        .says("the key is not in the list of allowed signers")
        .says("add this line to milestones/allowed_signers: b.supervisor@example.org");
    let public = test_key(7).public_key().to_openssh().unwrap();
    for (line, why) in [
        (
            format!("c.other@example.org {public}"),
            "gives it to c.other@example.org",
        ),
        (
            format!("{SUPERVISOR} valid-before=\"20261201\" {public}"),
            "had expired on that day",
        ),
        (
            format!("{SUPERVISOR} valid-after=\"20270101\" {public}"),
            "was not valid yet",
        ),
        (
            format!("{SUPERVISOR} namespaces=\"git\" {public}"),
            "does not allow the key to sign decisions",
        ),
    ] {
        copies.write("a/milestones/allowed_signers", format!("{line}\n"));
        copies.run("a", "2026-12-03", &SIGN).exits(1).says(why);
    }
    copies.write(
        "a/milestones/allowed_signers",
        format!("{SUPERVISOR} {public}\n"),
    );
    copies.write(
        "a/chapters/01-introduction.md",
        "# Introduction\n\nOther words.\n",
    );
    copies
        .run("a", "2026-12-03", &SIGN)
        .exits(1)
        .says("`introduction` changed since `tutorial-1` was marked ready");
    assert_eq!(copies.ledger("a").len(), 1);
}

#[test]
fn a_key_that_cannot_be_used_says_what_to_do() {
    let copies = ready();
    let sign = |file: &str| {
        let args = ["approve", "tutorial-1", "--by", SUPERVISOR, "--key", file];
        record(&copies, "2026-12-03", &args).exits(2)
    };
    write_key(&copies, "key", 7);
    sign("../key.pub").says("this is the public half of a key");
    copies.write("notes.txt", "hello");
    sign("../notes.txt").says("this is not a private key of SSH");
    // A test key with the passphrase `open sesame`, made with `ssh-keygen -t ed25519`.
    let locked = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/keys/test-key-with-passphrase"
    );
    sign(locked)
        .says("the key needs its passphrase")
        .says("run the command in a terminal window");
}

#[test]
fn a_second_key_of_the_same_supervisor_goes_to_the_list_alone() {
    let copies = Copies::new();
    fs::create_dir(copies.path("a/milestones")).unwrap();
    copies.write(
        "a/milestones/allowed_signers",
        "# ours\r\nx@example.org ssh-rsa none",
    );
    allow(&copies, "a", "key", 7);
    let text = copies.read("a/milestones/allowed_signers");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], ["# ours", "x@example.org ssh-rsa none"]);
    assert!(
        lines[2].starts_with(
            "b.supervisor@example.org namespaces=\"folio-decision\",valid-after=\"20261120\" ssh-ed25519 "
        ),
        "{text}"
    );
    assert!(!copies.path("a/milestones/ledger.jsonl").exists());
    allow(&copies, "a", "key", 7);
    assert_eq!(copies.read("a/milestones/allowed_signers"), text);
}

#[test]
fn a_new_supervisor_has_a_first_day_and_a_key() {
    let copies = ready();
    write_key(&copies, "new", 9);
    let args = [
        "supervisor",
        "Prof C. New",
        "--email",
        "c.new@example.org",
        "--from",
        "2027-01-10",
        "--key",
        "../new.pub",
    ];
    record(&copies, "2027-01-10", &args)
        .exits(0)
        .says("Prof C. New supervises from 10 January 2027")
        .says("the key was added to milestones/allowed_signers");
    record(&copies, "2027-01-11", &args[..6])
        .exits(1)
        .says("supervises already");
    let private = [
        "supervisor",
        "D",
        "--email",
        "d@example.org",
        "--from",
        "2027-02-01",
        "--key",
        "../new",
    ];
    record(&copies, "2027-01-11", &private)
        .exits(2)
        .says("the private half, which stays with its owner");
    let sign = [
        "approve",
        "tutorial-1",
        "--by",
        "c.new@example.org",
        "--key",
        "../new",
    ];
    record(&copies, "2027-01-12", &sign)
        .exits(0)
        .says("approved by Prof C. New (signed)");
}
