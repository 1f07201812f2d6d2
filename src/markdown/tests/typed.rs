//! What is typed nearly as this dialect has it: the page keeps its words, and a finding says more.

use crate::markdown::tests::testing::{shows, writes};

#[test]
fn words_behind_a_fence_are_printed() {
    let code = "words-behind-fence";
    shows(
        "::: {.callout} Words *é* behind\nText\n:::\n",
        "Words é behind Text",
        &[(code, "Words *é* behind")],
    );
    shows(
        ":::{.callout}No space:::\n\nText\n",
        "No space Text",
        &[(code, "No space")],
    );
    shows(
        "::: Some words here\nText\n:::\n",
        "Some words here Text",
        &[(code, "Some words here")],
    );
    for fence in [
        "::: {.quote}",
        "::: quote",
        ":::quote",
        "::: quote :::::",
        "::: {.quote} :::",
    ] {
        writes(
            &format!("{fence}\nText\n:::\n"),
            "#quote(block: true)[",
            &[],
        );
    }
    writes("::: callout {.no-count}\nA\n:::\n", "#folio.callout[", &[]);
}

#[test]
fn what_has_a_label_has_a_number() {
    writes(
        "```{#lst-x .python lst-cap=\"A listing\"}\nx\n```\n\n@lst-x",
        "caption: [A listing]",
        &[],
    );
    writes("```{#lst-x .python}\nx\n```\n\n@lst-x", "caption: []", &[]);
    writes(
        "| A |\n|---|\n| 1 |\n{: #tbl:k}\n\n@tbl:k",
        "caption: [],\n) <tbl:k>",
        &[],
    );
}

#[test]
fn a_caption_directly_below_a_table_is_its_caption() {
    for mark in [": ", "Table: "] {
        for table in ["| A | B |\n|---|---|\n| 1 | 2 |", "A | B\n--|--\n1 | 2"] {
            let markdown = format!("{table}\n{mark}Cap *é* {{#tbl:d}}\n\nSee @tbl:d.\n");
            writes(&markdown, "caption: [Cap _é_],\n) <tbl:d>", &[]);
            let markdown = format!("{table}\n{mark}Cap *é* {{#tbl:d}}\nText.\n");
            writes(&markdown, "caption: [Cap _é_],\n) <tbl:d>\n\nText.", &[]);
            let quoted = format!("> {}\n", markdown.trim_end().replace('\n', "\n> "));
            writes(&quoted, "caption: [Cap _é_],", &[]);
        }
    }
    writes(
        "- x\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n  : Cap\n  goes on\n- y\n",
        "caption: [Cap\n    goes on],",
        &[],
    );
    // A row may begin so.
    writes("| A | B |\n|---|---|\n: a | b", "[: a]", &[]);
}

#[test]
fn lists_and_tables_may_stand_directly_below_text() {
    writes(
        "Text:\na) one\nb) two\n",
        "Text:\n\n#folio.counted(\"a)\")[\n  1. one\n  2. two\n]",
        &[],
    );
    writes("Text:\n(i) one\n(ii) two\n", "#folio.counted(\"(i)\")", &[]);
    writes("Text:\ne. coli\n", "Text:\ne. coli", &[]);
    writes("Text\na) one\nb) two\n", "Text\na) one\nb) two", &[]);
    writes(
        "Text before\nA    B\n---  ---\n1    2\n",
        "Text before\n\n#table(\n  columns: 2,",
        &[],
    );
    writes("Text  two\n---\n", "== Text  two", &[]);
}

#[test]
fn a_caption_ends_with_its_label() {
    let code = "text-below-caption";
    let table = "| A |\n|---|\n| 1 |\n\n";
    writes(
        &format!("{table}: Cap {{#tbl:a}}\nText *é*.\n"),
        "caption: [Cap],\n) <tbl:a>\n\nText _é_.",
        &[(code, "{#tbl:a}")],
    );
    writes(
        &format!("{table}: Cap\ngoes on {{#tbl:a}}\n"),
        "caption: [Cap\n  goes on],\n) <tbl:a>",
        &[],
    );
}

#[test]
fn a_number_that_is_not_printed_is_told() {
    let code = "list-number-changed";
    writes(
        "0. zero\n\n1986. A great year.\n",
        "0. zero\n\n1. A",
        &[(code, "1986.")],
    );
    writes("98. a\n99. b\n\n9.  c\n", "100. c", &[(code, "9.")]);
    writes("> a) x\n> c) y\n", "2. y", &[(code, "c)")]);
    for fine in [
        "1. a\n1. b\n1. c\n",
        "3. a\n4. b\n",
        "0. a\n0. b\n",
        "(@) a\n(@b) c\n",
        "h) a\ni) b\n",
    ] {
        writes(fine, "", &[]);
    }
}

#[test]
fn lines_that_look_like_a_list_are_told() {
    writes(
        "A. one\nB. two\n",
        "A. one\nB. two",
        &[("list-not-read", "A.")],
    );
    for fine in [
        "A.  one\nB.  two\n",
        "A. Smith\nand others\n",
        "B. Russell\nC. Snow\n",
    ] {
        writes(fine, "", &[]);
    }
}

#[test]
fn a_list_is_tight_if_its_own_items_are() {
    writes(
        "a) x\nb) y\n\n(i) z\n",
        "#folio.counted(\"a)\")[\n  1. x\n  2. y\n]\n\n#folio.counted(\"(i)\")[\n  #enum(tight: true, start: 1)[",
        &[],
    );
}

#[test]
fn the_name_of_a_kind_stands_once() {
    let figures = "\n\n![C](a.svg){#fig:a}\n\n![D](b.svg){#fig:b}\n";
    for (text, typst) in [
        (
            "Figure @fig:a shows",
            "Figure #ref(<fig:a>, supplement: none) shows",
        ),
        (
            "see fig.\u{a0}@fig-a.",
            "see fig.~#ref(<fig:a>, supplement: none).",
        ),
        ("Figure\n@fig:a", "Figure\n#ref(<fig:a>, supplement: none)"),
        ("Figure [@fig:a]", "Figure #ref(<fig:a>, supplement: none)"),
        (
            "Figures @fig:a and @fig:b",
            "Figures #ref(<fig:a>, supplement: none) and #ref(<fig:b>, supplement: none)",
        ),
        ("@fig:a and @fig:b", "@fig:a and @fig:b"),
        ("the table @fig:a", "the table @fig:a"),
        ("-@fig:a", "#ref(<fig:a>, supplement: none)"),
        ("[see @fig:a]", "see @fig:a"),
        ("[See also @fig-a]", "See also @fig:a"),
        ("[see Figure @fig:a]", "@fig:a[see Figure]"),
        ("[Map @fig:a]", "@fig:a[Map]"),
        ("[fig. @fig:a]", "@fig:a[fig.]"),
        ("@Fig-a and @Fig:a", "@fig:a and @fig:a"),
    ] {
        writes(&format!("{text}{figures}"), &format!("{typst}\n"), &[]);
    }
}
