//! Keys for works: the first author and the year, the same from run to run.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;

use crate::csl::{Item, Name};
use crate::references::markup::plain;

/// So long may the part of a key be that stands before the year.
const MAX_LETTERS: usize = 24;

/// Words that no title is called by.
const SMALL: [&str; 8] = ["a", "an", "the", "on", "of", "in", "for", "and"];

/// Returns a key that nothing has yet: `smith2020`, `smith2020b`; `called` says what of a name or a
/// title it may be made of.
pub(super) fn key(
    item: &Item,
    taken: &BTreeSet<String>,
    called: &dyn Fn(&str) -> String,
) -> String {
    let people = ["author", "editor", "director", "translator"];
    let first = people.iter().find_map(|role| item.names(role).first());
    let mut stem = first.map(|it| by_name(it, called)).unwrap_or_default();
    if stem.is_empty() {
        let title = called(&plain(item.text("title").unwrap_or_default()));
        let words = title.split(|c: char| !c.is_alphanumeric()).map(folded);
        let mut words = words.filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()));
        stem = words.next().unwrap_or_else(|| "work".to_owned());
    }
    stem.truncate(MAX_LETTERS);
    let year = item.date("issued").and_then(|date| date.start);
    let stem = match year {
        Some(start) => format!("{stem}{}", start.year),
        None => format!("{stem}nd"),
    };
    let is_free = |key: &String| !taken.iter().any(|own| own.eq_ignore_ascii_case(key));
    let letters = ('b'..='z').map(|letter| format!("{stem}{letter}"));
    let numbers = (2_u32..).map(|number| format!("{stem}-{number}"));
    let mut keys = std::iter::once(stem.clone()).chain(letters).chain(numbers);
    keys.find(is_free).unwrap_or_default()
}

/// Returns what a name gives to a key: a family name, or the letters of a long organisation.
fn by_name(name: &Name, called: &dyn Fn(&str) -> String) -> String {
    if name.literal.is_empty() {
        let family = format!("{}{}", name.non_dropping_particle, name.family);
        return folded(&called(&family));
    }
    let literal = called(&name.literal);
    let words: Vec<&str> = literal.split([' ', '-']).collect();
    if words.len() < 3 {
        return folded(&literal);
    }
    let capitals = words.iter().filter_map(|word| word.chars().next());
    let capitals: String = capitals.filter(|c| c.is_uppercase()).collect();
    match capitals.chars().count() {
        0..=2 => folded(&literal),
        _ => folded(&capitals),
    }
}

/// Returns the letters of a text without accents, in small; what has no Latin letter is left out.
fn folded(text: &str) -> String {
    let letters = text.nfkd().flat_map(char::to_lowercase);
    let letters = letters.flat_map(|c| {
        let spelt = match c {
            'ß' => "ss",
            'æ' => "ae",
            'ø' => "o",
            'œ' => "oe",
            'ł' => "l",
            'đ' | 'ð' => "d",
            'þ' => "th",
            _ => "",
        };
        let own = Some(c).filter(char::is_ascii_alphanumeric);
        spelt.chars().chain(own).collect::<Vec<_>>()
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::csl::{Date, DateParts, Value};
    use crate::references::incoming::names::name;

    #[test]
    fn a_key_is_the_first_author_and_the_year() {
        #[track_caller]
        fn case(author: &str, year: Option<i32>, taken: &[&str], expected: &str) {
            let mut item = Item::default();
            item.values
                .insert("title".into(), Value::Text("The <i>new</i> ward".into()));
            if !author.is_empty() {
                let names = vec![name(author).0];
                item.values.insert("author".into(), Value::Names(names));
            }
            let start = year.map(|year| DateParts {
                year,
                ..DateParts::default()
            });
            let date = Date {
                start,
                ..Date::default()
            };
            item.values.insert("issued".into(), Value::Date(date));
            let taken = taken.iter().map(|key| (*key).to_owned()).collect();
            assert_eq!(key(&item, &taken, &str::to_owned), expected);
        }

        case("Alqenae, Fatema A.", Some(2020), &[], "alqenae2020");
        case(
            "Müller-Łoś, Ø.",
            Some(2020),
            &["mullerlos2020"],
            "mullerlos2020b",
        );
        case(
            "de Vries, J.",
            Some(1999),
            &["DeVries1999", "devries1999b"],
            "devries1999c",
        );
        case("NHS England", None, &[], "nhsenglandnd");
        case(
            "Department of Health and Social Care",
            Some(2025),
            &[],
            "dhsc2025",
        );
        case("", Some(2001), &[], "new2001");
    }

    #[test]
    fn a_key_is_made_of_what_may_be_named() {
        let mut item = Item::default();
        let names = vec![name("Zanthe Orbison Trust").0];
        item.values.insert("author".into(), Value::Names(names));
        let nobody = |words: &str| words.replace("Zanthe Orbison", "");
        assert_eq!(key(&item, &BTreeSet::new(), &nobody), "trustnd");
    }
}
