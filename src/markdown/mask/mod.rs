//! The Markdown as the parser sees it: byte for byte as long, with what CommonMark does not know
//! covered by what it does.
//!
//! A fence `:::` is seen as a thematic break, a line that ends whatever stands before it; a table
//! of pandoc's as one on each of its lines; the mark of a lettered list as a number. The parser
//! then tells where they stand and in which list or quotation, and their text is taken from the
//! Markdown by its place: code that only looks like them is not changed by it.

mod blocks;
mod brought;
mod inline;
mod line;
mod lines;
pub(crate) mod lists;
mod notes;
mod typed;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::mask::lines::Scan;
pub(crate) use inline::{environment, is_formula_environment};

use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::{TypedFloat, TypedTable};

/// What the parser is given, and what was covered.
pub(crate) struct Masked<'a> {
    /// As long as the Markdown.
    pub(crate) text: Cow<'a, str>,
    /// Blocks that are covered, by the byte of their first mark.
    pub(crate) regions: BTreeMap<usize, Region>,
    /// The numbers of examples, `(@name)`, by their names.
    pub(crate) examples: BTreeMap<String, usize>,
    /// The names of the notes that the text explains, in lower case.
    pub(crate) notes: BTreeSet<String>,
    /// The first lines of paragraphs that were indented as code is.
    pub(crate) indented: Vec<BodyRange>,
    /// The marks of lines that look like a list and are none.
    pub(crate) unread: Vec<BodyRange>,
    /// The words of its headings as they are typed, in small letters.
    pub(crate) headings: BTreeSet<String>,
}

/// A block that the parser does not know.
pub(crate) struct Region {
    /// Where its last line ends.
    pub(crate) end: usize,
    pub(crate) kind: RegionKind,
}

/// What a covered block is.
pub(crate) enum RegionKind {
    Table(Box<TypedTable>),
    /// The lines of a line block without their bars; those that go on a line are joined to it.
    LineBlock(Vec<Vec<BodyRange>>),
    Float(Box<TypedFloat>),
    /// The lines of a caption directly below a table.
    Caption(Vec<BodyRange>),
    /// Settings as front matter has them.
    Settings,
}

impl<'a> Masked<'a> {
    /// Covers what the parser would not understand.
    pub(crate) fn of(source: &'a str) -> Self {
        let mut cover = Cover::new(source);
        let scan = Scan::run(source, &mut cover, false);
        inline::cover_all(source, &scan.notes, &mut cover);
        Masked {
            text: cover.finish(),
            regions: scan.regions,
            examples: scan.examples,
            notes: scan.notes,
            indented: scan.indented,
            unread: scan.unread,
            headings: scan.headings,
        }
    }
}

/// Returns a line, or a text of several blocks, as the parser sees it.
pub(crate) fn part(text: &str, is_line: bool) -> String {
    let mut cover = Cover::new(text);
    if !is_line {
        Scan::run(text, &mut cover, true);
    }
    inline::cover_all(text, &BTreeSet::new(), &mut cover);
    cover.finish().into_owned()
}

/// A thematic break, which makes no other of the mark of an item before it, as stars do.
pub(crate) const BREAK: &str = "___";

/// Bytes that are written over, in any order.
pub(crate) struct Cover<'a> {
    source: &'a str,
    bytes: Option<Vec<u8>>,
    /// Blocks and lines that stand for themselves, in their order: no mark in them is covered.
    blocks: Vec<BodyRange>,
}

impl<'a> Cover<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        Self {
            source,
            bytes: None,
            blocks: Vec::new(),
        }
    }

    /// Writes ASCII over whole characters at `place`; what is left of the place becomes `rest`.
    pub(crate) fn write(&mut self, place: &BodyRange, mark: &str, rest: u8) {
        let bytes = self
            .bytes
            .get_or_insert_with(|| self.source.as_bytes().to_vec());
        let mut marks = mark.bytes();
        for byte in &mut bytes[place.clone()] {
            *byte = marks.next().unwrap_or(rest);
        }
    }

    /// Covers the lines of a block with what the parser takes for a thematic break.
    pub(crate) fn write_block(&mut self, lines: impl Iterator<Item = BodyRange>) {
        for line in lines {
            // A line of one or two signs is seen as a heading without words.
            self.write(&line, if line.len() < 3 { "#" } else { BREAK }, b' ');
            self.blocks.push(line);
        }
    }

    pub(crate) fn finish(self) -> Cow<'a, str> {
        let written = self.bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        written.map_or(Cow::Borrowed(self.source), Cow::Owned)
    }
}
