//! Blocks that are covered line by line: tables of pandoc's and line blocks.

use crate::markdown::mask::line::Line;
use crate::markdown::mask::lines::LineScan;
use crate::markdown::mask::{Region, RegionKind};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::{self, TableLines};

/// More lines than settings have.
const MAX_SETTINGS: usize = 100;

impl LineScan<'_, '_> {
    /// Reads the table that starts at `place`, which the mark of an item may stand before.
    pub(super) fn table(&mut self, at: usize, base: usize, place: &BodyRange) -> Option<usize> {
        if self.is_part || !may_be_table(self.source, place, &self.lines[at..]) {
            return None;
        }
        let lines = TableLines::new(self.source, self.content(at, base, place.start));
        let (used, table) = tables::find(&lines)?;
        let places = lines.first(used);
        drop(lines);
        self.region(at, &places, RegionKind::Table(Box::new(table)));
        Some(used)
    }

    /// Reads LaTeX's float that starts at a line.
    pub(super) fn float(&mut self, at: usize, base: usize, place: &BodyRange) -> Option<usize> {
        if self.is_part || !self.source[place.clone()].starts_with("\\begin{") {
            return None;
        }
        let lines = TableLines::new(self.source, self.content(at, base, place.start));
        let (used, float) = tables::float(&lines)?;
        let places = lines.first(used);
        drop(lines);
        self.region(at, &places, RegionKind::Float(Box::new(float)));
        Some(used)
    }

    /// Returns the lines of the container from a line on, without what stands before them; in the
    /// first the text starts at `start`, unless white space stands before it.
    fn content(&self, at: usize, base: usize, start: usize) -> impl Iterator<Item = BodyRange> {
        let source = self.source;
        let quotes = self.lines[at].quotes;
        let is_inside =
            move |line: &&Line| line.quotes == quotes && (line.is_blank() || line.indent >= base);
        let first = match start > self.lines[at].text.start {
            true => start..self.lines[at].text.end,
            false => behind(source, &self.lines[at], base),
        };
        let rest = self.lines[at + 1..].iter().take_while(is_inside);
        std::iter::once(first).chain(rest.map(move |line| behind(source, line, base)))
    }

    /// `| words` at `place`, which the mark of an item may stand before, and the lines that belong to
    /// it.
    pub(super) fn line_block(
        &mut self,
        at: usize,
        base: usize,
        place: &BodyRange,
    ) -> Option<usize> {
        let is_bar = |text: &str| text == "|" || text.starts_with("| ");
        let first = self.lines.get(at)?;
        let is_first_in_item = place.start > first.text.start;
        let indent = if is_first_in_item { base } else { first.indent };
        let mut places: Vec<BodyRange> = Vec::new();
        let mut lines: Vec<Vec<BodyRange>> = Vec::new();
        for line in &self.lines[at..] {
            let place = if places.is_empty() { place } else { &line.text };
            let words = &self.source[place.clone()];
            let is_inside = places.is_empty() || line.indent >= base;
            if line.quotes != first.quotes || words.is_empty() || !is_inside {
                break;
            }
            if is_bar(words) {
                let start = place.start + words.len().min(2);
                lines.push(std::iter::once(start..place.end).collect());
            } else if line.indent > indent && !words.starts_with('|') {
                lines.last_mut()?.push(place.clone());
            } else {
                break;
            }
            places.push(place.clone());
        }
        let used = places.len();
        // Bars at the end, or between words in each line, are those of a table.
        let text = |place: &BodyRange| &self.source[place.clone()];
        let is_row = |place: &BodyRange| {
            let words = text(place);
            words.len() > 2 && words.ends_with('|')
        };
        let is_separator = |place: &BodyRange| is_separator(text(place));
        let ends = self.lines.get(at + used).map(|line| &line.text);
        let is_table = places.iter().any(is_separator)
            || places.iter().all(is_row)
            || (used == 1 && ends.is_some_and(is_separator))
            || used == 1 && text(place)[1..].contains('|');
        if is_table {
            return None;
        }
        self.region(at, &places, RegionKind::LineBlock(lines));
        Some(used)
    }

    /// Settings between lines `---` in the middle of a text, as pandoc and bookdown have them; a
    /// word of prose before a colon has a capital.
    pub(super) fn settings(&mut self, at: usize, place: &BodyRange) -> Option<usize> {
        let text = |line: &Line| &self.source[line.text.clone()];
        let (first, rest) = self.lines[at..].split_first()?;
        if self.is_part || *place != first.text || first.indent > 0 || text(first) != "---" {
            return None;
        }
        let is_setting = |line: &Line| {
            let words = text(line);
            let is_below = line.indent > 0 || words.starts_with("- ") || words.starts_with('#');
            let key = words.split_once(':').map_or("", |(key, _)| key);
            let is_key = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
            let is_name =
                key.starts_with(|c: char| c.is_ascii_lowercase()) && key.bytes().all(is_key);
            let is_apart = words[key.len()..].len() == 1 || words[key.len()..].starts_with(": ");
            is_below || (is_name && is_apart)
        };
        let is_end = |line: &Line| line.indent == 0 && matches!(text(line), "---" | "...");
        let settings = rest
            .iter()
            .take(MAX_SETTINGS)
            .take_while(|line| !is_end(line));
        let mut count = 0;
        for line in settings {
            let is_one = line.quotes == first.quotes && !line.is_blank() && is_setting(line);
            if !is_one || (count == 0 && line.indent > 0) {
                return None;
            }
            count += 1;
        }
        rest.get(count).filter(|line| count > 0 && is_end(line))?;
        let used = count + 2;
        let lines = &self.lines[at..at + used];
        let places: Vec<BodyRange> = lines.iter().map(|line| line.text.clone()).collect();
        self.region(at, &places, RegionKind::Settings);
        Some(used)
    }

    /// Whether a line below text is the head of a simple table: words in columns over dashes in
    /// groups.
    pub(super) fn is_head(&self, at: usize, text: &str) -> bool {
        let below = self.lines.get(at + 1);
        let below = below.map_or("", |line| &self.source[line.text.clone()]);
        let mut groups = below.split_ascii_whitespace();
        let is_drawn = groups.clone().count() > 1 && groups.all(|it| it.len() > 1);
        let is_dashes = below.bytes().all(|byte| b"- \t".contains(&byte));
        is_drawn && is_dashes && text.contains("  ")
    }

    /// `: Caption` or `Table: Caption` directly below a table with bars, which has none itself; it
    /// ends with its label, or where another block starts.
    pub(super) fn caption(&mut self, at: usize, place: &BodyRange) -> Option<usize> {
        let text = |at: usize| &self.source[self.lines[at].text.clone()];
        let is_caption = |text: &str| {
            let has_mark = tables::CAPTION_MARKS
                .iter()
                .any(|mark| text.starts_with(mark));
            has_mark && !text.contains('|')
        };
        if self.is_part || *place != self.lines[at].text || !is_caption(text(at)) {
            return None;
        }
        let quotes = self.lines[at].quotes;
        let is_row =
            |before: &usize| self.lines[*before].quotes == quotes && text(*before).contains('|');
        let mut rows = (0..at).rev().take_while(is_row);
        rows.find(|before| is_separator(text(*before)))?;
        let goes_on = |next: &usize| {
            let line = &self.lines[*next];
            let starts_block = ["#", ":", "|", ">", "`", "~", "-", "*", "+"];
            line.quotes == quotes
                && !line.is_blank()
                && !text(*next - 1).ends_with('}')
                && !starts_block
                    .iter()
                    .any(|mark| text(*next).starts_with(mark))
        };
        let end = (at + 1..self.lines.len())
            .take_while(goes_on)
            .last()
            .unwrap_or(at)
            + 1;
        let places: Vec<BodyRange> = self.lines[at..end]
            .iter()
            .map(|line| line.text.clone())
            .collect();
        self.region(at, &places, RegionKind::Caption(places.clone()));
        Some(end - at)
    }

    /// Covers the lines of a block.
    fn region(&mut self, at: usize, lines: &[BodyRange], kind: RegionKind) {
        let Some(end) = lines.last().map(|line| line.end) else {
            return;
        };
        let start = lines[0].start;
        self.found.regions.insert(start, Region { end, kind });
        let known = lines.iter().zip(&self.lines[at..]);
        let shown = known.filter(|(_, known)| !known.is_blank());
        self.cover.write_block(shown.map(|(line, _)| line.clone()));
    }
}

/// Returns whether a line parts the head of a table with bars from its rows.
fn is_separator(text: &str) -> bool {
    text.contains('-') && text.bytes().all(|byte| b"|-:+ \t".contains(&byte))
}

/// Returns a line without the columns that stand before its text.
fn behind(source: &str, line: &Line, base: usize) -> BodyRange {
    if line.is_blank() {
        return line.text.clone();
    }
    let mut column = 0;
    let mut start = line.start;
    for byte in &source.as_bytes()[line.start..line.text.start] {
        if column >= base {
            break;
        }
        column += if *byte == b'\t' { 4 - column % 4 } else { 1 };
        start += 1;
    }
    start..line.text.end
}

/// Returns whether a table could start at `place` in the first of the lines: a quick look.
fn may_be_table(source: &str, place: &BodyRange, lines: &[Line]) -> bool {
    let second = lines.get(1).map_or("", |line| &source[line.text.clone()]);
    let is_dashes =
        |text: &str| text.starts_with('-') && text.bytes().all(|byte| b"- \t".contains(&byte));
    let first = &source[place.clone()];
    first.starts_with("+-")
        || first.starts_with("+:")
        || (is_dashes(first) && first.len() > 3 && !second.is_empty() && !is_dashes(second))
        || (is_dashes(second) && second.contains([' ', '\t']))
}
