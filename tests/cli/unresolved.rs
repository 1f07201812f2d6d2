//! What a draft cannot print is marked in its place, and everything else is printed.

use serde_json::Value;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

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
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
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
    let places = [
        "error[unknown-citation]: `smith2020`",
        "--> chapters/01-introduction.md:3:4",
        "error[unknown-label]: there is no section `sec:findings`",
        "error[formula-unreadable]",
        "--> lib/half.typ:1:16",
        "--> chapters/02-method.typ:7:2",
        "error[image-missing]",
    ];
    for place in places {
        assert!(transcript.contains(place), "{place}\n{transcript}");
    }
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
    assert!(transcript.starts_with("exit 1\n"), "{transcript}");
    for code in [
        "[unknown-citation]",
        "[unknown-label]",
        "[formula-unreadable]",
        "[typst-error]",
        "[image-missing]",
    ] {
        assert!(transcript.contains(code), "{code}\n{transcript}");
    }
    assert!(
        !transcript.contains("cannot be typeset yet"),
        "{transcript}"
    );
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
    let transcript = sandbox.run(["build"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    assert!(transcript.contains("`folio build --draft`"), "{transcript}");
    let sandbox = sandbox.write("chapters/02-method.typ", "= Method\n\nWords.\n");
    let transcript = sandbox.run(["build"]);
    assert!(transcript.starts_with("exit 1\n"), "{transcript}");
    assert!(
        Pdf::read(sandbox.pdf())
            .text()
            .contains("As [?smith2020] says")
    );
    let strict = sandbox.run(["build", "--strict"]);
    assert!(strict.starts_with("exit 1\n"), "{strict}");
    assert!(strict.contains("the PDF was not made"), "{strict}");
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
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(
        transcript.contains("--> chapters/02-a.typ:4:2"),
        "{transcript}"
    );
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(
        text.contains("Left out of this draft: chapters/02-a.typ"),
        "{text}"
    );
    assert!(text.contains("Words of B."), "{text}");
    let refused = sandbox.run(["build"]);
    assert!(
        refused.contains("the package `@preview/p:1.0.0`"),
        "{refused}"
    );
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
fn two_chapters_with_one_number_and_a_copy_of_a_chapter_stop_no_draft() {
    let sandbox = Sandbox::small()
        .write("chapters/01-other.md", "# Other\n\nOther text.\n")
        .write(
            "chapters/01-introduction (conflicted copy).md",
            "# Introduction\n\nOlder text.\n",
        );
    let transcript = sandbox.run(["build", "--draft"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    for told in [
        "`chapters/01-introduction (conflicted copy).md` looks like a copy of `chapters/01-introduction.md`, and is left out",
        "two files have the number 1: `chapters/01-introduction.md` and `chapters/01-other.md`",
    ] {
        assert!(transcript.contains(told), "{told}\n{transcript}");
    }
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(text.contains("Four words of text.") && text.contains("Other text."));
    assert!(!text.contains("Older text."), "{text}");
    let checked = sandbox.run(["check", "--for", "submission", "--format", "short"]);
    for must in [
        "must fix: two files have the number 1",
        "must fix: `chapters/01-introduction (conflicted copy).md` looks like",
    ] {
        assert!(checked.contains(must), "{must}\n{checked}");
    }
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
    for part in ["abstract", "ai-use"] {
        let must = format!("must fix: the part `{part}` has no text");
        assert!(checked.contains(&must), "{must}\n{checked}");
    }
    let packaged = sandbox.run(["package"]);
    assert!(packaged.starts_with("exit 1\n"), "{packaged}");
    assert!(
        packaged.contains("the part `abstract` has no text"),
        "{packaged}"
    );
    let earlier = sandbox.run(["check", "--for", "tutorial-1", "--format", "short"]);
    assert!(!earlier.contains("part-empty"), "{earlier}");
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
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    for told in [
        "`sec:design` stands in `chapters/02-method.typ`, which is left out of this draft",
        "there is no section `sec:design-of-it`",
    ] {
        assert!(transcript.contains(told), "{told}\n{transcript}");
    }
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
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(transcript.contains("error[no-chapters]"), "{transcript}");
    assert!(Pdf::read(empty.pdf()).text().contains("DRAFT"));
}
