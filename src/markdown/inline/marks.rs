//! The marks in a line that need no bracket: keys, scripts, attributes, web addresses, HTML.

use std::borrow::Cow;

use crate::csl::Form;
use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::latex::raw::is_latex;
use crate::markdown::document::{Inline, TextStyle};
use crate::markdown::inline::citation::{self, may_be_label};
use crate::markdown::inline::html::{self, Meaning};
use crate::markdown::inline::scanner::{LineScanner, MAX_OPEN, OpenStretch, Opener};
use crate::markdown::links;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::html_tags::{HtmlTag, end_of_program, is_program};
use crate::markdown::rules::{ATTRIBUTES_UNREADABLE, RAW_INLINE};

impl LineScanner<'_, '_, '_> {
    /// `@key` at byte `at` in a run of text from `first`, of which all before `start` is used up.
    pub(crate) fn key(
        &mut self,
        first: usize,
        start: usize,
        at: usize,
        end: usize,
    ) -> Option<usize> {
        let source = self.reader.source;
        let mut before = source[first..at].chars().rev();
        let last = before.next();
        // `me@a.org`, `x+y_@a.org`: an address.
        let is_address = |c: char| c.is_alphanumeric() || matches!(c, '_' | '@' | '+' | '.' | '%');
        if last.is_some_and(is_address) {
            return None;
        }
        let (name, length) = citation::read_key(&source[at + 1..end])?;
        // `[@name](https://…)`: somebody's name elsewhere.
        if self.reader.in_link && last.is_none_or(|c| c == '/') && !may_be_label(name) {
            return None;
        }
        // A hyphen in a word is no sign that leaves out the author, nor is a dash.
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
        let is_bare = last == Some('-') && at > start && !before.next().is_some_and(joins);
        let (form, key_start) = match is_bare {
            true => (Form::WithoutAuthor, at - 1),
            false => (Form::Narrative, at),
        };
        self.push_slice(start..key_start);
        let next = at + 1 + length;
        if let Some(number) = self.reader.masked.examples.get(name) {
            let piece = PlacedText::made(number.to_string(), at..next);
            self.push(Inline::Text(piece));
            return Some(next);
        }
        let key = self.reader.key(Cow::Borrowed(name), key_start..next, form);
        self.push(Inline::Key(Box::new(key)));
        Some(next)
    }

    /// `^` or `~`, which opens or closes a superscript or a subscript.
    pub(crate) fn script(&mut self, at: usize, style: TextStyle) {
        let source = self.reader.source;
        let opener = Opener::Script(style);
        let is_same = |open: &&OpenStretch| open.opener == opener && open.mark.end < at;
        if let Some(open) = self.stack.last().filter(is_same) {
            if !source[open.mark.end..at].contains([' ', '\t', '\n']) {
                self.close_style(style, at + 1);
                return;
            }
            self.flatten(self.stack.len() - 1);
        }
        if source[at + 1..].starts_with(|c: char| !c.is_whitespace()) {
            self.open(opener, at..at + 1);
        } else {
            self.push_slice(at..at + 1);
        }
    }

    /// Attributes behind an image, a link, code or a formula.
    pub(crate) fn braces(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        let items = &mut self.stack.last_mut()?.items;
        let (gap, before) = if at > start {
            (&source[start..at], items.last())
        } else {
            match items.as_slice() {
                [.., before, Inline::Text(space)] if space.text.trim().is_empty() => {
                    (space.text.as_ref(), Some(before))
                }
                [.., before] => ("", Some(before)),
                [] => return None,
            }
        };
        let may_stand_apart = match before? {
            Inline::Math { is_display, .. } => *is_display,
            Inline::Image(_) | Inline::Code { .. } | Inline::Link { .. } => false,
            Inline::Styled { .. } if source[at..].starts_with("{:") => false,
            _ => return None,
        };
        let is_near = gap.is_empty() || (may_stand_apart && gap.trim().is_empty());
        if !is_near {
            return None;
        }
        let mut found = Attributes::read(source, at).filter(|found| found.place.end <= limit)?;
        self.reader.accept(&mut found, &["alt", "fig-alt"]);
        let items = &mut self.stack.last_mut()?.items;
        let end = found.place.end;
        items.pop_if(|item| matches!(item, Inline::Text(_)));
        match items.last_mut()? {
            Inline::Image(image) => {
                let label = image.attributes.id.take();
                image.attributes = found;
                image.attributes.id = image.attributes.id.take().or(label);
            }
            Inline::Math { attributes, .. } => {
                let label = attributes.id.take();
                **attributes = found;
                attributes.id = attributes.id.take().or(label);
            }
            Inline::Code {
                piece,
                attributes,
                place,
            } => match found.raw.as_deref() {
                Some("typst") => {
                    let typst = Inline::Typst(piece.clone());
                    items.pop();
                    items.push(typst);
                }
                Some(raw) if is_latex(raw) => {
                    let place = piece.place.clone();
                    items.pop();
                    self.raw_latex(place);
                }
                Some(other) => {
                    let message = format!("raw `{other}` is not printed");
                    let hint = "write it in Markdown, or in Typst with `{=typst}`";
                    self.reader.trouble.tell(&RAW_INLINE, place, message, hint);
                    items.pop();
                }
                None => {
                    place.end = end;
                    **attributes = found;
                }
            },
            Inline::Link { place, .. } | Inline::Styled { place, .. } => {
                place.end = end;
                // What pandoc writes behind an address.
                found
                    .classes
                    .retain(|(class, _)| class != "uri" && class != "email");
                if found.is_empty() {
                    self.reader.trouble.leave_out(found.place);
                    return Some(end);
                }
                let place = place.clone();
                let children = items.pop().into_iter().collect();
                items.push(Inline::Span {
                    attributes: Box::new(found),
                    children,
                    place,
                });
            }
            _ => {}
        }
        Some(end)
    }

    /// Attributes behind what takes none, `word{#id}`: they are printed, and told of.
    pub(crate) fn loose_attributes(&mut self, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        let found = Attributes::read(source, at).filter(|found| found.place.end <= limit)?;
        let is_name = |name: &str| name.starts_with(char::is_alphabetic);
        let is_meant = found.label().is_some_and(is_name)
            || found.classes.iter().any(|(class, _)| is_name(class));
        let place = found.place;
        // Apart from a word they may be prose, and a backslash has its own meaning.
        let is_apart = |c: char| c.is_whitespace() || c == '\\';
        let is_apart = source[..at].chars().next_back().is_none_or(is_apart);
        if !is_meant || is_apart || source[at..].starts_with("{:") {
            return None;
        }
        let shown = &source[place.clone()];
        let message = format!("`{shown}` belongs to nothing here, so it is printed");
        let hint = format!("put the words that it is for in brackets: `[words]{shown}`");
        self.reader
            .trouble
            .tell(&ATTRIBUTES_UNREADABLE, &place, message, &hint);
        None
    }

    pub(crate) fn address(&mut self, start: usize, at: usize, end: usize) -> Option<usize> {
        let source = self.reader.source;
        let before = source[..at].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let length = links::bare_address(&source[at..end])?;
        self.push_slice(start..at);
        let place = at..at + length;
        let piece = PlacedText::slice(source, place.clone());
        let target = piece.text.clone();
        self.push(Inline::Link {
            target,
            children: vec![Inline::Text(piece)],
            place,
        });
        Some(at + length)
    }

    pub(crate) fn html(&mut self, tag: &str, place: BodyRange, limit: usize) {
        match html::meaning(tag) {
            Meaning::Comment => {}
            Meaning::Break => self.push(Inline::Hard(place)),
            Meaning::Open(style) if self.stack.len() <= MAX_OPEN => {
                self.open(Opener::Tag(style), place);
            }
            Meaning::Close(style) => {
                let is_same = |open: &OpenStretch| open.opener == Opener::Tag(style);
                match self.stack.iter().rposition(is_same) {
                    Some(depth) => {
                        self.flatten(depth + 1);
                        self.close_style(style, place.end);
                    }
                    None => html::warn(tag, &place, self.reader.trouble),
                }
            }
            Meaning::Unknown if tag.starts_with("</") => {}
            Meaning::Unknown if is_program(tag) => {
                let source = self.reader.source;
                let is_open = self.reader.arranged.contains("an open program");
                let end = (!is_open).then(|| end_of_program(source, place.start, limit));
                match end.flatten() {
                    Some(end) => {
                        let tag = HtmlTag::read(source, place.clone());
                        self.reader.program(&tag, place.start..end);
                        self.done = end;
                    }
                    None => {
                        // Searched for once: it keeps the work linear.
                        self.reader.arranged.insert("an open program");
                        html::warn(tag, &place, self.reader.trouble);
                    }
                }
            }
            Meaning::Open(_) | Meaning::Unknown => html::warn(tag, &place, self.reader.trouble),
        }
    }
}
