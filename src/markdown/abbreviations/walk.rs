//! Abbreviations: where they are defined, which are used, and where one is written out.
//!
//! # Decisions
//!
//! - 2026-11: an abbreviation is written out at its first free use in the running text: paragraphs,
//!   lists, meanings of definitions, callouts, findings, recommendations. Headings, captions,
//!   tables, footnotes, code, formulas and citations keep the short form and are no first use, and
//!   so do quotations, as blocks and between quotation marks: their words are somebody else's.
//! - 2026-11: this is done on the document, before Typst is written, by what the chapters before it
//!   have introduced. A rule of the template with a state would need another layout to settle, and
//!   the words it makes would have no place in the author's file.
//! - 2026-11: the words that are put in lead back to the abbreviation itself.
//! - 2026-11: `[EPR]{.short}` stays short and introduces nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::diagnostics::{MAX_TEXT_BYTES, ProjectPath};
use crate::markdown::abbreviations::finder::{FirstUse, ShortFormFinder};
use crate::markdown::document::{Block, Inline};
use crate::markdown::read::front_matter;
use crate::markdown::read::reader::EventReader;
use crate::markdown::trouble::Trouble;

/// `*[EPR]: electronic patient record`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The short form.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// The bytes of the file in which it is defined.
    pub place: Range<usize>,
}

/// What is known of abbreviations before a chapter is converted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abbreviations {
    /// Every short form with what it stands for, wherever it is defined.
    pub forms: BTreeMap<String, String>,
    /// The short forms that the reader has met.
    pub introduced: BTreeSet<String>,
    /// Whether the first use of the others is written out.
    pub expand: bool,
}

/// What a text did with abbreviations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// The short forms that stand in it, anywhere.
    pub used: BTreeSet<String>,
    /// Those that it introduces to its reader, by folio's hand or by the author's.
    pub introduced: BTreeSet<String>,
}

/// Returns the abbreviations that a Markdown file defines, without converting it.
pub fn definitions(text: &str) -> Vec<Abbreviation> {
    if !text.contains("*[") || text.len() as u64 > MAX_TEXT_BYTES {
        return Vec::new();
    }
    let bom = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let Some(path) = ProjectPath::new("definitions.md") else {
        return Vec::new();
    };
    let mut unheard = Trouble::new(&path, 0);
    let (_, length) = front_matter::read(&text[bom..], &mut unheard);
    let base = bom + length;
    let mut reader = EventReader::new(&text[base..], &mut unheard);
    reader.document();
    moved(std::mem::take(&mut reader.abbreviations), base)
}

/// Returns what stands in a plain text, such as the words of a chapter in Typst, in which nothing
/// is written out by folio.
pub fn met_in(text: &str, known: &Abbreviations) -> Met {
    let finder = ShortFormFinder::new(&known.forms);
    let mut met = Met::default();
    for paragraph in text.split("\n\n") {
        finder.plain(paragraph, &mut met);
    }
    met
}

/// Moves definitions behind `base` bytes of the file.
pub(crate) fn moved(mut found: Vec<Abbreviation>, base: usize) -> Vec<Abbreviation> {
    for one in &mut found {
        one.place = one.place.start + base..one.place.end + base;
    }
    found
}

/// Goes through a document and writes abbreviations out.
pub(crate) struct AbbreviationWalk<'k> {
    finder: ShortFormFinder<'k>,
    known: &'k Abbreviations,
    pub(crate) met: Met,
}

impl<'k> AbbreviationWalk<'k> {
    pub(crate) fn new(known: &'k Abbreviations) -> Self {
        Self {
            finder: ShortFormFinder::new(&known.forms),
            known,
            met: Met::default(),
        }
    }

    /// Writes out what is used first in these blocks of running text.
    pub(crate) fn text(&mut self, blocks: &mut [Block<'_>]) {
        let wanted = if self.known.expand {
            FirstUse::Expand
        } else {
            FirstUse::Note
        };
        self.blocks(blocks, wanted);
    }

    /// Notes what is used in blocks that are no running text.
    pub(crate) fn aside(&mut self, blocks: &mut [Block<'_>]) {
        self.blocks(blocks, FirstUse::Note);
    }

    /// Notes what is used in a title.
    pub(crate) fn title(&mut self, text: &str) {
        self.finder.used(text, &mut self.met);
    }

    fn blocks(&mut self, blocks: &mut [Block<'_>], wanted: FirstUse) {
        for block in blocks {
            match block {
                Block::Heading { children, .. } => self.line(children, FirstUse::Note),
                Block::Paragraph(children) | Block::Plain(children) => self.line(children, wanted),
                Block::Quote { blocks, .. } => self.aside(blocks),
                Block::List { items, .. } => {
                    for item in items {
                        self.blocks(&mut item.blocks, wanted);
                    }
                }
                Block::Table(table) => {
                    let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
                    for cell in cells {
                        self.line(&mut cell.children, FirstUse::Note);
                    }
                    if let Some(caption) = &mut table.caption {
                        self.line(&mut caption.children, FirstUse::Note);
                    }
                }
                Block::Caption(caption) => self.line(&mut caption.otherwise, FirstUse::Note),
                Block::Figure(image) => self.line(&mut image.caption, FirstUse::Note),
                Block::Definitions(items) => {
                    for item in items {
                        self.line(&mut item.term, FirstUse::Note);
                        for meaning in &mut item.meanings {
                            self.blocks(meaning, wanted);
                        }
                    }
                }
                Block::Div {
                    attributes, blocks, ..
                } => {
                    let theirs = ["quote", "participant", "epigraph"];
                    let is_quoted = theirs.iter().any(|class| attributes.has(class));
                    self.blocks(blocks, if is_quoted { FirstUse::Note } else { wanted });
                }
                Block::Code { .. }
                | Block::Typst { .. }
                | Block::Rule(_)
                | Block::DivOpen { .. }
                | Block::DivClose(_) => {}
            }
        }
    }

    fn line(&mut self, items: &mut Vec<Inline<'_>>, wanted: FirstUse) {
        let Self { finder, known, met } = self;
        finder.line(items, wanted, &known.introduced, met);
    }
}
