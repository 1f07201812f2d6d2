//! What Obsidian, Zettlr and kramdown write, `==marks==` and changes under review: what the page
//! shows, and what is said of it.

use crate::diagnostics::Level;
use crate::markdown::tests::testing::{chapter, complaints, converted, shows};

/// The Typst holds this.
#[track_caller]
fn holds(markdown: &str, wanted: &str) {
    let conversion = converted(markdown);
    let made = conversion.source.text();
    assert!(made.contains(wanted), "{markdown:?}\n{made}");
}

#[test]
fn marks_stand_out_and_comparisons_do_not() {
    for (markdown, typst) in [
        ("a ==b c== d", "a #highlight[b c] d"),
        ("==*b* c==", "#highlight[_b_ c]"),
        ("*a ==b== c*", "_a #highlight[b] c_"),
        ("un==frigging== x", "un#highlight[frigging] x"),
        ("(==b==)", "(#highlight[b])"),
        ("==a\nb==", "#highlight[a\nb]"),
        ("[==a== @k]{.mark}", "#highlight[#highlight[a]"),
        ("x==y. ==b\nc== d", "x==y. #highlight[b\nc] d"),
    ] {
        holds(markdown, typst);
    }
    for text in [
        "a == b and c == d",
        "a==b and c==d",
        "a ==b",
        "a ====b==== c",
        "a === b",
        "==a ==b",
        "\\==a==",
        "if x==1 or ==",
    ] {
        shows(text, &text.replace('\\', ""), &[]);
    }
}

#[test]
fn changes_print_the_accepted_text_and_are_told_together() {
    for (markdown, page, place) in [
        ("a {++b++} c", "a b c", "{++b++}"),
        ("a {--b *c*--} d", "a d", "{--b *c*--}"),
        (
            "a{>>why? see [1] & @x [^n]<<} b",
            "a b",
            "{>>why? see [1] & @x [^n]<<}",
        ),
        ("a {==b==}{>>c<<} d", "a b d", "{>>c<<}"),
        ("a {==b==} d", "a b d", "{==b==}"),
        ("a {++**b** [@k]++}", "a b (k)", "{++**b** [@k]++}"),
        ("a {~~b *c*~>d *e*~~} f", "a d e f", "{~~b *c*~>d *e*~~}"),
        ("a {~~b~>~~}c", "a c", "{~~b~>~~}"),
        ("wor{++d++}s", "words", "{++d++}"),
        ("{--all of it--}", "", "{--all of it--}"),
        ("# A {++b++} {#sec:x}", "A b", "{++b++}"),
        ("---\ntitle: A {++b++} *c*\n---\n\nD", "A b c\nD", "{++b++}"),
        ("| a |\n|---|\n| {--b--}c |", "a c", "{--b--}"),
        ("- {++a++}", "a", "{++a++}"),
        ("a[^n]\n\n[^n]: {++b++}", "a1 1b", "{++b++}"),
        ("> {--a--} b", "b", "{--a--}"),
        ("a {++b\nc++}", "a b c", "{++b\nc++}"),
        ("a {--[b--} c]", "a c]", "{--[b--}"),
        ("![a {++b++}](x.svg)", "a b", "{++b++}"),
    ] {
        shows(markdown, page, &[("changes-undecided", place)]);
    }
    let text = "{++a++} {--b--} {++c++}\n\n{>>d<<} {==e==}{>>f<<}";
    let found = converted(text).findings;
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].message,
        "3 changes and 2 comments are not decided yet"
    );
    assert_eq!((found[0].related.len(), found[0].level), (4, Level::Warn));
    holds(
        "{++b *c* ++}d{++ *e*++}",
        "#folio.added[b _c_ ]d#folio.added[ _e_]",
    );
    holds("a {--b *c* @d--} e", "#folio.deleted(\"b c @d\")");
    holds("a {--b --}c", "#folio.deleted(\"b \")c");
    shows(
        "a {~~b~~}c ~~d~~",
        "a bc d",
        &[("change-not-closed", "{~~")],
    );
    holds("a {>>b\n\"c\"<<} e", "#folio.comment(\"b \\\"c\\\"\")");
}

#[test]
fn a_change_that_is_not_closed_is_printed_as_it_stands() {
    for (text, place) in [
        ("a {++b", "{++"),
        ("a {>>b [c] *d*", "{>>"),
        ("a {==b++}", "{=="),
        ("a {++b\n\nc {++d", "{++"),
    ] {
        shows(
            text,
            &text.replace('*', ""),
            &vec![("change-not-closed", place); text.matches(place).count()],
        );
    }
    for text in ["a ++} c <<} d ==} e", "\\{++a++}", "{+a+} {a++} c++"] {
        shows(text, &text.replace('\\', ""), &[]);
    }
    shows("`{++a++}`", "{++a++}", &[]);
}

#[test]
fn links_to_notes_print_their_words() {
    for (markdown, page, place) in [
        ("a [[note]] b", "a note b", "[[note]]"),
        (
            "a [[my note|the words]].",
            "a the words.",
            "[[my note|the words]]",
        ),
        (
            "[[note#Some heading]]",
            "note > Some heading",
            "[[note#Some heading]]",
        ),
        ("[[folder/note.md]]", "note", "[[folder/note.md]]"),
        ("[[#Heading]]", "Heading", "[[#Heading]]"),
        ("[[note#^abc123]]", "note", "[[note#^abc123]]"),
        (
            "see [[202011291530]] b",
            "see 202011291530 b",
            "[[202011291530]]",
        ),
        ("*a [[b]] c*", "a b c", "[[b]]"),
        ("| a |\n|---|\n| [[b\\|c]] |", "a c", "[[b\\|c]]"),
        ("# A [[b]]", "A b", "[[b]]"),
        ("[[my_note]]", "my_note", "[[my_note]]"),
    ] {
        shows(markdown, page, &[("note-link", place)]);
    }
    for text in [
        "x[[1]] and y[[a]]",
        "[[1]]",
        "[[a], [b]]",
        "[[[foo]]]",
        "[[ -f x ]]",
        "\\[[a]]",
        "x[[a",
        "a]] b",
    ] {
        shows(text, &text.replace('\\', ""), &[]);
    }
    holds(
        "[[*foo* bar]]\n\n[*foo* bar]: https://a.b",
        "\\[#link(\"https://a.b\")[_foo_ bar]\\]",
    );
    holds(
        "[[foo]]\n\n[foo]: https://a.b",
        "\\[#link(\"https://a.b\")[foo]\\]",
    );
    shows("`[[a]]`", "[[a]]", &[]);
}

#[test]
fn pictures_of_obsidian_are_pictures() {
    for (markdown, typst) in [
        ("![[a b.png]]", "#figure(\n  image(\"a b.png\"),"),
        ("![[a.png|300]]", "image(\"a.png\", width: 225pt)"),
        ("![[a.png|300x200]]", "width: 225pt"),
        ("![[a.png|2000]]", "width: 100%"),
        ("![[a.png|Some words]]", "caption: [Some words],"),
        ("![[a.png|Some words|100]]", "width: 75pt"),
        (
            "![[a.png|Some *words* `x_y` a_b_c]]",
            "caption: [Some _words_ `x_y` a_b_c]",
        ),
        ("![[a.png]]{#fig:x}", ") <fig:x>"),
        ("x ![[b/A.PNG]] y", "x #box(image(\"b/A.PNG\")) y"),
    ] {
        holds(markdown, typst);
        assert!(converted(markdown).findings.is_empty(), "{markdown}");
    }
    shows(
        "a ![[note]] b",
        "a note b",
        &[("embedded-note", "![[note]]")],
    );
    shows("![[a.mp3]]", "", &[("embedded-note", "![[a.mp3]]")]);
    assert_eq!(converted("![[note]]").findings[0].level, Level::Deny);
    assert_eq!(
        converted("![[a.mp3]]").findings[0].message,
        "the file `a.mp3` is not put in here"
    );
}

#[test]
fn comments_of_obsidian_are_dropped() {
    for (markdown, page, place) in [
        ("a %%b *c* `d`%% e", "a e", "%%b *c* `d`%%"),
        ("%%a\nb%% c", "c", "%%a\nb%%"),
        (
            "a\n\n%%\nb\n\n# C\n\n- d\n%%\n\ne",
            "a e",
            "%%\nb\n\n# C\n\n- d\n%%",
        ),
        ("a\n\n%% b\n\nc\n\nd %%\n\ne", "a e", "%% b\n\nc\n\nd %%"),
        ("a\n%%\nb\n\nc\n%%\nd", "a d", "%%\nb\n\nc\n%%"),
        ("%% a\n\n- b\n- c %%\n\nd", "d", "%% a\n\n- b\n- c %%"),
        (
            "%%\n\n{++a++} \\alpha\n\n%%\n\nb",
            "b",
            "%%\n\n{++a++} \\alpha\n\n%%",
        ),
        ("%%\n\n- a\n%%\n\n- b", "b", "%%\n\n- a\n%%"),
        (
            "> a\n>\n> %%\n> b\n>\n> c %%\n\nd",
            "a d",
            "%%\n> b\n>\n> c %%",
        ),
    ] {
        shows(markdown, page, &[("hidden-comment", place)]);
    }
    for text in ["5%% of 6%% more", "a %%b", "a %%%b%%% c", "a\n\n%%5 b\n\nc"] {
        shows(text, text, &[]);
    }
}

#[test]
fn tags_are_told_and_words_with_a_hash_are_not() {
    for (text, place) in [
        ("#method #nhs/care", "#method #nhs/care"),
        ("It was so. #method", "#method"),
        ("a\n#method\nb", "#method"),
    ] {
        shows(text, text, &[("tag-typed", place)]);
    }
    for text in [
        "issue #5",
        "they wrote #MeToo",
        "#fff",
        "So. #a1b2c3",
        "a # b",
        "`#tag`",
        "C. #3",
    ] {
        shows(text, &text.replace('`', ""), &[]);
    }
    shows("# heading", "heading", &[]);
}

#[test]
fn names_of_paragraphs_are_dropped() {
    shows("a b ^abc123", "a b", &[("block-id", "^abc123")]);
    shows("*a* ^my-id\n\nb", "a b", &[("block-id", "^my-id")]);
    shows("- a ^37066d", "a", &[("block-id", "^37066d")]);
    for text in ["2 ^10", "a ^note", "x^2y3z"] {
        shows(text, text, &[]);
    }
}

#[test]
fn attributes_of_kramdown_are_read_as_ours() {
    for (markdown, typst) in [
        (
            "# A {:#sec:x .unnumbered}",
            "#heading(level: 1, numbering: none)[A] <sec:x>",
        ),
        ("# A\n{: #sec:x}", "= A <sec:x>"),
        ("# A\n{:.no_toc}", "#heading(level: 1, outlined: false)[A]"),
        ("a *b*{:.smallcaps} c", "a #smallcaps[_b_] c"),
        ("a\n{: .no-count}", "#[\n  a\n] <no-count>"),
        ("a {: .no-count}", "#[\n  a\n] <no-count>"),
        (
            "![a](b.png){: width=\"50%\"}",
            "image(\"b.png\", width: 50%)",
        ),
        ("![a](b.png)\n{: #fig:x}", ") <fig:x>"),
        ("| a |\n|---|\n| b |\n{: .no-count}", "] <no-count>"),
        (
            "[a](https://a.b){:target=\"_blank\"}",
            "#link(\"https://a.b\")[a]",
        ),
        ("```r\nx\n```\n{: #lst:x}", "<lst:x>"),
    ] {
        holds(markdown, typst);
        let conversion = converted(markdown);
        let found = complaints(markdown, &conversion.findings);
        assert!(found.is_empty(), "{markdown:?} {found:?}");
    }
    shows("* TOC\n{:toc}\n\na", "a", &[("brace-order", "{:toc}")]);
    shows(
        "a\n\n{::options x /}",
        "a",
        &[("brace-order", "{::options x /}")],
    );
    shows("a\n{: .wide}", "a", &[("class-unknown", ".wide")]);
    for text in ["a {:} b", "a {: b c}", "{:)}"] {
        shows(text, text, &[]);
    }
}

#[test]
fn marks_in_the_lines_of_a_block_leave_the_block_whole() {
    for (markdown, wanted) in [
        ("| a \\(x + y\\) b\n| c d", "a𝑥+𝑦bcd"),
        ("a      \\(x=1\\)\n-----  -------\nb      c\n\nd", "a𝑥=1bcd"),
        ("::: {.callout title=\"{~~a~>b~~}\"}\nc\n:::\n\nd", "bcd"),
        (
            "Term\n\n:   One.\n\n    | A | B |\n    |---|---|\n    | c | d |\n\n    ::: {.callout}\n    e\n    :::\n\nf",
            "TermOne.ABcdef",
        ),
    ] {
        assert_eq!(
            chapter(markdown).text().as_deref(),
            Ok(wanted),
            "{markdown}"
        );
    }
}

#[test]
fn a_list_that_is_not_counted_is_no_part_of_the_list_above_it() {
    let typst = converted("A\n:   b\n\n::: {.no-count}\nC\n:   d\n:::\n");
    assert_eq!(
        typst.source.text(),
        "/ A: b\n\n#block[\n  / C: d\n] <no-count>\n"
    );
}
