//! The parser's events with their places in the Markdown: those of the chapter, or of a text that
//! was put together from lines of it.

use std::vec::IntoIter;

use pulldown_cmark::{Event, OffsetIter, Options};

use crate::markdown::placed_text::BodyRange;

/// What folio reads beyond CommonMark and the parser knows.
pub(crate) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_MATH)
    .union(Options::ENABLE_DEFINITION_LIST);

/// Events in the order of the text.
pub(crate) enum Events<'a> {
    Chapter(Box<OffsetIter<'a>>),
    Part(IntoIter<(Event<'a>, BodyRange)>),
}

impl<'a> Iterator for Events<'a> {
    type Item = (Event<'a>, BodyRange);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Events::Chapter(events) => events.next(),
            Events::Part(events) => events.next(),
        }
    }
}
