//! Which dissertation a signature is about: the same lines in another folder, under another first
//! line, and in the form that version 0.1.0 signed.

use serde_json::{Value, json};
use ssh_key::{HashAlg, LineEnding};

use crate::copies::{Answer, Copies, READY, SIGN, allow, signed, test_key};
use crate::forgeries::{line, write};

fn verify(copies: &Copies, copy: &str) -> Answer {
    copies.run(copy, "2026-12-06", &["milestone", "verify"])
}

fn state(copies: &Copies, copy: &str) -> String {
    copies.state(copy, "2026-12-06", "tutorial-1").0
}

/// Returns a signed decision as version 0.1.0 would have signed it.
fn old_form(decision: &Value) -> Value {
    let mut decision = decision.clone();
    let mut message = json!({"format": 1});
    for key in [
        "at",
        "milestone",
        "outcome",
        "by",
        "name",
        "taken",
        "note",
        "actions",
        "ready",
        "chapters",
    ] {
        message[key] = decision[key].clone();
    }
    let bytes = format!("{message}\n");
    let signature = test_key(7)
        .sign("folio-decision", HashAlg::Sha512, bytes.as_bytes())
        .unwrap();
    let signature = signature.to_pem(LineEnding::LF).unwrap();
    decision.as_object_mut().unwrap().remove("dissertation");
    decision["confirmation"]["signature"] = json!(signature);
    decision
}

/// Returns a copy of the folder `a` as `b`, with another manifest.
fn moved(copies: &Copies, change: (&str, &str)) {
    copies.send("a", "b");
    let manifest = copies.read("b/folio.toml");
    assert!(manifest.contains(change.0));
    copies.write("b/folio.toml", manifest.replace(change.0, change.1));
}

#[test]
fn a_signature_in_the_folder_of_another_student_is_refused() {
    let copies = signed();
    moved(&copies, ("A. Student", "Bob Other"));
    verify(&copies, "a").exits(0);
    verify(&copies, "b").exits(1).says(
        "line 2 has no effect: it was signed for another dissertation: the author was \
         `A. Student`, and here it is `Bob Other`",
    );
    assert_eq!(state(&copies, "b"), "ready");
    // A number identifies better than a name; a name that was written otherwise is the same.
    for (change, exit) in [
        (("author = \"A. Student\"", "author = \"a.  student\""), 0),
        (("author", "candidate = \"DHL-042\"\nauthor"), 0),
    ] {
        moved(&copies, change);
        verify(&copies, "b").exits(exit);
    }
}

#[test]
fn a_candidate_number_binds_whatever_the_name_is_then() {
    let copies = Copies::new();
    let manifest = copies.read("a/folio.toml");
    let numbered = manifest.replace("author", "candidate = \"DHL-042\"\nauthor");
    copies.write("a/folio.toml", numbered);
    copies.run("a", "2026-12-01", &READY).exits(0);
    allow(&copies, "a", "key", 7);
    copies.run("a", "2026-12-02", &SIGN).exits(0);
    moved(&copies, ("\"A. Student\"", "\"A. Married\""));
    verify(&copies, "b")
        .exits(0)
        .says("line 2 was signed for a student of whom the author `A. Student` is not here");
    moved(&copies, ("DHL-042", "DHL-043"));
    verify(&copies, "b")
        .exits(1)
        .says("the candidate number was `DHL-042`, and here it is `DHL-043`");
    moved(&copies, ("candidate = \"DHL-042\"\n", ""));
    verify(&copies, "b")
        .exits(1)
        .says("the candidate number was `DHL-042`, and here it is none");
}

#[test]
fn a_candidate_number_that_was_typed_into_another_folder_is_not_enough() {
    let copies = Copies::new();
    let manifest = copies.read("a/folio.toml");
    let numbers = "candidate = \"DHL-042\"\ncid = \"01234567\"\nauthor";
    copies.write("a/folio.toml", manifest.replace("author", numbers));
    copies.run("a", "2026-12-01", &READY).exits(0);
    allow(&copies, "a", "key", 7);
    copies.run("a", "2026-12-02", &SIGN).exits(0);
    let other = "cid = \"07654321\"\nauthor = \"Bob Other\"";
    moved(
        &copies,
        ("cid = \"01234567\"\nauthor = \"A. Student\"", other),
    );
    verify(&copies, "b").exits(1).says(
        "line 2 has no effect: it was signed for another dissertation: the candidate number here \
         is the same, but the college number `01234567` is not and the author `A. Student` is not \
         here",
    );
    assert_eq!(state(&copies, "b"), "ready");
    moved(&copies, ("cid = \"01234567\"\n", ""));
    verify(&copies, "b")
        .exits(0)
        .says("a student of whom the college number `01234567` is not here");
    // Whoever types both is not refused, for a name may change; it is never passed over in silence.
    moved(&copies, ("\"A. Student\"", "\"Bob Other\""));
    verify(&copies, "b")
        .exits(0)
        .says("line 2 was signed for a student of whom the author `A. Student` is not here")
        .says("ask whose dissertation it is");
}

#[test]
fn a_title_may_change_and_is_said() {
    let copies = signed();
    moved(&copies, ("\"A title\"", "\"A better title\""));
    verify(&copies, "b")
        .exits(0)
        .says("line 2 was signed when the title was `A title`");
    assert_eq!(state(&copies, "b"), "approved");
}

#[test]
fn a_signature_under_another_first_line_is_refused() {
    let copies = signed();
    let mut first = line(&copies, 1);
    first["note"] = json!("another beginning");
    let lines = [first, line(&copies, 1), line(&copies, 2)];
    write(&copies, &lines);
    verify(&copies, "a")
        .exits(1)
        .says("line 3 has no effect: it was signed for a ledger that begins with another entry");
    assert_eq!(state(&copies, "a"), "ready");
}

#[test]
fn a_signature_of_the_old_form_stays_in_its_own_ledger() {
    let copies = signed();
    let old = old_form(&line(&copies, 2));
    write(&copies, &[line(&copies, 1), old]);
    verify(&copies, "a")
        .exits(0)
        .says("signature valid")
        .says("; signed before folio bound the dissertation");
    assert_eq!(state(&copies, "a"), "approved");
    // Another student has another address, or another name.
    copies.send("a", "b");
    let manifest = copies.read("b/folio.toml");
    let other = manifest
        .replace("a.student@", "bob@")
        .replace("A. Student", "Bob Other");
    copies.write("b/folio.toml", other);
    verify(&copies, "b").exits(1).says(
        "it is about another dissertation: `a.student@example.org` marked that version ready, \
         who is not the student of this folder",
    );
    assert_eq!(state(&copies, "b"), "ready");
}

#[test]
fn the_old_form_is_no_way_round_the_new_one() {
    let copies = signed();
    copies.run("a", "2026-12-03", &READY).exits(0);
    copies.run("a", "2026-12-04", &SIGN).exits(0);
    verify(&copies, "a").exits(0);
    let lines: Vec<Value> = (1..=4).map(|number| line(&copies, number)).collect();
    // The first may be old; one after the first of the new form may not.
    let mut older = lines.clone();
    older[1] = old_form(&lines[1]);
    write(&copies, &older);
    verify(&copies, "a").exits(0);
    let mut newer = lines.clone();
    newer[3] = old_form(&lines[3]);
    write(&copies, &newer);
    verify(&copies, "a").exits(1).says(
        "line 4 has no effect: its signature names no dissertation, although the one in line 2 \
         does",
    );
    assert_eq!(state(&copies, "a"), "ready");
    // Nor one that is dated before it and stands behind it.
    let mut dated = lines;
    let mut before = old_form(&{
        let mut decision = dated[3].clone();
        decision["at"] = json!("2026-12-01T12:00:00Z");
        decision
    });
    before["entered-by"] = json!("b.supervisor@example.org");
    dated[3] = before;
    write(&copies, &dated);
    verify(&copies, "a")
        .exits(1)
        .says("its signature names no dissertation");
}
