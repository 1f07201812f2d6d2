//! Trouble planted in each construct is reported at its own bytes of the Markdown.

use crate::markdown::rules::RULES;
use crate::markdown::tests::testing::{chapter, complaints, converted, converted_with};
use crate::markdown::{KnownNames, Lead, Settings};

/// The engine's own complaint leads back to `wanted`.
#[track_caller]
fn engine(markdown: &str, wanted: &str) {
    let chapter = chapter(markdown);
    let errors = match chapter.document() {
        Ok(_) => panic!("{markdown:?} is typeset"),
        Err(errors) => errors,
    };
    let spans = errors.iter().flat_map(|error| {
        std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()))
    });
    let found: Vec<&str> = spans
        .filter_map(|span| {
            let range = typst::WorldExt::range(&chapter, span)?;
            let is_ours = span.id() == Some(chapter.conversion.source.id());
            is_ours.then(|| &markdown[chapter.conversion.origins.to_markdown(range)])
        })
        .collect();
    assert!(found.first() == Some(&wanted), "{found:?} {errors:?}");
}

/// Our own finding stands at `wanted`.
#[track_caller]
fn own(markdown: &str, code: &str, wanted: &str) {
    let conversion = converted(markdown);
    let found = complaints(markdown, &conversion.findings);
    assert!(found.contains(&(code, wanted)), "{found:?}");
}

#[test]
fn an_unknown_label_is_reported_where_it_is_written() {
    engine("# A\n\nSee @fig:nowhere.\n", "@fig:nowhere");
    engine("# A\n\n- one\n- see [@fig:nowhere]\n", "@fig:nowhere");
    engine("> *see [Figure @fig:nowhere]*\n", "@fig:nowhere");
    engine("| a |\n|---|\n| @tbl:nowhere |\n", "@tbl:nowhere");
    for markdown in [
        "+----------------+\n| - é            |\n| - @sec:nowhere |\n+----------------+\n",
        "> - é\n>\n>   +------------------+\n>   | *é @sec:nowhere* |\n>   +------------------+\n",
        "é    b\n---- ----\né    c\n\n: é *@sec:nowhere* {#tbl:x}\n",
    ] {
        engine(markdown, "@sec:nowhere");
    }
    engine("x[^1]\n\n[^1]: é @sec:nowhere\n", "@sec:nowhere");
    engine("Term\n: é @sec:nowhere\n", "@sec:nowhere");
    engine("---\ntitle: é\n---\n\n@sec:nowhere\n", "@sec:nowhere");
    engine("\u{feff}é @sec:nowhere\n", "@sec:nowhere");
    engine("é\r\n\r\n@sec:nowhere\r\n", "@sec:nowhere");
    engine("::: {.callout}\né @sec:nowhere\n:::\n", "@sec:nowhere");
    engine("![é @sec:nowhere](a.svg)\n", "@sec:nowhere");
}

/// Every construct, before and behind a place in it.
const CONSTRUCTS: [(&str, &str); 38] = [
    ("# é ", ""),
    ("é ", "\n===\n"),
    ("é *b ", "*"),
    ("é **b ", "**"),
    ("é ~~b ", "~~"),
    ("é <u>b ", "</u>"),
    ("é <mark>b ", "</mark>"),
    ("é^[note ", "]"),
    ("é [span ", "]{.no-count}"),
    ("é [span ", "]{.smallcaps}"),
    ("- é\n  - b ", "\n"),
    ("3. é\n4. b ", "\n"),
    ("- [x] é ", "\n"),
    ("- é\n\n  b ", "\n"),
    ("> é\n> - b ", "\n"),
    ("| é | b |\n|---|---|\n| c | d ", " |\n"),
    ("| é |\n|---|\n| c |\n\n: Caption ", " {#tbl:x}\n"),
    ("![é ", "](a.svg){#fig:x}"),
    ("é\n: b ", "\n"),
    ("é ", "\n: b\n"),
    ("x[^1] y\n\n[^1]: é\n\n    b ", "\n"),
    ("::: {.quote by=\"é\"}\nb ", "\n:::\n"),
    ("::: {.participant id=\"é\"}\nb ", "\n:::\n"),
    ("::: {.epigraph}\né ", "\n:::\n"),
    ("::: {.finding #finding:x}\né ", "\n:::\n"),
    ("::: {.recommendation}\né ", "\n:::\n"),
    ("::: {.landscape}\né ", "\n:::\n"),
    ("::: {.no-count}\né ", "\n:::\n"),
    ("<div>\n\né ", "\n\n</div>\n"),
    ("é    b\n---- ----\né    ", "\n"),
    (
        "---------\né    b\n---- ----\né    c\nd    ",
        "\n---------\n",
    ),
    ("é ==b ", "== c\n"),
    ("é {++b ", "++} c\n"),
    ("é {~~c~>b ", "~~} c\n"),
    ("é {==b ", "==}{>>c<<}\n"),
    ("é b ", "\n{: .no-count}\n"),
    ("é\\\nb ", "\n"),
    ("*[É]: b c\n\né ", "\n"),
];

#[test]
fn an_unknown_key_is_reported_inside_every_construct() {
    for (before, after) in CONSTRUCTS {
        engine(&format!("{before}@sec:nowhere{after}"), "@sec:nowhere");
    }
}

#[test]
fn a_citation_knows_its_key_inside_every_construct() {
    for (before, after) in CONSTRUCTS {
        let markdown = format!("---\nlang: é\n---\n{before}[see @nowhere, p. 4]{after}");
        let conversion = converted(&markdown);
        let keys = conversion.citations.iter().flat_map(|placed| &placed.keys);
        let keys: Vec<&str> = keys.map(|key| &markdown[key.clone()]).collect();
        assert_eq!(keys, ["@nowhere"], "{markdown}");
    }
}

#[test]
fn an_image_that_is_missing_is_reported_at_its_path() {
    engine("![Caption](missing.svg){#fig:x}\n", "missing.svg");
    engine("text ![Caption](missing.svg) text\n", "missing.svg");
}

#[test]
fn trouble_in_raw_typst_is_reported_where_it_is_written() {
    engine("é `#nowhere`{=typst}\n", "nowhere");
    engine("é\n\n```{=typst}\n#let x = 1\n#nowhere\n```\n", "nowhere");
    own("é `#(`{=typst}\n", "typst-syntax", "#(");
    own("é `/* x`{=typst}\n", "typst-syntax", "/* x");
    own("é `] #[`{=typst}\n", "typst-syntax", "] #[");
}

#[test]
fn each_finding_stands_at_its_construct() {
    own("é $\\foo{x}$ y\n", "formula-unreadable", "\\foo{x}");
    own("é [x]() y\n", "link-without-target", "[x]()");
    own(
        "é [x](#nowhere) y\n",
        "link-without-target",
        "[x](#nowhere)",
    );
    own(
        "é ![x](https://a.b/c.png) y\n",
        "image-from-web",
        "![x](https://a.b/c.png)",
    );
    own(
        "é [](https://a.b) y\n",
        "link-without-text",
        "[](https://a.b)",
    );
    own(
        "é [x](javascript:a) y\n",
        "link-without-target",
        "[x](javascript:a)",
    );
    own("é [^9] y\n", "footnote-unknown", "[^9]");
    own("é^[a note y\n", "footnote-not-closed", "^[");
    own("é [^1]\n\n[^1]: a [^1]\n", "footnote-in-itself", "[^1]");
    own("é\n\n[^1]: a\n", "footnote-unused", "[^1]: a");
    own("é <blink>x</blink>\n", "html-tag", "<blink>");
    own("é\n\n<div>\nx\n</div>\n", "html-tag", "<div>");
    own("é\n\n<!-- x\n\ny\n", "comment-not-closed", "<!--");
    own("![x](a.svg){width=wide}\n", "length-unknown", "wide");
    own("![x](a.svg){.wide}\n", "class-unknown", ".wide");
    own("![x](a.svg){colour=red}\n", "attribute-unknown", "red");
    own("# é {.unnumberd}\n", "class-unknown", ".unnumberd");
    own("::: {.callot}\nx\n:::\n", "class-unknown", ".callot");
    own("::: {.callout}\nx\n", "div-not-closed", "::: {.callout}");
    own("é\n\n:::\n", "div-not-open", ":::");
    own("```{=html}\nx\n```\n", "raw-block", "```{=html}\nx\n```");
    own("é `x`{=html}\n", "raw-inline", "`x`");
    own(
        "---\ntitle: é\n- x\n---\n",
        "front-matter-unreadable",
        "- x",
    );
    own("---\ntitle: é\n\nx", "front-matter-not-closed", "---");
    own(
        "é\n\n::: {.a b}\nx\n:::\n",
        "attributes-unreadable",
        "::: {.a b}",
    );
    own("é\n\n• one\n", "bullet-typed", "•");
    own("é\n\n: C {#tbl:x}\n\nx", "caption-alone", "C {#tbl:x}");
    own("é [@smith2020 x\n", "citation-not-closed", "[@smith2020");
    own("é `x\n", "code-not-closed", "`");
    own("é **x\n", "emphasis-not-closed", "**");
    own("é $p < 1\n", "formula-not-closed", "$");
    own("é [x](a.b\n", "link-not-closed", "[x](a.b");
    own("é \\foo{x}\n", "latex-command", "\\foo{x}");
    own("é \\foo x\n", "latex-command-printed", "\\foo");
    own("é \\textbf{x\n", "latex-not-closed", "\\textbf{");
    own("é \\begin{quote}x\n", "latex-environment", "\\begin{quote}");
    own("é \\label{x}\n", "label-behind-nothing", "\\label{x}");
    own("é\n\n```{r}\nx\n```\n", "chunk-not-run", "```{r}");
    own("é `r f(x)`\n", "inline-code-not-run", "`r f(x)`");
    own(
        "é\n\n::: {.callout} é x\nx\n:::\n",
        "words-behind-fence",
        "é x",
    );
    own("# é\n\n: é {#tbl:x}\nx\n", "text-below-caption", "{#tbl:x}");
    own("é\n\n1. é\n5. é\n", "list-number-changed", "5.");
    own("é\n\n- é\n-\n- é\n", "list-item-empty", "-");
    own("é\n\nA. é\nB. é\n", "list-not-read", "A.");
    own("é {{< x >}}\n", "shortcode-not-run", "{{< x >}}");
    own("é (ref:x)\n", "text-reference-unknown", "(ref:x)");
    own("é\n\n(ref:x) é\n", "text-reference-unused", "(ref:x) é");
    own("# (PART) é\n", "book-division", "# (PART) é");
    own("- é\n\n  \\newpage\n", "page-break-inside", "\\newpage");
    own("# 1. é\n", "heading-numbered-by-hand", "1.");
    own("é\n\n[x]: y\n", "link-target-unused", "[x]: y");
    own("x[^1]\n\n[^1]: é\n\n[^1]: z\n", "footnote-twice", "[^1]: z");
    own("| é |\n|---|\n| b | c |\n", "table-cell-lost", "c");
    own("| é | b |\n|---|\n", "table-unreadable", "| é | b |");
    own("![é](a.svg) ![b](b.svg)\n", "sub-figures", "![b](b.svg)");
    own(
        "é ![b](b.svg){#fig-b} c\n",
        "label-behind-nothing",
        "#fig-b",
    );
    let deep = format!("é\n\n{}x", "- ".repeat(30));
    own(&deep, "nesting-too-deep", "- - - - - - x");
    own("#\n", "heading-empty", "#");
    own("é\n\n+---+\n| é |\n+--+\n", "table-unreadable", "+--+");
    own(
        "+---+---+\n| é | b |\n+---+---+\n| é  | b |\n+---+---+\n",
        "table-unreadable",
        "| é  | b |",
    );
    own(
        "> +---+---+\n> | é | b |\n",
        "table-unreadable",
        "| é | b |",
    );
    own(
        "+---+---+\n| é   b |\n| b | c |\n+-+-----+\n",
        "table-unreadable",
        "| é   b |",
    );
    own("---\ntitel: x\n---\n", "front-matter-key", "titel");
    own("---\nwords: many\n---\n", "front-matter-words", "many");
    own(
        "| a |\n|---|\n| b |\n\n: C {widths=\"1 2\"}\n",
        "widths-unknown",
        "\"1 2\"",
    );
    own(
        "| a |\n|---|\n| b |\n\n: C {header-columns=all}\n",
        "header-columns-unknown",
        "all",
    );
    own(
        "![x](a.svg){placement=left}\n",
        "placement-unknown",
        "{placement=left}",
    );
}

#[test]
fn what_was_brought_from_elsewhere_is_found_where_it_stands() {
    own("é [[b]] y\n", "note-link", "[[b]]");
    own("é ![[b]] y\n", "embedded-note", "![[b]]");
    own("é %%b%% y\n", "hidden-comment", "%%b%%");
    own("é. #tag\n", "tag-typed", "#tag");
    own("é b ^b-12\n", "block-id", "^b-12");
    own("é\n\n{:toc}\n", "brace-order", "{:toc}");
    own("é {++b++} y\n", "changes-undecided", "{++b++}");
    own("é {>>b y\n", "change-not-closed", "{>>");
    let path = "../../a.svg";
    own(&format!("é\n\n![]({path})\n"), "file-outside-project", path);
    own("#É b\n", "heading-without-space", "#É b");
    own("é \u{202e}b\n", "unseen-sign", "\u{202e}");
    own(
        "---\ntitle: \"é {++b++}\"\n---\n",
        "changes-undecided",
        "{++b++}",
    );
}

#[test]
fn every_glyph_of_a_text_leads_back_to_its_letter() {
    let markdown = "# Tïtle *x*\n\na &amp; b\\*c “d” -- `cöde` x~2~ [lïnk](https://a.b)\n\n```\nlïne one\n  two\n```\n\n- é **bold**\n";
    let chapter = chapter(markdown);
    let document = chapter
        .document()
        .map_err(|errors| format!("{errors:?}"))
        .unwrap();
    let mut seen = 0;
    for page in document.pages() {
        glyphs(&page.frame, &mut |text, span, offset| {
            let Some(range) = chapter.origin(span, offset) else {
                panic!("{text:?} has no origin");
            };
            let source = &markdown[range.start..];
            let is_same = source.starts_with(text)
                || (text == "–" && source.starts_with("--"))
                || source.starts_with("&amp;");
            assert!(is_same, "{text:?} leads to {source:?}");
            seen += 1;
        });
    }
    assert!(seen > 30);
}

fn glyphs(frame: &typst::layout::Frame, check: &mut dyn FnMut(&str, typst::syntax::Span, usize)) {
    use typst::layout::FrameItem;
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => glyphs(&group.frame, check),
            FrameItem::Text(text) => {
                for glyph in &text.glyphs {
                    let shown = &text.text[glyph.range()];
                    if !shown.trim().is_empty() {
                        check(shown, glyph.span.0, usize::from(glyph.span.1));
                    }
                }
            }
            _ => {}
        }
    }
}

#[test]
fn what_a_word_processor_left_is_reported_where_it_stands() {
    let prose = "It was the way of the nurses.";
    own("é\n\n1.2 Method\n\nText", "heading-typed", "1.2 Method");
    own("é is so.\n---", "heading-by-line", "é is so.");
    own(
        "é\n\n![](a.svg)\n\nFigure 1: É",
        "caption-typed",
        "Figure 1: É",
    );
    own(
        "é\n\n![Figure 1: É](a.svg)",
        "caption-numbered-by-hand",
        "Figure 1: ",
    );
    own("é\n\na\tb\nc\td", "table-of-tabs", "a\tb");
    own(&format!("é\n\n\t{prose}"), "indented-paragraph", prose);
    let lost = "Error! Bookmark not defined.";
    own(&format!("é {lost}"), "word-field-lost", lost);
}

#[test]
fn a_file_that_cannot_be_included_is_reported_where_it_is_named() {
    let line = "{{< include ../../a.md >}}";
    own(&format!("é\n\n{line}\n"), "include-unreadable", line);
    let line = "{{< include a.csv >}}";
    own(&format!("é\n\n- {line}\n"), "include-unreadable", line);
    engine("é\n\n{{< include b.md >}}\n", "{{< include b.md >}}");
}

#[test]
fn a_reference_to_nothing_is_reported_where_it_is_written() {
    let lead = Lead::Nowhere(Some("fig:y".to_owned()));
    let settings = Settings {
        names: KnownNames {
            leads: [("fig:x".to_owned(), lead)].into(),
            ..KnownNames::default()
        },
        ..Settings::default()
    };
    let markdown = "é [see @fig:x] and @a\n";
    let conversion = converted_with(markdown, &settings);
    let found = complaints(markdown, &conversion.findings);
    assert_eq!(found, [("unknown-label", "@fig:x")]);
    assert_eq!(conversion.findings[0].hints, ["did you mean `@fig:y`?"]);
}

#[test]
fn no_finding_is_forgotten() {
    let planted = [include_str!("places.rs"), include_str!("abbreviations.rs")].concat();
    let is_planted = |code: &&str| planted.contains(&format!("\"{code}\""));
    let codes = RULES.iter().map(|rule| rule.code);
    let forgotten: Vec<&str> = codes.filter(|code| !is_planted(code)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
