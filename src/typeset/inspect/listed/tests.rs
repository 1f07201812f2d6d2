//! Pages with true and with untrue numbers.

use super::*;
use crate::typeset::sandbox::Sandbox;

/// Typesets some Typst and returns the code and the message of each finding.
#[track_caller]
fn case(text: &str, expected: &[&str]) {
    let main =
        "#set page(height: 8cm, width: 12cm, numbering: \"1\")\n#set heading(numbering: \"1.1\")\n";
    let sandbox = Sandbox::new(&format!("{main}{text}"));
    let (session, typeset) = sandbox.typeset();
    let findings = untrue_numbers(&typeset.document, &session, true);
    let told: Vec<_> = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.code, finding.message))
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_list_that_names_the_page_of_the_text_is_told() {
    let floats = "#show figure: it => place(bottom, float: true, it)\n#outline(target: figure)\n#v(4cm)\n#figure(rect(height: 5cm), caption: [One]) <a>\nSee #ref(<a>, form: \"page\").";
    let wrong = "wrong-page-listed: page 1 says that this is on page 1, and it is on page 2";
    case(floats, &[wrong, wrong]);
    case("#outline()\n= One\n== Two 7\n#pagebreak()\n= Three", &[]);
}

#[test]
fn roman_pages_are_named_as_they_are_printed() {
    let text = "#set page(numbering: \"i\")\n#outline()\n#pagebreak()\n= One\n#set page(numbering: \"1\")\n#counter(page).update(1)\n= Two";
    case(text, &[]);
    let typed = "#show outline.entry: it => [#it.body() 7]\n#outline()\n#pagebreak()\n= One";
    let wrong = "wrong-page-listed: page 1 says that this is on page 7, and it is on page 2";
    case(typed, &[wrong]);
}

#[test]
fn a_figure_that_overtakes_one_of_its_kind_is_told() {
    let text = "#show figure: set align(left)\n#show figure: it => if it.caption.body == [One] { place(bottom + left, float: true, it) } else { it }\n#figure(rect(), caption: [One])\n#figure(rect(), caption: [Two])\n#figure(table[a], caption: [Other])";
    let told = "numbers-out-of-order: this is printed before the one that it follows in the text";
    case(text, &[told]);
    let side_by_side = "#grid(columns: 2, figure(rect(height: 3cm), caption: [One]), figure(rect(), caption: [Two]))";
    case(side_by_side, &[]);
    let nested = "#show figure: set align(left)\n#figure([#figure(rect(), caption: [One])], caption: [Both])\n#figure(rect(), caption: [Next])";
    case(nested, &[]);
}

#[test]
fn an_entry_at_the_end_of_a_page_does_not_end_with_its_foot() {
    for lines in 0..14 {
        let list = format!(
            "#v({lines} * 4mm)\n#outline()\n#block(height: 5cm, breakable: false)[x]\n#pagebreak()\n= One"
        );
        case(&list, &[]);
    }
}
