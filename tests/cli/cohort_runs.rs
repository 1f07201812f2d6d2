//! `folio cohort` again and in parts: what is kept, what is made anew, and what changed meanwhile.

use std::fs;

use serde_json::Value;

use crate::cohort::{cohort, row, rows};

#[test]
fn a_run_goes_on_where_it_was_and_does_nothing_twice() {
    let sandbox = cohort();
    let args = ["cohort", "all", "-o", "rows.jsonl", "--resume"];
    sandbox.run(args);
    let whole = rows(&sandbox, "rows.jsonl");
    // It was ended in the middle of a line.
    let text = fs::read_to_string(sandbox.path("rows.jsonl")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let torn = format!("{}\n{}\n{}", lines[0], lines[1], &lines[2][..30]);
    let sandbox = sandbox.write("rows.jsonl", torn);
    let transcript = sandbox.run(args);
    assert!(transcript.contains("3 rows in rows.jsonl"), "{transcript}");
    assert!(transcript.contains("2 rows kept"), "{transcript}");
    assert_eq!(rows(&sandbox, "rows.jsonl"), whole);
    // One folder changes, one is gone.
    let chapter = "all/ferrars_edward/chapters/01-introduction.md";
    let sandbox = sandbox.write(chapter, "# Introduction\n\nThere are six words of text.\n");
    fs::remove_file(sandbox.path("all/inb-zz43.zip")).unwrap();
    let transcript = sandbox.run(args);
    assert!(transcript.contains("1 row in rows.jsonl"), "{transcript}");
    assert!(transcript.contains("3 rows kept"), "{transcript}");
    let after = rows(&sandbox, "rows.jsonl");
    assert_eq!(after.len(), 4);
    assert!(
        after.iter().any(|row| row["words"]["counted"] == 7),
        "{after:#?}"
    );
}

#[test]
fn a_kept_row_with_an_error_still_counts_and_rows_of_another_kind_are_made_anew() {
    let sandbox = cohort();
    let args = ["cohort", "all", "-o", "rows.jsonl", "--resume"];
    let first = sandbox.run(args);
    assert!(first.starts_with("exit 1"), "{first}");
    let again = sandbox.run(args);
    let expected =
        "exit 1\n--- stderr\n0 rows in rows.jsonl, 5 rows kept, 3 of them with an error\n";
    assert!(again.starts_with(expected), "{again}");
    let mut args = args.to_vec();
    args.extend(["--as", "office"]);
    let output = sandbox.command([]).args(args).output().unwrap();
    let said = sandbox.transcript(&output);
    assert!(
        said.contains("5 rows of another kind: made anew\n"),
        "{said}"
    );
    let all = rows(&sandbox, "rows.jsonl");
    assert!(
        all.len() == 5 && all.iter().all(|row| row["as"] == "office"),
        "{all:#?}"
    );
}

#[test]
fn a_folder_that_changes_while_it_is_read_is_a_row_that_says_so() {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};

    let sandbox = cohort();
    let is_over = AtomicBool::new(false);
    let notes = sandbox.path("all/ferrars_edward/notes.txt");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut notes = fs::File::create(&notes).unwrap();
            while !is_over.load(Ordering::Relaxed) {
                notes.write_all(b"more ").unwrap();
                std::thread::yield_now();
            }
        });
        sandbox.run(["cohort", "all", "--as", "office", "-o", "rows.jsonl"]);
        is_over.store(true, Ordering::Relaxed);
    });
    let all = rows(&sandbox, "rows.jsonl");
    let changing = row(&all, "folder", "ferrars_edward");
    assert_eq!(changing["error"], "it changed while it was being read");
    assert_eq!(
        (&changing["words"], &changing["digest"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(row(&all, "folder", "orbison_zanthe")["error"], Value::Null);
    // Once it is left alone it is read.
    sandbox.run(["cohort", "all", "--as", "office", "-o", "rows.jsonl"]);
    let all = rows(&sandbox, "rows.jsonl");
    assert_eq!(row(&all, "folder", "ferrars_edward")["error"], Value::Null);
}

#[test]
fn the_rows_of_all_parts_are_those_of_one_run() {
    let sandbox = cohort();
    sandbox.run(["cohort", "all", "-o", "whole.jsonl", "--jobs", "1"]);
    for part in ["1/3", "2/3", "3/3"] {
        let file = format!("part-{}.jsonl", &part[..1]);
        sandbox.run(["cohort", "all", "--shard", part, "-o", &file]);
    }
    let mut parts: Vec<Value> = Vec::new();
    for part in ["part-1.jsonl", "part-2.jsonl", "part-3.jsonl"] {
        if !fs::read_to_string(sandbox.path(part)).unwrap().is_empty() {
            parts.extend(rows(&sandbox, part));
        }
    }
    parts.sort_by_key(|row| row["id"].as_str().unwrap().to_owned());
    assert_eq!(parts, rows(&sandbox, "whole.jsonl"));
    let refused = sandbox.run(["cohort", "all", "--shard", "7/2"]);
    assert!(refused.starts_with("exit 2"), "{refused}");
    assert!(refused.contains("a job array with gaps"), "{refused}");
}

#[test]
fn a_ledger_that_lost_entries_is_told_with_the_day_it_had_them() {
    let sandbox = cohort();
    let ready = [
        "milestone",
        "ready",
        "tutorial-1",
        "--despite",
        "--reason",
        "x",
        "--project",
    ];
    let ledger = "all/orbison_zanthe/milestones/ledger.jsonl";
    for _ in 0..2 {
        let output = sandbox
            .command([])
            .args(ready)
            .arg("all/orbison_zanthe")
            .output()
            .unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            sandbox.transcript(&output)
        );
        let chapter = "all/orbison_zanthe/chapters/01-introduction.md";
        fs::write(sandbox.path(chapter), "# Introduction\n\nOther words.\n").unwrap();
    }
    let args = ["cohort", "all", "-o", "rows.jsonl", "--resume"];
    sandbox.run(args);
    let has = |state: &str| {
        rows(&sandbox, "rows.jsonl")
            .iter()
            .any(|it| it["ledger"] == state)
    };
    assert!(has("whole") && !has("shorter"));
    let text = fs::read_to_string(sandbox.path(ledger)).unwrap();
    let first = text.split_inclusive('\n').next().unwrap();
    fs::write(sandbox.path(ledger), first).unwrap();
    for _ in 0..2 {
        sandbox.run(args);
        assert!(has("shorter"));
        let rows = rows(&sandbox, "rows.jsonl");
        let short = row(&rows, "ledger", "shorter");
        let remark = serde_json::json!(["ledger shorter than on 2026-11-22"]);
        assert_eq!(short["remarks"], remark);
    }
}
