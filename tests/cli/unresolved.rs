//! What a draft cannot print is marked in its place, and everything else is printed.

use serde_json::Value;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// Returns the exit status and the findings of a transcript, each with its places.
fn findings(transcript: &str) -> String {
    let heads = ["exit", "error", "warning", "-->"];
    let is_head = |line: &&str| heads.iter().any(|head| line.trim_start().starts_with(head));
    let lines: Vec<&str> = transcript.lines().filter(is_head).collect();
    lines.join("\n")
}

/// Returns how a transcript ends.
fn last_lines(transcript: &str, count: usize) -> String {
    let lines: Vec<&str> = transcript.lines().collect();
    let exit = lines.first().copied().unwrap_or_default();
    let last = &lines[lines.len().saturating_sub(count).max(1)..];
    format!("{exit}\n[…]\n{}", last.join("\n"))
}

/// A project with one thing of each kind that cannot be printed.
fn unresolved() -> Sandbox {
    Sandbox::without_chapters()
        .write(
            "chapters/01-introduction.md",
            "# Introduction\n\nAs @smith2020 says, see @sec:findings and [words](#nowhere): $\\foo{x}$.\n\n$$\\frac{1}$$ {#eq:half}\n\nSee @eq:half.\n\n![A map](map.png){alt=\"A map.\"}\n",
        )
        .write(
            "chapters/02-method.typ",
            "= Method\n\n#import \"/lib/half.typ\": half\n\nThree words here.\n\n#half(2)\n",
        )
        .write("lib/half.typ", "#let half(x) = x / \"two\"\n")
        .write("chapters/03-results.md", "# Results\n\nAll is well.\n")
}

#[test]
fn a_draft_prints_a_mark_for_everything_that_it_cannot_print() {
    let sandbox = unresolved();
    let transcript = sandbox.run(["build", "--draft"]);
    insta::assert_snapshot!(findings(&transcript), @r#"
    exit 0
    error[unknown-citation]: `smith2020` is neither in the bibliography nor a label of this document
      --> chapters/01-introduction.md:3:4
    error[unknown-label]: there is no section `sec:findings`
      --> chapters/01-introduction.md:3:25
    error[unknown-label]: there is no heading or label `nowhere`, so only the words of this link are printed
      --> chapters/01-introduction.md:3:43
    error[formula-unreadable]: this formula cannot be read: it has a command that is not known, near `\foo{x}`
      --> chapters/01-introduction.md:3:63
    error[formula-unreadable]: this formula cannot be read: something in it cannot be read, near `\frac{1}`
      --> chapters/01-introduction.md:5:3
    error[image-missing]: there is no image `chapters/map.png`
      --> chapters/01-introduction.md:9:10
    error[typst-error]: cannot divide integer by string
      --> lib/half.typ:1:16
      --> chapters/02-method.typ:7:2
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
    "#);
    let text = Pdf::read(sandbox.pdf()).text();
    for mark in [
        "As [?smith2020] says, see [?sec:findings] and words [?nowhere] : $\\foo{x}$ .",
        "$$\\frac{1}$$ (1.1) See Equation (1.1)",
        "Left out of this draft: chapters/02-method.typ",
        "lib/half.typ, line 1: cannot divide integer by string",
        "All is well.",
    ] {
        assert!(text.contains(mark), "{mark}\n{text}");
    }
    assert!(!text.contains("Three words here."), "{text}");
}

#[test]
fn a_link_to_nothing_has_its_mark_whatever_the_chapters_are_written_in() {
    let chapter = "# Introduction\n\nSee [these words](#nowhere) and [a file](data.csv).\n";
    let sandbox = Sandbox::small().write("chapters/01-introduction.md", chapter);
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(
        text.contains("these words [?nowhere] and a file."),
        "{text}"
    );
}

#[test]
fn what_is_unresolved_is_told_by_every_command_and_stops_none_of_them() {
    let sandbox = unresolved();
    let kinds = |value: &Value| -> Vec<String> {
        let all = value["unresolved"].as_array().unwrap();
        let row = |it: &Value| {
            format!(
                "{} {} {}:{}",
                it["what"].as_str().unwrap(),
                it["name"].as_str().unwrap(),
                it["path"].as_str().unwrap(),
                it["line"]
            )
        };
        all.iter().map(row).collect()
    };
    let expected = [
        "citation smith2020 chapters/01-introduction.md:3",
        "reference sec:findings chapters/01-introduction.md:3",
        "link nowhere chapters/01-introduction.md:3",
        "formula \\foo{x} chapters/01-introduction.md:3",
        "formula \\frac{1} chapters/01-introduction.md:5",
        "picture chapters/map.png chapters/01-introduction.md:9",
        "chapter chapters/02-method.typ lib/half.typ:1",
    ];
    for output in [
        sandbox.output(["build", "--draft", "--format", "json"]),
        sandbox.output(["count", "--format", "json"]),
        sandbox.output(["status", "--format", "json"]),
    ] {
        assert_eq!(output.status.code(), Some(0));
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(kinds(&value), expected);
    }
}

#[test]
fn a_check_goes_on_to_the_pages_and_says_everything_in_one_run() {
    let transcript = unresolved().run(["check", "--for", "tutorial-1", "--format", "short"]);
    insta::assert_snapshot!(transcript, @r"
    exit 1
    --- stdout
    chapters/01-introduction.md:3:4: must fix: `smith2020` is neither in the bibliography nor a label of this document [unknown-citation]
    chapters/01-introduction.md:3:63: must fix: this formula cannot be read: it has a command that is not known, near `\foo{x}` [formula-unreadable]
    chapters/01-introduction.md:5:3: must fix: this formula cannot be read: something in it cannot be read, near `\frac{1}` [formula-unreadable]
    chapters/01-introduction.md:9:10: must fix: there is no image `chapters/map.png` [image-missing]
    lib/half.typ:1:16: must fix: cannot divide integer by string [typst-error]
    chapters/01-introduction.md:3:25: worth fixing: there is no section `sec:findings` [unknown-label]
    chapters/01-introduction.md:3:43: worth fixing: there is no heading or label `nowhere`, so only the words of this link are printed [unknown-label]
    chapters/01-introduction.md:9:1: worth fixing: the description of this picture says the same as its caption [alt-repeats-caption]
    --- stderr
    checked for `tutorial-1`
    ");
}

#[test]
fn an_introduction_may_point_ahead_to_chapters_that_are_not_written() {
    let sandbox = Sandbox::without_chapters().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nSee @sec:findings, @ch:end and [the end](#conclusion).\n",
    );
    let check = |milestone| sandbox.run(["check", "--for", milestone, "--format", "short"]);
    let early = check("tutorial-1");
    assert!(early.starts_with("exit 0\n"), "{early}");
    assert_eq!(early.matches("[unknown-label]").count(), 2, "{early}");
    let late = check("submission");
    assert!(late.starts_with("exit 1\n"), "{late}");
    // A figure stands in the chapter that shows it.
    let sandbox = sandbox.write(
        "chapters/01-introduction.md",
        "# Introduction\n\nSee @fig:x.\n",
    );
    let figure = sandbox.run(["check", "--for", "tutorial-1", "--format", "short"]);
    assert!(figure.starts_with("exit 1\n"), "{figure}");
}

#[test]
fn a_copy_that_is_no_draft_prints_marks_but_leaves_out_no_chapter() {
    let sandbox = unresolved();
    insta::assert_snapshot!(last_lines(&sandbox.run(["build"]), 3), @r"
    exit 2
    […]

    error: the PDF was not made: the mistakes above must be fixed first
      = hint: `folio build --draft` prints everything else meanwhile, with a page in the place of the chapter
    ");
    let sandbox = sandbox.write("chapters/02-method.typ", "= Method\n\nWords.\n");
    insta::assert_snapshot!(last_lines(&sandbox.run(["build"]), 3), @r"
    exit 1
    […]
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(text.contains("As [?smith2020] says"), "{text}");
    let strict = sandbox.run(["build", "--strict"]);
    insta::assert_snapshot!(last_lines(&strict, 3), @r"
    exit 1
    […]
      = hint: check its name and its folder

    error: the PDF was not made: the mistakes above must be fixed first
    ");
}

#[test]
fn a_helper_that_breaks_on_the_pages_leaves_out_the_chapters_that_use_it() {
    let sandbox = Sandbox::small()
        .write("lib/shown.typ", "#let shown(body) = context { body / 2 }\n")
        .write(
            "chapters/02-a.typ",
            "= A\n\n#import \"../lib/shown.typ\": shown\n\n#shown[one]\n",
        )
        .write("chapters/03-b.typ", "= B\n\n#let x = (\n")
        .write("chapters/04-c.typ", "= C\n\nWords of C.\n");
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let text = Pdf::read(sandbox.pdf()).text();
    for words in [
        "Four words of text.",
        "Left out of this draft: chapters/02-a.typ",
        "Left out of this draft: chapters/03-b.typ",
        "Words of C.",
    ] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    // What is said to be left out is not said to have vanished as well.
    assert!(!transcript.contains("text-not-printed"), "{transcript}");
}

#[test]
fn a_mistake_inside_a_package_stands_where_the_chapter_uses_it() {
    let sandbox = Sandbox::small()
        .write(
            "packages/preview/p/1.0.0/typst.toml",
            "[package]\nname = \"p\"\nversion = \"1.0.0\"\nentrypoint = \"lib.typ\"\n",
        )
        .write(
            "packages/preview/p/1.0.0/lib.typ",
            "#let later(x) = context [#(x + 1)]\n#let fine(x) = x\n",
        )
        .write(
            "chapters/02-a.typ",
            "#import \"@preview/p:1.0.0\": later\n= A\n\n#later(\"x\")\n",
        )
        .write(
            "chapters/03-b.typ",
            "#import \"@preview/p:1.0.0\": *\n= B\n\n#fine[Words of B.]\n",
        );
    let transcript = sandbox.run(["build", "--draft"]);
    insta::assert_snapshot!(transcript, @r#"
    exit 0
    --- stdout
    output/a-title-draft.pdf: 6 pages, PDF/A-2a and PDF/UA-1
    about 10 of 10,000 words: 9,990 left (estimated)
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      `a` is on no page: the words are estimated from its file
    --- stderr
    error[typst-error]: cannot add string and integer
      --> chapters/02-a.typ:4:2
      |
    4 | #later("x")
      |  ^^^^^
      |
      = hint: the mistake shows in the package `@preview/p:1.0.0`: look at what the chapter gives it
      = hint: the chapter is left out of this draft, with a page in its place that says so

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    "#);
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(
        text.contains("Left out of this draft: chapters/02-a.typ"),
        "{text}"
    );
    assert!(text.contains("Words of B."), "{text}");
    let refused = sandbox.run(["build"]);
    insta::assert_snapshot!(refused, @r"
    exit 2
    --- stderr
    error[typst-error]: cannot add string and integer
     = hint: the mistake shows in the package `@preview/p:1.0.0`: look at what the chapter gives it

    error: the PDF was not made: the mistakes above must be fixed first
      = hint: `folio build --draft` prints everything else meanwhile, with a page in the place of the chapter
    ");
}

#[test]
fn the_frame_of_a_picture_that_is_not_there_has_its_name() {
    let sandbox = Sandbox::small().write(
        "chapters/02-a.md",
        "# A\n\nOne ![x](gone/inline.png) two.\n\n![C](gone/figure.jpg){#fig:a}\n\n![D](https://x.org/web.png)\n",
    );
    let count = sandbox.output(["count", "--words", "--format", "json"]);
    let count: Value = serde_json::from_slice(&count.stdout).unwrap();
    let words = count["words"].as_array().unwrap().iter();
    let names = words.filter(|it| it["word"].as_str().unwrap().contains('/'));
    let categories: Vec<&str> = names.map(|it| it["category"].as_str().unwrap()).collect();
    assert_eq!(categories, ["furniture"; 3]);
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let text = Pdf::read(sandbox.pdf()).text();
    for name in [
        "gone/inline.png",
        "gone/figure.jpg",
        "https://x.org/web.png",
    ] {
        assert!(text.contains(name), "{name}\n{text}");
    }
}

#[test]
fn a_picture_without_a_name_takes_no_other_with_it() {
    let pictures = "# A\n\n![One](x.pdf){alt=\"x\"}\n\n![Two](){alt=\"x\"}\n";
    let sandbox = Sandbox::small()
        .write("chapters/02-a.md", pictures)
        .write("chapters/x.pdf", "%PDF-1.4\n");
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(
        transcript
            .contains("the image `chapters/x.pdf` cannot be read: the PDF could not be loaded\n"),
        "{transcript}"
    );
    assert!(transcript.contains("chapters/02-a.md:5:"), "{transcript}");
}

#[test]
fn two_chapters_with_one_number_and_a_copy_of_a_chapter_stop_no_draft() {
    let sandbox = Sandbox::small()
        .write("chapters/01-other.md", "# Other\n\nOther text.\n")
        .write(
            "chapters/01-introduction (conflicted copy).md",
            "# Introduction\n\nOlder text.\n",
        );
    insta::assert_snapshot!(sandbox.run(["build", "--draft"]), @r"
    exit 0
    --- stdout
    output/a-title-draft.pdf: 5 pages, PDF/A-2a and PDF/UA-1
    8 of 10,000 words: 9,992 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[conflict-copy]: `chapters/01-introduction (conflicted copy).md` looks like a copy of `chapters/01-introduction.md`, and is left out
     = in chapters/01-introduction (conflicted copy).md
     = this one is printed in chapters/01-introduction.md
     = hint: take what is newer from the copy, then delete it or move it away

    warning[duplicate-number]: two files have the number 1: `chapters/01-introduction.md` and `chapters/01-other.md`
     = in chapters/01-other.md
     = the other one in chapters/01-introduction.md
     = hint: both are printed, one after the other: rename one, or remove it

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(text.contains("Four words of text.") && text.contains("Other text."));
    assert!(!text.contains("Older text."), "{text}");
    let checked = sandbox.run(["check", "--for", "submission", "--format", "short"]);
    insta::assert_snapshot!(checked, @r"
    exit 1
    --- stdout
    chapters/01-introduction (conflicted copy).md: must fix: `chapters/01-introduction (conflicted copy).md` looks like a copy of `chapters/01-introduction.md`, and is left out [conflict-copy]
    chapters/01-other.md: must fix: two files have the number 1: `chapters/01-introduction.md` and `chapters/01-other.md` [duplicate-number]
    folio.toml: worth fixing: 5 chapters are not there yet: `Methodology`, `Findings`, `Discussion`, `Recommendations and implementation`, and `Conclusion` [chapter-missing]
    worth fixing: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet [missing-part]
    --- stderr
    checked for `submission`
    ");
}

#[test]
fn hundreds_of_findings_of_one_kind_are_shown_as_one_and_json_has_them_all() {
    let text: String = (0..400)
        .map(|at| format!("As @k{at} says, see @sec:x{at} and [words](#n{at}).\n\n"))
        .collect();
    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        format!("# Introduction\n\n{text}"),
    );
    let output = sandbox.output(["build", "--draft", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.lines().count() < 60, "{said}");
    assert!(
        said.contains("399 more like it in this file: lines 5, 7, 9, 11, 13 and 394 more"),
        "{said}"
    );
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["unresolved"].as_array().unwrap().len(), 1_200);
}

#[test]
fn an_empty_part_prints_no_heading_and_must_be_written_for_the_submission() {
    let manifest = "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\n[milestones]\nsubmission = 2027-09-01\n";
    let sandbox = Sandbox::small()
        .write("folio.toml", manifest)
        .write(
            "front/abstract.md",
            "<!-- Say in 300 words what you did. -->\n",
        )
        .write("front/ai-use.md", "")
        .write("front/originality.md", "All of this is my own work.\n");
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(!text.contains("Abstract"), "{text}");
    assert!(text.contains("All of this is my own work."), "{text}");
    let checked = sandbox.run(["check", "--for", "submission", "--format", "short"]);
    insta::assert_snapshot!(checked, @r"
    exit 1
    --- stdout
    front/abstract.md: must fix: the part `abstract` has no text [part-empty]
    front/ai-use.md: must fix: the part `ai-use` has no text [part-empty]
    folio.toml: worth fixing: 6 chapters are not there yet: `Literature review`, `Methodology`, `Findings`, `Discussion`, `Recommendations and implementation`, and `Conclusion` [chapter-missing]
    --- stderr
    checked for `submission`
    ");
    let packaged = sandbox.run(["package"]);
    insta::assert_snapshot!(packaged, @r#"
    exit 1
    --- stdout
    Your PDF is written and can be handed in: output/a-title.pdf. It was not packaged, because:
      1. the part `abstract` has no text (front/abstract.md), and 1 more like it
         folio check --for submission --only part-empty
    To package it despite all of that: folio package --despite all --reason "…"
    It is due by 1 September 2027: 284 days are left. Nothing has been sent.
    --- stderr
    not checked: confidential names: `confidential.txt` lists none
    "#);
    let earlier = sandbox.run(["check", "--for", "tutorial-1", "--format", "short"]);
    insta::assert_snapshot!(earlier, @r"
    exit 0
    --- stderr
    checked for `tutorial-1`
    ");
}

#[test]
fn a_name_of_a_chapter_that_is_left_out_is_told_as_such() {
    let sandbox = Sandbox::small()
        .write(
            "chapters/01-introduction.md",
            "# Introduction\n\nSee @sec:design and @sec:design-of-it.\n",
        )
        .write(
            "chapters/02-method.typ",
            "= Method\n\n== Design <sec:design>\n\nText.\n\n#nothing\n",
        );
    let transcript = sandbox.run(["build", "--draft"]);
    insta::assert_snapshot!(findings(&transcript), @r"
    exit 0
    error[unknown-label]: `sec:design` stands in `chapters/02-method.typ`, which is left out of this draft
      --> chapters/01-introduction.md:3:5
    error[unknown-label]: there is no section `sec:design-of-it`
      --> chapters/01-introduction.md:3:21
    error[unknown-variable]: nothing is called `nothing` here
      --> chapters/02-method.typ:7:2
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
    ");
}

#[test]
fn without_its_reference_file_a_dissertation_is_printed_with_marks_and_counted() {
    let table =
        "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[bibliography]\nfiles = [\"refs.bib\"]\n";
    let sandbox = Sandbox::empty()
        .write("folio.toml", table)
        .write("chapters/01-one.md", "# One\n\nAll is well [@smith2020].\n");
    insta::assert_snapshot!(findings(&sandbox.run(["build"])), @r"
    exit 1
    error[unknown-citation]: `smith2020` is neither in the bibliography nor a label of this document
      --> chapters/01-one.md:3:14
    warning[references-missing]: the bibliography file `refs.bib` does not exist
      --> folio.toml:5:10
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
    ");
    insta::assert_snapshot!(findings(&sandbox.run(["count"])), @r"
    exit 0
    error[unknown-citation]: `smith2020` is neither in the bibliography nor a label of this document
      --> chapters/01-one.md:3:14
    ");
    insta::assert_snapshot!(findings(&sandbox.run(["build", "--strict"])), @r"
    exit 1
    error[unknown-citation]: `smith2020` is neither in the bibliography nor a label of this document
      --> chapters/01-one.md:3:14
    error: the PDF was not made: the mistakes above must be fixed first
    ");
    let nobody_cites = sandbox.write("chapters/01-one.md", "# One\n\nAll is well.\n");
    insta::assert_snapshot!(findings(&nobody_cites.run(["build"])), @r"
    exit 0
    warning[references-missing]: the bibliography file `refs.bib` does not exist
      --> folio.toml:5:10
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
    ");
}

#[test]
fn a_draft_prints_whatever_is_wrong_with_the_project() {
    let table = "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n";
    for (code, manifest, chapter) in [
        (
            "unknown-key",
            format!("{table}colour = 1\n"),
            &b"# One\n\nAll is well.\n"[..],
        ),
        (
            "manifest-syntax",
            format!("{table}[words\n"),
            b"# One\n\nAll is well.\n",
        ),
        (
            "missing-key",
            "[dissertation]\nauthor = \"A\"\n".into(),
            b"# One\n\nAll is well.\n",
        ),
        (
            "impossible-date",
            format!("{table}[milestones]\nsubmission = \"soon\"\n"),
            b"# One\n\nAll is well.\n",
        ),
        (
            "missing-file",
            format!("{table}[bibliography]\nfiles = [\"x.bib\"]\nstyle = \"x.csl\"\n"),
            b"# One\n\nAll is well.\n",
        ),
        (
            "unknown-font",
            format!("{table}[format]\ntext-font = \"Nowhere\"\n"),
            b"# One\n\nAll is well.\n",
        ),
        ("not-utf8", table.into(), b"# One\n\ncaf\xe9\n"),
    ] {
        let sandbox = Sandbox::empty()
            .write("folio.toml", &manifest)
            .write("chapters/01-one.md", chapter)
            .write("chapters/02-two.md", "# Two\n\nAll is well.\n");
        let transcript = sandbox.run(["build", "--draft"]);
        assert!(transcript.starts_with("exit 0\n"), "{transcript}");
        assert!(
            transcript.contains(&format!("error[{code}]")),
            "{transcript}"
        );
        let text = Pdf::read(sandbox.pdf()).text();
        assert!(text.contains("All is well."), "{code}: {text}");
        let mark = match code {
            "missing-key" => "[?title]",
            "not-utf8" => "Left out of this draft: chapters/01-one.md",
            _ => "DRAFT",
        };
        assert!(text.contains(mark), "{code}: {text}");
        assert!(sandbox.run(["build"]).starts_with("exit 2\n"), "{code}");
    }
    let empty = Sandbox::empty().write("folio.toml", table);
    let transcript = empty.run(["build", "--draft"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/t-draft.pdf: 3 pages, PDF/A-2a and PDF/UA-1
    0 of 10,000 words: 10,000 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    error[no-chapters]: there is no folder `chapters`
     = hint: add a file such as `chapters/01-introduction.md`

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    assert!(Pdf::read(empty.pdf()).text().contains("DRAFT"));
}
