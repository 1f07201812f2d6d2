//! What is written, what is given up and what is said of it.

use super::*;
use crate::typeset::sandbox::{Sandbox, tags};

fn alts(pdf: &Pdf) -> Vec<String> {
    let mut alts: Vec<String> = tags(pdf)
        .into_iter()
        .filter(|(kind, _)| kind == "Formula")
        .map(|(_, alt)| alt.unwrap_or_default())
        .collect();
    alts.sort();
    alts
}

#[test]
fn a_sound_document_meets_both_default_standards_and_the_same_input_gives_the_same_bytes() {
    let sandbox = Sandbox::new(
        "= One\nText.\n== Two\n#figure(image(\"/a.svg\", alt: \"A box\"), caption: [Box])",
    )
    .file("a.svg", include_bytes!("../placeholder/empty.svg"));
    let pdf = sandbox.pdf(&PdfRequest::default());
    assert_eq!(pdf.standards, Standard::DEFAULT);
    assert_eq!((pdf.findings.len(), pdf.gave_up.len()), (0, 0));
    assert_eq!(pdf.bytes, sandbox.pdf(&PdfRequest::default()).bytes);
}

#[test]
fn a_formula_is_given_in_words_unless_its_author_gave_some() {
    let pdf = Sandbox::new(
        "= Title\n#set math.equation(numbering: \"(1)\")\n#let area = $pi r^2$\n#include \"/a.typ\"\n#area and #area",
    )
    .file(
        "a.typ",
        "$ a^2 +\n  b^2 $ <sum>\n@sum, #math.equation(alt: \"given\", $x$) and #math.equation($y + 1$).\n#let f(n) = $n_#n$\n#f(2)",
    )
    .pdf(&PdfRequest::default());
    assert_eq!(pdf.gave_up, Vec::<String>::new());
    assert_eq!(
        alts(&pdf),
        [
            "a squared plus b squared",
            "given",
            "n sub 2",
            "pi r squared",
            "pi r squared",
            "y plus 1"
        ]
    );
}

#[test]
fn everything_missing_is_listed_at_once_and_the_best_standard_is_made() {
    let sandbox = Sandbox::new("#include \"/a.typ\"").file(
        "a.typ",
        "== First\n#image(\"b.svg\")\n==== Deep\n#figure(rect(), caption: [C])\n#image(\"b.svg\", alt: \" \")",
    ).file("b.svg", include_bytes!("../placeholder/empty.svg"));
    let (session, typeset) = sandbox.typeset();
    let pdf = export(&typeset.document, &session, &PdfRequest::default()).unwrap();
    insta::assert_snapshot!(crate::typeset::sandbox::lines(&session, &pdf.findings).join("\n"), @r"
    heading-first-level a.typ:1:1 the first heading, `First`, is of level 2: level 1 must come first
    image-without-alt a.typ:2:2 this image has no description for readers who cannot see it
    heading-level-skipped a.typ:3:1 the heading `Deep` is of level 4, right after one of level 2
    image-without-alt a.typ:4:2 this drawing has no description for readers who cannot see it
    image-without-alt a.typ:5:2 this image has no description for readers who cannot see it
    ");
    insta::assert_snapshot!(pdf.gave_up.join("\n"), @"the PDF is PDF/A-2u, not PDF/A-2a with PDF/UA-1: 3 images have no description, 2 headings are out of order");
    let strict = PdfRequest {
        strict: true,
        ..PdfRequest::default()
    };
    let refused = export(&typeset.document, &session, &strict).unwrap_err();
    assert!(matches!(refused, TypesetError::Findings(all) if all.len() == pdf.findings.len()));
}

#[test]
fn a_picture_that_says_nothing_costs_nothing_in_a_figure_and_in_a_line() {
    let chapter = "# One\n\n![](a.svg){alt=\"\"}\n\n![A caption.](a.svg){.decorative}\n\nAn ![icon](a.svg){alt=\"\"} in a line.\n";
    let pdf = Sandbox::new("#include \"/a.md\"")
        .file("a.md", chapter)
        .file("a.svg", include_bytes!("../placeholder/empty.svg"))
        .pdf(&PdfRequest::default());
    assert_eq!(pdf.gave_up, Vec::<String>::new());
    let kinds: Vec<String> = tags(&pdf).into_iter().map(|(kind, _)| kind).collect();
    assert!(!kinds.contains(&"Figure".to_owned()), "{kinds:?}");
    assert!(kinds.contains(&"Caption".to_owned()), "{kinds:?}");
}

#[test]
fn characters_that_no_font_has_are_named_together() {
    let sandbox = Sandbox::new("#include \"/a.typ\"").file("a.typ", "= One\nThe word 中文 and 😀.");
    let (session, typeset) = sandbox.typeset();
    let pdf = export(&typeset.document, &session, &PdfRequest::default()).unwrap();
    insta::assert_snapshot!(crate::typeset::sandbox::lines(&session, &pdf.findings).join("\n"), @r"
    character-missing a.typ:2:1 no font has the characters `中` (U+4E2D CJK UNIFIED IDEOGRAPH-4E2D) and `文` (U+6587 CJK UNIFIED IDEOGRAPH-6587)
    character-missing a.typ:2:17 no font has the character U+1F600 GRINNING FACE
    ");
}

#[test]
fn pages_alone_are_a_working_copy_and_say_so() {
    let sandbox = Sandbox::new("= One\n#pagebreak()\n= Two\n#pagebreak()\n= Three");
    let request = PdfRequest {
        pages: Some(vec![2..=3]),
        ..PdfRequest::default()
    };
    let pdf = sandbox.pdf(&request);
    assert_eq!(
        lopdf::Document::load_mem(&pdf.bytes)
            .unwrap()
            .get_pages()
            .len(),
        2
    );
    assert_eq!(pdf.gave_up.len(), 1);
    let none = PdfRequest {
        pages: Some(vec![7..=9]),
        ..PdfRequest::default()
    };
    let (session, typeset) = sandbox.typeset();
    assert!(export(&typeset.document, &session, &none).is_err());
}

#[test]
fn a_document_without_a_date_is_no_archive_copy_and_says_why() {
    let mut sandbox = Sandbox::new("");
    let text = "#set document(title: \"T\")\n#set text(lang: \"en\")\n= One";
    sandbox
        .job
        .files
        .insert("/.folio/main.typ".into(), text.into());
    sandbox.job.date = None;
    let pdf = sandbox.pdf(&PdfRequest::default());
    assert_eq!(pdf.standards, [Standard::Ua1]);
    assert_eq!(
        pdf.gave_up,
        ["the PDF is PDF/UA-1, not PDF/A-2a with PDF/UA-1: the document has no date"]
    );
}
