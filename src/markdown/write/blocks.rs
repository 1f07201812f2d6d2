//! Blocks as Typst: headings, lists, quotations, code.

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::pictures_in_a_row;
use crate::markdown::document::{Block, Definition, Inline, ListItem, are_blank};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::rules::{CAPTION_ALONE, HEADING_EMPTY};
use crate::markdown::write::composer::Composer;
use crate::markdown::write::spelling::{code_fence, is_tag, joined, quoted};

/// What a block of code may be given.
const CODE_KEYS: [&str; 4] = ["startFrom", "lang", "filename", "code-line-numbers"];

impl<'a> Composer<'a, '_> {
    pub(crate) fn blocks(&mut self, blocks: &[Block<'a>], is_tight: bool) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            match before {
                Some(_) if is_tight => self.writer.line(),
                Some(_) => self.writer.blank_line(),
                None => {}
            }
            self.lost_caption(before, block);
            // Two lists in a row would be read as one.
            let is_second = before.is_some_and(|last| are_lists_alike(last, block));
            self.block(block, is_second);
            before = Some(block);
        }
    }

    /// Complains about a caption that no table took.
    fn lost_caption(&mut self, before: Option<&Block<'a>>, block: &Block<'a>) {
        let Block::Caption(caption) = block else {
            return;
        };
        let is_second = matches!(before, Some(Block::Table(_)));
        let is_meant = caption.attributes.id.is_some();
        if is_second || is_meant {
            let (message, hint) = if is_second {
                (
                    "the table has a caption already, so this one is printed as text",
                    "keep one caption, before or behind the table",
                )
            } else {
                (
                    "no table stands beside this caption, so it is printed as text",
                    "put it directly before or behind the table, with an empty line between",
                )
            };
            self.trouble
                .tell(&CAPTION_ALONE, &caption.place, message.to_owned(), hint);
        }
    }

    fn block(&mut self, block: &Block<'a>, is_second: bool) {
        match block {
            Block::Heading {
                level,
                children,
                attributes,
                place,
            } => self.heading(*level, children, attributes, place),
            Block::Paragraph(children) | Block::Plain(children) => {
                pictures_in_a_row(children, self.trouble);
                self.line(children);
            }
            Block::Quote { blocks, place } => {
                self.writer.syntax("#quote(block: true)", place);
                self.body(blocks, place);
            }
            Block::List {
                start,
                pattern,
                is_tight,
                items,
                place,
            } => match pattern.as_deref().or(self.counted.then_some("1.")) {
                Some(pattern) if start.is_some() => {
                    let outer = std::mem::replace(&mut self.counted, pattern != "1.");
                    self.writer.function("counted", place);
                    let call = format!("({})[", quoted(pattern));
                    self.writer.open(&call, &(place.start..place.start));
                    self.indented(|this| this.list(*start, *is_tight, items, is_second));
                    self.writer.end_code("]", &(place.end..place.end));
                    self.counted = outer;
                }
                Some(_) | None => self.list(*start, *is_tight, items, is_second),
            },
            Block::Code {
                language,
                attributes,
                lines,
                place,
            } => self.code_block(language, attributes, lines, place),
            Block::Table(table) => self.table(table),
            Block::Caption(caption) => self.line(&caption.otherwise),
            Block::Figure(image) => self.figure(image),
            Block::Group(figure) => self.figure_block(figure),
            Block::Callout(callout) => self.callout(callout),
            Block::Rule(place) => {
                self.writer.function("section-break()", place);
                self.writer.end_code("", place);
            }
            Block::Include { path, place } => {
                let include = format!("#include {}", quoted(&format!("/{path}")));
                self.writer.syntax(&include, place);
                self.writer.end_code("", place);
            }
            Block::PageBreak(place) => self.page_break(place),
            Block::Definitions(items) => self.definitions(items),
            Block::Div {
                attributes,
                words,
                blocks,
                place,
            } => self.div(attributes, words, blocks, place),
            Block::DivOpen { .. } | Block::DivClose(_) | Block::CommentMark { .. } => {}
            Block::Typst { lines, place } => self.typst_block(lines, place),
        }
    }

    /// Writes blocks in brackets, on lines of their own.
    pub(crate) fn body(&mut self, blocks: &[Block<'a>], place: &BodyRange) {
        self.bracketed(blocks, false, place);
    }

    fn bracketed(&mut self, blocks: &[Block<'a>], is_tight: bool, place: &BodyRange) {
        self.writer.open("[", &(place.start..place.start));
        let outer = std::mem::replace(&mut self.writer.is_term, false);
        let styles = std::mem::take(&mut self.styles);
        if !blocks.is_empty() {
            self.indented(|this| this.blocks(blocks, is_tight));
        }
        self.writer.end_code("]", &(place.end..place.end));
        self.styles = styles;
        self.writer.is_term = outer;
    }

    pub(crate) fn heading(
        &mut self,
        level: usize,
        children: &[Inline<'a>],
        attributes: &Attributes,
        place: &BodyRange,
    ) {
        let mark = place.start..(place.start + 1).min(place.end);
        let plain = !attributes.has("unnumbered") && !attributes.has("unlisted");
        let is_empty = are_blank(children);
        let outer = std::mem::replace(&mut self.writer.is_single_line, true);
        if is_empty {
            let message = "this heading has no words".to_owned();
            let hint = "give it words, or remove it";
            self.trouble.tell(&HEADING_EMPTY, place, message, hint);
        } else if plain {
            self.writer.syntax(&"=".repeat(level), &mark);
            self.writer.syntax(" ", &mark);
            self.line(children);
        } else {
            let mut call = format!("#heading(level: {level}");
            if attributes.has("unnumbered") {
                call.push_str(", numbering: none");
            }
            if attributes.has("unlisted") {
                call.push_str(", outlined: false");
            }
            call.push(')');
            self.writer.syntax(&call, &mark);
            self.content(children, place);
        }
        self.writer.is_single_line = outer;
        self.check(attributes, &["unnumbered", "unlisted", "no-count"], &[]);
        if is_empty {
            return;
        }
        self.label(attributes);
        if let Some(label) = self
            .leads
            .heading(place.start)
            .filter(|_| attributes.id.is_none())
        {
            let label = format!(" <{label}>");
            self.writer.syntax(&label, &mark);
        }
    }

    fn list(
        &mut self,
        start: Option<u64>,
        is_tight: bool,
        items: &[ListItem<'a>],
        is_second: bool,
    ) {
        // Between marks, one item alone would always be tight.
        let is_loose_item = !is_tight && matches!(items, [item] if item.blocks.len() > 1);
        if let Some(first) = items.first().filter(|_| is_second || is_loose_item) {
            let place = first.place.start..first.place.start + 1;
            let call = match start {
                Some(first) => format!("#enum(tight: {is_tight}, start: {first})"),
                None => format!("#list(tight: {is_tight})"),
            };
            self.writer.syntax(&call, &place);
            for item in items {
                self.item_body(item, is_tight);
            }
            return;
        }
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                if is_tight {
                    self.writer.line();
                } else {
                    self.writer.blank_line();
                }
            }
            let mark = match start {
                Some(first) => format!("{}.", first.saturating_add(at as u64)),
                None => "-".to_owned(),
            };
            let width = mark.len() + 1;
            let place = item.place.start..item.place.start + 1;
            self.writer.syntax(&mark, &place);
            if item.blocks.is_empty() && item.task.is_none() {
                continue;
            }
            self.writer.open(" ", &place);
            self.writer.indent += width;
            if let Some(is_ticked) = item.task {
                self.writer.syntax(tick(is_ticked), &place);
            }
            self.blocks(&item.blocks, is_tight);
            self.writer.indent -= width;
        }
    }

    fn item_body(&mut self, item: &ListItem<'a>, is_tight: bool) {
        let Some(is_ticked) = item.task else {
            self.bracketed(&item.blocks, is_tight, &item.place);
            return;
        };
        let place = item.place.start..item.place.start + 1;
        let mark = Inline::Text(PlacedText::literal(tick(is_ticked), place, false));
        let mut blocks = item.blocks.clone();
        if let Some(Block::Paragraph(children) | Block::Plain(children)) = blocks.first_mut() {
            children.insert(0, mark);
        } else {
            blocks.insert(0, Block::Plain(vec![mark]));
        }
        self.bracketed(&blocks, is_tight, &item.place);
    }

    fn definitions(&mut self, items: &[Definition<'a>]) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.writer.blank_line();
            }
            let start = item.place.start..item.place.start;
            self.writer.syntax("/ ", &start);
            self.writer.is_term = true;
            let outer = std::mem::replace(&mut self.writer.is_single_line, true);
            self.line(&item.term);
            self.writer.is_single_line = outer;
            self.writer.is_term = false;
            self.writer.open(": ", &start);
            self.writer.indent += 2;
            let all: Vec<Block<'a>> = item.meanings.concat();
            self.blocks(&all, false);
            self.writer.indent -= 2;
        }
    }

    fn code_block(
        &mut self,
        language: &str,
        attributes: &Attributes,
        lines: &[PlacedText<'a>],
        place: &BodyRange,
    ) {
        self.check(attributes, &["no-count"], &CODE_KEYS);
        if attributes.id.is_some() {
            self.writer.syntax("#figure(", place);
            self.indented(|this| {
                this.raw(language, lines, "", place);
                // What has a label has a number without words, too.
                this.writer.syntax(",", place);
                this.writer.line();
                this.writer.syntax("caption: []", place);
                this.writer.syntax(",", place);
            });
            self.writer.end_code(")", place);
            self.label(attributes);
        } else {
            self.no_count(attributes, place, |this| {
                this.raw(language, lines, "#", place);
            });
        }
    }

    /// Writes a block of code; `hash` leads into code where there is none.
    fn raw(&mut self, language: &str, lines: &[PlacedText<'a>], hash: &str, place: &BodyRange) {
        let language = match language {
            "c++" | "C++" => "cpp",
            "c#" | "C#" => "cs",
            other if is_tag(other) => other,
            _ => "",
        };
        let open = place.start..place.start + 1;
        match code_fence(lines.iter().map(|line| line.text.as_ref())) {
            Some(fence) => {
                self.writer.syntax(&fence, &open);
                self.writer.syntax(language, &open);
                for line in lines {
                    if line.text.is_empty() {
                        self.writer.out.push('\n');
                    } else {
                        self.writer.line();
                        self.writer.copy(line);
                    }
                }
                self.writer.line();
                self.writer.syntax(&fence, &(place.end..place.end));
            }
            None => {
                let call = format!("{hash}raw(block: true, lang: {}, ", quoted(language));
                self.writer.syntax(&call, &open);
                self.writer.string(&joined(lines), place);
                self.writer.end_code(")", place);
            }
        }
    }
}

/// Returns whether two blocks are lists that the engine would take for one.
fn are_lists_alike(last: &Block, block: &Block) -> bool {
    match (last, block) {
        (Block::List { start: a, .. }, Block::List { start: b, .. }) => a.is_some() == b.is_some(),
        _ => false,
    }
}

/// Returns what stands for a box that is ticked or not.
fn tick(is_ticked: bool) -> &'static str {
    if is_ticked { "☑ " } else { "☐ " }
}
