//! `folio status` and `folio diff`.

use serde_json::Value;

use crate::sandbox::Sandbox;

const MANIFEST: &str = r#"
[dissertation]
title = "Closing <b>the</b> gap"
author = "Ada Student"
supervisor = "Dr Berta Supervisor"

[milestones]
tutorial-1 = 2026-12-01
tutorial-2 = 2027-02-15
submission = 2027-09-01T16:00
"#;

fn sandbox() -> Sandbox {
    Sandbox::empty().write("folio.toml", MANIFEST).write(
        "chapters/01-introduction.md",
        "# Introduction\n\n## Problem\n\nToo late.\n\n::: {.question #q:late}\nHow late?\n:::\n",
    )
}

fn json<const N: usize>(sandbox: &Sandbox, args: [&str; N]) -> Value {
    let output = sandbox.output(args);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}\n{}", sandbox.transcript(&output)))
}

#[test]
fn a_status_says_what_is_due_what_is_missing_and_what_to_type() {
    insta::assert_snapshot!(sandbox().run(["status"]), @r"
    exit 0
    --- stdout
       Milestone        Due                      State        Waiting on
    A  Tutorial 1       1 December 2026          in progress  student
    G  Tutorial 2       15 February 2027         not started  student
    –  Tutorial 3       no date yet              not started  student
    –  Study            no date yet              not started  student
    –  Findings         no date yet              not started  student
    –  Recommendations  no date yet              not started  student
    G  Submission       1 September 2027, 16:00  in progress  student
    R overdue · A due within 14 days · G on time or done
    
    Next: Tutorial 1, due 1 December 2026 (in 9 days)
      missing: `introduction` has 1,200 to 1,500 words: 8 of at least 1,200 (the programme has not confirmed this; it stops nothing)
      missing: `introduction` has the sections that it needs: 1 of 6; missing: `Organisational context`, `My role and position`, `Aim, objectives and questions`, `Significance`, and `Scope` (the programme has not confirmed this; it stops nothing)
      folio check --for tutorial-1
    
    Pace: 7 chapters, 9,292 words to write in 283 days: 33 a day
    Words: 8 of 10,000 words: 9,992 left
    ");
}

#[test]
fn the_json_of_a_status_is_the_one_promised() {
    let status = json(&sandbox(), ["status", "--format", "json"]);
    assert_eq!(status["format"], 1);
    assert_eq!(status["today"], "2026-11-22");
    let first = &status["milestones"][0];
    assert_eq!(first["id"], "tutorial-1");
    assert_eq!(first["chapters"], serde_json::json!(["introduction"]));
    assert_eq!(first["due"], "2026-12-01");
    assert_eq!(first["state"], "in-progress");
    assert_eq!(first["rag"], "amber");
    for absent in ["extended-to", "ready", "decision", "drift"] {
        assert!(first.get(absent).is_some_and(Value::is_null), "{absent}");
    }
    let criteria = first["criteria"].as_array().unwrap();
    assert!(
        criteria
            .iter()
            .any(|it| it["id"] == "chapter-words" && it["met"] == false)
    );
    let second = &status["milestones"][1];
    assert_eq!(
        (&second["state"], &second["rag"]),
        (&"not-started".into(), &"green".into())
    );
    assert_eq!(status["next"]["id"], "tutorial-1");
    assert_eq!(status["next"]["days-left"], 9);
    assert_eq!(status["words"]["limit"], 10_000);
    assert_eq!(status["words"]["verdict"], "within");
}

#[test]
fn an_overdue_milestone_is_an_exit_status_and_a_missing_date_is_not() {
    let manifest = MANIFEST.replace("2026-12-01", "2026-11-01");
    let late = sandbox().write("folio.toml", manifest);
    let transcript = late.run(["status"]);
    insta::assert_snapshot!(transcript, @r"
    exit 1
    --- stdout
       Milestone        Due                      State        Waiting on
    R  Tutorial 1       1 November 2026          in progress  student
    G  Tutorial 2       15 February 2027         not started  student
    –  Tutorial 3       no date yet              not started  student
    –  Study            no date yet              not started  student
    –  Findings         no date yet              not started  student
    –  Recommendations  no date yet              not started  student
    G  Submission       1 September 2027, 16:00  in progress  student
    R overdue · A due within 14 days · G on time or done

    Next: Tutorial 1, due 1 November 2026 (21 days ago)
      missing: `introduction` has 1,200 to 1,500 words: 8 of at least 1,200 (the programme has not confirmed this; it stops nothing)
      missing: `introduction` has the sections that it needs: 1 of 6; missing: `Organisational context`, `My role and position`, `Aim, objectives and questions`, `Significance`, and `Scope` (the programme has not confirmed this; it stops nothing)
      folio check --for tutorial-1

    Pace: 7 chapters, 9,292 words to write in 283 days: 33 a day
    Words: 8 of 10,000 words: 9,992 left
    ");
    let undated = late.write(
        "folio.toml",
        "[dissertation]\ntitle = \"A\"\nauthor = \"B\"\n",
    );
    assert_eq!(undated.output(["status"]).status.code(), Some(0));
}

#[test]
fn a_chapter_that_does_not_compile_is_told_and_its_words_are_estimated() {
    let sandbox = sandbox().write(
        "chapters/02-broken.typ",
        "= Broken\n\nFour words are here.\n\n#let x = (\n",
    );
    let output = sandbox.output(["status", "--format", "json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("chapters/02-broken.typ") && said.contains("estimated"),
        "{said}"
    );
    let status: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(status["words"]["estimated"], true);
    assert_eq!(status["unresolved"][0]["what"], "chapter");
    let page = sandbox.run(["status", "--html", "status.html"]);
    assert!(page.contains("Words: about "), "{page}");
    let html = std::fs::read_to_string(sandbox.path("status.html")).unwrap();
    assert!(html.contains("about 5"), "{html}");
    assert_eq!(status["milestones"][1]["state"], "in-progress");
}

#[test]
fn the_chain_is_printed_with_its_loose_ends() {
    let transcript = sandbox().run(["status", "--trace"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    Problem: Problem

    q:late: How late?

    Loose ends: 2
      question `q:late` has no method: no section on methods names it
      question `q:late` has no finding
    ");
}

#[test]
fn the_page_escapes_what_the_project_says_and_asks_nobody_for_anything() {
    let sandbox = sandbox();
    let transcript = sandbox.run(["status", "--html", "status.html"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
       Milestone        Due                      State        Waiting on
    A  Tutorial 1       1 December 2026          in progress  student
    G  Tutorial 2       15 February 2027         not started  student
    –  Tutorial 3       no date yet              not started  student
    –  Study            no date yet              not started  student
    –  Findings         no date yet              not started  student
    –  Recommendations  no date yet              not started  student
    G  Submission       1 September 2027, 16:00  in progress  student
    R overdue · A due within 14 days · G on time or done

    Next: Tutorial 1, due 1 December 2026 (in 9 days)
      missing: `introduction` has 1,200 to 1,500 words: 8 of at least 1,200 (the programme has not confirmed this; it stops nothing)
      missing: `introduction` has the sections that it needs: 1 of 6; missing: `Organisational context`, `My role and position`, `Aim, objectives and questions`, `Significance`, and `Scope` (the programme has not confirmed this; it stops nothing)
      folio check --for tutorial-1

    Pace: 7 chapters, 9,292 words to write in 283 days: 33 a day
    Words: 8 of 10,000 words: 9,992 left
    --- stderr
    a page to open or to send: status.html
    ");
    let page = std::fs::read_to_string(sandbox.path("status.html")).unwrap();
    assert!(page.contains("Closing &lt;b&gt;the&lt;"), "{page}");
    assert!(!page.contains("<b>the"));
    for outside in ["http://", "https://", "<script", "src="] {
        assert!(!page.contains(outside), "{outside}");
    }
    let again = sandbox.run(["status", "--html", "again.html"]);
    assert!(again.starts_with("exit 0"), "{again}");
    assert_eq!(
        page,
        std::fs::read_to_string(sandbox.path("again.html")).unwrap()
    );
}

#[test]
fn what_is_no_page_is_not_written_over() {
    let transcript = sandbox().run(["status", "--html", "folio.toml"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: [sandbox]/folio.toml is there already and is no HTML
      = hint: nothing was written; name another file
    ");
}

#[test]
fn nothing_is_compared_before_something_was_kept() {
    let transcript = sandbox().run(["diff", "tutorial-1"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: `tutorial-1` was not marked ready yet, so nothing was kept to compare with
      = hint: `folio milestone ready tutorial-1` keeps its chapters
    ");
    let transcript = sandbox().run(["diff", "tutorial-9"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: there is no milestone `tutorial-9`
      = hint: did you mean `tutorial-1`?
    ");
}
