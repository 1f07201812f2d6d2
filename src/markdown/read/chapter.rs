//! A chapter as it was read: what it says of itself, and its text as a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::text::inline;
use crate::markdown::abbreviations::Abbreviation;
use crate::markdown::dialects::word::Traces;
use crate::markdown::document::{Block, NoteDefinition, plain_text};
use crate::markdown::formulas::macros::Macros;
use crate::markdown::mask::Masked;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::front_matter::FrontMatter;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{BOOK_DIVISION, LIST_NOT_READ, TITLE_DIFFERS};
use crate::markdown::trouble::Trouble;

/// A chapter that is read and not yet written.
pub(crate) struct ReadChapter<'a> {
    pub(crate) body: &'a str,
    pub(crate) blocks: Vec<Block<'a>>,
    pub(crate) notes: BTreeMap<String, NoteDefinition<'a>>,
    /// Footnotes that several marks ask for.
    pub(crate) repeated: BTreeSet<String>,
    /// Texts that stand elsewhere by their names.
    pub(crate) texts: BTreeMap<String, NoteDefinition<'a>>,
    /// The names of figures and tables that code would make.
    pub(crate) unmade: BTreeSet<String>,
    /// The commands of the author's own, for formulas.
    pub(crate) macros: Macros,
    /// In the order of the text.
    pub(crate) abbreviations: Vec<Abbreviation>,
}

impl<'a> ReadChapter<'a> {
    /// Reads a text, which starts with the title of its front matter.
    pub(crate) fn read(
        front_matter: &FrontMatter,
        body: &'a str,
        masked: &'a Masked<'a>,
        macros: Macros,
        works: &BTreeSet<String>,
        trouble: &mut Trouble,
    ) -> Self {
        let mut reader = EventReader::new(body, masked, macros, works, trouble);
        let mut blocks = reader.document(front_matter.title_place.as_ref());
        title_first(&mut blocks);
        let mut traces = Traces {
            source: body,
            trouble: &mut *reader.trouble,
            has_tabs: body.contains('\t'),
        };
        traces.blocks(&blocks);
        traces.indented(&masked.indented);
        traces.unseen_signs();
        for mark in &masked.unread {
            let message =
                "these lines look like a list, and are printed as one paragraph".to_owned();
            let hint = "put two spaces behind the mark of each, or write `A)`, with an empty line before the first";
            reader.trouble.tell(&LIST_NOT_READ, mark, message, hint);
        }
        let EventReader {
            notes,
            marks,
            texts,
            unmade,
            macros,
            abbreviations,
            ..
        } = reader;
        let repeated = marks.into_iter().filter(|(_, count)| *count > 1);
        Self {
            body,
            blocks,
            notes,
            repeated: repeated.map(|(name, _)| name).collect(),
            texts,
            unmade,
            macros,
            abbreviations,
        }
    }
}

/// Headings of a list of works, in small letters.
const LISTS: [&str; 6] = [
    "references",
    "bibliography",
    "reference list",
    "list of references",
    "works cited",
    "literature cited",
];

impl<'a> EventReader<'a, '_> {
    /// Takes the heading off the end of a text below which another program puts its list of works,
    /// with the block that says where: `::: {#refs}`.
    pub(crate) fn heading_of_references(&mut self, blocks: &mut Vec<Block<'a>>) {
        let is_place = |block: &Block| match block {
            Block::Div {
                attributes, blocks, ..
            } => attributes.label() == Some("refs") && blocks.is_empty(),
            Block::PageBreak(_) => true,
            _ => false,
        };
        let Some(at) = blocks.iter().rposition(|block| !is_place(block)) else {
            return;
        };
        let Block::Heading {
            children, place, ..
        } = &blocks[at]
        else {
            return;
        };
        let words = plain_text(children).trim().to_lowercase();
        if !LISTS.contains(&words.as_str()) {
            return;
        }
        let message = "no text stands below this heading, so it is not printed: the list of references has its own";
        let hint = "remove it";
        let place = place.clone();
        self.trouble.leave_out(place.clone());
        self.trouble
            .tell(&BOOK_DIVISION, &place, message.to_owned(), hint);
        blocks.truncate(at);
    }

    /// Takes the title of the front matter off the top of a text that has a heading of its own, and
    /// complains where the two are not the same. Where several headings are as high as a title,
    /// they are sections below it.
    pub(crate) fn one_title(&mut self, blocks: &mut Vec<Block<'a>>, typed: &BodyRange) {
        let mut headings = blocks.iter().flat_map(titles);
        let (Some((title, place)), Some((heading, _))) = (headings.next(), headings.next()) else {
            return;
        };
        let is_same = title.split_whitespace().eq(heading.split_whitespace());
        // The front page of a book has the title of the book.
        let is_index = self.trouble.is_of_file("index");
        if !is_same && !is_index && headings.next().is_some() {
            return lower_headings(&mut blocks[1..]);
        }
        self.forget(&place);
        self.trouble.leave_out(place);
        if !is_same && !is_index {
            let message = format!(
                "the front matter calls this file `{}`, its heading `{}`",
                inline(&title, 60),
                inline(heading.trim(), 60)
            );
            let hint = "the heading is printed: remove `title:`, or make the two the same";
            self.trouble.tell(&TITLE_DIFFERS, typed, message, hint);
        }
        blocks.remove(0);
    }
}

/// Puts the title before a motto that stands above it, and takes the end of a page off its top: a
/// chapter begins on a page of its own.
fn title_first(blocks: &mut Vec<Block>) {
    let is_title = |block: &Block| matches!(block, Block::Heading { level: 1, .. });
    let is_motto = |block: &Block| match block {
        Block::Div { attributes, .. } => attributes.has("epigraph"),
        _ => false,
    };
    let Some(at) = blocks.iter().position(is_title) else {
        return;
    };
    let is_moved = |block: &Block| matches!(block, Block::PageBreak(_)) || is_motto(block);
    if at > 0 && blocks[..at].iter().all(is_moved) {
        blocks[..=at].rotate_right(1);
        let mut number = 0;
        blocks.retain(|block| {
            number += 1;
            number > at + 1 || !matches!(block, Block::PageBreak(_))
        });
    }
}

/// Returns the words and places of the headings that are as high as a title, those in divs among
/// them.
fn titles(block: &Block) -> Vec<(String, BodyRange)> {
    match block {
        Block::Heading {
            level: 1,
            children,
            place,
            ..
        } => vec![(plain_text(children), place.clone())],
        Block::Div { blocks, .. } => blocks.iter().flat_map(titles).collect(),
        _ => Vec::new(),
    }
}

/// Makes every heading one level lower.
fn lower_headings(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => *level += 1,
            Block::Div { blocks, .. } => lower_headings(blocks),
            _ => {}
        }
    }
}
