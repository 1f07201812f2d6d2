//! Ten minutes of documents by chance, and the ones that once went wrong.
//!
//! `cargo test --lib markdown::tests::fuzz -- --ignored --nocapture` runs them.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::markdown::tests::laws::{holds, markdown};
use crate::markdown::tests::testing::chapter;

/// Whole constructs, with what may stand around and inside them.
pub(crate) fn constructs() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[ -~]{0,12}",
        "\\PC{0,6}",
        Just("word".to_owned()),
        Just("@smith2020".to_owned()),
        Just("$x^2$".to_owned()),
        Just("`c`".to_owned()),
        Just("![p](a.svg){#fig:x width=50%}".to_owned()),
        Just("[l](#data) @fig-x @Tab:x @sec-a".to_owned()),
        Just("\n\n![p](a.svg)\n![q](b.svg){#fig-q}\n\n".to_owned()),
    ];
    leaf.prop_recursive(6, 48, 4, |inner| {
        let many = proptest::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            inner.clone().prop_map(|x| format!("*{x}*")),
            inner.clone().prop_map(|x| format!("**{x}**")),
            inner.clone().prop_map(|x| format!("[{x}](https://a.b)")),
            inner.clone().prop_map(|x| format!("[see {x}, p. 4; -@a]")),
            inner
                .clone()
                .prop_map(|x| format!("[see {x} @a, {x}; @fig:b]")),
            inner
                .clone()
                .prop_map(|x| format!("@a [{{p. {x}}} {x}; @b]")),
            inner.clone().prop_map(|x| format!("@a\n[{x}]")),
            inner.clone().prop_map(|x| format!("[{x}]{{.no-count #a}}")),
            inner.clone().prop_map(|x| format!("^[{x}]")),
            inner.clone().prop_map(|x| format!("<u>{x}</u>")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n# {x} {{#sec:a}}\n\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n- {}\n", x.replace('\n', "\n  "))),
            inner
                .clone()
                .prop_map(|x| format!("\n\n3. {}\n", x.replace('\n', "\n   "))),
            inner
                .clone()
                .prop_map(|x| format!("\n\n> {}\n", x.replace('\n', "\n> "))),
            inner
                .clone()
                .prop_map(|x| format!("\n\n::: {{.callout title=\"{x}\"}}\n{x}\n:::\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n::: {{#fig-x layout-ncol=2}}\n\n{x}\n\n{x}\n\n:::\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n::: {{.callout-tip title=\"{x}\"}}\n\n{x}\n\n:::\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n> [!NOTE]- {x}\n> {}\n", x.replace('\n', "\n> "))),
            inner
                .clone()
                .prop_map(|x| format!("\n\n[^n]: {x}\n\nx[^n]")),
            inner.clone().prop_map(|x| format!("\n\nTerm\n: {x}\n")),
            inner.clone().prop_map(|x| format!(
                "\n\n| {x} | b |\n|---|--:|\n| c | {x} | d |\n\n: {x} {{#tbl:x}}\n"
            )),
            inner
                .clone()
                .prop_map(|x| format!("\n\nTable: {x}\n\na    b\n---- ----\n{x}\n1    {x}\n\n")),
            inner.clone().prop_map(|x| format!(
                "\n\n---------\na    b\n---- ----\n{x}\n     {x}\n\n{x}\n---------\n: {x}\n"
            )),
            (inner.clone(), inner.clone()).prop_map(|(x, y)| format!("\n\n{}\n", grid(&x, &y))),
            inner
                .clone()
                .prop_map(|x| format!("\n\n+---+---+\n| {x} | b |\n+---+---+\n|{x}|\n+---+---+\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n```{{.py caption=\"{x}\"}}\n{x}\n```\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n$$\n{x}\n$$ {{#eq:x}}\n")),
            inner.clone().prop_map(|x| format!("=={x}==")),
            inner
                .clone()
                .prop_map(|x| format!("{{++{x}++}} {{--{x}--}} {{~~{x}~>{x}~~}}")),
            inner
                .clone()
                .prop_map(|x| format!("{{=={x}==}}{{>>{x}<<}}")),
            inner
                .clone()
                .prop_map(|x| format!("[[{x}]] [[a|{x}]] ![[{x}.png|{x}]]")),
            inner
                .clone()
                .prop_map(|x| format!("%%{x}%%\n\n%%\n{x}\n\n{x}\n%%")),
            inner
                .clone()
                .prop_map(|x| format!("{x}\n{{: .{x}}}\n\n{x} #tag ^{x}-12")),
            inner.clone().prop_map(|x| format!("\\textbf{{{x}}}")),
            inner
                .clone()
                .prop_map(|x| format!("\\footnote{{{x}}} \\foo{{{x}}}{{{x}}}")),
            inner
                .clone()
                .prop_map(|x| format!("\\href{{https://a.b}}{{{x}}} \\citep[{x}][{x}]{{a,b}}")),
            inner
                .clone()
                .prop_map(|x| format!("\\begin{{align}}{x}\\label{{eq:a}}\\end{{align}}")),
            inner.clone().prop_map(|x| format!(
                "\n\n````{{=latex}}\n{x}\n% {x}\n````\n\n```{{theorem, {x}}}\n{x}\n```\n"
            )),
            inner
                .clone()
                .prop_map(|x| format!("`{x}`{{=tex}} [{x}][{x}] [a](b.md#{x})\n\n# {x}\n\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n(ref:a) {x}\n\n![(ref:a)](a.svg)\n")),
            inner
                .clone()
                .prop_map(|x| format!("\n\n```{{r {x}}}\n{x}\n```\n\n`r f({x})`")),
            inner
                .clone()
                .prop_map(|x| format!("\\newcommand{{\\a}}[1]{{{x}}} $\\a{{{x}}}$")),
            inner.clone().prop_map(|x| format!(
                "\n\n<div class=\"figure\">\n<img src=\"{x}\" width=\"{x}\">\n<p class=\"caption\">(\\#fig:y){x}</p>\n</div>\n{x}\n"
            )),
            inner.clone().prop_map(|x| format!(
                "\n\n<figure>\n\n{x}\n\n<figcaption>{x}</figcaption>\n</figure>\n\n<script>{x}</script>\n"
            )),
            inner.clone().prop_map(|x| format!(
                "\n\n<table>\n<caption>{x}</caption>\n<tr><th>{x}</th></tr>\n<tr><td colspan=2>{x}</td>\n</tr>\n</table>\n"
            )),
            inner.clone().prop_map(|x| format!("\n\n<div>\n<p>{x}\n</p></div>\n{x}\n")),
            inner.clone().prop_map(|x| format!(
                "\n\n\\begin{{tabbing}}\n{x} \\= {x} \\\\\n{x} \\> {x}\n\\end{{tabbing}}\n\n\\hyperlink{{a}}{{{x}}} \\hypertarget{{{x}}}{{{x}}}"
            )),
            inner.clone().prop_map(|x| format!(
                "\n\n\\begin{{quote}}\n{x}\\\\[{x}]\n{x}\n\\end{{quote}}\n\n---\nnocite: {x}\n---\n\n{x}\n\n# References\n"
            )),
            inner.prop_map(|x| format!("---\ntitle: {x}\n---\n{x}")),
            many.prop_map(|parts| parts.join(" ")),
        ]
    })
}

/// Draws two texts as the cells of a grid, one of them below a cell that spans both columns.
fn grid(left: &str, right: &str) -> String {
    let left: Vec<&str> = left.lines().collect();
    let right: Vec<&str> = right.lines().collect();
    let width = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or(0)
    };
    let (first, second) = (width(&left), width(&right));
    let border = format!("+{}+{}+\n", "-".repeat(first + 2), "-".repeat(second + 2));
    let mut out = format!("+{}+\n", "-".repeat(first + second + 5));
    out.push_str(&format!(
        "| {:1$} |\n",
        left.first().unwrap_or(&""),
        first + second + 3
    ));
    out.push_str(&border.replace('-', "="));
    for at in 0..left.len().max(right.len()).max(1) {
        let line = |lines: &[&str]| lines.get(at).copied().unwrap_or("").to_owned();
        out.push_str(&format!(
            "| {:first$} | {:second$} |\n",
            line(&left),
            line(&right)
        ));
    }
    out.push_str(&border);
    out
}

fn bytes() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<u8>(), 0..200)
        .prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
#[ignore = "takes ten minutes"]
#[expect(clippy::print_stderr, reason = "its figures go into the room's header")]
fn ten_minutes_of_documents_by_chance_do_no_harm() {
    let strategies = [markdown().boxed(), constructs().boxed(), bytes().boxed()];
    let seed = std::process::id().to_le_bytes();
    let mut whole = [7_u8; 32];
    whole[..4].copy_from_slice(&seed);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &whole);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let start = Instant::now();
    let mut cases = 0_usize;
    let mut pages = 0_usize;
    let mut bad: Vec<String> = Vec::new();
    while start.elapsed() < Duration::from_secs(630) && bad.len() < 20 {
        let strategy = &strategies[cases % strategies.len()];
        let text = strategy
            .new_tree(&mut runner)
            .expect("a document")
            .current();
        cases += 1;
        if std::panic::catch_unwind(|| holds(&text)).is_err() {
            bad.push(text.clone());
        }
        if cases.is_multiple_of(40) {
            pages += 1;
            // What the engine complains about is fine; what stops it is not.
            let panics = std::panic::catch_unwind(|| chapter(&text).text().is_ok()).is_err();
            if panics {
                bad.push(text);
            }
        }
    }
    eprintln!("{cases} documents, {pages} typeset, {:?}", start.elapsed());
    assert!(bad.is_empty(), "{bad:#?}");
}

#[test]
fn what_was_found_by_chance_stays_mended() {
    for text in [
        // A table of tabs whose lines stand further in.
        " é\té\n c\té",
        "> é\té\n> c\té",
        // A mark of a comment in code.
        "b```\n%%\n~```\n\n%%",
        "*a\n%%\nb*\n\nc\n\n%%",
        // A label that starts with a colon is none to the engine.
        "[a]: #:::---\n\n[a] @{:x} [@{.y}]\n\n# B {#:c}",
        // An entity in the line that opens a block of code.
        "```#&amp;\u{2028}'{.a}",
        // Typst that starts with a letter, directly behind a mark.
        "**x**`x`{=typst} [*a*]{.b}c *d*<i></i>e",
        // A line separator before a key of front matter.
        "---\n\u{2028}@a: b\n---\n",
        // Brackets behind keys in brackets, and a formula in the braces of a place.
        "[@a [x *y*], z; @b [\\*]] @a [@b [@c [p. 3]]] [@a, {p. $x$} *3*a] [@a, *33 b*]",
        // A `u` that is escaped, before a brace of the next piece.
        "\\footnote{{u} \\foo{{u}{{u}",
        // A letter of two bytes where the number of a page's end stands.
        "\\newpage[é]",
        // A heading of signs that no label may have, with a link to it.
        "[a](#\u{1d376})\n\n# \u{1d376}",
        // A line end within a piece, which is written as a space at the start of a line.
        "<script>\\textbf{%%\n\\begin{align}%%\n1. \\end{align}}",
        // A flag behind a backslash.
        "\\🇦",
    ] {
        holds(text);
    }
}
