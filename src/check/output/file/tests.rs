//! Each rule about the file: what shows it, and what is just not enough for it.

use super::*;
use crate::check::output::testing::Case;
use crate::typeset::InspectError;

fn font(name: &str, is_embedded: bool, is_extractable: bool) -> FontFacts {
    FontFacts {
        name: name.into(),
        is_embedded,
        is_extractable,
    }
}

#[test]
fn a_sound_file_at_every_bound_has_nothing_to_fix() {
    Case::sound().finds(&[]);
}

#[test]
fn a_file_that_nobody_can_read_must_be_fixed_and_nothing_else_is_said_of_it() {
    Case::sound()
        .with(|output| output.pdf = Err(InspectError::NoPages))
        .finds(&["deny pdf-unreadable: the PDF has no page"]);
    Case::sound()
        .pdf(|pdf| {
            pdf.is_encrypted = true;
            pdf.pages = 0;
            pdf.fonts.clear();
        })
        .finds(&[
            "deny pdf-encrypted: the PDF is encrypted: it can only be opened with a password",
        ]);
}

#[test]
fn text_that_cannot_be_copied_must_be_fixed_if_it_is_all_of_the_text() {
    Case::sound()
        .pdf(|pdf| pdf.fonts = vec![font("A", true, false)])
        .finds(&["deny text-not-extractable: the text of the PDF cannot be copied or searched"]);
    Case::sound()
        .pdf(|pdf| pdf.fonts.push(font("Chart", true, false)))
        .finds(&["warn text-not-extractable: text in `Chart` cannot be copied or searched"]);
}

#[test]
fn a_font_outside_the_file_is_named() {
    Case::sound()
        .pdf(|pdf| pdf.fonts.push(font("Helvetica", false, true)))
        .finds(&["warn font-not-embedded: the font `Helvetica` is not inside the PDF"]);
    let many = || ["A", "B", "C", "D", "E", "F"].map(|name| font(name, false, true));
    Case::sound().pdf(|pdf| pdf.fonts.extend(many())).finds(&[
        "warn font-not-embedded: the fonts `A`, `B`, `C`, `D`, and 2 others are not inside the PDF",
    ]);
}

#[test]
fn a_file_over_its_bounds_is_told_with_the_bound() {
    Case::sound()
        .pdf(|pdf| pdf.bytes = 50_000_001)
        .finds(&["warn pdf-too-large: the PDF has 51 MB: many departments ask for less than 50"]);
    Case::sound()
        .pdf(|pdf| pdf.bytes = 100_000_001)
        .finds(&["warn pdf-too-large: the PDF has 101 MB: upload forms take 100 at most"]);
    Case::sound()
        .pdf(|pdf| pdf.pages = 801)
        .finds(&["warn pdf-too-many-pages: the PDF has 801 pages: upload forms take 800 at most"]);
}

#[test]
fn too_little_text_is_told_only_when_it_is_to_be_handed_in() {
    let little =
        |words: usize| Case::sound().with(|output| output.texts[0].text = "word ".repeat(words));
    little(19).finds(&[
        "warn pdf-too-few-words: the PDF has 19 words of text: upload forms take no less than 20",
    ]);
    little(20).finds(&[]);
    little(3).draft().finds(&[]);
}

#[test]
fn a_standard_that_was_given_up_is_told_with_its_reason() {
    let sentence = "the PDF is PDF/A-2u, not PDF/A-2a with PDF/UA-1: 1 image has no description";
    Case::sound()
        .with(|output| output.gave_up.push(sentence.into()))
        .finds(&[&format!("warn pdf-standard-missed: {sentence}")]);
}

#[test]
fn a_name_that_a_form_may_refuse_is_told_with_what_is_odd() {
    #[track_caller]
    fn case(name: &str, expected: &[&str]) {
        Case::sound()
            .with(|output| output.file_name = name.into())
            .finds(expected);
    }

    let name = "a".repeat(35);
    case(&format!("{name}.pdf"), &[]);
    case(
        &format!("{name}a.pdf"),
        &[
            "warn output-name: the file would be called `aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.pdf`, 40 signs long: upload forms ask for less than 40",
        ],
    );
    case("My_File-2.pdf", &[]);
    case(
        "My café (final) v.pdf",
        &[
            "warn output-name: the file would be called `My café (final) v.pdf`, with a space, `é`, `(`, and `)`: upload forms ask for letters, digits and `_`",
        ],
    );
    case(
        "v1.2.pdf",
        &[
            "warn output-name: the file would be called `v1.2.pdf`, with 2 dots: upload forms ask for one",
        ],
    );
}
