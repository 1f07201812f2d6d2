//! Lists with their marks, those that the parser knows and those that were covered for it.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::dialects::hidden::is_end_mark;
use crate::markdown::dialects::word::typed_bullet;
use crate::markdown::document::{Block, ListItem};
use crate::markdown::mask::lists::{Counting, Marker};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::{EventReader, trim_end};
use crate::markdown::rules::{LIST_ITEM_EMPTY, LIST_NUMBER_CHANGED};

/// A list whose items count alike.
struct GrowingList<'a> {
    marker: Option<Marker<'a>>,
    items: Vec<ListItem<'a>>,
    is_tight: bool,
    /// The number that was typed before the last item.
    typed: Option<u64>,
    /// Whether an item was met whose number is not printed as it was typed.
    is_renumbered: bool,
}

impl<'a> GrowingList<'a> {
    fn empty() -> Self {
        Self {
            marker: None,
            items: Vec::new(),
            is_tight: true,
            typed: None,
            is_renumbered: false,
        }
    }

    /// `is_part` says that the parser took it for one list with others.
    fn finish(self, place: BodyRange, source: &str, is_part: bool) -> Option<Block<'a>> {
        let first = self.items.first()?.place.start;
        let end = self.items.last()?.place.end;
        let shown = |marker: &Marker| {
            let is_plain = marker.pattern() == "1.";
            (!is_plain).then(|| marker.pattern())
        };
        Some(Block::List {
            start: self.marker.as_ref().map(|marker| marker.number),
            pattern: self.marker.as_ref().and_then(shown),
            is_tight: self.is_tight || (is_part && !has_blank_line(&source[first..end])),
            items: self.items,
            place: first.max(place.start)..end.min(place.end),
        })
    }
}

impl<'a> EventReader<'a, '_> {
    pub(crate) fn list(&mut self, place: BodyRange, blocks: &mut Vec<Block<'a>>) {
        let mut list = GrowingList::empty();
        let mut closes = Vec::new();
        let mut is_part = false;
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
                        let list = std::mem::replace(&mut list, GrowingList::empty());
                        blocks.extend(list.finish(place.clone(), self.source, true));
                        is_part = true;
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
                    if let Some(marker) = &last {
                        self.renumbered(&mut list, marker);
                    }
                    let item = self.item(item, &mut list.is_tight, &mut closes);
                    list.items.push(item);
                    let ends = |place: &BodyRange| is_end_mark(&self.source[place.clone()]);
                    if closes.iter().any(ends) {
                        // The items below stand behind the end of what began above the list.
                        let list = std::mem::replace(&mut list, GrowingList::empty());
                        blocks.extend(list.finish(place.clone(), self.source, true));
                        blocks.extend(closes.drain(..).map(Block::DivClose));
                        is_part = true;
                    }
                }
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        if self.is_contents(&list.items, &place) {
            self.trouble.leave_out(place);
        } else {
            blocks.extend(list.finish(place, self.source, is_part));
        }
        blocks.extend(closes.into_iter().map(Block::DivClose));
    }

    /// Says that the number before the next item of a list is another on the page; a list in which
    /// all have the same number (`1.`) counts by itself.
    fn renumbered(&mut self, list: &mut GrowingList<'a>, marker: &Marker<'a>) {
        let printed = match &list.marker {
            Some(first) => first.number + list.items.len() as u64,
            None => return,
        };
        let is_counted = !matches!(marker.counting, Counting::Automatic | Counting::Example);
        let is_same = list.typed == Some(marker.number);
        list.typed = Some(marker.number);
        if !is_counted || is_same || printed == marker.number || list.is_renumbered {
            return;
        }
        list.is_renumbered = true;
        let place = self.skipped - marker.length..self.skipped;
        let typed = &self.source[place.clone()];
        let message = format!(
            "`{typed}` is item {printed} of its list here, and has that number on the page"
        );
        let hint = format!(
            "number the items in turn, put a line of text between two lists, or write `{}` if it is no item",
            typed.replace('.', "\\.").replace(')', "\\)")
        );
        self.trouble
            .tell(&LIST_NUMBER_CHANGED, &place, message, &hint);
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
        self.trouble.leave_out(start..self.skipped);
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
        let around = self.task.take();
        let inner = self.blocks();
        // In a list with lines between its items the box stands in the item's first paragraph.
        let task = task.or(std::mem::replace(&mut self.task, around));
        *is_tight &= !inner
            .iter()
            .any(|block| matches!(block, Block::Paragraph(_) | Block::Figure(_)));
        let (blocks, rest) = self.fold(inner, false);
        let place = trim_end(self.source, place);
        // What was read and left out has its own finding.
        let has_words = self.source[place.clone()]
            .split_whitespace()
            .nth(1)
            .is_some();
        if blocks.is_empty() && rest.is_empty() && task.is_none() && !has_words {
            let message = "this item of a list is empty, and its mark is printed alone".to_owned();
            let hint = "write what belongs there, or remove the mark";
            self.trouble.tell(&LIST_ITEM_EMPTY, &place, message, hint);
        }
        closes.extend(rest);
        ListItem {
            task,
            blocks,
            place,
        }
    }
}

/// Returns whether a line of a list is empty: what the parser took for one list may be several, of
/// which only some have empty lines.
fn has_blank_line(text: &str) -> bool {
    text.lines()
        .any(|line| line.trim_start_matches([' ', '\t', '>']).is_empty())
}
