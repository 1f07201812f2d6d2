//! Text that was pasted from a word processor: what is printed, and what is said.

use crate::markdown::tests::testing::{chapter, complaints, converted};

#[track_caller]
fn case(markdown: &str, wanted: &[(&str, &str)]) {
    let conversion = converted(markdown);
    let found = complaints(markdown, &conversion.findings);
    assert_eq!(found, wanted, "{markdown}\n{}", conversion.source.text());
}

#[track_caller]
fn typst(markdown: &str, wanted: &str) {
    let conversion = converted(markdown);
    assert_eq!(conversion.source.text().trim_end(), wanted, "{markdown:?}");
}

fn hint(markdown: &str) -> String {
    converted(markdown).findings[0].hints[0].clone()
}

#[test]
fn two_typed_bullets_are_a_list() {
    typst("•\tone\n•\ttwo", "- one\n- two");
    typst("Aims:\n• *one*\n• two", "Aims:\n\n- _one_\n- two");
    typst("·\tone\n\n·\ttwo", "- one\n\n- two");
    typst("– one\n– two", "- one\n- two");
    typst(
        "•\tone\n\to\tsub\n\to\tsub\n•\ttwo",
        "- one\n  - sub\n  - sub\n- two",
    );
    typst(
        "·\u{a0}\u{a0}\u{a0}\u{a0} one\n·\u{a0}\u{a0}\u{a0}\u{a0} two",
        "- one\n- two",
    );
    typst("*\tone\n*\ttwo", "- one\n- two");
    typst("1.\tone\n2.\ttwo", "1. one\n2. two");
    case("•\tone\n•\ttwo", &[]);
    case("o\tone", &[("bullet-typed", "o")]);
    case("We saw it\n– and then\nmore.\n– so it was", &[]);
    case("– We saw it.", &[]);
}

#[test]
fn indented_prose_is_a_paragraph() {
    let first = "This study looks at the way in which nurses work.";
    let second = "It was *short*, and it was done in May.";
    for indent in ["\t", "    ", "      "] {
        let markdown =
            format!("# A\n\n{indent}{first}\n{indent}{second}\n\n{indent}{second}\n\nend\n");
        typst(
            &markdown,
            &format!(
                "= A\n\n{first}\nIt was _short_, and it was done in May.\n\nIt was _short_, and it was done in May.\n\nend"
            ),
        );
        case(
            &markdown,
            &[
                ("indented-paragraph", first),
                ("indented-paragraph", second),
            ],
        );
    }
    case(&format!("# A\n\t{first}"), &[("indented-paragraph", first)]);
    for code in [
        "- a\n\n        This is the code of the list item here.",
        "a\n\n    x <- mean(y)\n    y is the mean of the values.",
        "> a\n\n>     This is the code in a quotation, it seems.",
    ] {
        case(code, &[]);
    }
}

#[test]
fn lines_with_tabs_are_shown_as_a_table() {
    let table = "Group\tN\tMean\nA\t12\t3|4\nB\t13\t\n";
    case(table, &[("table-of-tabs", "Group\tN\tMean")]);
    assert_eq!(
        hint(table),
        "write them with `|` between the columns:\n\n| Group | N | Mean |\n|---|---|---|\n| A | 12 | 3\\|4 |\n| B | 13 |  |"
    );
    case(
        "\tMale\tFemale\nAge\t34\t31\nN\t5\t6",
        &[("table-of-tabs", "\tMale\tFemale")],
    );
    case(
        "Site\tBeds\n\nLeeds\t400\n\nYork\t300",
        &[("table-of-tabs", "Site\tBeds")],
    );
    for prose in [
        "a\tb",
        "Interviewer:\tHow are you?\nAnna:\tFine.",
        "a\tb\nplain text",
        "•\tone\n•\ttwo",
    ] {
        case(prose, &[]);
    }
}

#[test]
fn what_was_numbered_by_hand_is_told_what_to_write() {
    case(
        "# A\n\n2.3 Data collection\n\nText.",
        &[("heading-typed", "2.3 Data collection")],
    );
    assert_eq!(
        hint("**2.3.1\tData collection**\n\nText."),
        "write `### Data collection`: headings are numbered for you"
    );
    let table = "| a |\n|---|\n| b |";
    case(
        &format!("Table 1: Sample\n\n{table}"),
        &[("caption-typed", "Table 1: Sample")],
    );
    case(
        "![](m.png)\n\n**Figure 2.** Map",
        &[("caption-typed", "**Figure 2.** Map")],
    );
    case(
        "![](m.png)\nFigure 2. Map",
        &[("caption-typed", "Figure 2. Map")],
    );
    assert_eq!(
        hint("![](m.png)\n\nFigure 2. Map of the sites"),
        "write `![Map of the sites](m.png){#fig:map-of-the}`, and refer to it with `@fig:map-of-the`"
    );
    assert_eq!(
        hint("Figure 2. Map\n\n![](data:image/png;base64,aGk=)"),
        "write `![Map](figures/name.png){#fig:map}`, and refer to it with `@fig:map`"
    );
    assert_eq!(
        hint("| a |\n|---|\n| b |\n\nFigure 2. The path\n\n![](m.png)"),
        "write `![The path](m.png){#fig:the-path}`, and refer to it with `@fig:the-path`"
    );
    assert_eq!(
        hint("Figure 3: The path\n\nText."),
        "put the picture into `figures`, and write `![The path](figures/name.png){#fig:the-path}` here"
    );
    assert_eq!(
        hint("Table 3. Ages"),
        "put the table here, with `|` between its columns, and write `: Ages {#tbl:ages}` below it"
    );
    let tabs = "Table 1: Sample\n\na\tb\nc\td";
    case(
        tabs,
        &[
            ("caption-typed", "Table 1: Sample"),
            ("table-of-tabs", "a\tb"),
        ],
    );
    case(
        "![Figure 1: Map](m.png)",
        &[("caption-numbered-by-hand", "Figure 1: ")],
    );
    for prose in [
        "Figure 2. Map, and no picture near it.",
        "![](m.png)\n\nFigure 1 shows the map.",
        "![Map](m.png)\n\nText",
        "![Figure 1 of the report](m.png)",
    ] {
        case(prose, &[]);
    }
}

#[test]
fn a_sentence_above_a_line_is_found() {
    case("It was so.\n---\n", &[("heading-by-line", "It was so.")]);
    case("Method\n------\n", &[]);
    case("It was so.\n\n---\n", &[]);
    case("It was so.\n===\n", &[]);
}

#[test]
fn words_own_complaints_are_found() {
    let lost = "Error! Reference source not found.";
    case(&format!("é (see {lost})"), &[("word-field-lost", lost)]);
    case(
        "**Error! Bookmark\nnot defined.**",
        &[("word-field-lost", "Error! Bookmark\nnot defined.")],
    );
    case(
        "| a |\n|---|\n| Error! Bookmark not defined. |",
        &[("word-field-lost", "Error! Bookmark not defined.")],
    );
    case(
        "`Error! Bookmark not defined.`",
        &[("word-field-lost", "Error! Bookmark not defined.")],
    );
    case("Error! It is wrong.", &[]);
}

#[test]
fn signs_of_a_typist_survive() {
    case(
        "5*6*7 and 10\u{a0}% soft\u{ad}hyphen zero\u{200b}width",
        &[],
    );
    for text in ["5*6*7=210", "a\u{ad}b", "a\u{200b}b"] {
        assert_eq!(chapter(text).text().as_deref(), Ok(text));
    }
}
