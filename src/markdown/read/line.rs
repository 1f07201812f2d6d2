//! Lines of text from the parser's events, as they stand before anything else is found in them.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::latex::commands::is_tie;
use crate::markdown::dialects::latex::labels;
use crate::markdown::document::{Image, Inline, TextStyle};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::{EventReader, MAX_DEPTH};
use crate::markdown::rules::NESTING_TOO_DEEP;

impl<'a> EventReader<'a, '_> {
    pub(crate) fn raw_inline(
        &mut self,
        event: Event<'a>,
        place: BodyRange,
        items: &mut Vec<Inline<'a>>,
    ) {
        match event {
            Event::Text(text) => self.text(text, place, items),
            Event::Code(text) => {
                let piece = self.inner(text, &place);
                items.push(Inline::Code {
                    piece,
                    attributes: Box::default(),
                    place,
                });
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                let shown = &self.source[place.clone()];
                let is_display = shown.starts_with("$$") || shown.starts_with("\\[");
                let after = self.source[place.end..].chars().next();
                if !is_display && after.is_some_and(|c| c.is_ascii_digit()) {
                    // `$5 to $6`: a price is no formula.
                    items.push(Inline::Text(PlacedText::slice(self.source, place)));
                    return;
                }
                let tex = self.inner(text, &place);
                items.push(Inline::Math {
                    tex,
                    is_display,
                    attributes: Box::default(),
                    place,
                });
            }
            Event::InlineHtml(text) | Event::Html(text) => {
                if let Some(image) = self.html_picture(&text, &place) {
                    items.push(image);
                    return;
                }
                items.push(Inline::Html {
                    tag: cow(text),
                    place,
                });
            }
            Event::FootnoteReference(name) => items.push(self.note_mark(&name, place)),
            Event::SoftBreak => items.push(Inline::Soft(place)),
            Event::HardBreak => items.push(Inline::Hard(place)),
            Event::TaskListMarker(is_ticked) => self.task = Some(is_ticked),
            Event::Rule | Event::End(_) => {}
            Event::Start(tag) => self.raw_element(tag, place, items),
        }
    }

    /// Returns the mark that asks for a note.
    pub(crate) fn note_mark(&mut self, name: &str, place: BodyRange) -> Inline<'a> {
        let name = name.to_lowercase();
        *self.marks.entry(name.clone()).or_default() += 1;
        Inline::NoteReference {
            name: Cow::Owned(name),
            place,
        }
    }

    fn raw_element(&mut self, tag: Tag<'a>, place: BodyRange, items: &mut Vec<Inline<'a>>) {
        if self.depth >= MAX_DEPTH {
            items.extend(self.flatten(&place));
            return;
        }
        self.depth += 1;
        let style = match &tag {
            Tag::Emphasis => Some(TextStyle::Emph),
            Tag::Strong => Some(TextStyle::Strong),
            Tag::Strikethrough if self.source[place.clone()].starts_with("~~") => {
                Some(TextStyle::Strike)
            }
            Tag::Strikethrough => Some(TextStyle::Sub),
            _ => None,
        };
        match (tag, style) {
            (_, Some(style)) => {
                let raw = self.raw_line();
                let is_text = |end| has_space(&raw) || is_tie(self.source, end);
                let is_about =
                    style == TextStyle::Sub && (is_text(place.start) || is_text(place.end - 1));
                if is_about || (style == TextStyle::Emph && self.is_product(&place)) {
                    // `~5 to ~6`: about five, not a subscript; `~\ref{x}`: a hard space.
                    let mark = |at| Inline::Text(PlacedText::slice(self.source, at..at + 1));
                    items.push(mark(place.start));
                    items.extend(raw);
                    items.push(mark(place.end - 1));
                } else {
                    let children = self.enrich(raw);
                    items.push(Inline::Styled {
                        style,
                        children,
                        place,
                    });
                }
            }
            (
                Tag::Link {
                    dest_url,
                    link_type,
                    ..
                },
                None,
            ) => {
                self.note_target(link_type, &dest_url);
                let outer = std::mem::replace(&mut self.in_link, true);
                let raw = self.raw_line();
                let children = match link_type {
                    LinkType::Autolink | LinkType::Email => raw,
                    _ => self.enrich(raw),
                };
                self.in_link = outer;
                let is_mail = self.source[place.clone()].starts_with('<')
                    && dest_url.contains('@')
                    && !dest_url.contains(':');
                let target = if is_mail {
                    Cow::Owned(format!("mailto:{dest_url}"))
                } else {
                    self.target(dest_url, &place)
                };
                items.push(Inline::Link {
                    target,
                    children,
                    place,
                });
            }
            (
                Tag::Image {
                    dest_url,
                    link_type,
                    ..
                },
                None,
            ) => {
                self.note_target(link_type, &dest_url);
                let target = self.target(dest_url, &place);
                let raw = self.raw_line();
                let mut caption = without_images(self.enrich(raw));
                let mut attributes = Attributes::default();
                labels::take(&mut caption, &mut attributes);
                items.push(Inline::Image(Box::new(Image {
                    target,
                    caption,
                    attributes,
                    place,
                })));
            }
            (_, None) => items.extend(self.raw_line()),
        }
        self.depth -= 1;
    }

    /// Remembers that a link led to a target by its name.
    fn note_target(&mut self, kind: LinkType, target: &str) {
        let is_named = !matches!(
            kind,
            LinkType::Inline | LinkType::Autolink | LinkType::Email
        );
        if is_named && !self.used.contains(target) {
            self.used.insert(target.to_owned());
        }
    }

    /// Reads an element that lies too deep as nothing but its text.
    pub(crate) fn flatten(&mut self, place: &BodyRange) -> Vec<Inline<'a>> {
        let message =
            format!("this is nested more than {MAX_DEPTH} levels deep; only its text is printed");
        self.trouble.tell(
            &NESTING_TOO_DEEP,
            place,
            message,
            "use fewer lists, quotations or brackets inside each other",
        );
        let mut open = 1;
        let mut items = Vec::new();
        for (event, place) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                    let is_gap = items
                        .last()
                        .is_some_and(|item| matches!(item, Inline::Soft(_)));
                    if !is_gap {
                        items.push(Inline::Soft(place.end..place.end));
                    }
                }
                Event::Text(text) | Event::Code(text) => {
                    items.push(Inline::Text(PlacedText::literal(cow(text), place, false)));
                }
                Event::SoftBreak | Event::HardBreak => items.push(Inline::Soft(place)),
                Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::Rule
                | Event::TaskListMarker(_) => {}
            }
        }
        items
    }

    /// `5*6*7` is a product; by itself on a line it is what CommonMark makes of it.
    fn is_product(&self, place: &BodyRange) -> bool {
        let bytes = self.source.as_bytes();
        let is_sign = |c: &char| c.is_ascii_digit() || *c == '*';
        let ends_line = |c: Option<char>| matches!(c, None | Some('\n' | '\r'));
        // As far as a product reaches; it keeps the work linear.
        let before = self.source[..place.start]
            .chars()
            .rev()
            .take(64)
            .find(|c| !is_sign(c));
        let after = self.source[place.end..]
            .chars()
            .take(64)
            .find(|c| !is_sign(c));
        if ends_line(before) && ends_line(after) {
            return false;
        }
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        place.start > 0
            && bytes[place.start] == b'*'
            && [place.start - 1, place.start + 1, place.end - 2, place.end]
                .into_iter()
                .all(is_digit)
    }

    /// Returns what the parser read at a place as it stands in the Markdown.
    pub(crate) fn piece(&self, text: CowStr<'a>, place: BodyRange) -> PlacedText<'a> {
        let is_slice = |all: &str| all.get(place.clone()) == Some(text.as_ref());
        if is_slice(&self.masked.text) || is_slice(self.source) {
            return PlacedText::slice(self.source, place);
        }
        PlacedText::parsed(cow(text), place, false)
    }

    fn text(&self, text: CowStr<'a>, place: BodyRange, items: &mut Vec<Inline<'a>>) {
        let mut piece = self.piece(text, place);
        if piece.place.start < self.skipped && piece.exact {
            // The mark of an item that was covered.
            let mark = self.skipped.min(piece.place.end) - piece.place.start;
            let rest = piece.text[mark..].trim_start_matches([' ', '\t']);
            piece = piece.part(piece.text.len() - rest.len()..piece.text.len());
            if piece.text.is_empty() {
                return;
            }
        }
        let first = piece.text.chars().next();
        let is_escaped = piece.exact
            && piece.place.start > 0
            && self.source.as_bytes()[piece.place.start - 1] == b'\\'
            && first.is_some_and(|c| c.is_ascii_punctuation());
        if is_escaped {
            let mut escaped = piece.part(0..1);
            escaped.literal = true;
            items.push(Inline::Text(escaped));
            if piece.text.len() > 1 {
                items.push(Inline::Text(piece.part(1..piece.text.len())));
            }
        } else {
            items.push(Inline::Text(piece));
        }
    }

    /// Returns what stands between delimiters, with its own place if it can be found.
    fn inner(&self, text: CowStr<'a>, place: &BodyRange) -> PlacedText<'a> {
        for all in [self.masked.text.as_ref(), self.source] {
            let found = all.get(place.clone()).and_then(|it| it.find(text.as_ref()));
            if let Some(at) = found.filter(|_| !text.is_empty()) {
                let place = place.start + at..place.start + at + text.len();
                let text = Cow::Borrowed(&self.source[place.clone()]);
                return PlacedText::literal(text, place, true);
            }
        }
        PlacedText::literal(cow(text), place.clone(), false)
    }

    /// Returns the target of a link or a picture as it stands in the Markdown.
    fn target(&self, text: CowStr<'a>, place: &BodyRange) -> Cow<'a, str> {
        if self.masked.text.get(place.clone()) == self.source.get(place.clone()) {
            return cow(text);
        }
        let found = self
            .masked
            .text
            .get(place.clone())
            .and_then(|it| it.rfind(text.as_ref()));
        match found {
            Some(at) => {
                let start = place.start + at;
                Cow::Borrowed(&self.source[start..start + text.len()])
            }
            None => cow(text),
        }
    }
}

/// Puts the words of an image inside a caption in its place.
fn without_images(items: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let mut out = Vec::with_capacity(items.len());
    for item in items {
        match item {
            Inline::Image(image) => out.extend(image.caption),
            other => out.push(other),
        }
    }
    out
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        CowStr::Boxed(text) => Cow::Owned(text.into_string()),
        CowStr::Inlined(text) => Cow::Owned(text.to_string()),
    }
}

fn has_space(items: &[Inline]) -> bool {
    items.iter().any(|item| match item {
        Inline::Text(piece) => !piece.literal && piece.text.contains([' ', '\t']),
        Inline::Soft(_) | Inline::Hard(_) => true,
        Inline::Styled { children, .. } => has_space(children),
        _ => false,
    })
}
