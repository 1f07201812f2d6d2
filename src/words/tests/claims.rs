//! What the census claims, shown on tiny documents.

mod parts;

use crate::words::Category;
use crate::words::tests::testing::{PRELUDE, TestProject, words};

/// Asserts the words of some categories of one chapter; all other words are body or furniture.
#[track_caller]
fn case(text: &str, expected: &[(Category, &str)]) {
    let census = TestProject::chapter(text).census();
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
fn code_in_a_sentence_is_one_word_with_what_touches_it() {
    case(
        "We used (`lme4`) and `brms`, `foo`s, #text(size: 20pt)[`a b`].\n\n```\nx\ny\n```",
        &[
            (Category::Body, "We used and"),
            (Category::InlineCode, "(lme4) brms, foos, a b."),
            (Category::CodeBlock, "x y"),
        ],
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
        let census = TestProject::chapter(&text).census();
        let body = words(&census, Category::Body);
        assert_eq!(
            body,
            long.replace('*', "").repeat(12).trim_end(),
            "{width} mm"
        );
    }
}

#[test]
fn a_formula_that_ends_a_page_ends_there() {
    for lines in 0..6 {
        let text = format!(
            "#set page(width: 60mm, height: 60mm, margin: 15mm, header: [Head], numbering: \"1\")\n{}\n$ a = b $\n\n{}",
            "Line\\\n".repeat(lines),
            "Next\n\n".repeat(9)
        );
        let census = TestProject::chapter(&text).census();
        let formula = words(&census, Category::DisplayMaths);
        assert_eq!(formula, "𝑎=𝑏", "{lines} lines before it");
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
    let census = TestProject::with_main(&main)
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
    let census = TestProject::with_main(&main)
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
        let census = TestProject::chapter(&text).census();
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
    let census = TestProject::chapter(&text).census();
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
    let census = TestProject::chapter(&text).census();
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
