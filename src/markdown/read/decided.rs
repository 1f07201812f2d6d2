//! Changes in the words of attributes, `by="Nurse {--3--}{++4++}"`: they are printed as accepted.

use crate::markdown::attributes::Attributes;
use crate::markdown::inline::undecided::{ChangePart, UndecidedChanges};
use crate::markdown::read::reader::EventReader;

impl EventReader<'_, '_> {
    /// Accepts the changes in the values of these keys, of all if there are none, and remembers that
    /// nobody has decided them.
    pub(crate) fn accept(&mut self, attributes: &mut Attributes, keys: &[&str]) {
        let UndecidedChanges(known) = &mut self.changes;
        for (key, value, place) in &mut attributes.pairs {
            let is_asked = keys.is_empty() || keys.contains(&key.as_str());
            if let Some((accepted, is_comment)) = accepted(value).filter(|_| is_asked) {
                *value = accepted;
                known.insert(place.start, (place.clone(), is_comment));
            }
        }
    }
}

/// Returns the words with each change accepted, and whether there are only comments; `None` if there
/// are none of both.
fn accepted(words: &str) -> Option<(String, bool)> {
    let mut out = String::new();
    let mut rest = words;
    let mut is_comment = true;
    while let Some((at, part, inner)) = next(rest) {
        out.push_str(&rest[..at]);
        is_comment &= matches!(part, ChangePart::Comment | ChangePart::Noted);
        out.push_str(match part {
            ChangePart::Added | ChangePart::Noted => inner,
            ChangePart::Old | ChangePart::New => inner.split_once("~>").map_or(inner, |it| it.1),
            ChangePart::Deleted | ChangePart::Comment => "",
        });
        rest = &rest[at + inner.len() + 6..];
    }
    let is_changed = rest.len() < words.len();
    out.push_str(rest);
    is_changed.then_some((out, is_comment))
}

/// Finds the first change: where it starts, what it is, and what stands in it.
fn next(text: &str) -> Option<(usize, ChangePart, &str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let part = ChangePart::opened_by(text.as_bytes().get(at..at + 3)?)?;
        let inner = &text[at + 3..];
        let end = inner.find(part.closed_by())?;
        Some((at, part, &inner[..end]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_are_left_when_all_is_accepted() {
        for (words, wanted) in [
            ("Nurse {--3--}{++4++}", Some(("Nurse 4", false))),
            ("{~~a~>b~~} c", Some(("b c", false))),
            ("{==a==}{>>b<<}", Some(("a", true))),
            ("{++a", None),
            ("a {b}", None),
        ] {
            let wanted = wanted.map(|(words, only)| (words.to_owned(), only));
            assert_eq!(accepted(words), wanted, "{words}");
        }
    }
}
