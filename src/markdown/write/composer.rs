//! What turns a document into Typst; each kind of its parts is written in a file of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::document::{Block, NoteDefinition, TextStyle};
use crate::markdown::formulas::macros::{CHAPTER_BYTES, Macros};
use crate::markdown::names::Leads;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::quotation::DecidedMarks;
use crate::markdown::rules::FOOTNOTE_UNUSED;
use crate::markdown::trouble::Trouble;
use crate::markdown::write::cites::PlacedCluster;
use crate::markdown::write::writer::TypstWriter;

/// What turns blocks and lines into Typst.
pub(crate) struct Composer<'a, 't> {
    pub(crate) writer: TypstWriter<'a>,
    pub(crate) trouble: &'t mut Trouble,
    /// The styles that are open.
    pub(crate) styles: Vec<TextStyle>,
    /// Whether the numbers of the list around are no plain figures.
    pub(crate) counted: bool,
    /// Footnotes that were not yet asked for.
    pub(crate) notes: BTreeMap<String, NoteDefinition<'a>>,
    /// Footnotes that stand on the page, by name.
    pub(crate) placed: BTreeMap<String, Placed>,
    /// Footnotes that several marks ask for.
    pub(crate) repeated: BTreeSet<String>,
    /// Texts that stand elsewhere by their names.
    pub(crate) texts: BTreeMap<String, NoteDefinition<'a>>,
    /// The commands of the author's own, for formulas.
    pub(crate) macros: Macros,
    /// What formulas may still write out of them, in bytes.
    pub(crate) left: usize,
    /// The citations that stand on the page, in the order of reading.
    pub(crate) citations: Vec<PlacedCluster>,
    /// Makes labels of this file differ from those of others.
    pub(crate) scope: String,
    /// Where the names lead that the chapter asks for.
    pub(crate) leads: Leads,
    /// The language of the part that is written, where it is not the page's.
    pub(crate) language: Option<Language>,
    /// What straight marks become outside that part.
    pub(crate) unused_marks: Option<DecidedMarks>,
}

/// The language of a part.
#[derive(Clone)]
pub(crate) struct Language {
    /// The call that sets text in it.
    pub(crate) call: String,
    /// Where the part stands.
    pub(crate) place: BodyRange,
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
        leads: Leads,
    ) -> Self {
        Self {
            writer: TypstWriter::new(source),
            trouble,
            styles: Vec::new(),
            counted: false,
            notes,
            placed: BTreeMap::new(),
            repeated,
            texts: BTreeMap::new(),
            macros: Macros::default(),
            left: CHAPTER_BYTES,
            citations: Vec::new(),
            scope,
            leads,
            language: None,
            unused_marks: None,
        }
    }

    /// Writes the blocks, then complains about footnotes that nothing asked for.
    pub(crate) fn document(&mut self, blocks: &[Block<'a>]) {
        self.blocks(blocks, false);
        for (name, note) in std::mem::take(&mut self.notes) {
            let message = format!("nothing refers to the footnote `{name}`, so it is not printed");
            let hint = format!("put `[^{name}]` where it belongs, or remove it");
            self.trouble
                .tell(&FOOTNOTE_UNUSED, &note.place, message, &hint);
        }
    }

    /// Writes something on lines of its own, further in.
    pub(crate) fn indented(&mut self, write: impl FnOnce(&mut Self)) {
        self.writer.indent += 2;
        self.writer.line();
        write(self);
        self.writer.indent -= 2;
        self.writer.line();
    }
}
