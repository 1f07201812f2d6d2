//! Names as reference managers write them: `Family, Given`, and organisations without a comma.

use crate::csl::Name;
use crate::references::bib::{is_corporate, person};

/// Reads a name, and says whether it was taken for an organisation though a person may be meant.
pub(super) fn name(text: &str) -> (Name, bool) {
    let text = text.trim();
    let literal = |text: &str| Name {
        literal: text.to_owned(),
        ..Name::default()
    };
    // EndNote's own sign for an organisation: a comma at the end.
    if let Some(whole) = text.strip_suffix(',') {
        return (literal(&whole.replace(",,", ",")), false);
    }
    if matches!(text.trim_end_matches('.'), "et al" | "others") {
        return (literal("others"), false);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let says_so = is_corporate(&words);
    let Some((family, _)) = text.split_once(',') else {
        let is_doubtful = (2..=4).contains(&words.len())
            && !says_so
            && words
                .iter()
                .all(|word| word.starts_with(char::is_uppercase));
        return (literal(text), is_doubtful);
    };
    // “Department for Business, Energy & Industrial Strategy” has a comma of its own.
    if says_so && family.split_whitespace().nth(1).is_some() && is_whole(family, text) {
        return (literal(text), false);
    }
    // A suffix stands last here, and in the middle in a `.bib`.
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    match parts.as_slice() {
        [family, given, suffix] => (person(&format!("{family}, {suffix}, {given}")), false),
        _ => (person(text), false),
    }
}

/// Returns whether a name with a comma is an organisation's: its first part names one, as no
/// family name does.
fn is_whole(family: &str, text: &str) -> bool {
    let words: Vec<&str> = family.split_whitespace().collect();
    is_corporate(&words) || text.contains(" & ") || text.contains(" and ")
}

/// Reads `Smith JA`, as PubMed shortens names.
pub(super) fn short(text: &str) -> Name {
    let text = text.trim();
    let is_initials = |word: &str| !word.is_empty() && word.chars().all(char::is_uppercase);
    match text.rsplit_once(' ') {
        Some((family, initials)) if is_initials(initials) => {
            let given: Vec<String> = initials
                .chars()
                .map(|letter| format!("{letter}."))
                .collect();
            person(&format!("{family}, {}", given.join(" ")))
        }
        _ => Name {
            literal: text.to_owned(),
            ..Name::default()
        },
    }
}
