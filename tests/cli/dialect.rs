//! The table of the dialect in `docs/writing.md` is true: each row is built, and what it promises is there.

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::sandbox::Sandbox;

/// What a row is made of as Typst, by the first line of its example. A row that is missing here,
/// or an entry without a row, fails.
const STRUCTURES: [(&str, &[&str]); 40] = [
    (
        "# Aims {#sec:aims}",
        &[
            "= Aims <sec:aims>",
            "#heading(level: 2, numbering: none)[Scope]",
        ],
    ),
    (
        "*stress*, **strong**, ***both***, ~~struck~~",
        &["_stress_", "*strong*", "_*both*_", "#strike[struck]"],
    ),
    (
        "H~2~O, x^2^, <u>line</u>, <mark>pen</mark>, [caps]{.smallcaps}",
        &[
            "#sub[2]",
            "#super[2]",
            "#underline[line]",
            "#highlight[pen]",
            "#smallcaps[caps]",
        ],
    ),
    ("\"Well\" -- it's 1--2 --- or so...", &["“Well” -- it’s"]),
    ("one line\\", &["one line \\\nanother \\\nthird"]),
    (
        "- bread",
        &["- bread\n  1. flour\n  2. salt\n- ☑ done\n- ☐ open"],
    ),
    ("7. seventh", &["7. seventh\n8. eighth"]),
    ("Readiness", &["/ Readiness: what a ward can do"]),
    ("> It is quicker on paper.", &["#quote(block: true)["]),
    (
        "[our page](https://example.org/a), <https://example.org/b>, [above](#sec:aims)",
        &[
            "#link(\"https://example.org/a\")[our page]",
            "#link(\"https://example.org/b\")",
            "#link(<sec:aims>)[above]",
        ],
    ),
    ("`x = 1`", &["`x = 1`"]),
    ("```python", &["```python\ny = 2\n```"]),
    (
        "![The path.](figures/x.svg){#fig:path alt=\"Six steps\" width=50%}",
        &[
            "#figure(",
            "alt: \"Six steps\", width: 50%",
            "caption: [The path.]",
            "<fig:path>",
        ],
    ),
    (
        ": Answers {#tbl:answers widths=\"2 1\"}",
        &[
            "columns: (2fr, 1fr,)",
            "align: (left, right,)",
            "table.header([Ward], [Share])",
            "[A], [23%]",
            "caption: [Answers]",
            "<tbl:answers>",
        ],
    ),
    (
        "Ward    Share",
        &[
            "align: (left, auto,),",
            "table.header([Ward], [Share])",
            "[A], [23%]",
        ],
    ),
    (
        "+-------+---------+",
        &["table.header([Ward], [Aims])", "- care", "- trust"],
    ),
    (
        "As @tbl:answers, @fig:path and @eq:mean in @sec:aims show",
        &["@tbl:answers", "@fig:path", "@eq:mean", "@sec:aims"],
    ),
    (
        "[@fig:path; @tbl:answers], [Picture @fig:path]",
        &["@fig:path and @tbl:answers", "@fig:path[Picture]"],
    ),
    (
        "[@smith2020, p. 4; @jones2019]",
        &[
            "(at: metadata(none), key: \"smith2020\", form: \"bracket\", label: \"page\", locator: \"4\"), (at: metadata(none), key: \"jones2019\"",
        ],
    ),
    (
        "[see @smith2020; but cf. @jones2019]",
        &[
            "before: [see]), (at: metadata(none), key: \"jones2019\", form: \"bracket\", before: [but cf.])",
        ],
    ),
    (
        "@smith2020 [p. 4; see also @jones2019]; [@smith2020, {Schedule 2}, my italics]",
        &[
            "form: \"narrative\", label: \"page\", locator: \"4\"), (at: metadata(none), key: \"jones2019\", form: \"bracket\", before: [see also])",
            "label: \"\", locator: \"Schedule 2\", after: [, my italics]",
        ],
    ),
    (
        "@smith2020 and @smith2020 [p. 4], Smith [-@smith2020]",
        &["form: \"narrative\"", "form: \"without-author\""],
    ),
    (
        "a claim[^1]; another^[At once.]",
        &["#footnote[The note.]", "#footnote[At once.]"],
    ),
    (
        "$p < 0.05$; a price is $5",
        &["#math.equation(alt: \"$p < 0.05$\""],
    ),
    (
        "$$\\bar{x} = \\frac{1}{n}\\sum x_i$$ {#eq:mean}",
        &["#math.equation(block: true", "<eq:mean>"],
    ),
    (
        "[exempt]{.no-count}",
        &["#[exempt] <no-count>", "#[\n  exempt too\n] <no-count>"],
    ),
    (
        "::: {.quote by=\"Nurse 3\"}",
        &["#quote(block: true, attribution: [Nurse 3])["],
    ),
    (
        "::: {.participant id=\"P7\"}",
        &["#folio.participant(id: \"P7\")["],
    ),
    (
        "::: {.epigraph by=\"Anon.\"}",
        &["#folio.epigraph(attribution: [Anon.])["],
    ),
    (
        "::: {.callout title=\"Note\"}",
        &["#folio.callout(title: [Note])["],
    ),
    (
        "::: {.finding #finding:late title=\"Late\"}",
        &["#folio.finding(title: [Late], name: label(\"finding:late\"))["],
    ),
    (
        "::: {.recommendation #rec:one title=\"Ring\" owner=\"The board\"}",
        &["#folio.recommendation(", "@finding:late and @rec:one"],
    ),
    ("::: {.landscape}", &["#folio.landscape["]),
    (
        "The EPR is slow. An EPR.",
        &["electronic patient record (EPR)", "An EPR"],
    ),
    ("before", &["#folio.section-break()"]),
    ("shown<!-- not printed -->, too", &["shown\\, too"]),
    (
        "a `#text(fill: blue)[word]`{=typst}",
        &["a #text(fill: blue)[word]"],
    ),
    ("```{=typst}", &["#align(center)[middle]"]),
    ("---", &["= What I found"]),
    (
        "\\*no stress\\*, 2 * 3, a_b, #1, [sic], 5 = 5, me@example.org",
        &["\\*no stress\\*"],
    ),
];

/// A row of the table.
#[derive(Default)]
struct Row {
    /// The example, as a chapter has it.
    markdown: String,
    /// What the table says stands on the page.
    promises: Vec<String>,
}

/// Reads the table: code is the example, slanted words are the promise.
fn rows() -> Vec<Row> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/writing.md");
    let page = fs::read_to_string(page).unwrap();
    let start = page.find("| You write |").unwrap();
    let end = start + page[start..].find("\n\n").unwrap();
    let mut rows = Vec::new();
    let mut cell = 0;
    let mut gap = "";
    let mut is_slanted = false;
    for event in Parser::new_ext(&page[start..end], Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableRow) => {
                rows.push(Row::default());
                cell = 0;
                gap = "";
            }
            Event::End(TagEnd::TableCell) => cell += 1,
            Event::Code(text) if cell == 0 => {
                let row: &mut Row = rows.last_mut().unwrap();
                row.markdown.push_str(gap);
                row.markdown.push_str(&text);
                gap = "";
            }
            Event::InlineHtml(_) if cell == 0 => gap = if gap.is_empty() { "\n" } else { "\n\n" },
            Event::Text(_) if cell == 0 && !rows.is_empty() => gap = "\n\n",
            Event::Start(Tag::Emphasis) if !rows.is_empty() => {
                is_slanted = true;
                rows.last_mut().unwrap().promises.push(String::new());
            }
            Event::End(TagEnd::Emphasis) => is_slanted = false,
            Event::Text(text) if is_slanted && !rows.is_empty() => {
                let row = rows.last_mut().unwrap();
                row.promises.last_mut().unwrap().push_str(&text);
            }
            _ => {}
        }
    }
    rows
}

/// The same without white space, which a reader of PDF guesses.
fn dense(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && *c != '\u{ad}';
    text.chars().filter(kept).collect()
}

/// Writes the last words of a row, which stand on no other page.
fn last_words(at: usize) -> String {
    format!("last{at}words")
}

#[test]
fn every_row_of_the_table_of_the_dialect_is_a_live_example() {
    let rows = rows();
    let mut sandbox = Sandbox::small()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[bibliography]\nfiles = [\"references.bib\"]\nstyle = \"harvard-cite-them-right\"\n[outline]\nhide = [\"abstract\", \"originality\", \"ai-use\"]\n",
        )
        .write(
            "references.bib",
            "@book{smith2020, author={Smith, Ann}, title={Readiness}, year={2020}, publisher={P}}\n@book{jones2019, author={Jones, Bob}, title={Records}, year={2019}, publisher={P}}\n",
        )
        .write(
            "chapters/figures/x.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>",
        );
    fs::remove_file(sandbox.path("chapters/01-introduction.md")).unwrap();
    for (at, row) in rows.iter().enumerate() {
        let has_title = row.markdown.starts_with("# ") || row.markdown.starts_with("---");
        let title = if has_title { "" } else { "# A row\n\n" };
        let text = format!("{title}{}\n\n{}\n", row.markdown, last_words(at));
        sandbox = sandbox.write(&format!("chapters/{at:02}-row{at}.md"), text);
    }
    let transcript = sandbox.run(["build", "--strict"]);
    insta::assert_snapshot!(transcript, @r"
    exit 0
    --- stdout
    output/t.pdf: 49 pages, PDF/A-2a and PDF/UA-1
    322 of 10,000 words: 9,678 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
      3 words are left out because the author marked them
    --- stderr
    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");

    // What each row promises stands on its pages.
    let pages = pdf_extract::extract_text_from_mem_by_pages(&sandbox.pdf()).unwrap();
    let mut pages = pages.iter().map(|page| dense(page));
    for (at, row) in rows.iter().enumerate() {
        let mut shown = String::new();
        while !shown.contains(&last_words(at)) {
            shown.push_str(&pages.next().unwrap());
        }
        assert!(!row.promises.is_empty(), "{}", row.markdown);
        for promise in &row.promises {
            let is_there = shown.contains(&dense(promise));
            assert!(is_there, "{}\n{promise:?} is not in {shown}", row.markdown);
        }
    }

    // Each row is made of what it says it is made of.
    let transcript = sandbox.run(["build", "--emit-typst", "plain"]);
    assert!(transcript.starts_with("exit 0\n"), "{transcript}");
    let mut known: Vec<&str> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let first = row.markdown.lines().next().unwrap();
        let Some((_, parts)) = STRUCTURES.iter().find(|(name, _)| *name == first) else {
            panic!("this row is not known to the test: {first}");
        };
        known.push(first);
        let path = sandbox.path(format!("plain/chapters/{at:02}-row{at}.typ"));
        let typst = fs::read_to_string(path).unwrap();
        for part in *parts {
            assert!(typst.contains(part), "{part} is not in\n{typst}");
        }
    }
    let all: Vec<&str> = STRUCTURES.iter().map(|(name, _)| *name).collect();
    assert_eq!(known, all, "a row is gone, stands twice, or has moved");
}
