//! A paragraph as it was sent, piece by piece, with what was added to it and deleted from it since.

use std::ops::Range;

use crate::word::read::model::Look;

/// Stands for what has no text of its own.
pub(crate) const OBJECT: char = '\u{fffc}';

/// A paragraph as it was sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    pub(crate) bits: Vec<Bit>,
    /// The hidden marks that say where it came from; those that began before it come last.
    pub(crate) marks: Vec<SourceMark>,
    /// Its end was deleted: it was joined with the next one.
    pub(crate) end_deleted: Option<usize>,
    /// Only the look of the whole was changed.
    pub(crate) formatted: Option<usize>,
}

/// A piece of a paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bit {
    /// Its text; for an object what it showed.
    pub(crate) text: String,
    pub(crate) is: BitKind,
    pub(crate) look: Look,
    pub(crate) inserted: Option<usize>,
    pub(crate) deleted: Option<usize>,
    pub(crate) formatted: Option<usize>,
    /// What an object shows, piece by piece.
    pub(crate) pieces: Vec<Shown>,
}

/// A piece of what an object shows.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    pub(crate) text: String,
    pub(crate) look: Look,
    pub(crate) inserted: Option<usize>,
    pub(crate) deleted: Option<usize>,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BitKind {
    #[default]
    Text,
    /// A citation, a reference, a note, a formula, a picture.
    Object,
    /// The end of a paragraph that somebody put in.
    Break,
}

/// A hidden mark of the export: the file, the line and the words that a paragraph was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SourceMark {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl Bit {
    /// Returns how many signs it has in the text that was sent.
    pub(crate) fn length(&self) -> usize {
        match (self.inserted, self.is) {
            (Some(_), _) | (None, BitKind::Break) => 0,
            (None, BitKind::Object) => 1,
            (None, BitKind::Text) => self.text.chars().count(),
        }
    }

    /// Returns what was added to or deleted from an object that was not added or deleted whole: the
    /// change, whether it added, and the words.
    pub(crate) fn inside(&self) -> impl Iterator<Item = (usize, bool, &str)> {
        let is_whole = self.inserted.is_some() || self.deleted.is_some();
        let pieces = self.pieces.iter().filter(move |_| !is_whole);
        pieces.filter_map(|it| match (it.inserted, it.deleted) {
            (Some(change), None) => Some((change, true, it.text.as_str())),
            (None, Some(change)) => Some((change, false, it.text.as_str())),
            (Some(_), Some(_)) | (None, None) => None,
        })
    }

    /// Returns whether only some of an object was changed.
    pub(crate) fn is_touched(&self) -> bool {
        self.inside().next().is_some()
    }

    /// Adds to what an object shows: it is added or deleted if all of it is.
    pub(crate) fn show(&mut self, piece: Shown) {
        self.pieces.retain(|it| !it.text.is_empty());
        self.pieces.push(piece);
        let all = |of: fn(&Shown) -> Option<usize>| {
            let first = self.pieces.first().and_then(of);
            first.filter(|_| self.pieces.iter().all(|it| of(it).is_some()))
        };
        (self.inserted, self.deleted) = (all(|it| it.inserted), all(|it| it.deleted));
        let is_gone = self.deleted.is_some();
        let there = self
            .pieces
            .iter()
            .filter(|it| is_gone || it.deleted.is_none());
        self.text = there.map(|it| it.text.as_str()).collect();
    }

    /// Returns an object with what was added at its edges beside it, as text.
    pub(crate) fn without_edges(mut self) -> Vec<Self> {
        let is_added = |it: &Shown| it.inserted.is_some() && it.deleted.is_none();
        if self.inserted.is_some() || !self.is_touched() {
            return vec![self];
        }
        let before = self.pieces.iter().take_while(|it| is_added(it)).count();
        let after = self
            .pieces
            .iter()
            .rev()
            .take_while(|it| is_added(it))
            .count();
        let behind = self.pieces.split_off(self.pieces.len() - after);
        let mut pieces = std::mem::take(&mut self.pieces).into_iter();
        let text = |it: Shown| Self {
            text: it.text,
            look: it.look,
            inserted: it.inserted,
            ..Self::default()
        };
        let mut bits: Vec<Self> = pieces.by_ref().take(before).map(text).collect();
        pieces.for_each(|it| self.show(it));
        bits.push(self);
        bits.extend(behind.into_iter().map(text));
        bits
    }
}

impl Sent {
    /// Returns the text that was sent, with a sign for each object.
    pub(crate) fn text(&self) -> String {
        let mut out = String::new();
        for bit in self.bits.iter().filter(|bit| bit.inserted.is_none()) {
            match bit.is {
                BitKind::Text => out.push_str(&bit.text),
                BitKind::Object => out.push(OBJECT),
                BitKind::Break => {}
            }
        }
        out
    }

    /// Returns the text as it is now, its objects as they were shown.
    pub(crate) fn now(&self) -> String {
        let there = self.bits.iter().filter(|bit| bit.deleted.is_none());
        there
            .map(|bit| {
                if bit.is == BitKind::Break {
                    "\n"
                } else {
                    bit.text.as_str()
                }
            })
            .collect()
    }

    /// Returns whether words were added or deleted.
    pub(crate) fn is_changed(&self) -> bool {
        let is_changed =
            |bit: &Bit| bit.inserted.is_some() || bit.deleted.is_some() || bit.is_touched();
        self.end_deleted.is_some() || self.bits.iter().any(is_changed)
    }

    /// Returns the changes of the paragraph: neighbouring pieces that were added or deleted, and
    /// each object of which only some was changed.
    pub(crate) fn groups(&self) -> Vec<Range<usize>> {
        let mut groups: Vec<Range<usize>> = Vec::new();
        for (at, bit) in self.bits.iter().enumerate() {
            if bit.is_touched() {
                groups.push(at..at + 1);
            } else if bit.inserted.is_some() != bit.deleted.is_some() {
                match groups.last_mut() {
                    Some(last) if last.end == at && !self.bits[at - 1].is_touched() => {
                        last.end += 1;
                    }
                    _ => groups.push(at..at + 1),
                }
            }
        }
        groups
    }

    /// Returns the paragraph with some of its changes, the others taken back.
    pub(crate) fn with_only(&self, kept: &[Range<usize>]) -> Self {
        let is_kept = |at: usize| kept.iter().any(|group| group.contains(&at));
        let bits = self.bits.iter().enumerate().filter_map(|(at, bit)| {
            let is_new = bit.inserted.is_some();
            match is_kept(at) {
                true => Some(bit.clone()),
                false => (!is_new).then(|| Bit {
                    deleted: None,
                    pieces: Vec::new(),
                    ..bit.clone()
                }),
            }
        });
        Self {
            bits: bits.collect(),
            ..self.clone()
        }
    }

    /// Returns what somebody wanted with some pieces, in words.
    pub(crate) fn wish(&self, group: Range<usize>) -> String {
        let is_there = |bit: &&Bit| bit.deleted.is_none();
        let before: String = self.bits[..group.start]
            .iter()
            .filter(is_there)
            .map(|bit| bit.text.as_str())
            .collect();
        let mut last: Vec<&str> = before.split_whitespace().rev().take(4).collect();
        last.reverse();
        let (mut old, mut new) = (String::new(), String::new());
        for bit in &self.bits[group] {
            let whole = [(bit.text.as_str(), bit.inserted, bit.deleted)];
            let pieces = bit.pieces.iter();
            let pieces = pieces.map(|it| (it.text.as_str(), it.inserted, it.deleted));
            let all: Vec<_> = match bit.is_touched() {
                true => pieces.collect(),
                false => whole.into_iter().collect(),
            };
            for (text, inserted, deleted) in all {
                old.push_str(inserted.map_or(text, |_| ""));
                new.push_str(deleted.map_or(text, |_| ""));
            }
        }
        match (old.trim(), new.trim()) {
            ("", new) => format!("“{new}” behind “{}”", last.join(" ")),
            (old, "") => format!("“{old}” taken out behind “{}”", last.join(" ")),
            (old, new) => format!("“{new}” instead of “{old}”"),
        }
    }
}

impl SourceMark {
    /// Reads `_folio_<path8>_<line>_<text8>`, perhaps with a number behind it.
    pub(crate) fn read(name: &str) -> Option<Self> {
        let mut parts = name.strip_prefix("_folio_")?.split('_');
        let path = parts.next().filter(|path| path.len() == 8)?;
        let line = parts.next()?.parse().ok()?;
        let text = parts.next().filter(|text| text.len() == 8)?;
        Some(Self {
            path: path.to_owned(),
            line,
            text: text.to_owned(),
        })
    }
}
