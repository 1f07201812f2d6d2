//! `folio count`.

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A chapter of so many words and a heading of one.
fn chapter(title: &str, words: usize) -> String {
    format!("# {title}\n\n{}\n", vec!["word"; words].join(" "))
}

fn manifest(more: &str) -> String {
    format!("[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n{more}")
}

/// Two chapters with a table, a note, a quotation and a passage that is left out.
fn mixed(more: &str) -> Sandbox {
    Sandbox::empty()
        .write("folio.toml", manifest(more))
        .write(
            "chapters/01-introduction.md",
            "# Introduction\n\nFour words stand here.^[A note of five words.]\n\n\
             ## Context\n\n> Three words quoted\n\n[Not counted at all]{.no-count} but this is.\n",
        )
        .write(
            "chapters/02-method.md",
            "# Method\n\n| One | Two |\n|-----|-----|\n| a   | b c |\n\n: A caption\n",
        )
}

fn json<const N: usize>(sandbox: &Sandbox, args: [&str; N]) -> Value {
    let output = sandbox.output(args);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}\n{}", sandbox.transcript(&output)))
}

fn category(count: &Value, name: &str) -> u64 {
    let categories = count["categories"].as_array().unwrap();
    let found = categories.iter().find(|it| it["category"] == name);
    found.unwrap()["words"].as_u64().unwrap()
}

#[test]
fn a_count_says_where_the_words_are() {
    insta::assert_snapshot!(mixed("").run(["count"]), @r"
    exit 0
    --- stdout
    27 of 10,000 words: 9,973 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      4 words are left out because the author marked them

    Chapter       Words  Of target  Of limit
    Introduction     17   of 1,500      <1 %  ▏
    Method           10   of 2,500      <1 %
    Together         27  of 10,000      <1 %

    Kind of text    Words  Counted
    body                7        7
    heading             3        3
    quotation           3        3
    footnote            5        5
    table cell          5        5
    table caption       2        2
    caption label       2        2
    title page         28        –
    declaration        10        –
    contents           20        –
    heading number      5        –
    exempt              4        –
    furniture           5        –
    Together           99       27

    Marked by the author as not to be counted
      4 words, chapters/01-introduction.md:9:2 (page 5): Not counted at all
    ");
}

#[test]
fn the_json_of_a_count_is_the_one_promised() {
    let count = json(
        &mixed("[words]\nconfirmed = \"p. 4\"\n"),
        ["count", "--format", "json"],
    );
    assert_eq!(count["format"], 1);
    assert_eq!(count["policy"]["name"], "main-text");
    assert_eq!(count["policy"]["convention"], "folio");
    assert_eq!(count["policy"]["confirmed"], "p. 4");
    assert_eq!(count["limit"], 10_000);
    assert_eq!(count["verdict"], "within");
    assert_eq!(category(&count, "footnote"), 5);
    assert_eq!(category(&count, "quotation"), 3);
    assert_eq!(category(&count, "exempt"), 4);
    assert_eq!(category(&count, "table-cell"), 5);
    let introduction = &count["chapters"][0];
    assert_eq!(introduction["path"], "chapters/01-introduction.md");
    assert_eq!(introduction["sections"][0]["title"], "Context");
    assert_eq!(introduction["sections"][0]["level"], 2);
    assert_eq!(count["exempt"][0]["line"], 9);
    assert_eq!(count["policies"], serde_json::json!([]));

    let categories = count["categories"].as_array().unwrap();
    let sum: u64 = categories
        .iter()
        .map(|it| it["words"].as_u64().unwrap())
        .sum();
    assert_eq!(count["total"], sum);
    let counted: u64 = categories
        .iter()
        .filter(|it| it["counted"] == true)
        .map(|it| it["words"].as_u64().unwrap())
        .sum();
    assert_eq!(count["counted"], counted);
    let chapters = count["chapters"].as_array().unwrap();
    let in_chapters: u64 = chapters
        .iter()
        .map(|it| it["counted"].as_u64().unwrap())
        .sum();
    assert_eq!(in_chapters, counted);
}

#[test]
fn the_number_is_the_same_wherever_it_stands() {
    let sandbox = mixed("");
    let count = json(&sandbox, ["count", "--format", "json"]);
    let build = json(&sandbox, ["build", "--format", "json"]);
    let words = json(&sandbox, ["count", "--words", "--format", "json"]);
    assert_eq!(count["counted"], build["words"]["counted"]);
    let rows = words["words"].as_array().unwrap();
    assert_eq!(rows.len() as u64, count["total"].as_u64().unwrap());
    let counted = rows.iter().filter(|row| row["counted"] == true).count();
    assert_eq!(counted as u64, count["counted"].as_u64().unwrap());
    let pdf = crate::pdf::Pdf::read(sandbox.pdf());
    assert!(
        pdf.text().contains(&format!("{counted} words")),
        "{}",
        pdf.text()
    );
}

#[test]
fn every_word_stands_at_its_place_in_the_markdown() {
    let words = json(&mixed(""), ["count", "--words", "--format", "json"]);
    let rows = words["words"].as_array().unwrap();
    let row = |word: &str| rows.iter().find(|row| row["word"] == word).unwrap();
    let quoted = row("quoted");
    assert_eq!(quoted["path"], "chapters/01-introduction.md");
    assert_eq!(
        (quoted["line"].as_u64(), quoted["column"].as_u64()),
        (Some(7), Some(15))
    );
    assert_eq!(quoted["category"], "quotation");
    assert_eq!(quoted["chapter"], "introduction");
    let note = row("note");
    assert_eq!(
        (note["line"].as_u64(), note["column"].as_u64()),
        (Some(3), Some(27))
    );
    assert_eq!(note["category"], "footnote");
}

#[test]
fn a_draft_over_its_limit_fails_and_shows_where_the_words_are() {
    let sandbox = Sandbox::empty()
        .write("folio.toml", manifest("[words]\nlimit = 100\n"))
        .write("chapters/01-introduction.md", chapter("Introduction", 90))
        .write("chapters/02-method.md", chapter("Method", 30));
    let transcript = sandbox.run(["count"]);
    assert!(
        transcript.starts_with("exit 1\n--- stdout\n122 of 100 words: 22 over\n"),
        "{transcript}"
    );
    assert!(
        transcript.contains("90 words, chapters/01-introduction.md:3:1: word word"),
        "{transcript}"
    );
}

#[test]
fn parts_have_limits_of_their_own() {
    let limits = "[words.limits]\nintroduction = 5\nmethod = { minimum = 3, limit = 50 }\n";
    let sandbox = mixed(limits);
    let count = json(&sandbox, ["count", "--format", "json"]);
    let verdict = |scope: &str| {
        let limits = count["limits"].as_array().unwrap();
        limits.iter().find(|it| it["scope"] == scope).unwrap()["verdict"].clone()
    };
    assert_eq!(count["verdict"], "within");
    assert_eq!(
        (verdict("introduction"), verdict("method")),
        ("over".into(), "within".into())
    );
    assert_eq!(sandbox.output(["count"]).status.code(), Some(1));
    assert_eq!(sandbox.output(["build"]).status.code(), Some(1));
    assert_eq!(sandbox.output(["build", "--draft"]).status.code(), Some(0));
}

#[test]
fn a_section_has_a_limit_of_its_own_and_a_name_for_nothing_is_told() {
    let sandbox = mixed("[words.limits]\n\"introduction/context\" = 5\n\"method/rigour\" = 5\n");
    let transcript = sandbox.run(["count"]);
    assert!(transcript.starts_with("exit 1\n"), "{transcript}");
    assert!(
        transcript.contains("introduction/context: 7 of 5 words: 2 over"),
        "{transcript}"
    );
    assert!(
        transcript.contains("warning[limit-without-section]"),
        "{transcript}"
    );
    assert!(transcript.contains("folio.toml:6:"), "{transcript}");

    let transcript = mixed("[words.limits]\nsomething = 5\n").run(["count"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    assert!(
        transcript.contains("there is no part or section `something` to limit"),
        "{transcript}"
    );
}

#[test]
fn a_chapter_says_how_long_it_is_meant_to_become() {
    let text = format!("---\nwords: 700\n---\n{}", chapter("Introduction", 20));
    let sandbox = Sandbox::small().write("chapters/01-introduction.md", text);
    let count = json(&sandbox, ["count", "--format", "json"]);
    assert_eq!(count["chapters"][0]["target"], 700);
}

#[test]
fn both_usual_readings_are_shown_where_they_judge_otherwise() {
    let sandbox = mixed("[words]\nlimit = 22\n");
    let count = json(&sandbox, ["count", "--format", "json"]);
    assert_eq!(count["verdict"], "over");
    assert_eq!(count["otherwise"]["policy"], "main-text-without-tables");
    assert_eq!(count["otherwise"]["verdict"], "near");
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(
        transcript.contains("under main-text-without-tables it would be"),
        "{transcript}"
    );
}

#[test]
fn the_rules_of_whoever_judges_win_and_say_what_they_overruled() {
    let rules = "format = 1\ntitle = \"The office\"\n\
                 [words.limit]\nvalue = 20\nsource = \"handbook\"\n\
                 [sources.handbook]\ntitle = \"Handbook\"\nstatus = \"published\"\nchecked = 2026-11-22\n";
    let sandbox = mixed("[words]\nlimit = 90000\n").write("office.toml", rules);
    let transcript = sandbox.run(["count", "--rules", "office.toml"]);
    assert!(transcript.starts_with("exit 1\n"), "{transcript}");
    assert!(transcript.contains("of 20 words"), "{transcript}");
    assert!(
        transcript.contains("`words.limit` is 20 by the rules, not 90,000"),
        "{transcript}"
    );
    assert!(
        transcript.contains("4 words are left out because the author marked them"),
        "{transcript}"
    );
}

#[test]
fn every_policy_gives_its_number() {
    let own = "[policies.office]\nbase = \"main-text\"\nexclude = [\"footnote\"]\nrates = { table-cell = 150 }\n";
    let count = json(&mixed(own), ["count", "--all-policies", "--format", "json"]);
    let number = |name: &str| {
        let policies = count["policies"].as_array().unwrap();
        policies.iter().find(|it| it["name"] == name).unwrap()["counted"]
            .as_u64()
            .unwrap()
    };
    let main = number("main-text");
    assert_eq!(Some(main), count["counted"].as_u64());
    assert_eq!(number("no-notes"), main - 5);
    assert_eq!(number("office"), main - 5 - 5 + 150);
    assert_eq!(count["policies"].as_array().unwrap().len(), 8);
}

#[test]
fn a_wrong_name_is_an_error_with_the_nearest_right_one() {
    let sandbox = mixed("");
    for (args, hint) in [
        (["--policy", "main-txt"], "did you mean `main-text`?"),
        (
            ["--convention", "libre-office"],
            "did you mean `libreoffice`?",
        ),
    ] {
        let transcript = sandbox.run(["count", args[0], args[1]]);
        assert!(
            transcript.starts_with("exit 2\n--- stderr\n"),
            "{transcript}"
        );
        assert!(transcript.contains(hint), "{transcript}");
    }
    let transcript =
        mixed("[policies.x]\ninclude = [\"footnotes\"]\n[words]\npolicy = \"x\"\n").run(["count"]);
    assert!(
        transcript.contains("did you mean `footnote`?"),
        "{transcript}"
    );
}

#[test]
fn a_chapter_cannot_hide_its_words_in_another_part() {
    let text = "= Method\n\nOne.\n\n#import \"/.folio/look.typ\": region\n#region(\"folio:references\")\n\nHidden words.\n";
    let sandbox = Sandbox::small().write("chapters/02-method.typ", text);
    for command in ["count", "build"] {
        let transcript = sandbox.run([command]);
        assert!(
            transcript.starts_with("exit 2\n--- stderr\n"),
            "{transcript}"
        );
        assert!(
            transcript.contains("`method` opens the part `references`"),
            "{transcript}"
        );
    }
}

#[test]
fn the_words_of_a_chapter_that_does_not_compile_are_estimated_and_say_so() {
    let sandbox = mixed("").write(
        "chapters/03-broken.typ",
        "= Broken\n\nFour words are here.\n\n#let x = (\n",
    );
    let transcript = sandbox.run(["count"]);
    assert!(
        transcript.contains("chapters/03-broken.typ:5:"),
        "{transcript}"
    );
    assert!(
        transcript.contains("`broken` is on no page: the words are estimated from its file"),
        "{transcript}"
    );
    assert!(transcript.contains("Broken (estimated)"), "{transcript}");
    let whole = json(&sandbox, ["count", "--format", "json"]);
    let other = json(&mixed(""), ["count", "--format", "json"]);
    assert_eq!(whole["estimated"], true);
    let chapters = whole["chapters"].as_array().unwrap();
    let marked: Vec<(&Value, &Value)> = chapters
        .iter()
        .map(|chapter| (&chapter["counted"], &chapter["estimated"]))
        .collect();
    assert_eq!(marked.last(), Some(&(&Value::from(5), &Value::from(true))));
    assert_eq!(marked[0].1, &Value::from(false));
    assert_eq!(whole["unresolved"][0]["what"], "chapter");
    let counted = |value: &Value| value["counted"].as_u64().unwrap();
    assert_eq!(counted(&whole), counted(&other) + 5);
}

#[test]
fn plain_text_is_counted_without_a_project() {
    let sandbox = Sandbox::empty();
    let count = |convention: &str, text: &[u8]| {
        let mut command = sandbox.command(["count", "--stdin", "--convention", convention]);
        sandbox.transcript(&command.write_stdin(text).output().unwrap())
    };
    let text = "well-being costs 10,000 pounds in 2019–2021".as_bytes();
    assert_eq!(count("folio", text), "exit 0\n--- stdout\n7\n");
    assert_eq!(count("whitespace", text), "exit 0\n--- stdout\n6\n");
    assert_eq!(count("folio", b""), "exit 0\n--- stdout\n0\n");
    let wrong = count("folio", b"abc \xff def");
    assert!(
        wrong.starts_with("exit 2\n--- stderr\n") && wrong.contains("byte 5 is the first"),
        "{wrong}"
    );
    let long = count("folio", &vec![b'a'; 50 << 20]);
    assert!(
        long.starts_with("exit 2\n--- stderr\n") && long.contains("longer than 32 MiB"),
        "{long}"
    );
}

#[test]
fn somebody_elses_number_is_explained_to_the_last_word() {
    let count = json(&mixed(""), ["count", "--against", "19", "--format", "json"]);
    let ours = count["counted"].as_i64().unwrap();
    let readings = count["against"]["readings"].as_array().unwrap();
    assert!(!readings.is_empty());
    for reading in readings {
        let steps = reading["steps"].as_array().unwrap();
        let sum: i64 = steps
            .iter()
            .map(|step| step["words"].as_i64().unwrap())
            .sum();
        assert_eq!(ours + sum, reading["counted"].as_i64().unwrap());
        assert_eq!(ours + sum + reading["unexplained"].as_i64().unwrap(), 19);
    }
}

#[test]
fn the_proof_of_a_count_is_a_page_or_a_pdf_and_nothing_else() {
    let sandbox = mixed("");
    let transcript = sandbox.run(["count", "--proof", "count.docx"]);
    assert!(
        transcript.starts_with("exit 2\n") && transcript.contains("`--proof count.pdf`"),
        "{transcript}"
    );
    let transcript = sandbox.run(["count", "--proof", "folio.toml/x.pdf"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
}

#[test]
fn a_block_that_is_not_counted_and_never_closed_is_told_with_the_count() {
    let sandbox = Sandbox::small().write(
        "chapters/02-method.md",
        "# Method\n\nThree words count.\n\n::: {.no-count}\n\nThese do not.\n\n## More\n\nNor these.\n",
    );
    let output = sandbox.output(["count"]);
    assert_eq!(output.status.code(), Some(0));
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        stdout.contains(
            "  attention: chapters/02-method.md:5: this `.no-count` block is never closed: \
             everything below it in this file is left out of the count\n"
        ),
        "{stdout}"
    );
    assert!(
        sandbox
            .transcript(&output)
            .contains("error[div-not-closed]"),
        "{stdout}"
    );
}
