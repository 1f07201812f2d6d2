//! Changes that go on over several paragraphs, those that pandoc kept of a Word file, and those in
//! the words of attributes.

use crate::markdown::tests::testing::{converted, shows, writes};

const UNDECIDED: &str = "changes-undecided";

#[test]
fn a_change_over_several_paragraphs_is_one() {
    for (markdown, page, place) in [
        ("a {++b\n\nc++} d", "a b c d", "{++b\n\nc++}"),
        ("a {--b *x*\n\nc--} d", "a d", "{--b *x*\n\nc--}"),
        (
            "{>>b @x [@y]\n\n- c[^n]\n\nd<<}\n\ne",
            "e",
            "{>>b @x [@y]\n\n- c[^n]\n\nd<<}",
        ),
        (
            "{++\n\n# A\n\n- b\n- c++}\n\nd",
            "A b c d",
            "{++\n\n# A\n\n- b\n- c++}",
        ),
        ("> {--a\n>\n> b--} c\n\nd", "c d", "{--a\n>\n> b--}"),
        ("- {++a\n\n  b++}\n- c", "a b c", "{++a\n\n  b++}"),
    ] {
        shows(markdown, page, &[(UNDECIDED, place)]);
    }
    writes(
        "a {++b\n\nc++} d",
        "a #folio.added[b]\n\n#folio.added[c] d",
        &[(UNDECIDED, "{++b\n\nc++}")],
    );
    writes(
        "a {--b\n\nc--} d",
        "a #folio.deleted(\"b c\") d",
        &[(UNDECIDED, "{--b\n\nc--}")],
    );
    let conversion = converted("{>>a @x\n\n[@y] @fig:z<<}\n\nb");
    assert_eq!(conversion.citations, []);
    assert!(conversion.names.wanted.is_empty());
}

#[test]
fn a_change_that_ends_elsewhere_than_it_begins_is_text() {
    for (markdown, page, code) in [
        (
            "- a {++b\n- c++} d",
            "a {++b c++} d",
            [("change-not-closed", "{++")].as_slice(),
        ),
        (
            "a\n: b {++c\n\nd++} e",
            "a b {++c d++} e",
            &[("change-not-closed", "{++")],
        ),
        (
            "+------------------------------+\n| [a]{.insertion author=A       |\n| date=b}                      |\n+------------------------------+",
            "[a]{.insertion author=A date=b}",
            &[("change-not-closed", "{.insertion")],
        ),
        ("`{++`\n\nb++}", "{++ b++}", &[]),
        ("a\\{++\n\nb++}", "a{++ b++}", &[]),
    ] {
        shows(markdown, page, code);
    }
}

#[test]
fn what_pandoc_kept_of_a_word_file_is_read_as_changes() {
    const WHO: &str = "author=\"A. B\"\ndate=\"2026-01-01T10:00:00Z\"";
    for (before, kept, page) in [
        ("a ", "[b *c* [@k]]{.insertion WHO}", "a b c (k)"),
        ("a ", "[b *c* [@k]]{.deletion WHO}", "a"),
        ("a ", "[see @k[^n]]{.comment-start id=\"0\" WHO}", "a"),
        ("a", "[]{.paragraph-insertion WHO}", "a"),
        ("a", "[]{.paragraph-deletion WHO}", "a"),
        ("- a", "[]{.deletion WHO}", "a"),
    ] {
        let kept = kept.replace("WHO", WHO);
        shows(&format!("{before}{kept}"), page, &[(UNDECIDED, &kept)]);
    }
    let kept = "[b]{.insertion author=\"A\"\n> date=\"2026\"}";
    shows(&format!("> a {kept} c"), "a b c", &[(UNDECIDED, kept)]);
    shows("a []{.comment-end id=\"0\"} b", "a b", &[]);
    let kept = format!("[]{{.paragraph-deletion {WHO}}}");
    writes(
        &format!("a{kept}\n\nb *c*\n\nd"),
        "a#folio.deleted(\"¶\")b _c_\n\nd",
        &[(UNDECIDED, &kept)],
    );
    // Anybody may have such a class.
    shows("[a]{.insertion}", "a", &[("class-unknown", ".insertion")]);
}

#[test]
fn changes_in_attributes_are_printed_as_accepted() {
    for (markdown, typst, place) in [
        (
            "::: {.quote by=\"Nurse {--3--}{++4++}\"}\na\n:::",
            "attribution: [Nurse 4]",
            "\"Nurse {--3--}{++4++}\"",
        ),
        (
            "::: {.finding title=\"{~~a~>b~~}\"}\na\n:::",
            "title: [b]",
            "\"{~~a~>b~~}\"",
        ),
        (
            "![a](a.svg){alt=\"b{>>c<<}\"}",
            "alt: \"b\"",
            "\"b{>>c<<}\"",
        ),
        (
            "::: {.callout-note title=\"a {++b++}\"}\na\n:::",
            "title: [a #folio.added[b]]",
            "{++b++}",
        ),
        (
            "```{#lst:a .r caption=\"a{++b++}\"}\nx\n```",
            "caption: [a#folio.added[b]]",
            "{++b++}",
        ),
    ] {
        let conversion = converted(markdown);
        let found: Vec<_> = conversion.findings.iter().map(|it| &*it.code).collect();
        assert_eq!(found, [UNDECIDED], "{markdown}");
        writes(markdown, typst, &[(UNDECIDED, place)]);
    }
}
