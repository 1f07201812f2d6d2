//! From flows of text to words: the convention cuts, the pieces say what each word is.

use std::ops::Range;

use typst::syntax::Span;

use crate::diagnostics::Place;
use crate::words::census::piece::{PieceFacts, TextPiece, node_at};
use crate::words::census::text_flow::TextFlow;
use crate::words::census::visible::{is_dropped, visible};
use crate::words::census::walked::WalkedText;
use crate::words::census::word::{CensusError, Word};
use crate::words::census::word_shape::{WordShape, shapes};
use crate::words::convention::Convention;

/// A word's place in the order of the pages.
pub(crate) type Order = (usize, usize);

/// What says where text was written; `None`: nobody wants to know.
type Locate<'l> = Option<&'l dyn Fn(Span, u16) -> Option<Place>>;

/// Whether to say where each word is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShapesWanted {
    /// It is not asked for; the shapes stay empty.
    No,
    /// With the shapes of each word.
    Yes,
}

/// Returns the words of all flows, each with its place in the order of the pages and its shapes.
pub(crate) fn gather(
    found: &WalkedText,
    convention: Convention,
    locate: Locate,
    wanted: ShapesWanted,
) -> Result<Vec<(Order, Word, Vec<WordShape>)>, CensusError> {
    let mut words = Vec::new();
    for flow in &found.flows {
        let mut reader = FlowReader { found, flow, at: 0 };
        let mut end = 0;
        let mut lost = None;
        convention.each_word(&flow.text, |range| {
            lost = lost
                .take()
                .or_else(|| reader.lost(end..range.start, convention));
            end = range.end;
            let (first, order, word) = reader.word(range.clone(), locate);
            let shapes = match wanted {
                ShapesWanted::No => Vec::new(),
                ShapesWanted::Yes => shapes(found, flow, first, &range),
            };
            words.push((order, word, shapes));
        });
        if let Some(error) = lost.or_else(|| reader.lost(end..flow.text.len(), convention)) {
            return Err(error);
        }
    }
    Ok(words)
}

/// Reads one flow from its start to its end.
struct FlowReader<'f, 'a> {
    found: &'f WalkedText<'a>,
    flow: &'f TextFlow<'a>,
    /// The piece in which the last word began.
    at: usize,
}

impl<'f, 'a> FlowReader<'f, 'a> {
    /// Returns the piece that holds a byte not before those asked for earlier.
    fn piece(&mut self, byte: usize) -> &'f TextPiece<'a> {
        while let Some(next) = self.flow.pieces.get(self.at + 1)
            && next.start <= byte
        {
            self.at += 1;
        }
        &self.flow.pieces[self.at]
    }

    /// Returns the piece in which a word begins, and the word.
    fn word(&mut self, range: Range<usize>, locate: Locate) -> (usize, Order, Word) {
        let first = self.piece(range.start);
        let at = self.at;
        let order = (first.facts.order, range.start);
        let (text, facts) = match self.is_in_one_piece(&range) {
            true => (self.flow.text[range.clone()].to_owned(), first.facts),
            false => self.joined(first, range.clone()),
        };
        let place = locate.and_then(|locate| place(first, range.start, locate));
        let word = Word {
            text,
            category: facts.category,
            kind: facts.kind,
            is_prose: facts.is_prose,
            region: facts.region,
            section: facts.section,
            place,
            page: first.drawn.page,
        };
        (at, order, word)
    }

    /// Returns whether a word that begins in the piece at hand is text of that piece alone.
    fn is_in_one_piece(&self, range: &Range<usize>) -> bool {
        let next = self.flow.pieces.get(self.at + 1);
        let piece = &self.flow.pieces[self.at];
        piece.formula.is_none() && next.is_none_or(|next| next.start >= range.end)
    }

    /// Returns the text of a word of several pieces, and what it is: its letters tell.
    fn joined(&mut self, first: &TextPiece<'a>, range: Range<usize>) -> (String, PieceFacts) {
        let mut text = String::with_capacity(range.len());
        let mut telling: Option<&TextPiece> = None;
        let mut tells = Telling::Nothing;
        for (byte, c) in self.flow.text[range.clone()].char_indices() {
            let piece = self.piece(range.start + byte);
            let now = match piece.formula {
                Some(formula) => {
                    text.push_str(&self.found.formulas[formula].text);
                    Telling::Formula
                }
                None => {
                    text.push(c);
                    if c.is_alphanumeric() {
                        Telling::Letter
                    } else {
                        Telling::Sign
                    }
                }
            };
            if now > tells {
                tells = now;
                telling = Some(piece);
            }
        }
        (text, telling.unwrap_or(first).facts)
    }

    /// Returns an error if text between two words holds what the convention may not pass over.
    fn lost(&mut self, between: Range<usize>, convention: Convention) -> Option<CensusError> {
        let may_pass_over = match convention {
            Convention::Folio | Convention::LibreOffice | Convention::Whitespace => false,
            Convention::TexCount | Convention::Unicode => true,
        };
        let gap = &self.flow.text[between.clone()];
        if may_pass_over || !gap.contains(char::is_alphanumeric) {
            return None;
        }
        let page = self.piece(between.start).drawn.page;
        Some(CensusError {
            page,
            visible: visible(gap),
            attributed: 0,
        })
    }
}

/// How much a character says about what its word is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Telling {
    Nothing,
    Sign,
    Formula,
    Letter,
}

/// Returns where an author wrote the word that begins at a byte of a flow.
fn place(
    piece: &TextPiece,
    byte: usize,
    locate: &dyn Fn(Span, u16) -> Option<Place>,
) -> Option<Place> {
    let in_piece = byte - piece.start;
    let mut shown = 0;
    let mut at = piece.from;
    for (offset, c) in piece.drawn.item.text[piece.from..].char_indices() {
        at = piece.from + offset;
        if is_dropped(c) {
            continue;
        }
        if shown >= in_piece || piece.formula.is_some() {
            break;
        }
        shown += c.len_utf8();
    }
    let (span, offset) = node_at(piece.drawn.item, at);
    // Of the template's own files, only what comes from a reference file has a place.
    locate(span, u16::try_from(offset).unwrap_or(u16::MAX))
        .or_else(|| locate(piece.facts.author, 0))
}
