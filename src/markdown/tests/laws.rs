//! Laws that hold for any text: it survives, it never panics, it can be printed and read again.

use proptest::prelude::*;
use typst::syntax::parse;

use crate::diagnostics::Level;
use crate::markdown::print;
use crate::markdown::tests::fragments::FRAGMENTS;
use crate::markdown::tests::testing::{PLAIN, chapter, chapter_with, complaints, converted};

/// Everything that means something to Typst or to Markdown.
const SYNTAX: [&str; 60] = [
    "#",
    "$",
    "@",
    "<x>",
    "*",
    "_",
    "`",
    "```",
    "//",
    "/*",
    "*/",
    "=",
    "==",
    "+",
    "-",
    "/ x:",
    "~",
    "--",
    "---",
    "...",
    "\"",
    "'",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    "\\",
    "#let x = 1",
    "$x^2$",
    "@a",
    "<",
    ">",
    "https://a.org",
    "1.",
    "12.",
    "-1",
    "-?",
    ":",
    ";",
    ".x",
    "(x)",
    "&",
    "&amp;",
    "|",
    "!",
    "![",
    "%",
    "^",
    "\\u{41}",
    "#[",
    "é",
    "—",
    "’",
    "日本",
    "☑",
    "\u{a0}",
    "u{",
    "h",
];

fn snippet() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => proptest::sample::select(SYNTAX.to_vec()).prop_map(str::to_owned),
        2 => "[a-zA-Z0-9 ]{1,6}",
        1 => "[ -~]{1,5}",
        1 => "[¡-ſΑ-ωА-я]{1,3}",
    ];
    proptest::collection::vec(part, 1..8).prop_map(|parts| parts.concat())
}

/// Writes a text in Markdown so that none of it means anything.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn without_space(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{ad}')
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    /// 100 documents of 100 snippets, alone in a paragraph, in a list, in emphasis, in a heading.
    #[test]
    fn any_text_comes_out_as_those_very_characters(snippets in proptest::collection::vec(snippet(), 100)) {
        let mut markdown = String::new();
        let mut wanted = String::new();
        for (at, snippet) in snippets.iter().enumerate() {
            let text = escaped(snippet.trim());
            wanted.push_str(&without_space(snippet));
            match at % 6 {
                0 => markdown.push_str(&format!("{text}\n\n")),
                1 => markdown.push_str(&format!("- {text}\n\n")),
                2 => markdown.push_str(&format!("x **x{text}x** x\n\n")),
                3 => markdown.push_str(&format!("## x{text}\n\n")),
                4 => markdown.push_str(&format!("x\nx{text}\\\nx{text}\n\n")),
                _ => markdown.push_str(&format!("> x[{text}](https://x.y)x\n\n")),
            }
            if at % 6 == 4 {
                wanted.push_str(&without_space(snippet));
            }
        }
        // The letters that the frames around the snippets add stand out by being looked for.
        let text = chapter(&markdown).text();
        prop_assert!(text.is_ok(), "{text:?}\n{markdown}");
        // A hyphen at the end of a line is a soft one to the engine.
        let have: String = text.unwrap_or_default().replace(['x', '\u{ad}'], "");
        prop_assert_eq!(have, wanted.replace('x', ""), "{}\n{}", markdown, converted(&markdown).source.text());
    }
}

/// Pieces of Markdown that may meet in any order.
pub(crate) fn markdown() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(FRAGMENTS), 0..40)
        .prop_map(|parts| parts.concat())
}

pub(crate) fn holds(text: &str) {
    let conversion = converted(text);
    let root = conversion.source.root();
    let printed = print(root);
    assert!(
        !root.diagnosis().errors,
        "{text:?}\n{printed}\n{:?}",
        root.errors_and_warnings().0
    );
    assert!(parse(&printed).spanless_eq(root), "{text:?}");
    for finding in &conversion.findings {
        let range = finding.place.as_ref().and_then(|place| place.range.clone());
        assert!(
            range.is_none_or(|range| text.get(range).is_some()),
            "{text:?} {finding:?}"
        );
    }
    let made = conversion.source.text();
    for (at, c) in made.char_indices() {
        let range = conversion.origins.to_markdown(at..at + c.len_utf8());
        assert!(
            text.get(range.clone()).is_some(),
            "{text:?} {at} {range:?}\n{made}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_becomes_typst_that_can_be_read_again(text in markdown()) {
        holds(&text);
    }

    #[test]
    fn any_text_at_all_becomes_typst_that_can_be_read_again(text in "\\PC{0,60}|[\\x00-\\x7f]{0,60}") {
        holds(&text);
    }
}

#[test]
fn brackets_quotations_and_lists_1500_deep_neither_hang_nor_overflow() {
    for (open, close) in [
        ("[", "]"),
        ("> ", ""),
        ("- ", ""),
        ("*a ", ""),
        ("**", "**"),
        ("![", "](x)"),
        ("^[", "]"),
        ("{", "}"),
        ("<sub>", "</sub>"),
        ("(", ")"),
        ("`", ""),
        ("$", ""),
        ("::: {.a}\n", "\n:::"),
        ("~", "~"),
        ("[^1", "]"),
        ("\\textbf{", "}"),
        ("{\\em ", "}"),
        ("\\foo{", "}"),
        ("\\footnote{", "}"),
        ("\\cite[", "]{a}"),
    ] {
        let text = format!("{}x{}", open.repeat(1500), close.repeat(1500));
        holds(&text);
    }
    let nested: String = (0..1500)
        .map(|at| format!("{}- x\n", "  ".repeat(at)))
        .collect();
    holds(&nested);
}

#[test]
fn what_lies_too_deep_is_found_at_its_place_and_its_text_stays() {
    let text = format!("{}deep *word*", "> ".repeat(40));
    let conversion = converted(&text);
    let found = complaints(&text, &conversion.findings);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "nesting-too-deep");
    assert!(found[0].1.ends_with("word*"));
    assert_eq!(conversion.findings[0].level, Level::Deny);
    assert_eq!(chapter(&text).text().as_deref(), Ok("deepword"));
}

#[test]
fn a_large_file_is_converted_in_linear_time_and_a_larger_one_refused() {
    let text = "Some *words* of a chapter [@smith2020, p. 4] with `code`.\n\n".repeat(2000);
    holds(&text[..20_000]);
    let conversion = converted(&"x".repeat(8_400_000));
    assert_eq!(conversion.findings[0].code, "file-too-large");
    let long = "word ".repeat(20_000) + &"x".repeat(70_000);
    let conversion = converted(&long);
    let longest = longest_leaf(conversion.source.root());
    assert!(longest <= 33_000, "{longest}");
}

fn longest_leaf(node: &typst::syntax::SyntaxNode) -> usize {
    let own = if node.children().len() == 0 {
        node.len()
    } else {
        0
    };
    node.children()
        .map(longest_leaf)
        .max()
        .unwrap_or(0)
        .max(own)
}

#[test]
fn line_ends_marks_and_control_characters_do_no_harm() {
    let text = "\u{feff}# A\r\n\r\nb\tc\u{0}d\r\ne  \r\nf\r\n";
    let conversion = converted(text);
    let made = conversion.source.text();
    let at = made.find('b').unwrap();
    assert_eq!(&text[conversion.origins.to_markdown(at..at + 1)], "b");
    assert_eq!(
        chapter_with(PLAIN, text).text().as_deref(),
        Ok("Abc\u{fffd}def")
    );
}

#[test]
fn whatever_is_nested_as_deep_as_may_be_is_typeset() {
    for (unit, tail) in [
        ("> ", ""),
        ("- ", ""),
        ("1. ", ""),
        ("> - ", ""),
        ("*a ", ""),
        ("[", "]{.no-count}"),
        ("::: {.callout}\n\n", "\n\n:::\n"),
        ("- ::: {.callout}\n", ""),
    ] {
        let text = format!("{}x{}", unit.repeat(60), tail.repeat(60));
        let page = chapter(&text).text();
        assert!(
            page.as_ref().is_ok_and(|page| page.contains('x')),
            "{unit}: {page:?}"
        );
    }
}

#[test]
fn long_runs_of_one_mark_take_no_longer_than_their_length() {
    // Quadratic work on these would take minutes, so no clock is needed.
    for mark in [
        "\"",
        "^",
        "{",
        "-",
        ".",
        "=",
        "[",
        "*",
        "@a",
        "\\(",
        "^a",
        "~a",
        "%",
        "==",
        "==a ",
        "{++",
        "[[",
        "{~~a~>",
        "++}",
        "<a ",
        "<script>",
        "<script></script>",
        "<img src=a ",
    ] {
        holds_quickly(&mark.repeat(40_000));
    }
    for mark in [
        "<div",
        "<div>",
        "<script></script>",
        "<script>",
        "<!--",
        "<table><tr>",
        "<figure>",
    ] {
        holds_quickly(&format!("<div>{}", mark.repeat(20_000)));
    }
    for mark in [
        "](a.b",
        "\\a{",
        " **a",
        "$a=",
        " ``a",
        "[@a ",
        "[see @a; ",
        "[@a, p. 3 x] ",
        "@a [",
        "@a [p. 3] ",
        "[@a [",
        "[@a, (",
        "@{a",
        "• ",
        "(@) ",
        "[x]: y\n",
        "[^1]: x\n",
        "|a",
        "| a |\n",
        ": a\n\n",
        "a\n: b\n\n",
        ":::\n",
        "::: {.a}\n",
        "*[a]: b\n",
        "# 1. a\n",
        "![a](b)",
        "<u>",
        "</u>",
        "<!--",
        "---\n",
        "```\n",
        "https://a.b ",
        "[[a ",
        "[[a]] ",
        "![[a",
        "%% a ",
        "%%\n\n",
        "%% a\n\nb %%\n\n",
        "{++a\n\n",
        "{++a\n\nb++}\n\n",
        "{>>a<<}",
        "[a]{.insertion author=b} ",
        "\\begin{figure}\n",
        "\\begin{tabular}{l}\na \\\\\n",
        "\\begin{tabular}{l}\na \\\\\n\\end{tabular}\n",
        "$\\eqref{a}$ ",
        "a{.b}",
        "{==a [",
        " ==a",
        "#a\n",
        "{:.a}\n\n",
        "a ^b-12\n\n",
        "-- --\n",
        "--- ---\na b\n",
        "-----\na\n\n",
        "a  b\n-- --\nc  d\n\n",
        "+---+\n",
        "+---+\n|\n",
        "+---+\n\n",
        "+-+-",
        "+-+-+\n| + |\n",
        "+---+\n| a |\n+---+\n",
    ] {
        holds_quickly(&mark.repeat(4_000));
    }
}

pub(crate) fn holds_quickly(text: &str) {
    assert!(!converted(text).source.root().diagnosis().errors);
}
