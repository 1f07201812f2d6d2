//! The parser's events as a [document](crate::markdown::document).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::csl::Form;
use crate::markdown::abbreviations::Abbreviation;
use crate::markdown::dialects::inline_code;
use crate::markdown::dialects::latex::labels;
use crate::markdown::document::{
    Alignment, Block, Cell, Column, Inline, NoteDefinition, ReferenceKey, Table,
};
use crate::markdown::formulas::macros::Macros;
use crate::markdown::inline::html;
use crate::markdown::inline::undecided::{ChangePart, UndecidedChanges};
use crate::markdown::mask::Masked;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::comment_state::CommentState;
use crate::markdown::read::events::{Events, OPTIONS};
use crate::markdown::read::given::with;
use crate::markdown::rules::{DIV_NOT_OPEN, FOOTNOTE_TWICE};
use crate::markdown::trouble::Trouble;

/// Deeper than anybody writes. The engine's show rules stop at 64, with two for each list and four
/// for each quotation, and a look needs some of them.
pub(crate) const MAX_DEPTH: usize = 24;

/// Reads blocks and lines from the parser.
pub(crate) struct EventReader<'a, 't> {
    pub(crate) source: &'a str,
    /// What the parser was given.
    pub(crate) masked: &'a Masked<'a>,
    pub(crate) trouble: &'t mut Trouble,
    pub(crate) events: Peekable<Events<'a>>,
    /// What lies before this byte was read with a covered block.
    covered: usize,
    /// Where the text of an item starts whose mark was covered.
    pub(crate) skipped: usize,
    /// The box of a task that was read in a paragraph.
    pub(crate) task: Option<bool>,
    /// How many examples `(@)` were met.
    pub(crate) examples: usize,
    pub(crate) depth: usize,
    pub(crate) in_link: bool,
    pub(crate) notes: BTreeMap<String, NoteDefinition<'a>>,
    /// `*[EPR]: …`, in the order of the text; their places are bytes of the body.
    pub(crate) abbreviations: Vec<Abbreviation>,
    /// How often each footnote is asked for.
    pub(crate) marks: BTreeMap<String, usize>,
    /// `[name]: target` with their places, in the order of the text.
    pub(crate) targets: Vec<(String, String, BodyRange)>,
    /// The changes and comments that are not decided.
    pub(crate) changes: UndecidedChanges,
    /// Whether a comment over several blocks is open.
    pub(crate) comment: CommentState,
    /// The change over several blocks that is open, and in which container.
    pub(crate) long_change: Option<(ChangePart, usize)>,
    /// The containers that are open, by their number in the order of the text.
    pub(crate) containers: Vec<usize>,
    /// How many there were.
    count: usize,
    /// The same targets by their names in lower case.
    pub(crate) known: BTreeMap<String, String>,
    /// The targets that links led to by a name.
    pub(crate) used: BTreeSet<String>,
    /// The commands of the author's own, for formulas.
    pub(crate) macros: Macros,
    /// Texts that stand elsewhere by their names: `(ref:x) text`.
    pub(crate) texts: BTreeMap<String, NoteDefinition<'a>>,
    /// The names of texts that were asked for.
    pub(crate) asked: BTreeSet<String>,
    /// The names of figures and tables that code would make.
    pub(crate) unmade: BTreeSet<String>,
    /// What arranges text on a screen and was told of.
    pub(crate) arranged: BTreeSet<&'static str>,
    /// The keys of works that may be taken for labels.
    works: &'t BTreeSet<String>,
    /// The environments of LaTeX that are open, formulas left out.
    pub(crate) environments: usize,
    /// Whether the file has code that other programs would run.
    pub(crate) has_chunks: bool,
    /// Whether texts may have names.
    pub(crate) has_texts: bool,
}

impl<'a, 't> EventReader<'a, 't> {
    pub(crate) fn new(
        source: &'a str,
        masked: &'a Masked<'a>,
        macros: Macros,
        works: &'t BTreeSet<String>,
        trouble: &'t mut Trouble,
    ) -> Self {
        let parser = Parser::new_ext(&masked.text, OPTIONS);
        let mut targets: Vec<(String, String, BodyRange)> = parser
            .reference_definitions()
            .iter()
            .map(|(name, found)| {
                let place = trim_end(source, found.span.clone());
                (name.to_owned(), found.dest.to_string(), place)
            })
            .collect();
        targets.sort_by_key(|(_, _, place)| place.start);
        let known = targets
            .iter()
            .map(|(name, target, _)| (name.to_lowercase(), target.clone()));
        Self {
            source,
            masked,
            trouble,
            events: Events::Chapter(Box::new(parser.into_offset_iter())).peekable(),
            covered: 0,
            skipped: 0,
            task: None,
            examples: 0,
            depth: 0,
            in_link: false,
            notes: BTreeMap::new(),
            abbreviations: Vec::new(),
            marks: BTreeMap::new(),
            known: known.collect(),
            targets,
            changes: UndecidedChanges::default(),
            comment: CommentState::default(),
            long_change: None,
            containers: Vec::new(),
            count: 0,
            used: BTreeSet::new(),
            macros,
            texts: BTreeMap::new(),
            asked: BTreeSet::new(),
            unmade: BTreeSet::new(),
            arranged: BTreeSet::new(),
            works,
            environments: 0,
            has_chunks: inline_code::is_run(source),
            has_texts: source.contains("(ref:"),
        }
    }

    /// Returns the key of a work or a label, which a work may have.
    pub(crate) fn key(&self, name: Cow<'a, str>, place: BodyRange, form: Form) -> ReferenceKey<'a> {
        let is_work = self.works.contains(name.as_ref());
        ReferenceKey {
            is_work,
            ..ReferenceKey::new(name, place, form)
        }
    }

    /// Reads the whole document.
    pub(crate) fn document(&mut self, title: Option<&BodyRange>) -> Vec<Block<'a>> {
        let blocks = self.blocks();
        let (mut blocks, rest) = self.fold(blocks, true);
        self.heading_of_references(&mut blocks);
        if let Some(place) = title {
            self.one_title(&mut blocks, place);
        }
        self.unused_targets();
        self.report_changes();
        self.unused_texts();
        for place in rest {
            let message = "this `:::` closes nothing".to_owned();
            self.trouble.tell(
                &DIV_NOT_OPEN,
                &place,
                message,
                "remove it, or open a block with `::: {.callout}` before it",
            );
        }
        blocks
    }

    /// Reads blocks up to the end of the element that holds them.
    pub(crate) fn blocks(&mut self) -> Vec<Block<'a>> {
        let mut blocks = Vec::new();
        self.count += 1;
        self.containers.push(self.count);
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
                        self.rule(trim_end(self.source, place), &mut blocks);
                    }
                }
                _ => {
                    let raw = self.raw_run();
                    self.paragraph(raw, false, &mut blocks);
                }
            }
        }
        let left = self.containers.pop();
        self.long_change = self.long_change.filter(|(_, open)| Some(*open) != left);
        blocks
    }

    /// Reads a thematic break, and what is seen as one.
    fn rule(&mut self, place: BodyRange, blocks: &mut Vec<Block<'a>>) {
        if place.start < self.covered {
            return;
        }
        if let Some(region) = self.masked.regions.get(&place.start) {
            self.depth += 1;
            self.region(region, place.start..region.end, blocks);
            self.depth -= 1;
            self.covered = region.end;
            return;
        }
        let text = &self.source[place.clone()];
        let block = match text.as_bytes().first() {
            Some(b':') => {
                self.fence(place, blocks);
                return;
            }
            Some(b'`') => self.text_fence(place),
            Some(b'<') => html::figure_fence(text, place),
            _ => Block::Rule(place),
        };
        blocks.push(block);
    }

    fn block(&mut self, tag: Tag<'a>, place: BodyRange, blocks: &mut Vec<Block<'a>>) {
        if place.start < self.covered {
            self.blocks();
            return;
        }
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
                let mut attributes = self.trailing_attributes(&mut raw).unwrap_or_default();
                let level = level as usize;
                self.numbered_by_hand(level, &raw, &attributes);
                if !self.division(&raw, &place) {
                    let mut children = self.enrich(raw);
                    labels::take(&mut children, &mut attributes);
                    blocks.push(Block::Heading {
                        level,
                        children,
                        attributes: Box::new(attributes),
                        place,
                    });
                }
            }
            Tag::BlockQuote(_) => {
                self.depth += 1;
                let inner = self.blocks();
                self.depth -= 1;
                let (inner, rest) = self.fold(inner, false);
                blocks.push(self.quoted(inner, place));
                blocks.extend(rest.into_iter().map(Block::DivClose));
            }
            Tag::CodeBlock(kind) => self.code(&kind, place, blocks),
            Tag::List(_) => self.list(place, blocks),
            Tag::FootnoteDefinition(name) => {
                let mark = self.source[place.clone()].find("]:").unwrap_or(0);
                self.trouble.leave_out(place.start..place.start + mark);
                let inner = self.blocks();
                let (inner, rest) = self.fold(inner, false);
                let name = name.to_lowercase();
                if self.notes.contains_key(&name) {
                    let message =
                        format!("the footnote `{name}` is written twice; this one is not printed");
                    let hint = "give it another name, here and where it is asked for";
                    self.trouble.tell(&FOOTNOTE_TWICE, &place, message, hint);
                }
                let note = NoteDefinition {
                    blocks: inner,
                    place,
                };
                self.notes.entry(name).or_insert(note);
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
                self.html_block(&pieces, blocks);
            }
            _ => {
                let inner = self.blocks();
                blocks.extend(inner);
            }
        }
        self.depth -= 1;
    }

    fn table(
        &mut self,
        columns: &[pulldown_cmark::Alignment],
        place: BodyRange,
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
                    row.push(Cell::line(children, trim_end(self.source, place)));
                }
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => {
                    self.lost_cells(&place, columns.len());
                    rows.push(std::mem::take(&mut row));
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let given = self.brace_row(&mut rows);
        let columns = columns.iter().map(|column| Column {
            alignment: match column {
                pulldown_cmark::Alignment::None => Alignment::Auto,
                pulldown_cmark::Alignment::Left => Alignment::Left,
                pulldown_cmark::Alignment::Center => Alignment::Center,
                pulldown_cmark::Alignment::Right => Alignment::Right,
            },
            width: None,
        });
        let has_head = head.iter().any(|cell: &Cell| !cell.is_blank());
        let table = Block::Table(Box::new(Table {
            columns: columns.collect(),
            head: if has_head { vec![head] } else { Vec::new() },
            rows,
            foot: Vec::new(),
            caption: None,
            place,
        }));
        blocks.push(match given {
            Some(given) => with(table, given),
            None => table,
        });
    }

    /// Reads a line of text up to the end of the element that holds it.
    pub(crate) fn raw_line(&mut self) -> Vec<Inline<'a>> {
        let mut items = Vec::new();
        while let Some((event, place)) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.raw_inline(event, place, &mut items);
        }
        items
    }

    /// Reads a line of text that no element holds, as in a tight list.
    fn raw_run(&mut self) -> Vec<Inline<'a>> {
        let mut items = Vec::new();
        let goes_on = |(event, _): &(Event, BodyRange)| match event {
            Event::End(_) | Event::Rule => false,
            Event::Start(tag) => !is_block(tag),
            _ => true,
        };
        while let Some((event, place)) = self.events.next_if(goes_on) {
            self.raw_inline(event, place, &mut items);
        }
        items
    }
}

fn is_block(tag: &Tag) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// Returns the place without white space at its end.
pub(crate) fn trim_end(source: &str, place: BodyRange) -> BodyRange {
    let text = &source[place.clone()];
    let shown = text.trim_end_matches(['\n', '\r', ' ', '\t']);
    place.start..place.start + shown.len().max(1).min(text.len())
}
