//! The braces of commands that hold words: opened on the scanner's stack, and closed in their order.

use std::borrow::Cow;

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::latex::arguments::{group, unescaped};
use crate::markdown::dialects::latex::commands::{Group, name_at};
use crate::markdown::document::{Inline, TextStyle, plain_text};
use crate::markdown::inline::scanner::{LineScanner, MAX_OPEN, OpenStretch, Opener};
use crate::markdown::placed_text::{BodyRange, PlacedText};

/// Groups in a row behind a command that is not known.
const MAX_GROUPS: usize = 8;

impl<'a> LineScanner<'a, '_, '_> {
    /// A brace at byte `at` that opens: `{\em words}`, or words inside the braces of a command.
    pub(crate) fn open_brace(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        if let Some(name) = name_at(&source[at + 1..limit])
            && let Some(style) = old_style(name)
        {
            let behind = at + 2 + name.len();
            let space = source[behind..limit].starts_with([' ', '\n']);
            self.push_slice(start..at);
            self.open_group(style, at..behind + usize::from(space));
            return Some(behind + usize::from(space));
        }
        if !self.is_in_group() {
            return None;
        }
        self.push_slice(start..at);
        self.open_group(Group::Braces, at..at + 1);
        Some(at + 1)
    }

    fn is_in_group(&self) -> bool {
        let is_group = |open: &OpenStretch| matches!(open.opener, Opener::Group(_));
        self.ignored_groups > 0 || self.stack.iter().any(is_group)
    }

    pub(crate) fn open_group(&mut self, group: Group, mark: BodyRange) {
        if self.stack.len() > MAX_OPEN {
            self.ignored_groups += 1;
            self.push_slice(mark);
        } else {
            self.stack.push(OpenStretch {
                opener: Opener::Group(group),
                mark,
                items: Vec::new(),
            });
        }
    }

    /// A brace at byte `at` that closes the words of a command.
    pub(crate) fn close_brace(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        if self.ignored_groups > 0 {
            self.ignored_groups -= 1;
            return None;
        }
        let is_group = |open: &OpenStretch| matches!(open.opener, Opener::Group(_));
        let depth = self.stack.iter().rposition(is_group)?;
        self.push_slice(start..at);
        self.flatten(depth + 1);
        let OpenStretch {
            opener: Opener::Group(group),
            mark,
            items,
        } = self.stack.pop()?
        else {
            return Some(at + 1);
        };
        let mut end = at + 1;
        let place = mark.start..end;
        let source = self.reader.source;
        match group {
            Group::Style(style) => self.push(Inline::Styled {
                style,
                children: items,
                place,
            }),
            Group::SmallCaps => {
                let mark = mark.start..mark.start;
                self.push(Inline::Span {
                    attributes: Box::new(Attributes {
                        classes: vec![("smallcaps".to_owned(), mark)],
                        ..Attributes::default()
                    }),
                    children: items,
                    place,
                });
            }
            Group::Typewriter => {
                let piece = match items.as_slice() {
                    [Inline::Text(piece)] if piece.exact => {
                        PlacedText::literal(piece.text.clone(), piece.place.clone(), true)
                    }
                    _ => PlacedText::literal(plain_text(&items), place.clone(), false),
                };
                self.push(Inline::Code {
                    piece,
                    attributes: Box::default(),
                    place,
                });
            }
            Group::Footnote => self.push(Inline::Note {
                children: items,
                place,
            }),
            Group::Link => {
                let address = group_text(source, mark.start, limit);
                let target = match source[mark.start..].starts_with("\\hyperlink") {
                    true => Cow::Owned(format!("#{address}")),
                    false => address,
                };
                self.push(Inline::Link {
                    target,
                    children: without_links(items),
                    place,
                });
            }
            Group::Target => {
                let name = group_text(source, mark.start, limit);
                let attributes = Attributes {
                    id: Some((name.into_owned(), mark.clone())),
                    place: mark.start..mark.start,
                    ..Attributes::default()
                };
                self.push(Inline::Span {
                    attributes: Box::new(attributes),
                    children: items,
                    place,
                });
            }
            Group::Words | Group::Braces => {
                self.append(items);
                let more = source[end..limit].starts_with('{');
                if group == Group::Words && more && self.groups_in_a_row(mark.start, end) {
                    self.push(Inline::Text(PlacedText::made(" ", end..end)));
                    self.open_group(Group::Words, end..end + 1);
                    end += 1;
                }
            }
        }
        Some(end)
    }

    /// Whether few enough groups stand behind each other up to byte `end`.
    fn groups_in_a_row(&self, start: usize, end: usize) -> bool {
        let near = start.max(end.saturating_sub(256));
        let text = self.reader.source.as_bytes();
        text[near..end]
            .windows(2)
            .filter(|pair| *pair == b"}{")
            .count()
            < MAX_GROUPS
    }
}

/// `{\em words}` and its like.
fn old_style(name: &str) -> Option<Group> {
    Some(match name {
        "em" | "it" | "itshape" | "sl" | "slshape" => Group::Style(TextStyle::Emph),
        "bf" | "bfseries" => Group::Style(TextStyle::Strong),
        "sc" | "scshape" => Group::SmallCaps,
        "tt" | "ttfamily" => Group::Typewriter,
        _ => return None,
    })
}

/// Returns what stands in the first braces behind the command at byte `at`.
fn group_text(source: &str, at: usize, limit: usize) -> Cow<'_, str> {
    let open = source[at..limit].find('{').map_or(limit, |open| at + open);
    let place = group(source, open, limit, b'{');
    place.map_or(Cow::Borrowed(""), |place| unescaped(&source[place]))
}

/// Puts the words of links inside a link in their place.
fn without_links(items: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Inline::Link { children, .. } => out.extend(children),
            other => out.push(other),
        }
    }
    out
}
