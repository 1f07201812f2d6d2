//! Citations with words and locators, as four kinds of style print them.

use crate::markdown::tests::testing::{chapter_with, converted};

/// The page of a citation, without the reference list, white space aside.
#[track_caller]
fn case(style: &str, markdown: &str, wanted: &str) {
    let text = format!("x {markdown} (y) z");
    let mut chapter = chapter_with("#set page(width: 900pt)", &text);
    chapter.append(&format!(
        "#pagebreak()\n#bibliography(\"/references.bib\", style: \"{style}\")"
    ));
    let text = chapter.text().unwrap();
    let shown = text.split("Bibliography").next().unwrap_or("");
    let wanted: String = format!("x{wanted}(y)z")
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let shown = shown.get(..wanted.len()).unwrap_or(shown);
    assert_eq!(shown, wanted, "{style}: {markdown}");
}

const WORDS: &str = "[see *also* @smith2020, pp. 3-4, and more; but cf. @jones2019, ch. 2]";

#[test]
fn words_before_a_citation_stand_inside_its_bracket() {
    for style in ["harvard-cite-them-right", "apa"] {
        case(
            style,
            WORDS,
            "(see also Smith, 2020, pp. 3–4, and more; but cf. Jones, 2019, ch. 2)",
        );
        case(
            style,
            "[@smith2020; see @jones2019]",
            "(Smith, 2020; see Jones, 2019)",
        );
        case(
            style,
            "[see @smith2020, para. 4]",
            "(see Smith, 2020, para. 4)",
        );
    }
    case(
        "chicago-author-date",
        WORDS,
        "(see also Smith 2020, pp. 3–4, and more; but cf. Jones 2019, ch. 2)",
    );
    // Vancouver prints no locators, whatever they are.
    case("vancouver", WORDS, "(see also 1; but cf. 2)");
    case("ieee", "[see @smith2020, p. 4]", "[see 1, p. 4]");
}

#[test]
fn where_a_style_has_no_bracket_they_stand_before_the_mark() {
    for style in ["chicago-notes", "nature"] {
        case(style, "[see @smith2020, p. 4]", "see 1");
        case(style, "[@smith2020; but cf. @jones2019]", "1 but cf. 2");
    }
}

#[test]
fn locators_are_printed_with_their_terms() {
    for (locator, shown) in [
        ("p. 4", "p. 4"),
        ("pp. 3-5", "pp. 3–5"),
        ("ch. 2", "ch. 2"),
        ("para. 7", "para. 7"),
        ("fig. 1, italics mine", "fig. 1, italics mine"),
        ("33", "33"),
    ] {
        let markdown = format!("[@smith2020, {locator}]");
        let wanted = format!("(Smith, 2020, {shown})");
        case("harvard-cite-them-right", &markdown, &wanted);
        let markdown = format!("@smith2020 [{locator}]");
        let wanted = format!("Smith (2020, {shown})");
        case("harvard-cite-them-right", &markdown, &wanted);
    }
    case(
        "harvard-cite-them-right",
        "[-@smith2020, p. 4]",
        "(2020, p. 4)",
    );
}

#[test]
fn words_beside_a_year_alone_stand_before_the_bracket_and_are_found() {
    let markdown = "[see @smith2020; -@jones2019]";
    case(
        "harvard-cite-them-right",
        markdown,
        "see (Smith, 2020) (2019)",
    );
    assert_eq!(converted(markdown).findings[0].code, "citation-prefix");
}
