//! From runs of text to words: the convention cuts, the pieces say what each word is.

use std::ops::Range;

use typst::syntax::Span;

use crate::diagnostics::Place;
use crate::words::census::{CensusError, Word, is_visible};
use crate::words::convention::Convention;
use crate::words::run::{About, Piece, Run, is_dropped, node_at};
use crate::words::shape::{Shape, shapes};
use crate::words::walk::{Found, is_template};

/// A word's place in the order of the pages.
pub(crate) type Order = (usize, usize);

/// What says where text was written; `None`: nobody wants to know.
type Locate<'l> = Option<&'l dyn Fn(Span, u16) -> Option<Place>>;

/// Whether to say where each word is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawing {
    /// It is not asked for; the shapes stay empty.
    Without,
    /// With the shapes of each word.
    With,
}

/// Returns the words of all runs, each with its place in the order of the pages and its shapes.
pub(crate) fn gather(
    found: &Found,
    convention: Convention,
    locate: Locate,
    drawing: Drawing,
) -> Result<Vec<(Order, Word, Vec<Shape>)>, CensusError> {
    let mut words = Vec::new();
    for run in &found.runs {
        let mut reader = Reader { found, run, at: 0 };
        let mut end = 0;
        let mut lost = None;
        convention.each_word(&run.text, |range| {
            lost = lost
                .take()
                .or_else(|| reader.lost(end..range.start, convention));
            end = range.end;
            let (first, order, word) = reader.word(range.clone(), locate);
            let shapes = match drawing {
                Drawing::Without => Vec::new(),
                Drawing::With => shapes(found, run, first, &range),
            };
            words.push((order, word, shapes));
        });
        if let Some(error) = lost.or_else(|| reader.lost(end..run.text.len(), convention)) {
            return Err(error);
        }
    }
    Ok(words)
}

/// Reads one run from its start to its end.
struct Reader<'f, 'a> {
    found: &'f Found<'a>,
    run: &'f Run<'a>,
    /// The piece in which the last word began.
    at: usize,
}

impl<'f, 'a> Reader<'f, 'a> {
    /// Returns the piece that holds a byte not before those asked for earlier.
    fn piece(&mut self, byte: usize) -> &'f Piece<'a> {
        while let Some(next) = self.run.pieces.get(self.at + 1)
            && next.start <= byte
        {
            self.at += 1;
        }
        &self.run.pieces[self.at]
    }

    /// Returns the piece in which a word begins, and the word.
    fn word(&mut self, range: Range<usize>, locate: Locate) -> (usize, Order, Word) {
        let first = self.piece(range.start);
        let at = self.at;
        let order = (first.about.order, range.start);
        let (text, about) = match self.is_in_one_piece(&range) {
            true => (self.run.text[range.clone()].to_owned(), first.about),
            false => self.joined(first, range.clone()),
        };
        let place = locate.and_then(|locate| place(first, range.start, locate));
        let word = Word {
            text,
            category: about.category,
            kind: about.kind,
            region: about.region,
            section: about.section,
            place,
            page: first.about.page,
        };
        (at, order, word)
    }

    /// Returns whether a word that begins in the piece at hand is text of that piece alone.
    fn is_in_one_piece(&self, range: &Range<usize>) -> bool {
        let next = self.run.pieces.get(self.at + 1);
        let piece = &self.run.pieces[self.at];
        piece.formula.is_none() && next.is_none_or(|next| next.start >= range.end)
    }

    /// Returns the text of a word of several pieces, and what it is: its letters tell.
    fn joined(&mut self, first: &Piece<'a>, range: Range<usize>) -> (String, About) {
        let mut text = String::with_capacity(range.len());
        let mut telling: Option<&Piece> = None;
        let mut tells = Telling::Nothing;
        for (byte, c) in self.run.text[range.clone()].char_indices() {
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
        (text, telling.unwrap_or(first).about)
    }

    /// Returns an error if text between two words holds what the convention may not pass over.
    fn lost(&mut self, between: Range<usize>, convention: Convention) -> Option<CensusError> {
        let may_pass_over = match convention {
            Convention::Folio | Convention::LibreOffice | Convention::Whitespace => false,
            Convention::TexCount | Convention::Unicode => true,
        };
        let gap = &self.run.text[between.clone()];
        if may_pass_over || !gap.contains(char::is_alphanumeric) {
            return None;
        }
        let visible = gap.chars().filter(|c| is_visible(*c)).count();
        let page = self.piece(between.start).about.page;
        Some(CensusError {
            page,
            visible,
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

/// Returns where an author wrote the word that begins at a byte of a run.
fn place(piece: &Piece, byte: usize, locate: &dyn Fn(Span, u16) -> Option<Place>) -> Option<Place> {
    let in_piece = byte - piece.start;
    let mut shown = 0;
    let mut at = piece.from;
    for (offset, c) in piece.item.text[piece.from..].char_indices() {
        at = piece.from + offset;
        if is_dropped(c) {
            continue;
        }
        if shown >= in_piece || piece.formula.is_some() {
            break;
        }
        shown += c.len_utf8();
    }
    let (span, offset) = node_at(piece.item, at);
    let written = match is_template(span) {
        true => None,
        false => locate(span, u16::try_from(offset).unwrap_or(u16::MAX)),
    };
    written.or_else(|| locate(piece.about.author, 0))
}
