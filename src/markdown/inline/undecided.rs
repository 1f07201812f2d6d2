//! The marks of CriticMarkup, and the changes and comments that nobody has decided.

use std::collections::BTreeMap;

use crate::diagnostics::rules::{CHANGE_NOT_CLOSED, CHANGES_UNDECIDED};
use crate::diagnostics::text::count;
use crate::diagnostics::{Diagnostic, Place};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::trouble::Trouble;

/// What a mark of CriticMarkup opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChangePart {
    /// `{++`
    Added,
    /// `{--`
    Deleted,
    /// `{~~`
    Old,
    /// `~>`
    New,
    /// `{==`
    Noted,
    /// `{>>`
    Comment,
}

impl ChangePart {
    /// Returns what a brace with two signs opens.
    pub(crate) fn opened_by(signs: &[u8]) -> Option<Self> {
        match signs {
            b"{++" => Some(Self::Added),
            b"{--" => Some(Self::Deleted),
            b"{~~" => Some(Self::Old),
            b"{==" => Some(Self::Noted),
            b"{>>" => Some(Self::Comment),
            _ => None,
        }
    }

    /// Returns what closes it.
    pub(crate) fn closed_by(self) -> &'static str {
        match self {
            Self::Added => "++}",
            Self::Deleted => "--}",
            Self::Old | Self::New => "~~}",
            Self::Noted => "==}",
            Self::Comment => "<<}",
        }
    }
}

/// Complains about a mark that nothing closes.
pub(crate) fn warn_of_open(
    part: ChangePart,
    mark: &BodyRange,
    source: &str,
    trouble: &mut Trouble,
) {
    let message = format!(
        "`{}` is not closed, so it is printed",
        &source[mark.clone()]
    );
    let hint = format!(
        "write `{}` where it ends, in the same paragraph or in a later one of the same list item or quotation",
        part.closed_by()
    );
    trouble.tell(&CHANGE_NOT_CLOSED, mark, message, &hint);
}

/// The changes and comments of a file that are not decided, by where they start.
#[derive(Debug, Default)]
pub(crate) struct UndecidedChanges(pub(crate) BTreeMap<usize, (BodyRange, bool)>);

/// More places than anybody looks through in one message.
const MAX_PLACES: usize = 40;

impl UndecidedChanges {
    /// Forgets those of a text that is not printed.
    pub(crate) fn forget(&mut self, place: &BodyRange) {
        self.0.retain(|start, _| !place.contains(start));
    }

    /// Says of all of them at once that they are there.
    pub(crate) fn report(self, trouble: &mut Trouble) {
        let comments = self.0.values().filter(|(_, is_comment)| *is_comment);
        let comments = comments.count();
        let changes = self.0.len() - comments;
        let said = match (changes, comments) {
            (0, 0) => return,
            (changes, 0) => count(changes, "change"),
            (0, comments) => count(comments, "comment"),
            (changes, comments) => format!(
                "{} and {}",
                count(changes, "change"),
                count(comments, "comment")
            ),
        };
        let verb = if self.0.len() == 1 { "is" } else { "are" };
        let mut finding =
            Diagnostic::of(&CHANGES_UNDECIDED, format!("{said} {verb} not decided yet"));
        for (at, (place, is_comment)) in self.0.into_values().take(MAX_PLACES).enumerate() {
            let place: Place = trouble.place(&place);
            let word = if is_comment { "a comment" } else { "a change" };
            finding = match at {
                0 => finding.at(place),
                _ => finding.also(place, word),
            };
        }
        let hint = match changes {
            0 => {
                "answer each comment in the text and remove it; `folio build --review` shows them all"
            }
            _ => {
                "accept a change by leaving its words alone, refuse it by taking them out, and remove the marks; `folio build --review` shows them all"
            }
        };
        trouble.findings.push(finding.hint(hint));
    }
}
