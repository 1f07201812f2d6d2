//! `folio new --from`: a Word draft comes in.

use std::fs;

use crate::docx::{Docx, added, deleted, field, run};
use crate::sandbox::Sandbox;

const ITEM: &str = r#"ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems":[{"id":1,"itemData":{"id":1,"type":"book","title":"Readiness","author":[{"family":"Smith","given":"Ann"}],"publisher":"P","issued":{"date-parts":[[2020]]}},"locator":"4","label":"page"}]}"#;

fn draft() -> Docx {
    let cited = field(ITEM, "(Smith, 2020, p. 4)");
    let said = format!("{}{cited}{}", run("It is late "), run(". 2 * 3 stay."));
    Docx::default()
        .paragraph("Title", &run("Sent is not received"))
        .paragraph("Heading1", &run("Abstract"))
        .paragraph("Normal", &run("In short."))
        .paragraph("Heading1", &run("1 Introduction"))
        .paragraph("Normal", &said)
        .paragraph("Normal", &format!("{}<w:r><w:footnoteReference w:id=\"2\"/></w:r>", run("A claim.")))
        .footnote(2, "The note.")
        .paragraph("Heading2", &run("1.1 Context"))
        .paragraph("Normal", &format!("{}{}{}", run("One "), added("new "), deleted("old ")))
        .paragraph("Quote", &run("On paper."))
        .paragraph("Caption", &format!("{}{}{}", run("Table "), field("SEQ Table", "1"), run(": Answers")))
        .xml("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ward</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Share</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>23%</w:t></w:r></w:p></w:tc></w:tr></w:tbl>")
        .paragraph("Heading1", &run("References"))
        .paragraph("Normal", &field("ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY", "Smith, A. (2020) Readiness."))
        .paragraph("Heading1", &run("Appendix A: Sheet"))
        .paragraph("Normal", &run("You are invited."))
}

#[test]
fn a_draft_becomes_chapters_with_its_citations_alive() {
    let sandbox = Sandbox::empty().write("draft.docx", draft().bytes());
    insta::assert_snapshot!(sandbox.run(["new", "mine", "--from", "draft.docx", "--author", "Me"]), @r"
    exit 0
    --- stdout
    From draft.docx:
      1 chapter
      1 part of front matter
      1 appendix
      1 citation
      1 note
      1 quotation
      1 section
      1 table
      1 cited work from Zotero, in `references.json`
      tracked changes as if each was accepted

    Words:
      in the Word file: 47
      citations, which folio prints: 4
      headings of front matter, which folio prints: 1
      numbers of figures and tables, which folio makes: 2
      numbers typed before headings, which folio makes: 4
      the list of references, which folio makes: 5
      the title page, which folio makes: 4
      the text of the new files: 27
      nothing is missing: the numbers add up, and the new files print each word

    Your dissertation is in mine: 1 chapter.
    The settings are in folio.toml; every line of it is explained there.

    Next:
      cd mine
      folio build
    ");
    let read = |path: &str| fs::read_to_string(sandbox.path("mine").join(path)).unwrap();
    insta::assert_snapshot!(read("chapters/01-introduction.md"), @r"
    # Introduction

    It is late [@smith2020, p. 4]. 2 \* 3 stay.

    A claim.[^1]

    ## Context

    One new

    > On paper.

    : Answers {#tbl:answers}

    | Ward | Share |
    |---|---|
    | A | 23% |

    [^1]: The note.
    ");
    assert_eq!(read("front/abstract.md"), "In short.\n");
    assert_eq!(
        read("appendices/a-sheet.md"),
        "# Sheet\n\nYou are invited.\n"
    );
    assert!(read("references.json").contains("\"id\": \"smith2020\""));
    assert!(read("folio.toml").contains("files = [\"references.json\"]"));
    let built = sandbox.run(["build", "mine", "--output", "a.pdf"]);
    assert!(built.starts_with("exit 0\n"), "{built}");
}

#[test]
fn headings_without_styles_are_proposed_and_never_guessed() {
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r>");
    let text = run("Some words of the text that go on for a while, so that it is no heading.");
    let docx = Docx::default()
        .paragraph("Normal", &bold("1 Introduction"))
        .paragraph("Normal", &text)
        .paragraph("Normal", &bold("1.1 Context"))
        .paragraph("Normal", &text)
        .paragraph("Normal", &bold("2 Methods"))
        .paragraph("Normal", &text);
    let sandbox = Sandbox::empty().write("draft.docx", docx.bytes());
    insta::assert_snapshot!(sandbox.run(["new", "mine", "--from", "draft.docx"]), @r"
    exit 2
    --- stderr
    No paragraph of draft.docx has the style of a heading. These lines look like chapters and sections:
      1 Introduction
        1.1 Context
      2 Methods

    error: draft.docx has no headings, so nobody can say where its chapters begin
      = hint: to take the lines above as headings: `--headings accept`
      = hint: to bring everything in as one chapter: `--headings none`
      = hint: or give the headings in Word the styles Heading 1, Heading 2 and so on
    ");
    assert!(!sandbox.path("mine").exists());
    let taken = sandbox.run([
        "new",
        "mine",
        "--from",
        "draft.docx",
        "--headings",
        "accept",
    ]);
    assert!(taken.starts_with("exit 0\n"), "{taken}");
    let files = sandbox.files();
    let chapters: Vec<&String> = files.iter().filter(|it| it.contains("chapters/")).collect();
    assert_eq!(
        chapters,
        [
            "mine/chapters/01-introduction.md",
            "mine/chapters/02-methods.md"
        ]
    );
}

#[test]
fn what_is_no_word_file_is_refused_with_the_way_out() {
    #[track_caller]
    fn case(bytes: &[u8], expected: &str) {
        let sandbox = Sandbox::empty().write("draft.docx", bytes);
        let said = sandbox.run(["new", "mine", "--from", "draft.docx"]);
        assert!(
            said.starts_with("exit 2\n") && said.contains(expected),
            "{said}"
        );
        assert!(
            said.contains("hint: ") && !sandbox.path("mine").exists(),
            "{said}"
        );
    }

    let mut locked = b"\xd0\xcf\x11\xe0".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    case(&locked, "locked with a password");
    case(b"\xd0\xcf\x11\xe0", "an old Word file (.doc)");
    case(b"", "an empty file");
    case(b"%PDF-1.7", "a PDF");
    case(b"{\\rtf1}", "a rich text file");
    case(b"PK\x03\x04", "damaged");
    let entities = Docx::default()
        .xml("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
        .bytes();
    case(&entities, "defines entities of its own");
}

/// One of everything that is set apart, as an export has it.
const SET_APART: &str = r#"# Blocks {#sec:blocks}

See @finding:late, @rec:ring and @sec:below; @smith2020 [p. 4] says so [see @smith2020, chap. 2].

::: {.callout title="Note *well*"}
Mind this.

- a point

1. counted
:::

::: {.participant id="P7"}
I never open it.
:::

::: {.participant id="P8"}
Nor do I.
:::

::: {.quote by="Nurse 3"}
On paper.
:::

> It is quicker on paper.

::: {.finding #finding:late title="Late"}
A third is late.
:::

::: {.finding #finding:lost}
A tenth is lost.
:::

::: {.recommendation #rec:ring title="Ring" owner="The board" measure="Calls"}
See @finding:late.
:::

***

Term
:   Its meaning with *stress*.

```
x = 1
  y = 2
```

## Below {#sec:below}

### Without {.unnumbered}

Words.
"#;

#[test]
fn what_an_export_sets_apart_comes_in_again_as_what_it_was() {
    let sandbox = Sandbox::small()
        .write("chapters/01-introduction.md", SET_APART)
        .write("chapters/02-method.typ", "= Method\n\nSee @sec:blocks: @smith2020[p. 4], #cite(<smith2020>, form: \"prose\").\n")
        .write("appendices/a-sheet.md", "# Sheet\n\nYou are invited.\n")
        .write("references.bib", "@book{smith2020, author = {Smith, Ann}, title = {Readiness}, publisher = {P}, year = {2020}}\n");
    let manifest = fs::read_to_string(sandbox.path("folio.toml")).unwrap();
    let sandbox = sandbox.write(
        "folio.toml",
        format!("{manifest}\n[bibliography]\nfiles = [\"references.bib\"]\n"),
    );
    sandbox.output(["build", "--to", "docx", "--output", "sent.docx"]);
    let said = sandbox.run(["new", "mine", "--from", "sent.docx"]);
    assert!(said.contains("nothing is missing"), "{said}");
    let read = |path: &str| fs::read_to_string(sandbox.path("mine").join(path)).unwrap();
    insta::assert_snapshot!(read("chapters/01-blocks.md"), @r#"
    # Blocks {#sec:blocks}

    See @finding:late, @rec:ring and @sec:below; @smith2020 [p. 4] says so [see @smith2020, chap. 2].

    ::: {.callout title="Note *well*"}
    Mind this.

    - a point
    1. counted
    :::

    ::: {.participant id="P7"}
    I never open it.
    :::

    ::: {.participant id="P8"}
    Nor do I.
    :::

    ::: {.quote by="Nurse 3"}
    On paper.
    :::

    > It is quicker on paper.

    ::: {.finding #finding:late title="Late"}
    A third is late.
    :::

    ::: {.finding}
    A tenth is lost.
    :::

    ::: {.recommendation #rec:ring title="Ring" owner="The board" measure="Calls"}
    See @finding:late.
    :::

    ***

    Term
    :   Its meaning with *stress*.

    ```
    x = 1
      y = 2
    ```

    ## Below {#sec:below}

    ### Without {.unnumbered}

    Words.
    "#);
    insta::assert_snapshot!(read("chapters/02-method.md"), @r"
    # Method

    See @sec:blocks: [@smith2020, p. 4], @smith2020.
    ");
    assert_eq!(
        read("appendices/a-sheet.md"),
        "# Sheet\n\nYou are invited.\n"
    );
}

#[test]
fn citations_of_zotero_are_found_in_bookmarks_and_in_a_file_between_two_programs() {
    let item = ITEM.strip_prefix("ADDIN ").unwrap();
    let (one, two) = item.split_at(60);
    let marked = |name: &str, shown: &str| {
        format!(
            "<w:bookmarkStart w:id=\"5\" w:name=\"{name}\"/>{}<w:bookmarkEnd w:id=\"5\"/>",
            run(shown)
        )
    };
    let link = |text: &str| {
        format!(
            "<w:hyperlink r:id=\"z\">{}</w:hyperlink>",
            run(&text.replace('"', "&quot;"))
        )
    };
    let docx = Docx::default()
        .property("ZOTERO_BREF_a1_1", one)
        .property("ZOTERO_BREF_a1_2", two)
        .link("z", "https://www.zotero.org/")
        .link("g", "https://www.zotero.org/google-docs/?abc")
        .paragraph("Heading1", &run("Introduction"))
        .paragraph(
            "Normal",
            &format!(
                "{}{}{}",
                run("It is late "),
                marked("ZOTERO_BREF_a1", "(Smith, 2020, p. 4)"),
                run(".")
            ),
        )
        .paragraph(
            "Normal",
            &format!(
                "{}{}{}",
                run("Once more "),
                link(item.strip_prefix("ZOTERO_").unwrap()),
                run(".")
            ),
        )
        .paragraph(
            "Normal",
            &format!(
                "{}<w:hyperlink r:id=\"g\">{}</w:hyperlink>",
                run("In Google Docs "),
                run("(Smith, 2020)")
            ),
        )
        .paragraph("Normal", &link("DOCUMENT_PREFERENCES {}"));
    let sandbox = Sandbox::empty().write("draft.docx", docx.bytes());
    let said = sandbox.run(["new", "mine", "--from", "draft.docx"]);
    assert!(said.contains("nothing is missing"), "{said}");
    assert!(
        said.contains("Zotero in Google Docs: (Smith, 2020)"),
        "{said}"
    );
    let chapter = sandbox.path("mine/chapters/01-introduction.md");
    insta::assert_snapshot!(fs::read_to_string(chapter).unwrap(), @r"
    # Introduction

    It is late [@smith2020, p. 4].

    Once more [@smith2020, p. 4].

    In Google Docs (Smith, 2020)
    ");
}
