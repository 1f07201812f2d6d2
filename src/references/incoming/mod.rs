//! References that come in: what RIS, PubMed's nbib, EndNote's XML, CSL-JSON and data pasted behind
//! a DOI say of works, so that they can be written into a `.bib`.
//!
//! # Decisions
//!
//! - 2026-11: read by ourselves. A library that does it splits “National Institute for Health and
//!   Care Excellence” into two people; here an author without a comma is an organisation.
//! - 2026-11: a form is known by what stands in the file, never by the file's name, and one file may
//!   hold several: people paste.
//! - 2026-11: each entry is read back after it was written. What reads otherwise is told, not lost.

mod endnote;
mod keys;
mod merge;
mod names;
mod nbib;
mod pasted;
mod ris;
mod structured;
mod tagged;
mod work;
mod write;

#[cfg(test)]
mod tests;

pub use merge::{Added, Known, Merged, merge};
pub use work::is_retracted;

use crate::csl::Item;
use crate::references::incoming::pasted::{Form, pieces};

/// A work that a file brings.
#[derive(Clone, Debug, PartialEq)]
pub struct Incoming {
    /// What is said of it; its key is not settled yet.
    pub item: Item,
    /// The line in the file where it begins, from 1.
    pub line: usize,
    /// Whether the export says that it was retracted.
    pub is_retracted: bool,
    /// Authors with more than one word and no comma, taken for organisations though no word of
    /// theirs says so: a person may be meant.
    pub doubtful: Vec<String>,
}

/// What a file brings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// Its works, in its order.
    pub works: Vec<Incoming>,
    /// What could not be read: the line, from 1, and what is wrong with it.
    pub unread: Vec<(usize, String)>,
}

/// Reads the works of a file, whatever form or forms it has.
pub fn read(text: &str) -> Brought {
    let mut brought = Brought::default();
    // Exports that were put behind each other have a mark each.
    let text = text.replace('\u{feff}', "");
    for piece in pieces(&text) {
        let before = brought.works.len();
        match piece.form {
            Form::Ris => ris::read(&piece, &mut brought),
            Form::Nbib => nbib::read(&piece, &mut brought),
            Form::EndNote => endnote::read(piece.text, &mut brought),
            Form::Json => structured::json(&piece, &mut brought),
            Form::Bib => structured::bib(&piece, &mut brought),
            Form::Unknown => {
                let shown = crate::diagnostics::text::inline(piece.text.trim(), 60);
                brought.unread.push((
                    piece.line,
                    format!("“{shown}” belongs to no form of references that folio reads"),
                ));
            }
            Form::Doi => {
                let shown = crate::diagnostics::text::inline(piece.text.trim(), 80);
                brought.unread.push((
                    piece.line,
                    format!("no data stands behind the DOI `{shown}`, and folio asks no network"),
                ));
            }
        }
        if let (Some(doi), [work]) = (piece.doi, &mut brought.works[before..]) {
            let doi = work::bare_doi(doi);
            work.item
                .values
                .entry("DOI".to_owned())
                .or_insert_with(|| crate::csl::Value::Text(crate::csl::escaped(doi)));
        }
    }
    brought
}
