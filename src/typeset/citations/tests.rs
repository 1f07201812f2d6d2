//! Claims about citations on the pages.

use crate::csl::{Face, Formatted, Locator, Piece, Reference};
use crate::typeset::citations::{Asked, Printed, asked, citations_file};
use crate::typeset::pdf::PdfRequest;
use crate::typeset::sandbox::{Sandbox, citations, lines, tags};
use crate::typeset::standard::Standard;

const KEYS: &[&str] = &["jones", "lee", "smith"];

/// What a style makes of a chapter, without white space: the reader of the PDF puts it where faces
/// and links begin.
#[track_caller]
fn shown(style: &str, file: &str, chapter: &str) -> String {
    let main = format!("#set page(width: 40cm)\n#include \"/{file}\"\n#pagebreak()");
    let sandbox = Sandbox::citing(&main, KEYS).file(file, chapter);
    let pdf = sandbox.printed(KEYS, style).pdf(&PdfRequest::default());
    let text = pdf_extract::extract_text_from_mem(&pdf.bytes).unwrap();
    dense(&text)
}

fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn asked_by(chapter: &str) -> Vec<Asked> {
    let sandbox = Sandbox::citing("#include \"/a.typ\"", KEYS).file("a.typ", chapter);
    let (_, typeset) = sandbox.typeset();
    asked(&typeset.document, false)
}

#[test]
fn citations_are_read_in_the_order_of_the_text_and_copies_are_none() {
    let asked = asked_by(
        "#set heading(numbering: \"1\")\n#outline()\n#outline(target: figure)\n= H @smith\n\
         #figure(placement: bottom, rect(), caption: [C @lee])\n\
         Text @jones[p. 4] @lee.#footnote[@smith] See @sec.\n\n= @jones <sec>",
    );
    let keys = asked.iter().map(|asked| {
        let cites = asked.cluster.cites.iter();
        cites.map(|cite| cite.key.as_str()).collect::<Vec<_>>()
    });
    assert_eq!(
        keys.collect::<Vec<_>>(),
        [
            vec!["smith"],
            vec!["lee"],
            vec!["jones", "lee"],
            vec!["smith"],
            vec!["jones"],
        ]
    );
    let page = Locator {
        label: "page".into(),
        text: "4".into(),
    };
    assert_eq!(asked[2].cluster.cites[0].locator, Some(page));
}

#[test]
fn a_work_without_form_is_only_listed() {
    let asked = asked_by("#cite(<lee>, form: none) and @smith #cite(<jones>, form: none)");
    assert_eq!(asked[0].listed, ["lee"]);
    assert!(asked[0].cluster.cites.is_empty());
    assert_eq!(asked[1].listed, ["jones"]);
    assert_eq!(asked[1].cluster.cites.len(), 1);
}

#[test]
fn every_form_of_both_languages_is_printed_as_the_style_has_it() {
    let text = shown(
        "apa",
        "a.typ",
        "@smith @jones[pp. 4--5] | #cite(<lee>, form: \"prose\") | #cite(<lee>, form: \"author\") \
         | #cite(<lee>, form: \"year\") | @lee[the _last_ word] |",
    );
    let wanted = "(Jones, 2020, pp. 4–5; Smith, 2020) | Lee (2020) | Lee | 2020 | (Lee, 2020, the last word) |";
    assert!(text.starts_with(&dense(wanted)), "{text}");
    let text = shown(
        "apa",
        "a.md",
        "x [see *also* @smith, p. 4, and more; @lee] @jones says -@jones y",
    );
    let wanted = "x (see also Smith, 2020, p. 4, and more; Lee, 2020) Jones (2020) says (2020) y";
    assert!(text.starts_with(&dense(wanted)), "{text}");
}

#[test]
fn what_nobody_guessed_is_a_placeholder_until_the_next_layout() {
    let sandbox = Sandbox::citing("#include \"/a.typ\"", KEYS).file("a.typ", "As @smith says.");
    let pdf = sandbox.pdf(&PdfRequest::default());
    let text = pdf_extract::extract_text_from_mem(&pdf.bytes).unwrap();
    assert!(dense(&text).starts_with("As(…)says."), "{text}");
}

#[test]
fn a_style_of_notes_makes_notes_and_inside_a_note_words() {
    let text = shown(
        "chicago-notes",
        "a.typ",
        "#outline()\n= A\nOne.@smith Two.@smith[p. 3] Three.#footnote[See @lee and no more.]",
    );
    for wanted in ["One.1Two.2Three.3", "3SeeAnnLee,On#Lee", "andnomore."] {
        assert!(text.contains(wanted), "{text}");
    }
}

#[test]
fn nothing_of_a_reference_is_read_as_typst() {
    let plain = |text: &str| Piece::Text {
        text: text.to_owned(),
        variable: Some("title".into()),
    };
    let file = |hostile: &str| {
        let formatted = Formatted {
            clusters: vec![vec![
                Piece::Work(
                    hostile.to_owned(),
                    vec![Piece::Styled(Face::Italic, vec![plain(hostile)])],
                ),
                Piece::Link(format!("https://{hostile}"), vec![plain(hostile)]),
            ]],
            list: vec![Reference {
                key: hostile.to_owned(),
                pieces: vec![plain(hostile)],
                printed: Vec::new(),
            }],
            ..Formatted::default()
        };
        let asked = [Asked {
            id: hostile.to_owned(),
            ..Asked::default()
        }];
        citations_file(&Printed {
            keys: &[hostile],
            asked: &asked,
            formatted: &formatted,
            by_position: true,
            has_list: true,
        })
    };
    let shape = |text: &str| {
        fn walk(node: &typst::syntax::SyntaxNode, out: &mut Vec<String>) {
            if node.kind() == typst::syntax::SyntaxKind::Str {
                out.push("string".into());
            } else if node.kind() == typst::syntax::SyntaxKind::Int {
                out.push("number".into());
            } else if node.children().len() == 0 {
                out.push(node.leaf_text().to_string());
            }
            node.children().for_each(|child| walk(child, out));
        }
        let root = typst::syntax::parse(text);
        assert!(root.errors_and_warnings().0.is_empty(), "{text}");
        let mut out = Vec::new();
        walk(&root, &mut out);
        out
    };
    let harmless = file("plain");
    for hostile in [
        "\"] + panic(\"x\") + [\"",
        "\\",
        "#panic() $x$ *b* @key <label> // /*",
        "a ] b ) c }",
        "two\nlines\ta\r\0\u{7f}\u{202e}é\u{301} 研究",
    ] {
        let made = file(hostile);
        assert_eq!(shape(&made.text), shape(&harmless.text), "{hostile:?}");
        for (range, key, variable) in &made.origins {
            assert_eq!(
                (key.as_str(), variable.as_deref()),
                (hostile, Some("title"))
            );
            assert!(made.text[range.clone()].starts_with('"'));
        }
        assert_eq!(made.origins.len(), 1);
    }
}

#[test]
fn the_same_citations_give_the_same_bytes_and_a_deep_reference_is_cut() {
    let asked = asked_by("@smith and @lee @jones");
    let once = citations(KEYS, &asked, "ieee");
    assert_eq!(once, citations(KEYS, &asked, "ieee"));
    let mut deep = vec![Piece::Text {
        text: "word".into(),
        variable: None,
    }];
    for _ in 0..500 {
        deep = vec![Piece::Styled(Face::Bold, deep)];
    }
    let formatted = Formatted {
        clusters: vec![deep],
        ..Formatted::default()
    };
    let file = citations_file(&Printed {
        keys: KEYS,
        asked: &asked[..1],
        formatted: &formatted,
        by_position: false,
        has_list: false,
    });
    let root = typst::syntax::parse(&file.text);
    assert!(root.errors_and_warnings().0.is_empty());
    assert!(file.text.contains("#\"word\""));
}

#[test]
fn what_a_chapter_sets_for_itself_is_told_at_its_place() {
    let sandbox = Sandbox::citing("#include \"/a.typ\"", KEYS)
        .file(
            "a.typ",
            "@smith\n#cite(<lee>, style: \"apa\")\n\n#bibliography(\"r.bib\")",
        )
        .file("r.bib", "@book{own, title={T}, author={A, B}, year=2001}");
    let (session, typeset) = sandbox.printed(KEYS, "apa").typeset();
    assert_eq!(
        lines(&session, &typeset.findings),
        [
            "own-bibliography a.typ:4:2 a chapter's own list of references is not printed",
            "own-citation-style a.typ:2:2 a citation's own style has no effect",
        ]
    );
}

#[test]
fn citations_and_references_meet_the_standards_and_lead_to_each_other() {
    for (style, chapter) in [
        (
            "apa",
            "= A @lee\n@smith @jones[p. 4], #footnote[@lee]\n#table(columns: 1, [@lee])",
        ),
        ("chicago-notes", "= A\n@smith @jones[p. 4], #footnote[@lee]"),
    ] {
        let sandbox = Sandbox::citing("#include \"/a.typ\"", KEYS).file("a.typ", chapter);
        let pdf = sandbox.printed(KEYS, style).pdf(&PdfRequest::default());
        assert_eq!(pdf.standards, Standard::DEFAULT, "{style}");
        let links = tags(&pdf).iter().filter(|(kind, _)| kind == "Link").count();
        // Three of the list lead out; each work of a citation leads to its reference.
        assert!(links >= 6, "{style}: {links}");
    }
}
