//! The name of a link: what is read in place of its words by readers that know nothing but names.

use typst::model::Destination;

use crate::typeset::heard::BREAK_MARKS;
use crate::typeset::pages::SOFT_HYPHEN;

/// The most of a work's reference that stands in the name of a numbered citation.
const MAX_WORK: usize = 80;

/// What a link is, by where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// An entry of the contents or of a list.
    ToEntry,
    /// The page of something.
    ToPage,
    /// The number of a note.
    ToNote,
    /// The number before a note.
    BackFromNote,
    /// Anything else.
    Elsewhere,
}

/// A link, as it was read.
pub(super) struct Link {
    pub(super) leads: Leads,
    pub(super) to: Option<Destination>,
    pub(super) words: String,
}

impl Link {
    pub(super) fn new(leads: Leads) -> Self {
        Self {
            leads,
            to: None,
            words: String::new(),
        }
    }
}

/// Returns the name of a link, `None` if the engine's own says more. `work` is the reference that it leads to.
pub(super) fn name(link: &Link, work: Option<&str>) -> Option<String> {
    let words = clean(&link.words);
    if words.is_empty() {
        return None;
    }
    let has_letters = words.chars().any(char::is_alphabetic);
    Some(match link.leads {
        Leads::ToEntry => match words.rsplit_once(' ') {
            Some((title, page)) => format!("{title}, page {page}"),
            None => words,
        },
        Leads::ToPage => format!("page {words}"),
        Leads::ToNote => format!("note {words}"),
        Leads::BackFromNote => format!("back to the text, note {words}"),
        Leads::Elsewhere if has_letters => words,
        // For a bare number the engine's name says of what it is.
        Leads::Elsewhere => match work {
            None => return None,
            Some(work) => {
                let number = words.trim_matches(['[', ']', '(', ')']);
                // A year alone is no number of a reference.
                let what = if number.len() < 4 { "reference " } else { "" };
                format!("{what}{number}: {}", beginning(work))
            }
        },
    })
}

/// Returns the first words of a reference, without a number before it.
fn beginning(work: &str) -> String {
    let words = clean(work);
    let words = words.trim_start_matches(|c: char| c.is_ascii_digit() || "[]().".contains(c));
    let words = words.trim_start();
    if words.chars().count() <= MAX_WORK {
        return words.to_owned();
    }
    let cut: String = words.chars().take(MAX_WORK).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

fn clean(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| *c != SOFT_HYPHEN && !BREAK_MARKS.contains(c))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
