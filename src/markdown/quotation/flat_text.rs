//! A line of text as its words, with the place of each straight mark.

use crate::markdown::byte_set::ByteSet;
use crate::markdown::document::Inline;
use crate::markdown::quotation::is_straight;
use crate::markdown::quotation::surroundings::OBJECT;

/// What stands for a mark that the author wants as it is.
const LITERAL_MARK: char = '\u{fffd}';

/// What straight marks and signs that nobody sees begin with.
const SIGNS: ByteSet = ByteSet::of(b"'\"\xc2\xe2\xef");

/// A line without its styles; what is no text is one sign, or the brackets that it prints.
#[derive(Default)]
pub(crate) struct FlatText<'l, 'a> {
    pub(crate) text: String,
    /// Where each straight mark of the text stands in the Markdown, if it stands there.
    pub(crate) places: Vec<Option<usize>>,
    /// Where marks stand that stay straight.
    pub(crate) kept: Vec<usize>,
    /// Lines inside it that are texts of their own.
    pub(crate) asides: Vec<&'l [Inline<'a>]>,
}

impl<'l, 'a> FlatText<'l, 'a> {
    pub(crate) fn read(items: &'l [Inline<'a>]) -> Self {
        let mut flat = Self::default();
        flat.add(items);
        flat
    }

    fn add(&mut self, items: &'l [Inline<'a>]) {
        for item in items {
            match item {
                Inline::Text(piece) => {
                    let text = &piece.text;
                    let mut at = 0;
                    while let Some(length) = SIGNS.first_in(&text.as_bytes()[at..]) {
                        self.text.push_str(&text[at..at + length]);
                        at += length;
                        let Some(c) = text[at..].chars().next() else {
                            break;
                        };
                        match c {
                            '\'' | '"' if piece.literal => self.text.push(LITERAL_MARK),
                            '\'' | '"' => {
                                let place = piece.exact.then_some(piece.place.start + at);
                                self.places.push(place);
                                self.text.push(c);
                            }
                            // Nobody sees them.
                            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
                            other => self.text.push(other),
                        }
                        at += c.len_utf8();
                    }
                    self.text.push_str(&text[at..]);
                }
                Inline::Soft(_) | Inline::Hard(_) => self.text.push(' '),
                Inline::Link {
                    target, children, ..
                } => match children.as_slice() {
                    [Inline::Text(piece)] if target.ends_with(piece.text.as_ref()) => {
                        self.text.push(OBJECT);
                        let bytes = piece.text.bytes().enumerate();
                        let marks = bytes.filter(|(_, byte)| piece.exact && is_straight(*byte));
                        self.kept
                            .extend(marks.map(|(at, _)| piece.place.start + at));
                    }
                    _ => self.add(children),
                },
                Inline::Styled { children, .. } | Inline::Span { children, .. } => {
                    self.add(children);
                }
                Inline::Note { children, .. } => self.asides.push(children),
                Inline::NoteReference { .. } | Inline::Html { .. } | Inline::Review { .. } => {}
                Inline::Key(key) => {
                    self.text.extend([OBJECT, ')']);
                    self.asides.extend([key.prefix.as_slice(), &key.suffix]);
                }
                Inline::Cite { keys, .. } => {
                    self.text.push_str("()");
                    for key in keys {
                        self.asides.extend([key.prefix.as_slice(), &key.suffix]);
                    }
                }
                Inline::Anchor { .. } => {}
                Inline::Code { .. }
                | Inline::Math { .. }
                | Inline::Image(_)
                | Inline::Reference { .. }
                | Inline::TextReference { .. }
                | Inline::Typst(_) => self.text.push(OBJECT),
            }
        }
    }
}

/// Whether a line, or what stands inside it, has a straight mark.
pub(crate) fn has_straight(items: &[Inline<'_>]) -> bool {
    items.iter().any(|item| match item {
        Inline::Text(piece) => !piece.literal && piece.text.bytes().any(is_straight),
        Inline::Note { children, .. } => has_straight(children),
        Inline::Key(key) => has_straight(&key.prefix) || has_straight(&key.suffix),
        Inline::Cite { keys, .. } => keys
            .iter()
            .any(|key| has_straight(&key.prefix) || has_straight(&key.suffix)),
        other => has_straight(other.children()),
    })
}

/// Returns the mark that a paragraph opens with.
pub(crate) fn opening(items: &[Inline<'_>]) -> Option<char> {
    let first = items.iter().find(|item| !item.is_blank())?;
    match first {
        Inline::Text(piece) => {
            let c = piece.text.trim_start().chars().next()?;
            match c {
                '\'' | '‘' => Some('\''),
                '"' | '“' => Some('"'),
                _ => None,
            }
        }
        other => opening(other.children()),
    }
}
