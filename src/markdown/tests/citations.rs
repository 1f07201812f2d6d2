//! What citations say: keys, forms, places in the work and the author's own words, as pandoc has
//! them, and where each stands in the Markdown.

use crate::csl::{Cite, Form};
use crate::markdown::Settings;
use crate::markdown::tests::testing::{converted, converted_with};

/// Writes a cite as `<before> form key {label text} <after>`; the forms are `+` in a bracket, `@`
/// in the sentence, `-` without the author.
fn shown(cite: &Cite) -> String {
    let mode = match cite.form {
        Form::Narrative => '@',
        Form::WithoutAuthor => '-',
        Form::Bracket | Form::Author | Form::Year | Form::Full => '+',
    };
    let mut out = format!("{mode}{}", cite.key);
    if !cite.prefix.is_empty() {
        out.insert_str(0, &format!("<{}>", cite.prefix));
    }
    if let Some(locator) = &cite.locator {
        out.push_str(&format!("{{{} {}}}", locator.label, locator.text));
    }
    if !cite.suffix.is_empty() {
        out.push_str(&format!("<{}>", cite.suffix));
    }
    out
}

/// Returns the citations of a chapter, each with `|` between its cites; `works` are keys that look
/// like labels.
fn citations(markdown: &str, works: &[&str]) -> Vec<String> {
    let settings = Settings {
        works: works.iter().map(|key| (*key).to_owned()).collect(),
        ..Settings::default()
    };
    let conversion = converted_with(markdown, &settings);
    let mut all = Vec::new();
    for placed in &conversion.citations {
        assert_eq!(placed.keys.len(), placed.cluster.cites.len(), "{markdown}");
        for (place, cite) in placed.keys.iter().zip(&placed.cluster.cites) {
            let written = &markdown[place.clone()];
            let key = written
                .trim_start_matches(['-', '@', '{'])
                .trim_end_matches('}');
            assert!(cite.key.starts_with(key), "{markdown}: {written}");
        }
        let cites: Vec<String> = placed.cluster.cites.iter().map(shown).collect();
        all.push(cites.join(" | "));
    }
    all
}

#[track_caller]
fn case(markdown: &str, wanted: &[&str]) {
    assert_eq!(citations(markdown, &[]), wanted, "{markdown}");
}

#[test]
fn citations_say_what_pandoc_reads_in_them() {
    // In a sentence.
    case("@a", &["@a"]);
    case("@a says", &["@a"]);
    case("x. @a's view, and @b’s.", &["@a", "@b"]);
    case("x @a. Y @b: z @x; w", &["@a", "@b", "@x"]);
    case("(see @a) “@b”", &["@a", "@b"]);
    case("@a [p. 33]", &["@a{page 33}"]);
    case("@a[p. 33]", &["@a{page 33}"]);
    case("@a\n[pp. 33-35]", &["@a{page 33-35}"]);
    case("@a [33]", &["@a{page 33}"]);
    case("@a [also see @b]", &["@a | <also see>+b"]);
    case("@a [p. 3; see also @b]", &["@a{page 3} | <see also>+b"]);
    case("@a [@b; @x, p. 3]", &["@a | +b | +x{page 3}"]);
    case("@a [p. 3; @b; and @x]", &["@a{page 3} | +b | <and>+x"]);
    case("@a [-@b]", &["@a | -b"]);
    case("@a [; @b]", &["@a | +b"]);
    case("@a []", &["@a"]);
    case("@a [emphasis mine]", &["@a<, emphasis mine>"]);
    case("@a [, emphasis mine]", &["@a<, emphasis mine>"]);
    case("@a [*emphasis* mine]", &["@a<, emphasis mine>"]);
    case("@a [p. 3 and more]", &["@a{page 3}<and more>"]);
    case("@a [p. 3] [p. 4]", &["@a{page 3}"]);
    case("@a [p. 3] [@b]", &["@a{page 3}", "+b"]);
    case("@a, [p. 3]", &["@a"]);
    case("@a [p. 3](u) @b [p. 3]{.c}", &["@a", "@b"]);
    case("-@a says", &["-a"]);
    case("(-@a [p. 3])", &["-a{page 3}"]);
    case("x-@a --@b", &["@a", "@b"]);
    // In brackets.
    case("[@a]", &["+a"]);
    case("[@a; @b]", &["+a | +b"]);
    case("[@b;@a ; @x]", &["+b | +a | +x"]);
    case("[@a] [@b]", &["+a", "+b"]);
    case("[@a, p. 3]", &["+a{page 3}"]);
    case("[@a p. 3]", &["+a{page 3}"]);
    case(
        "[@a; see also @b, pp. 33-35, 40]",
        &["+a | <see also>+b{page 33-35, 40}"],
    );
    case(
        "[see @a, chap. 2 and elsewhere]",
        &["<see>+a{chapter 2}<and elsewhere>"],
    );
    case(
        "[see *also* @a, *p.* 3, and **more**]",
        &["<see also>+a{page 3}<, and more>"],
    );
    case("[see [b](u) @a]", &["<see b>+a"]);
    case("[see\n@a, p.\n33]", &["<see>+a{page 33}"]);
    case("[-@a]", &["-a"]);
    case("[-@a; -@b]", &["-a | -b"]);
    case("[-@a, p. 3]", &["-a{page 3}"]);
    case("[see -@a, p. 3; @b]", &["<see>-a{page 3} | +b"]);
    case("[x-@a]", &["<x->+a"]);
    case("[e.g., @a]", &["<e.g.,>+a"]);
    case("[(see @a)]", &["<(see>+a<)>"]);
    case("[@a and more]", &["+a<and more>"]);
    case("[@a, emphasis mine]", &["+a<, emphasis mine>"]);
    case("[@a: see]", &["+a<: see>"]);
    case("[@a!]", &["+a<!>"]);
    case("[@a, iv]", &["+a<, iv>"]);
    case("[@a, A & B < C]", &["+a<, A &amp; B &lt; C>"]);
    case("[see\\; @a, x\\; y]", &["<see;>+a<, x; y>"]);
    case("[@a [p. 3]]", &["+a<[p. 3]>"]);
    case("[@a [sic], p. 3]", &["+a<[sic], p. 3>"]);
    case("[as @a\n[sic] says; @b]", &["<as>+a<[sic] says> | +b"]);
    case("> x @a\n> [p. 3]", &["@a{page 3}"]);
    case("[x @a [p. 3] x]{.no-count}", &["@a{page 3}"]);
    case("[see [sic] @a]", &["<see [sic]>+a"]);
    case("[@a, {p. iv}]", &["+a{page iv}"]);
    case("[@a{p. 33}, after]", &["+a{page 33}<, after>"]);
    case("[@a{ii, A, D-Z}, with]", &["+a{page ii, A, D-Z}<, with>"]);
    case("[@a{}, 99 years later]", &["+a<, 99 years later>"]);
    case("[@a, vol. II, p. 3]", &["+a{volume II}<, p. 3>"]);
    case("[@a, §3(a), *why*]", &["+a{section 3(a)}<, why>"]);
    case("[@a, 3*a* b]", &["+a{page 3a}<b>"]);
    case("[@a, pp.&nbsp;33--35]", &["+a{page 33–35}"]);
    case("[see [@a]]", &["+a"]);
    case("*[@a]* **@b**", &["+a", "@b"]);
    case("[@a]x [@b].", &["+a", "+b"]);
    case("[@a]{.c}", &["@a"]);
    case("^[see @a, and [@b, p. 3].]", &["@a", "+b{page 3}"]);
    // Keys.
    case("@{a} @{a}b", &["@a", "@a"]);
    case(
        "[@{e.org/x?a=1&b=2}, p. 33]",
        &["+e.org/x?a=1&b=2{page 33}"],
    );
    case("[-@{a{b}c}]", &["-a{b}c"]);
    case(
        "@a.b. @a/b/c, @a_b; @_a? @12 @é @日本",
        &["@a.b", "@a/b/c", "@a_b", "@_a", "@12", "@é", "@日本"],
    );
    case("@a--b @a..b @a-", &["@a", "@a", "@a"]);
    // No citations.
    for none in [
        "me@a.org",
        "x.@a",
        "<me@a.org>",
        "\\@a",
        "[\\@a]",
        "`@a`",
        "[t](https://x.org/@a)",
        "<https://x.org/@a>",
        "@.a @-a @ @{a b}",
        "[@]",
    ] {
        case(none, &[]);
    }
    // No list of citations: the keys stand in the sentence.
    case("[@a;] [;@a] [@a;;@b]", &["@a", "@a", "@a", "@b"]);
    case("[@a, x; y] \\[@b] [see @x\\]", &["@a", "@b", "@x"]);
    case("[see *also @a*, p. 3]", &["@a"]);
    case("[@a, p. 3", &["@a"]);
}

#[test]
fn citations_go_beyond_pandoc_where_it_loses_or_misprints_something() {
    // The number of a plural goes on behind "and".
    case("[@a, pp. 3 and 5]", &["+a{page 3 and 5}"]);
    case("[@a, p33]", &["+a{page 33}"]);
    case(
        "[@a, Table 3; @b, Appendix B]",
        &["+a{table 3} | +b{appendix B}"],
    );
    // A comma with nothing behind it.
    case("[@a,]", &["+a"]);
    // Emphasis with a low line, and a key in it.
    case("_@a_ and _see @b_", &["@a", "@b"]);
    // No empty brackets around a bracket behind a bracket.
    case("[@a][@b]", &["+a", "+b"]);
    // An address in a sentence is a link.
    case("https://x.org/@a", &[]);
    // Keys in a citation's own words are citations of their own.
    case("[@a, see @b, p. 3]", &["+a<, see \u{fffc}, p. 3>", "@b"]);
}

#[test]
fn parts_of_the_document_in_a_bracket_of_works_are_words_of_the_work() {
    case("[@a, p. 3; see @fig:x]", &["+a{page 3}<; see \u{fffc}>"]);
    case("[@fig:x; @a; @b]", &["<\u{fffc};>+a | +b"]);
    case("@a [p. 3; @fig:x]", &["@a{page 3}<; \u{fffc}>"]);
    case("@fig:x [@a]", &["+a"]);
    case("[@fig:x; @tbl:y] @fig-x [@interview:x, p. 3]", &[]);
    // The engine decides what these are, and joins those that are works.
    case("[@a; @fig-x, p. 3]", &[]);
    case("[see @a; @fig-x]", &["<see>+a"]);
    case("[-@interview:x]", &["-interview:x"]);
}

#[test]
fn a_key_that_looks_like_a_label_is_the_works_that_has_it() {
    #[track_caller]
    fn case(markdown: &str, wanted: &[&str]) {
        let works = ["jones:2019", "fig-leaf", "rec:2020"];
        assert_eq!(citations(markdown, &works), wanted, "{markdown}");
    }

    case("@jones:2019 says", &["@jones:2019"]);
    case("@jones:2019 [p. 3; @b]", &["@jones:2019{page 3} | +b"]);
    case("[@jones:2019, p. 3]", &["+jones:2019{page 3}"]);
    case(
        "[see @jones:2019; @b; @fig-leaf]",
        &["<see>+jones:2019 | +b | +fig-leaf"],
    );
    case("[@a; @rec:2020, ch. 2]", &["+a | +rec:2020{chapter 2}"]);
    case(
        "[[@jones:2019]] \\citet{fig-leaf}",
        &["+jones:2019", "@fig-leaf"],
    );
    case("[see @rec:x] @fig:x @jones:2020", &[]);
}

#[test]
fn citations_are_told_as_they_are_read_wherever_they_stand() {
    let markdown = "# On @h\n\nText[^n] [@b].\n\n> [@q]\n\n![See [@f]](a.svg){#fig:a}\n\n| a |\n|---|\n| @t |\n\n: Caption [@c] {#tbl:a}\n\nTerm [@d]\n: @e\n\n- [@l]\n\n[^n]: A note [@n].\n";
    case(
        markdown,
        &["@h", "+n", "+b", "+q", "+f", "@t", "+c", "+d", "@e", "+l"],
    );
    let markdown = format!("---\ntitle: é\n---\n\n{markdown}");
    let conversion = converted(&markdown);
    let keys = conversion.citations.iter().flat_map(|placed| &placed.keys);
    let keys: String = keys.map(|key| &markdown[key.clone()]).collect();
    assert_eq!(keys, "@h@n@b@q@f@t@c@d@e@l");
}

#[test]
fn own_words_of_a_citation_keep_their_places_and_the_call_leads_to_its_key() {
    let markdown = "é [see *aLso* @smith2020, p. 4, and mOre; @b].";
    let conversion = converted(markdown);
    let made = conversion.source.text();
    for word in ["aLso", ", and mOre"] {
        let at = made
            .find(&format!("[{word}"))
            .or(made.find(&format!("_{word}")))
            .unwrap()
            + 1;
        let place = conversion.origins.to_markdown(at..at + word.len());
        assert_eq!(&markdown[place], word);
    }
    for (code, key) in [
        ("\"smith2020\", form", "@smith2020"),
        ("\"b\", form", "@b"),
        ("label:", "@smith2020"),
    ] {
        let at = made.find(code).unwrap();
        assert_eq!(&markdown[conversion.origins.to_markdown(at..at + 1)], key);
    }
    assert!(conversion.findings.is_empty());
}
