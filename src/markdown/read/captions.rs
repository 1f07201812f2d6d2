//! Captions of tables with text directly below them.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::Inline;
use crate::markdown::inline::cuts::{cut_before, trim_ends};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::TEXT_BELOW_CAPTION;
use crate::markdown::tables::CAPTION_MARKS;

type Line<'a> = Vec<Inline<'a>>;

impl<'a> EventReader<'a, '_> {
    /// Takes a caption with its label off the text below it; gives the line back if it is none.
    pub(crate) fn caption_above(
        &mut self,
        raw: Line<'a>,
    ) -> Result<(Line<'a>, Line<'a>), Line<'a>> {
        let (Some(first), Some(last)) = (raw.first(), raw.last()) else {
            return Err(raw);
        };
        let (start, end) = (first.place().start, last.place().end);
        let text = &self.source[start..end];
        if !CAPTION_MARKS.iter().any(|mark| text.starts_with(mark)) {
            return Err(raw);
        }
        let mut at = start;
        let mut found = None;
        for line in text.split_inclusive('\n') {
            let shown = line.trim_end();
            let label = shown.rfind('{').filter(|_| shown.ends_with('}'));
            let attributes = label.and_then(|open| Attributes::read(self.source, at + open));
            let place = attributes.filter(|it| it.id.is_some()).map(|it| it.place);
            let stands_last = at + line.len() >= end;
            if let Some(place) = place.filter(|it| it.end == at + shown.len() && !stands_last) {
                found = Some(place);
                break;
            }
            at += line.len();
        }
        let Some(label) = found else {
            return Err(raw);
        };
        let message = "text stands directly below this caption".to_owned();
        let hint = "leave an empty line between them";
        self.trouble
            .tell(&TEXT_BELOW_CAPTION, &label, message, hint);
        let is_caption = |item: &Inline| item.place().start < label.end;
        let (caption, rest): (Line<'a>, Line<'a>) = raw.into_iter().partition(is_caption);
        Ok((trim_ends(cut_before(caption, label.end)), trim_ends(rest)))
    }
}
