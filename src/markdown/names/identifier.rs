//! The id that a heading has of its own accord.

use std::collections::BTreeMap;

/// Returns the id that pandoc gives to a heading of these words.
pub(crate) fn identifier(words: &str) -> String {
    // A dash and an ellipsis are typographic signs on the page, and none of the id.
    let mut words = words.to_lowercase();
    for sign in ["---", "--", "..."] {
        if words.contains(sign) {
            words = words.replace(sign, "");
        }
    }
    let is_kept = |c: &char| c.is_whitespace() || c.is_alphanumeric() || "_-.".contains(*c);
    let kept: String = words.chars().filter(is_kept).collect();
    let joined = kept.split_whitespace().collect::<Vec<_>>().join("-");
    match joined.find(char::is_alphabetic) {
        Some(at) => joined[at..].to_owned(),
        None => "section".to_owned(),
    }
}

/// Returns the id that is free yet, with a number behind it if need be, and takes it; `used` keeps
/// the last number of each id.
pub(crate) fn unique(base: String, used: &mut BTreeMap<String, usize>) -> String {
    let Some(mut number) = used.get(&base).copied() else {
        used.insert(base.clone(), 0);
        return base;
    };
    loop {
        number += 1;
        let id = format!("{base}-{number}");
        if !used.contains_key(&id) {
            used.insert(base, number);
            used.insert(id.clone(), 0);
            return id;
        }
    }
}

/// Returns an id without what programs form differently: capitals and signs between words.
pub fn bare_identifier(id: &str) -> String {
    let letters = id.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As pandoc 3.9 forms them.
    #[test]
    fn an_id_is_formed_as_pandoc_forms_it() {
        #[track_caller]
        fn case(words: &str, id: &str) {
            assert_eq!(identifier(words), id, "{words}");
        }

        case("Data collection", "data-collection");
        case("Heading identifiers in HTML", "heading-identifiers-in-html");
        case("Maître d'hôtel", "maître-dhôtel");
        case("Dogs?--in my house?", "dogsin-my-house");
        case("HTML, S5, or RTF?", "html-s5-or-rtf");
        case("3. Applications", "applications");
        case("33", "section");
        case("", "section");
        case("A_b c.d - e", "a_b-c.d---e");
        case("Well-being: a review", "well-being-a-review");
        case("  two   spaces ", "two-spaces");
        case("Ελληνικά και 日本", "ελληνικά-και-日本");
        case("Wait...", "wait");
        case("R&D / IT", "rd-it");
    }

    #[test]
    fn the_second_of_a_name_has_a_number() {
        let mut used = BTreeMap::new();
        let mut next = |base: &str| unique(base.to_owned(), &mut used);
        assert_eq!(next("summary"), "summary");
        assert_eq!(next("summary"), "summary-1");
        assert_eq!(next("summary"), "summary-2");
        assert_eq!(next("summary-1"), "summary-1-1");
        assert_eq!(bare_identifier("Data-Collection_1"), "datacollection1");
    }
}
