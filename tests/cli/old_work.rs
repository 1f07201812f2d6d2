//! Old work stays readable: what version 0.1.0 built, counted, signed and packaged.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::copies::program;
use crate::sandbox::Sandbox;

/// The day after the work was handed in.
const LATER: &str = "2027-09-02";
const PACKAGE: &str = "submission/2027-08-30";

fn kept(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/v0.1.0");
    folder.join(name)
}

fn old() -> Sandbox {
    Sandbox::empty().with_folder(&kept("project"), "")
}

/// Runs the program in the old project; returns its exit status and what it printed.
fn run(sandbox: &Sandbox, args: &[&str]) -> (Option<i32>, String) {
    let mut command = program(&sandbox.path(""));
    let output = command
        .args(args)
        .args(["--today", LATER])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let trouble = String::from_utf8_lossy(&output.stderr);
    (output.status.code(), format!("{said}{trouble}"))
}

/// Expects the JSON that was printed then.
#[track_caller]
fn says_as_then(args: &[&str], then: &Path) {
    let sandbox = old();
    let output = program(&sandbox.path(""))
        .args(args)
        .args(["--format", "json", "--today", LATER])
        .output()
        .unwrap();
    let mut now: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut then: Value = serde_json::from_slice(&fs::read(then).unwrap()).unwrap();
    without_dots(&mut now);
    without_dots(&mut then);
    assert_eq!(of_then(&now, &then), then);
}

/// Leaves out of a count what the dots of the contents are part of: they were text then and are drawn
/// now.
fn without_dots(count: &mut Value) {
    let Some(categories) = count["categories"].as_array_mut() else {
        return;
    };
    categories.retain(|it| it["category"] != "furniture");
    count["total"] = Value::Null;
}

/// Returns a value without the fields that objects have got since.
fn of_then(now: &Value, then: &Value) -> Value {
    match (now, then) {
        (Value::Object(now), Value::Object(then)) => {
            let kept = now.iter().filter_map(|(key, value)| {
                let then = then.get(key)?;
                Some((key.clone(), of_then(value, then)))
            });
            Value::Object(kept.collect())
        }
        (Value::Array(now), Value::Array(then)) if now.len() == then.len() => {
            let pairs = now.iter().zip(then);
            Value::Array(pairs.map(|(now, then)| of_then(now, then)).collect())
        }
        (now, _) => now.clone(),
    }
}

#[test]
fn an_old_project_builds_without_a_finding() {
    let sandbox = old();
    let (exit, said) = run(&sandbox, &["build", "--strict"]);
    assert_eq!(exit, Some(0), "{said}");
    assert!(!said.contains("warning"), "{said}");
    assert!(sandbox.pdf().starts_with(b"%PDF-"));
}

#[test]
fn an_old_project_has_the_count_that_it_had() {
    says_as_then(
        &["count"],
        &kept("project").join(PACKAGE).join("word-count.json"),
    );
}

#[test]
fn an_old_ledger_says_what_it_said() {
    says_as_then(&["status"], &kept("status.json"));
    says_as_then(&["milestone", "log"], &kept("log.json"));
}

#[test]
fn an_old_ledger_holds_and_its_signatures_fit() {
    let sandbox = old();
    let ledger = fs::read(sandbox.path("milestones/ledger.jsonl")).unwrap();
    let (exit, said) = run(&sandbox, &["milestone", "verify"]);
    assert_eq!(exit, Some(0), "{said}");
    for by in ["miriam.lane@example.org", "peter.moss@example.org"] {
        assert!(
            said.contains(&format!("signed by {by}, signature valid")),
            "{said}"
        );
    }
    let after = fs::read(sandbox.path("milestones/ledger.jsonl")).unwrap();
    assert_eq!(after, ledger);
}

#[test]
fn an_old_ledger_is_continued() {
    let sandbox = old();
    let meeting = [
        "milestone",
        "meeting",
        "--date",
        LATER,
        "--with",
        "Dr Peter Moss",
    ];
    let (exit, said) = run(&sandbox, &meeting);
    assert_eq!(exit, Some(0), "{said}");
    let (exit, said) = run(&sandbox, &["milestone", "verify"]);
    assert_eq!(exit, Some(0), "{said}");
    assert!(
        said.contains("18 entries, each follows the one before it"),
        "{said}"
    );
}

#[test]
fn an_old_package_is_still_the_file() {
    let sandbox = old();
    let (exit, said) = run(&sandbox, &["verify", PACKAGE]);
    assert_eq!(exit, Some(0), "{said}");
    assert!(
        said.starts_with("Yes: `Rowan_Ashdown_20270901.pdf` is the file that was packaged on 30 August 2027. It has 361 words"),
        "{said}"
    );
    assert!(
        said.contains("the ledger records that the work was handed in on 31 August 2027"),
        "{said}"
    );
}
