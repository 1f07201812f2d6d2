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

/// Returns how a transcript begins.
fn head(transcript: &str, count: usize) -> String {
    transcript
        .lines()
        .take(count)
        .collect::<Vec<_>>()
        .join("\n")
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
    insta::assert_snapshot!(sandbox.run(["count"]), @r"
    exit 1
    --- stdout
    122 of 100 words: 22 over
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook

    Chapter       Words  Of target  Of limit
    Introduction     91   of 1,500      91 %  █▏
    Method           31   of 2,500      31 %  ▏
    Together        122     of 100     122 %

    Kind of text    Words  Counted
    body              120      120
    heading             2        2
    title page         28        –
    declaration        10        –
    contents            9        –
    heading number      4        –
    furniture           4        –
    Together          177      122

    Where the words are
      the longest paragraphs:
        90 words, chapters/01-introduction.md:3:1: word word word word word word word word …
        30 words, chapters/02-method.md:3:1: word word word word word word word word …
    ");
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
    let (result, about) = transcript.split_once("--- stderr").unwrap();
    insta::assert_snapshot!(head(result, 7), @r"
    exit 1
    --- stdout
    27 of 10,000 words: 9,973 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      introduction/context: 7 of 5 words: 2 over
      4 words are left out because the author marked them
    ");
    insta::assert_snapshot!(about, @r#"
    warning[limit-without-section]: there is no part or section `method/rigour` to limit
      --> folio.toml:6:19
      |
    6 | "method/rigour" = 5
      |                   ^
      |
      = hint: expected `title-page`, `declaration`, `contents`, `introduction`, or `method`, or a section such as `chapter/heading-in-plain-letters`
    "#);
    let wrong = mixed("[words.limits]\nsomething = 5\n");
    insta::assert_snapshot!(wrong.run(["count"]), @r"
    exit 2
    --- stderr
    error[unknown-name]: there is no part or section `something` to limit
      --> folio.toml:5:13
      |
    5 | something = 5
      |             ^
      |
      = hint: expected `title-page`, `declaration`, `contents`, `introduction`, or `method`, or a section such as `chapter/heading-in-plain-letters`

    error: a limit of `[words.limits]` holds for nothing
    ");
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
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/a-title-draft.pdf: 6 pages, PDF/A-2a and PDF/UA-1
    27 of 22 words: 5 over
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      under main-text-without-tables it would be 22 of 22 words: 0 left; your handbook decides
      4 words are left out because the author marked them
      a draft may be so; the submission may not
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn the_rules_of_whoever_judges_win_and_say_what_they_overruled() {
    let rules = "format = 1\ntitle = \"The office\"\n\
                 [words.limit]\nvalue = 20\nsource = \"handbook\"\n\
                 [sources.handbook]\ntitle = \"Handbook\"\nstatus = \"published\"\nchecked = 2026-11-22\n";
    let sandbox = mixed("[words]\nlimit = 90000\n").write("office.toml", rules);
    let transcript = sandbox.run(["count", "--rules", "office.toml"]);
    insta::assert_snapshot!(head(&transcript, 9), @r"
    exit 1
    --- stdout
    27 of 20 words: 7 over
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      4 words are left out because the author marked them

    Chapter       Words  Of target  Of limit
    Introduction     17   of 1,500      85 %  ▏
    Method           10   of 2,500      50 %
    ");
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
}

#[test]
fn a_wrong_name_is_an_error_with_the_nearest_right_one() {
    let sandbox = mixed("");
    insta::assert_snapshot!(sandbox.run(["count", "--policy", "main-txt"]), @r"
    exit 2
    --- stderr
    error: there is no counting policy `main-txt`
      = hint: did you mean `main-text`?
    ");
    insta::assert_snapshot!(sandbox.run(["count", "--convention", "libre-office"]), @r"
    exit 2
    --- stderr
    error: there is no convention `libre-office`
      = hint: did you mean `libreoffice`?
    ");
    let own = mixed("[policies.x]\ninclude = [\"footnotes\"]\n[words]\npolicy = \"x\"\n");
    insta::assert_snapshot!(own.run(["count"]), @r#"
    exit 2
    --- stderr
    error[unknown-name]: `policies.x.include` cannot be `footnotes`
      --> folio.toml:5:12
      |
    5 | include = ["footnotes"]
      |            ^^^^^^^^^^^
      |
      = hint: did you mean `footnote`?

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    error: the project has 1 error and 1 warning
    "#);
}

#[test]
fn a_chapter_cannot_hide_its_words_in_another_part() {
    let text = "= Method\n\nOne.\n\n#import \"/.folio/look.typ\": region\n#region(\"folio:references\")\n\nHidden words.\n";
    let sandbox = Sandbox::small().write("chapters/02-method.typ", text);
    let counted = sandbox.run(["count"]);
    insta::assert_snapshot!(counted, @r"
    exit 2
    --- stderr
    error: `method` opens the part `references`, which the outline does not have there: its words cannot be counted as what they are
      = hint: take out what it imports from `/.folio/`: those files are folio's own
    ");
    assert_eq!(sandbox.run(["build"]), counted);
}

#[test]
fn the_words_of_a_chapter_that_does_not_compile_are_estimated_and_say_so() {
    let sandbox = mixed("").write(
        "chapters/03-broken.typ",
        "= Broken\n\nFour words are here.\n\n#let x = (\n",
    );
    insta::assert_snapshot!(head(&sandbox.run(["count"]), 11), @r"
    exit 0
    --- stdout
    about 32 of 10,000 words: 9,968 left (estimated)
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      `broken` is on no page: the words are estimated from its file
      4 words are left out because the author marked them

    Chapter               Words  Of target  Of limit
    Introduction             17   of 1,500      <1 %  ▏
    Method                   10   of 2,500      <1 %
    Broken (estimated)        5   of 1,800      <1 %
    ");
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
    insta::assert_snapshot!(count("folio", b"abc \xff def"), @r"
    exit 2
    --- stderr
    error: the text on standard input is not UTF-8: byte 5 is the first that is not
      = hint: save it as UTF-8 and try again; a Word document is no plain text
    ");
    insta::assert_snapshot!(count("folio", &vec![b'a'; 50 << 20]), @r"
    exit 2
    --- stderr
    error: the text on standard input is longer than 32 MiB
      = hint: count it in parts, or give the file of one document
    ");
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
    insta::assert_snapshot!(sandbox.run(["count", "--proof", "count.docx"]), @r"
    exit 2
    --- stderr
    error: the proof of a count is a `.pdf` or a `.html` file, not `count.docx`
      = hint: name it so: `--proof count.pdf` or `--proof count.html`
    ");
    insta::assert_snapshot!(sandbox.run(["count", "--proof", "folio.toml/x.pdf"]), @r"
    exit 2
    --- stderr
    error: failed to make the folder [sandbox]/folio.toml: File exists (os error 17)
    ");
}

#[test]
fn a_block_that_is_not_counted_and_never_closed_is_told_with_the_count() {
    let sandbox = Sandbox::small().write(
        "chapters/02-method.md",
        "# Method\n\nThree words count.\n\n::: {.no-count}\n\nThese do not.\n\n## More\n\nNor these.\n",
    );
    insta::assert_snapshot!(sandbox.run(["count"]), @r"
    exit 0
    --- stdout
    9 of 10,000 words: 9,991 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      7 words are left out because the author marked them
      attention: chapters/02-method.md:5: this `.no-count` block is never closed: everything below it in this file is left out of the count

    Chapter       Words  Of target  Of limit
    Introduction      5   of 1,500      <1 %
    Method            4   of 2,500      <1 %
    Together          9  of 10,000      <1 %

    Kind of text    Words  Counted
    body                7        7
    heading             2        2
    title page         28        –
    declaration        10        –
    contents           12        –
    heading number      4        –
    exempt              7        –
    furniture           4        –
    Together           74        9

    Marked by the author as not to be counted
      7 words, chapters/02-method.md:7:1 (page 5): These do not. 2.1 More Nor these.
    --- stderr
    error[div-not-closed]: this `.no-count` block is never closed: everything below it in this file is left out of the count
      --> chapters/02-method.md:5:1
      |
    5 | ::: {.no-count}
      | ^^^^^^^^^^^^^^^
      |
      = hint: write `:::` where it ends
    ");
}
