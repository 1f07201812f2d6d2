//! What tells whose an anonymous copy is, and what only looks like it.

use crate::check::output::testing::Case;
use crate::diagnostics::{Place, ProjectPath};

#[test]
fn a_name_in_properties_metadata_attachments_or_file_name_must_be_fixed() {
    let case = || Case::sound().anonymous();
    case()
        .pdf(|pdf| {
            pdf.properties
                .push(("Keywords".into(), "by Zoë Ann SMITH".into()));
        })
        .finds(&["deny author-in-output: the PDF's property `Keywords` holds the author's name"]);
    case()
        .pdf(|pdf| pdf.metadata = "one\nZoë  Ann-Smith".into())
        .finds(&["deny author-in-output: the PDF's metadata hold the author's name"]);
    case()
        .pdf(|pdf| pdf.attachments.push("data-01234567.csv".into()))
        .finds(&[
            "deny author-in-output: the name of an attached file holds the author's college number",
        ]);
    case()
        .with(|output| output.file_name = "Zoë_Ann_Smith.pdf".to_owned())
        .findings()
        .iter()
        .find(|finding| finding.code == "author-in-output")
        .unwrap();
}

#[test]
fn a_page_that_names_the_author_is_told_unless_a_file_of_the_authors_does() {
    let page = |place: Option<Place>| {
        Case::sound().anonymous().with(|output| {
            output.texts[0]
                .text
                .push_str("write to z.smith@example.org");
            output.texts[0].pieces = vec![(0, place)];
        })
    };
    page(None).finds(&["deny author-in-output: page 1 shows the author's e-mail address"]);
    let path = ProjectPath::new("chapters/01-a.md").unwrap();
    page(Some(Place::range(path, 0..4))).finds(&[]);
}

#[test]
fn small_letters_parts_of_a_name_and_a_copy_with_a_name_are_no_finding() {
    let text = "zoë ann smith, Smith (2020), Ann Smithson and 012345678";
    Case::sound()
        .anonymous()
        .with(|output| output.texts[0].text.push_str(text))
        .finds(&[]);
    Case::sound()
        .pdf(|pdf| {
            pdf.properties
                .push(("Author".into(), "Zoë Ann Smith".into()));
        })
        .finds(&[]);
}
