//! Ledgers that somebody wrote without folio: every line is well formed and follows the one before
//! it, and what it says could not have been recorded. Each has an honest twin.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::copies::{
    Answer, Copies, SIGN, SUPERVISOR, allow, approval, ready, record, signed, write_key,
};

const LEDGER: &str = "a/milestones/ledger.jsonl";

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let digits: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

/// Returns a line of the ledger as JSON.
pub(crate) fn line(copies: &Copies, number: usize) -> Value {
    serde_json::from_str(&copies.ledger("a")[number - 1]).unwrap()
}

/// Returns the name of an entry: the digest of its body.
fn name(line: &Value) -> String {
    let mut body = line.clone();
    let map = body.as_object_mut().unwrap();
    map.remove("n");
    map.remove("previous");
    // Keys of a map come sorted.
    sha256(body.to_string().as_bytes())
}

/// Writes lines as a forger does: numbered, and chained to each other.
pub(crate) fn write(copies: &Copies, bodies: &[Value]) {
    let mut text = String::new();
    let mut previous = Value::Null;
    for (at, body) in bodies.iter().enumerate() {
        let mut body = body.clone();
        body["n"] = json!(at + 1);
        body["previous"] = previous;
        let line = body.to_string();
        previous = json!(sha256(line.as_bytes()));
        text.push_str(&format!("{line}\n"));
    }
    copies.write(LEDGER, text);
}

/// Adds lines to a ledger as a forger does.
fn add(copies: &Copies, bodies: &[Value]) {
    let mut lines: Vec<Value> = copies
        .ledger("a")
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    lines.extend_from_slice(bodies);
    write(copies, &lines);
}

fn entry(kind: &str, rest: Value) -> Value {
    let mut entry = json!({
        "format": 1, "at": "2026-12-05T00:00:00Z", "entered-by": "a.student@example.org",
        "kind": kind,
    });
    let map = entry.as_object_mut().unwrap();
    map.extend(rest.as_object().unwrap().clone());
    entry
}

fn verify(copies: &Copies) -> Answer {
    copies.run("a", "2026-12-06", &["milestone", "verify"])
}

fn state(copies: &Copies) -> (String, Option<String>) {
    copies.state("a", "2026-12-06", "tutorial-1")
}

fn is(state: &str, confirmed: &str) -> (String, Option<String>) {
    (state.into(), Some(confirmed.into()))
}

/// Returns copies in which the first tutorial was returned with a signature.
fn returned() -> Copies {
    let copies = ready();
    allow(&copies, "a", "key", 7);
    let mut returning = SIGN;
    returning[1] = "return";
    copies.run("a", "2026-12-02", &returning).exits(0);
    copies
}

/// Returns what a forger puts in the place of the decision in line 2.
fn instead(copies: &Copies, confirmation: Value) -> Value {
    let mut instead = line(copies, 2);
    let map = instead.as_object_mut().unwrap();
    for key in ["n", "previous", "format", "at", "entered-by"] {
        map.remove(key);
    }
    map["outcome"] = json!("approved");
    map.insert("confirmation".into(), confirmation);
    instead
}

#[test]
fn a_signed_decision_is_not_corrected_by_a_line_in_the_file() {
    let recorded = json!({"how": "recorded", "evidence": "e-mail"});
    let garbage = json!({"how": "ssh", "signature": "garbage"});
    for confirmation in [Some(recorded), Some(garbage), None] {
        let copies = returned();
        let instead = confirmation.map(|it| instead(&copies, it));
        let correction = json!({
            "entry": name(&line(&copies, 2)), "reason": "typo", "instead": instead,
        });
        add(&copies, &[entry("correction", correction)]);
        verify(&copies)
            .exits(1)
            .says("line 3 may not stand there: the decision `")
            .says("is signed");
        assert_eq!(state(&copies), is("returned", "ssh"));
    }
}

#[test]
fn what_a_signed_decision_rests_on_is_not_corrected_by_a_line_in_the_file() {
    let copies = returned();
    let correction = json!({
        "entry": name(&line(&copies, 1)), "reason": "too early", "instead": null,
    });
    let correction = entry("correction", correction);
    add(&copies, std::slice::from_ref(&correction));
    verify(&copies)
        .exits(1)
        .says("line 3 may not stand there: the signed decision in line 2 rests on");
    assert_eq!(state(&copies), is("returned", "ssh"));

    // Said to come from another copy, it stands, and has no effect either.
    let copies = returned();
    let merge = json!({
        "source": "other.jsonl", "head": sha256(b"x"), "joined": [name(&correction)],
    });
    add(&copies, &[correction, entry("merge", merge)]);
    verify(&copies)
        .exits(0)
        .says("worth fixing: line 3 has no effect: the signed decision in line 2 rests on");
    assert_eq!(state(&copies), is("returned", "ssh"));
}

#[test]
fn what_was_recorded_in_words_is_corrected_as_before() {
    let copies = ready();
    let approve = approval("x");
    let entry = record(&copies, "2026-12-02", &approve).exits(0).entry();
    let correct = ["correct", &entry, "--reason", "another student"];
    record(&copies, "2026-12-03", &correct).exits(0);
    verify(&copies).exits(0);
    assert_eq!(state(&copies), ("ready".into(), None));
    // What stood under it can go too; the decision has no effect then.
    record(&copies, "2026-12-03", &approve).exits(0);
    let ready = name(&line(&copies, 1));
    let correct = ["correct", &ready[7..15], "--reason", "too early"];
    record(&copies, "2026-12-04", &correct).exits(0);
    verify(&copies)
        .exits(0)
        .says("line 4 has no effect: it is about a version that this ledger does not have");
}

#[test]
fn a_line_that_could_not_be_recorded_there_is_named() {
    let unsigned = |copies: &Copies, by: &str| {
        let mut decision = line(copies, 2);
        decision.as_object_mut().unwrap().remove("dissertation");
        decision["by"] = json!(by);
        decision["outcome"] = json!("approved");
        decision["at"] = json!("2026-12-05T00:00:00Z");
        decision["confirmation"] = json!({"how": "recorded", "evidence": "e-mail"});
        decision
    };
    let case = |forge: &dyn Fn(&Copies) -> Value, why: &str| {
        let copies = returned();
        let forged = forge(&copies);
        add(&copies, &[forged]);
        verify(&copies).exits(1).says(why);
        assert_eq!(state(&copies), is("returned", "ssh"), "{why}");
    };
    case(
        &|copies| unsigned(copies, SUPERVISOR),
        "line 3 has no effect: the decision on `tutorial-1` is signed",
    );
    case(
        &|copies| unsigned(copies, "a.student@example.org"),
        "is the student, who cannot decide",
    );
    case(
        &|copies| {
            let mut other = unsigned(copies, SUPERVISOR);
            other["ready"] = json!(sha256(b"another version"));
            other
        },
        "line 3 may not stand there: it is about a version that this ledger does not have",
    );
    case(
        &|copies| {
            let mut signed = line(copies, 2);
            signed["confirmation"] = json!({"how": "recorded", "evidence": "e-mail"});
            signed
        },
        "it is recorded in words, and names a dissertation as a signed decision does",
    );
    case(
        &|copies| line(copies, 2),
        "line 3 has no effect: it repeats a decision that stands before it",
    );
    case(
        &|copies| {
            let mut ready = line(copies, 1);
            ready["words"] = json!(9_000);
            ready["at"] = json!("2026-12-05T00:00:00Z");
            ready
        },
        "its digest and its words are not those of its chapters",
    );
    case(
        &|_| entry("viva", json!({"room": 4})),
        "line 3 is of a kind that this version of folio does not know (`viva`, format 1)",
    );
    case(
        &|copies| {
            let mut decision = unsigned(copies, SUPERVISOR);
            decision["format"] = json!(99);
            decision
        },
        "line 3 is of a kind that this version of folio does not know (`decision`, format 99)",
    );
    case(
        &|_| {
            entry(
                "submitted",
                json!({"milestone": "submission", "evidence": " ", "on": null}),
            )
        },
        "the evidence is missing",
    );
    case(
        &|_| {
            let evidence = "receipt";
            let submitted =
                json!({"milestone": "submission", "evidence": evidence, "on": "2026-12-31"});
            entry("submitted", submitted)
        },
        "it tells of 2026-12-31, which had not come when it was entered",
    );
}

#[test]
fn a_decision_on_a_ready_entry_that_was_changed_is_in_neither_account() {
    let copies = returned();
    let mut lines = [line(&copies, 1), line(&copies, 2)];
    lines[0]["note"] = json!("added later");
    write(&copies, &lines);
    let said = verify(&copies)
        .exits(1)
        .says("line 2 may not stand there: it is about a version");
    assert!(
        !said.transcript.contains("signature valid"),
        "{}",
        said.transcript
    );
    assert_eq!(state(&copies), ("ready".into(), None));
    // Nor is one whose entry was taken out.
    let copies = returned();
    write(&copies, &[line(&copies, 2)]);
    let said = verify(&copies).exits(1);
    assert!(
        !said.transcript.contains("signature valid"),
        "{}",
        said.transcript
    );
}

#[test]
fn two_values_of_one_name_and_a_wrong_number_are_named() {
    let copies = returned();
    let text = copies.read(LEDGER);
    let twice = text.replacen(
        "\"outcome\":\"returned\"",
        "\"outcome\":\"returned\",\"outcome\":\"approved\"",
        1,
    );
    copies.write(LEDGER, twice);
    verify(&copies)
        .exits(1)
        .says("line 2 cannot be read: `outcome` stands twice in it");
    let number = text.replacen("{\"n\":2,", "{\"n\":7,", 1);
    copies.write(LEDGER, number);
    verify(&copies)
        .exits(1)
        .says("line 2 does not have the number 2 (`n`), which is its own");
}

#[test]
fn a_milestone_that_the_profile_no_longer_has_is_a_note() {
    let copies = returned();
    let manifest = copies.read("a/folio.toml");
    let more = "\n[[milestone]]\nid = \"mock\"\ntitle = \"Mock\"\nchapters = [\"introduction\"]\n";
    copies.write("a/folio.toml", format!("{manifest}{more}"));
    record(&copies, "2026-12-03", &["ready", "mock"]).exits(0);
    copies.write("a/folio.toml", manifest);
    verify(&copies)
        .exits(0)
        .says("line 3 has no effect: the milestone `mock` is not in this profile");
    assert_eq!(state(&copies), is("returned", "ssh"));
}

#[test]
fn days_that_do_not_follow_each_other_are_said() {
    let copies = returned();
    let meeting = |at: &str, date: &str| {
        let mut entry = entry(
            "meeting",
            json!({"date": date, "with": ["Dr B"], "points": [], "actions": [], "next": null}),
        );
        entry["at"] = json!(at);
        entry
    };
    add(
        &copies,
        &[
            meeting("2026-11-30T00:00:00Z", "2026-11-30"),
            meeting("2028-12-30T00:00:00Z", "2026-11-30"),
        ],
    );
    let said = verify(&copies)
        .exits(0)
        .says("line 3 is dated 30 November 2026, before line 2 of 2 December 2026")
        .says("line 4 is dated 30 December 2028, a day to come")
        .says("line 4 is dated 30 December 2028, more than a year after line 3")
        .says("line 4 tells of 30 November 2026 and was entered on 30 December 2028")
        .says("no signature covers lines 3–4");
    assert!(
        !said.transcript.contains("line 2 is dated"),
        "{}",
        said.transcript
    );
    copies
        .run("a", "2026-12-06", &["status"])
        .says("line 4 is dated 30 December 2028, a day to come");
}

/// Returns copies in which a signed approval was overruled by a signed return.
fn overruled() -> Copies {
    let copies = signed();
    let mut returning = SIGN;
    returning[1] = "return";
    copies.run("a", "2026-12-03", &returning).exits(0);
    copies
}

#[test]
fn an_overruled_signature_does_not_come_back_in_another_spelling() {
    type Respelling = fn(&mut Value);
    let respellings: [Respelling; 5] = [
        |line| line["more"] = json!(1),
        |line| line["at"] = json!("2026-12-02T05:00:00+05:00"),
        |line| line["received"] = json!(true),
        |line| {
            let signature = &mut line["confirmation"]["signature"];
            *signature = json!(signature.as_str().unwrap().replace('\n', "\r\n"));
        },
        |line| drop(line.as_object_mut().unwrap().remove("taken")),
    ];
    for respell in respellings {
        let copies = overruled();
        let mut again = line(&copies, 2);
        respell(&mut again);
        add(&copies, &[again]);
        verify(&copies)
            .exits(1)
            .says("line 4 has no effect: it repeats a decision that stands before it");
        assert_eq!(state(&copies), is("returned", "ssh"));
    }
}

#[test]
fn what_no_signature_covers_in_a_signed_line_is_told() {
    let copies = overruled();
    let mut lines = [1, 2, 3].map(|number| line(&copies, number));
    lines[2]["grade"] = json!("distinction");
    write(&copies, &lines);
    verify(&copies)
        .exits(0)
        .says("line 3 is signed, and is not written as folio writes it");
}

#[test]
fn of_two_signed_decisions_the_later_one_counts_wherever_it_stands() {
    let copies = overruled();
    let [ready, approved, returned] = [1, 2, 3].map(|number| line(&copies, number));
    let earlier = "it was signed on 2 December 2026, 00:00 UTC, and the decision that stands before \
                   it later, on 3 December 2026";
    write(
        &copies,
        &[ready.clone(), returned.clone(), approved.clone()],
    );
    verify(&copies).exits(1).says(earlier);
    assert_eq!(state(&copies), is("returned", "ssh"));
    // Nor under the entry that it is about, once more.
    write(&copies, &[ready.clone(), returned, ready, approved]);
    verify(&copies)
        .exits(1)
        .says("line 3 has no effect: it repeats an entry that stands before it")
        .says(earlier);
    assert_eq!(state(&copies), is("returned", "ssh"));
}

#[test]
fn a_decision_that_arrives_after_a_later_one_is_not_received() {
    let copies = ready();
    allow(&copies, "a", "key", 7);
    copies.send("a", "b");
    for (day, what, out) in [
        ("2026-12-02", "approve", "../first.json"),
        ("2026-12-03", "return", "../second.json"),
    ] {
        let mut args = SIGN.to_vec();
        args[1] = what;
        args.extend(["--out", out]);
        copies.run("b", day, &args).exits(0);
    }
    record(&copies, "2026-12-04", &["receive", "../second.json"]).exits(0);
    record(&copies, "2026-12-05", &["receive", "../first.json"])
        .exits(1)
        .says("it was signed on 2 December 2026");
    verify(&copies).exits(0);
    assert_eq!(state(&copies), is("returned", "ssh"));
}

#[test]
fn a_signature_that_nobody_vouches_for_takes_nothing_from_one_that_is() {
    let copies = returned();
    allow(&copies, "a", "friend", 8);
    let mut friend = SIGN;
    friend[6] = "../friend";
    copies.run("a", "2026-12-03", &friend).exits(0);
    let office = format!("{SUPERVISOR} {}\n", write_key(&copies, "key", 7));
    copies.write("office", office);
    let said = copies
        .run(
            "a",
            "2026-12-06",
            &["milestone", "verify", "--signers", "../office"],
        )
        .exits(1);
    said.says("line 3 has no effect: it is not vouched for: the key is not in the list");
    copies
        .run("a", "2026-12-06", &["status", "--signers", "../office"])
        .says("returned by Dr B. Supervisor");
}

#[test]
fn a_signature_is_not_older_than_what_it_is_about() {
    let copies = ready();
    allow(&copies, "a", "key", 7);
    copies.run("a", "2026-11-29", &SIGN).exits(1).says(
        "it was signed on 29 November 2026, and what it is about was marked ready on 1 December",
    );
}

#[test]
fn a_stranger_has_no_supervisors_name_and_what_nobody_sees_is_no_evidence() {
    let copies = returned();
    let decision = |evidence: &str| {
        let mut decision = line(&copies, 2);
        decision.as_object_mut().unwrap().remove("dissertation");
        decision["by"] = json!("friend@example.org");
        decision["confirmation"] = json!({"how": "recorded", "evidence": evidence});
        decision
    };
    let ready = line(&copies, 1);
    write(&copies, &[ready.clone(), decision("e-mail")]);
    copies
        .run("a", "2026-12-06", &["status"])
        .says("friend@example.org\n")
        .says("(unknown person)");
    write(&copies, &[ready, decision("\u{200b}\u{2060} ")]);
    verify(&copies).exits(1).says("the evidence is missing");
}

#[test]
fn a_time_that_was_changed_later_and_one_of_another_zone_are_told() {
    let copies = ready();
    let submitted = |on: &str| json!({"milestone": "submission", "evidence": "receipt", "on": on});
    let late = entry("submitted", submitted("2026-12-04T17:30:00"));
    let mut instead = submitted("2026-12-04T15:00:00");
    instead["kind"] = json!("submitted");
    let correction = json!({"entry": name(&late), "reason": "typo", "instead": instead});
    add(&copies, &[late, entry("correction", correction)]);
    verify(&copies)
        .exits(0)
        .says("line 3 changes when the work was handed in: line 2 said 4 December 2026, 17:30");

    let copies = ready();
    let abroad = entry("submitted", submitted("2026-12-04T15:00:00-05:00"));
    add(&copies, &[abroad]);
    verify(&copies).exits(1).says("line 2 cannot be read");
    let on = [
        "submitted",
        "--evidence",
        "receipt",
        "--on",
        "2026-12-04T15:00-05:00",
    ];
    record(&copies, "2026-12-05", &on).exits(2);
}
