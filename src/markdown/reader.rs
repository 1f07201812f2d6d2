//! The parser's events as a [document](crate::markdown::document).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::iter::Peekable;

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, OffsetIter, Options, Parser, Tag, TagEnd,
};

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{
    Alignment, Block, Bytes, Cell, Image, Inline, Item, NoteDefinition, Piece, Style, Table,
};
use crate::markdown::html;
use crate::markdown::trouble::Trouble;

/// Deeper than anybody writes. The engine's show rules stop at 64, with two for each list and four
/// for each quotation, and a look needs some of them.
const MAX_DEPTH: usize = 24;

/// Reads blocks and lines from the parser.
pub(super) struct Reader<'a, 't> {
    pub(super) source: &'a str,
    pub(super) trouble: &'t mut Trouble,
    events: Peekable<OffsetIter<'a>>,
    depth: usize,
    pub(super) in_link: bool,
    pub(super) notes: BTreeMap<String, NoteDefinition<'a>>,
    pub(super) abbreviations: Vec<(String, String)>,
    /// How often each footnote is asked for.
    pub(super) marks: BTreeMap<String, usize>,
}

impl<'a, 't> Reader<'a, 't> {
    pub(super) fn new(source: &'a str, trouble: &'t mut Trouble) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_MATH
            | Options::ENABLE_DEFINITION_LIST;
        Self {
            source,
            trouble,
            events: Parser::new_ext(source, options)
                .into_offset_iter()
                .peekable(),
            depth: 0,
            in_link: false,
            notes: BTreeMap::new(),
            abbreviations: Vec::new(),
            marks: BTreeMap::new(),
        }
    }

    /// Reads the whole document.
    pub(super) fn document(&mut self) -> Vec<Block<'a>> {
        let blocks = self.blocks();
        let (blocks, rest) = self.fold(blocks, true);
        for place in rest {
            let message = "this `:::` closes nothing".to_owned();
            self.trouble.warn(
                "div-not-open",
                &place,
                message,
                "remove it, or open a block with `::: {.callout}` before it",
            );
        }
        blocks
    }

    /// Reads blocks up to the end of the element that holds them.
    pub(super) fn blocks(&mut self) -> Vec<Block<'a>> {
        let mut blocks = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) => {
                    self.events.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    if let Some((Event::Start(tag), place)) = self.events.next() {
                        self.block(tag, trim_end(self.source, place), &mut blocks);
                    }
                }
                Event::Rule => {
                    if let Some((_, place)) = self.events.next() {
                        blocks.push(Block::Rule(trim_end(self.source, place)));
                    }
                }
                _ => {
                    let raw = self.raw_run();
                    self.paragraph(raw, false, &mut blocks);
                }
            }
        }
        blocks
    }

    fn block(&mut self, tag: Tag<'a>, place: Bytes, blocks: &mut Vec<Block<'a>>) {
        if self.depth >= MAX_DEPTH {
            let piece = self.flatten(&place);
            blocks.push(Block::Paragraph(piece));
            return;
        }
        self.depth += 1;
        match tag {
            Tag::Paragraph => {
                let raw = self.raw_line();
                self.paragraph(raw, true, blocks);
            }
            Tag::Heading { level, .. } => {
                let mut raw = self.raw_line();
                let attributes = self.trailing_attributes(&mut raw).unwrap_or_default();
                blocks.push(Block::Heading {
                    level: heading_level(level),
                    children: self.enrich(raw),
                    attributes,
                    place,
                });
            }
            Tag::BlockQuote(_) => {
                self.depth += 1;
                let inner = self.blocks();
                self.depth -= 1;
                let (inner, rest) = self.fold(inner, false);
                blocks.push(Block::Quote {
                    blocks: inner,
                    place,
                });
                blocks.extend(rest.into_iter().map(Block::DivClose));
            }
            Tag::CodeBlock(kind) => self.code(&kind, place, blocks),
            Tag::List(start) => self.list(start, place, blocks),
            Tag::FootnoteDefinition(name) => {
                let inner = self.blocks();
                let (inner, rest) = self.fold(inner, false);
                let note = NoteDefinition {
                    blocks: inner,
                    place,
                };
                self.notes.entry(note_name(&name)).or_insert(note);
                blocks.extend(rest.into_iter().map(Block::DivClose));
            }
            Tag::DefinitionList => self.definitions(blocks),
            Tag::Table(columns) => self.table(&columns, place, blocks),
            Tag::HtmlBlock => {
                let mut pieces = Vec::new();
                while let Some((event, place)) = self.events.next() {
                    match event {
                        Event::End(TagEnd::HtmlBlock) => break,
                        Event::Html(text) | Event::Text(text) => {
                            pieces.push(self.piece(text, place));
                        }
                        _ => {}
                    }
                }
                let children = html::block(&pieces, self.source, self.trouble);
                if !children.iter().all(Inline::is_blank) {
                    blocks.push(Block::Paragraph(children));
                }
            }
            _ => {
                let inner = self.blocks();
                blocks.extend(inner);
            }
        }
        self.depth -= 1;
    }

    fn code(&mut self, kind: &CodeBlockKind<'a>, place: Bytes, blocks: &mut Vec<Block<'a>>) {
        let mut lines: Vec<Piece<'a>> = Vec::new();
        let mut is_open = false;
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Text(text) => {
                    let piece = self.piece(text, place);
                    split_lines(piece, &mut lines, &mut is_open);
                }
                _ => {}
            }
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        let brace = info
            .find('{')
            .and_then(|at| Attributes::read(info, at).map(|found| (at, found)));
        let (language, mut attributes) = match brace {
            Some((at, found)) => (info[..at].trim(), found),
            None => (
                info.split([' ', ',', '\t']).next().unwrap_or(""),
                Attributes::default(),
            ),
        };
        let info_at = self.source[place.clone()]
            .find(info)
            .map_or(place.start, |at| place.start + at);
        let info_place = info_at..info_at + info.len();
        attributes.place = info_place.clone();
        if let Some((_, at)) = &mut attributes.id {
            *at = info_place.clone();
        }
        for (_, at) in &mut attributes.classes {
            *at = info_place.clone();
        }
        for (_, _, at) in &mut attributes.pairs {
            *at = info_place.clone();
        }
        let mut language = language.to_owned();
        if language.is_empty() && attributes.raw.is_none() && !attributes.classes.is_empty() {
            language = attributes.classes.remove(0).0;
            attributes.classes.retain(|(class, _)| class == "no-count");
        }
        match attributes.raw.as_deref() {
            Some("typst") => blocks.push(Block::Typst { lines, place }),
            Some(other) => {
                let message = format!("a block of raw `{other}` is not printed");
                let hint = "write it in Markdown, or in Typst with `{=typst}`";
                self.trouble.warn("raw-block", &place, message, hint);
            }
            None => blocks.push(Block::Code {
                language,
                attributes,
                lines,
                place,
            }),
        }
    }

    fn list(&mut self, start: Option<u64>, place: Bytes, blocks: &mut Vec<Block<'a>>) {
        let mut items = Vec::new();
        let mut closes = Vec::new();
        let mut is_tight = true;
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let task = match self.events.peek() {
                        Some((Event::TaskListMarker(is_ticked), _)) => {
                            let is_ticked = *is_ticked;
                            self.events.next();
                            Some(is_ticked)
                        }
                        Some(_) | None => None,
                    };
                    let inner = self.blocks();
                    is_tight &= !inner
                        .iter()
                        .any(|block| matches!(block, Block::Paragraph(_) | Block::Figure(_)));
                    let (inner, rest) = self.fold(inner, false);
                    closes.extend(rest);
                    items.push(Item {
                        task,
                        blocks: inner,
                        place: trim_end(self.source, place),
                    });
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        blocks.push(Block::List {
            start,
            is_tight,
            items,
            place,
        });
        blocks.extend(closes.into_iter().map(Block::DivClose));
    }

    pub(super) fn next(&mut self) -> Option<(Event<'a>, Bytes)> {
        self.events.next()
    }

    fn table(
        &mut self,
        columns: &[pulldown_cmark::Alignment],
        place: Bytes,
        blocks: &mut Vec<Block<'a>>,
    ) {
        let mut head = Vec::new();
        let mut rows: Vec<Vec<Cell<'a>>> = Vec::new();
        let mut row = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => {
                    let raw = self.raw_line();
                    let children = self.enrich(raw);
                    row.push(Cell {
                        children,
                        place: trim_end(self.source, place),
                    });
                }
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let columns = columns.iter().map(|column| match column {
            pulldown_cmark::Alignment::None => Alignment::Auto,
            pulldown_cmark::Alignment::Left => Alignment::Left,
            pulldown_cmark::Alignment::Center => Alignment::Center,
            pulldown_cmark::Alignment::Right => Alignment::Right,
        });
        let columns = columns.collect();
        blocks.push(Block::Table(Box::new(Table {
            columns,
            head,
            rows,
            caption: None,
            place,
        })));
    }

    /// Reads a line of text up to the end of the element that holds it.
    pub(super) fn raw_line(&mut self) -> Vec<Inline<'a>> {
        let mut items = Vec::new();
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(_) => break,
                event => self.raw_inline(event, place, &mut items),
            }
        }
        items
    }

    /// Reads a line of text that no element holds, as in a tight list.
    fn raw_run(&mut self) -> Vec<Inline<'a>> {
        let mut items = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            let is_over = match event {
                Event::End(_) | Event::Rule => true,
                Event::Start(tag) => is_block(tag),
                _ => false,
            };
            if is_over {
                break;
            }
            if let Some((event, place)) = self.events.next() {
                self.raw_inline(event, place, &mut items);
            }
        }
        items
    }

    fn raw_inline(&mut self, event: Event<'a>, place: Bytes, items: &mut Vec<Inline<'a>>) {
        match event {
            Event::Text(text) => self.text(text, place, items),
            Event::Code(text) => {
                let piece = self.inner(text, &place);
                items.push(Inline::Code {
                    piece,
                    attributes: Attributes::default(),
                    place,
                });
            }
            Event::InlineMath(text) | Event::DisplayMath(text) => {
                let is_display = self.source[place.clone()].starts_with("$$");
                let after = self.source[place.end..].chars().next();
                if !is_display && after.is_some_and(|c| c.is_ascii_digit()) {
                    // `$5 to $6`: a price is no formula.
                    let text = CowStr::Borrowed(&self.source[place.clone()]);
                    items.push(Inline::Text(self.piece(text, place)));
                    return;
                }
                let tex = self.inner(text, &place);
                items.push(Inline::Math {
                    tex,
                    is_display,
                    attributes: Attributes::default(),
                    place,
                });
            }
            Event::InlineHtml(text) | Event::Html(text) => {
                items.push(Inline::Html {
                    tag: cow(text),
                    place,
                });
            }
            Event::FootnoteReference(name) => {
                let name = note_name(&name);
                *self.marks.entry(name.clone()).or_default() += 1;
                items.push(Inline::NoteReference {
                    name: Cow::Owned(name),
                    place,
                });
            }
            Event::SoftBreak => items.push(Inline::Soft(place)),
            Event::HardBreak => items.push(Inline::Hard(place)),
            Event::TaskListMarker(_) | Event::Rule | Event::End(_) => {}
            Event::Start(tag) => self.raw_element(tag, place, items),
        }
    }

    fn raw_element(&mut self, tag: Tag<'a>, place: Bytes, items: &mut Vec<Inline<'a>>) {
        if self.depth >= MAX_DEPTH {
            items.extend(self.flatten(&place));
            return;
        }
        self.depth += 1;
        let style = match &tag {
            Tag::Emphasis => Some(Style::Emph),
            Tag::Strong => Some(Style::Strong),
            Tag::Strikethrough if self.source[place.clone()].starts_with("~~") => {
                Some(Style::Strike)
            }
            Tag::Strikethrough => Some(Style::Sub),
            _ => None,
        };
        match (tag, style) {
            (_, Some(style)) => {
                let raw = self.raw_line();
                let children = self.enrich(raw);
                if style == Style::Sub && has_space(&children) {
                    // `~5 to ~6`: about five, not a subscript.
                    let at = place.start..place.start + 1;
                    items.push(Inline::Text(self.slice(at)));
                    items.extend(children);
                    items.push(Inline::Text(self.slice(place.end - 1..place.end)));
                } else {
                    items.push(Inline::Styled {
                        style,
                        children,
                        place,
                    });
                }
            }
            (Tag::Link { dest_url, .. }, None) => {
                let outer = std::mem::replace(&mut self.in_link, true);
                let raw = self.raw_line();
                let children = self.enrich(raw);
                self.in_link = outer;
                let is_mail = self.source[place.clone()].starts_with('<')
                    && dest_url.contains('@')
                    && !dest_url.contains(':');
                let target = if is_mail {
                    Cow::Owned(format!("mailto:{dest_url}"))
                } else {
                    cow(dest_url)
                };
                items.push(Inline::Link {
                    target,
                    children,
                    place,
                });
            }
            (Tag::Image { dest_url, .. }, None) => {
                let raw = self.raw_line();
                let caption = without_images(self.enrich(raw));
                let attributes = Attributes::default();
                let image = Image {
                    target: cow(dest_url),
                    caption,
                    attributes,
                    place,
                };
                items.push(Inline::Image(Box::new(image)));
            }
            (_, None) => {
                let raw = self.raw_line();
                items.extend(raw);
            }
        }
        self.depth -= 1;
    }

    /// Reads an element that lies too deep as nothing but its text.
    fn flatten(&mut self, place: &Bytes) -> Vec<Inline<'a>> {
        let message =
            format!("this is nested more than {MAX_DEPTH} levels deep; only its text is printed");
        self.trouble.deny(
            "nesting-too-deep",
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
                    items.push(Inline::Text(Piece {
                        text: cow(text),
                        place,
                        literal: true,
                        exact: false,
                    }));
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

    /// Returns a piece of the source as it stands there.
    pub(super) fn slice(&self, place: Bytes) -> Piece<'a> {
        Piece {
            text: Cow::Borrowed(&self.source[place.clone()]),
            place,
            literal: false,
            exact: true,
        }
    }

    fn piece(&self, text: CowStr<'a>, place: Bytes) -> Piece<'a> {
        let exact = self.source.get(place.clone()) == Some(text.as_ref());
        Piece {
            text: cow(text),
            place,
            literal: !exact,
            exact,
        }
    }

    fn text(&self, text: CowStr<'a>, place: Bytes, items: &mut Vec<Inline<'a>>) {
        let piece = self.piece(text, place);
        let first = piece.text.chars().next();
        let is_escaped = piece.exact
            && piece.place.start > 0
            && self.source.as_bytes()[piece.place.start - 1] == b'\\'
            && first.is_some_and(|c| c.is_ascii_punctuation());
        if is_escaped {
            let middle = piece.place.start + 1;
            let mut escaped = self.slice(piece.place.start..middle);
            escaped.literal = true;
            items.push(Inline::Text(escaped));
            if middle < piece.place.end {
                items.push(Inline::Text(self.slice(middle..piece.place.end)));
            }
        } else {
            items.push(Inline::Text(piece));
        }
    }

    /// Returns what stands between delimiters, with its own place if it can be found.
    fn inner(&self, text: CowStr<'a>, place: &Bytes) -> Piece<'a> {
        let outer = &self.source[place.clone()];
        match outer.find(text.as_ref()) {
            Some(at) if !text.is_empty() => {
                let start = place.start + at;
                let place = start..start + text.len();
                Piece {
                    text: cow(text),
                    place,
                    literal: true,
                    exact: true,
                }
            }
            Some(_) | None => Piece {
                text: cow(text),
                place: place.clone(),
                literal: true,
                exact: false,
            },
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

fn is_block(tag: &Tag) -> bool {
    match tag {
        Tag::Emphasis
        | Tag::Strong
        | Tag::Strikethrough
        | Tag::Superscript
        | Tag::Subscript
        | Tag::Link { .. }
        | Tag::Image { .. } => false,
        Tag::Paragraph
        | Tag::Heading { .. }
        | Tag::BlockQuote(_)
        | Tag::CodeBlock(_)
        | Tag::HtmlBlock
        | Tag::List(_)
        | Tag::Item
        | Tag::FootnoteDefinition(_)
        | Tag::DefinitionList
        | Tag::DefinitionListTitle
        | Tag::DefinitionListDefinition
        | Tag::Table(_)
        | Tag::TableHead
        | Tag::TableRow
        | Tag::TableCell
        | Tag::MetadataBlock(_) => true,
    }
}

fn heading_level(level: HeadingLevel) -> usize {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn note_name(name: &str) -> String {
    name.to_lowercase()
}

pub(super) fn cow(text: CowStr<'_>) -> Cow<'_, str> {
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

/// Returns the place without white space at its end.
pub(super) fn trim_end(source: &str, place: Bytes) -> Bytes {
    let text = &source[place.clone()];
    place.start
        ..place.start
            + text
                .trim_end_matches(['\n', '\r', ' ', '\t'])
                .len()
                .max(1)
                .min(text.len())
}

fn split_lines<'a>(piece: Piece<'a>, lines: &mut Vec<Piece<'a>>, is_open: &mut bool) {
    let mut offset = 0;
    for line in piece.text.split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let place = if piece.exact {
            piece.place.start + offset..piece.place.start + offset + text.len()
        } else {
            piece.place.clone()
        };
        match lines.last_mut() {
            Some(last) if *is_open => {
                let goes_on = last.exact && piece.exact && last.place.end == place.start;
                last.exact = goes_on || (last.text.is_empty() && piece.exact);
                last.place = if last.text.is_empty() {
                    place
                } else {
                    last.place.start..place.end
                };
                last.text = Cow::Owned(format!("{}{text}", last.text));
            }
            Some(_) | None => lines.push(Piece {
                text: Cow::Owned(text.to_owned()),
                place,
                literal: true,
                exact: piece.exact,
            }),
        }
        *is_open = !line.ends_with('\n');
        offset += line.len();
    }
}
