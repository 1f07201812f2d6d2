//! Lines of a chapter as a text of its own: a cell of a table, a line of a line block.

use pulldown_cmark::{BrokenLink, CowStr, Event, Parser, Tag, TagEnd};

use crate::markdown::document::Block;
use crate::markdown::mask;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::events::{Events, OPTIONS};
use crate::markdown::read::reader::EventReader;

/// Stands before a text that is one line whatever it starts with.
const LEAD: &str = "a ";

/// Stands before its further lines: what is so far in goes on with the text above it.
const LEAD_ON: &str = "    ";

/// Lines of a chapter as a text of their own.
struct PartText {
    text: String,
    /// Where each line starts in it, where in the chapter, and how long it is.
    lines: Vec<(usize, usize, usize)>,
}

impl PartText {
    fn new(source: &str, lines: &[BodyRange], is_line: bool) -> Self {
        let mut text = String::new();
        if is_line {
            text.push_str(LEAD);
        }
        let mut places = Vec::with_capacity(lines.len());
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                text.push('\n');
                text.push_str(if is_line { LEAD_ON } else { "" });
            }
            places.push((text.len(), line.start, line.len()));
            text.push_str(&source[line.clone()]);
        }
        Self {
            text,
            lines: places,
        }
    }

    /// Returns the byte of the chapter that a byte of the text stands for.
    fn byte(&self, at: usize) -> usize {
        let next = self.lines.partition_point(|(start, _, _)| *start <= at);
        let Some((start, there, length)) =
            next.checked_sub(1).and_then(|line| self.lines.get(line))
        else {
            return self.lines.first().map_or(0, |line| line.1);
        };
        there + (at - start).min(*length)
    }

    fn place(&self, place: BodyRange) -> BodyRange {
        let start = self.byte(place.start);
        let end = match place.end.checked_sub(1) {
            Some(last) if place.end > place.start => {
                let line = self.lines.iter().rfind(|(at, _, _)| *at <= last);
                let most = line.map_or(start, |(_, there, length)| there + length);
                (self.byte(last) + 1).min(most)
            }
            Some(_) | None => start,
        };
        start..end.max(start)
    }
}

impl<'a> EventReader<'a, '_> {
    /// Reads lines of the chapter as blocks, or as one line of text whatever they start with.
    pub(crate) fn part(&mut self, lines: &[BodyRange], is_line: bool) -> Vec<Block<'a>> {
        if lines.iter().all(|line| line.is_empty()) {
            return Vec::new();
        }
        if let [line] = lines
            && let Some(place) = plain_words(self.source, line)
        {
            let text = Event::Text(CowStr::Borrowed(&self.source[place.clone()]));
            let start = Event::Start(Tag::Paragraph);
            let end = Event::End(TagEnd::Paragraph);
            let events = [start, text, end].map(|event| (event, place.clone()));
            return self.read_part(events.into_iter().collect());
        }
        let part = PartText::new(self.source, lines, is_line);
        let covered = mask::part(&part.text, is_line);
        let known = std::mem::take(&mut self.known);
        let mut find = |link: BrokenLink<'_>| {
            let target = known.get(&link.reference.to_lowercase())?;
            Some((target.clone().into(), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(&covered, OPTIONS, Some(&mut find));
        let mut events: Vec<(Event<'a>, BodyRange)> = Vec::new();
        let mut is_led = is_line;
        for (event, place) in parser.into_offset_iter() {
            let event = match event {
                Event::Text(text) => {
                    let shown = match std::mem::take(&mut is_led) {
                        true => text.strip_prefix(LEAD).unwrap_or(&text),
                        false => &text,
                    };
                    let start = place.end - shown.len().min(place.len());
                    let exact = covered.get(start..place.end) == Some(shown);
                    let place = part.place(if exact { start..place.end } else { place });
                    let text = match self.source.get(place.clone()) {
                        Some(slice) if exact => CowStr::Borrowed(slice),
                        Some(_) | None => CowStr::from(shown.to_owned()),
                    };
                    if !text.is_empty() {
                        events.push((Event::Text(text), place));
                    }
                    continue;
                }
                Event::InlineMath(text) => {
                    Event::InlineMath(self.slice(&part, &covered, &text, &place))
                }
                Event::DisplayMath(text) => {
                    Event::DisplayMath(self.slice(&part, &covered, &text, &place))
                }
                other => other.into_static(),
            };
            events.push((event, part.place(place)));
        }
        self.known = known;
        self.read_part(events)
    }

    /// Returns the text of a formula as it stands in the Markdown: it may have been covered.
    fn slice(&self, part: &PartText, covered: &str, text: &str, place: &BodyRange) -> CowStr<'a> {
        let found = covered.get(place.clone()).and_then(|it| it.find(text));
        let slice = found.and_then(|at| {
            let start = place.start + at;
            self.source.get(part.place(start..start + text.len()))
        });
        match slice.filter(|slice| slice.len() == text.len()) {
            Some(slice) => CowStr::Borrowed(slice),
            None => CowStr::from(text.to_owned()),
        }
    }

    fn read_part(&mut self, events: Vec<(Event<'a>, BodyRange)>) -> Vec<Block<'a>> {
        let outer = std::mem::replace(
            &mut self.events,
            Events::Part(events.into_iter()).peekable(),
        );
        // The lines of a cell stand between those of its neighbours.
        let skipped = std::mem::take(&mut self.skipped);
        let blocks = self.blocks();
        self.skipped = skipped;
        self.events = outer;
        let (blocks, _) = self.fold(blocks, false);
        blocks
    }
}

/// Returns the words of a line in which nothing has a meaning.
fn plain_words(source: &str, line: &BodyRange) -> Option<BodyRange> {
    let text = source[line.clone()].trim_matches([' ', '\t']);
    let is_plain = |c: char| c.is_alphanumeric() || " ,.;()%'’‘“”–—€£".contains(c);
    let is_word = text.starts_with(char::is_alphabetic) && text.chars().all(is_plain);
    let is_alone = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b',');
    let start = line.start + source[line.clone()].find(text)?;
    let is_list = text.find(['.', ')']).is_some_and(|at| at < 9);
    let is_certain = (is_word && !is_list) || (is_alone && !text.is_empty());
    is_certain.then_some(start..start + text.len())
}
