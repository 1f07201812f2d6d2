//! Blocks as Typst: headings, lists, quotations, code, footnotes.

use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{
    Block, BodyRange, Definition, Inline, ListItem, NoteDefinition, PlacedText, TextStyle,
};
use crate::markdown::trouble::Trouble;
use crate::markdown::write::lines::quoted;
use crate::markdown::write::spelling::{code_fence, is_label, is_tag};
use crate::markdown::write::writer::TypstWriter;

/// What turns blocks and lines into Typst.
pub(crate) struct Composer<'a, 't> {
    pub(crate) writer: TypstWriter<'a>,
    pub(crate) trouble: &'t mut Trouble,
    /// The styles that are open.
    pub(crate) styles: Vec<TextStyle>,
    /// Footnotes that were not yet asked for.
    pub(crate) notes: BTreeMap<String, NoteDefinition<'a>>,
    /// Footnotes that stand on the page, by name.
    pub(crate) placed: BTreeMap<String, Placed>,
    /// Footnotes that several marks ask for.
    pub(crate) repeated: BTreeSet<String>,
    /// Makes labels of this file differ from those of others.
    pub(crate) scope: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placed {
    /// Its text is being written.
    Open,
    Done,
}

impl<'a, 't> Composer<'a, 't> {
    pub(crate) fn new(
        source: &'a str,
        trouble: &'t mut Trouble,
        notes: BTreeMap<String, NoteDefinition<'a>>,
        repeated: BTreeSet<String>,
        scope: String,
    ) -> Self {
        Self {
            writer: TypstWriter::new(source),
            trouble,
            styles: Vec::new(),
            notes,
            placed: BTreeMap::new(),
            repeated,
            scope,
        }
    }

    /// Writes a title that stands in the front matter.
    pub(crate) fn title(&mut self, title: &str) {
        self.writer.syntax("= ", &(0..0));
        let text = std::borrow::Cow::Owned(title.to_owned());
        self.writer.text(&PlacedText {
            text,
            place: 0..0,
            literal: false,
            exact: false,
        });
        self.writer.blank_line();
    }

    /// Writes the blocks, then complains about footnotes that nothing asked for.
    pub(crate) fn document(&mut self, blocks: &[Block<'a>]) {
        self.blocks(blocks, false);
        for (name, note) in std::mem::take(&mut self.notes) {
            let message = format!("nothing refers to the footnote `{name}`, so it is not printed");
            let hint = format!("put `[^{name}]` where it belongs, or remove it");
            self.trouble
                .warn("footnote-unused", &note.place, message, &hint);
        }
    }

    pub(crate) fn blocks(&mut self, blocks: &[Block<'a>], is_tight: bool) {
        let mut before: Option<&Block> = None;
        for block in blocks {
            match before {
                Some(_) if is_tight => self.writer.line(),
                Some(last) => {
                    if let (
                        Block::List { start: a, .. },
                        Block::List {
                            start: b, place, ..
                        },
                    ) = (last, block)
                        && a.is_some() == b.is_some()
                    {
                        // Two lists in a row would be read as one.
                        self.writer.blank_line();
                        self.writer
                            .end_code("#v(0pt, weak: true)", &(place.start..place.start));
                    }
                    self.writer.blank_line();
                }
                None => {}
            }
            self.lost_caption(before, block);
            self.block(block);
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
                .warn("caption-alone", &caption.place, message.to_owned(), hint);
        }
    }

    fn block(&mut self, block: &Block<'a>) {
        match block {
            Block::Heading {
                level,
                children,
                attributes,
                place,
            } => self.heading(*level, children, attributes, place),
            Block::Paragraph(children) | Block::Plain(children) => self.line(children),
            Block::Quote { blocks, place } => {
                self.writer.syntax("#quote(block: true)", place);
                self.body(blocks, place);
            }
            Block::List {
                start,
                is_tight,
                items,
                place: _,
            } => self.list(*start, *is_tight, items),
            Block::Code {
                language,
                attributes,
                lines,
                place,
            } => self.code_block(language, attributes, lines, place),
            Block::Table(table) => self.table(table),
            Block::Caption(caption) => self.line(&caption.otherwise),
            Block::Figure(image) => self.figure(image),
            Block::Rule(place) => {
                self.writer.function("section-break()", place);
                self.writer.end_code("", place);
            }
            Block::Definitions(items) => self.definitions(items),
            Block::Div {
                attributes,
                blocks,
                place,
            } => self.div(attributes, blocks, place),
            Block::DivOpen { .. } | Block::DivClose(_) => {}
            Block::Typst { lines, place } => self.typst_block(lines, place),
        }
    }

    /// Writes blocks in brackets, on lines of their own.
    pub(crate) fn body(&mut self, blocks: &[Block<'a>], place: &BodyRange) {
        self.writer.open("[", &(place.start..place.start));
        let outer = std::mem::replace(&mut self.writer.is_term, false);
        let styles = std::mem::take(&mut self.styles);
        if blocks.is_empty() {
            self.writer.end_code("]", &(place.end..place.end));
        } else {
            self.writer.indent += 2;
            self.writer.line();
            self.blocks(blocks, false);
            self.writer.indent -= 2;
            self.writer.line();
            self.writer.end_code("]", &(place.end..place.end));
        }
        self.styles = styles;
        self.writer.is_term = outer;
    }

    fn heading(
        &mut self,
        level: usize,
        children: &[Inline<'a>],
        attributes: &Attributes,
        place: &BodyRange,
    ) {
        let mark = place.start..place.start + 1;
        let plain = !attributes.has("unnumbered") && !attributes.has("unlisted");
        let is_empty = children.iter().all(Inline::is_blank);
        let outer = std::mem::replace(&mut self.writer.is_single_line, true);
        if is_empty {
            let message = "this heading has no words".to_owned();
            self.trouble.warn(
                "heading-empty",
                place,
                message,
                "give it words, or remove it",
            );
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
        if !is_empty {
            self.label(attributes);
        }
    }

    /// Writes ` <id>` if there is one.
    pub(crate) fn label(&mut self, attributes: &Attributes) {
        let Some((id, place)) = &attributes.id else {
            return;
        };
        self.writer.syntax(" ", place);
        if is_label(id) {
            self.writer.syntax(&format!("<{id}>"), place);
        } else {
            self.writer
                .end_code(&format!("#label({})", quoted(id)), place);
        }
    }

    fn list(&mut self, start: Option<u64>, is_tight: bool, items: &[ListItem<'a>]) {
        if let ([item], false) = (items, is_tight)
            && item.blocks.len() > 1
        {
            // Between marks, one item alone would always be tight.
            let call = match start {
                Some(first) => format!("#enum(tight: false, start: {first})"),
                None => "#list(tight: false)".to_owned(),
            };
            let mark = item.place.start..item.place.start + 1;
            self.writer.syntax(&call, &mark);
            self.item_body(item);
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
            self.writer
                .syntax(&mark, &(item.place.start..item.place.start + 1));
            if item.blocks.is_empty() && item.task.is_none() {
                continue;
            }
            self.writer
                .open(" ", &(item.place.start..item.place.start + 1));
            self.writer.indent += width;
            if let Some(is_ticked) = item.task {
                let mark = if is_ticked { "☑ " } else { "☐ " };
                self.writer
                    .syntax(mark, &(item.place.start..item.place.start + 1));
            }
            self.blocks(&item.blocks, is_tight);
            self.writer.indent -= width;
        }
    }

    fn item_body(&mut self, item: &ListItem<'a>) {
        let Some(is_ticked) = item.task else {
            self.body(&item.blocks, &item.place);
            return;
        };
        let text = std::borrow::Cow::Borrowed(if is_ticked { "☑ " } else { "☐ " });
        let mark = Inline::Text(PlacedText {
            text,
            place: item.place.start..item.place.start + 1,
            literal: true,
            exact: false,
        });
        let mut blocks = item.blocks.clone();
        if let Some(Block::Paragraph(children) | Block::Plain(children)) = blocks.first_mut() {
            children.insert(0, mark);
        } else {
            blocks.insert(0, Block::Plain(vec![mark]));
        }
        self.body(&blocks, &item.place);
    }

    fn definitions(&mut self, items: &[Definition<'a>]) {
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                self.writer.blank_line();
            }
            self.writer
                .syntax("/ ", &(item.place.start..item.place.start));
            self.writer.is_term = true;
            let outer = std::mem::replace(&mut self.writer.is_single_line, true);
            self.line(&item.term);
            self.writer.is_single_line = outer;
            self.writer.is_term = false;
            self.writer
                .open(": ", &(item.place.start..item.place.start));
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
        self.check(attributes, &["no-count"], &["caption", "startFrom", "lang"]);
        let caption = attributes.value("caption");
        if attributes.id.is_some() || caption.is_some() {
            self.writer.syntax("#figure(", place);
            self.writer.indent += 2;
            self.writer.line();
            self.raw(language, lines, "", place);
            if let Some(caption) = caption {
                self.writer.syntax(",", place);
                self.writer.line();
                self.writer
                    .syntax(&format!("caption: {}", quoted(caption)), place);
            }
            self.writer.syntax(",", place);
            self.writer.indent -= 2;
            self.writer.line();
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
                let text: Vec<&str> = lines.iter().map(|line| line.text.as_ref()).collect();
                let call = format!("{hash}raw(block: true, lang: {}, ", quoted(language));
                self.writer.syntax(&call, &open);
                self.writer.string(&text.join("\n"), place);
                self.writer.end_code(")", place);
            }
        }
    }

    fn typst_block(&mut self, lines: &[PlacedText<'a>], place: &BodyRange) {
        let text: Vec<&str> = lines.iter().map(|line| line.text.as_ref()).collect();
        if self
            .check_typst_text(&text.join("\n"), lines, place)
            .is_none()
        {
            return;
        }
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                self.writer.line();
            }
            self.writer.copy(line);
        }
    }
}
