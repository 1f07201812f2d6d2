//! Paragraphs of a draft that belong together: lists, quotations, code, blocks that are set apart.

use crate::word::intake::outline::plain;
use crate::word::kinds::{self, ATTRIBUTION, DEFINITION, Kind};
use crate::word::read::model::{Paragraph, Reading, Role, What};

/// Statements that Markdown has a class for.
const STATEMENTS: [&str; 8] = [
    "theorem",
    "lemma",
    "corollary",
    "proposition",
    "conjecture",
    "definition",
    "example",
    "exercise",
];

/// Paragraphs that belong together.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    List,
    Quote,
    Code,
    Definition,
    /// A block of an export of folio's own.
    Apart(&'static Kind),
}

/// Returns whether a paragraph belongs to the group of the one above it.
pub(super) fn goes_on(group: Group, paragraph: &Paragraph) -> bool {
    let has_attribution = matches!(group, Group::Apart(_));
    match group_of(paragraph) {
        Some(Group::Apart(kind)) => {
            matches!(group, Group::Apart(own) if own.class == kind.class)
        }
        own => own == Some(group) || has_attribution && paragraph.style == ATTRIBUTION,
    }
}

pub(super) fn group_of(paragraph: &Paragraph) -> Option<Group> {
    let is_shown = !plain(paragraph).is_empty();
    // Set in by a centimetre on both sides, and no point of a list.
    let is_set_in = paragraph.indents.0 >= 500 && paragraph.indents.1 >= 500;
    let kind = kinds::named(&paragraph.style).filter(|_| is_shown);
    match paragraph.role {
        Role::Code => Some(Group::Code),
        Role::Text | Role::Quote if kind.is_some() => kind.map(Group::Apart),
        Role::Text if paragraph.style == DEFINITION && is_shown => Some(Group::Definition),
        Role::Quote if is_shown => Some(Group::Quote),
        Role::Text if paragraph.list.is_some() && is_shown => Some(Group::List),
        Role::Text if is_set_in && is_shown => Some(Group::Quote),
        _ => None,
    }
}

/// Reads `Finding 3. Late` or `Lemma 1` in bold: the word, and how many signs stand before the title.
pub(super) fn numbered_title(paragraph: &Paragraph) -> Option<(String, usize)> {
    let text = paragraph.text(Reading::Accepted);
    let mut shown = paragraph.pieces.iter();
    let is_bold = shown
        .find(|it| matches!(&it.what, What::Text(text) if !text.trim().is_empty()))
        .is_some_and(|it| it.look.bold);
    let (word, rest) = text.split_once([' ', '\u{a0}'])?;
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let ends = after.is_empty() || after.starts_with(". ");
    let is_known = ["Finding", "Recommendation", "Question"].contains(&word)
        || STATEMENTS.contains(&word.to_lowercase().as_str());
    let is_title = is_bold && is_known && after.len() < rest.len() && ends;
    let title = after.strip_prefix(". ").unwrap_or(after);
    is_title.then(|| {
        let skip = text[..text.len() - title.len()].chars().count();
        (word.to_owned(), skip)
    })
}
