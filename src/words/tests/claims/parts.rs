//! Claims about citations, generated text, places and the parts of a document.

use super::case;
use crate::project::Region;
use crate::words::tests::testing::{CITING, PRELUDE, TestProject, cited, words};
use crate::words::{Category, Convention};

/// A document that cites `smith`, alone or with `doe`, what is printed of it, and the list.
fn known(alone: &str, together: &str, list: &str, text: &str) -> crate::words::Census {
    let main = format!(
        "{PRELUDE}{CITING}#metadata(\"folio:chapter:one\")\n#include \"/chapters/one.typ\"\n\
         #[#[{list}]<folio-references>]"
    );
    let both = [cited("smith", None), cited("doe", None)].join(",");
    let one = format!("[{}]", cited("smith", None));
    TestProject::with_main(&main)
        .write("/chapters/one.typ", text)
        .citing(
            &["smith", "doe"],
            &[(&one, alone), (&format!("[{both}]"), together)],
        )
        .census()
}

#[test]
fn citations_count_as_they_are_rendered() {
    let census = known(
        "",
        "#\"(\"#text(style: \"italic\")[#\"Doe, 2019; \"]#\"Smith & Jones, 2020\"#\")\"",
        "#\"Doe, J. (2019). Care.\"",
        "It is known @smith @doe, and so on.",
    );
    assert_eq!(
        words(&census, Category::Citation),
        "(Doe, 2019; Smith & Jones, 2020),"
    );
    assert_eq!(words(&census, Category::Body), "It is known and so on.");
    assert!(words(&census, Category::References).starts_with("Doe, J."));

    let list = "#enum(numbering: n => [#\"[1]\"], [#\"A. Smith\"])";
    let census = known(
        "#\"[\"#\"1\"#\"]\"",
        "",
        list,
        "It is known @smith, and so on.",
    );
    assert_eq!(words(&census, Category::Citation), "[1],");
    assert!(words(&census, Category::References).starts_with("[1] A. Smith"));

    let census = known("#super[#\"1\"]", "", "", "It is known@smith and so on.");
    assert_eq!(words(&census, Category::Body), "It is known1 and so on.");

    let census = known(
        "#note[#\"Ann Smith, Care.\"]",
        "",
        "",
        "It is known@smith and so on.",
    );
    assert_eq!(words(&census, Category::Body), "It is known and so on.");
    assert!(words(&census, Category::Footnote).contains("Smith"));
}

#[test]
fn a_citation_stands_where_its_key_is_written() {
    let text = "It is known @smith @doe, and @smith.";
    let census = known(
        "#\"(Smith, 2020)\"",
        "#\"(Doe, 2019; Smith, 2020)\"",
        "",
        text,
    );
    let place = |wanted: &str| {
        let word = census.words.iter().find(|word| word.text == wanted);
        word.and_then(|word| word.place.clone()?.range)
            .unwrap()
            .start
    };
    assert!(text[place("(Doe,")..].starts_with("@smith @doe"));
    assert!(text[place("2020).")..].starts_with("@smith."));
}

#[test]
fn an_outline_is_contents_and_its_leaders_are_furniture() {
    case(
        "#outline(title: [Inside])\n= First part\nText.",
        &[
            (Category::Contents, "Inside First part 1"),
            (Category::Heading, "First part"),
            (Category::Body, "Text."),
        ],
    );
}

#[test]
fn blocks_shapes_and_turned_text_are_body() {
    case(
        "#block[one]#block[two] #pad(x: 3pt)[three]\n#align(right)[four]\n#grid(columns: 2, [five], [six])\n\
         #rect[seven] #rotate(90deg)[eight] #stack(dir: ltr, spacing: 2em, [nine], [ten])\n\
         #columns(2)[eleven #colbreak() twelve] #place(dx: 3pt)[thirteen] #circle[fourteen]",
        &[(
            Category::Body,
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
        )],
    );
}

#[test]
fn an_address_at_the_end_of_a_block_does_not_run_into_the_next() {
    case(
        "#set page(width: 40mm)\n#block[See https://example.org/a/long/path/that/breaks/]\n#block[next]\n\
         #pad(1pt)[https://example.org/]\n#pad(1pt)[last]",
        &[(
            Category::Body,
            "See https://example.org/a/long/path/that/breaks/ next https://example.org/ last",
        )],
    );
}

#[test]
fn a_box_inside_a_word_may_end_a_line() {
    for width in 20..40 {
        let text = format!(
            "#set page(width: {width}mm)\nSome counter#box[revolution]ary words and inter#box[nal]ism ($x$)#box[y]."
        );
        let census = TestProject::chapter(&text).census();
        assert_eq!(
            census
                .words
                .iter()
                .map(|word| word.text.as_str())
                .collect::<Vec<_>>()
                .join(" "),
            "Some counterrevolutionary words and internalism (𝑥)y.",
            "{width} mm"
        );
    }
}

#[test]
fn generated_text_counts_where_the_author_asked_for_it() {
    let text = "#let nhs = [National Health Service]\nThe #nhs.\n#for n in (1, 2) [item#n ]\n\
                #lorem(4)\n#context [page #counter(page).display()]\n#show \"foo\": [bar baz]\nfoo";
    let project = TestProject::chapter(text);
    let census = project.census();
    assert_eq!(
        words(&census, Category::Body),
        "The National Health Service. item1 item2 Lorem ipsum dolor sit. page 1 bar baz"
    );
    let lorem = census
        .words
        .iter()
        .find(|word| word.text == "Lorem")
        .unwrap();
    let place = lorem.place.as_ref().unwrap();
    let at = place.range.as_ref().unwrap().start;
    assert!(text[at..].starts_with("lorem(4)"), "{}", &text[at..]);
}

#[test]
fn every_word_knows_where_it_was_written() {
    let text = "= Title here\nSome *bold* words—and `code` in a\nparagraph#footnote[A note].\n\n\
                ```\nfirst line\nsecond\n```\n- an item\n\n#table(columns: 1, [a cell])";
    let census = TestProject::chapter(text).census();
    for word in &census.words {
        if matches!(word.category, Category::ListMarker | Category::Furniture) {
            continue;
        }
        let range = word
            .place
            .as_ref()
            .and_then(|place| place.range.clone())
            .unwrap();
        // A note's mark may stand before the word's end.
        let start: String = word.text.chars().take(4).collect();
        assert!(text[range.start..].starts_with(&start), "{word:?}");
    }
}

#[test]
fn heads_feet_and_cells_that_span_others_are_cells() {
    case(
        "#table(columns: 2, table.header([Head], [of it]), table.cell(colspan: 2)[\n  over\n\n  both\n], \
         table.cell(rowspan: 2)[left], [one], [two], table.footer(repeat: false, [Sum], [3]))",
        &[(
            Category::TableCell,
            "Head of it over both one left two Sum 3",
        )],
    );
}

#[test]
fn exempt_text_is_reported_and_not_counted() {
    case(
        "Kept #[left out] <no-count> kept.\n\n#figure(rect[in], caption: [Cap]) <no-count>\n\n\
         = Gone <no-count>\nBack#footnote[Note.] #[word#footnote[hidden]] <no-count>",
        &[
            (
                Category::Exempt,
                "left out in Figure 1: Cap Gone word hidden",
            ),
            (Category::Footnote, "Note."),
            (Category::Body, "Kept kept. Back"),
        ],
    );
}

#[test]
fn nobody_hides_text_behind_marks_of_the_template() {
    case(
        "#metadata(\"folio:references\")\nCounted. #pdf.artifact[aside]",
        &[(Category::Body, "Counted."), (Category::Exempt, "aside")],
    );
}

#[test]
fn regions_come_from_the_template() {
    let main = format!(
        "{PRELUDE}#metadata(\"folio:title-page\")\nThe Title\n#pagebreak()\n\
         #metadata(\"folio:abstract\")\n= Abstract\nShort text.\n#pagebreak()\n\
         #metadata(\"folio:chapter:intro\")\n#include \"/chapters/one.typ\"\n#pagebreak()\n\
         #metadata(\"folio:references\")\n= Bibliography\n#pagebreak()\n\
         #metadata(\"folio:appendix:a\")\nMore text.#footnote[Note.]"
    );
    let census = TestProject::with_main(&main)
        .write("/chapters/one.typ", "= Intro\nHello.\n== Part\nWorld.")
        .census();
    assert_eq!(words(&census, Category::TitlePage), "The Title");
    assert_eq!(words(&census, Category::Abstract), "Abstract Short text.");
    assert_eq!(words(&census, Category::Appendix), "More text. Note.");
    assert_eq!(words(&census, Category::Body), "Hello. World.");
    assert!(words(&census, Category::References).starts_with("Bibliography"));
    let world = census
        .words
        .iter()
        .find(|word| word.text == "World.")
        .unwrap();
    assert_eq!(
        census.regions[world.region],
        Region::Chapter("intro".into())
    );
    let section = &census.sections[world.section.unwrap()];
    assert_eq!((section.title.as_str(), section.level), ("Part", 2));
    assert_eq!(census.sections[section.parent.unwrap()].title, "Intro");
}

#[test]
fn a_float_belongs_to_the_chapter_of_its_anchor() {
    let main = format!(
        "{PRELUDE}#set page(height: 60mm)\n#metadata(\"folio:chapter:one\")\nStart.\n\
         #figure(rect(height: 30mm)[big], placement: bottom, caption: [Cap])\n\
         #figure(rect(height: 30mm)[bigger], placement: bottom, caption: [Cap])\n#pagebreak(weak: true)\n\
         #metadata(\"folio:chapter:two\")\nEnd."
    );
    let census = TestProject::with_main(&main).census();
    let bigger = census
        .words
        .iter()
        .find(|word| word.text == "bigger")
        .unwrap();
    assert_eq!(census.regions[bigger.region], Region::Chapter("one".into()));
}

#[test]
fn letters_with_marks_of_their_own_height_are_not_doubled() {
    case(
        "x̂ȳ n̈a cafe\u{301} ok",
        &[(Category::Body, "x̂ȳ n̈a cafe\u{301} ok")],
    );
}

#[test]
fn scripts_of_all_directions_are_read_in_order() {
    let census = TestProject::chapter("The words שלום עולם and مرحبا end.").census();
    assert_eq!(census.words.len(), 7);
}

#[test]
fn a_census_can_be_taken_under_every_convention() {
    let project = TestProject::chapter("It’s well-known—CO₂ and $x$.");
    let counts: Vec<usize> = Convention::ALL
        .iter()
        .map(|&it| project.census_by(it).words.len())
        .collect();
    assert_eq!(counts, [5, 6, 6, 7, 4]);
}
