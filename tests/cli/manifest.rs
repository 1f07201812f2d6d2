//! A manifest full of mistakes: all of them in one run, each at its line.

use crate::sandbox::Sandbox;

#[test]
fn every_mistake_is_reported_in_one_run() {
    let sandbox = Sandbox::small().write(
        "folio.toml",
        "[dissertation]\ntittle = \"A\"\nauthor = 3\n\n[words]\nlimit = -5\npolicy = \"main-txt\"\n\n\
         [milestones]\ntutorial-1 = \"2027-02-30\"\n\n[bibliography]\nfiles = [\"none.bib\"]\n",
    );
    let transcript = sandbox.run(["build"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    for place in [
        "folio.toml:2:1",
        "folio.toml:3:",
        "folio.toml:6:",
        "folio.toml:7:",
        "folio.toml:10:",
        "folio.toml:13:",
    ] {
        assert!(transcript.contains(place), "{place}\n{transcript}");
    }
    for word in ["`title`", "`main-text`", "2027-02-30", "none.bib"] {
        assert!(transcript.contains(word), "{word}\n{transcript}");
    }
}

#[test]
fn a_manifest_that_is_no_toml_says_where() {
    let transcript = Sandbox::small()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"A\nauthor = \"B\"\n",
        )
        .run(["build"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    insta::assert_snapshot!(transcript, @r#"
    exit 2
    --- stderr
    error[manifest-syntax]: a quotation mark is missing, expected `"`
      --> folio.toml:2:11
      |
    2 | title = "A
      |           ^
      |
      = hint: each line is `key = value` or `[table]`

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    error: the project has 1 error and 1 warning
    "#);
}

#[test]
fn a_chapter_that_is_not_utf8_is_an_error_that_names_it() {
    let transcript = Sandbox::small()
        .write("chapters/02-method.md", b"# M\xe9thode\n")
        .run(["build"]);
    assert!(transcript.starts_with("exit 2\n"), "{transcript}");
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error[not-utf8]: `chapters/02-method.md` is not UTF-8 text: the letter behind `M` on line 1 cannot be read
     = in chapters/02-method.md
     = hint: save it again with the encoding UTF-8 (Word: plain text, then “Unicode (UTF-8)”; Notepad: the list “Encoding” beside “Save”), and look at its accents, dashes and quotation marks

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    error: the project has 1 error and 1 warning
    ");
}

#[test]
fn a_folder_without_chapters_is_an_error_that_says_what_to_do() {
    let sandbox = Sandbox::small();
    std::fs::remove_file(sandbox.path("chapters/01-introduction.md")).unwrap();
    let transcript = sandbox.run(["build"]);
    insta::assert_snapshot!(transcript, @r"
    exit 2
    --- stderr
    error[no-chapters]: the folder `chapters` holds no chapter
     = hint: add a file such as `chapters/01-introduction.md`

    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    error: the project has 1 error and 1 warning
    ");
}
