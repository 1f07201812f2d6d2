//! Who may decide, and what is said of whom.

use crate::copies::{Answer, Copies, READY, SUPERVISOR, record, test_key, write_key};
use crate::forgeries::{line, write};

fn ready(change: impl Fn(&str) -> String) -> Copies {
    let copies = Copies::new();
    let manifest = copies.read("a/folio.toml");
    copies.write("a/folio.toml", change(&manifest));
    copies.run("a", "2026-12-01", &READY).exits(0);
    copies
}

fn approve(copies: &Copies, by: &str, how: [&str; 2]) -> Answer {
    let args = ["approve", "tutorial-1", "--by", by, how[0], how[1]];
    record(copies, "2026-12-03", &args)
}

const MAIL: [&str; 2] = ["--evidence", "mail"];
const KEY: [&str; 2] = ["--key", "../key"];

/// Returns what `status` says of who decided.
fn person(copies: &Copies) -> String {
    let json = ["status", "--format", "json"];
    let json = copies.run("a", "2026-12-06", &json).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let person = &json["milestones"][0]["decision"]["person"];
    person.as_str().unwrap_or_default().to_owned()
}

fn verify(copies: &Copies) -> Answer {
    copies.run("a", "2026-12-06", &["milestone", "verify"])
}

#[test]
fn the_student_decides_in_no_spelling() {
    let copies = ready(str::to_owned);
    for student in [
        "A.STUDENT@example.org",
        "a.student@example.org.",
        "A. Student",
        "a student.",
        "Student, A.",
        "А. Student",
        "a.ѕtudent@example.org",
        "A. Student <a.student@example.org>",
    ] {
        approve(&copies, student, MAIL)
            .exits(1)
            .says("is the student, who cannot decide on the own work");
    }
    // Nor does one who writes the line without folio.
    approve(&copies, SUPERVISOR, MAIL).exits(0);
    let mut forged = line(&copies, 2);
    forged["by"] = serde_json::json!("А. Student");
    write(&copies, &[line(&copies, 1), forged]);
    verify(&copies).exits(1).says("is the student");
}

#[test]
fn a_person_whom_nobody_names_decides_in_words_alone() {
    let copies = ready(str::to_owned);
    write_key(&copies, "key", 7);
    let public = test_key(7).public_key().to_openssh().unwrap();
    copies.write(
        "a/milestones/allowed_signers",
        format!("c.friend@example.org {public}\n"),
    );
    approve(&copies, "c.friend@example.org", KEY)
        .exits(1)
        .says("nobody says who `c.friend@example.org` is");
    approve(&copies, "c.friend@example.org", MAIL).exits(0);
    assert_eq!(person(&copies), "unknown");
    verify(&copies)
        .exits(0)
        .says("line 2 is the decision of `c.friend@example.org`: unknown person");
}

#[test]
fn several_may_decide() {
    let further = |manifest: &str| {
        let second = "[people]\nsecond-supervisor = \"d.second@example.org\"";
        manifest.replace("[people]", second)
    };
    let copies = ready(further);
    approve(&copies, "d.second@example.org", MAIL).exits(0);
    assert_eq!(person(&copies), "named");
    // Whom the programme names.
    let copies = ready(str::to_owned);
    let rules = "format = 1\ntitle = \"Rules\"\ndeciders = [\"board@example.org\"]\n";
    copies.write("rules.toml", rules);
    approve(&copies, "board@example.org", MAIL).exits(0);
    assert_eq!(person(&copies), "unknown");
    let verify = ["milestone", "verify", "--rules", "../rules.toml"];
    let said = copies.run("a", "2026-12-06", &verify).exits(0);
    assert!(
        !said.transcript.contains("unknown person"),
        "{}",
        said.transcript
    );
    // A supervisor of another day is none of today's.
    let copies = ready(str::to_owned);
    let supervise = [
        "supervisor",
        "Dr E. Old",
        "--email",
        "e.old@example.org",
        "--from",
        "2026-09-01",
        "--until",
        "2026-11-30",
    ];
    record(&copies, "2026-12-01", &supervise)
        .exits(0)
        .says("Dr E. Old supervises from 1 September 2026 until 30 November 2026");
    approve(&copies, "e.old@example.org", MAIL).exits(0);
    assert_eq!(person(&copies), "unknown");
}

#[test]
fn where_the_manifest_has_no_address_the_list_of_keys_names_somebody() {
    let nobody = |manifest: &str| {
        let manifest = manifest.replace("supervisor = \"b.supervisor@example.org\"\n", "");
        manifest.replace("supervisor = \"Dr B. Supervisor\"\n", "")
    };
    let copies = ready(nobody);
    write_key(&copies, "key", 7);
    let public = test_key(7).public_key().to_openssh().unwrap();
    copies.write(
        "a/milestones/allowed_signers",
        format!("{SUPERVISOR} {public}\n"),
    );
    approve(&copies, SUPERVISOR, KEY).exits(0);
    assert_eq!(person(&copies), "not-in-manifest");
    verify(&copies)
        .exits(0)
        .says("line 2 is the decision of `b.supervisor@example.org`: not named in the manifest");
}

#[test]
fn a_decision_that_came_unsigned_in_a_file_says_so_whatever_it_claims() {
    let copies = ready(str::to_owned);
    copies.send("a", "b");
    let approve = [
        "milestone",
        "approve",
        "tutorial-1",
        "--by",
        SUPERVISOR,
        "--evidence",
        "I say so",
        "--out",
        "../decision.json",
    ];
    copies.run("b", "2026-12-03", &approve).exits(0);
    let receive = ["receive", "../decision.json"];
    record(&copies, "2026-12-04", &receive)
        .exits(0)
        .says("recorded from a file, unsigned, evidence: I say so");
    let status = copies.run("a", "2026-12-06", &["status"]);
    status.says("from a file, unsigned");
    // Twice is once, by the file and by the whole ledger of that copy.
    record(&copies, "2026-12-04", &receive)
        .exits(0)
        .says("nothing was added");
    let ledger = ["receive", "../b/milestones/ledger.jsonl"];
    record(&copies, "2026-12-04", &ledger)
        .exits(0)
        .says("nothing was added");
    verify(&copies).exits(0);
}
