//! HTML in Markdown: comments vanish, a few tags have a meaning, of the rest the text stays.

use std::borrow::Cow;

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Inline, TextStyle};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::{COMMENT_NOT_CLOSED, HTML_TAG};
use crate::markdown::trouble::Trouble;

/// What a piece of HTML means in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// Nothing, and nobody misses it.
    Comment,
    Break,
    Open(TextStyle),
    Close(TextStyle),
    /// Nothing, and the author should know.
    Unknown,
}

/// Returns what a tag means.
pub(crate) fn meaning(tag: &str) -> Meaning {
    if tag.starts_with("<!--") {
        return Meaning::Comment;
    }
    let name = name(tag);
    let style = match name.as_str() {
        "br" => return Meaning::Break,
        "sub" => TextStyle::Sub,
        "sup" => TextStyle::Super,
        "u" | "ins" => TextStyle::Underline,
        "mark" => TextStyle::Mark,
        "em" | "i" => TextStyle::Emph,
        "strong" | "b" => TextStyle::Strong,
        "s" | "del" | "strike" => TextStyle::Strike,
        _ => return Meaning::Unknown,
    };
    if tag.starts_with("</") {
        Meaning::Close(style)
    } else {
        Meaning::Open(style)
    }
}

/// Returns the name of a tag in small letters.
pub(crate) fn name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Returns the value of an attribute in a tag.
pub(crate) fn value<'a>(tag: &'a str, key: &str) -> Option<&'a str> {
    let starts = tag.match_indices(key).map(|(at, _)| at);
    let mut whole = starts.filter(|at| tag[..*at].ends_with([' ', '\t', '\n', '"', '\'']));
    whole.find_map(|at| {
        let body = tag[at + key.len()..].trim_start().strip_prefix('=')?;
        let body = body.trim_start();
        let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''));
        match quote {
            Some(quote) => body[1..].split(quote).next(),
            None => body
                .split([' ', '\n', '>'])
                .next()
                .map(|it| it.trim_end_matches('/')),
        }
    })
}

/// Whether a tag opens a figure: `<figure>`, `<div class="figure">`, `<div id="fig:x">`.
pub(crate) fn is_figure_tag(tag: &str) -> bool {
    let name = name(tag);
    let mut classes = value(tag, "class").unwrap_or_default().split_whitespace();
    name == "figure" || (name == "div" && (has_label(tag) || classes.any(|it| it == "figure")))
}

/// Whether a tag has an id that is the label of a figure, a table or a listing.
fn has_label(tag: &str) -> bool {
    let kinds = ["fig:", "fig-", "tbl:", "tbl-", "tab:", "lst:", "lst-"];
    value(tag, "id").is_some_and(|id| {
        let is_name = !id.contains(char::is_whitespace);
        is_name
            && kinds
                .iter()
                .any(|kind| id.len() > kind.len() && id.starts_with(kind))
    })
}

/// Reads the tag that opens or closes such a figure.
pub(crate) fn figure_fence<'a>(tag: &str, place: BodyRange) -> Block<'a> {
    if tag.starts_with("</") {
        return Block::DivClose(place);
    }
    let id = value(tag, "id").filter(|_| has_label(tag));
    let attributes = Attributes {
        id: id.map(|id| (id.to_owned(), place.clone())),
        classes: vec![("figure".to_owned(), place.clone())],
        place: place.clone(),
        ..Attributes::default()
    };
    Block::DivOpen {
        attributes: Box::new(attributes),
        place,
    }
}

/// Warns of a tag that vanishes.
pub(crate) fn warn(tag: &str, place: &BodyRange, trouble: &mut Trouble) {
    let message = format!(
        "the HTML tag `<{}>` is not printed; the text in it is",
        name(tag)
    );
    let hint = "write it in Markdown; `<br>`, `<sub>`, `<sup>`, `<u>` and `<mark>` have a meaning";
    trouble.tell(&HTML_TAG, place, message, hint);
}

/// Returns the text of a block of HTML; its tags vanish with one warning, its comments in silence.
pub(crate) fn block<'a>(
    pieces: &[PlacedText<'a>],
    source: &'a str,
    trouble: &mut Trouble,
) -> Vec<Inline<'a>> {
    let mut scanner = HtmlScanner {
        items: Vec::new(),
        warned: None,
        comment: None,
        comments: Vec::new(),
        until: None,
    };
    for piece in pieces {
        if piece.exact {
            scanner.line(&source[piece.place.clone()], piece.place.start);
        }
    }
    if let Some(open) = scanner.comment {
        let message = "this comment is never closed, so everything behind it is missing".to_owned();
        let hint = "write `-->` where it ends";
        trouble.tell(&COMMENT_NOT_CLOSED, &(open..open + 4), message, hint);
        let end = pieces.last().map_or(open, |piece| piece.place.end);
        trouble.leave_out(open..end);
    }
    trouble.left_out.append(&mut scanner.comments);
    if let Some((tag, place)) = scanner.warned {
        warn(&tag, &place, trouble);
    }
    scanner.items
}

struct HtmlScanner<'a> {
    items: Vec<Inline<'a>>,
    warned: Option<(String, BodyRange)>,
    /// Where a comment started that is still open.
    comment: Option<usize>,
    /// Those that were closed.
    comments: Vec<BodyRange>,
    /// What ends the tag or the comment that is still open.
    until: Option<&'static str>,
}

impl<'a> HtmlScanner<'a> {
    fn line(&mut self, line: &'a str, start: usize) {
        let mut rest = line;
        while !rest.is_empty() {
            let at = start + line.len() - rest.len();
            if let Some(end) = self.until {
                let Some(found) = rest.find(end) else {
                    return;
                };
                self.until = None;
                let comment = self.comment.take();
                self.comments.extend(comment.map(|open| open..at + found));
                rest = &rest[found + end.len()..];
            } else if rest.starts_with("<!--") {
                self.comment = Some(at);
                self.until = Some("-->");
                rest = &rest[4..];
            } else if is_tag(rest) {
                // Browsers end everything that is no comment here, a script of a server too.
                let end = ">";
                let shown = rest.trim_end_matches(['\n', '\r']).len();
                let (length, is_whole) = match rest.find(end) {
                    Some(found) => (found + end.len(), true),
                    None => (shown, false),
                };
                self.tag(&rest[..length], at..at + length);
                if !is_whole {
                    self.until = Some(end);
                    return;
                }
                rest = &rest[length..];
            } else {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                let next = rest[first..].find('<').map_or(rest.len(), |at| at + first);
                self.text(&rest[..next], at);
                rest = &rest[next..];
            }
        }
    }

    fn tag(&mut self, tag: &str, place: BodyRange) {
        match meaning(tag) {
            Meaning::Comment => {}
            Meaning::Break => self.items.push(Inline::Hard(place)),
            Meaning::Open(_) | Meaning::Close(_) | Meaning::Unknown => {
                self.items.push(Inline::Soft(place.end..place.end));
                // Of a tag that only closes, the one that opened it was told.
                if !tag.starts_with("</") {
                    self.warned.get_or_insert_with(|| (tag.to_owned(), place));
                }
            }
        }
    }

    fn text(&mut self, text: &'a str, start: usize) {
        let mut at = start;
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(['\n', '&']).unwrap_or(rest.len());
            let shown = rest[..end].trim_end_matches('\r');
            if !shown.is_empty() {
                self.push(shown, at..at + shown.len(), true);
            }
            let tail = &rest[end..];
            let length = if tail.starts_with('\n') {
                self.items.push(Inline::Soft(at + end..at + end + 1));
                1
            } else if let Some((c, length)) = entity(tail) {
                self.push(c.to_string(), at + end..at + end + length, false);
                length
            } else if tail.starts_with('&') {
                self.push(&tail[..1], at + end..at + end + 1, true);
                1
            } else {
                0
            };
            at += end + length;
            rest = &rest[end + length..];
        }
    }

    fn push(&mut self, text: impl Into<Cow<'a, str>>, place: BodyRange, exact: bool) {
        self.items
            .push(Inline::Text(PlacedText::parsed(text, place, exact)));
    }
}

/// Returns the value of an attribute with what its entities stand for.
pub(crate) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (c, length) = entity(&rest[at..]).unwrap_or(('&', 1));
        out.push(c);
        rest = &rest[at + length..];
    }
    out.push_str(rest);
    out
}

/// Returns the character that an entity stands for, and the entity's length.
fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(10).position(|byte| byte == b';')?;
    let name = &body[..end];
    let c = match name.strip_prefix('#') {
        Some(number) => char::from_u32(match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        })?,
        None => match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            "ndash" => '–',
            "mdash" => '—',
            "hellip" => '…',
            "lsquo" => '‘',
            "rsquo" => '’',
            "ldquo" => '“',
            "rdquo" => '”',
            "pound" => '£',
            "euro" => '€',
            "copy" => '©',
            "deg" => '°',
            "times" => '×',
            _ => return None,
        },
    };
    Some((c, end + 2))
}

/// Whether a tag stands at the start of a text.
pub(crate) fn is_tag(text: &str) -> bool {
    let inside = text.strip_prefix('<');
    inside.is_some_and(|it| it.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)))
}
