//! What is printed is proved: the laws of the pages, on whole projects.

use std::fmt::Write;

use lopdf::{Document, Object, ObjectId};

use crate::output::found;
use crate::pdf::Pdf;
use crate::sandbox::Sandbox;

/// The samples in both looks.
fn samples() -> Vec<(String, Sandbox)> {
    let mut all = Vec::new();
    for name in ["minimal", "digital-readiness"] {
        for look in ["classic", "accessible"] {
            let sandbox = Sandbox::sample(name).with_look(look);
            all.push((format!("{name}, {look}"), sandbox));
        }
    }
    all
}

const VANISHED: &str = "text-not-printed,code-prints-nothing";

#[test]
fn words_that_a_rule_hides_are_told_at_their_line_and_must_be_printed_in_the_end() {
    let markdown = "# Introduction\n\nOne two.\n\n```{=typst}\n#show \"secret\": none\n```\n\nA *secret* and [more secret]{.mark} words.\n";
    let typst = "= Review\n#show strong: it => hide(it)\nOne *two three* four.\n\n#let todo(it) = none\n#todo[Ask Ann.]\n";
    let sandbox = Sandbox::small()
        .write("chapters/01-introduction.md", markdown)
        .write("chapters/02-review.typ", typst);
    let lines = |level: &str| {
        [
            format!("chapters/01-introduction.md:9:4 {level} text-not-printed"),
            format!("chapters/01-introduction.md:9:22 {level} text-not-printed"),
            format!("chapters/02-review.typ:3:6 {level} text-not-printed"),
            "chapters/02-review.typ:6:7 warn code-prints-nothing".to_owned(),
        ]
    };
    assert_eq!(found(&sandbox, VANISHED, &[]), lines("warn"));
    let submission = found(&sandbox, VANISHED, &["--for", "submission"]);
    let mut sorted = lines("deny");
    sorted.sort();
    let mut submission = submission;
    submission.sort();
    assert_eq!(submission, sorted);
    // What must be fixed in the end is refused by all that refuse.
    for refused in [sandbox.run(["build", "--strict"]), sandbox.run(["package"])] {
        assert!(refused.starts_with("exit 1\n"), "{refused}");
    }
}

#[test]
fn the_samples_keep_every_law_in_both_looks() {
    let codes = "text-not-printed,code-prints-nothing,wrong-page-listed,numbers-out-of-order,text-overlaps,runs-off-page,raw-markup-printed,title-page-untrue,bookmark-wrong-page";
    for (name, sandbox) in samples() {
        assert_eq!(found(&sandbox, codes, &[]), [""; 0], "{name}");
    }
    let anonymous = Sandbox::sample("digital-readiness");
    assert_eq!(found(&anonymous, codes, &["--anonymous"]), [""; 0]);
}

#[test]
fn a_wide_table_is_readable_and_one_that_is_too_wide_is_told_with_what_to_write() {
    let row = |words: &[&str]| format!("| {} |\n", words.join(" | "));
    let table = |head: &[&str], rows: &[&[&str]]| {
        let rows: String = rows.iter().map(|cells| row(cells)).collect();
        format!(
            "\n{}{}{rows}\n: Answers\n",
            row(head),
            row(&vec!["---"; head.len()])
        )
    };
    let head = [
        "Organisation",
        "Contact address on the web",
        "Role",
        "Responsibilities",
        "Accountability",
        "Notes",
        "Date agreed",
        "Status",
    ];
    let first = [
        "NHS England",
        "https://www.england.nhs.uk/long-read/virtual-wards-framework/",
        "Commissioner",
        "Interoperability, standardisation",
        "Parliamentary",
        "Multidisciplinary",
        "2026-10-12",
        "In progress",
    ];
    let second = [
        "Trust",
        "karen.obrien.zolc@averylongtrustname.nhs.uk",
        "Provider",
        "Telecommunications",
        "Board",
        "Electroencephalography",
        "2026-10-12",
        "Done",
    ];
    let scale = [
        "Statement",
        "Strongly disagree",
        "Disagree",
        "Somewhat disagree",
        "Neither agree nor disagree",
        "Somewhat agree",
        "Agree",
        "Strongly agree",
        "Not applicable",
        "Prefer not to say",
        "Missing",
        "Mean",
    ];
    let mut answers = ["12 (31%)"; 12];
    answers[0] = "Multidisciplinary teams communicate";
    let codes = [
        "RXAB12345678901234567890",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "C:\\\\Users\\\\a.student\\\\Documents\\\\thesis",
        "urn:oid:2.16.840.1.113883.2.1.4.1",
    ];
    let text = format!(
        "# Introduction\n\nWords.\n{}{}{}",
        table(&head, &[&first, &second]),
        table(&scale, &[&answers, &answers]),
        table(&["Trust", "Digest", "Path", "System"], &[&codes]),
    );
    let codes = "text-overlaps,runs-off-page,runs-into-margin,text-not-printed";
    for look in ["classic", "accessible"] {
        let sandbox = Sandbox::small()
            .write("chapters/01-introduction.md", text.clone())
            .with_look(look);
        assert_eq!(found(&sandbox, codes, &[]), [""; 0], "{look}");
    }
    let columns: Vec<String> = (0..16).map(|at| format!("Column{at}")).collect();
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    let text = format!("# Introduction\n\nWords.\n{}", table(&columns, &[&columns]));
    let sandbox = Sandbox::small().write("chapters/01-introduction.md", text);
    let told = found(&sandbox, codes, &["--for", "submission"]);
    assert_eq!(told, ["chapters/01-introduction.md:5:1 deny text-overlaps"]);
}

#[test]
fn a_line_of_code_that_is_too_long_goes_on_in_the_next_with_a_mark_that_is_no_word() {
    let long = "a".repeat(150);
    let chapter = |code: &str| format!("# Introduction\n\nWords.\n\n```r\n{code}\nb <- 1\n```\n");
    let counted = |code: &str| {
        let sandbox = Sandbox::small().write("chapters/01-introduction.md", chapter(code));
        let codes = "text-overlaps,runs-off-page,runs-into-margin,text-not-printed";
        assert_eq!(found(&sandbox, codes, &[]), [""; 0]);
        let output = sandbox.output([
            "count",
            "--policy",
            "everything-but-references",
            "--format",
            "json",
        ]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let report: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| {
            panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr))
        });
        report["counted"].as_u64().unwrap()
    };
    assert_eq!(counted(&format!("x <- {long}")), counted("x <- a"));
    let words = "word ".repeat(40);
    assert_eq!(counted(words.trim()), counted("a") + 39);
}

#[test]
fn markup_that_is_printed_as_it_was_typed_is_told_once_for_each_kind() {
    let chapter = "= Review\n#\"See \\\\textit{one} here\" and #\"\\\\textbf{two}\".\n\nA `\\emph{b}` and #\"&nbsp;\".\n";
    let sandbox = Sandbox::small().write("chapters/02-review.typ", chapter);
    assert_eq!(
        found(&sandbox, "raw-markup-printed", &[]),
        [
            "chapters/02-review.typ:2:6 warn raw-markup-printed",
            "chapters/02-review.typ:4:19 warn raw-markup-printed",
        ]
    );
}

#[test]
fn the_title_page_of_an_anonymous_copy_names_nobody() {
    let codes = "title-page-untrue,bookmark-wrong-page";
    let manifest = "[dissertation]\ntitle = \"A work by Zoë Smith\"\nauthor = \"Zoë Smith\"\ncandidate = \"DHL-042\"\n";
    let sandbox = Sandbox::small().write("folio.toml", manifest);
    assert_eq!(found(&sandbox, codes, &[]), [""; 0]);
    assert_eq!(
        found(&sandbox, codes, &["--anonymous"]),
        ["folio.toml:null:null deny title-page-untrue"]
    );
}

/// Chapters of little but figures and tables: `70` is a picture 70 mm high, `r9` a table of nine rows,
/// `.` a paragraph. Where all of them float, the pages come to no rest.
const FLOATING: [&str; 4] = [
    "r5 120 120 . . r8 r5 r12 110 50 50",
    "r20 . 60 80 100 r20 r5 . 100 r3 120 70 r5 r30 r3",
    ". r12 r8 50 90 r8 30 . 30 50 60 r12",
    "60 . 80 r45 r12 r12 120 . 100 r12 r12",
];

#[test]
fn figures_that_would_come_to_no_rest_or_be_out_of_order_stand_where_they_are_written() {
    for floats in FLOATING {
        let mut text = "# Introduction\n\n".to_owned();
        for (at, what) in floats.split(' ').enumerate() {
            match what.strip_prefix('r') {
                None if what == "." => text.push_str(&"Words of a paragraph. ".repeat(12)),
                None => {
                    let _ = write!(
                        text,
                        "![Picture {at}th](a.svg){{alt=\"x\" height={what}mm}}"
                    );
                }
                Some(rows) => {
                    text.push_str("| A | B |\n|---|---|\n");
                    for row in 0..rows.parse().unwrap() {
                        let words = "words ".repeat(row * 7 % 23 + 1);
                        let _ = writeln!(text, "| a{row} | {words} |");
                    }
                    let _ = write!(text, "\n: Table {at}th");
                }
            }
            text.push_str("\n\n");
        }
        let sandbox = Sandbox::small()
            .write("chapters/01-introduction.md", text)
            .with_picture("chapters/a.svg");
        let codes = "not-settled,wrong-page-listed,numbers-out-of-order";
        assert_eq!(found(&sandbox, codes, &[]), [""; 0], "{floats}");
    }
}

/// Returns the pages that the links of a page lead to.
fn links_from(document: &Document, page: u32) -> Vec<u32> {
    let pages = document.get_pages();
    let number = |id: ObjectId| pages.iter().find(|(_, page)| **page == id).unwrap().0;
    let annotations = document.get_page_annotations(pages[&page]).unwrap();
    let mut found = Vec::new();
    for annotation in annotations {
        let action = annotation.get_deref(b"A", document);
        let place = match action.and_then(Object::as_dict) {
            Ok(action) => action.get_deref(b"D", document),
            Err(_) => annotation.get_deref(b"Dest", document),
        };
        if let Ok(Object::Array(place)) = place {
            found.push(*number(place[0].as_reference().unwrap()));
        }
    }
    found
}

#[test]
fn a_reference_leads_to_the_page_on_which_its_figure_is_drawn() {
    let words =
        "Words of a paragraph that fills its page line by line, and says nothing. ".repeat(9);
    let text = format!(
        "# Introduction\n\n{words}\n\n{words}\n\nHere stands see @fig:late for it.\n\n![A late picture](a.svg){{#fig:late alt=\"x\" height=14cm}}\n\n{words}\n\n{words}\n\n{words}\n"
    );
    for look in ["classic", "accessible"] {
        let sandbox = Sandbox::small()
            .write("chapters/01-introduction.md", text.clone())
            .with_picture("chapters/a.svg")
            .with_look(look);
        let transcript = sandbox.run(["build", "--draft"]);
        assert!(transcript.starts_with("exit 0\n"), "{transcript}");
        let pdf = sandbox.pdf();
        let pages = pdf_extract::extract_text_from_mem_by_pages(&pdf).unwrap();
        let page_of = |words: &str| {
            let with = |page: &String| {
                let text: Vec<&str> = page.split_whitespace().collect();
                text.join(" ").contains(words)
            };
            u32::try_from(pages.iter().rposition(with).unwrap() + 1).unwrap()
        };
        let (here, there) = (page_of("Here stands see"), page_of("A late picture"));
        assert!(here < there, "{here} {there}");
        let document = Document::load_mem(&pdf).unwrap();
        assert_eq!(links_from(&document, here), [there], "{look}");
    }
}

#[test]
fn what_is_printed_in_another_shape_has_not_vanished() {
    let code = "# sites 35 to 40 and corresponding occurrences of the first five species in the";
    let work = |key: &str, name: &str| {
        format!(
            "@article{{{key}, author={{{name}, A}}, title={{T}}, journal={{J}}, year={{2020}}}}\n"
        )
    };
    let sandbox = Sandbox::small()
        .write("references.bib", work("aa2020", "Aa") + &work("bb2021", "Bb"))
        .write(
            "chapters/01-introduction.md",
            format!("# Introduction\n\nText here.^[Code `<p>` here.]\n\n```r\n{code}\ncomm[35:40, 1:5]\n```\n"),
        )
        .write(
            "chapters/02-method.typ",
            "= Method\n\nSome text @aa2020 @bb2021. More @aa2020[p. 3] @bb2021[p. 4].\n",
        );
    let transcript = sandbox.run(["build", "--draft"]);
    for code in ["text-not-printed", "raw-markup-printed"] {
        assert!(!transcript.contains(code), "{transcript}");
    }
}

#[test]
fn figures_inside_a_figure_have_numbers_of_their_own_behind_its() {
    let chapter = "= Two\n\n#figure(\n  grid(columns: 2,\n    [#figure(rect(), caption: [Left]) <fig:left>],\n    [#figure(rect(), caption: [Right]) <fig:right>],\n  ),\n  caption: [Both],\n) <fig:both>\n\nSee @fig:both and @fig:right.\n\n#figure(rect(), caption: [Next]) <fig:next>\n\nSee @fig:next.\n";
    let sandbox = Sandbox::small().write("chapters/02-two.typ", chapter);
    for code in ["numbers-out-of-order", "wrong-page-listed"] {
        assert_eq!(found(&sandbox, code, &[]), [""; 0]);
    }
    sandbox.run(["build"]);
    let text = Pdf::read(sandbox.pdf()).text();
    for caption in [
        "Figure 2.1 Both",
        "Figure 2.2 Left",
        "Figure 2.3 Right",
        "Figure 2.4 Next",
    ] {
        assert!(text.contains(caption), "{caption}\n{text}");
    }
}
