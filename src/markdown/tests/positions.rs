//! Every place whose words are printed takes every construct of a line.

use crate::markdown::tests::testing::converted;

/// What a line may hold, and the Typst that it becomes.
const CONSTRUCTS: [(&str, &str); 13] = [
    ("b *c* d", "b _c_ d"),
    ("b **c** d", "b *c* d"),
    ("b `c` d", "b `c` d"),
    ("b $x$ d", "$x$) d"),
    ("b [@smith2020] d", "#folio.cited(\"bracket "),
    ("b @sec:one d", "b @sec:one d"),
    ("b ^[c] d", "b #footnote[c] d"),
    ("b[^n] d", "b#footnote[The note.]"),
    ("b [c](https://c.org) d", "b #link(\"https://c.org\")[c] d"),
    ("b <sub>c</sub> d", "b #sub[c] d"),
    ("b H~2~O d", "b H#sub[2]O d"),
    ("b \\*c\\* d", "b \\*c\\* d"),
    ("b it's d", "b it’s d"),
];

/// The places of a chapter; `@@` stands for the words.
const POSITIONS: [&str; 29] = [
    "@@",
    "## @@",
    "@@\n---",
    "> @@",
    "- @@",
    "a) @@",
    "![@@](a.svg){#fig:x}",
    "![a](a.svg){#fig:x fig-cap=\"@@\"}",
    "::: {#fig:x}\n![a](a.svg)\n\n@@\n:::",
    "::: {#fig:x layout-ncol=2}\n![@@](a.svg)\n\n![b](a.svg)\n\ne\n:::",
    "| a | b |\n|---|---|\n| @@ | e |",
    "| @@ | b |\n|---|---|\n| a | e |",
    "| a |\n|---|\n| c |\n\n: @@ {#tbl:x}",
    "| a |\n|---|\n| c |\n\n: {#tbl-y tbl-cap=\"@@\"}",
    "::: {#tbl-x tbl-cap=\"@@\"}\n| a |\n|---|\n| c |\n:::",
    "+------------------------+\n| @@ |\n+------------------------+",
    "~~~{#lst:x .r caption=\"@@\"}\nx\n~~~",
    "@@\n: a",
    "a\n: @@",
    "a^[@@]",
    "[@@]{.underline}",
    "| @@\n| e",
    "::: {.finding title=\"@@\"}\ne\n:::",
    "::: {.recommendation owner=\"@@\"}\ne\n:::",
    "::: {.quote attribution=\"@@\"}\ne\n:::",
    "::: {.callout-note title=\"@@\"}\ne\n:::",
    "> [!NOTE] @@\n> e",
    "```{theorem, name=\"@@\"}\ne\n```",
    "```{block, type=\"savequote\", quote_author=\"@@\"}\ne\n```",
];

#[test]
fn every_place_takes_every_construct() {
    let mut wrong = Vec::new();
    for position in POSITIONS {
        for (words, typst) in CONSTRUCTS {
            let mut words = words.to_owned();
            if position.starts_with('+') {
                words = format!("{words:22}");
            }
            let note = if words.contains("[^") {
                "[^n]: The note.\n"
            } else {
                ""
            };
            let markdown = format!(
                "# One {{#sec:one}}\n\né\n\n{}\n\n{note}",
                position.replace("@@", &words)
            );
            let conversion = converted(&markdown);
            let made = conversion.source.text();
            if !made.contains(typst) || !conversion.findings.is_empty() {
                let findings = conversion.findings.iter();
                let codes: Vec<String> = findings.map(|it| it.code.to_string()).collect();
                wrong.push((position, words, codes));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_words_of_a_link_take_what_is_no_link() {
    for (markdown, typst) in [
        ("[b *c* @sec:one](#two)", "#link(<two>)[b _c_ @sec:one]"),
        ("[@sec:one](#two)", "#link(<two>)[@sec:one]"),
        ("[b^[c]](#two)", "#link(<two>)[b#footnote[c]]"),
        (
            "[b[^n]](https://c.org)",
            "#link(\"https://c.org\")[b#footnote[The note.]]",
        ),
        ("[a [b[^n]] c][two]", "[a \\[b#footnote[The note.]\\] c]"),
        (
            "![b[^n]](a.svg){#fig:x}",
            "caption: [b#footnote[The note.]]",
        ),
        ("[see @smith2020](https://c.org)", "[see #folio.cited("),
        // The name of somebody elsewhere, and an address.
        ("[@smith](https://c.org/@smith)", "[\\@smith]"),
        ("<https://c.org/@smith>", "[https:\\//c.org/\\@smith]"),
        // In code and behind a backslash nothing is a mark.
        ("`[b[^n]](c)`", "`[b[^n]](c)`"),
        ("\\[b[^n]](c)", "\\[b#footnote[The note.]\\](c)"),
    ] {
        let text = format!(
            "# One {{#sec:one}}\n\n{markdown}\n\n## Two {{#two}}\n\ne\n[^n]: The note.\n\n[two]: https://c.org\n"
        );
        let made = converted(&text).source.text().to_owned();
        assert!(made.contains(typst), "{markdown}: {made}");
    }
}
