//! The dialect, case by case: Markdown in, Typst out, and what the page then shows.

use crate::markdown::tests::testing::{chapter, complaints, converted};

/// The Markdown becomes this Typst.
#[track_caller]
fn typst(markdown: &str, wanted: &str) {
    let made = converted(markdown).source.text().trim_end().to_owned();
    let shown = made
        .strip_prefix("#import \"/.folio/markdown.typ\" as folio\n\n")
        .unwrap_or(&made);
    assert_eq!(shown, wanted, "{markdown:?}");
}

/// The page shows this, white space aside.
#[track_caller]
fn page(markdown: &str, wanted: &str) {
    assert_eq!(
        chapter(markdown).text().as_deref(),
        Ok(wanted),
        "{}",
        converted(markdown).source.text()
    );
}

#[track_caller]
fn clean(markdown: &str) {
    let conversion = converted(markdown);
    assert!(
        conversion.findings.is_empty(),
        "{markdown:?} {:?}",
        complaints(markdown, &conversion.findings)
    );
}

#[test]
fn headings_and_their_attributes() {
    typst("# A", "= A");
    typst("### A {#sec:x}", "=== A <sec:x>");
    typst(
        "# A {#sec:x .unnumbered}",
        "#heading(level: 1, numbering: none)[A] <sec:x>",
    );
    typst("# A {-}", "#heading(level: 1, numbering: none)[A]");
    typst("## A {.unlisted}", "#heading(level: 2, outlined: false)[A]");
    typst("# A {not attributes}", "= A {not attributes}");
    typst("# A \\{#x}", "= A {\\#x}");
    typst("A\nB\n===", "= A B");
    typst(
        "# A *b* `c` $x$",
        "= A _b_ `c` #math.equation(alt: \"$x$\", $x$)",
    );
    typst("# ünïcode {#sec:größe}", "= ünïcode <sec:größe>");
    typst("# A {#a/b}", "= A #label(\"a/b\")");
}

#[test]
fn emphasis_inside_words_and_inside_itself() {
    typst("*a* **b** ***c***", "_a_ *b* _*c*_");
    typst("un*believ*able", "un#emph[believ]able");
    typst("**a**b", "#strong[a]b");
    typst("*a*, (*b*)", "_a_, (_b_)");
    typst("**a **b** c**", "*a #strong[b] c*");
    typst("*a *b* c*", "_a #emph[b] c_");
    typst("~~a~~ H~2~O x^2^", "#strike[a] H#sub[2]O x#super[2]");
    typst("~5 to ~6", "\\~5 to \\~6");
    typst("2^10 and x^", "2^10 and x^");
    typst("a^b c^", "a^b c^");
    typst("snake_case_name", "snake_case_name");
    typst("*[EPR]: record\n\nThe EPR.", "The EPR.");
}

#[test]
fn breaks_dashes_and_quotation_marks() {
    typst("a\nb", "a\nb");
    typst("a  \nb", "a \\\nb");
    typst("a\\\nb", "a \\\nb");
    typst("a&nbsp;b", "a~b");
    typst("a\u{a0}b", "a~b");
    typst("a--b---c...", "a--b---c...");
    typst("\"a\" 'b' it's", "“a” ‘b’ it’s");
    typst(
        "\\\"a\\\" it\\'s \\-\\- \\...",
        "\\\"a\\\" it\\'s \\-\\- \\...",
    );
    typst("a -1 b", "a \\-1 b");
    typst("***", "#folio.section-break()");
    typst("a<!-- x -->b", "a\\b");
    typst("a <!-- x --> b", "a   b");
    typst("<!-- x -->\n\na", "a");
    page("a <!-- x\ny --> b", "ab");
}

#[test]
fn what_is_special_in_typst_is_text() {
    typst("#let x = y", "\\#let x = y");
    typst("a $ b # c @ d", "a \\$ b \\# c @ d");
    typst("p < 0.05, a <b>", "p~<~0.05, a");
    typst("x // y /* z */", "x \\// y \\/\\* z \\*\\/");
    typst("= a", "\\= a");
    typst("/ a: b", "\\/ a: b");
    typst("1986\\. A year", "1986\\. A year");
    typst("a\n1986. b", "a\n1986\\. b");
    typst("a@b.org", "a\\@b.org");
}

#[test]
fn lists_tight_loose_nested_and_numbered() {
    typst("- a\n- b", "- a\n- b");
    typst("- a\n\n- b", "- a\n\n- b");
    typst("- a\n  - b\n    - c\n- d", "- a\n  - b\n    - c\n- d");
    typst("3. a\n4. b", "3. a\n4. b");
    typst("0) a\n1) b", "#folio.counted(\"1)\")[\n  0. a\n  1. b\n]");
    typst("1. a\n   - b\n2. c", "1. a\n   - b\n2. c");
    typst("- a\n\n  b\n- c", "- a\n\n  b\n\n- c");
    typst("- [x] a\n- [ ] b", "- ☑ a\n- ☐ b");
    typst("- a\n\n* b", "- a\n\n#list(tight: true)[\n  b\n]");
    typst(
        "1. a\n\na) b\nb) c",
        "1. a\n\n#folio.counted(\"a)\")[\n  #enum(tight: true, start: 1)[\n    b\n  ][\n    c\n  ]\n]",
    );
    typst("- a\n-\n- b", "- a\n-\n- b");
    typst("- # a\n- > b", "- = a\n- #quote(block: true)[\n    b\n  ]");
    typst("- ```\n  x\n    y\n  ```", "- ```\n  x\n    y\n  ```");
    typst("A\n: b\n: c", "/ A: b\n\n  c");
    typst("A: x\n: b: c", "/ A\\: x: b: c");
}

#[test]
fn code_in_lines_and_in_blocks() {
    typst("`a`", "`a`");
    typst("`` a`b ``", "``` a`b```");
    typst("`` `a` ``", "``` `a` ```");
    typst("`# $x$ [@a]`", "`# $x$ [@a]`");
    typst("```rust\nfn x\n```", "```rust\nfn x\n```");
    typst("```c++\nx\n```", "```cpp\nx\n```");
    typst("    a\n      b", "```\na\n  b\n```");
    typst("````\n```\n````", "````\n```\n````");
    typst(
        "```{.python .no-count}\nx\n```",
        "#[```python\nx\n```] <no-count>",
    );
    page("```\na\n\n  b\n```", "ab");
}

#[test]
fn links_that_lead_somewhere_and_links_that_do_not() {
    typst("[a](https://x.y)", "#link(\"https://x.y\")[a]");
    typst("<https://x.y>", "#link(\"https://x.y\")[https:\\//x.y]");
    typst("see https://x.y/z now", "see https://x.y/z now");
    typst(
        "see https://x.y/z.",
        "see #link(\"https://x.y/z\")[https:\\//x.y/z].",
    );
    typst("<a@b.org>", "#link(\"mailto:a@b.org\")[a\\@b.org]");
    typst("[a](#sec:x) b", "a #strong[\\[?sec:x\\]] b");
    typst(
        "# X {#sec:x}\n\n[a](#sec:x)",
        "= X <sec:x>\n\n#link(<sec:x>)[a]",
    );
    typst(
        "[a](#data-collection)\n\n# Data collection",
        "#link(<heading:chapters-a-md:data-collection>)[a]\n\n= Data collection <heading:chapters-a-md:data-collection>",
    );
    typst("[a][b]\n\n[b]: https://x.y", "#link(\"https://x.y\")[a]");
    typst("[a]() b", "a  b");
    typst("[a](javascript:x) b", "a  b");
    typst("[@a](https://x.y)", "#link(\"https://x.y\")[\\@a]");
    typst(
        "[*a*](https://x.y){.no-count}",
        "#[#link(\"https://x.y\")[_a_]] <no-count>",
    );
}

#[test]
fn images_alone_and_in_a_line() {
    typst(
        "![A *b*](c.svg)",
        "#figure(\n  image(\"c.svg\"),\n  caption: [A _b_],\n)",
    );
    typst(
        "![A](c.svg){#fig:x alt=\"B\" width=80% placement=top}",
        "#figure(\n  image(\"c.svg\", alt: \"B\", width: 80%),\n  caption: [A],\n  placement: top,\n) <fig:x>",
    );
    typst("![](c.svg)", "#figure(\n  image(\"c.svg\"),\n)");
    typst(
        "![](c.svg){alt=\"\" width=20%}",
        "#figure(\n  pdf.artifact(image(\"c.svg\", width: 20%)),\n)",
    );
    typst(
        "a ![b](c.svg){.decorative} d",
        "a #box(pdf.artifact(image(\"c.svg\"))) d",
    );
    typst("a ![b](c.svg) d", "a #box(image(\"c.svg\", alt: \"b\")) d");
    typst(
        "![A](c%20d.svg)",
        "#figure(\n  image(\"c d.svg\"),\n  caption: [A],\n)",
    );
    typst(
        "- ![A](c.svg)",
        "- #figure(\n    image(\"c.svg\"),\n    caption: [A],\n  )",
    );
    typst(
        "[![A](c.svg)](https://x.y)",
        "#figure(\n  image(\"c.svg\"),\n  caption: [A],\n)",
    );
    typst(
        "[![](c.svg)](https://x.y)",
        "#link(\"https://x.y\")[#box(image(\"c.svg\"))]",
    );
}

#[test]
fn tables_with_alignment_and_captions() {
    let table = "table(\n    columns: 2,\n    align: (left, right,),\n    table.header([a], [b]),\n    [1], [2],\n  )";
    let figure = |caption: &str| {
        format!("#figure(\n  {table},\n  kind: table,\n  caption: [{caption}],\n) <tbl:x>")
    };
    typst(
        "| a | b |\n|:--|--:|\n| 1 | 2 |",
        &format!("#{}", table.replace("\n  ", "\n")),
    );
    typst(
        "| a | b |\n|:--|--:|\n| 1 | 2 |\n\n: C *d* {#tbl:x}",
        &figure("C _d_"),
    );
    typst(
        ": C {#tbl:x}\n\n| a | b |\n|:--|--:|\n| 1 | 2 |",
        &figure("C"),
    );
    typst(
        "Table: C {#tbl:x}\n\n| a | b |\n|:--|--:|\n| 1 | 2 |",
        &figure("C"),
    );
    typst(
        "P\n\n: C {#tbl:x}\n\n| a | b |\n|:--|--:|\n| 1 | 2 |",
        &format!("P\n\n{}", figure("C")),
    );
    typst("| |\n|-|\n| a |", "#table(\n  columns: 1,\n  [a],\n)");
    typst(": not a caption", ": not a caption");
    page("| a | b |\n|---|---|\n| `x\\|y` | *c* |", "abx|yc");
}

#[test]
fn footnotes_of_all_kinds() {
    typst("a[^1]\n\n[^1]: b", "a#footnote[b]");
    typst("a^[b *c*] d", "a#footnote[b _c_] d");
    typst(
        "a[^1] b[^1]\n\n[^1]: c",
        "a#footnote[c]<note-chapters-a-md-1> b#footnote(<note-chapters-a-md-1>)",
    );
    typst("a[^1]\n\n[^1]: b\n\n    c", "a#footnote[\n  b\n\n  c\n]");
    typst("- a[^x]\n\n[^x]: b", "- a#footnote[b]");
    typst(
        "a[^1]\n\n[^1]: b[^2]\n\n[^2]: c",
        "a#footnote[b#footnote[c]]",
    );
    typst("a[^9]", "a\\[^9\\]");
    page("# A[^1]\n\nb\n\n[^1]: c", "A1b1c");
}

#[test]
fn citations_as_scholars_write_them() {
    let cited = |markdown: &str, cites: &str, id: &str| {
        let id = id.replace('"', "\\\"");
        typst(markdown, &format!("#folio.cited(\"{id}\", {cites})"));
    };
    cited(
        "[@a]",
        r#"(at: metadata(none), key: "a", form: "bracket")"#,
        r#"bracket "a""#,
    );
    cited(
        "[@a, p. 4]",
        r#"(at: metadata(none), key: "a", form: "bracket", label: "page", locator: "4")"#,
        r#"bracket "a" at "page" "4""#,
    );
    cited(
        "[see *also* @a, ch. 2, and more; -@b]",
        r#"(at: metadata(none), key: "a", form: "bracket", label: "chapter", locator: "2", before: [see _also_], after: [, and more]), (at: metadata(none), key: "b", form: "without-author")"#,
        r#"bracket "a" at "chapter" "2" before "see also" after ", and more"; without-author "b""#,
    );
    cited(
        "@a [p. 4; @b *c*]",
        r#"(at: metadata(none), key: "a", form: "narrative", label: "page", locator: "4"), (at: metadata(none), key: "b", form: "bracket", after: [_c_])"#,
        r#"narrative "a" at "page" "4"; bracket "b" after "c""#,
    );
    cited(
        "[@{a/\"b}]",
        r#"(at: metadata(none), key: "a/\"b", form: "bracket")"#,
        r#"bracket "a/\\"b""#,
    );
    cited(
        "[@a; see @fig:x, left]",
        r#"(at: metadata(none), key: "a", form: "bracket", after: [;  see @fig:x, left])"#,
        "bracket \"a\" after \"; see \u{fffc}, left\"",
    );
    cited(
        "[Figure @fig:x; @a]",
        r#"(at: metadata(none), key: "a", form: "bracket", before: [Figure @fig:x;])"#,
        "bracket \"a\" before \"Figure \u{fffc};\"",
    );
    let a = |form: &str| {
        format!(
            "#folio.cited(\"{form} \\\"a\\\"\", (at: metadata(none), key: \"a\", form: \"{form}\"))"
        )
    };
    typst("@a says", &format!("{} says", a("narrative")));
    typst("-@a says", &format!("{} says", a("without-author")));
    typst("[@a].", &format!("{}.", a("bracket")));
    typst("[@a]x", &format!("{}x", a("bracket")));
    typst("[@a](x", &format!("{}\\(x", a("bracket")));
    typst("(@a)", &format!("({})", a("narrative")));
    typst("@a's", &format!("{}’s", a("narrative")));
    typst("**@a**", &format!("*{}*", a("narrative")));
    typst("*[@a]*", &format!("_{}_", a("bracket")));
    typst("^[see @a]", &format!("#footnote[see {}]", a("narrative")));
    typst("me@a.org @", "me\\@a.org \\@");
    typst(
        "`@a` [@b](https://x.y)",
        "`@a` #link(\"https://x.y\")[\\@b]",
    );
    typst("\\@a", "\\@a");
    typst("[not a citation]", "\\[not a citation\\]");
    typst("\\[one\\\n2×2\\]", "\\[one \\\n2×2\\]");
}

#[test]
fn cross_references_with_words_of_their_own() {
    typst("@fig:x", "@fig:x");
    typst("See @fig:x.", "See @fig:x.");
    typst("@fig:x: a", "@fig:x: a");
    typst("[@fig:x]", "@fig:x");
    typst("[Figure @fig:x]", "@fig:x[Figure]");
    typst("[@fig:x; @fig:y; @tbl:z]", "@fig:x, @fig:y and @tbl:z");
    typst("@fig-x", "@fig-x");
    typst("@fig-x [left]", "@fig-x[left]");
    typst("[@fig-x, p. 3-4]", "@fig-x[p.~3--4]");
    typst("[see @interview:x; @b, p. 3]", "see @interview:x @b[p.~3]");
    typst(
        "[@{i:x/y}, p. 3]",
        "#ref(label(\"i:x/y\"), supplement: [p.~3])",
    );
    typst("@sec:a_b-c", "@sec:a_b-c");
}

#[test]
fn typst_as_the_author_wrote_it() {
    typst("a `#text[b]`{=typst}(c)", "a #text[b];(c)");
    typst("`$x^2$`{=typst} b", "$x^2$ b");
    typst("```{=typst}\n#let x = 1\n#x\n```", "#let x = 1\n#x");
    typst("a `x`{=html} b", "a   b");
}

#[test]
fn html_vanishes_and_its_text_stays() {
    typst("a<br>b", "a \\\nb");
    typst("H<sub>2</sub>O x<sup>2</sup>", "H#sub[2]O x#super[2]");
    typst("<u>a</u> <mark>b</mark>", "#underline[a] #highlight[b]");
    typst("a <blink>b</blink> c", "a  b  c");
    page("<div>\n<p>a &lt; b</p>\n</div>\n\nc", "a<bc");
    page("<table><tr><td>a</td></tr></table>", "a");
}

#[test]
fn spans_and_divs_with_a_meaning() {
    typst("[a *b*]{.no-count} c", "#[a _b_] <no-count> c");
    typst("[a]{.smallcaps}", "#smallcaps[a]");
    typst("::: {.no-count}\na\n:::", "#[\n  a\n] <no-count>");
    typst("::: callout\na\n:::", "#folio.callout[\n  a\n]");
    typst(
        "::: {.quote by=\"P\"}\na\n:::",
        "#quote(block: true, attribution: [P])[\n  a\n]",
    );
    typst("::: {.callout}\n- a\n:::", "#folio.callout[\n  - a\n]");
    typst(
        "::: {.callout}\n\na\n\nb\n\n:::\n\nc",
        "#folio.callout[\n  a\n\n  b\n]\n\nc",
    );
    typst(
        "::::: {.callout}\n::: {.finding}\na\n:::\n:::::",
        "#folio.callout[\n  #folio.finding[\n    a\n  ]\n]",
    );
    typst(
        "::: {.callout}\nA\n: b\n:::\n\nc",
        "#folio.callout[\n  / A: b\n]\n\nc",
    );
    clean("::: {.participant id=\"P1\"}\na\n:::");
}

#[test]
fn a_block_of_lines_or_a_table_may_be_the_first_thing_in_an_item() {
    page("- | a b\n  |  c\n- d", "abcd");
    page("* | a\n  | b\n* c", "abc");
    page("1. | a\n     b\n   | c\n\n   d", "abcd");
    page("* a   b\n  --- ---\n  c   d\n* e", "abcde");
    page("- | a | b |\n  |---|---|\n  | c | d |", "abcd");
    page("- | a\n| b", "ab");
    typst("* | a\n  | b", "- a \\\n  b");
}

#[test]
fn terms_that_share_a_meaning_stand_on_lines_of_their_own() {
    typst("A\nB *c*\n: m", "/ A \\ B _c_: m");
}

#[test]
fn a_note_in_the_words_of_a_picture_in_a_line_stands_behind_it() {
    typst(
        "See ![b[^1] *c^[d]*](a.svg) e.\n\n[^1]: N.",
        "See #box(image(\"a.svg\", alt: \"b c\"))#footnote[N.]#footnote[d] e.",
    );
    clean("See ![b[^1]](a.svg) e.\n\n[^1]: N.");
}

#[test]
fn front_matter_gives_the_title_if_the_text_has_none() {
    typst("---\ntitle: A *b*\n---\n\nc", "= A _b_\n\nc");
    typst("---\ntitle: A\n---\n\n# B", "= B");
    let conversion =
        converted("---\nwords: 1,500\nstatus: draft\nshort-title: x\n---\n*[A]: b c\n");
    assert_eq!(conversion.front_matter.words, Some(1500));
    let found = &conversion.abbreviations[0];
    assert_eq!((found.short.as_str(), found.long.as_str()), ("A", "b c"));
}
