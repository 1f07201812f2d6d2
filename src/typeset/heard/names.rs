//! The name of a link: what is read in place of its words by readers that know nothing but names.

use typst::model::Destination;

use crate::typeset::heard::BREAK_MARKS;

/// The most of a work's reference that stands in the name of a numbered citation.
const MAX_WORK: usize = 80;

/// What a link is, by where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// An entry of the contents or of a list.
    ToEntry,
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

/// Returns the name of a link, `None` if it has no words. `work` is the reference that it leads to.
pub(super) fn name(link: &Link, work: Option<&str>) -> Option<String> {
    let words = clean(&link.words);
    if words.is_empty() {
        return None;
    }
    let has_letters = words.chars().any(char::is_alphabetic);
    Some(match (link.leads, &link.to) {
        (Leads::ToEntry, _) => match words.rsplit_once(' ') {
            Some((title, page)) => format!("{title}, page {page}"),
            None => words,
        },
        (Leads::ToNote, _) => format!("note {words}"),
        (Leads::BackFromNote, _) => format!("back to the text, note {words}"),
        (Leads::Elsewhere, _) if !has_letters && work.is_some() => {
            let number = words.trim_matches(['[', ']', '(', ')']);
            format!(
                "reference {number}: {}",
                beginning(work.unwrap_or_default())
            )
        }
        (Leads::Elsewhere, Some(Destination::Location(_) | Destination::Position(_)))
            if is_page_number(&words) =>
        {
            format!("page {words}")
        }
        (Leads::Elsewhere, _) => words,
    })
}

/// Whether nothing but a number is printed: what leads to a page of the same document.
fn is_page_number(words: &str) -> bool {
    words.chars().all(|c| c.is_ascii_digit()) || words.chars().all(|c| "ivxlc".contains(c))
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
        .filter(|c| *c != '\u{ad}' && !BREAK_MARKS.contains(c))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
