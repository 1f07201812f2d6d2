//! A line of text as its plain words, and changes made in the pieces that they came from.

use std::ops::Range;

use crate::markdown::document::{Inline, TextStyle};
use crate::markdown::placed_text::PlacedText;

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
                        is_open: is_open && piece.is_plain(),
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
                        | TextStyle::Mark
                        | TextStyle::Added
                        | TextStyle::Noted => true,
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
                | Inline::Reference { .. }
                | Inline::Anchor { .. }
                | Inline::TextReference { .. }
                | Inline::Cite { .. }
                | Inline::Typst(_) => self.text.push(OBJECT),
                Inline::Review { .. } | Inline::Html { .. } => {}
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
        let mut item = match item {
            Inline::Text(text) => {
                let run = &flat.runs[*piece];
                *piece += 1;
                edited(text, run, edits, &mut out);
                continue;
            }
            other => other,
        };
        if let Some(children) = item.children_mut() {
            rewrite(children, piece, flat, edits);
        }
        if let Inline::Span {
            attributes,
            children,
            ..
        } = &mut item
            && attributes.has("short")
        {
            attributes.classes.retain(|(class, _)| class != "short");
            if attributes.is_empty() {
                out.append(children);
                continue;
            }
        }
        out.push(item);
    }
    *items = out;
}

/// Whether something in a line is marked `.short`.
pub(crate) fn has_short(items: &[Inline<'_>]) -> bool {
    items.iter().any(|item| {
        matches!(item, Inline::Span { attributes, .. } if attributes.has("short"))
            || has_short(item.children())
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
            out.push(Inline::Text(piece.part(done..range.start)));
        }
        let place = piece.place.start + range.start..piece.place.start + range.end;
        out.push(Inline::Text(PlacedText::made(edit.text.clone(), place)));
        done = range.end;
    }
    if done == 0 {
        out.push(Inline::Text(piece));
    } else if done < piece.text.len() {
        out.push(Inline::Text(piece.part(done..piece.text.len())));
    }
}
