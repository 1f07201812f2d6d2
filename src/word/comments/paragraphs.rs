//! The paragraphs of a reviewed file as they were when it was sent, with everything that was done to
//! them since.

use std::collections::BTreeMap;

use crate::word::comments::sent::{Bit, BitKind, Sent, Shown, SourceMark};
use crate::word::intake::labels::reference;
use crate::word::marks::OWN_AUTHOR;
use crate::word::read::model::{Paragraph, Piece, ScopeKind, What, WordFile};
use crate::word::read::paragraphs;

/// Where a comment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommentSpot {
    pub(crate) id: String,
    /// The paragraph, and how many signs of the sent text stand before it.
    pub(crate) paragraph: usize,
    pub(crate) offset: usize,
    /// How far it goes in that paragraph.
    pub(crate) end: usize,
    /// The words that it is about.
    pub(crate) about: String,
}

/// Reads all paragraphs of a file, those of notes behind the others.
pub(crate) fn sent(file: &WordFile) -> (Vec<Sent>, Vec<CommentSpot>) {
    let mut all = Vec::new();
    paragraphs(&file.blocks, &mut all);
    for note in file.footnotes.values().chain(file.endnotes.values()) {
        paragraphs(note, &mut all);
    }
    let mut reader = Reader::new(file);
    for paragraph in all {
        reader.paragraph(paragraph);
    }
    if !reader.open.bits.is_empty() {
        reader.finish();
    }
    reader.end_comments();
    (reader.out, reader.spots)
}

struct Reader<'a> {
    file: &'a WordFile,
    out: Vec<Sent>,
    open: Sent,
    /// The marks that are open, by the id of their bookmark.
    marks: BTreeMap<String, SourceMark>,
    /// The citation that is open, by the id of its bookmark; or the field that is shown as one object.
    citation: Option<String>,
    field: Option<usize>,
    comments: BTreeMap<String, CommentSpot>,
    spots: Vec<CommentSpot>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a WordFile) -> Self {
        Self {
            file,
            out: Vec::new(),
            open: Sent::default(),
            marks: BTreeMap::new(),
            citation: None,
            field: None,
            comments: BTreeMap::new(),
            spots: Vec::new(),
        }
    }

    fn paragraph(&mut self, paragraph: &'a Paragraph) {
        if self.open.bits.is_empty() {
            self.open.marks.extend(self.marks.values().cloned());
        }
        let inherited = self.open.marks.len();
        self.field = None;
        for piece in &paragraph.pieces {
            // What the chapter itself marks was sent as it is once each mark is accepted.
            if piece.deleted.is_some_and(|change| self.is_own(change)) {
                continue;
            }
            match piece.inserted.is_some_and(|change| self.is_own(change)) {
                true => self.piece(&Piece {
                    inserted: None,
                    ..piece.clone()
                }),
                false => self.piece(piece),
            }
        }
        // The nearest mark says most: what began in this paragraph comes first.
        let own = self
            .open
            .marks
            .split_off(inherited.min(self.open.marks.len()));
        self.open.marks.splice(0..0, own);
        self.open.formatted = self.open.formatted.or(paragraph.formatted);
        if let Some(change) = paragraph.end_inserted {
            let bit = Bit {
                text: "\n".into(),
                is: BitKind::Break,
                inserted: Some(change),
                ..Bit::default()
            };
            self.open.bits.push(bit);
            return;
        }
        self.open.end_deleted = paragraph.end_deleted;
        self.finish();
    }

    fn is_own(&self, change: usize) -> bool {
        let change = self.file.changes.get(change);
        change.is_some_and(|change| change.author == OWN_AUTHOR)
    }

    fn finish(&mut self) {
        let mut open = std::mem::take(&mut self.open);
        let bits = open.bits.into_iter().flat_map(Bit::without_edges);
        open.bits = bits.collect();
        self.out.push(open);
    }

    fn offset(&self) -> usize {
        self.open.bits.iter().map(Bit::length).sum()
    }

    fn piece(&mut self, piece: &Piece) {
        match &piece.what {
            What::BookmarkStart { id, name } => {
                if name.starts_with("_folio_c_") {
                    self.citation.get_or_insert_with(|| id.clone());
                    self.object(piece, "", true);
                } else if let Some(mark) = SourceMark::read(name) {
                    self.open.marks.push(mark.clone());
                    self.marks.insert(id.clone(), mark);
                }
            }
            What::BookmarkEnd { id } => {
                self.marks.remove(id);
                if self.citation.as_ref() == Some(id) {
                    self.citation = None;
                }
            }
            What::CommentStart(id) => {
                let spot = CommentSpot {
                    id: id.clone(),
                    paragraph: self.out.len(),
                    offset: self.offset(),
                    end: self.offset(),
                    about: String::new(),
                };
                self.comments.insert(id.clone(), spot);
            }
            What::CommentEnd(id) => self.end_comment(id),
            What::CommentMark(id) => {
                let is_known =
                    self.comments.contains_key(id) || self.spots.iter().any(|spot| spot.id == *id);
                if !is_known {
                    let (paragraph, offset) = (self.out.len(), self.offset());
                    self.spots.push(CommentSpot {
                        id: id.clone(),
                        paragraph,
                        offset,
                        end: offset,
                        about: String::new(),
                    });
                }
            }
            What::Text(_) | What::Tab | What::LineBreak => {
                if piece.look.hidden {
                    return;
                }
                for spot in self
                    .comments
                    .values_mut()
                    .filter(|_| piece.deleted.is_none())
                {
                    spot.about.push_str(piece.text());
                }
                let field = self.object_field(piece);
                if self.citation.is_some() {
                    self.object(piece, piece.text(), false);
                } else if field.is_some() {
                    let begins = self.field != field;
                    self.field = field;
                    self.object(piece, piece.text(), begins);
                } else {
                    self.field = None;
                    self.open.bits.push(Bit {
                        text: piece.text().to_owned(),
                        look: piece.look,
                        inserted: piece.inserted,
                        deleted: piece.deleted,
                        formatted: piece.formatted,
                        ..Bit::default()
                    });
                }
            }
            What::Footnote(_)
            | What::Endnote(_)
            | What::Picture(_)
            | What::Formula { .. }
            | What::Lost(_) => {
                self.object(piece, "", true);
            }
            What::PageBreak => {}
        }
    }

    /// Adds to the object at hand, or begins one.
    fn object(&mut self, piece: &Piece, text: &str, begins: bool) {
        if begins {
            self.open.bits.push(Bit {
                is: BitKind::Object,
                ..Bit::default()
            });
        }
        let mut objects = self.open.bits.iter_mut().rev();
        if let Some(object) = objects.find(|bit| bit.is == BitKind::Object) {
            object.show(Shown {
                text: text.to_owned(),
                look: piece.look,
                inserted: piece.inserted,
                deleted: piece.deleted,
            });
        }
    }

    /// Returns the field around a piece that is one object: a reference or a citation.
    fn object_field(&self, piece: &Piece) -> Option<usize> {
        let mut found = None;
        for (at, kind) in self.file.around(piece.scope) {
            let is_object = match kind {
                ScopeKind::Field { instruction, .. } => {
                    let instruction = instruction.trim();
                    reference(instruction).is_some()
                        || [
                            "ADDIN ZOTERO_ITEM",
                            "ADDIN CSL_CITATION",
                            "ADDIN EN.CITE",
                            "CITATION ",
                        ]
                        .iter()
                        .any(|start| instruction.starts_with(start))
                }
                ScopeKind::Control { tag, .. } => tag.starts_with("MENDELEY_CITATION"),
                ScopeKind::Link { .. } | ScopeKind::Other => false,
            };
            if is_object {
                found = Some(at);
            }
        }
        found
    }

    fn end_comment(&mut self, id: &str) {
        if let Some(mut spot) = self.comments.remove(id) {
            spot.end = match spot.paragraph == self.out.len() {
                true => self.offset(),
                false => self
                    .out
                    .get(spot.paragraph)
                    .map_or(spot.offset, |it| it.bits.iter().map(Bit::length).sum()),
            };
            self.spots.push(spot);
        }
    }

    fn end_comments(&mut self) {
        let open: Vec<String> = self.comments.keys().cloned().collect();
        for id in open {
            self.end_comment(&id);
        }
    }
}
