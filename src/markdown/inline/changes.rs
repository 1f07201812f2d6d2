//! What was changed and is not decided: CriticMarkup, and `==words that stand out==`.
//!
//! A build prints what the text becomes once every change is accepted; a copy for review shows
//! both. What was deleted and what is remarked is kept as it was typed, so that nothing in it
//! counts, cites or has a number.

use crate::diagnostics::rules::CHANGE_NOT_CLOSED;
use crate::markdown::document::{Inline, ReviewMark, TextStyle};
use crate::markdown::inline::scanner::{LineScanner, MAX_OPEN, OpenStretch, Opener};
use crate::markdown::inline::undecided::{ChangePart, UndecidedChanges, warn_of_open};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;

impl<'a> LineScanner<'a, '_, '_> {
    /// A mark of CriticMarkup or `==` at byte `at`; returns the byte behind it.
    pub(crate) fn change(&mut self, start: usize, at: usize, end: usize) -> Option<usize> {
        let bytes = self.reader.source.as_bytes();
        let signs = bytes.get(at..(at + 3).min(end))?;
        if let Some(part) = ChangePart::opened_by(signs) {
            self.push_slice(start..at);
            self.open_change(part, at..at + 3);
            return Some(at + 3);
        }
        match signs {
            [b'~', b'>', ..] => self.change_over(start, at),
            [b'=', b'=', b'}'] if self.is_open(ChangePart::Noted) => {
                self.close_change(start, at, ChangePart::Noted)
            }
            [b'=', b'=', ..] => self.mark(start, at, end),
            [b'+', b'+', b'}'] => self.close_change(start, at, ChangePart::Added),
            [b'-', b'-', b'}'] => self.close_change(start, at, ChangePart::Deleted),
            [b'~', b'~', b'}'] => self
                .close_change(start, at, ChangePart::New)
                .or_else(|| self.close_change(start, at, ChangePart::Old)),
            [b'<', b'<', b'}'] => self.close_change(start, at, ChangePart::Comment),
            _ => None,
        }
    }

    fn open_change(&mut self, part: ChangePart, mark: BodyRange) {
        if self.stack.len() > MAX_OPEN {
            self.push_slice(mark);
        } else {
            self.open(Opener::Change(part), mark);
        }
    }

    /// Returns where the innermost change lies that is open, if it is of this kind.
    fn open_at(&self, part: ChangePart) -> Option<usize> {
        let is_change = |open: &OpenStretch| matches!(open.opener, Opener::Change(_));
        let depth = self.stack.iter().rposition(is_change)?;
        (self.stack[depth].opener == Opener::Change(part)).then_some(depth)
    }

    fn is_open(&self, part: ChangePart) -> bool {
        self.open_at(part).is_some()
    }

    /// `~>` between what was and what is to be.
    fn change_over(&mut self, start: usize, at: usize) -> Option<usize> {
        let depth = self
            .open_at(ChangePart::Old)
            .filter(|depth| *depth < MAX_OPEN)?;
        self.push_slice(start..at);
        self.flatten(depth + 1);
        self.open(Opener::Change(ChangePart::New), at..at + 2);
        Some(at + 2)
    }

    fn close_change(&mut self, start: usize, at: usize, part: ChangePart) -> Option<usize> {
        let depth = self.open_at(part)?;
        self.push_slice(start..at);
        self.flatten(depth + 1);
        let OpenStretch { mark, items, .. } = self.stack.pop()?;
        let inner = mark.end..at;
        let place = mark.start..at + 3;
        let styled = |style, children| Inline::Styled {
            style,
            children,
            place: place.clone(),
        };
        match part {
            ChangePart::Added => self.push(styled(TextStyle::Added, items)),
            ChangePart::Noted => {
                self.push(styled(TextStyle::Noted, items));
                let is_remarked = self.reader.source[place.end..].starts_with("{>>");
                if !is_remarked {
                    self.undecided(&place, true);
                }
                return Some(place.end);
            }
            ChangePart::New => {
                let old = self.stack.pop()?;
                let place = old.mark.start..at + 3;
                self.review(
                    ReviewMark::Deleted,
                    &old.items,
                    old.mark.end..mark.start,
                    &place,
                );
                self.push(Inline::Styled {
                    style: TextStyle::Added,
                    children: items,
                    place: place.clone(),
                });
                self.undecided(&place, false);
                return Some(place.end);
            }
            ChangePart::Old => {
                let message = "`~>` is missing in this change, so its words are printed".to_owned();
                let hint = "write `{~~old~>new~~}`, or `{--…--}` for words that go";
                self.reader
                    .trouble
                    .tell(&CHANGE_NOT_CLOSED, &mark, message, hint);
                self.append(items);
                return Some(place.end);
            }
            ChangePart::Deleted => {
                self.review(ReviewMark::Deleted, &items, inner, &place);
            }
            ChangePart::Comment => self.review(ReviewMark::Comment, &items, inner, &place),
        }
        self.undecided(&place, part == ChangePart::Comment);
        Some(place.end)
    }

    pub(super) fn review(
        &mut self,
        mark: ReviewMark,
        items: &[Inline<'a>],
        inner: BodyRange,
        place: &BodyRange,
    ) {
        let typed = as_typed(items, self.reader.source);
        self.reader.trouble.forget(&inner);
        self.reader.changes.forget(&inner);
        let mut words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        // What goes may be a word with the space behind it.
        if mark == ReviewMark::Deleted && !words.is_empty() {
            if typed.starts_with(char::is_whitespace) {
                words.insert(0, ' ');
            }
            if typed.ends_with(char::is_whitespace) {
                words.push(' ');
            }
        }
        self.push(Inline::Review {
            mark,
            words: PlacedText::parsed(words, inner, false),
            place: place.clone(),
        });
    }

    pub(super) fn undecided(&mut self, place: &BodyRange, is_comment: bool) {
        let UndecidedChanges(known) = &mut self.reader.changes;
        known.insert(place.start, (place.clone(), is_comment));
    }

    /// Complains about a mark that nothing closes.
    pub(crate) fn change_not_closed(&mut self, part: ChangePart, mark: &BodyRange) {
        if part == ChangePart::New {
            return;
        }
        warn_of_open(part, mark, self.reader.source, self.reader.trouble);
    }

    /// `==`, which opens or closes words that stand out.
    fn mark(&mut self, start: usize, at: usize, end: usize) -> Option<usize> {
        let source = self.reader.source;
        let before = source[..at].chars().next_back();
        let after = source[at + 2..].chars().next();
        if before == Some('=') || after == Some('=') || at + 2 > end {
            return None;
        }
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        // Brackets and changes hold what stands in them.
        let found = self
            .stack
            .iter()
            .rposition(|open| !matches!(open.opener, Opener::Script(_) | Opener::Tag(_)));
        let open = found.filter(|depth| self.stack[*depth].opener == Opener::Mark);
        if let Some(depth) = open
            && !is_space(before)
            && self.stack[depth].mark.end < at
        {
            let opened = self.stack[depth].mark.start;
            let joins = is_word(source[..opened].chars().next_back());
            if !(joins && is_word(after)) {
                self.push_slice(start..at);
                self.flatten(depth + 1);
                self.close_style(TextStyle::Mark, at + 2);
                return Some(at + 2);
            }
        }
        if is_space(after) || self.stack.len() > MAX_OPEN {
            return None;
        }
        let starts_word = before.is_none_or(|c| c.is_whitespace() || "([".contains(c));
        if let Some(depth) = open {
            // Behind `x==y`, which compares, the author's own mark opens.
            let opened = self.stack[depth].mark.start;
            if !starts_word || !is_word(source[..opened].chars().next_back()) {
                return None;
            }
            self.push_slice(start..at);
            self.flatten(depth);
        } else {
            self.push_slice(start..at);
        }
        self.open(Opener::Mark, at..at + 2);
        Some(at + 2)
    }
}

/// Returns the words of a line; what is more than words is left as it was typed.
fn as_typed(items: &[Inline], source: &str) -> String {
    let words = items.iter().map(|item| match item {
        Inline::Text(piece) | Inline::Code { piece, .. } => piece.text.to_string(),
        Inline::Soft(_) | Inline::Hard(_) => " ".to_owned(),
        Inline::Html { .. } => String::new(),
        Inline::Styled { children, .. } | Inline::Link { children, .. } => {
            as_typed(children, source)
        }
        other => source.get(other.place()).unwrap_or("").to_owned(),
    });
    words.collect()
}

impl EventReader<'_, '_> {
    /// Says which changes and comments are not decided.
    pub(crate) fn report_changes(&mut self) {
        std::mem::take(&mut self.changes).report(self.trouble);
    }
}
