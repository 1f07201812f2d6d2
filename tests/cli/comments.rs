//! `folio comments`: a reviewed Word file comes back.

use std::fs;

use crate::docx::{Docx, added, deleted, marked, run};
use crate::sandbox::Sandbox;

const PATH: &str = "chapters/01-introduction.md";
const CHAPTER: &str = "# Introduction\n\nThe summary *arrives* late [@smith2020], and \"nobody\" reads it.\n\nA second paragraph stays as it is.\n\n- one point\n- another point\n";
const FIRST: &str = "The summary *arrives* late [@smith2020], and \"nobody\" reads it.";
const SECOND: &str = "A second paragraph stays as it is.";

fn italic(text: &str) -> String {
    format!("<w:r><w:rPr><w:i/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// The chapter as a file that came back: a word added, one deleted, and a comment.
fn reviewed() -> Docx {
    let first = [
        run("The "),
        added("discharge "),
        run("summary "),
        italic("arrives"),
        run(" late "),
        "<w:bookmarkStart w:id=\"70\" w:name=\"_folio_c_0123456789ab\"/>".into(),
        run("(Smith, 2020)"),
        "<w:bookmarkEnd w:id=\"70\"/>".into(),
        run(", and “"),
        "<w:commentRangeStart w:id=\"1\"/>".into(),
        run("nobody"),
        "<w:commentRangeEnd w:id=\"1\"/><w:r><w:commentReference w:id=\"1\"/></w:r>".into(),
        run("” "),
        deleted("reads "),
        added("opens "),
        run("it."),
    ];
    Docx::default()
        .paragraph(
            "Heading1",
            &marked(PATH, 1, "# Introduction", &run("Introduction")),
        )
        .paragraph("Normal", &marked(PATH, 3, FIRST, &first.concat()))
        .paragraph("Normal", &marked(PATH, 5, SECOND, &run(SECOND)))
        .paragraph(
            "Normal",
            &marked(PATH, 7, "- one point\n- another point", &run("one point")),
        )
        .paragraph(
            "Normal",
            &marked(
                PATH,
                8,
                "- another point",
                &format!("{}{}", run("another "), deleted("point")),
            ),
        )
        .comment(1, "Dr Lane", "Says who?")
}

fn sandbox(docx: &Docx) -> Sandbox {
    Sandbox::small()
        .write(PATH, CHAPTER)
        .write("back.docx", docx.bytes())
}

#[test]
fn comments_and_changes_are_listed_at_their_lines() {
    let sandbox = sandbox(&reviewed());
    insta::assert_snapshot!(sandbox.run(["comments", "back.docx"]), @r"
    exit 0
    --- stdout
    back.docx: 1 comment, 2 insertions, and 2 deletions.

    chapters/01-introduction.md
      3:5      Dr Lane, 20 November 2026 added “discharge”, near “The summary arrives late …, and “nobody” reads it.”
      3:47     Dr Lane, 20 November 2026 on “nobody”: Says who?
      3:55     Dr Lane, 20 November 2026 deleted “reads”, near “late …, and “nobody” reads it.”
      3:61     Dr Lane, 20 November 2026 added “opens”, near “…, and “nobody” reads it.”
      8:11     Dr Lane, 20 November 2026 deleted “point”, near “another point”

    To take the changes over: the same command with `--apply`.
    ");
    let json = sandbox.output(["comments", "back.docx", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let found = json["items"].as_array().unwrap().iter().map(|item| {
        format!(
            "{} {}:{} {}",
            item["kind"].as_str().unwrap(),
            item["line"],
            item["column"],
            item["text"]
        )
    });
    insta::assert_snapshot!(found.collect::<Vec<_>>().join("\n"), @r#"
    inserted 3:5 "discharge "
    comment 3:47 "Says who?"
    deleted 3:55 "reads "
    inserted 3:61 "opens "
    deleted 8:11 "point"
    "#);
}

#[test]
fn changes_are_written_into_the_markdown_and_the_file_before_is_kept() {
    let sandbox = sandbox(&reviewed());
    let asked = sandbox.run(["comments", "back.docx", "--apply"]);
    insta::assert_snapshot!(asked, @r#"
    exit 2
    --- stdout
    back.docx: 1 comment, 2 insertions, and 2 deletions.

    chapters/01-introduction.md
      3:5      Dr Lane, 20 November 2026 added “discharge”, near “The summary arrives late …, and “nobody” reads it.”
      3:47     Dr Lane, 20 November 2026 on “nobody”: Says who?
      3:55     Dr Lane, 20 November 2026 deleted “reads”, near “late …, and “nobody” reads it.”
      3:61     Dr Lane, 20 November 2026 added “opens”, near “…, and “nobody” reads it.”
      8:11     Dr Lane, 20 November 2026 deleted “point”, near “another point”

    To take the changes over: the same command with `--apply`.
    --- stderr

    chapters/01-introduction.md
           3 The {+discharge +}summary *arrives* late [@smith2020], and [-"nobody"-]{+"{==nobody==}{>>Dr Lane: Says who?<<}"+} [-reads-]{+opens+} it.
           8 - another[- point-]


    error: nothing was written: nobody can be asked here whether the changes above are right
      = hint: read them, and add `--yes` to write them
    "#);
    assert_eq!(fs::read_to_string(sandbox.path(PATH)).unwrap(), CHAPTER);
    let said = sandbox.run(["comments", "back.docx", "--apply", "--yes"]);
    insta::assert_snapshot!(fs::read_to_string(sandbox.path(PATH)).unwrap(), @r#"
    # Introduction

    The discharge summary *arrives* late [@smith2020], and "{==nobody==}{>>Dr Lane: Says who?<<}" opens it.

    A second paragraph stays as it is.

    - one point
    - another
    "#);
    assert!(said.starts_with("exit 0\n"), "{said}");
    let kept = sandbox.path("reviews/back-before").join(PATH);
    assert_eq!(fs::read_to_string(kept).unwrap(), CHAPTER);
    let ignored = fs::read_to_string(sandbox.path(".gitignore")).unwrap();
    assert!(ignored.lines().any(|line| line == "reviews/"), "{ignored}");
}

#[test]
fn a_paragraph_that_changed_on_both_sides_is_shown_and_left_alone() {
    let mine = CHAPTER.replace("The summary *arrives* late", "The summary *comes* too late");
    let sandbox = sandbox(&reviewed()).write(PATH, &mine);
    let said = sandbox.run([
        "comments",
        "back.docx",
        "--apply",
        "--yes",
        "--remarks",
        "list",
    ]);
    insta::assert_snapshot!(said, @r"
    exit 1
    --- stdout
    back.docx: 1 comment, 2 insertions, and 2 deletions.

    chapters/01-introduction.md
      3:5      Dr Lane, 20 November 2026 added “discharge”, near “The summary arrives late …, and “nobody” reads it.”
      3:49     Dr Lane, 20 November 2026 on “nobody”: Says who?
      3:57     Dr Lane, 20 November 2026 deleted “reads”, near “late …, and “nobody” reads it.”
      3:63     Dr Lane, 20 November 2026 added “opens”, near “…, and “nobody” reads it.”
      8:11     Dr Lane, 20 November 2026 deleted “point”, near “another point”

    To take the changes over: the same command with `--apply`.
    --- stderr

    chapters/01-introduction.md
           8 - another[- point-]

    not taken over at chapters/01-introduction.md:3: this paragraph changed in the chapter and in Word: take over by hand what you want
      in the chapter: The summary comes too late …, and “nobody” reads it.
      in Word:        The discharge summary arrives late (Smith, 2020), and “nobody” opens it.

    1 paragraph changed and 0 comments placed in 1 file; the files as they were are in reviews/back-before/
    comments as a list: reviews/back.md
    ");
    let now = fs::read_to_string(sandbox.path(PATH)).unwrap();
    assert_eq!(now, mine.replace("- another point\n", "- another\n"));
    let list = fs::read_to_string(sandbox.path("reviews/back.md")).unwrap();
    assert!(list.contains("Dr Lane: Says who?"), "{list}");
}

#[test]
fn open_comments_become_actions_of_a_meeting_and_a_page() {
    let sandbox = sandbox(&reviewed());
    let said = sandbox.run([
        "comments",
        "back.docx",
        "--html",
        "page.html",
        "--into-meeting",
    ]);
    assert!(said.starts_with("exit 0\n"), "{said}");
    let page = fs::read_to_string(sandbox.path("page.html")).unwrap();
    assert!(
        page.contains("Says who?") && page.contains("<ins>discharge</ins>"),
        "{page}"
    );
    let status = sandbox.run(["status"]);
    assert!(
        status.contains("Says who? (chapters/01-introduction.md:3)"),
        "{status}"
    );
}

#[test]
fn a_change_within_a_citation_is_listed_and_keeps_no_other_from_being_taken_over() {
    let first = [
        run("The summary "),
        italic("arrives"),
        run(" late "),
        "<w:bookmarkStart w:id=\"70\" w:name=\"_folio_c_0123456789ab\"/>".into(),
        run("(Smith, "),
        deleted("2020"),
        added("2021"),
        run(")"),
        added(" again"),
        "<w:bookmarkEnd w:id=\"70\"/>".into(),
        run(", and “nobody” "),
        deleted("reads "),
        run("it."),
    ];
    let docx = Docx::default().paragraph("Normal", &marked(PATH, 3, FIRST, &first.concat()));
    let sandbox = sandbox(&docx);
    insta::assert_snapshot!(sandbox.run(["comments", "back.docx"]), @r"
    exit 0
    --- stdout
    back.docx: 2 insertions and 2 deletions.

    chapters/01-introduction.md
      3:28     Dr Lane, 20 November 2026 added “2021”, near “The summary arrives late …, and “nobody” reads it.”
      3:28     Dr Lane, 20 November 2026 deleted “2020”, near “The summary arrives late …, and “nobody” reads it.”
      3:40     Dr Lane, 20 November 2026 added “again”, near “summary arrives late …, and “nobody” reads it.”
      3:55     Dr Lane, 20 November 2026 deleted “reads”, near “late …, and “nobody” reads it.”

    To take the changes over: the same command with `--apply`.
    ");
    let said = sandbox.run(["comments", "back.docx", "--apply", "--yes"]);
    assert!(said.starts_with("exit 1\n"), "{said}");
    insta::assert_snapshot!(fs::read_to_string(sandbox.path(PATH)).unwrap(), @r#"
    # Introduction

    The summary *arrives* late [@smith2020] again, and "nobody" it. {>>wanted in Word: “(Smith, 2021)” instead of “(Smith, 2020)”<<}

    A second paragraph stays as it is.

    - one point
    - another point
    "#);
}

#[test]
fn what_a_copy_for_review_showed_of_the_chapter_itself_is_not_taken_over_again() {
    let chapter = "# Introduction\n\nFour {++more ++}words of {--bad --}text, {==these words==}{>>Dr Lane: Says who?<<} stand.\n\nThe end.{>>mine<<}\n";
    let sandbox = Sandbox::small().write(PATH, chapter);
    sandbox.output(["build", "--to", "docx", "--review", "--output", "sent.docx"]);
    insta::assert_snapshot!(sandbox.run(["comments", "sent.docx"]), @r"
    exit 0
    --- stdout
    sent.docx: 2 comments.

    chapters/01-introduction.md
      3:45     Dr Lane, 22 November 2026 on “these words”: Says who?
      5:9      A. Student, 22 November 2026 on “The end.”: mine
    ");
    let said = sandbox.run(["comments", "sent.docx", "--apply", "--yes"]);
    assert!(said.contains("nothing"), "{said}");
    assert_eq!(fs::read_to_string(sandbox.path(PATH)).unwrap(), chapter);
}
