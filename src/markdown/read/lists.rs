//! Lists with their marks, those that the parser knows and those that were covered for it.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::dialects::word::typed_bullet;
use crate::markdown::document::{Block, ListItem};
use crate::markdown::mask::lists::{Counting, Marker};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::{EventReader, trim_end};

/// A list whose items count alike.
struct GrowingList<'a> {
    marker: Option<Marker<'a>>,
    items: Vec<ListItem<'a>>,
    is_tight: bool,
}

impl<'a> GrowingList<'a> {
    fn finish(self, place: BodyRange) -> Option<Block<'a>> {
        let first = self.items.first()?.place.start;
        let end = self.items.last()?.place.end;
        let shown = |marker: &Marker| {
            let is_plain = marker.pattern() == "1.";
            (!is_plain).then(|| marker.pattern())
        };
        Some(Block::List {
            start: self.marker.as_ref().map(|marker| marker.number),
            pattern: self.marker.as_ref().and_then(shown),
            is_tight: self.is_tight,
            items: self.items,
            place: first.max(place.start)..end.min(place.end),
        })
    }
}

impl<'a> EventReader<'a, '_> {
    pub(crate) fn list(&mut self, place: BodyRange, blocks: &mut Vec<Block<'a>>) {
        let mut list = GrowingList {
            marker: None,
            items: Vec::new(),
            is_tight: true,
        };
        let mut closes = Vec::new();
        let mut last: Option<Marker<'a>> = None;
        while let Some((event, item)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let marker = self.marker(&item);
                    let follows = match (&marker, &last) {
                        (Some(marker), Some(last)) => marker.after(last),
                        _ => None,
                    };
                    let is_same = follows.is_some() || (marker.is_none() && last.is_none());
                    if !is_same && !list.items.is_empty() {
                        let next = GrowingList {
                            marker: None,
                            items: Vec::new(),
                            is_tight: true,
                        };
                        blocks.extend(std::mem::replace(&mut list, next).finish(place.clone()));
                    }
                    last = follows.or(marker);
                    if list.items.is_empty() {
                        list.marker.clone_from(&last);
                        if let Some(first) = list.marker.as_mut()
                            && first.counting == Counting::Example
                        {
                            first.number = self.examples as u64 + 1;
                        }
                    }
                    if last
                        .as_ref()
                        .is_some_and(|last| last.counting == Counting::Example)
                    {
                        self.examples += 1;
                    }
                    let item = self.item(item, &mut list.is_tight, &mut closes);
                    list.items.push(item);
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        if !self.is_contents(&list.items, &place) {
            blocks.extend(list.finish(place));
        }
        blocks.extend(closes.into_iter().map(Block::DivClose));
    }

    /// Reads the mark of an item; a bullet has none.
    fn marker(&mut self, item: &BodyRange) -> Option<Marker<'a>> {
        let blanks = self.source[item.clone()].len()
            - self.source[item.clone()]
                .trim_start_matches([' ', '\t'])
                .len();
        let start = item.start + blanks;
        let text = &self.source[start..item.end];
        if text.starts_with(['-', '*', '+']) {
            return None;
        }
        let Some(marker) = Marker::read(text) else {
            self.skipped = start + typed_bullet(text)?;
            return None;
        };
        // A long mark was covered with figures and letters that the parser took for text.
        self.skipped = start + marker.length;
        Some(marker)
    }

    fn item(
        &mut self,
        place: BodyRange,
        is_tight: &mut bool,
        closes: &mut Vec<BodyRange>,
    ) -> ListItem<'a> {
        let is_mark = |(event, _): &(_, _)| matches!(event, Event::TaskListMarker(_));
        let task = match self.events.next_if(is_mark) {
            Some((Event::TaskListMarker(is_ticked), _)) => Some(is_ticked),
            Some(_) | None => None,
        };
        let inner = self.blocks();
        *is_tight &= !inner
            .iter()
            .any(|block| matches!(block, Block::Paragraph(_) | Block::Figure(_)));
        let (blocks, rest) = self.fold(inner, false);
        closes.extend(rest);
        ListItem {
            task,
            blocks,
            place: trim_end(self.source, place),
        }
    }
}
