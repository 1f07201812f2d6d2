//! `folio check`: what stands in the way, for whom, and who decides.

use serde_json::Value;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// Runs a check and returns its exit status with the report.
fn report<const N: usize>(sandbox: &Sandbox, args: [&str; N]) -> (Option<i32>, Value) {
    let output = sandbox
        .command(args)
        .args(["--format", "json"])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let value = serde_json::from_str(&text).unwrap_or_else(|error| {
        panic!(
            "{error}: {text}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    });
    (output.status.code(), value)
}

/// Returns the findings as `path:line:column level code`.
fn places(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let one = |finding: &Value| {
        let text = |key: &str| match &finding[key] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let (path, line, column) = (text("path"), text("line"), text("column"));
        format!("{path}:{line}:{column} {} {}", text("level"), text("code"))
    };
    findings.iter().map(one).collect()
}

fn codes(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let mut codes: Vec<String> = findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

#[test]
fn the_sample_has_nothing_to_fix_at_all() {
    let sandbox = Sandbox::sample("digital-readiness");
    for milestone in ["tutorial-1", "tutorial-2", "tutorial-3", "submission"] {
        let (status, report) = report(&sandbox, ["check", "--for", milestone]);
        assert_eq!(places(&report), Vec::<String>::new(), "{milestone}");
        assert_eq!(status, Some(0));
    }
}

#[test]
fn json_has_the_form_that_is_promised() {
    let sandbox = Sandbox::small().write("r.bib", "").write(
        "chapters/01-introduction.md",
        "# Introduction\n\nSée [@smith].\n",
    );
    let (status, report) = report(&sandbox, ["check", "--only", "unknown-citation"]);
    assert_eq!(status, Some(1));
    assert_eq!(report["format"], 1);
    assert_eq!(report["summary"]["deny"], 1);
    assert_eq!(report["summary"]["warn"], 0);
    let finding = &report["findings"][0];
    let mut keys: Vec<&String> = finding.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        ["code", "column", "hint", "level", "line", "message", "path"]
    );
    assert_eq!(
        places(&report),
        ["chapters/01-introduction.md:3:6 deny unknown-citation"]
    );
}

#[test]
fn a_first_chapter_is_not_blamed_for_the_last() {
    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nFour words of text.\n",
    );
    let missing = |milestone: &str| {
        let (_, report) = report(&sandbox, ["check", "--for", milestone]);
        codes(&report)
            .into_iter()
            .filter(|code| code.starts_with("missing"))
            .count()
    };
    assert_eq!(missing("tutorial-1"), 0);
    assert!(missing("submission") > 0);
}

#[test]
fn the_maximum_holds_for_every_milestone() {
    let sandbox = Sandbox::small().write(
        "folio.toml",
        "[dissertation]\ntitle = \"T\"\nauthor = \"A. Student\"\n[words]\nlimit = 4\n",
    );
    for milestone in ["tutorial-1", "submission"] {
        let args = ["check", "--for", milestone, "--only", "word-limit-exceeded"];
        let (status, report) = report(&sandbox, args);
        assert_eq!(
            (status, codes(&report)),
            (Some(1), vec!["word-limit-exceeded".to_owned()])
        );
    }
}

#[test]
fn a_draft_that_cannot_be_typeset_is_told_everything_else() {
    let sandbox = Sandbox::small().write(
        "chapters/02-two.typ",
        "= Two\n\nText with #nothing and @nobody2020.\n",
    );
    let (status, report) = report(&sandbox, ["check"]);
    assert_eq!(status, Some(1));
    let places = places(&report);
    for expected in [
        "chapters/02-two.typ:3:12 deny unknown-variable",
        "chapters/02-two.typ:3:24 deny unknown-citation",
    ] {
        assert!(places.contains(&expected.to_owned()), "{places:?}");
    }
    let output = sandbox.output(["check"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned()
        + &String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("not checked"), "{said}");
}

#[test]
fn what_is_no_project_is_an_error() {
    let sandbox = Sandbox::small().write("folio.toml", "[dissertation]\ntitel = \"T\"\n");
    assert_eq!(sandbox.output(["check"]).status.code(), Some(2));
    let sandbox = Sandbox::small();
    for args in [
        ["check", "--for", "tutorial-9"],
        ["check", "--only", "no-such-rule"],
        ["check", "--explain", "no-such-rule"],
        ["check", "--baseline", "folio.toml"],
        ["check", "--confidential", "no-such-file.txt"],
    ] {
        let transcript = sandbox.run(args);
        assert!(transcript.starts_with("exit 2\n"), "{args:?}: {transcript}");
        assert!(transcript.contains("hint: "), "{args:?}: {transcript}");
    }
}

#[test]
fn every_rule_explains_itself() {
    let sandbox = Sandbox::empty();
    for rule in folio::check::rules() {
        let output = sandbox.output(["check", "--explain", rule.code]);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", rule.code);
        assert!(text.starts_with(rule.code) && text.contains("What to do"));
    }
}

#[test]
fn an_earlier_report_leaves_only_what_is_new() {
    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nXXX is to come.\n",
    );
    let args = ["check", "--only", "leftover-note"];
    let (_, first) = report(&sandbox, args);
    assert_eq!(
        places(&first),
        ["chapters/01-introduction.md:3:1 warn leftover-note"]
    );
    let sandbox = sandbox.write("before.json", first.to_string()).write(
        "chapters/01-introduction.md",
        "# Introduction\n\nA line.\n\nXXX is to come. TBC is new.\n",
    );
    let args = [
        "check",
        "--only",
        "leftover-note",
        "--baseline",
        "before.json",
    ];
    let (_, second) = report(&sandbox, args);
    assert_eq!(
        places(&second),
        ["chapters/01-introduction.md:5:17 warn leftover-note"]
    );
    assert_eq!(second["summary"]["warn"], 1);
}

#[test]
fn a_waiver_needs_its_reason_and_ends_on_its_day() {
    let manifest = |until: &str| {
        format!(
            "[dissertation]\ntitle = \"T\"\nauthor = \"A. Student\"\n[[check.waive]]\n\
             code = \"leftover-note\"\nreason = \"agreed\"\nexpires = {until}\n"
        )
    };
    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nXXX is to come.\n",
    );
    let sandbox = sandbox.write("folio.toml", manifest("2026-11-22"));
    let args = ["check", "--fast", "--only", "leftover-note,waiver-ended"];
    assert_eq!(codes(&report(&sandbox, args).1), Vec::<String>::new());
    let sandbox = sandbox.write("folio.toml", manifest("2026-11-21"));
    assert_eq!(
        codes(&report(&sandbox, args).1),
        ["leftover-note", "waiver-ended"]
    );
}

#[test]
fn a_milestone_may_ask_that_no_finding_is_open() {
    let manifest = "[dissertation]\ntitle = \"T\"\nauthor = \"A. Student\"\n[[milestone]]\n\
                    id = \"tutorial-1\"\n\
                    criteria = [{ id = \"no-open-findings\", codes = [\"leftover-note\"] }]\n";
    let sandbox = Sandbox::small().write("folio.toml", manifest).write(
        "chapters/01-introduction.md",
        "# Introduction\n\nXXX is to come.\n",
    );
    let criterion = |sandbox: &Sandbox| {
        let output = sandbox.output(["status", "--format", "json"]);
        let status: Value = serde_json::from_slice(&output.stdout).unwrap();
        let criteria = status["milestones"][0]["criteria"].as_array().unwrap();
        let asked = criteria.iter().find(|it| it["id"] == "no-open-findings");
        let asked = asked.unwrap();
        (asked["met"].clone(), asked["detail"].clone())
    };
    assert_eq!(
        criterion(&sandbox),
        (Value::from(false), Value::from("1 of `leftover-note`"))
    );
    let text = "# Introduction\n\nIt has come.\n";
    let sandbox = sandbox.write("chapters/01-introduction.md", text);
    assert_eq!(
        criterion(&sandbox),
        (Value::from(true), Value::from("none open"))
    );
}

const OFFICE: &str = r#"format = 1
title = "The office"
[sources.office]
title = "The office's own rule"
status = "published"
checked = 2026-11-22
[words.limit]
value = 20
source = "office"
[words.policy]
value = "main-text"
source = "office"
[words.convention]
value = "folio"
source = "office"
[words.tolerance]
value = 0
source = "office"
[words.limits.introduction]
limit = 18
source = "office"
"#;

#[test]
fn every_way_to_switch_the_gate_off_is_caught_and_listed() {
    let words = |word: &str, number: usize| vec![word; number].join(" ");
    let sandbox = Sandbox::empty()
        .write("office/rules.toml", OFFICE)
        .write(
            "draft/mine.toml",
            r#"format = 1
title = "Mine"
[sources.me]
title = "me"
status = "published"
checked = 2026-11-22
[words.limit]
value = 99999
source = "me"
[levels]
word-limit-exceeded = { value = "off", source = "me" }
"#,
        )
        .write(
            "draft/folio.toml",
            r#"profile = "mine.toml"
[dissertation]
title = "A title"
author = "A. Student"
[words]
limit = 50_000
tolerance = "50 %"
policy = "tiny"
convention = "texcount"
[words.limits]
introduction = { limit = 9000 }
[policies.tiny]
base = "main-text"
exclude = ["body"]
[check.levels]
word-limit-exceeded = "off"
part-limit-exceeded = "warn"
exempt-text-keeps-limit = "off"
[[check.waive]]
code = "word-limit-exceeded"
reason = "because"
[[check.waive]]
code = "part-limit-exceeded"
reason = "because"
[[check.waive]]
code = "exempt-text-keeps-limit"
reason = "because"
"#,
        )
        .write(
            "draft/chapters/01-introduction.md",
            format!("# Introduction\n\n{}\n", words("word", 24)),
        );
    let args = ["check", "draft", "--rules", "office/rules.toml"];
    let (status, found) = report(&sandbox, args);
    assert_eq!(status, Some(1));
    let codes = codes(&found);
    for gate in ["word-limit-exceeded", "part-limit-exceeded"] {
        assert!(codes.contains(&gate.to_owned()), "{codes:?}");
    }
    let listed = String::from_utf8(sandbox.output(args).stderr).unwrap();
    for attempt in [
        "a profile of its own, `mine.toml`",
        "`words.limit` is 20 by the rules, not 50,000",
        "`words.tolerance` is 0 by the rules",
        "`words.policy` is `main-text` by the rules, not `tiny`",
        "`words.convention` is `folio` by the rules, not `texcount`",
        "introduction",
        "`word-limit-exceeded` to be switched off",
        "`part-limit-exceeded` to be only worth fixing",
        "`exempt-text-keeps-limit` to be switched off",
        "waives `word-limit-exceeded`",
        "waives `part-limit-exceeded`",
        "waives `exempt-text-keeps-limit`",
    ] {
        assert!(listed.contains(attempt), "{attempt}: {listed}");
    }

    let overruled = found["overruled"].as_array().unwrap();
    assert!(overruled.len() >= 12, "{overruled:?}");

    // Text taken out of the count cannot keep the limit either.
    let hidden = format!(
        "# Introduction\n\n{}\n\n::: {{.no-count}}\n{}\n:::\n",
        words("word", 12),
        words("more", 40)
    );
    let sandbox = sandbox.write("draft/chapters/01-introduction.md", hidden);
    let (status, report) = report(&sandbox, args);
    assert_eq!(status, Some(1));
    assert_eq!(report["findings"][0]["code"], "exempt-text-keeps-limit");
}

#[test]
fn what_is_not_decided_is_counted_as_accepted_and_cannot_be_handed_in() {
    let sandbox = Sandbox::small().write(
        "chapters/02-review.md",
        "# Review\n\nWords that {++were ++}stay{--ed here long--} in {~~the old~>a new~~} \
         word{++s++} {==as said==}{>>Said by whom?<<} and on{>>No.<<}line.\n",
    );
    for (edition, name) in [
        (None, "output/a-title.pdf"),
        (Some("--review"), "output/a-title-review.pdf"),
        (Some("--draft"), "output/a-title-draft.pdf"),
    ] {
        let mut command = sandbox.command(["build"]);
        let output = command.args(edition).output().unwrap();
        let said = sandbox.transcript(&output);
        assert!(said.contains("18 of 10,000 words"), "{edition:?} {said}");
        assert!(said.contains("warning[changes-undecided]"), "{said}");
        let page = Pdf::read(std::fs::read(sandbox.path(name)).unwrap()).text();
        for words in ["the old", "Said by whom?"] {
            let is_review = edition == Some("--review");
            assert_eq!(page.contains(words), is_review, "{edition:?} {page}");
        }
    }
    for (arguments, level) in [
        (["check", "--for", "tutorial-1"], "warn"),
        (["check", "--for", "submission"], "deny"),
    ] {
        let (_, report) = report(&sandbox, arguments);
        let wanted = format!("chapters/02-review.md:3:12 {level} changes-undecided");
        assert!(places(&report).contains(&wanted), "{:?}", places(&report));
    }
    let refused = sandbox.run(["package"]);
    insta::assert_snapshot!(refused, @r#"
    exit 1
    --- stdout
    Your PDF is written and can be handed in: output/a-title.pdf. It was not packaged, because:
      1. 4 changes and 2 comments are not decided yet (chapters/02-review.md:3)
         folio check --for submission --only changes-undecided
    To package it despite all of that: folio package --despite all --reason "…"
    --- stderr
    not checked: confidential names: `confidential.txt` lists none
    "#);
}
