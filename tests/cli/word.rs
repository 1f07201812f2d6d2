//! `folio build --to docx`: the file for Word.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};

use crate::sandbox::Sandbox;
use crate::word_order::misplaced;

/// The parts of a Word file.
struct WordFile {
    parts: BTreeMap<String, Vec<u8>>,
}

impl WordFile {
    fn read(bytes: &[u8]) -> Self {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let parts = (0..zip.len()).map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes)
        });
        Self {
            parts: parts.collect(),
        }
    }

    fn part(&self, name: &str) -> &str {
        std::str::from_utf8(&self.parts[name]).unwrap()
    }

    fn text(&self) -> &str {
        self.part("word/document.xml")
    }

    fn count(&self, what: &str) -> usize {
        self.text().matches(what).count()
    }

    /// Returns the names that a pattern of an attribute takes out.
    fn all(&self, before: &str, after: &str) -> Vec<&str> {
        let pieces = self.text().split(before).skip(1);
        pieces
            .map(|piece| piece.split(after).next().unwrap())
            .collect()
    }
}

fn exported(sandbox: &Sandbox) -> WordFile {
    let files = sandbox.files();
    let made: Vec<&String> = files.iter().filter(|it| it.ends_with(".docx")).collect();
    assert_eq!(made.len(), 1, "{files:?}");
    WordFile::read(&fs::read(sandbox.path(made[0])).unwrap())
}

fn built<const N: usize>(sandbox: &Sandbox, args: [&str; N]) -> (WordFile, String) {
    let output = sandbox.output(args);
    let said = sandbox.transcript(&output);
    (exported(sandbox), said)
}

/// One of everything that Markdown has.
const EVERYTHING: &str = r#"# Method {#sec:method}

A paragraph with *emphasis*, **strength**, `code`, H~2~O, a^2^, ~~struck~~ and a note.[^n] It cites
[see @weiner2009, p. 3] and @nobody2020, refers to @fig:plan, @tbl:one, @eq:one, @sec:below and @sec:method.

[^n]: The note's *words*, with [a link](https://example.org/a?b=1&c=2).

A second paragraph has $a^2 + \frac{1}{2} \sum_{i=1}^n x_i$ in it.

## Below {#sec:below}

1. First
2. Second

    - Deep

- One

  More of one.

- Two

> Quoted words.

$$ \sqrt{\frac{a}{b}} = \begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases} $$ {#eq:one}

![A plan.](../figures/plan.svg){#fig:plan alt="A square."}

| Head | Numbers |
|:-----|--------:|
| a    |       1 |
| b    |       2 |

: A table. {#tbl:one}

```
let x = 1;
  indented
```

Term
:   Its meaning.
"#;

pub(crate) fn everything() -> Sandbox {
    Sandbox::without_chapters()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"A title\"\nauthor = \"Ada Student\"\ncandidate = \"DHL-042\"\n\
             [bibliography]\nfiles = [\"references.bib\"]\n",
        )
        .write(
            "references.bib",
            "@article{weiner2009, author = {Weiner, Bryan J.}, title = {A theory of organizational readiness}, \
             journal = {Implementation Science}, year = {2009}, volume = {4}}\n",
        )
        .write("chapters/01-introduction.md", "# Introduction\n\nWords.\n")
        .write("chapters/02-method.md", EVERYTHING)
        .with_picture("figures/plan.svg")
}

#[test]
fn the_sample_for_word_has_the_words_of_its_pages_and_is_in_order() {
    let sandbox = Sandbox::sample("digital-readiness");
    let (file, said) = built(&sandbox, ["build", "--to", "docx"]);
    assert!(!said.contains("word-file-differs"), "{said}");
    assert!(said.contains(".docx: for Word"), "{said}");
    for (name, bytes) in &file.parts {
        if name.starts_with("word/") && name.ends_with(".xml") {
            let wrong: BTreeSet<String> = misplaced(std::str::from_utf8(bytes).unwrap())
                .into_iter()
                .collect();
            assert!(wrong.is_empty(), "{name}: {wrong:?}");
        }
    }
    // Figures, tables and notes as the chapters have them.
    let chapters = sandbox.files().into_iter().filter(|it| {
        it.ends_with(".md") && (it.starts_with("chapters") || it.starts_with("appendices"))
    });
    let texts = chapters.map(|it| fs::read_to_string(sandbox.path(it)).unwrap());
    let texts: String = texts.collect();
    let starting = |what: &str| texts.lines().filter(|line| line.starts_with(what)).count();
    assert_eq!(file.count("<w:pStyle w:val=\"Figure\"/>"), 4);
    let typst = fs::read_to_string(sandbox.path("chapters/03-methodology.typ")).unwrap();
    let tables = starting("|:--") + typst.matches("table.header").count();
    assert_eq!(file.count("<w:tblHeader/>"), tables);
    let notes = texts
        .lines()
        .filter(|line| line.starts_with("[^") && line.contains("]:"));
    assert_eq!(file.count("<w:footnoteReference"), notes.count());
}

#[test]
fn what_markdown_has_is_what_word_calls_so() {
    let sandbox = everything();
    let (file, said) = built(&sandbox, ["build", "--to", "docx"]);
    assert!(!said.contains("word-file-differs"), "{said}");
    let wrong = misplaced(file.text());
    assert!(wrong.is_empty(), "{wrong:?}");
    for field in [
        "REF _Ref_fig_plan \\h",
        "REF _Ref_tbl_one \\h",
        "REF _Ref_eq_one \\h",
        "REF _Ref_sec_below \\n \\t \\h",
        "REF _Ref_sec_method \\n \\h",
        "SEQ Figure \\* ARABIC \\r 1",
        "SEQ Table \\* ARABIC \\r 1",
        "SEQ Equation \\* ARABIC \\r 1",
        "STYLEREF 1 \\s",
    ] {
        assert!(file.text().contains(field), "{field}");
    }
    for what in [
        "<w:pStyle w:val=\"Heading1\"/>",
        "<w:pStyle w:val=\"Heading2\"/>",
        "<w:pStyle w:val=\"Quote\"/>",
        "<w:pStyle w:val=\"Code\"/>",
        "<w:pStyle w:val=\"Definition\"/>",
        "<w:numPr><w:ilvl w:val=\"1\"/>",
        "<m:rad>",
        "<m:nary>",
        "<m:eqArr>",
        "descr=\"A square.\"",
        "<w:vertAlign w:val=\"superscript\"/>",
        "<w:strike/>",
    ] {
        assert!(file.text().contains(what), "{what}\n{}", file.text());
    }
    assert!(
        file.part("word/footnotes.xml")
            .contains("<w:hyperlink r:id=")
    );
    assert!(
        file.part("word/_rels/footnotes.xml.rels")
            .contains("https://example.org/a?b=1&amp;c=2")
    );
}

#[test]
fn every_reference_and_link_leads_to_a_bookmark_that_is_there_once() {
    for (sandbox, args) in [
        (everything(), ["build", "--to", "docx", "--draft"]),
        (
            Sandbox::sample("digital-readiness"),
            ["build", "--to", "docx", "--chapter=findings"],
        ),
    ] {
        let (file, _) = built(&sandbox, args);
        let names = file.all("w:name=\"", "\"");
        let known: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(known.len(), names.len());
        assert!(names.iter().all(|name| name.len() <= 40), "{names:?}");
        for target in file.all("w:anchor=\"", "\"") {
            assert!(known.contains(target), "{target}");
        }
        for target in file.all("> REF ", " ") {
            assert!(known.contains(target), "{target}");
        }
        assert_eq!(
            file.count("w:fldCharType=\"begin\""),
            file.count("w:fldCharType=\"end\"")
        );
    }
}

#[test]
fn what_was_typed_finds_its_way_back() {
    let sandbox = everything();
    let (file, _) = built(&sandbox, ["build", "--to", "docx"]);
    let own = file.part("customXml/item1.xml");
    assert!(own.contains(">[see @weiner2009, p. 3]</citation>"), "{own}");
    assert!(own.contains("key=\"weiner2009\">{&quot;"), "{own}");
    assert!(
        own.contains("<label id=\"_Ref_fig_plan\">fig:plan</label>"),
        "{own}"
    );
    let line = EVERYTHING
        .lines()
        .position(|line| line.starts_with("> Quoted"))
        .unwrap()
        + 1;
    let names = file.all("w:name=\"_folio_", "\"");
    assert!(
        names.iter().any(|name| name.contains(&format!("_{line}_"))),
        "{names:?}"
    );
    assert!(names.iter().any(|name| name.starts_with("c_")), "{names:?}");
}

#[test]
fn the_same_input_gives_the_same_word_file() {
    let bytes = || {
        let sandbox = everything();
        sandbox.output(["build", "--to", "docx", "--output", "a.docx"]);
        fs::read(sandbox.path("a.docx")).unwrap()
    };
    assert!(bytes() == bytes());
}

#[test]
fn a_chapter_keeps_its_number_and_an_anonymous_file_names_nobody() {
    let sandbox = everything();
    let (file, said) = built(
        &sandbox,
        [
            "build",
            "--to",
            "docx",
            "--chapter",
            "method",
            "--anonymous",
        ],
    );
    assert!(!said.contains("word-file-differs"), "{said}");
    assert!(!file.text().contains(">Words.<"));
    assert!(
        file.part("word/numbering.xml")
            .contains("<w:startOverride w:val=\"2\"/>")
    );
    for (name, bytes) in &file.parts {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Ada Student"), "{name}");
    }
    assert!(file.part("docProps/core.xml").contains("Candidate DHL-042"));
}

#[test]
fn a_template_gives_its_looks_and_what_it_has_not_is_ours() {
    let template = everything().with_look("accessible");
    template.output([
        "build",
        "--to",
        "docx",
        "--draft",
        "--output",
        "template.docx",
    ]);
    let bytes = fs::read(template.path("template.docx")).unwrap();
    let sandbox = everything().write("template.docx", &bytes).write(
        "folio.toml",
        "[dissertation]\ntitle = \"A title\"\nauthor = \"Ada Student\"\n\
         [bibliography]\nfiles = [\"references.bib\"]\n[word]\nreference = \"template.docx\"\n",
    );
    sandbox.output(["build", "--to", "docx", "--draft"]);
    let made = fs::read(sandbox.path("output/a-title-draft.docx")).unwrap();
    let file = WordFile::read(&made);
    assert!(file.part("word/styles.xml").contains("w:ascii=\"Arial\""));
    assert!(!file.part("word/styles.xml").contains("Times New Roman"));
    for (name, bytes) in &file.parts {
        if name.ends_with(".xml") {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(roxmltree::Document::parse(text).is_ok(), "{name}");
            assert_eq!(misplaced(text), Vec::<String>::new(), "{name}");
        }
    }
    // The margins of the other look.
    assert!(file.text().contains("w:left=\"1417\""));
    let said = everything().write("template.docx", "no Word file").run([
        "build",
        "--to",
        "docx",
        "--reference-doc",
        "template.docx",
    ]);
    insta::assert_snapshot!(said, @r"
    exit 2
    --- stderr
    error: [sandbox]/template.docx cannot give a Word file its looks: it is no Word file (.docx)
      = hint: open it in Word and save it as a Word document (.docx)
    ");
}

#[test]
fn what_is_about_pages_or_would_write_over_something_is_refused() {
    let sandbox = everything().write("notes.docx", "my notes");
    let said = sandbox.run(["build", "--to", "docx", "--standard", "a-2a"]);
    insta::assert_snapshot!(said, @r"
    exit 2
    --- stderr
    error: `--standard` is about the PDF, and this makes a Word file
      = hint: leave one of the two out
    ");
    let said = sandbox.run(["build", "--to", "docx", "--output", "notes.docx"]);
    insta::assert_snapshot!(said, @r"
    exit 2
    --- stderr
    error: [sandbox]/notes.docx is there already and is no Word file
      = hint: nothing was written; name another file
    ");
}

#[test]
fn a_copy_for_review_has_its_remarks_as_comments_and_a_draft_says_so_across_its_pages() {
    let sandbox = || {
        let manifest = "[dissertation]\ntitle = \"A title\"\nauthor = \"A. Student\"\ncandidate = \"DHL-042\"\n";
        Sandbox::small().write("folio.toml", manifest).write(
            "chapters/01-introduction.md",
            "# Introduction\n\nFour {==plain words==}{>>Dr Lane: Says *who*?<<} of text.{>>Mine & yours.<<}\n\nA note.[^a]\n\n[^a]: Short.{>>In a note.<<}\n",
        )
    };
    let (file, said) = built(&sandbox(), ["build", "--to", "docx", "--review"]);
    assert!(!said.contains("word-file-differs"), "{said}");
    let comments = file.part("word/comments.xml");
    for comment in [
        "w:author=\"Dr Lane\"",
        ">Says who?<",
        "w:author=\"A. Student\"",
        ">Mine &amp; yours.<",
    ] {
        assert!(comments.contains(comment), "{comments}");
    }
    assert!(!comments.contains("In a note"));
    assert!(!file.part("word/footnotes.xml").contains("comment"));
    let around = file
        .text()
        .split("<w:commentRangeStart w:id=\"0\"/>")
        .nth(1)
        .unwrap();
    let around = around
        .split("<w:commentRangeEnd w:id=\"0\"/>")
        .next()
        .unwrap();
    assert!(around.contains(">plain words<"), "{around}");
    assert!(!file.part("word/folio-head.xml").contains("v:shape"));
    let args = ["build", "--to", "docx", "--review", "--anonymous"];
    for (name, bytes) in &built(&sandbox(), args).0.parts {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("A. Student"), "{name}");
    }
    let (file, said) = built(&sandbox(), ["build", "--to", "docx", "--draft"]);
    assert!(!said.contains("word-file-differs"), "{said}");
    assert!(!file.parts.contains_key("word/comments.xml"));
    for head in ["word/folio-head.xml", "word/folio-title-head.xml"] {
        assert!(file.part(head).contains("string=\"DRAFT\""), "{head}");
    }
    for (name, bytes) in &file.parts {
        if name.ends_with(".xml") {
            let text = std::str::from_utf8(bytes).unwrap();
            assert!(roxmltree::Document::parse(text).is_ok(), "{name}");
            assert_eq!(misplaced(text), Vec::<String>::new(), "{name}");
        }
    }
}
