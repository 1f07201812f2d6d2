//! What `folio milestone …` records beside the decisions: extensions, meetings, corrections, and when
//! it was handed in.

use crate::copies::{Copies, SIGN, allow, approval, ready, record};

#[test]
fn an_extension_is_claimed_until_the_office_has_decided() {
    let copies = Copies::new();
    let claim = [
        "extend",
        "tutorial-2",
        "--to",
        "2027-03-01",
        "--reference",
        "EXT-12",
    ];
    record(&copies, "2027-02-01", &claim)
        .exits(0)
        .says("tutorial-2 extended to 1 March 2027 (claimed, not granted yet, reference EXT-12)");
    let mut granted = claim.to_vec();
    granted.extend(["--granted-by", "Programme office"]);
    record(&copies, "2027-02-03", &granted)
        .exits(0)
        .says("granted by Programme office");
    let early = [
        "extend",
        "tutorial-2",
        "--to",
        "2027-01-01",
        "--reference",
        "E",
    ];
    record(&copies, "2027-02-04", &early)
        .exits(1)
        .says("is not later than");
    let own = [
        "extend",
        "submission",
        "--to",
        "2027-09-14T16:00",
        "--reference",
        "E",
        "--granted-by",
        "A. Student",
    ];
    record(&copies, "2027-02-04", &own)
        .exits(1)
        .says("an extension is not granted by the student");
    let due = |more: &[&str]| {
        let mut args = vec!["status", "--format", "json"];
        args.extend_from_slice(more);
        let json = copies.run("a", "2027-02-20", &args).stdout;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let second = &json["milestones"][1];
        let text = |key: &str| second[key].as_str().unwrap_or("-").to_owned();
        ["claimed-to", "recorded-to", "extended-to", "rag"].map(text)
    };
    assert_eq!(due(&[]), ["-", "2027-03-01", "2027-03-01", "amber"]);
    copies.write("rules.toml", "format = 1\ntitle = \"Rules\"\n");
    let rules = ["--rules", "../rules.toml"];
    assert_eq!(due(&rules), ["-", "2027-03-01", "-", "red"]);
    for reason in [
        "I broke my leg and could not write at all",
        "Illness.",
        "Ill. See the form",
    ] {
        let mut told = claim.to_vec();
        told[3] = "2027-04-01";
        told[5] = reason;
        record(&copies, "2027-02-05", &told)
            .exits(1)
            .says("never the reason: everybody who gets this folder could read it");
    }
}

#[test]
fn a_meeting_has_actions_that_are_done_by_their_names() {
    let copies = Copies::new();
    let args = [
        "meeting",
        "--date",
        "2027-01-14",
        "--with",
        "Dr B. Supervisor",
        "C. Sponsor",
        "--point",
        "The aim is too wide",
        "--action",
        "Narrow the aim; student; 2027-01-20",
        "--action",
        "Ask for data; C. Sponsor",
        "--next",
        "2027-02-11",
    ];
    let met = record(&copies, "2027-01-15", &args).exits(0);
    let entry = met.entry();
    insta::assert_snapshot!(met.transcript.replace(&entry, "ENTRY"), @r"
    exit 0
    --- stdout
    recorded as entry ENTRY, line 1 of milestones/ledger.jsonl
      meeting on 14 January 2027 with Dr B. Supervisor, C. Sponsor, 2 actions
      point: The aim is too wide
      action ENTRY-1: Narrow the aim; student; by 20 January 2027
      action ENTRY-2: Ask for data; C. Sponsor
      next meeting: 11 February 2027
    --- stderr
    everybody who gets this folder can read what was typed; `folio milestone erase ENTRY --field point` removes it
    to print or send this record: `folio milestone log ENTRY --write meeting.pdf` (or .md)
    ");
    let action = format!("{entry}-2");
    record(
        &copies,
        "2027-01-16",
        &["done", &action, "--note", "they came"],
    )
    .exits(0)
    .says(&format!("action {action} done"));
    record(&copies, "2027-01-17", &["done", &action])
        .exits(1)
        .says("was done on 16 January 2027");
    record(&copies, "2027-01-17", &["log", &entry])
        .exits(0)
        .says(&format!(
            "action {action}: Ask for data; C. Sponsor (done on 16 January 2027)"
        ));
    let tomorrow = ["meeting", "--date", "2027-01-18", "--with", "B"];
    record(&copies, "2027-01-17", &tomorrow)
        .exits(1)
        .says("has not been yet");
}

#[test]
fn a_wrong_entry_is_taken_back_and_stays_to_be_read() {
    let copies = ready();
    let approve = approval("e-mail");
    let entry = record(&copies, "2026-12-03", &approve).exits(0).entry();
    record(
        &copies,
        "2026-12-04",
        &["correct", &entry, "--reason", "it was another student's"],
    )
    .exits(0)
    .says(&format!(
        "entry {entry} taken back (it was another student's)"
    ));
    assert_eq!(copies.state("a", "2026-12-04", "tutorial-1").0, "ready");
    record(&copies, "2026-12-04", &["log"])
        .exits(0)
        .says("no longer counts: see entry");
    assert_eq!(copies.ledger("a").len(), 3);

    allow(&copies, "a", "key", 7);
    let signed = copies.run("a", "2026-12-05", &SIGN).exits(0).entry();
    record(
        &copies,
        "2026-12-06",
        &["correct", &signed, "--reason", "x"],
    )
    .exits(1)
    .says(&format!("the decision `{signed}` is signed"));
}

#[test]
fn handing_in_is_recorded_once_with_its_evidence() {
    let copies = Copies::new();
    let args = [
        "submitted",
        "--evidence",
        "receipt 1234",
        "--on",
        "2027-08-31",
    ];
    record(&copies, "2027-08-30", &args)
        .exits(1)
        .says("has not come yet");
    record(&copies, "2027-09-01", &args)
        .exits(0)
        .says("handed in, evidence: receipt 1234")
        .says("handed in on 31 August 2027");
    record(&copies, "2027-09-02", &args)
        .exits(1)
        .says("`submission` is handed in");
}

#[test]
fn what_was_typed_is_removed_and_that_it_was_there_is_not() {
    let copies = Copies::new();
    let args = [
        "meeting",
        "--date",
        "2027-01-14",
        "--with",
        "Dr B. Supervisor",
        "--point",
        "The aim is wide",
        "--point",
        "She was ill",
    ];
    let entry = record(&copies, "2027-01-15", &args)
        .exits(0)
        .says("everybody who gets this folder can read what was typed")
        .entry();
    assert!(!copies.read("a/milestones/ledger.jsonl").contains("ill"));
    let erase = ["erase", &entry, "--field", "point-2"];
    record(&copies, "2027-01-16", &erase)
        .exits(0)
        .says(&format!("1 point of entry {entry} removed"));
    record(&copies, "2027-01-16", &erase)
        .exits(1)
        .says("was removed already");
    assert!(!copies.read("a/milestones/words.jsonl").contains("ill"));
    record(&copies, "2027-01-17", &["log", &entry])
        .exits(0)
        .says("point: The aim is wide")
        .says("point: text removed on 16 January 2027 by a.student@example.org");
    record(&copies, "2027-01-17", &["verify"]).exits(0);
    std::fs::remove_file(copies.path("a/milestones/words.jsonl")).unwrap();
    record(&copies, "2027-01-17", &["verify"])
        .exits(0)
        .says("2 entries, each follows the one before it")
        .says("worth fixing: the point of line 1 is missing from milestones/words.jsonl");
}
