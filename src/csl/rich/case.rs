//! Changing the case of words: "Title Case", "Sentence case".

use crate::csl::output::Face;
use crate::csl::rich::{Node, Rich};
use crate::csl::style::Case;

/// Words that stay small in a title, unless they are its first or last: the list of CSL 1.0.2
/// ("Title Case Conversion") and the particles that names keep.
const SMALL: [&str; 33] = [
    "a", "about", "an", "and", "as", "at", "but", "by", "d", "de", "down", "for", "from", "in",
    "into", "l", "nor", "of", "on", "onto", "or", "over", "so", "the", "till", "to", "up", "van",
    "via", "von", "with", "yet", "per",
];

/// Where in a text a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Start,
    StartOfSentence,
    /// After a mark that ends a sentence, before the space.
    AfterStop,
    StartOfWord,
    InWord,
}

struct Walk {
    case: Case,
    stand: Stand,
    /// Whether anything has been written with two cases: a text in capitals alone is shouting.
    is_all_capitals: bool,
    /// The word that is the last one, by its number.
    last_word: usize,
    word: usize,
}

/// Changes the case of a text.
pub(crate) fn change_case(nodes: &mut Rich, case: Case) {
    let text = super::letters(nodes);
    let has = |is: fn(char) -> bool| text.chars().any(is);
    let mut walk = Walk {
        case,
        stand: Stand::Start,
        is_all_capitals: has(char::is_uppercase) && !has(char::is_lowercase),
        last_word: last_word(&text),
        word: 0,
    };
    walk.nodes(nodes, false);
}

/// Returns the number of the last word among the runs of letters, the first being 0.
fn last_word(text: &str) -> usize {
    let end = text.rfind(is_break).map_or(0, |at| at + 1);
    let end = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| *at >= end)
        .unwrap_or(text.len());
    let runs = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|run| !run.is_empty())
            .count()
    };
    runs(&text[..end])
}

fn is_break(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '/' | '–' | '—')
}

impl Walk {
    fn nodes(&mut self, nodes: &mut Rich, is_kept: bool) {
        for node in nodes {
            match node {
                Node::Text(text, _) => *text = self.text(text, is_kept),
                Node::Own { text, .. } => {
                    self.text(&text.clone(), true);
                }
                Node::NoCase(inner)
                | Node::Face(
                    Face::Superscript | Face::Subscript | Face::SmallCaps | Face::Baseline,
                    inner,
                )
                | Node::Link(_, inner) => self.nodes(inner, true),
                Node::Face(_, inner)
                | Node::Quoted(inner)
                | Node::Block(_, inner)
                | Node::Work(_, inner)
                | Node::Note(inner) => self.nodes(inner, is_kept),
            }
        }
    }

    fn text(&mut self, text: &str, is_kept: bool) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c.is_alphanumeric() {
                let end = rest
                    .find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len());
                let word = &rest[..end];
                match is_kept {
                    true => out.push_str(word),
                    false => out.push_str(&self.changed(word)),
                }
                self.word += 1;
                self.stand = Stand::InWord;
                rest = &rest[end..];
                continue;
            }
            self.stand = match c {
                '.' | '?' | '!' | ':' => Stand::AfterStop,
                c if c.is_whitespace() && self.stand == Stand::AfterStop => Stand::StartOfSentence,
                c if is_break(c)
                    && !matches!(self.stand, Stand::Start | Stand::StartOfSentence) =>
                {
                    Stand::StartOfWord
                }
                _ => self.stand,
            };
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
        out
    }

    fn changed(&self, word: &str) -> String {
        let is_upper = |c: char| c.is_uppercase();
        let is_mixed = word.chars().any(is_upper) && word.chars().any(char::is_lowercase);
        let is_small = word.chars().all(|c| !c.is_uppercase());
        let is_capitalized =
            word.starts_with(is_upper) && word.chars().skip(1).all(|c| !c.is_uppercase());
        let starts = matches!(self.stand, Stand::Start | Stand::StartOfSentence);
        let is_new_word = starts || self.stand == Stand::StartOfWord;
        let is_last = self.word == self.last_word && self.stand != Stand::InWord;
        match self.case {
            Case::Lower => word.to_lowercase(),
            Case::Upper => word.to_uppercase(),
            Case::CapitalizeFirst if self.stand == Stand::Start && is_small => capitalized(word),
            Case::CapitalizeAll if is_new_word && is_small => capitalized(word),
            Case::Sentence if self.is_all_capitals && starts => capitalized(&word.to_lowercase()),
            Case::Sentence if self.is_all_capitals => word.to_lowercase(),
            Case::Sentence if is_capitalized && !starts => word.to_lowercase(),
            Case::Sentence if starts && (is_capitalized || is_small) => capitalized(word),
            Case::Title if is_mixed || !is_small => word.to_owned(),
            Case::Title if starts => capitalized(word),
            Case::Title
                if word.chars().count() > 1
                    && (is_last || is_new_word && !SMALL.contains(&word)) =>
            {
                capitalized(word)
            }
            Case::CapitalizeFirst | Case::CapitalizeAll | Case::Sentence | Case::Title => {
                word.to_owned()
            }
        }
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().collect::<String>() + chars.as_str(),
        None => String::new(),
    }
}
