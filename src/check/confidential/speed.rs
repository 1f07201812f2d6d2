//! The search costs in proportion to the text, however many names there are.

use crate::check::confidential::identifiers::{Material, identifiers};
use crate::check::confidential::names::ListedNames;

#[test]
fn a_thousand_names_are_looked_for_in_a_long_text_in_one_pass() {
    let listed: Vec<String> = (0..1_000)
        .map(|at| format!("Trust{at} of North{at}"))
        .collect();
    let (names, refused) = ListedNames::new(listed.iter().map(String::as_str));
    assert_eq!(refused, 0);
    let line =
        "The summary is sent to the practice within a day, and read at trust7 of\nNorth7 too. ";
    let text = line.repeat(1_000);
    assert_eq!(names.find(&text).len(), 1_000);
}

#[test]
fn a_text_made_to_be_slow_is_not() {
    // Each of these made a careless scan look at everything again from every byte.
    for piece in [
        "1 ", "@", "a@", "9", "(", "+44 ", "born ", "A1 ", "://", "-",
    ] {
        let text = piece.repeat(20_000);
        identifiers(&text, Material::Participants);
    }
    let (names, _) = ListedNames::new(["a a", "a a a", "aa", "a a a a a a"]);
    assert!(names.find(&"a ".repeat(50_000)).len() < 200_000);
}
