//! `folio build --to html`: the dissertation as one page.

use std::collections::BTreeSet;
use std::fs;

use roxmltree::{Document, Node, ParsingOptions};

use crate::sandbox::Sandbox;
use crate::word::everything;

/// Returns the page that a command writes, and what is said of it.
fn built<const N: usize>(sandbox: &Sandbox, args: [&str; N]) -> (String, String) {
    let output = sandbox.output(args);
    let said = sandbox.transcript(&output);
    let files = sandbox.files();
    let made: Vec<&String> = files.iter().filter(|it| it.ends_with(".html")).collect();
    assert_eq!(made.len(), 1, "{said}");
    (fs::read_to_string(sandbox.path(made[0])).unwrap(), said)
}

/// Reads a page, which is well-formed XML too.
fn read(page: &str) -> Document<'_> {
    let options = ParsingOptions {
        allow_dtd: true,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(page, options).unwrap()
}

fn all<'a, 'i>(page: &'a Document<'i>, name: &str) -> Vec<Node<'a, 'i>> {
    let found = page.descendants().filter(|it| it.has_tag_name(name));
    found.collect()
}

fn text(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let text: String = texts.filter_map(|it| it.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_sample_has_the_words_of_its_pages_in_one_accessible_page() {
    let sandbox = Sandbox::sample("digital-readiness");
    let (page, said) = built(&sandbox, ["build", "--to", "html"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    assert!(said.contains(".html: one page for the browser"), "{said}");
    let page = read(&page);
    assert_eq!(all(&page, "h1").len(), 1);
    for landmark in ["header", "nav", "main", "footer"] {
        assert_eq!(all(&page, landmark).len(), 1, "{landmark}");
    }
    // No level is left out on the way down.
    let headings = page.descendants().filter_map(|it| {
        let level = it.tag_name().name().strip_prefix('h')?;
        level.parse::<usize>().ok()
    });
    let headings: Vec<usize> = headings.collect();
    assert!(headings.len() > 40);
    assert!(
        headings.windows(2).all(|pair| pair[1] <= pair[0] + 1),
        "{headings:?}"
    );
    for picture in all(&page, "img") {
        let alt = picture.attribute("alt").unwrap();
        assert!(
            alt.len() > 20 && !alt.contains("without a description"),
            "{alt}"
        );
        assert!(picture.attribute("src").unwrap().starts_with("data:image/"));
    }
    for head in all(&page, "th") {
        assert!(head.attribute("scope").is_some());
    }
    for formula in all(&page, "math") {
        assert!(
            formula
                .attribute("alttext")
                .is_some_and(|it| it != "formula" && !it.contains('$'))
        );
    }
}

#[test]
fn what_markdown_has_is_what_html_calls_so() {
    let (page, said) = built(&everything(), ["build", "--to", "html"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    let page = read(&page);
    let texts = |name: &str| all(&page, name).into_iter().map(text).collect::<Vec<_>>();
    assert_eq!(texts("h1"), ["A title"]);
    assert!(
        texts("h2").contains(&"Chapter 2 Method".to_owned()),
        "{:?}",
        texts("h2")
    );
    assert_eq!(texts("h3"), ["2.1 Below"]);
    assert_eq!(texts("em"), ["emphasis", "words"]);
    assert_eq!(texts("i"), ["Implementation Science"]);
    assert_eq!(texts("s"), ["struck"]);
    assert_eq!(texts("blockquote"), ["Quoted words."]);
    assert_eq!(texts("pre"), ["let x = 1; indented"]);
    assert_eq!(
        (texts("dt"), texts("dd")),
        (vec!["Term".into()], vec!["Its meaning.".into()])
    );
    assert_eq!(
        texts("figcaption"),
        ["Figure 2.1 A plan.", "Table 2.1 A table."]
    );
    // Words beside a number name their row.
    assert_eq!(texts("th"), ["Head", "Numbers", "a", "b"]);
    assert_eq!(all(&page, "img")[0].attribute("alt"), Some("A square."));
    let right: Vec<String> = page
        .descendants()
        .filter(|it| it.attribute("class") == Some("right"))
        .map(text)
        .collect();
    assert_eq!(right, ["Numbers", "1", "2"]);
    for formula in ["msqrt", "mfrac", "msubsup", "mtable"] {
        assert!(!all(&page, formula).is_empty(), "{formula}");
    }
    let formula = all(&page, "math")[0].attribute("alttext").unwrap();
    assert!(formula.starts_with("a squared plus"), "{formula}");
    let note = page
        .descendants()
        .find(|it| it.attribute("id") == Some("_n1"))
        .unwrap();
    assert_eq!(
        text(note),
        "The note’s words, with a link. \u{21a9}\u{fe0e}"
    );
    let back = page
        .descendants()
        .find(|it| it.attribute("role") == Some("doc-backlink"));
    assert_eq!(back.unwrap().attribute("href"), Some("#_r1"));
    let entries = all(&page, "nav")[0]
        .descendants()
        .filter(|it| it.has_tag_name("a"));
    let entries: Vec<String> = entries.map(text).collect();
    assert!(entries.contains(&"2 Method".to_owned()), "{entries:?}");
    assert!(entries.contains(&"2.1 Below".to_owned()), "{entries:?}");
}

#[test]
fn a_picture_is_as_large_as_it_was_asked_for_and_code_with_a_caption_is_text() {
    let chapter = "# Introduction\n\n![A plan.](../figures/plan.svg){width=50% alt=\"A square.\"}\n\n\
                   ```{.python caption=\"A listing\"}\nx = 1\n```\n\nOnce.[^n] Again.[^n]\n\n[^n]: A note.\n";
    let sandbox = Sandbox::small()
        .write("chapters/01-introduction.md", chapter)
        .with_picture("figures/plan.svg");
    let (page, said) = built(&sandbox, ["build", "--to", "html"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    let page = read(&page);
    let width = all(&page, "img")[0].attribute("width").unwrap();
    assert!(
        (250..330).contains(&width.parse::<u32>().unwrap()),
        "{width}"
    );
    assert_eq!(text(all(&page, "pre")[0]), "x = 1");
    let said = sandbox.run(["build", "--to", "docx"]);
    insta::assert_snapshot!(said, @r"
    exit 0
    --- stdout
    output/a-title.docx: for Word
    13 of 10,000 words: 9,987 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

#[test]
fn every_link_leads_to_a_name_that_is_there_once() {
    for (sandbox, args) in [
        (everything(), ["build", "--to", "html", "--draft"]),
        (
            Sandbox::sample("digital-readiness"),
            ["build", "--to", "html", "--chapter=findings"],
        ),
    ] {
        let (page, _) = built(&sandbox, args);
        let page = read(&page);
        let names = page.descendants().filter_map(|it| it.attribute("id"));
        let names: Vec<&str> = names.collect();
        let known: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(known.len(), names.len(), "{names:?}");
        let mut count = 0;
        for node in page.descendants() {
            let link = node.attribute("href").and_then(|to| to.strip_prefix('#'));
            let labels = node.attribute("aria-labelledby");
            for target in link.into_iter().chain(labels) {
                assert!(known.contains(target), "{target}");
                count += 1;
            }
        }
        assert!(count > 5);
    }
}

#[test]
fn the_same_input_gives_the_same_page() {
    let page = || built(&everything(), ["build", "--to", "html"]).0;
    assert!(page() == page());
}

#[test]
fn a_chapter_keeps_its_number_and_an_anonymous_page_names_nobody() {
    let args = [
        "build",
        "--to",
        "html",
        "--chapter",
        "method",
        "--anonymous",
    ];
    let (page, said) = built(&everything(), args);
    assert!(!said.contains("html-page-differs"), "{said}");
    assert!(!page.contains("Ada Student") && !page.contains("Words."));
    assert!(page.contains("content=\"Candidate DHL-042\""));
    let page = read(&page);
    assert_eq!(text(all(&page, "h1")[0]), "A title");
    assert_eq!(text(all(&page, "h2")[0]), "Chapter 2 Method");
}

#[test]
fn a_review_copy_shows_what_is_not_decided_and_a_draft_says_that_it_is_one() {
    let sandbox = || {
        Sandbox::small().write(
            "chapters/01-introduction.md",
            "# Introduction\n\nFour {++more ++}words of {--bad --}text.{>>Says who?<<}\n",
        )
    };
    let (page, said) = built(&sandbox(), ["build", "--to", "html", "--review"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    let review = read(&page);
    assert_eq!(text(all(&review, "ins")[0]), "more");
    assert_eq!(text(all(&review, "del")[0]), "bad");
    assert!(page.contains("Review copy of "), "{page}");
    assert!(page.contains("Says who?"), "{page}");
    let (page, said) = built(&sandbox(), ["build", "--to", "html", "--draft"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    assert!(page.contains("Draft of "), "{page}");
    assert!(
        !page.contains("Says who?") && !page.contains("bad"),
        "{page}"
    );
}

#[test]
fn words_in_another_language_say_so() {
    let sandbox = Sandbox::small().write(
        "chapters/01-introduction.md",
        "# Introduction\n\nIt says [guten Morgen]{lang=de} to all.\n\n::: {lang=fr}\nUn bloc *entier*.\n:::\n",
    );
    let (page, said) = built(&sandbox, ["build", "--to", "html"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    let page = read(&page);
    let foreign = page
        .descendants()
        .filter(|it| it.attribute("lang").is_some_and(|it| it != "en-GB"));
    let foreign: Vec<(&str, String)> = foreign
        .map(|it| (it.attribute("lang").unwrap(), text(it)))
        .collect();
    let words = |lang: &str| {
        let own = foreign.iter().filter(|it| it.0 == lang);
        own.map(|it| it.1.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(words("de"), "guten Morgen");
    assert!(words("fr").starts_with("Un bloc entier"), "{foreign:?}");
}

#[test]
fn a_space_at_the_edge_of_marked_words_is_kept_and_what_a_style_says_is_said() {
    let chapter = "= Introduction\n\nOne #strong[two ]three #emph[four #strong[five ]]six.\n\n\
                   #text(style: \"italic\")[Slanted], #text(weight: \"bold\")[heavy].\n";
    let sandbox = Sandbox::small().write("chapters/02-method.typ", chapter);
    let (page, said) = built(&sandbox, ["build", "--to", "html"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    let page = read(&page);
    let texts = |name: &str| all(&page, name).into_iter().map(text).collect::<Vec<_>>();
    assert_eq!(
        (texts("i"), texts("b")),
        (vec!["Slanted".into()], vec!["heavy".into()])
    );
    let said = sandbox.run(["build", "--to", "docx"]);
    insta::assert_snapshot!(said, @r"
    exit 0
    --- stdout
    output/a-title.docx: for Word
    14 of 10,000 words: 9,986 left
      counting rule: main-text (excluding references and appendices), convention folio; not yet confirmed against your handbook
    --- stderr
    warning[missing-part]: `front/abstract.md`, `front/originality.md`, and `front/ai-use.md` are not there yet
     = hint: most programmes ask for them; `[outline] hide` leaves a part out for good

    the document is dated 22 November 2026 (today; set `[milestones] submission` to fix it)
    ");
}

/// What somebody would put into a chapter to reach whoever opens the page.
const HOSTILE: &str = r##"= Method

Before.

#html.elem("script")[alert(1)]
#html.elem("a", attrs: (href: "javascript:alert(1)", onclick: "alert(1)"))[Words of a link]
#html.elem("img", attrs: (src: "https://example.org/a.png", onerror: "alert(1)"))
#html.elem("iframe", attrs: (src: "https://example.org"))[Words of a frame]
#html.elem("div", attrs: (style: "background: url(https://example.org/b.png)", id: "_main"))[Words of a box]
#html.elem("p", attrs: (class: "title\"><script>", lang: "en\" onload=\"x"))[Words of a paragraph]
- #html.elem("hr", attrs: (class: "part", data-name: "folio:chapter:x"))
  Words of an item
#link("data:text/html,<script>alert(1)</script>")[Words of another link]
$ #html.elem("mi", attrs: (href: "javascript:alert(1)"))[x] + y $

`</code></pre><script>alert(1)</script>`
"##;

#[test]
fn what_a_project_says_is_text_and_nothing_else() {
    let sandbox = Sandbox::empty()
        .write(
            "folio.toml",
            "[dissertation]\ntitle = \"</title><script>alert(1)</script>\"\nauthor = \"A\\\" onload=\\\"x\"\n",
        )
        .write(
            "chapters/01-introduction.md",
            "# <script>alert(1)</script> {#a\"b}\n\n</p></main><img src=x onerror=alert(1)> [link](javascript:alert(1))\n\n![</script>](figures/plan.svg){alt=\"\\\"><script>\"}\n",
        )
        .with_picture("chapters/figures/plan.svg")
        .write("chapters/02-method.typ", HOSTILE);
    let (page, _) = built(&sandbox, ["build", "--to", "html", "--draft"]);
    let read = read(&page);
    for node in read.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let is_foreign = [
            "script", "iframe", "object", "embed", "form", "link", "base", "svg",
        ];
        assert!(!is_foreign.contains(&name), "{name}");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on") && name != "style", "{name}");
            let is_way = !matches!(name, "href" | "src")
                || value.starts_with('#')
                || value.starts_with("data:image/svg+xml;base64,");
            assert!(is_way, "{value}");
        }
    }
    assert_eq!(all(&read, "section").len(), 3);
    let policy = read
        .descendants()
        .find(|it| it.has_attribute("http-equiv"))
        .unwrap();
    let policy = policy.attribute("content").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    for words in [
        "a link",
        "a frame",
        "a box",
        "a paragraph",
        "an item",
        "another link",
    ] {
        assert!(page.contains(&format!("Words of {words}")), "{words}");
    }
}

#[test]
fn what_is_about_pages_or_would_write_over_something_is_refused() {
    let sandbox = Sandbox::small().write("notes.html", "my notes");
    insta::assert_snapshot!(sandbox.run(["build", "--to", "html", "--standard", "a-2a"]), @r"
    exit 2
    --- stderr
    error: `--standard` is about the PDF, and this makes a page of HTML
      = hint: leave one of the two out
    ");
    insta::assert_snapshot!(sandbox.run(["build", "--to", "html", "--reference-doc", "a.docx"]), @r"
    exit 2
    --- stderr
    error: `--reference-doc` is about a Word file, and this makes a page of HTML
      = hint: add `--to docx`, or leave it out
    ");
    let said = sandbox.run(["build", "--to", "html", "--output", "notes.html"]);
    insta::assert_snapshot!(said, @r"
    exit 2
    --- stderr
    error: [sandbox]/notes.html is there already and is no HTML
      = hint: nothing was written; name another file
    ");
}

#[test]
fn a_part_up_to_a_milestone_is_a_whole_page_and_works_are_a_list() {
    let sandbox = Sandbox::sample("digital-readiness");
    let args = ["build", "--to", "html", "--until", "tutorial-1"];
    let (page, said) = built(&sandbox, args);
    assert!(!said.contains("html-page-differs"), "{said}");
    let part = read(&page);
    let chapters: Vec<String> = all(&part, "h2").into_iter().map(text).collect();
    insta::assert_snapshot!(chapters.join("\n"), @r"
    Chapter 1 Introduction: the problem of practice
    Notes
    ");
    assert_eq!(all(&part, "main").len(), 1);
    let (page, said) = built(&everything(), ["build", "--to", "html"]);
    assert!(!said.contains("html-page-differs"), "{said}");
    let page = read(&page);
    let list = page
        .descendants()
        .find(|it| it.attribute("class") == Some("references"))
        .unwrap();
    let works: Vec<String> = list.children().filter(Node::is_element).map(text).collect();
    assert_eq!((list.tag_name().name(), works.len()), ("ul", 1));
    assert!(works[0].starts_with("Weiner"), "{works:?}");
}
