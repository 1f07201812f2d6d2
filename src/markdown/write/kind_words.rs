//! The words that stand before a reference: `Figure @fig:x` and `[see @fig:x]`.
//!
//! A reference brings the name of its kind. Where the author typed it, the number alone is printed,
//! as pandoc-crossref has it; other words are printed before it.

use crate::csl::Form;
use crate::markdown::document::{Inline, ReferenceKey, plain_text};
use crate::markdown::names::thing_named;

/// The names of kinds by what a label begins with, without an `s` and a stop at the end.
const WORDS: [(&[&str], &[&str]); 4] = [
    (&["figure"], &["figure", "fig"]),
    (&["table"], &["table", "tab", "tbl"]),
    (&["formula"], &["equation", "eq", "eqn", "formula"]),
    (&["listing"], &["listing", "lst"]),
];

/// Those of parts of the text, which an author may call one thing or the other.
const PARTS: [&str; 9] = [
    "section", "sec", "sect", "chapter", "ch", "chap", "appendix", "app", "part",
];

/// Words that lead to a reference and name no kind, though they may have a capital.
const LEADS: [&str; 16] = [
    "see", "cf", "compare", "in", "also", "and", "or", "from", "per", "both", "with", "for", "as",
    "to", "by", "at",
];

/// What stands between references that one word names: `Figures @fig:a and @fig:b`.
const BETWEEN: [&str; 9] = [",", "and", "&", ", and", "or", "to", "–", "--", "-"];

/// Returns whether words before a key in its bracket name the kind of what it leads to.
pub(crate) fn name_a_kind(prefix: &[Inline]) -> bool {
    let text = plain_text(prefix);
    let last = last_word(&text);
    let lower = last.to_lowercase();
    let is_known = is_part(&lower) || WORDS.iter().any(|(_, words)| is_one(&lower, words));
    // A word of one's own: `[Map @fig:x]`.
    is_known || (last.starts_with(char::is_uppercase) && !LEADS.contains(&&*lower))
}

fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches([' ', '\u{a0}', '\n', '~', '.']);
    let start = text.rfind(|c: char| !c.is_alphabetic());
    let start = start.map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    &text[start..]
}

fn is_one(word: &str, words: &[&str]) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    words.contains(&one) || words.contains(&word)
}

fn is_part(word: &str) -> bool {
    is_one(word, &PARTS) || matches!(word, "appendices")
}

/// Which references of a line have the name of their kind typed before them.
#[derive(Default)]
pub(crate) struct TypedKinds {
    /// What the last reference leads to, if the number alone was printed for it.
    last: Option<&'static str>,
}

impl TypedKinds {
    /// Returns the reference that an element is, so changed that it prints the number alone, if
    /// the word for it stands before it.
    pub(crate) fn bare<'a>(&mut self, items: &[Inline<'a>], at: usize) -> Option<Inline<'a>> {
        let key = match &items[at] {
            Inline::Key(key) => key.as_ref(),
            Inline::Cite { keys, .. } => match keys.as_slice() {
                [key] if key.prefix.is_empty() && key.suffix.is_empty() => key,
                _ => {
                    self.last = None;
                    return None;
                }
            },
            _ => return None,
        };
        let last = self.last.take();
        let thing = thing_named(&key.name)?;
        let before = words_before(items, at)?;
        let is_next = last == Some(thing) && BETWEEN.contains(&before.trim());
        if !is_next && !is_named(before, thing) {
            return None;
        }
        self.last = Some(thing);
        Some(Inline::Key(Box::new(ReferenceKey {
            form: Form::WithoutAuthor,
            is_label: true,
            ..key.clone()
        })))
    }
}

/// Returns the text directly before an element, if space stands between them.
fn words_before<'i>(items: &'i [Inline], at: usize) -> Option<&'i str> {
    let (before, is_apart) = match items.get(at.checked_sub(1)?)? {
        Inline::Soft(_) => (items.get(at.checked_sub(2)?)?, true),
        other => (other, false),
    };
    let Inline::Text(piece) = before else {
        return None;
    };
    let is_apart = is_apart || piece.text.ends_with([' ', '\u{a0}']);
    let is_dash = piece.text.ends_with(['–', '-']);
    (is_apart || is_dash).then_some(&*piece.text)
}

fn is_named(before: &str, thing: &str) -> bool {
    let word = last_word(before).to_lowercase();
    if matches!(thing, "section" | "chapter" | "appendix") {
        return is_part(&word);
    }
    if is_one(&word, &[thing]) {
        return true;
    }
    let mut words = WORDS.iter().filter(|(things, _)| things.contains(&thing));
    words.any(|(_, words)| is_one(&word, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_told_from_its_ends() {
        assert_eq!(last_word("see Fig. "), "Fig");
        assert_eq!(last_word("é (Tables\u{a0}"), "Tables");
        assert_eq!(last_word(""), "");
        assert!(is_named("in appendices ", "appendix"));
        assert!(!is_named("the figure ", "table"));
    }
}
