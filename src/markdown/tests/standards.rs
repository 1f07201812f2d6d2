//! The whole dialect at once meets the standards of an accessible PDF.

use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp, pdf};

use crate::markdown::tests::testing::chapter_with;

const DIALECT: &str = include_str!("../../../tests/data/markdown/dialect.md");

const HEAD: &str = r#"#set document(title: "T", date: datetime(year: 2027, month: 9, day: 1))
#set text(lang: "en", region: "GB")
#set heading(numbering: "1.1")
#set math.equation(numbering: "(1)")
"#;

#[test]
fn the_whole_dialect_is_typeset_and_accessible() {
    let chapter = chapter_with(HEAD, DIALECT);
    assert!(
        chapter.conversion.findings.is_empty(),
        "{:#?}",
        chapter.conversion.findings
    );
    let document = chapter
        .document()
        .map_err(|errors| format!("{errors:#?}"))
        .unwrap();
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap();
    let date = typst::foundations::Datetime::from_ymd_hms(2027, 9, 1, 0, 0, 0).unwrap();
    let options = PdfOptions {
        standards,
        timestamp: Some(Timestamp::new_utc(date)),
        ..PdfOptions::default()
    };
    let bytes = pdf(&document, &options)
        .map_err(|errors| format!("{errors:#?}\n{}", chapter.conversion.source.text()))
        .unwrap();
    assert!(bytes.starts_with(b"%PDF"));
}
