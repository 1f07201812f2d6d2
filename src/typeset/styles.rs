//! What the engine's citation styles print, where folio tells people about it.

use crate::references::WITHOUT_AUTHORS;
use crate::typeset::pdf::PdfRequest;
use crate::typeset::sandbox::Sandbox;

#[test]
fn the_styles_said_to_print_no_authors_are_those_that_do_not() {
    let mut without = Vec::new();
    for style in [
        "vancouver",
        "nlm-citation-sequence",
        "elsevier-vancouver",
        "harvard-cite-them-right",
        "apa",
        "chicago-author-date",
        "ieee",
    ] {
        let sandbox = Sandbox::new(&format!(
            "@k\n#bibliography(\"/r.bib\", style: \"{style}\")"
        ))
        .file(
            "r.bib",
            "@article{k, title={Title}, author={Featherstone, Ann}, journaltitle={J}, date={2001}}",
        );
        let pdf = sandbox.pdf(&PdfRequest::default());
        let text = pdf_extract::extract_text_from_mem(&pdf.bytes).unwrap();
        let list = text.split_once("Bibliography").unwrap().1;
        if !list.contains("Featherstone") {
            without.push(style);
        }
    }
    assert_eq!(without, WITHOUT_AUTHORS);
}
