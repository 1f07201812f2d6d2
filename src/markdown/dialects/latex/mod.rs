//! LaTeX that was left in running text: what it means is printed as Markdown's own marks are, of
//! the rest the words, with a finding that says what to write.
//!
//! # Decisions
//!
//! - 2026-11: where CommonMark gives a sign a meaning, it wins: `\-`, `\,`, `\%` and `\\` are
//!   escapes. A backslash in a path is no command, nor is one of a single letter.
//! - 2026-11: words in braces are Markdown, and opened on the scanner's stack; groups that hold
//!   keys, labels and addresses are read from the source within bounds. Both are linear.
//! - 2026-11: raw LaTeX, `{=latex}`, is read as LaTeX in running text is, without its comments:
//!   formulas, breaks and labels in it count, and what means nothing is told at its place.
//! - 2026-11: `~` is a hard space directly before what cites or refers, and only there.

mod advice;
mod arguments;
mod citing;
pub(crate) mod commands;
mod environments;
mod groups;
pub(crate) mod labels;
pub(crate) mod raw;

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::latex::arguments::{group, optional, unescaped};
use crate::markdown::dialects::latex::commands::{Group, Meaning, is_tie, meaning, name_at};
use crate::markdown::document::Inline;
use crate::markdown::formulas::translate;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::{LATEX_COMMAND, LATEX_COMMAND_PRINTED};

/// Longer than a command for formulas that anybody writes; it keeps the work linear.
const MAX_FORMULA: usize = 200;

/// Returns the byte behind a command that takes no words, which `{}` may close.
fn closed(source: &str, behind: usize, limit: usize) -> usize {
    match source[behind..limit].starts_with("{}") {
        true => behind + 2,
        false => behind,
    }
}

impl<'a> LineScanner<'a, '_, '_> {
    /// A backslash at byte `at` in a run of text of which all before `start` is used up; returns
    /// the byte behind what was used.
    pub(crate) fn latex(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        if source[at + 1..limit].starts_with(' ') {
            return self.hard_space(start, at);
        }
        let name = name_at(&source[at..limit])?;
        let mut behind = at + 1 + name.len();
        if source[behind..limit].starts_with('*') {
            behind += 1;
        }
        let rest = &source[behind..limit];
        let found = meaning(name, rest);
        let before = source[..at].chars().next_back();
        // A path; with braces behind it, it is none.
        let is_given = found.is_some() && rest.starts_with(['{', '[']);
        if before == Some('\\') || (before.is_some_and(|c| ":/".contains(c)) && !is_given) {
            return None;
        }
        let joins_word = before.is_some_and(char::is_alphanumeric);
        // `\newline\newline`
        let typed = &source[at..behind];
        let is_row = rest.starts_with(typed) || source[..at].ends_with(typed);
        let known = found.filter(|found| match found {
            Meaning::Text(_) => !joins_word || !is_in_path(source, at),
            Meaning::Open(_) => rest.starts_with('{'),
            Meaning::Vanish { groups: 0 }
            | Meaning::Quiet
            | Meaning::Break
            | Meaning::PageBreak => {
                let is_apart = !joins_word || !is_in_path(source, at);
                is_row || (is_apart && !rest.starts_with('\\'))
            }
            _ => true,
        });
        match known {
            Some(found) => self.known(found, name, start, at, behind, limit),
            None if found.is_some() => None,
            None if joins_word && (!self.is_own(name) || is_in_path(source, at)) => None,
            None => self.unknown(name, start, at, behind, limit),
        }
    }

    fn known(
        &mut self,
        found: Meaning,
        name: &'a str,
        start: usize,
        at: usize,
        behind: usize,
        limit: usize,
    ) -> Option<usize> {
        let source = self.reader.source;
        let closed = closed(source, behind, limit);
        match found {
            Meaning::Open(group) => {
                self.push_slice(start..at);
                self.open_group(group, at..behind + 1);
                Some(behind + 1)
            }
            Meaning::Text(sign) => {
                self.push_slice(start..at);
                let is_tied = sign == "§" && source[closed..limit].starts_with('~');
                let closed = closed + usize::from(is_tied);
                let sign = if is_tied { "§\u{a0}" } else { sign };
                let piece = PlacedText::literal(sign, at..closed, false);
                self.push(Inline::Text(piece));
                if source[closed..limit].starts_with("\\ ") {
                    let place = closed..closed + 2;
                    self.push(Inline::Text(PlacedText::literal(" ", place, false)));
                    return Some(closed + 2);
                }
                // The space only ends the name of a mark that opens.
                let is_open = matches!(sign, "‘" | "“");
                let space = is_open && source[closed..limit].starts_with(' ');
                Some(closed + usize::from(space))
            }
            Meaning::Break => {
                self.push_slice(start..at);
                self.push(Inline::Hard(at..closed));
                Some(closed)
            }
            Meaning::Quiet => {
                self.push_slice(start..at);
                let space = source[closed..limit].starts_with(' ');
                Some(closed + usize::from(space))
            }
            Meaning::PageBreak => {
                self.push_slice(start..at);
                self.complain(name, &(at..behind), None);
                Some(closed)
            }
            Meaning::Vanish { groups } => {
                let (_, mut end) = optional(source, behind, limit);
                let mut words = None;
                for _ in 0..groups {
                    let place = group(source, end, limit, b'{')?;
                    end = place.end + 1;
                    words.get_or_insert(&source[place]);
                }
                self.push_slice(start..at);
                let message = format!("`\\{name}` means nothing here, and prints nothing");
                let hint = advice::command(name, words);
                let place = at..end;
                self.reader
                    .trouble
                    .tell(&LATEX_COMMAND, &place, message, &hint);
                let space = groups == 0 && source[end..limit].starts_with(' ');
                Some(end + usize::from(space))
            }
            Meaning::Url => {
                let place = group(source, behind, limit, b'{')?;
                self.push_slice(start..at);
                let address = unescaped(&source[place.clone()]);
                let is_exact = address.len() == place.len();
                let end = place.end + 1;
                let words = PlacedText::literal(address.clone(), place, is_exact);
                self.push(Inline::Link {
                    target: address,
                    children: vec![Inline::Text(words)],
                    place: at..end,
                });
                Some(end)
            }
            Meaning::Href | Meaning::Hyper(_) => {
                let place = group(source, behind, limit, b'{')?;
                let open = place.end + 1;
                if !source[open..limit].starts_with('{') {
                    if !matches!(found, Meaning::Hyper(Group::Target)) {
                        return None;
                    }
                    // A place without words of its own.
                    self.push_slice(start..at);
                    let attributes = Attributes {
                        id: Some((unescaped(&source[place]).into_owned(), at..open)),
                        place: at..at,
                        ..Attributes::default()
                    };
                    self.push(Inline::Span {
                        attributes: Box::new(attributes),
                        children: Vec::new(),
                        place: at..open,
                    });
                    return Some(open);
                }
                self.push_slice(start..at);
                let group = match found {
                    Meaning::Hyper(group) => group,
                    _ => Group::Link,
                };
                self.open_group(group, at..open + 1);
                Some(open + 1)
            }
            Meaning::Cite { form, in_note } => {
                let end = self.cite(form, in_note, start, at, behind, limit)?;
                if name == "citealp" {
                    self.complain(name, &(at..end), None);
                }
                Some(end)
            }
            Meaning::Refer(shown) => self.refer(shown, start, at, behind, limit),
            Meaning::Label => {
                let place = group(source, behind, limit, b'{')?;
                self.push_slice(start..at);
                let end = place.end + 1;
                self.push(Inline::Anchor {
                    name: unescaped(&source[place]),
                    place: at..end,
                });
                Some(end)
            }
            Meaning::Define => {
                let length = self.reader.macros.read_definition(&source[at..limit])?;
                self.push_slice(start..at);
                Some(at + length)
            }
            Meaning::Unit => {
                let mut end = optional(source, behind, limit).1;
                while let Some(place) = group(source, end, limit, b'{') {
                    end = optional(source, place.end + 1, limit).1;
                }
                if end == behind {
                    return None;
                }
                self.push_slice(start..at);
                let tex = PlacedText::literal(&source[at..end], at..end, true);
                self.math(tex, false, Box::default(), at..end);
                Some(end)
            }
            Meaning::Begin => {
                // What stands before is told first.
                group(source, behind, limit, b'{')?;
                self.push_slice(start..at);
                self.begin(at, behind, limit)
            }
            Meaning::End => {
                let place = group(source, behind, limit, b'{')?;
                self.reader.environments = self.reader.environments.saturating_sub(1);
                self.push_slice(start..at);
                Some(place.end + 1)
            }
            Meaning::Verbatim => {
                let mark = source[behind..limit].chars().next()?;
                if mark.is_alphanumeric() || mark.is_whitespace() {
                    return None;
                }
                let first = behind + mark.len_utf8();
                let line = source[first..limit].lines().next()?;
                let end = first + line.find(mark)?;
                self.push_slice(start..at);
                self.push(Inline::Code {
                    piece: PlacedText::literal(&source[first..end], first..end, true),
                    attributes: Box::default(),
                    place: at..end + mark.len_utf8(),
                });
                Some(end + mark.len_utf8())
            }
        }
    }

    /// Whether the author defined a command, with no arguments.
    fn is_own(&self, name: &str) -> bool {
        self.reader.macros.body(name).is_some()
    }

    /// A command of the author's own in the text: its words, or the formula that it is.
    fn own(&mut self, name: &str, start: usize, at: usize, end: usize) -> Option<usize> {
        let body = self.reader.macros.body(name)?;
        let words = commands::plain_words(body);
        if words.is_none() && (body.len() > MAX_FORMULA || translate(body).is_err()) {
            return None;
        }
        self.push_slice(start..at);
        match words {
            Some(words) => {
                let piece = PlacedText::literal(words, at..end, false);
                self.push(Inline::Text(piece));
            }
            None => self.stray_formula(at..end),
        }
        Some(end)
    }

    /// A command of formulas in the text.
    fn stray_formula(&mut self, place: BodyRange) {
        let tex = &self.reader.source[place.clone()];
        let message = format!("`{tex}` stands outside of a formula; it is printed as one");
        let hint = format!("write `${tex}$`");
        self.reader
            .trouble
            .tell(&LATEX_COMMAND, &place, message, &hint);
        let tex = PlacedText::literal(tex, place.clone(), true);
        self.math(tex, false, Box::default(), place);
    }

    /// A command that means nothing here: the words in its braces are printed.
    fn unknown(
        &mut self,
        name: &'a str,
        start: usize,
        at: usize,
        behind: usize,
        limit: usize,
    ) -> Option<usize> {
        let source = self.reader.source;
        let closed = closed(source, behind, limit);
        if let Some(end) = self.own(name, start, at, closed) {
            return Some(end);
        }
        let (_, open) = optional(source, behind, limit);
        if name.len() > 1 && source[open..limit].starts_with('{') {
            self.push_slice(start..at);
            let mut words = group(source, open, limit, b'{');
            let mut first = open;
            if matches!(
                name,
                "textcolor" | "colorbox" | "color" | "hyperref" | "raisebox"
            ) && let Some(place) = words.clone()
            {
                // What it does to the words is no word.
                first = place.end + 1;
                words = group(source, first, limit, b'{');
            }
            let end = words.as_ref().map_or(open, |place| place.end + 1);
            let has_group = source[first..limit].starts_with('{');
            // A brace that nothing closes is told of as such.
            if words.is_some() || !has_group {
                self.complain(name, &(at..end), words.map(|place| &source[place]));
            }
            if has_group {
                self.open_group(Group::Words, at..first + 1);
                return Some(first + 1);
            }
            return Some(first);
        }
        if name.len() > 1 && translate(&source[at..behind]).is_ok() {
            self.push_slice(start..at);
            self.stray_formula(at..behind);
            return Some(behind);
        }
        let before = source[..at].chars().next_back();
        let mut rest = source[behind..limit].chars();
        let is_apart = match rest.next() {
            Some(c) if ".:".contains(c) => rest.next().is_none_or(char::is_whitespace),
            Some(c) => c.is_whitespace() || ",;!?)]~".contains(c),
            None => true,
        };
        let is_first = before.is_none_or(|c| c.is_whitespace() || "([".contains(c));
        if name.len() > 1 && is_apart && is_first && !is_in_path(source, at) {
            let message = format!("`\\{name}` means nothing here, and is printed as it stands");
            let place = at..behind;
            self.reader
                .trouble
                .tell(&LATEX_COMMAND_PRINTED, &place, message, advice::bare(name));
        }
        None
    }

    pub(crate) fn complain(&mut self, name: &str, place: &BodyRange, words: Option<&str>) {
        let message = match words {
            Some(_) => {
                format!("`\\{name}` means nothing here; the words in its braces are printed")
            }
            None => format!("`\\{name}` means nothing here, and prints nothing"),
        };
        let hint = advice::command(name, words);
        self.reader
            .trouble
            .tell(&LATEX_COMMAND, place, message, &hint);
    }

    /// `e.g.\ this`: behind a word, a backslash is one.
    fn hard_space(&mut self, start: usize, at: usize) -> Option<usize> {
        let source = self.reader.source;
        let before = source[..at].chars().next_back()?;
        if !matches!(before, '.' | ')') || is_in_path(source, at) {
            return None;
        }
        self.push_slice(start..at);
        self.push(Inline::Text(PlacedText::literal(
            "\u{a0}",
            at..at + 2,
            false,
        )));
        Some(at + 2)
    }

    /// `~` at byte `at`: a hard space before what cites or refers.
    pub(crate) fn tie(&mut self, start: usize, at: usize) -> Option<usize> {
        if !is_tie(self.reader.source, at) {
            return None;
        }
        self.push_slice(start..at);
        self.push(Inline::Text(PlacedText::literal(
            "\u{a0}",
            at..at + 1,
            false,
        )));
        Some(at + 1)
    }
}

/// Whether the word before byte `at` has a backslash or a colon, as a path has.
fn is_in_path(source: &str, at: usize) -> bool {
    let near = source.floor_char_boundary(at.saturating_sub(64));
    let word = source[near..at]
        .rsplit(|c: char| c.is_whitespace() || "{}()".contains(c))
        .next()
        .unwrap_or("");
    word.contains(['\\', ':'])
}
