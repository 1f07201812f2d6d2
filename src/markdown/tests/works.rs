//! What authors wrote in works that are public, from R Markdown, pandoc-crossref, Obsidian and
//! Jekyll: what the page shows, and what is said of it.

use crate::diagnostics::{Level, ProjectPath};
use crate::markdown::tests::testing::{chapter, complaints, converted, id, shows, writes};
use crate::markdown::{Settings, convert};

#[test]
fn attributes_directly_behind_words_are_attributes() {
    for (markdown, typst) in [
        ("## Two{#sec:two}", "<sec:two>"),
        ("## *Two*{#sec:two}", "<sec:two>"),
        ("# Two (a){#sec:two}", "<sec:two>"),
        ("| a |\n|---|\n| b |\n\nTable: C [@k]{#tbl:x}", "<tbl:x>"),
        ("| a |\n|---|\n| b |\n\n:: C []{#tbl:x}", "<tbl:x>"),
        ("| a |\n|---|\n| b |\n\n:: C {#tbl:x}", "<tbl:x>"),
        ("```r\nx\n```\n\n: C *d* {#lst:x}", "<lst:x>"),
        (": (#tab:x) C *d*\n\n| a |\n|---|\n| b |", "<tab:x>"),
    ] {
        writes(markdown, typst, &[]);
        assert!(
            !converted(markdown).source.text().contains("{#"),
            "{markdown}"
        );
    }
    for (markdown, page) in [
        ("## a{b c}", "a{b c}"),
        ("## `a`{.no-count}", "a"),
        ("## f{x}", "f{x}"),
        (":: a", "::a"),
    ] {
        let text: String = page.split_whitespace().collect();
        assert_eq!(chapter(markdown).text(), Ok(text), "{markdown}");
    }
}

#[test]
fn what_a_chunk_would_make_is_missing_where_it_is_asked_for_too() {
    let missing = "```{r plot, fig.cap=\"The `x' of it\"}";
    for (asked, chunk) in [
        ("@fig:plot", missing),
        ("\\@ref(fig:plot)", missing),
        ("@fig-q", "```{r}\n#| label: fig-q"),
        ("@fig-q", "```{r, fig-q}"),
        ("@tbl-q", "```{python}\n#| label: tbl-q\n#| echo: false"),
        ("\\@ref(tab:q)", "```{r q}"),
        ("\\@ref(fig:fig-q)", "```{r fig-q}"),
    ] {
        let markdown = format!("a {asked}\n\n{chunk}\n1\n```\n\n*b*");
        let first = chunk.lines().next().unwrap();
        let name = asked.trim_start_matches("\\@ref(").trim_matches(['@', ')']);
        let page = format!("a [?{name}] b");
        shows(
            &markdown,
            &page,
            &[("unknown-label", asked), ("chunk-not-run", first)],
        );
        assert_eq!(converted(&markdown).findings[0].level, Level::Deny);
    }
    let found = converted(&format!("{missing}\n1\n```")).findings;
    assert_eq!(
        found[0].message,
        "this `{r}` block is not run, so the figure `fig:plot` that it makes is missing"
    );
    let found = converted("```{r}\n#| echo: false\n1\n```").findings;
    assert_eq!(
        found[0].message,
        "this `{r}` block is not run: neither it nor what it makes is printed"
    );
}

#[test]
fn what_only_other_programs_show_is_left_out() {
    for (markdown, code, place) in [
        ("```dataview\nlist\n```", "chunk-not-run", "```dataview"),
        ("```mermaid\ngraph\n```", "chunk-not-run", "```mermaid"),
        ("```{dot}\ngraph\n```", "chunk-not-run", "```{dot}"),
        (
            "`r if(!x) '# (APPENDIX) A {-}'`",
            "inline-code-not-run",
            "`r if(!x) '# (APPENDIX) A {-}'`",
        ),
    ] {
        shows(&format!("{markdown}\n\na"), "a", &[(code, place)]);
        assert_eq!(converted(markdown).findings[0].level, Level::Warn);
    }
    let in_text = converted("a `r if (latex) 1`").findings;
    assert_eq!(in_text[0].level, Level::Deny);
}

#[test]
fn below_a_tag_stands_markdown() {
    for (markdown, page) in [
        ("<hr>\n*a*[^1]\n\n[^1]: b", "a1 1b"),
        ("<div>\n*a*\n</div>\n*b*", "a b"),
        ("<div class=\"x\">\n# a\n</div>\n\n*b*", "a b"),
        ("<div>\n<!-- x\n\ny -->\n</div>\n\n*b*", "b"),
        ("> <hr>\n> *a*", "a"),
        ("- <hr>\n  *a*", "a"),
        ("<hr>\n> *a*", "a"),
    ] {
        let first = &markdown[markdown.find('<').unwrap()
            ..=markdown
                .find('>')
                .unwrap()
                .max(markdown[1..].find('>').map_or(0, |at| at + 1))];
        shows(markdown, page, &[("html-tag", first)]);
    }
    shows(
        "<br/>\n*a*\n\n::: {.callout}\n<br>\n*b*\n:::\nc",
        "a b c",
        &[],
    );
    shows("a\n<br>\nb", "a b", &[]);
    shows("```html\n<hr>\n*a*\n```", "<hr> *a*", &[]);
}

#[test]
fn a_div_with_the_label_of_a_figure_is_one() {
    let parts = "![a](a.svg){#fig:a}\n![b](b.svg)\n\nWords *c*";
    let markdown = format!("<div id=\"fig:x\">\n{parts}\n</div>\n\nd @fig:x");
    writes(&markdown, "<fig:x>", &[]);
    let same = format!("::: {{#fig:x}}\n{parts}\n:::\n\nd @fig:x");
    assert_eq!(chapter(&markdown).text(), chapter(&same).text());
    writes(
        "<div id=\"fig:x\">\n![a](a.svg)\n\na",
        "a.svg",
        &[("html-tag", "<div id=\"fig:x\">")],
    );
    writes(
        "<div id=\"fig:x\">\n<div>\n\n![a](a.svg)\n\n</div>\n\nC\n\n</div>\n*d*",
        "<fig:x>",
        &[("html-tag", "<div>")],
    );
}

#[test]
fn several_headings_below_a_title_are_its_sections() {
    let head = "---\ntitle: T\n---\n";
    writes(
        &format!("{head}# A\n\n## B\n\n# C"),
        "= T\n\n== A\n\n=== B\n\n== C",
        &[],
    );
    writes(
        &format!("{head}# A\n\n## B"),
        "= A\n\n== B",
        &[("title-differs", "T")],
    );
    writes(&format!("{head}# T\n\n# B"), "= T\n\n= B", &[]);
}

#[test]
fn every_label_in_a_formula_leads_to_it() {
    let formula = "\\begin{align}\na &= 1 \\label{eq:a}\\\\\nb &= 2 \\label{eq:b}\n\\end{align}";
    for asked in ["\\eqref{eq:b}", "\\eqref{eq:a}", "@eq:b"] {
        let markdown = format!("{formula}\n\nc {asked}");
        let made = converted(&markdown);
        assert_eq!(complaints(&markdown, &made.findings), []);
        let made = made.source.text();
        assert!(
            made.contains("#ref(<eq:a>") || made.contains("@eq:a"),
            "{made}"
        );
        assert!(!made.contains("eq:b"), "{made}");
    }
}

#[test]
fn a_title_stands_before_what_other_programs_put_above_it() {
    let motto = "```{block type='savequote', quote_author='A B', echo=TRUE}\n*a*\n```";
    writes(
        &format!("{motto}\n\n# T {{#sec:t}}\n\nb"),
        "= T <sec:t>\n\n#folio.epigraph(attribution: [A B])[",
        &[],
    );
    writes("\\newpage\n\n# T\n\nb", "= T\n\nb", &[]);
    writes(
        "\\newpage\n# T\n\n\\newpage\n\nb",
        "= T\n\n#folio.page-break()",
        &[],
    );
    writes(
        "a\n\n\\newpage\n\n# T",
        "a\n\n#folio.page-break()\n\n= T",
        &[],
    );
}

#[test]
fn commands_in_front_matter_are_known_in_formulas() {
    let head = "---\nheader-includes:\n  - \\newcommand{\\foo}{x^2}\n---\n";
    let found = converted(&format!("{head}a $\\foo$ b")).findings;
    let codes: Vec<_> = found.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!(codes, ["front-matter-key"]);
}

#[test]
fn names_of_other_programs_are_understood() {
    let note = "[[@kops2018|Kops (2018)]]";
    shows(
        &format!("a {note} b"),
        "a Kops (2018) b",
        &[("note-link", note)],
    );
    shows("a [[@kops2018]] b", "a (kops2018) b", &[]);
    let link = "[x]({{ site.baseurl }}/y.html)";
    shows(
        &format!("a {link} b"),
        "a x b",
        &[("link-without-target", link)],
    );
    writes("![x]({{ site.baseurl }}/a b.jpg)", "image(\"a b.jpg\"", &[]);
    writes("![x](a(t)%20b.png?raw=true)", "image(\"a(t) b.png\"", &[]);
}

#[test]
fn settings_in_the_middle_of_a_file_are_not_printed() {
    for settings in [
        "---\nnocite: '@*'\n---",
        "---\nbibliography: a.bib\nheader-includes:\n  - \\x\n- y\n...",
    ] {
        let markdown = format!("a\n\n{settings}\n\n*b*");
        shows(&markdown, "a b", &[("front-matter-unreadable", settings)]);
    }
    for text in [
        "---\n\na: b\n\n---",
        "---\nNote: b\n---",
        "---\n\nnote: b\n---",
        "---\nwe saw: b\n---",
    ] {
        let conversion = converted(&format!("a\n\n{text}\n\nb"));
        let found = conversion.findings.iter();
        assert!(
            found.clone().all(|it| it.code != "front-matter-unreadable"),
            "{text}"
        );
    }
}

#[test]
fn a_heading_for_the_list_of_references_is_not_printed_twice() {
    for end in [
        "# References",
        "## Reference list {-}\n\n::: {#refs}\n:::",
        "Bibliography\n===",
    ] {
        let markdown = format!("# A\n\nb\n\n{end}\n");
        let heading = end.split("\n\n").next().unwrap();
        shows(&markdown, "A b", &[("book-division", heading)]);
    }
    shows(
        "# References {-}\n",
        "",
        &[("book-division", "# References {-}")],
    );
    shows("# A\n\n## References\n\nb", "A References b", &[]);
}

#[test]
fn what_pandoc_writes_behind_an_address_is_no_class() {
    shows("<https://a.b>{.uri} c", "https://a.b c", &[]);
    shows("<a@b.org>{.email}", "a@b.org", &[]);
}

#[test]
fn the_title_of_a_book_is_not_that_of_its_front_page() {
    let markdown = "---\ntitle: A book\n---\n\n# Preface\n\na\n\n# About\n\nb";
    let made = |path: &str| {
        let path = ProjectPath::new(path).unwrap();
        let conversion = convert(id(path.as_str()), &path, markdown, &Settings::default());
        (
            conversion.findings.len(),
            conversion.source.text().to_owned(),
        )
    };
    let (findings, typst) = made("index.md");
    assert_eq!(
        (findings, typst.starts_with("= Preface")),
        (0, true),
        "{typst}"
    );
    assert!(made("01-a.md").1.starts_with("= A book"));
}

#[test]
fn a_tilde_below_a_term_says_what_it_means() {
    shows(
        "A\n  ~ *one*\n  ~ two\n\nB\n\n~   three\n\n    four",
        "A one two B three four",
        &[],
    );
    shows("::: {.no-count}\nA\n  ~ one\n:::\n*b*", "A one b", &[]);
    for text in ["about\n~ 5 mg", "one\ntwo\n~ three", "~ a", "# a\n~ b"] {
        shows(text, text.trim_start_matches('#'), &[]);
    }
}

#[test]
fn a_caption_may_begin_with_a_small_letter() {
    for caption in [
        "table: C\n\n| a |\n|---|\n| b |",
        "| a |\n|---|\n| b |\ntable: C",
    ] {
        writes(caption, "caption: [C]", &[]);
    }
}

#[test]
fn who_is_quoted_above_a_title_may_be_a_text_with_a_name() {
    writes(
        "```{block type='savequote', quote_author='(ref:q)'}\n*a*\n```\n(ref:q) B\n\n# T\n\nc",
        "#folio.epigraph(attribution: [B])[",
        &[],
    );
}

#[test]
fn breaks_of_latex_stand_behind_words_and_in_a_row() {
    shows("a \\newline\\newline b\\newline c", "a b c", &[]);
    shows("C:\\newline\\x", "C:\\newline\\x", &[]);
}

#[test]
fn a_comment_of_kramdowns_is_not_printed() {
    let comment = "{::comment}\na *b*\n{:/comment}";
    shows(
        &format!("c\n\n{comment}\n\nd"),
        "c d",
        &[("hidden-comment", comment)],
    );
}
