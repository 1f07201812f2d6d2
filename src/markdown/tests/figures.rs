//! Figures of several parts, blocks and pictures as other programs write them, callouts.

use crate::markdown::tests::testing::{chapter_with, complaints, converted, shows, writes};

/// The Typst of a chapter, without its import, in one line.
#[track_caller]
fn typst(markdown: &str, wanted: &str) {
    let conversion = converted(markdown);
    let text = conversion.source.text();
    let text = text
        .strip_prefix("#import \"/.folio/markdown.typ\" as folio\n\n")
        .unwrap_or(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words.join(" "), wanted, "{markdown}");
    assert_eq!(complaints(markdown, &conversion.findings), [], "{markdown}");
}

/// What the page shows, with numbers, without white space.
#[track_caller]
fn page(markdown: &str, wanted: &str) {
    let head = "#set figure(numbering: \"1\")\n#set heading(numbering: \"1\")\n#show figure.caption: it => it.body";
    let shown = chapter_with(head, markdown).text().unwrap();
    assert_eq!(shown, wanted, "{markdown}");
}

#[test]
fn parts_of_a_figure_stand_side_by_side_with_names_by_letter() {
    typst(
        "::: {#fig:p layout-ncol=2}\n![L](a.svg){alt=\"x\"}\n\n![R](b.svg){#fig-r}\n\nBoth *of* them.\n:::",
        "#figure( folio.parts(image, ((1, 1,),), \
         folio.part(image(\"a.svg\", alt: \"x\"), caption: [L], name: <fig:p-a>), \
         folio.part(image(\"b.svg\"), caption: [R], name: <fig-r>), ), \
         kind: image, caption: [Both _of_ them.], ) <fig:p>",
    );
    typst(
        "::: {#fig-p}\n![](a.svg){width=30%}\n![](b.svg){width=60%}\n\n![](c.svg)\n\nAll.\n:::",
        "#figure( folio.parts(image, ((30, 60,), (1,),), \
         folio.part(image(\"a.svg\"), name: <fig-p-a>), \
         folio.part(image(\"b.svg\"), name: <fig-p-b>), \
         folio.part(image(\"c.svg\"), name: <fig-p-c>), ), \
         kind: image, caption: [All.], ) <fig-p>",
    );
    page(
        "@fig:p, @fig:p-a, @fig-r, @fig:p-b\n\n![x](a.svg){#fig:x}\n\n::: {#fig:p layout=\"[[1,1],[1]]\"}\n![L](a.svg)\n\n![R](b.svg){#fig-r}\n\nBoth.\n:::",
        "Figure2,Figure2a,Figure2b,Figure2bxLRBoth.",
    );
}

#[test]
fn a_block_round_one_thing_gives_it_a_caption_and_a_name() {
    let table = "| a |\n|---|\n| b |";
    let made = "#figure( table( columns: 1, table.header([a]), [b], ), kind: table, caption: [C _d_.], ) <tbl-x>";
    typst(&format!("::: {{#tbl-x}}\n\n{table}\n\nC *d*.\n\n:::"), made);
    typst(
        &format!("::: {{#tbl-x}}\n\n{table}\n\n: C *d*.\n\n:::"),
        made,
    );
    typst(
        &format!("::: {{#tbl-x tbl-cap=\"C *d*.\"}}\n\n{table}\n\n:::"),
        made,
    );
    for (caption, printed) in [
        ("{#tbl-x tbl-cap=\"C *d*.\"}", "[C _d_.]"),
        ("C {#tbl-x tbl-cap=\"*d*.\"}", "[C\\. _d_.]"),
        ("C d. {#tbl-x tbl-cap=\"C *d*.\"}", "[C _d_.]"),
    ] {
        typst(
            &format!("{table}\n\n: {caption}"),
            &made.replace("[C _d_.]", printed),
        );
    }
    typst(
        &format!("::: {{.landscape #tbl-x}}\n\n{table}\n\nC *d*.\n:::"),
        &format!("#folio.landscape[ {made} ]"),
    );
    typst(
        "::: {#fig-y fig-align=\"center\"}\n![](a.svg){fig-alt=\"Alt\"}\n\nC.\n:::",
        "#figure( image(\"a.svg\", alt: \"Alt\"), caption: [C.], ) <fig-y>",
    );
    typst(
        "![](a.svg){#fig-y fig-cap=\"C.\" out-width=\"50%\" fig-pos='H'}",
        "#figure( image(\"a.svg\", width: 50%), caption: [C.], ) <fig-y>",
    );
    typst(
        "::: {#lst-z}\n```r\nx\n```\n\nC.\n:::",
        "#figure( [ ```r x ``` ], kind: raw, caption: [C.], ) <lst-z>",
    );
    typst(
        &format!("{table}\n\n: C *d*. {{#tab:x}}"),
        &made.replace("tbl-x", "tab:x"),
    );
}

#[test]
fn a_wish_for_an_arrangement_makes_no_figure_of_figures() {
    typst(
        "::: {layout-ncol=2}\n![A](a.svg){#fig-a}\n\n![B](b.svg)\n:::",
        "#figure( image(\"a.svg\"), caption: [A], ) <fig-a> #figure( image(\"b.svg\"), caption: [B], )",
    );
    typst("::: {layout-ncol=2}\nText.\n:::", "Text.");
}

#[test]
fn callouts_have_a_title_or_a_word() {
    typst(
        "::: {.callout-note}\nText.\n:::",
        "#folio.callout(word: \"Note\")[ Text. ]",
    );
    typst(
        "::: {.callout-tip title=\"A *b*\" collapse=true}\nText.\n:::",
        "#folio.callout(title: [A _b_])[ Text. ]",
    );
    typst(
        "::: {.callout-warning}\n## A *b*\n\nText.\n:::",
        "#folio.callout(title: [A _b_])[ Text. ]",
    );
    for (first, call) in [
        ("[!NOTE]\n> Text.", "word: \"Note\""),
        ("[!note]- A *b*\n> Text.", "title: [A _b_]"),
        ("[!Tip] A *b*\n>\n> Text.", "title: [A _b_]"),
    ] {
        typst(
            &format!("> {first}"),
            &format!("#folio.callout({call})[ Text. ]"),
        );
    }
    typst(
        "> [!NOTE]\n> A\n>\n> > [!TIP] B\n> > C",
        "#folio.callout(word: \"Note\")[ A #folio.callout(title: [B])[ C ] ]",
    );
    typst("> [!quote]\n> A", "#quote(block: true)[ A ]");
    typst("> [!] A", "#quote(block: true)[ \\[!\\] A ]");
    typst("> A [!NOTE]", "#quote(block: true)[ A \\[!NOTE\\] ]");
}

#[test]
fn blocks_of_a_screen_are_printed_as_they_are() {
    for class in [".content-visible when-format=\"pdf\"", "#refs"] {
        typst(&format!("::: {{{class}}}\nText.\n:::"), "Text.");
    }
    for class in ["{.column-margin}", "{.columns}", "{.panel-tabset}"] {
        let block = format!("::: {class}\nText.\n:::\n");
        shows(&block.repeat(2), "Text. Text.", &[("class-unknown", class)]);
    }
    let block = "::: {.content-visible when-format=\"html\"}\nText[^n] {++a++}.\n:::";
    shows(block, "", &[("raw-block", block)]);
    typst(
        "::: {lang=fr-ca}\nMots.\n:::\n\n[mot]{lang=fr}",
        "#text(lang: \"fr\", region: \"CA\")[ Mots. ] #text(lang: \"fr\", region: none)[mot]",
    );
}

#[test]
fn a_part_in_another_language_has_notes_and_quotation_marks_of_that_language() {
    let german = "#text(lang: \"de\", region: none)";
    let note = "(text(lang: \"de\", region: none)[Ein \"Wort\".])";
    typst(
        "::: {.quote lang=de}\nEin \"Satz\".^[Ein \"Wort\".]\n:::",
        &format!("{german}[ #quote(block: true)[ Ein \"Satz\".#footnote{note} ] ]"),
    );
    typst(
        "::: {lang=de}\nEin \"Satz\".[^a][^b]\n\n[^a]: Ein \"Wort\".\n:::\n\n[^b]: A \"word\".",
        &format!("{german}[ Ein \"Satz\".#footnote{note}#footnote[A “word”.] ]"),
    );
    typst(
        "\"So [\"ja\" [\"yes\"]{lang=en}]{lang=de}\"",
        &format!("“So {german}[\"ja\" #text(lang: \"en\", region: none)[“yes”]]”"),
    );
}

#[test]
fn a_picture_on_a_line_of_its_own_is_a_figure() {
    let figure =
        |name: &str| format!("#figure( image(\"{name}.svg\"), caption: [C.], ) <fig-{name}>");
    let (a, b) = (figure("a"), figure("b"));
    for (markdown, made) in [
        ("Text\n![C.](a.svg){#fig-a}", format!("Text {a}")),
        ("![C.](a.svg){#fig-a}\nText", format!("{a} Text")),
        (
            "Text\\\n![C.](a.svg){#fig-a}\nmore",
            format!("Text {a} more"),
        ),
        (
            "![C.](a.svg){#fig-a}\n![C.](b.svg){#fig-b}",
            format!("{a} {b}"),
        ),
        (
            "> Text\n> ![C.](a.svg){#fig-a}",
            format!("#quote(block: true)[ Text {a} ]"),
        ),
    ] {
        typst(markdown, &made);
    }
    typst(
        "Text ![words](a.svg) more",
        "Text #box(image(\"a.svg\", alt: \"words\")) more",
    );
}

#[test]
fn a_caption_in_the_attributes_leaves_the_bracket_to_say_what_is_seen() {
    typst(
        "![E](a.svg){fig-cap=\"The *cap*\"}",
        "#figure( image(\"a.svg\", alt: \"E\"), caption: [The _cap_], )",
    );
    writes(
        "![E](a.svg){fig-scap=\"S\"}",
        "caption: [E]",
        &[("attribute-unknown", "\"S\"")],
    );
}

#[test]
fn a_theorem_has_a_number_by_which_it_is_referred_to() {
    for block in [
        "```{theorem, a}\n*T.*\n```",
        "```{theorem, label=\"a\"}\n*T.*\n```",
        "::: {.theorem #a}\n*T.*\n:::",
        "::: {#thm-a}\n*T.*\n:::",
    ] {
        page(
            &format!(
                "```{{lemma}}\nL.\n```\n\n{block}\n\nTheorem \\@ref(thm:a), @thm-a, Theorem @thm-a"
            ),
            "Lemma1L.Theorem1T.Theorem1,Theorem1,Theorem1",
        );
    }
    page(
        "::: {#def-x}\n\n## Of *one*\n\nD.\n\n:::\n\n::: {#def-y name=\"Two\"}\nE.\n:::\n\n@def-y",
        "Definition1.OfoneD.Definition2.TwoE.Definition2",
    );
    page(
        "::: {.lemma name=\"Of *a*\"}\nL.\n:::\n\n::: {.example}\nE.\n:::",
        "Lemma1.OfaL.E.",
    );
    page("::: {.example}\nE.\n:::\n\n```{r}\nx\n```", "Example1E.");
    typst(
        "::: {#exm-x}\nE.\n:::",
        "#folio.statement(\"Example\", name: <exm-x>)[ E. ]",
    );
}

#[test]
fn one_picture_in_a_layout_has_no_letter() {
    let one = "::: {#fig-x layout-ncol=2}\n![L](a.svg)\n\nAll.\n:::";
    page(&format!("{one}\n\n@fig-x"), "LAll.Figure1");
}

#[test]
fn a_name_may_have_spaces_and_brackets() {
    typst(
        "![H](my picture (1).svg)",
        "#figure( image(\"my picture (1).svg\"), caption: [H], )",
    );
    typst(
        "![H [a](https://b.c) [d](https://e.f)](my picture.svg)",
        "#figure( image(\"my picture.svg\"), caption: [H #link(\"https://b.c\")[a] #link(\"https://e.f\")[d]], )",
    );
    writes("![H](my picture.svg \"A title\")", "caption: [H]", &[]);
}

#[test]
fn a_backslash_behind_a_picture_says_that_it_is_no_figure() {
    shows("![p](a.svg)\\", "", &[]);
    writes("![p](a.svg)\\", "#box(image(", &[]);
    shows("a ![p](a.svg)\\", "a \\", &[]);
}

#[test]
fn a_key_without_its_word_is_the_number_alone() {
    writes(
        "Panel [-@fig-x] and [-@smith].\n\n![p](a.svg){#fig-x}",
        "Panel #ref(<fig-x>, supplement: none) and #folio.cited(",
        &[],
    );
}

#[test]
fn a_width_in_a_layout_is_a_share_of_the_column() {
    writes(
        "::: {#fig-p layout-ncol=2}\n![L](a.svg){width=50%}\n\n![R](b.svg)\n\nBoth.\n:::",
        "image(\"a.svg\", width: 50%)",
        &[],
    );
}

#[test]
fn figures_among_the_text_of_a_figure_take_no_number() {
    page(
        "@fig-p\n\n::: {#fig-p}\nText.\n\n![L](a.svg)\n\nAll.\n:::\n\n![N](a.svg){#fig-n}\n\n@fig-n",
        "Figure1Text.LAll.NFigure2",
    );
}
