//! What is typed nearly as this dialect has it: the page keeps its words, and a finding says more.

use crate::markdown::tests::testing::{chapter, complaints, converted};

/// The page shows this, and these findings are made.
#[track_caller]
fn case(markdown: &str, page: &str, wanted: &[(&str, &str)]) {
    let chapter = chapter(markdown);
    let made = chapter.conversion.source.text();
    let page: String = page.split_whitespace().collect();
    assert_eq!(chapter.text(), Ok(page), "{markdown:?}\n{made}");
    let found = complaints(markdown, &chapter.conversion.findings);
    assert_eq!(found, wanted, "{markdown:?}");
}

/// The Typst holds this, and these findings are made.
#[track_caller]
fn holds(markdown: &str, wanted: &str, findings: &[(&str, &str)]) {
    let conversion = converted(markdown);
    let made = conversion.source.text();
    assert!(made.contains(wanted), "{markdown:?}\n{made}");
    let found = complaints(markdown, &conversion.findings);
    assert_eq!(found, findings, "{markdown:?}");
}

#[test]
fn words_behind_a_fence_are_printed() {
    let code = "words-behind-fence";
    case(
        "::: {.callout} Words *é* behind\nText\n:::\n",
        "Words é behind Text",
        &[(code, "Words *é* behind")],
    );
    case(
        ":::{.callout}No space:::\n\nText\n",
        "No space Text",
        &[(code, "No space")],
    );
    case(
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
        holds(
            &format!("{fence}\nText\n:::\n"),
            "#quote(block: true)[",
            &[],
        );
    }
    holds("::: callout {.no-count}\nA\n:::\n", "#folio.callout[", &[]);
}

#[test]
fn what_has_a_label_has_a_number() {
    holds(
        "```{#lst-x .python lst-cap=\"A listing\"}\nx\n```\n\n@lst-x",
        "caption: \"A listing\"",
        &[],
    );
    holds(
        "```{#lst-x .python}\nx\n```\n\n@lst-x",
        "caption: \"\"",
        &[],
    );
    holds(
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
            holds(&markdown, "caption: [Cap _é_],\n) <tbl:d>", &[]);
            let markdown = format!("{table}\n{mark}Cap *é* {{#tbl:d}}\nText.\n");
            holds(&markdown, "caption: [Cap _é_],\n) <tbl:d>\n\nText.", &[]);
            let quoted = format!("> {}\n", markdown.trim_end().replace('\n', "\n> "));
            holds(&quoted, "caption: [Cap _é_],", &[]);
        }
    }
    holds(
        "- x\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n  : Cap\n  goes on\n- y\n",
        "caption: [Cap\n    goes on],",
        &[],
    );
    // A row may begin so.
    holds("| A | B |\n|---|---|\n: a | b", "[: a]", &[]);
}

#[test]
fn lists_and_tables_may_stand_directly_below_text() {
    holds(
        "Text:\na) one\nb) two\n",
        "Text:\n\n#folio.counted(\"a)\")[\n  1. one\n  2. two\n]",
        &[],
    );
    holds("Text:\n(i) one\n(ii) two\n", "#folio.counted(\"(i)\")", &[]);
    holds("Text:\ne. coli\n", "Text:\ne. coli", &[]);
    holds("Text\na) one\nb) two\n", "Text\na) one\nb) two", &[]);
    holds(
        "Text before\nA    B\n---  ---\n1    2\n",
        "Text before\n\n#table(\n  columns: 2,",
        &[],
    );
    holds("Text  two\n---\n", "== Text  two", &[]);
}

#[test]
fn a_caption_ends_with_its_label() {
    let code = "text-below-caption";
    let table = "| A |\n|---|\n| 1 |\n\n";
    holds(
        &format!("{table}: Cap {{#tbl:a}}\nText *é*.\n"),
        "caption: [Cap],\n) <tbl:a>\n\nText _é_.",
        &[(code, "{#tbl:a}")],
    );
    holds(
        &format!("{table}: Cap\ngoes on {{#tbl:a}}\n"),
        "caption: [Cap\n  goes on],\n) <tbl:a>",
        &[],
    );
}

#[test]
fn a_number_that_is_not_printed_is_told() {
    let code = "list-number-changed";
    holds(
        "0. zero\n\n1986. A great year.\n",
        "0. zero\n\n1. A",
        &[(code, "1986.")],
    );
    holds("98. a\n99. b\n\n9.  c\n", "100. c", &[(code, "9.")]);
    holds("> a) x\n> c) y\n", "2. y", &[(code, "c)")]);
    for fine in [
        "1. a\n1. b\n1. c\n",
        "3. a\n4. b\n",
        "0. a\n0. b\n",
        "(@) a\n(@b) c\n",
        "h) a\ni) b\n",
    ] {
        holds(fine, "", &[]);
    }
}

#[test]
fn lines_that_look_like_a_list_are_told() {
    holds(
        "A. one\nB. two\n",
        "A. one\nB. two",
        &[("list-not-read", "A.")],
    );
    for fine in [
        "A.  one\nB.  two\n",
        "A. Smith\nand others\n",
        "B. Russell\nC. Snow\n",
    ] {
        holds(fine, "", &[]);
    }
}

#[test]
fn a_list_is_tight_if_its_own_items_are() {
    holds(
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
        holds(&format!("{text}{figures}"), &format!("{typst}\n"), &[]);
    }
}
