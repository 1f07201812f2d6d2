//! The law that nothing vanishes, on the pages: each word of an author's files has its glyphs.
//!
//! The syntax tree of a file says which words are to be read, the census which glyphs stand on the
//! pages and which node each comes from. A word none of whose node's glyphs show it is lost, unless
//! something else stands in its place: what a rule puts for it is drawn between its neighbours.
//! Formulas and references are held to less: something of them is drawn.
//!
//! # Decisions
//!
//! - 2026-11: what only the contents or the margins show is not printed: a heading that a rule hides
//!   still stands in the contents.
//! - 2026-11: citations are the style's business, which may leave out a place in a work; what a
//!   function of an author's own, a branch or a definition holds may be meant not to be printed.

mod drawn;
mod leaves;
mod markup;

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use typst::syntax::{FileId, Source, Span};

use crate::project::Region;
use crate::words::category::Category;
use crate::words::census::walked::WalkedText;
use drawn::{Drawn, Stand};
use leaves::{Fate, Leaf, LeafKind, Leaves};

pub(crate) use markup::{RawMarkup, raw_markup};

/// More of what is lost than is shown.
const MAX_SHOWN: usize = 80;

/// Something that was written to be read and that no page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unprinted {
    /// The source.
    pub(crate) file: FileId,
    /// Its bytes in the source.
    pub(crate) range: Range<usize>,
    /// The words, those of a long passage cut off.
    pub(crate) words: String,
    /// What it is.
    pub(crate) is: UnprintedKind,
}

/// What it is that no page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UnprintedKind {
    /// Words.
    Words,
    /// A formula.
    Formula,
    /// A reference.
    Reference,
    /// What code holds that may be meant to print nothing; with the name of the function or the
    /// definition, if it has one.
    Code(Option<String>),
}

/// Returns what of some sources is on no page, in their order.
///
/// `is_builtin` says whether the engine has a function of that name.
pub(crate) fn unprinted(
    walked: &WalkedText<'_>,
    sources: &[Source],
    is_builtin: &dyn Fn(&str) -> bool,
) -> Vec<Unprinted> {
    let drawn = Drawn::of(walked);
    let own: HashSet<&str> = sources
        .iter()
        .flat_map(|source| leaves::names_bound(source.root()))
        .collect();
    let is_builtin = |name: &str| is_builtin(name) && !own.contains(name);
    let read = sources
        .iter()
        .map(|source| Leaves::of(source.root(), &is_builtin));
    let read: Vec<Leaves<'_>> = read.collect();
    let printed = OnceCell::new();
    let mut found = Vec::new();
    for (source, leaves) in sources.iter().zip(&read) {
        let search = Search {
            source,
            drawn: &drawn,
            leaves,
            read: &read,
            printed: &printed,
        };
        search.all(&mut found);
    }
    found
}

/// Returns what is printed in a part of the document, its margins left out.
pub(crate) fn text_of_region(walked: &WalkedText<'_>, region: &Region) -> String {
    let mut text = String::new();
    let wanted = walked.regions.iter().position(|known| known == region);
    for flow in &walked.flows {
        let pieces = flow.pieces_from(0).filter(|(piece, _)| {
            Some(piece.facts.region) == wanted && piece.facts.kind != Category::Furniture
        });
        for (_, piece) in pieces {
            text.push_str(piece);
        }
        text.push('\n');
    }
    text
}

/// The search through one source.
struct Search<'a> {
    source: &'a Source,
    drawn: &'a Drawn<'a>,
    leaves: &'a Leaves<'a>,
    /// The leaves of all sources.
    read: &'a [Leaves<'a>],
    /// The nodes of the text to be read in all sources, once somebody asked.
    printed: &'a OnceCell<HashSet<Span>>,
}

impl Search<'_> {
    fn all(&self, found: &mut Vec<Unprinted>) {
        let mut open: Option<Unprinted> = None;
        for (at, leaf) in self.leaves.all.iter().enumerate() {
            if leaf.fate != Fate::Printed {
                continue;
            }
            let is = match leaf.is {
                LeafKind::Text | LeafKind::Code(_) => UnprintedKind::Words,
                LeafKind::Formula => UnprintedKind::Formula,
                LeafKind::Reference => UnprintedKind::Reference,
            };
            let lost = match leaf.is {
                LeafKind::Text | LeafKind::Code(_) => self.lost_words(at),
                LeafKind::Formula | LeafKind::Reference => {
                    let is_there = self.drawn.shows_any(leaf.node) || self.is_in_shown_group(at);
                    (!is_there)
                        .then(|| leaf.range.clone())
                        .into_iter()
                        .collect()
                }
            };
            let text = self.source.text();
            let mut end = leaf.range.start;
            for range in lost {
                let has_between = text[end..range.start].contains(char::is_alphanumeric);
                end = range.end;
                match open.as_mut().filter(|open| open.is == is && !has_between) {
                    Some(open) => {
                        open.range.end = range.end;
                        if open.words.len() < MAX_SHOWN {
                            open.words.push(' ');
                            open.words.push_str(&text[range]);
                        }
                    }
                    None => found.extend(open.replace(Unprinted {
                        file: self.source.id(),
                        words: text[range.clone()].to_owned(),
                        range,
                        is: is.clone(),
                    })),
                }
            }
            if text[end..leaf.range.end].contains(char::is_alphanumeric) {
                found.extend(open.take());
            }
        }
        found.extend(open);
        self.code(found);
    }

    /// Tells what code holds of which nothing is printed, once for each function or definition.
    fn code(&self, found: &mut Vec<Unprinted>) {
        let mut is_seen = vec![false; self.leaves.groups.len()];
        // What a function prints of its contents anywhere in the file it may leave out elsewhere.
        let mut printed = HashSet::new();
        for leaf in &self.leaves.all {
            if let Fate::Optional(group) = leaf.fate
                && self.drawn.shows(leaf.node)
            {
                is_seen[group] = true;
                printed.insert((&self.leaves.groups[group].name, leaf.given));
            }
        }
        let mut told = HashSet::new();
        for leaf in &self.leaves.all {
            let Fate::Optional(at) = leaf.fate else {
                continue;
            };
            let group = &self.leaves.groups[at];
            let words = &self.source.text()[leaf.range.clone()];
            let is_dropped = group.name.is_some()
                && leaf.given.is_some()
                && !printed.contains(&(&group.name, leaf.given));
            if (is_seen[at] && !is_dropped) || !words.contains(char::is_alphanumeric) {
                continue;
            }
            is_seen[at] = true;
            if group.name.is_some() && !told.insert(&group.name) {
                continue;
            }
            found.push(Unprinted {
                file: self.source.id(),
                range: leaf.range.clone(),
                words: words.to_owned(),
                is: UnprintedKind::Code(group.name.clone()),
            });
        }
    }

    /// Whether a citation stands directly behind others of which the first is shown: what a style
    /// makes of a group has the place of its first.
    fn is_in_shown_group(&self, at: usize) -> bool {
        let (all, text) = (&self.leaves.all, self.source.text());
        let mut start = all[at].range.start;
        for leaf in all[..at].iter().rev().take(MAX_IN_GROUP) {
            let is_beside = leaf.is == LeafKind::Reference
                && all[at].is == LeafKind::Reference
                && text
                    .get(leaf.range.end..start)
                    .is_some_and(|between| between.trim().is_empty());
            if !is_beside {
                return false;
            }
            if self.drawn.shows_any(leaf.node) {
                return true;
            }
            start = leaf.range.start;
        }
        false
    }

    /// Returns the words of a leaf that are lost.
    fn lost_words(&self, at: usize) -> Vec<Range<usize>> {
        let leaf = &self.leaves.all[at];
        let text = &self.source.text()[leaf.range.clone()];
        let shown = self.drawn.shown(leaf.node.span(), text);
        let lost = shown.hidden.iter().filter(|word| {
            let (before, after) = shown.around(word);
            let is_beyond = before.is_none() && self.is_shown_before(at, &text[(*word).clone()]);
            // A line of code that is broken shows its letters without their nodes.
            let is_in_code = matches!(leaf.is, LeafKind::Code(code)
                if [code, leaf.node.span()]
                    .iter()
                    .any(|of| self.drawn.shows_code(*of, &text[(*word).clone()])));
            !is_beyond && !is_in_code && !self.is_replaced(at, before, after)
        });
        let start = leaf.range.start;
        lost.map(|word| start + word.start..start + word.end)
            .collect()
    }

    /// Whether the glyphs of a leaf shortly before show a word that is no word of that leaf.
    fn is_shown_before(&self, at: usize, word: &str) -> bool {
        let near = self.leaves.all[..at].iter().rev().take(MAX_NEIGHBOURS);
        near.into_iter().any(|leaf| {
            let text = &self.source.text()[leaf.range.clone()];
            self.drawn.shows_beyond(leaf.node.span(), text, word)
        })
    }

    /// Whether something that no text of the file is stands where a word of a leaf should; `before`
    /// and `after` are what is drawn next to it of the same leaf.
    fn is_replaced(&self, at: usize, before: Option<Stand>, after: Option<Stand>) -> bool {
        let all = &self.leaves.all;
        let near = |leaves: &mut dyn Iterator<Item = &Leaf>, is_last: bool| {
            let mut near = leaves.take(MAX_NEIGHBOURS);
            near.find_map(|leaf| self.drawn.end_of(leaf.node.span(), is_last))
        };
        let before = before.or_else(|| near(&mut all[..at].iter().rev(), true));
        let after = after.or_else(|| near(&mut all[at + 1..].iter(), false));
        let printed = self.printed.get_or_init(|| {
            let all = self.read.iter().flat_map(|leaves| &leaves.all);
            let printed = all.filter(|leaf| leaf.fate == Fate::Printed);
            printed.map(|leaf| leaf.node.span()).collect()
        });
        self.drawn.has_other_between(before, after, printed)
    }
}

/// More works than one citation has.
const MAX_IN_GROUP: usize = 64;

/// So many leaves are asked where a leaf would stand of which nothing is drawn.
const MAX_NEIGHBOURS: usize = 8;

#[cfg(test)]
mod tests;
