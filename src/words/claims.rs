//! What the census claims, shown on tiny documents.

use crate::words::testing::{Desk, PRELUDE, words};
use crate::words::{Category, Convention, Region};

/// Asserts the words of some categories of one chapter; all other words are body or furniture.
#[track_caller]
fn case(text: &str, expected: &[(Category, &str)]) {
    let census = Desk::chapter(text).census();
    for (category, expected) in expected {
        assert_eq!(words(&census, *category), *expected, "{category}");
    }
    for word in &census.words {
        let is_named = expected
            .iter()
            .any(|(category, _)| *category == word.category);
        let is_plain = matches!(word.category, Category::Body | Category::Furniture);
        assert!(is_named || is_plain, "{word:?}");
    }
}

#[test]
fn styling_inside_a_word_joins_it() {
    case(
        "inter#strong[nal]ism H#sub[2]O re#strong[search] #text(fill: red)[half]way #box[in]side \
         E=mc#super[2] #smallcaps[Nhs]x _a_#h(0pt)b",
        &[(
            Category::Body,
            "internalism H2O research halfway inside E=mc2 Nhsx ab",
        )],
    );
}

#[test]
fn paragraphs_breaks_and_gaps_part_words() {
    case(
        "one\\ two#linebreak()three\n\nfour#h(1em)five#\"\\n\";six",
        &[(Category::Body, "one two three four five six")],
    );
}

#[test]
fn a_word_cut_by_lines_and_pages_is_one_word() {
    let long = "internationalisation counterrevolutionary telecommunications well-*known* ";
    for width in [30, 37, 45, 60] {
        let text = format!(
            "#set page(width: {width}mm, height: 40mm, margin: 4mm)\n#set text(lang: \"en\")\n#set par(justify: true)\n{}",
            long.repeat(12)
        );
        let census = Desk::chapter(&text).census();
        let body = words(&census, Category::Body);
        assert_eq!(
            body,
            long.replace('*', "").repeat(12).trim_end(),
            "{width} mm"
        );
    }
}

#[test]
fn a_heading_is_its_words_and_its_number() {
    case(
        "#set heading(numbering: \"1.1\")\n= Scope and 3 aims\n== Deeper\nText.",
        &[
            (Category::Heading, "Scope and 3 aims Deeper"),
            (Category::HeadingNumber, "1 1.1"),
            (Category::Body, "Text."),
        ],
    );
}

#[test]
fn a_template_may_set_the_heading_its_own_way() {
    let main = format!(
        "{PRELUDE}#metadata(\"folio:chapter:one\")\n#set heading(numbering: \"1\")\n\
         #show heading: it => block[#text(fill: red)[Chapter #counter(heading).display()] #it.body]\n\
         #include \"/chapters/one.typ\""
    );
    let census = Desk::with_main(&main)
        .write("/chapters/one.typ", "= Scope\nText")
        .census();
    assert_eq!(words(&census, Category::HeadingNumber), "Chapter 1");
    assert_eq!(words(&census, Category::Heading), "Scope");
    assert_eq!(census.sections[0].title, "Scope");
}

#[test]
fn what_the_template_labels_is_no_word_of_the_author() {
    let main = format!(
        "{PRELUDE}#metadata(\"folio:chapter:one\")\n#set heading(numbering: \"1\")\n\
         #let given(body) = [#box(body)<folio-label>]\n\
         #show heading: it => block[#given[Chapter #counter(heading).display()] #it.body]\n\
         #show figure.caption: it => context [#given(strong[#it.supplement \
         #it.counter.display(it.numbering)]) #h(0.5em) #it.body]\n\
         #include \"/chapters/one.typ\""
    );
    let chapter = "= Scope\n#figure(rect[x], caption: [Scope of it])";
    let census = Desk::with_main(&main)
        .write("/chapters/one.typ", chapter)
        .census();
    assert_eq!(words(&census, Category::HeadingNumber), "Chapter 1");
    assert_eq!(words(&census, Category::Heading), "Scope");
    assert_eq!(words(&census, Category::CaptionLabel), "Figure 1");
    assert_eq!(words(&census, Category::FigureCaption), "Scope of it");
}

#[test]
fn a_caption_is_its_words_and_its_label() {
    case(
        "#figure(rect[drawn text], caption: [How it *flows*]) <f>\n\
         #figure(table(columns: 2, [a], [b c]), caption: [Numbers])\nSee @f.",
        &[
            (Category::FigureText, "drawn text"),
            (Category::FigureCaption, "How it flows"),
            (Category::TableCaption, "Numbers"),
            (Category::CaptionLabel, "Figure 1: Table 1:"),
            (Category::TableCell, "a b c"),
            (Category::CrossReference, "Figure 1."),
            (Category::Body, "See"),
        ],
    );
}

#[test]
fn a_label_ends_where_the_words_of_the_caption_begin() {
    #[track_caller]
    fn caption(caption: &str, expected: &str) {
        let text = format!("#set page(width: 50mm)\n#figure(rect[x], caption: {caption})");
        let census = Desk::chapter(&text).census();
        assert_eq!(
            words(&census, Category::CaptionLabel),
            "Figure 1:",
            "{caption}"
        );
        assert_eq!(words(&census, Category::FigureCaption), expected);
    }

    caption("[Numbers]", "Numbers");
    caption(
        "\"Figures of internationalisation and more of it\"",
        "Figures of internationalisation and more of it",
    );
    caption("[*Bold* first]", "Bold first");
    caption("[$x$ first]", "𝑥 first");
    caption("lorem(3)", "Lorem ipsum dolor.");
}

#[test]
fn a_note_is_its_text_and_its_marks_are_nothing() {
    case(
        "Word#footnote[First note.], next#footnote[Second.] end.",
        &[
            (Category::Footnote, "First note. Second."),
            (Category::Body, "Word, next end."),
        ],
    );
}

#[test]
fn a_note_across_pages_is_one_text() {
    let note: Vec<String> = (1..200).map(|number| format!("note{number}")).collect();
    let text = format!(
        "#set page(width: 60mm, height: 60mm, margin: 5mm)\nBefore#footnote[{}] after.",
        note.join(" ")
    );
    let census = Desk::chapter(&text).census();
    assert_eq!(words(&census, Category::Footnote), note.join(" "));
    assert_eq!(words(&census, Category::Body), "Before after.");
    assert!(census.pages > 3);
}

#[test]
fn a_repeated_table_header_counts_where_it_first_stands() {
    let cells: String = (0..40).map(|number| format!("[c{number}],")).collect();
    let text = format!(
        "#set page(width: 60mm, height: 60mm, margin: 5mm)\n\
         #table(columns: 2, table.header[Head][Line], {cells} table.footer[Foot][End])"
    );
    let census = Desk::chapter(&text).census();
    let cells = words(&census, Category::TableCell);
    assert_eq!(cells.split(' ').count(), 40 + 4, "{cells}");
    assert!(words(&census, Category::Furniture).contains("Head Line"));
}

#[test]
fn page_furniture_is_no_text_of_the_chapter() {
    let text: String = (0..300).map(|number| format!("w{number} ")).collect();
    case(
        &format!(
            "#set page(width: 80mm, height: 80mm, header: [Running head], numbering: \"1\", \
             background: [DRAFT], foreground: [SECRET])\n#set par.line(numbering: \"1\")\n{text}"
        ),
        &[(Category::Body, text.trim_end())],
    );
}

#[test]
fn lists_have_markers_and_terms_have_none() {
    case(
        "- one item\n+ two items\n/ Term: explained\n",
        &[
            (Category::ListMarker, "• 1."),
            (Category::Body, "one item two items Term explained"),
        ],
    );
}

#[test]
fn a_formula_is_one_word() {
    case(
        "With $x + y$ and ($n = 23$), a $p$-value:\n$ sum_(k=1)^n k $",
        &[
            (Category::InlineMaths, "𝑥+𝑦 (𝑛=23),"),
            (Category::DisplayMaths, "∑𝑛𝑘=1𝑘"),
            (Category::Body, "With and a 𝑝-value:"),
        ],
    );
}

#[test]
fn code_is_told_by_its_lines() {
    case(
        "Call `f(a, b)` now.\n```\nlet x = 1;\nrun();\n```",
        &[
            (Category::InlineCode, "f(a, b)"),
            (Category::CodeBlock, "let x = 1; run();"),
            (Category::Body, "Call now."),
        ],
    );
}

#[test]
fn a_block_quotation_is_a_quotation_and_one_in_the_line_is_body() {
    case(
        "#quote(block: true, attribution: [A Nurse])[We wait.]\nShe said #quote[no].",
        &[
            (Category::Quotation, "We wait. A Nurse"),
            (Category::Body, "She said “no”."),
        ],
    );
}

const WORKS: &str = "@article{smith, author={Smith, Ann and Jones, Bo}, title={On waiting}, \
     journal={Health}, year={2020}}\n@book{doe, author={Doe, Jan}, title={Care}, \
     publisher={Press}, year={2019}}";

fn cited(style: &str, text: &str) -> crate::words::Census {
    let text = format!("{text}\n#bibliography(\"/works.bib\", style: \"{style}\", title: none)");
    Desk::chapter(&text).write("/works.bib", WORKS).census()
}

#[test]
fn citations_count_as_they_are_rendered() {
    let census = cited("apa", "It is known @smith @doe, and so on.");
    assert_eq!(
        words(&census, Category::Citation),
        "(Doe, 2019; Smith & Jones, 2020),"
    );
    assert_eq!(words(&census, Category::Body), "It is known and so on.");
    assert!(words(&census, Category::References).starts_with("Doe, J."));

    let census = cited("ieee", "It is known @smith, and so on.");
    assert_eq!(words(&census, Category::Citation), "[1],");
    assert!(words(&census, Category::References).starts_with("[1] A. Smith"));

    let census = cited("nature", "It is known@smith and so on.");
    assert_eq!(words(&census, Category::Body), "It is known1 and so on.");

    let census = cited("chicago-notes", "It is known@smith and so on.");
    assert_eq!(words(&census, Category::Body), "It is known and so on.");
    assert!(words(&census, Category::Footnote).contains("Smith"));
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
        let census = Desk::chapter(&text).census();
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
    let desk = Desk::chapter(text);
    let census = desk.census();
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
    let census = Desk::chapter(text).census();
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
         #metadata(\"folio:abstract\")\n= Abstract\nShort text@smith.\n#pagebreak()\n\
         #metadata(\"folio:chapter:intro\")\n#include \"/chapters/one.typ\"\n#pagebreak()\n\
         #metadata(\"folio:references\")\n#bibliography(\"/works.bib\")\n#pagebreak()\n\
         #metadata(\"folio:appendix:a\")\nMore text.#footnote[Note.]"
    );
    let census = Desk::with_main(&main)
        .write("/works.bib", WORKS)
        .write("/chapters/one.typ", "= Intro\nHello.\n== Part\nWorld.")
        .census();
    assert_eq!(words(&census, Category::TitlePage), "The Title");
    assert_eq!(
        words(&census, Category::Abstract),
        "Abstract Short text[1]."
    );
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
    let census = Desk::with_main(&main).census();
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
    let census = Desk::chapter("The words שלום עולם and مرحبا end.").census();
    assert_eq!(census.words.len(), 7);
}

#[test]
fn a_census_can_be_taken_under_every_convention() {
    let desk = Desk::chapter("It’s well-known—CO₂ and $x$.");
    let counts: Vec<usize> = Convention::ALL
        .iter()
        .map(|&it| desk.census_by(it).words.len())
        .collect();
    assert_eq!(counts, [5, 6, 6, 7, 4]);
}
