//! `folio build`.

use std::fs;

use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// A chapter of so many words, for limits.
fn words(count: usize) -> String {
    format!("# Introduction\n\n{}\n", vec!["word"; count].join(" "))
}

const MANIFEST: &str = r#"
[dissertation]
title = "Closing the gap"
author = "Ada Student"
cid = "01234567"
candidate = "DHL-042"
supervisor = "Dr Berta Supervisor"
executive-sponsor = "Cleo Sponsor"
organisation = "Northern Trust"
"#;

#[test]
fn the_smallest_project_becomes_a_pdf() {
    let sandbox = Sandbox::small();
    let output = sandbox.output(["build"]);
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        sandbox.transcript(&output)
    );
    let pdf = Pdf::read(sandbox.pdf());
    assert!(pdf.text().contains("Four words of text."));
    assert!(sandbox.files().contains(&"output/a-title.pdf".to_owned()));
}

#[test]
fn a_pdf_is_tagged_and_has_title_language_and_date() {
    let sandbox = Sandbox::small();
    sandbox.output(["build"]);
    let pdf = Pdf::read(sandbox.pdf());
    let information = pdf.information();
    assert!(pdf.is_tagged());
    assert_eq!(pdf.language().as_deref(), Some("en-GB"));
    assert_eq!(information["Title"], "A title");
    assert_eq!(information["Author"], "A. Student");
    assert!(
        information["CreationDate"].starts_with("D:20261122"),
        "{information:?}"
    );
    for claim in ["<pdfaid:part>2", "<pdfaid:conformance>A", "<pdfuaid:part>1"] {
        assert!(pdf.xmp().contains(claim), "{claim}\n{}", pdf.xmp());
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let sandbox = Sandbox::sample("minimal");
    sandbox.output(["build"]);
    let first = sandbox.pdf();
    sandbox.output(["build"]);
    assert!(first == sandbox.pdf());
    let elsewhere = Sandbox::sample("minimal");
    elsewhere.output(["build"]);
    assert!(first == elsewhere.pdf());
}

#[test]
fn an_anonymous_pdf_names_nobody() {
    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("front/acknowledgements.md", "I thank my cat Felix.\n")
        .write("chapters/01-introduction.md", words(3));
    let expected = [
        "output/dhl-042.pdf",
        "output/dhl-042-draft.pdf",
        "output/dhl-042-review.pdf",
    ];
    for (flag, name) in [None, Some("--draft"), Some("--review")]
        .into_iter()
        .zip(expected)
    {
        let _ = std::fs::remove_dir_all(sandbox.path("output"));
        let mut command = sandbox.command(["build", "--anonymous"]);
        let output = command.args(flag).output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            sandbox.transcript(&output)
        );
        let pdf = Pdf::read(sandbox.pdf());
        for person in [
            "Ada", "Student", "01234567", "Berta", "Cleo", "Northern", "Felix",
        ] {
            assert!(!pdf.mentions(person), "{person} with {flag:?}");
        }
        assert!(pdf.mentions("DHL-042"));
        assert!(
            sandbox.files().iter().any(|file| file == name),
            "{:?}",
            sandbox.files()
        );
    }
}

#[test]
fn a_chapter_cannot_name_the_author_of_an_anonymous_pdf() {
    let sandbox = Sandbox::empty().write("folio.toml", MANIFEST).write(
        "chapters/01-introduction.typ",
        "#set document(author: \"Ada\", keywords: \"Ada\")\n= Introduction\n\nText.\n",
    );
    let transcript = sandbox.run(["build", "--anonymous"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    assert!(!Pdf::read(sandbox.pdf()).mentions("Ada"));
}

#[test]
fn only_a_pdf_is_ever_written_over() {
    let sandbox = Sandbox::small();
    for name in ["chapters/01-introduction.md", "folio.toml"] {
        let before = std::fs::read(sandbox.path(name)).unwrap();
        let transcript = sandbox.run(["build", "--output", name]);
        assert!(transcript.starts_with("exit 2\n"), "{transcript}");
        assert!(
            transcript.contains("is there already and is no PDF"),
            "{transcript}"
        );
        assert_eq!(std::fs::read(sandbox.path(name)).unwrap(), before);
    }
}

#[test]
fn a_formula_that_nobody_can_read_is_an_error_at_its_place() {
    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nSee $x + \\foo{1}$ there.\n",
    );
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 1
    --- stdout
    output/a-title.pdf: 4 pages, PDF/A-2a and PDF/UA-1
    6 of 10,000 words: 9,994 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    error[formula-unreadable]: this formula cannot be read: it has a command that is not known, near `x + \foo{1}`
      --> chapters/01-introduction.md:3:6
      |
    3 | See $x + \foo{1}$ there.
      |      ^^^^^^^^^^^
      |
      = hint: check its spelling, define it with `\newcommand`, or say it in known commands

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(text.contains("See $x + \\foo{1}$ there."), "{text}");
}

#[test]
fn a_picture_may_be_named_from_the_project_or_from_its_chapter() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";
    for path in ["figures/a.svg", "../figures/a.svg", "/figures/a.svg"] {
        let sandbox = Sandbox::small().write("figures/a.svg", svg).write(
            "chapters/01-introduction.md",
            format!("# Introduction\n\n![Caption]({path}){{alt=\"A square\"}}\n"),
        );
        let transcript = sandbox.run(["build", "--strict"]);
        assert!(transcript.starts_with("exit 0\n"), "{transcript}");
        assert!(!transcript.contains("image-missing"), "{transcript}");
    }
}

#[test]
fn a_second_title_in_a_chapter_is_a_finding_at_its_line() {
    let transcript = Sandbox::small()
        .write(
            "chapters/01-introduction.md",
            "# Introduction\n\nText.\n\n# Another\n\nText.\n",
        )
        .run(["build"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/a-title.pdf: 4 pages, PDF/A-2a and PDF/UA-1
    4 of 10,000 words: 9,996 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[second-title]: this chapter has a second title
      --> chapters/01-introduction.md:5:1
      |
    5 | # Another
      | ^^^^^^^^^
      |
      = hint: a file is one chapter: make it a section, or move it to a file of its own

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn a_chapter_without_a_title_takes_its_file_s_name_and_says_so() {
    let sandbox = Sandbox::small()
        .write("chapters/02-my-method.md", "Text without a heading.\n")
        .write("chapters/03-empty.md", "");
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/a-title.pdf: 6 pages, PDF/A-2a and PDF/UA-1
    12 of 10,000 words: 9,988 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[chapter-without-title]: this chapter does not begin with its title
     = in chapters/02-my-method.md
     = hint: begin it with `# Title`; until then its file's name stands there

    warning[empty-chapter]: this chapter has no text
     = in chapters/03-empty.md
     = hint: begin it with `# Title`, or remove the file

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    assert!(Pdf::read(sandbox.pdf()).text().contains("My method"));
}

#[test]
fn over_the_limit_the_pdf_is_written_and_the_exit_status_is_1() {
    let sandbox = Sandbox::empty()
        .write("folio.toml", format!("{MANIFEST}\n[words]\nlimit = 10\n"))
        .write("chapters/01-introduction.md", words(10));
    let output = sandbox.output(["build"]);
    let transcript = sandbox.transcript(&output);
    assert_eq!(output.status.code(), Some(1), "{transcript}");
    insta::assert_snapshot!(transcript, @r"
    exit 1
    --- stdout
    output/closing-the-gap.pdf: 4 pages, PDF/A-2a and PDF/UA-1
    11 of 10 words: 1 over
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    assert!(
        sandbox
            .files()
            .contains(&"output/closing-the-gap.pdf".to_owned())
    );

    let draft = sandbox.output(["build", "--draft", "--output", "draft.pdf"]);
    let transcript = sandbox.transcript(&draft);
    assert_eq!(draft.status.code(), Some(0), "{transcript}");
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    draft.pdf: 4 pages, PDF/A-2a and PDF/UA-1
    11 of 10 words: 1 over
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      a draft may be so; the submission may not
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn the_title_page_prints_the_number_that_build_reports() {
    let sandbox = Sandbox::empty()
        .write("folio.toml", MANIFEST)
        .write("chapters/01-introduction.md", words(1_233));
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/closing-the-gap.pdf: 6 pages, PDF/A-2a and PDF/UA-1
    1,234 of 10,000 words: 8,766 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
    assert!(Pdf::read(sandbox.pdf()).text().contains("1,234 words"));
}

#[test]
fn one_chapter_keeps_its_number_and_its_references() {
    let sandbox = Sandbox::small().write(
        "chapters/02-method.md",
        "# Method {#sec:method}\n\nAs @sec:design says.\n\n## Design {#sec:design}\n\nText.\n",
    );
    let output = sandbox.output(["build", "--chapter", "method"]);
    let transcript = sandbox.transcript(&output);
    assert_eq!(output.status.code(), Some(0), "{transcript}");
    let pdf = Pdf::read(sandbox.pdf());
    assert_eq!(pdf.pages(), 1);
    assert!(pdf.text().contains("Section 2.1"), "{}", pdf.text());
    assert!(!pdf.text().contains("Four words of text."));
}

#[test]
fn an_unknown_chapter_is_named_with_the_ones_there_are() {
    let transcript = Sandbox::small().run(["build", "--chapter", "introduktion"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error: this project has no chapter `introduktion`
      = hint: did you mean `introduction`?
    ");
}

#[test]
fn a_milestone_exports_the_chapters_that_are_due_by_it() {
    let sandbox = Sandbox::small()
        .write(
            "chapters/02-literature.md",
            "# Literature\n\nSecond chapter.\n",
        )
        .write("chapters/03-method.md", "# Method\n\nThird chapter.\n");
    let transcript = sandbox.run(["build", "--until", "tutorial-2"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let text = Pdf::read(sandbox.pdf()).text();
    assert!(
        text.contains("Four words of text.") && text.contains("Second chapter."),
        "{text}"
    );
    assert!(!text.contains("Third chapter."), "{text}");
}

#[test]
fn a_missing_picture_is_a_finding_at_its_line_and_strict_refuses() {
    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nText before.\n\n![A caption.](../figures/none.svg){#fig:none alt=\"Nothing\"}\n\nText after.\n",
    );
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r#"
    exit 1
    --- stdout
    output/a-title.pdf: 4 pages, PDF/A-2a and PDF/UA-1
    9 of 10,000 words: 9,991 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    error[image-missing]: there is no image `figures/none.svg`
      --> chapters/01-introduction.md:5:15
      |
    5 | ![A caption.](../figures/none.svg){#fig:none alt="Nothing"}
      |               ^^^^^^^^^^^^^^^^^^^
      |
      = hint: check its name and its folder
      = hint: the PDF has a frame with its name in its place

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    "#);
    assert!(Pdf::read(sandbox.pdf()).text().contains("Text after."));

    std::fs::remove_dir_all(sandbox.path("output")).unwrap();
    let strict = sandbox.run(["build", "--strict"]);
    assert!(strict.starts_with("exit 1\n"), "{strict}");
    assert!(!sandbox.files().iter().any(|file| file.ends_with(".pdf")));
}

#[test]
fn an_unknown_citation_is_reported_at_its_markdown_line() {
    let sandbox = Sandbox::small()
        .write("folio.toml", format!("{MANIFEST}\n[bibliography]\nfiles = [\"references.bib\"]\n"))
        .write("references.bib", "@book{weber1922,\n  author = {Weber, Max},\n  title = {Wirtschaft und Gesellschaft},\n  publisher = {Mohr},\n  year = {1922}\n}\n")
        .write("chapters/01-introduction.md", "# Introduction\n\nSee [@weber1922] and, wrongly, [@webber1922].\n");
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 1
    --- stdout
    output/closing-the-gap.pdf: 5 pages, PDF/A-2a and PDF/UA-1
    7 of 10,000 words: 9,993 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    error[unknown-citation]: `webber1922` is neither in the bibliography nor a label of this document
      --> chapters/01-introduction.md:3:33
      |
    3 | See [@weber1922] and, wrongly, [@webber1922].
      |                                 ^^^^^^^^^^^
      |
      = hint: did you mean `@weber1922`?

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn missing_alt_text_lowers_the_standard_and_says_so() {
    let sandbox = Sandbox::small()
        .write("figures/a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>")
        .write("chapters/01-introduction.md", "# Introduction\n\nText.\n\n![A caption.](../figures/a.svg)\n");
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r#"
    exit 0
    --- stdout
    output/a-title.pdf: 4 pages, PDF/A-2u
      the PDF is PDF/A-2u, not PDF/A-2a with PDF/UA-1: 1 image has no description
    6 of 10,000 words: 9,994 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[image-without-alt]: this image has no description for readers who cannot see it
      --> chapters/01-introduction.md:5:1
      |
    5 | ![A caption.](../figures/a.svg)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = hint: say what it shows: `{alt="…"}` after it in Markdown, `image(…, alt: "…")` in Typst

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    "#);
    assert!(
        !Pdf::read(sandbox.pdf()).xmp().contains("pdfuaid"),
        "{transcript}"
    );
    assert!(sandbox.run(["build", "--strict"]).starts_with("exit 1\n"));
}

#[test]
fn odd_names_and_line_ends_of_other_systems_are_fine() {
    let sandbox = Sandbox::empty()
        .write(
            "My dissertation – été/folio.toml",
            "\u{feff}[dissertation]\r\ntitle = \"A title\"\r\nauthor = \"Zoë\"\r\n",
        )
        .write(
            "My dissertation – été/chapters/01 an introduction.md",
            "# Introduction\r\n\r\nOne *two* three.\r\n",
        )
        .write(
            "My dissertation – été/chapters/02-méthode.typ",
            "= Method\r\n\r\nFour five.\r\n",
        );
    let transcript = sandbox.run(["build", "My dissertation – été", "--output", "a.pdf"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    a.pdf: 5 pages, PDF/A-2a and PDF/UA-1
    7 of 10,000 words: 9,993 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn json_says_what_the_sentences_say() {
    let sandbox = Sandbox::small();
    let output = sandbox.output(["build", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["words"]["counted"], 5);
    assert_eq!(json["words"]["verdict"], "within");
    let findings = json["findings"].as_array().unwrap();
    let codes: Vec<&str> = findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["missing-part"]);
}

#[test]
fn what_was_there_is_not_written_over_by_an_emitted_project() {
    let sandbox = Sandbox::small().write("plain/notes.txt", "mine");
    let transcript = sandbox.run(["build", "--emit-typst", "plain"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    assert_eq!(
        sandbox
            .files()
            .iter()
            .filter(|file| file.starts_with("plain/"))
            .count(),
        1
    );
}

#[test]
fn what_lies_out_of_the_project_or_is_named_in_obsidians_way_stops_no_draft() {
    let sandbox = Sandbox::without_chapters()
        .write(
            "chapters/01-introduction.md",
            "# Introduction\n\n![Out](../../x.png)\n\n{{< include ../../x.md >}}\n\n![[gone]]\n\n![[note]]\n\n![[one.svg|A *cap*]]\n",
        )
        .write("chapters/note.md", "The words of the note.\n")
        .write(
            "a/b/one.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
        );
    let output = sandbox.output(["build", "--draft", "--emit-typst", "out"]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr);
    let codes = |level: &str| -> Vec<&str> {
        let start = format!("{level}[");
        let lines = said.lines().filter_map(|line| line.strip_prefix(&start));
        lines.filter_map(|rest| rest.split(']').next()).collect()
    };
    assert_eq!(
        codes("error"),
        [
            "file-outside-project",
            "include-unreadable",
            "embedded-note"
        ],
        "{said}"
    );
    assert!(!said.contains("image-missing"), "{said}");
    let made = fs::read_to_string(sandbox.path("out/chapters/01-introduction.typ")).unwrap();
    for shown in [
        "folio.no-picture(",
        "{{< include",
        "\ngone\n",
        "#include \"/chapters/note.typ\"",
        "caption: [A _cap_]",
    ] {
        assert!(made.contains(shown), "{made}");
    }
}
