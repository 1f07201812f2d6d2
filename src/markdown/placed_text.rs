//! A run of text together with the bytes of the Markdown that it came from.

use std::borrow::Cow;
use std::ops::Range;

/// Bytes of the Markdown body (behind a byte order mark and front matter).
pub(crate) type BodyRange = Range<usize>;

/// A run of text with the bytes it came from.
#[derive(Clone, Debug)]
pub(crate) struct PlacedText<'a> {
    /// What it says.
    pub(crate) text: Cow<'a, str>,
    /// Where it stands.
    pub(crate) place: BodyRange,
    /// It was escaped or an entity: nothing in it has a meaning, not even a quotation mark.
    pub(crate) literal: bool,
    /// It is the very slice of the Markdown at its place.
    pub(crate) exact: bool,
}

impl<'a> PlacedText<'a> {
    /// Returns a piece of the Markdown as it stands there.
    pub(crate) fn slice(source: &'a str, place: BodyRange) -> Self {
        Self::parsed(&source[place.clone()], place, true)
    }

    /// Returns what the parser made of a place: the Markdown itself, or the meaning of its signs.
    pub(crate) fn parsed(text: impl Into<Cow<'a, str>>, place: BodyRange, exact: bool) -> Self {
        Self {
            text: text.into(),
            place,
            literal: !exact,
            exact,
        }
    }

    /// Returns text in which nothing has a meaning.
    pub(crate) fn literal(text: impl Into<Cow<'a, str>>, place: BodyRange, exact: bool) -> Self {
        Self {
            literal: true,
            ..Self::parsed(text, place, exact)
        }
    }

    /// Returns words that stand for the construct at a place.
    pub(crate) fn made(text: impl Into<Cow<'a, str>>, place: BodyRange) -> Self {
        Self {
            literal: false,
            ..Self::parsed(text, place, false)
        }
    }

    /// Returns some bytes of it; only a copy of the Markdown knows where they stand in its place.
    pub(crate) fn part(&self, range: Range<usize>) -> Self {
        let place = match self.exact {
            true => self.place.start + range.start..self.place.start + range.end,
            false => self.place.clone(),
        };
        let text = match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[range]),
            Cow::Owned(text) => Cow::Owned(text[range].to_owned()),
        };
        Self {
            text,
            place,
            ..*self
        }
    }

    /// Returns whether it is plain text of the Markdown, in which marks may have a meaning.
    pub(crate) fn is_plain(&self) -> bool {
        self.exact && !self.literal
    }
}
