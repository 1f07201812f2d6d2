//! What was written verifies, and what was changed afterwards does not: over ledgers that nobody
//! thought of.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Meeting, Outcome};
use crate::milestones::testing::{SUPERVISOR, TestProject, day, key};
use crate::milestones::{
    ConfirmedBy, PackagedRequest, correct, erase, extend, meeting, packaged, submitted, verify,
};
use crate::project::Due;

/// Tries to record something; what is refused is not recorded.
fn act(project: &mut TestProject, what: u8, which: usize) {
    let id = ["tutorial-1", "submission"][which % 2];
    let outcome = [
        Outcome::Approved,
        Outcome::ApprovedWithChanges,
        Outcome::Returned,
    ][which % 3];
    let key = key(2);
    let _ = match what {
        0 | 1 => project.ready(id),
        2 => project.decide(id, outcome, SUPERVISOR, ConfirmedBy::Evidence("mail")),
        3 => project.decide(id, outcome, SUPERVISOR, ConfirmedBy::Key(&key)),
        4 => {
            let to = Due::Day(day(&format!("2027-09-{:02}", 2 + which % 20)));
            let by = Some("Programme office").filter(|_| which.is_multiple_of(2));
            project.run(|basis| extend(basis, id, to, "EXT-7", by, None))
        }
        5 | 6 => {
            let history = project.history();
            let at = which % history.lines.len().max(1);
            let name = history.lines.get(at).map(|it| it.short().to_owned());
            project.run(|basis| correct(basis, &name.unwrap_or_default(), "wrong", None))
        }
        7 => {
            let args = PackagedRequest {
                folder: "submission/1",
                file: "a.pdf",
                digest: Digest::of_bytes(b"pdf"),
                words: 2,
                despite: &[],
            };
            project.run(|basis| packaged(basis, &args))
        }
        8 => project.run(|basis| submitted(basis, "receipt", None)),
        10 => {
            let history = project.history();
            let at = which % history.lines.len().max(1);
            let name = history.lines.get(at).map(|it| it.short().to_owned());
            let field = ["note", "point", "reason", "evidence", "reference"][which % 5];
            project.run(|basis| erase(basis, &name.unwrap_or_default(), field))
        }
        11 => {
            let to = Due::Day(day(&format!("2027-09-{:02}", 2 + which % 20)));
            project.run(|basis| extend(basis, id, to, "EXT-8", Some(SUPERVISOR), Some(&key)))
        }
        _ => {
            let held = Meeting {
                date: day("2026-11-30"),
                with: vec!["Dr B".into()],
                points: vec!["It is wide".into()],
                actions: Vec::new(),
                next: None,
            };
            project.run(|basis| meeting(basis, &held))
        }
    };
}

/// Returns every place of a value that holds no other values.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                leaves(value, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (at, value) in items.iter().enumerate() {
                leaves(value, &format!("{path}/{at}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.push(path.to_owned());
        }
    }
}

/// Changes one value to another that it could have.
fn change(line: &mut Value, place: &str) {
    let value = line.pointer_mut(place).unwrap();
    *value = match &*value {
        Value::Null => json!("x"),
        Value::Bool(is_so) => json!(!*is_so),
        Value::Number(number) => json!(number.as_u64().unwrap() + 1),
        _ if place == "/at" => json!("2026-12-01T08:00:00Z"),
        Value::String(text) if text == "returned" => json!("approved"),
        _ if place == "/outcome" => json!("returned"),
        Value::String(text) if text.starts_with("sha256:") => json!(Digest::of_bytes(b"another")),
        value => json!(format!("{}x", value.as_str().unwrap())),
    };
}

fn lines_of(project: &TestProject) -> Vec<Value> {
    let text = std::str::from_utf8(&project.bytes).unwrap();
    let lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    lines.collect()
}

/// Chains lines to each other, as somebody who changes one would.
fn chain(mut lines: Vec<Value>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut previous = Value::Null;
    for line in &mut lines {
        line["previous"] = previous;
        let text = line.to_string();
        previous = json!(Digest::of_bytes(text.as_bytes()));
        bytes.extend_from_slice(format!("{text}\n").as_bytes());
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_written_verifies(acts in prop::collection::vec((0u8..12, 0usize..40), 1..16)) {
        let mut project = TestProject::new();
        for (day, (what, which)) in acts.iter().enumerate() {
            project.on(&format!("2026-12-{:02}", day + 1));
            act(&mut project, *what, *which);
            let verification = project.with(verify);
            prop_assert!(verification.is_sound(), "{verification:#?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    /// Chained anew by a forger; who only edits the file breaks the chain.
    #[test]
    fn a_changed_field_of_any_line_fails_or_its_line_is_listed_as_not_covered(
        acts in prop::collection::vec((0u8..12, 0usize..40), 4..10),
    ) {
        let mut project = TestProject::new();
        for (day, (what, which)) in acts.iter().enumerate() {
            project.on(&format!("2026-12-{:02}", day + 1));
            act(&mut project, *what, *which);
        }
        let lines = lines_of(&project);
        let texts = std::str::from_utf8(&project.bytes).unwrap().lines();
        let texts: Vec<String> = texts.map(str::to_owned).collect();
        for at in 0..lines.len() {
            let mut places = Vec::new();
            leaves(&lines[at], "", &mut places);
            for place in places.iter().filter(|it| *it != "/previous") {
                let mut changed = lines.clone();
                change(&mut changed[at], place);
                let mut other = project.clone();
                let mut edited: Vec<String> = texts.clone();
                edited[at] = changed[at].to_string();
                other.bytes = (edited.join("\n") + "\n").into_bytes();
                let is_last = at + 1 == lines.len();
                prop_assert!(is_last || !other.with(verify).is_sound(), "{}: {place}", at + 1);
                other.bytes = chain(changed);
                let verification = other.with(verify);
                let said = verification.vouched_in_words();
                let is_listed = !verification.vouched.contains(&(at + 1))
                    && (said.contains("no signature covers") || said.contains("no signature vouches"));
                prop_assert!(!verification.is_sound() || is_listed, "{}: {place}: {said}", at + 1);
            }
        }
    }
}

#[test]
fn a_changed_field_of_a_line_that_a_signature_covers_fails() {
    let mut project = TestProject::new();
    project.clock = Some(day("2026-12-01"));
    let acts = [
        (9, 0),
        (0, 0),
        (3, 2),
        (4, 0),
        (0, 0),
        (3, 0),
        (9, 0),
        (11, 21),
        (0, 0),
        (10, 15),
    ];
    for (day, (what, which)) in acts.iter().enumerate() {
        project.on(&format!("2026-12-{:02}", day + 1));
        act(&mut project, *what, *which);
    }
    let lines = lines_of(&project);
    let covered = project.with(verify).vouched;
    assert_eq!(covered.iter().copied().collect::<Vec<_>>(), [2, 3, 5, 6, 8]);
    let mut changed = 0;
    for (at, line) in lines.iter().enumerate() {
        if !covered.contains(&(at + 1)) {
            continue;
        }
        let mut places = Vec::new();
        leaves(line, "", &mut places);
        for place in places.iter().filter(|it| *it != "/previous") {
            let mut lines = lines.clone();
            change(&mut lines[at], place);
            let mut other = project.clone();
            other.bytes = chain(lines);
            let verification = other.with(verify);
            assert!(!verification.is_sound(), "{}: {place}", at + 1);
            changed += 1;
        }
    }
    assert!(changed > 50, "{changed}");
}
