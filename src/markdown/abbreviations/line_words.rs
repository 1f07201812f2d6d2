//! A line of text as its plain words, and changes made in the pieces that they came from.

use std::borrow::Cow;
use std::ops::Range;

use crate::markdown::document::{Inline, PlacedText, TextStyle};

/// What stands for a citation, a formula or code among the words of a line.
const OBJECT: char = '\u{fffc}';

/// The words of a line, and which piece of text each comes from.
#[derive(Default)]
pub(crate) struct LineWords {
    pub(crate) text: String,
    /// One for each piece of text, in its order.
    runs: Vec<TextRun>,
}

pub(crate) struct TextRun {
    range: Range<usize>,
    /// Whether something may be put in here.
    pub(crate) is_open: bool,
}

/// A change of a line's words.
pub(crate) struct Edit {
    pub(crate) range: Range<usize>,
    pub(crate) text: String,
}

impl LineWords {
    /// Reads a line.
    pub(crate) fn read(items: &[Inline<'_>]) -> Self {
        let mut flat = Self::default();
        flat.add(items, true);
        flat
    }

    fn add(&mut self, items: &[Inline<'_>], is_open: bool) {
        for item in items {
            match item {
                Inline::Text(piece) => {
                    let start = self.text.len();
                    self.text.push_str(&piece.text);
                    self.runs.push(TextRun {
                        range: start..self.text.len(),
                        is_open: is_open && piece.exact && !piece.literal,
                    });
                }
                Inline::Soft(_) | Inline::Hard(_) => self.text.push(' '),
                Inline::Styled {
                    style, children, ..
                } => {
                    let is_read_on = match style {
                        TextStyle::Emph
                        | TextStyle::Strong
                        | TextStyle::Underline
                        | TextStyle::Mark => true,
                        TextStyle::Strike | TextStyle::Super | TextStyle::Sub => false,
                    };
                    self.add(children, is_open && is_read_on);
                }
                Inline::Link {
                    target, children, ..
                } => {
                    let is_address = matches!(children.as_slice(), [Inline::Text(piece)] if target.ends_with(piece.text.as_ref()));
                    self.add(children, is_open && !is_address);
                }
                Inline::Span {
                    attributes,
                    children,
                    ..
                } => self.add(children, is_open && !attributes.has("short")),
                Inline::Code { .. }
                | Inline::Math { .. }
                | Inline::Image(_)
                | Inline::Note { .. }
                | Inline::NoteReference { .. }
                | Inline::Key(_)
                | Inline::Cite { .. }
                | Inline::Typst(_) => self.text.push(OBJECT),
                Inline::Html { .. } => {}
            }
        }
    }

    /// Returns the run that holds a range as a whole.
    pub(crate) fn run(&self, range: &Range<usize>) -> Option<&TextRun> {
        let next = self
            .runs
            .partition_point(|run| run.range.start <= range.start);
        let run = self.runs[..next]
            .iter()
            .rev()
            .find(|run| !run.range.is_empty())?;
        (range.end <= run.range.end).then_some(run)
    }
}

/// Makes the changes, which stand in their order, and takes off the marks `.short`.
pub(crate) fn apply(items: &mut Vec<Inline<'_>>, flat: &LineWords, edits: &[Edit]) {
    if !edits.is_empty() || has_short(items) {
        rewrite(items, &mut 0, flat, edits);
    }
}

fn rewrite(items: &mut Vec<Inline<'_>>, piece: &mut usize, flat: &LineWords, edits: &[Edit]) {
    let mut out = Vec::with_capacity(items.len() + 2);
    for item in items.drain(..) {
        match item {
            Inline::Text(text) => {
                let run = &flat.runs[*piece];
                *piece += 1;
                edited(text, run, edits, &mut out);
            }
            Inline::Styled {
                style,
                mut children,
                place,
            } => {
                rewrite(&mut children, piece, flat, edits);
                out.push(Inline::Styled {
                    style,
                    children,
                    place,
                });
            }
            Inline::Link {
                target,
                mut children,
                place,
            } => {
                rewrite(&mut children, piece, flat, edits);
                out.push(Inline::Link {
                    target,
                    children,
                    place,
                });
            }
            Inline::Span {
                mut attributes,
                mut children,
                place,
            } => {
                rewrite(&mut children, piece, flat, edits);
                let had_it = attributes.has("short");
                attributes.classes.retain(|(class, _)| class != "short");
                if had_it && attributes.is_empty() {
                    out.append(&mut children);
                } else {
                    out.push(Inline::Span {
                        attributes,
                        children,
                        place,
                    });
                }
            }
            other => out.push(other),
        }
    }
    *items = out;
}

/// Whether something in a line is marked `.short`.
pub(crate) fn has_short(items: &[Inline<'_>]) -> bool {
    items.iter().any(|item| match item {
        Inline::Span {
            attributes,
            children,
            ..
        } => attributes.has("short") || has_short(children),
        Inline::Styled { children, .. } | Inline::Link { children, .. } => has_short(children),
        Inline::Text(_)
        | Inline::Soft(_)
        | Inline::Hard(_)
        | Inline::Code { .. }
        | Inline::Math { .. }
        | Inline::Image(_)
        | Inline::Note { .. }
        | Inline::NoteReference { .. }
        | Inline::Key(_)
        | Inline::Cite { .. }
        | Inline::Typst(_)
        | Inline::Html { .. } => false,
    })
}

/// Cuts a piece of text at its changes.
fn edited<'a>(piece: PlacedText<'a>, run: &TextRun, edits: &[Edit], out: &mut Vec<Inline<'a>>) {
    let first = edits.partition_point(|edit| edit.range.start < run.range.start);
    let here = edits[first..]
        .iter()
        .take_while(|edit| edit.range.end <= run.range.end && !run.range.is_empty());
    let mut done = 0;
    for edit in here {
        let range = edit.range.start - run.range.start..edit.range.end - run.range.start;
        if done < range.start {
            out.push(Inline::Text(part(&piece, done..range.start)));
        }
        out.push(Inline::Text(PlacedText {
            text: Cow::Owned(edit.text.clone()),
            place: piece.place.start + range.start..piece.place.start + range.end,
            literal: false,
            exact: false,
        }));
        done = range.end;
    }
    if done == 0 {
        out.push(Inline::Text(piece));
    } else if done < piece.text.len() {
        let rest = done..piece.text.len();
        out.push(Inline::Text(part(&piece, rest)));
    }
}

fn part<'a>(piece: &PlacedText<'a>, range: Range<usize>) -> PlacedText<'a> {
    let place = piece.place.start + range.start..piece.place.start + range.end;
    let text = match &piece.text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
        Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
    };
    PlacedText {
        text,
        place,
        literal: piece.literal,
        exact: piece.exact,
    }
}
