//! The lines of a chapter one by one, with the lists and quotations that they stand in.
//!
//! In a ring with brought: what it opens ends at a line that is read here.

use std::collections::{BTreeMap, BTreeSet};

use crate::markdown::mask::brought::BroughtBlocks;
use crate::markdown::mask::line::Line;
use crate::markdown::mask::lists::{Counting, Marker};
use crate::markdown::mask::{Cover, Region};
use crate::markdown::placed_text::BodyRange;

/// Items within items on one line that are followed.
const MAX_DEPTH: usize = 24;

/// How far the second item of a list is looked for.
const NEAR: usize = 40;

/// An item of a list that is open at a line.
#[derive(Clone)]
pub(super) struct OpenItem<'a> {
    /// Where its mark stands.
    pub(super) column: usize,
    /// Where its text starts.
    pub(super) content: usize,
    pub(super) marker: Option<Marker<'a>>,
}

/// A block of code whose end has not come.
struct OpenCode {
    mark: u8,
    length: usize,
    quotes: usize,
    column: usize,
}

/// What was found in the lines.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) regions: BTreeMap<usize, Region>,
    pub(super) examples: BTreeMap<String, usize>,
    pub(super) notes: BTreeSet<String>,
    pub(super) indented: Vec<BodyRange>,
    pub(super) unread: Vec<BodyRange>,
    pub(super) headings: BTreeSet<String>,
}

/// The lines that are being read.
pub(super) struct LineScan<'a, 'c> {
    pub(super) source: &'a str,
    pub(super) lines: Vec<Line>,
    pub(super) cover: &'c mut Cover<'a>,
    pub(super) found: Scan,
    pub(super) items: Vec<OpenItem<'a>>,
    /// The item that the line ended, and that the next one may follow.
    pub(super) ended: Option<OpenItem<'a>>,
    pub(super) quotes: usize,
    code: Option<OpenCode>,
    pub(super) brought: BroughtBlocks,
    /// Whether a block may start at the line.
    pub(super) is_open: bool,
    pub(super) is_part: bool,
    count: usize,
}

impl Scan {
    /// Reads lines; those of a part hold no tables and no line blocks.
    pub(super) fn run<'a>(source: &'a str, cover: &mut Cover<'a>, is_part: bool) -> Self {
        let mut start = 0;
        let lines = source.split_inclusive('\n').map(|line| {
            let place = start..start + line.trim_end_matches('\n').len();
            start += line.len();
            Line::read(source, place)
        });
        let mut scan = LineScan {
            source,
            lines: lines.collect(),
            cover,
            found: Scan::default(),
            items: Vec::new(),
            ended: None,
            quotes: 0,
            code: None,
            brought: BroughtBlocks::default(),
            is_open: true,
            is_part,
            count: 0,
        };
        let mut at = 0;
        while at < scan.lines.len() {
            at += scan.line(at).max(1);
        }
        scan.found
    }
}

impl<'a> LineScan<'a, '_> {
    /// Reads a line; returns how many it used.
    fn line(&mut self, at: usize) -> usize {
        let Line {
            quotes,
            indent,
            text: place,
            ..
        } = self.lines[at].clone();
        let text = &self.source[place.clone()];
        if self.is_code(at, text) {
            return 1;
        }
        if text.is_empty() {
            self.is_open = true;
            return 1;
        }
        if quotes != self.quotes {
            self.quotes = quotes;
            self.items.clear();
            self.is_open = true;
        }
        self.ended = None;
        while let Some(item) = self.items.pop_if(|item| item.content > indent) {
            self.ended = Some(item);
        }
        let base = self.items.last().map_or(0, |item| item.content);
        let is_far = indent >= base + 4 && self.is_open;
        if is_far && let Some(used) = self.table(at, base, &place) {
            // The head of a table, whose first column is aligned to its right.
            return used;
        }
        if let Some(used) = self.indented(at) {
            return used;
        }
        if is_far {
            // Code by its indentation, unless it goes on with a list.
            self.is_open = false;
            return 1;
        }
        self.block(at, indent, place)
    }

    /// Reads a line from `place` on, which a mark of a list may stand before.
    fn block(&mut self, at: usize, indent: usize, place: BodyRange) -> usize {
        let text = &self.source[place.clone()];
        let base = self.items.last().map_or(0, |item| item.content);
        // So far in, it goes on with the text above.
        if text.starts_with(":::") && indent < base + 4 {
            self.cover.write_block(std::iter::once(place));
            self.is_open = true;
            return 1;
        }
        if let Some(used) = self.brought(at, &place) {
            return used;
        }
        if let Some(used) = self.float(at, base, &place) {
            self.is_open = true;
            return used;
        }
        if let Some((mark, length)) = code_mark(text) {
            self.open_code(mark, length);
            return 1;
        }
        if !self.is_open
            && let Some(used) = self.caption(at, &place)
        {
            self.is_open = true;
            return used;
        }
        if (self.is_open || text.starts_with("+-") || self.is_head(at, text))
            && let Some(used) = self.table(at, base, &place)
        {
            self.is_open = true;
            return used;
        }
        if self.is_open
            && let Some(used) = self.settings(at, &place)
        {
            return used;
        }
        if !self.is_part {
            if self.is_open
                && let Some(used) = self.line_block(at, base, &place)
            {
                return used;
            }
            if place.start == self.lines[at].text.start {
                self.note(text, indent);
            }
        }
        if let Some(used) = self.typed(at, indent, &place) {
            return used;
        }
        match self.marker(at, indent, text) {
            Some((marker, length)) => self.item(at, indent, &place, marker, length),
            None => {
                self.unread(at, text, &place);
                self.found.headings.extend(heading(text));
                self.is_open = is_whole_block(text);
                1
            }
        }
    }

    /// Opens an item whose mark takes `length` bytes, and reads what stands behind it.
    pub(super) fn item(
        &mut self,
        at: usize,
        indent: usize,
        place: &BodyRange,
        marker: Option<Marker<'a>>,
        length: usize,
    ) -> usize {
        let text = &self.source[place.clone()];
        let mut width = length;
        if let Some(marker) = marker.as_ref().filter(|marker| !marker.is_common()) {
            width = self.cover_marker(place, marker);
        }
        if let Some(marker) = &marker
            && marker.counting == Counting::Example
        {
            self.count += 1;
            if let Some(name) = marker.example() {
                self.found.examples.insert(name.to_owned(), self.count);
            }
        }
        let rest = text[length..].trim_start_matches([' ', '\t']);
        let gap = text.len() - length - rest.len();
        let content = indent
            + width
            + if (1..5).contains(&gap) && width == length {
                gap
            } else {
                1
            };
        let item = OpenItem {
            column: indent,
            content,
            marker,
        };
        self.open_item(at, item, place.end - rest.len()..place.end)
    }

    /// Opens an item, and reads its text.
    pub(super) fn open_item(&mut self, at: usize, item: OpenItem<'a>, rest: BodyRange) -> usize {
        let content = item.content;
        self.items.push(item);
        self.is_open = true;
        if rest.is_empty() || self.items.len() > MAX_DEPTH {
            return 1;
        }
        let used = self.block(at, content, rest);
        // What stands below the first line of an item may start one within it.
        self.is_open = true;
        used
    }

    /// Covers a mark with one that the parser knows; returns the width of that.
    fn cover_marker(&mut self, place: &BodyRange, marker: &Marker) -> usize {
        let here = place.start..place.start + marker.length;
        let close = match self.source[here.clone()].ends_with('.') {
            true => '.',
            false => ')',
        };
        if marker.length <= 3 {
            let figures = if marker.length == 2 { "1" } else { "01" };
            self.cover.write(&here, &format!("{figures}{close}"), b' ');
            marker.length
        } else {
            // Text that goes on four columns further in belongs to the item, as pandoc has it.
            self.cover.write(&here, &format!("01{close} "), b'x');
            3
        }
    }

    /// Returns the mark of a list at a line, and its length; those that CommonMark knows are
    /// `None` or common.
    fn marker(
        &self,
        at: usize,
        indent: usize,
        text: &'a str,
    ) -> Option<(Option<Marker<'a>>, usize)> {
        let is_bullet = text.starts_with(['-', '*', '+'])
            && (text.len() == 1 || text[1..].starts_with([' ', '\t']));
        if is_bullet {
            return (!is_rule(text)).then_some((None, 1));
        }
        if text.starts_with(":   ") || text.starts_with(":\t") {
            // The meaning of a term, which may hold blocks.
            return Some((None, 1));
        }
        let read = Marker::read(text)?;
        let before = self.ended.as_ref().filter(|item| item.column == indent);
        let follows = before.and_then(|item| read.after(item.marker.as_ref()?));
        if let Some(follows) = &follows {
            let last = before.and_then(|item| item.marker.as_ref());
            let is_next = last.is_some_and(|last| last.number + 1 == follows.number)
                || matches!(follows.counting, Counting::Automatic | Counting::Example);
            if is_next || self.is_open {
                let length = follows.length;
                return Some((Some(follows.clone()), length));
            }
        }
        if !self.is_open && (read.is_common() || !self.ends_with_colon(at)) {
            return (read.is_common() && read.number == 1).then(|| {
                let length = read.length;
                (Some(read), length)
            });
        }
        let is_list = read.is_common() || self.starts_list(at, indent, &read, text);
        is_list.then(|| {
            let length = read.length;
            (Some(read), length)
        })
    }

    /// Returns whether a mark that CommonMark does not know starts a list, and is no word.
    fn starts_list(&self, at: usize, indent: usize, marker: &Marker, text: &str) -> bool {
        if text.len() == marker.length {
            return false;
        }
        if matches!(marker.counting, Counting::Automatic | Counting::Example) {
            return true;
        }
        let gap = &text[marker.length..];
        if may_be_name(marker) && !gap.starts_with("  ") && !gap.starts_with('\t') {
            return false;
        }
        if marker.number == 1 && !marker.may_be_prose() {
            return true;
        }
        let is_first = marker.number == 1 && marker.label.len() == 1;
        let next = self.lines[at + 1..].iter().take(NEAR).any(|line| {
            let follows = Marker::read(&self.source[line.text.clone()])
                .filter(|_| line.indent == indent || line.text.start == self.lines[at].text.start)
                .and_then(|next| next.after(marker));
            follows.is_some_and(|next| next.number == marker.number + 1)
        });
        // `a. x` alone may be an item; `e. coli` and `c. 1990` are not.
        next || is_first
    }

    /// Remembers a line `A. one` with `B. two` below it, which may be names and are no list.
    fn unread(&mut self, at: usize, text: &str, place: &BodyRange) {
        let next = self.lines.get(at + 1);
        let next = next.filter(|next| next.indent == self.lines[at].indent);
        let (Some(marker), Some(next)) = (Marker::read(text), next) else {
            return;
        };
        let next = Marker::read(&self.source[next.text.clone()]);
        let follows = next.and_then(|next| next.after(&marker));
        let is_list = follows.is_some_and(|next| next.number == 2) && marker.number == 1;
        if may_be_name(&marker) && is_list {
            let mark = place.start..place.start + marker.length;
            self.found.unread.push(mark);
        }
    }

    /// Remembers the note that a line explains.
    fn note(&mut self, text: &str, indent: usize) {
        if let Some(body) = text.strip_prefix("[^")
            && let Some(end) = body.find("]:")
        {
            self.found.notes.insert(body[..end].to_lowercase());
            self.items.push(OpenItem {
                column: indent,
                content: indent + 4,
                marker: None,
            });
        }
    }

    /// Opens a block of code with so many marks.
    pub(super) fn open_code(&mut self, mark: u8, length: usize) {
        self.code = Some(OpenCode {
            mark,
            length,
            quotes: self.quotes,
            column: self.items.last().map_or(0, |item| item.content),
        });
    }

    /// Returns whether a line lies in a block of code, or ends one.
    fn is_code(&mut self, at: usize, text: &str) -> bool {
        let Some(code) = &self.code else {
            return false;
        };
        let line = &self.lines[at];
        let has_left = line.quotes < code.quotes || (!text.is_empty() && line.indent < code.column);
        if has_left {
            self.code = None;
            self.is_open = true;
            return false;
        }
        let ends = text.len() >= code.length
            && text.bytes().all(|byte| byte == code.mark)
            && line.indent < code.column + 4;
        if ends {
            self.code = None;
            self.is_open = true;
        }
        true
    }
}

/// Whether a mark could be the first letter of a name: `A. Smith`.
fn may_be_name(marker: &Marker) -> bool {
    let is_upper = matches!(marker.counting, Counting::UpperAlpha | Counting::UpperRoman);
    is_upper && marker.may_be_prose() && marker.label.len() == 1
}

/// Returns the sign of a fence that opens a block of code, and how many there are.
fn code_mark(text: &str) -> Option<(u8, usize)> {
    let mark = *text
        .as_bytes()
        .first()
        .filter(|byte| b"`~".contains(byte))?;
    let length = text.bytes().take_while(|byte| *byte == mark).count();
    let is_fence = length >= 3 && (mark == b'~' || !text[length..].contains('`'));
    is_fence.then_some((mark, length))
}

/// Returns whether the line is a thematic break.
fn is_rule(text: &str) -> bool {
    if !text.starts_with(['*', '-', '_']) {
        return false;
    }
    let mut marks = text.bytes().filter(|byte| !byte.is_ascii_whitespace());
    let first = marks.next();
    let count = text.bytes().filter(|byte| Some(*byte) == first).count();
    count >= 3 && marks.all(|byte| Some(byte) == first)
}

/// Returns the words of a heading as they are typed, in small letters.
fn heading(text: &str) -> Option<String> {
    let words = text.trim_start_matches('#');
    if words.len() == text.len() || !words.starts_with([' ', '\t']) {
        return None;
    }
    let words = words.trim_end();
    let brace = words.rfind('{').filter(|_| words.ends_with('}'));
    let words = brace.map_or(words, |at| &words[..at]);
    Some(words.trim_matches([' ', '\t', '#']).to_lowercase())
}

/// Returns whether a line that starts no list ends the block that it belongs to: a heading, the
/// line below one, or a thematic break.
fn is_whole_block(text: &str) -> bool {
    let signs = text.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..7).contains(&signs) && text[signs..].starts_with([' ', '\t']);
    is_heading || is_rule(text) || text.bytes().all(|byte| byte == b'=')
}
