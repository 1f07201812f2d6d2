//! Figures, tables and their captions: what each word of them is.

use crate::words::tests::testing::{TestProject, words};
use crate::words::{Category, Census};

#[track_caller]
fn case(text: &str, expected: &[(Category, &str)]) {
    let census = TestProject::chapter(text).census();
    for (category, expected) in expected {
        assert_eq!(words(&census, *category), *expected, "{category}: {text}");
    }
    let named: usize = expected
        .iter()
        .map(|(_, words)| words.split(' ').filter(|word| !word.is_empty()).count())
        .sum();
    assert_eq!(named, census.words.len(), "{:?}", listed(&census));
}

fn listed(census: &Census) -> Vec<String> {
    let words = census.words.iter();
    words
        .map(|word| format!("{} {}", word.category, word.text))
        .collect()
}

#[test]
fn captions_stand_above_or_below() {
    for position in ["top", "bottom"] {
        case(
            &format!(
                "#set figure.caption(position: {position})\n\
                 #figure(table(columns: 2, [a], [b]), caption: [What it shows])\n\
                 #figure(rect[drawn], caption: [How *it* works])"
            ),
            &[
                (Category::CaptionLabel, "Table 1: Figure 1:"),
                (Category::TableCaption, "What it shows"),
                (Category::FigureCaption, "How it works"),
                (Category::TableCell, "a b"),
                (Category::FigureText, "drawn"),
            ],
        );
    }
}

#[test]
fn show_rules_of_captions_change_nothing() {
    let rules = [
        "#show figure.caption: emph",
        "#show figure.caption: it => block(it)",
        "#show figure.caption: it => [#it.supplement #context it.counter.display(it.numbering): #it.body]",
        "#show figure.caption: it => align(left, text(8pt, it))",
        "#show figure.caption.where(kind: image): set text(style: \"italic\")",
        "#show figure: set align(left)",
        "#show figure: it => block(stroke: 1pt, it)",
        "#show figure: it => { it.body; it.caption }",
    ];
    for rule in rules {
        case(
            &format!("{rule}\n#figure(rect[drawn], caption: [How it works])"),
            &[
                (Category::CaptionLabel, "Figure 1:"),
                (Category::FigureCaption, "How it works"),
                (Category::FigureText, "drawn"),
            ],
        );
    }
}

#[test]
fn a_kind_of_ones_own_has_a_caption_and_a_label() {
    case(
        "#figure(kind: \"scheme\", supplement: [Scheme], rect[drawn], caption: [Own kind])",
        &[
            (Category::CaptionLabel, "Scheme 1:"),
            (Category::FigureCaption, "Own kind"),
            (Category::FigureText, "drawn"),
        ],
    );
}

#[test]
fn figures_within_a_figure_have_captions_of_their_own() {
    case(
        "#figure(grid(columns: 2, figure(rect[left], caption: [First half]), \
         figure(rect[right], caption: [Second half])), caption: [Both halves])",
        &[
            (Category::FigureText, "left right"),
            (
                Category::FigureCaption,
                "First half Second half Both halves",
            ),
            (Category::CaptionLabel, "Figure 2: Figure 3: Figure 1:"),
        ],
    );
}

#[test]
fn a_table_in_a_figure_may_break_over_pages() {
    let rows: String = (0..60).map(|row| format!("[r{row}], [v{row}],")).collect();
    let text = format!(
        "#set page(height: 70mm)\n#show figure: set block(breakable: true)\n\
         #figure(table(columns: 2, table.header[Item][Value], {rows}), caption: [Many rows])"
    );
    let census = TestProject::chapter(&text).census();
    let cells = words(&census, Category::TableCell);
    assert_eq!(cells.split(' ').count(), 122);
    assert_eq!(words(&census, Category::TableCaption), "Many rows");
    assert_eq!(words(&census, Category::CaptionLabel), "Table 1:");
}

#[test]
fn a_caption_may_cite_and_have_a_note() {
    case(
        "#figure(rect[x], caption: [Seen#footnote[Noted.] twice]) <a>\nText, @a.",
        &[
            (Category::FigureCaption, "Seen twice"),
            (Category::CaptionLabel, "Figure 1:"),
            (Category::FigureText, "x"),
            (Category::Footnote, "Noted."),
            (Category::CrossReference, "Figure 1."),
            (Category::Body, "Text,"),
        ],
    );
}

#[test]
fn lists_quotations_and_code_in_a_cell_are_cells() {
    case(
        "#table(columns: 1, [one\n- two\n- three], [#quote(block: true)[four]], [`five` $x$])",
        &[(Category::TableCell, "one • two • three four five 𝑥")],
    );
}

#[test]
fn a_figure_that_floats_above_its_anchor_is_drawn_all_the_same() {
    let rules = [
        "#set figure(placement: top)",
        "#set figure(placement: bottom)",
        "#show figure: it => context place(auto, float: true, block(width: 100%, it))",
        "#show figure: it => place(top, float: true, align(left, it))",
    ];
    for rule in rules {
        let text = format!(
            "{rule}\n#set page(height: 90mm)\n{}\n#figure(rect(height: 30mm)[drawn], caption: [Cap])\n\n\
             #figure(rect(height: 30mm)[too], caption: [Cap])",
            "Some text before. ".repeat(60)
        );
        let census = TestProject::chapter(&text).census();
        assert_eq!(words(&census, Category::FigureText), "drawn too", "{rule}");
        assert_eq!(words(&census, Category::FigureCaption), "Cap Cap");
        assert_eq!(
            words(&census, Category::CaptionLabel),
            "Figure 1: Figure 2:"
        );
    }
}
