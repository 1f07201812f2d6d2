//! What the pages show of each node of the syntax trees.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use typst::syntax::{Span, SyntaxNode};
use typst::text::TextItem;

use crate::diagnostics::text::letters;
use crate::words::category::Category;
use crate::words::census::visible::is_dropped;
use crate::words::census::walked::WalkedText;

/// Where a run stands: the flow, and its place among the runs of the flow.
pub(super) type Stand = (usize, usize);

/// So many runs of one node may lie over each other.
const MAX_OVERLAP: usize = 64;

/// So many runs, or paragraphs and cells, between two texts of a file are looked at.
const MAX_BETWEEN: usize = 64;

/// So far from the last word that was found the next is looked for.
const NEAR: usize = 4096;

/// A stretch of glyphs that come from one node without a gap.
struct Run<'a> {
    /// The byte in the node at which it starts, as the engine counts it.
    offset: usize,
    text: &'a str,
    stands: Stand,
}

/// A run of a flow, whoever wrote it.
struct InFlow {
    span: Span,
    /// Whether it is of a kind that could stand for a word: no number, no mark, no citation.
    may_replace: bool,
}

/// What the pages show.
#[derive(Default)]
pub(super) struct Drawn<'a> {
    runs: HashMap<Span, Vec<Run<'a>>>,
    flows: Vec<Vec<InFlow>>,
    /// The elements of authors of which something is shown.
    authors: HashSet<Span>,
    /// The nodes of which the contents or the margins show something.
    aside: HashSet<Span>,
    /// The letters and figures of each piece of code.
    code: HashMap<Span, String>,
}

impl<'a> Drawn<'a> {
    /// Notes where each glyph of the walked pages comes from.
    pub(super) fn of(walked: &WalkedText<'a>) -> Self {
        let mut drawn = Self::default();
        for (at, flow) in walked.flows.iter().enumerate() {
            drawn.flows.push(Vec::new());
            let mut author = None;
            for piece in &flow.pieces {
                let kind = piece.facts.kind;
                if author != Some(piece.facts.author) {
                    author = Some(piece.facts.author);
                    drawn.authors.extend(author);
                }
                if piece.facts.is_code {
                    let text = &piece.drawn.item.text[piece.from..piece.to];
                    let code = drawn.code.entry(piece.facts.author).or_default();
                    code.push_str(&letters(text));
                }
                if let Some(formula) = piece.formula {
                    for part in &walked.formulas[formula].drawn {
                        drawn.item(part.item, 0..part.item.text.len(), kind, at);
                    }
                    continue;
                }
                drawn.item(piece.drawn.item, piece.from..piece.to, kind, at);
            }
        }
        drawn
    }

    fn item(&mut self, item: &'a TextItem, bytes: Range<usize>, kind: Category, flow: usize) {
        let mut glyphs: Vec<_> = item.glyphs.iter().collect();
        if !glyphs.is_sorted_by_key(|glyph| glyph.range().start) {
            // Text from right to left has its glyphs the other way round.
            glyphs.sort_by_key(|glyph| glyph.range().start);
        }
        let mut open: Option<(Span, usize, usize)> = None;
        for glyph in glyphs {
            let at = glyph.range().start;
            let (span, offset) = (glyph.span.0, usize::from(glyph.span.1));
            if !bytes.contains(&at) {
                continue;
            }
            if let Some((of, first, start)) = open {
                if of == span && first + (at - start) == offset {
                    continue;
                }
                self.run(of, first, &item.text[start..at], kind, flow);
            }
            open = Some((span, offset, at));
        }
        if let Some((span, offset, start)) = open {
            self.run(span, offset, &item.text[start..bytes.end], kind, flow);
        }
    }

    fn run(&mut self, span: Span, offset: usize, text: &'a str, kind: Category, flow: usize) {
        if matches!(kind, Category::Contents | Category::Furniture) {
            self.aside.insert(span);
            return;
        }
        if text.chars().all(is_dropped) {
            return;
        }
        let is_mark = matches!(
            kind,
            Category::HeadingNumber
                | Category::CaptionLabel
                | Category::ListMarker
                | Category::Citation
                | Category::CrossReference
        );
        let stands = (flow, self.flows[flow].len());
        self.flows[flow].push(InFlow {
            span,
            may_replace: !is_mark && text.contains(char::is_alphanumeric),
        });
        self.runs.entry(span).or_default().push(Run {
            offset,
            text,
            stands,
        });
    }

    /// Whether anything of a node is shown anywhere.
    pub(super) fn shows(&self, node: &SyntaxNode) -> bool {
        self.aside.contains(&node.span()) || self.shows_any(node)
    }

    /// Whether anything of a node, or of what is in it, is shown in the text.
    pub(super) fn shows_any(&self, node: &SyntaxNode) -> bool {
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            let span = node.span();
            if self.runs.contains_key(&span) || self.authors.contains(&span) {
                return true;
            }
            open.extend(node.children());
        }
        false
    }

    /// Returns what of a node's text its glyphs show.
    pub(super) fn shown(&self, span: Span, text: &str) -> Shown {
        let runs = self.runs.get(&span).map_or(&[][..], Vec::as_slice);
        let mut shown = Shown::default();
        if runs.iter().any(|run| run.offset == 0 && run.text == text) {
            return shown;
        }
        let is_changed = !shown.place(text, runs);
        shown.placed.sort_by_key(|(range, _)| range.start);
        // What is printed in other letters stands for the text.
        if !is_changed {
            let hidden = words(text).filter(|word| !shown.covers(text, word));
            shown.hidden = hidden.collect();
        }
        shown
    }

    /// Whether a node's glyphs show a word that its own text does not have: where a rule takes the
    /// text of several nodes at once, all of it comes from the first.
    pub(super) fn shows_beyond(&self, span: Span, text: &str, word: &str) -> bool {
        let runs = self.runs.get(&span).map_or(&[][..], Vec::as_slice);
        let beyond = runs.iter().take(MAX_BETWEEN).filter(|run| {
            let claimed = run.offset..run.offset + run.text.len();
            text.get(claimed) != Some(run.text) && find(text, 0, run.text.trim()).is_none()
        });
        let letters = beyond.flat_map(|run| run.text.chars());
        let shown: String = letters.filter(|c| !is_dropped(*c)).collect();
        shown.contains(word)
    }

    /// Whether a piece of code shows a word.
    pub(super) fn shows_code(&self, code: Span, word: &str) -> bool {
        let word = letters(word);
        let code = self.code.get(&code);
        code.is_some_and(|shown| shown.contains(&word))
    }

    /// Returns where the first or the last run of a node stands.
    pub(super) fn end_of(&self, span: Span, is_last: bool) -> Option<Stand> {
        let runs = self.runs.get(&span)?;
        let run = if is_last { runs.last() } else { runs.first() };
        run.map(|run| run.stands)
    }

    /// Whether text stands between two runs that comes from none of some nodes. Where there is no
    /// run on one side, the flow beside that of the other is looked at.
    pub(super) fn has_other_between(
        &self,
        before: Option<Stand>,
        after: Option<Stand>,
        own: &HashSet<Span>,
    ) -> bool {
        let is_other = |flow: usize, runs: Range<usize>| {
            let runs = self.flows.get(flow).and_then(|all| all.get(runs));
            let mut others = runs.unwrap_or_default().iter().take(MAX_BETWEEN);
            others.any(|run| run.may_replace && !own.contains(&run.span))
        };
        let length = |flow: usize| self.flows.get(flow).map_or(0, Vec::len);
        match (before, after) {
            (Some((flow, from)), Some((same, to))) if flow == same && from < to => {
                is_other(flow, from + 1..to)
            }
            _ => {
                let last = before.map(|(flow, _)| flow + 1);
                let first = after.map(|(flow, _)| flow);
                let between = match (last, first) {
                    (Some(last), Some(first)) => last..first,
                    (Some(last), None) => last..last + 1,
                    (None, Some(first)) => first.saturating_sub(1)..first,
                    (None, None) => 0..0,
                };
                before.is_some_and(|(flow, from)| is_other(flow, from + 1..length(flow)))
                    || after.is_some_and(|(flow, to)| is_other(flow, 0..to))
                    || between
                        .take(MAX_BETWEEN)
                        .any(|flow| is_other(flow, 0..length(flow)))
            }
        }
    }
}

/// What of a node's text is shown.
#[derive(Default)]
pub(super) struct Shown {
    /// The words that are not shown.
    pub(super) hidden: Vec<Range<usize>>,
    /// What is shown, and where it stands, in the order of the text.
    placed: Vec<(Range<usize>, Stand)>,
}

impl Shown {
    /// Finds the runs in a text; returns whether all of them were found.
    ///
    /// The engine counts the bytes of a node anew where a rule took something out of it, so a run
    /// that is not where it says is looked for behind the one before.
    fn place(&mut self, text: &str, runs: &[Run<'_>]) -> bool {
        let mut next = 0;
        for run in runs {
            let claimed = run.offset..run.offset + run.text.len();
            if text.get(claimed.clone()) == Some(run.text) {
                next = claimed.end;
                self.placed.push((claimed, run.stands));
                continue;
            }
            for word in words(run.text) {
                let word = &run.text[word];
                let found = find(text, next, word).or_else(|| find(text, 0, word));
                match found {
                    Some(found) => {
                        next = found.end;
                        self.placed.push((found, run.stands));
                    }
                    None => return false,
                }
            }
        }
        true
    }

    /// Whether each character of a word is shown.
    fn covers(&self, text: &str, word: &Range<usize>) -> bool {
        let last = self.placed.partition_point(|(it, _)| it.start < word.end);
        let mut at = word.end;
        // What is shown twice may lie in any order.
        for (range, _) in self.placed[..last].iter().rev().take(MAX_OVERLAP) {
            if range.end >= at {
                at = at.min(range.start);
            } else if text[range.end.max(word.start)..at].chars().all(is_dropped) {
                at = range.start;
            }
            if at <= word.start {
                return true;
            }
        }
        text[word.start..at].chars().all(is_dropped)
    }

    /// Returns where the text next to a word of the same node stands.
    pub(super) fn around(&self, word: &Range<usize>) -> (Option<Stand>, Option<Stand>) {
        let at = self.placed.partition_point(|(it, _)| it.start < word.end);
        let mut before = self.placed[..at].iter().rev().take(MAX_OVERLAP);
        let before = before.find(|(range, _)| range.end <= word.start);
        let after = self.placed.get(at);
        (before.map(|it| it.1), after.map(|it| it.1))
    }
}

/// Returns the runs of letters and figures of a text.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_part = |c: char| c.is_alphanumeric() || is_dropped(c);
    let parts = text.split(move |c: char| !is_part(c));
    let start = text.as_ptr().addr();
    let places = parts.map(move |part| {
        let at = part.as_ptr().addr() - start;
        at..at + part.len()
    });
    places.filter(|place| text[place.clone()].contains(char::is_alphanumeric))
}

/// Finds a word near a byte of a text, whatever its case.
fn find(text: &str, from: usize, word: &str) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let starts = rest.char_indices().take(NEAR);
    let mut found = starts.filter_map(|(at, _)| Some(at..at + same(&rest[at..], word)?));
    found
        .next()
        .map(|found| from + found.start..from + found.end)
}

/// Returns how many bytes at the start of a text are a word, whatever its case.
fn same(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word.chars().filter(|c| !is_dropped(*c));
    let mut end = 0;
    let mut letters = text.char_indices().filter(|(_, c)| !is_dropped(*c));
    for c in wanted.by_ref() {
        let (at, letter) = letters.next()?;
        if letter != c && !letter.to_lowercase().eq(c.to_lowercase()) {
            return None;
        }
        end = at + letter.len_utf8();
    }
    (end > 0).then_some(end)
}
