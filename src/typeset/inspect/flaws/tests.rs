//! Flaws of really typeset pages, and near misses.

use super::*;
use crate::typeset::sandbox::Sandbox;

/// Writes flaws as `page flaw line:column quoted`.
fn told(sandbox: &Sandbox) -> Vec<String> {
    let (session, typeset) = sandbox.typeset();
    let sources = session.sources();
    found(&typeset.document, &session)
        .into_iter()
        .map(|PageFlaw { page, flaw, place }| {
            let place = place.and_then(|place| {
                let (line, column) = sources.position(&place)?;
                let quoted = sources.text(&place.path)?.get(place.range?)?;
                let quoted: String = quoted.lines().next()?.chars().take(24).collect();
                Some(format!("{line}:{column} {quoted}"))
            });
            format!("{page} {flaw:?} {}", place.unwrap_or("-".into()))
        })
        .collect()
}

/// A chapter of Markdown or of Typst on pages of 12 by 16 centimetres.
fn chapter(name: &str, text: &str) -> Sandbox {
    Sandbox::new(&format!("#include \"/{name}\""))
        .file(name, text)
        .file("a.svg", include_bytes!("../../placeholder/empty.svg"))
}

#[track_caller]
fn case(name: &str, text: &str, expected: &[&str]) {
    assert_eq!(told(&chapter(name, text)), expected);
}

#[test]
fn a_sign_that_no_font_has_is_told_once_a_page_with_its_place() {
    case(
        "a.md",
        "\u{feff}# One\r\n\r\nCafé \u{4e2d}\u{4e2d} and \u{4e2d}\u{6587}.\r\n",
        &["1 MissingGlyphs(['中', '文']) 3:6 中"],
    );
    case(
        "a.typ",
        "= One\n\tThe sign 中 is not here.\n#pagebreak()\n中",
        &[
            "1 MissingGlyphs(['中']) 2:11 中",
            "2 MissingGlyphs(['中']) 4:1 中",
        ],
    );
    case("a.md", "中", &["1 MissingGlyphs(['中']) 1:1 中"]);
}

#[test]
fn spaces_joiners_and_what_the_fonts_have_are_no_missing_signs() {
    for name in ["a.md", "a.typ"] {
        case(
            name,
            "Café\u{a0}naïve\u{200b}x\u{ad}y\u{feff} – “β” → ≥ £ € ° ½ … ﬁ Łódź ẞ\n",
            &[],
        );
    }
}

#[test]
fn a_table_off_the_page_is_told_at_the_table() {
    case(
        "a.typ",
        "= T\n\n#figure(table(columns: (8cm, 8cm), [a], [b], [c], [d]), caption: [C])\n",
        &["1 OffPage { thing: Table, edge: Right, by: 54 } 3:9 table(columns: (8cm, 8cm"],
    );
    let word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
    case(
        "a.md",
        &format!(
            "# T\r\n\r\n| a | b |\r\n|---|---|\r\n| {word}{word} | {word} |\r\n\r\n: Names\r\n"
        ),
        &["1 OffPage { thing: Table, edge: Left, by: 64 } 3:1 | a | b |"],
    );
}

#[test]
fn a_table_with_long_text_that_is_set_in_lines_is_no_finding() {
    let text = "some words that go on and on over more than one line of the cell ".repeat(4);
    case(
        "a.md",
        &format!("# T\n\n| a | b | c |\n|---|---|---|\n| {text} | {text} | {text} |\n"),
        &[],
    );
    case(
        "a.typ",
        &format!("= T\n#table(columns: 3, [{text}], [{text}], [{text}])"),
        &[],
    );
    let long = "[word], ".repeat(120);
    case(
        "a.typ",
        &format!("= T\n#table(columns: 2, table.header[a][b], {long})"),
        &[],
    );
}

#[test]
fn a_picture_off_the_page_is_told_where_the_author_placed_it() {
    case(
        "a.typ",
        "= T\n\n\t#image(\"/a.svg\", width: 14cm)\n",
        &["1 OffPage { thing: Picture, edge: Right, by: 34 } 3:3 image(\"/a.svg\", width: 1"],
    );
    case(
        "a.md",
        "# T\n\n![C](a.svg){width=14cm}\n",
        &["1 OffPage { thing: Picture, edge: Right, by: 10 } 3:1 ![C](a.svg)"],
    );
}

#[test]
fn a_picture_as_wide_as_the_text_or_cut_to_its_frame_is_no_finding() {
    case("a.md", "# T\n\n![C](a.svg){width=100%}\n", &[]);
    case("a.typ", "#image(\"/a.svg\", width: 100%)", &[]);
    case(
        "a.typ",
        "#box(clip: true, width: 5cm, height: 3cm, image(\"/a.svg\", width: 40cm))",
        &[],
    );
    case("a.typ", "#hide(image(\"/a.svg\", width: 40cm))", &[]);
    case(
        "a.typ",
        "#scale(20%, reflow: true, image(\"/a.svg\", width: 40cm, height: 10cm))",
        &[],
    );
}

/// A page with a margin of 3 cm that is full of text: 6 cm are left for it.
fn page_of_text(more: &str) -> String {
    let text = "Some words of a paragraph that is set in several lines.\n\n".repeat(4);
    format!("#set page(margin: 3cm, header: [Head])\n{more}\n{text}")
}

#[test]
fn what_runs_into_the_margin_but_stays_on_the_page_says_so() {
    case(
        "a.typ",
        &page_of_text("#table(columns: (4cm, 4cm), [a], [b], [c], [d])"),
        &["1 IntoMargin { thing: Table, edge: Right, by: 20 } 2:2 table(columns: (4cm, 4cm"],
    );
    case(
        "a.typ",
        &page_of_text("#figure(image(\"/a.svg\", width: 9cm))"),
        &["1 IntoMargin { thing: Picture, edge: Right, by: 15 } 2:9 image(\"/a.svg\", width: 9"],
    );
    case(
        "a.typ",
        &page_of_text("Text#footnote[A note.] and Llanfairpwllgwyngyllgogerychwyrndrobwll."),
        &["1 IntoMargin { thing: Text, edge: Right, by: 11 } 2:28 Llanfairpwllgwyngyllgoge"],
    );
}

#[test]
fn a_little_over_the_margin_and_what_an_author_moved_there_is_no_finding() {
    for more in [
        "#table(columns: (3cm, 3.2cm), [a], [b], [c], [d])",
        "Text#footnote[A note that has some words of its own.] and more.",
        "#pad(left: 1cm)[Text that is set in.]",
        "#place(right, dx: 2cm)[A note]",
        "#place(dx: -2cm, image(\"/a.svg\", width: 1cm))",
        "#figure(placement: bottom, table(columns: 2, [a], [b]), caption: [C])",
        "#columns(2)[Some text in two columns.]",
        "#set enum(indent: -0.3cm)\n+ one\n+ two",
        "$ a + b = c $",
        "#page(margin: 1cm)[#lorem(100)]",
    ] {
        case("a.typ", &page_of_text(more), &[]);
    }
}

#[test]
fn a_word_too_long_for_its_line_is_told_at_the_word() {
    let word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";
    case(
        "a.md",
        &format!("# T\n\nOne {word}{word} two and {word}{word}\n"),
        &["1 OffPage { thing: Text, edge: Right, by: 96 } 3:5 Llanfairpwllgwyngyllgoge"],
    );
    case(
        "a.md",
        "# T\n\nSee https://www.england.nhs.uk/wp-content/uploads/2021/08/a-very-long-name-of-a-file-that-goes-on-and-on.pdf here\n",
        &[],
    );
}

#[test]
fn a_block_that_cannot_be_parted_runs_off_the_bottom() {
    case(
        "a.typ",
        "= T\n\n#block(breakable: false)[#lorem(400)]\n",
        &["2 OffPage { thing: Text, edge: Bottom, by: 116 } 3:27 lorem(400)"],
    );
    case(
        "a.typ",
        "= T\n\n#block(breakable: true)[#lorem(400)]\n",
        &[],
    );
}

#[test]
fn furniture_and_what_is_placed_by_hand_belong_into_the_margin() {
    case(
        "a.typ",
        "#set page(margin: 3cm, header: [#h(-2cm)A head], footer: [#h(-2cm)A foot], background: rotate(45deg, text(90pt)[DRAFT AND MORE DRAFT]), numbering: \"1\")\n#set par.line(numbering: \"1\")\n#place(right, dx: 2.5cm)[A note]\nText #footnote[and a note].\n#lorem(60)",
        &[],
    );
    case(
        "a.typ",
        "#place(dx: 11cm)[A note that is too long]\nText.",
        &["1 OffPage { thing: Text, edge: Right, by: 40 } 1:18 A"],
    );
    case(
        "a.typ",
        "#page(flipped: true, table(columns: (6cm, 6cm), [a], [b]))",
        &[],
    );
}
