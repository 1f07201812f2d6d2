//! Lines of R Markdown and of HTML that start or end a block which CommonMark does not know: text
//! in a chunk, `<div id="fig:x">`, a tag alone on its line.
//!
//! In a ring with lines: they meet such blocks, and what is open in these is theirs to keep.

use crate::markdown::dialects::inline_code::engine;
use crate::markdown::dialects::text_chunks;
use crate::markdown::inline::html::is_figure_tag;
use crate::markdown::mask::lines::LineScan;
use crate::markdown::placed_text::BodyRange;

/// As far as the end of a block is looked for; it keeps the work linear.
const NEAR: usize = 2000;

/// Tags that hold blocks. What stands below one is read as Markdown, as pandoc and kramdown do.
const HOLDERS: [&str; 11] = [
    "div", "center", "section", "article", "aside", "main", "header", "footer", "details", "p",
    "hr",
];

/// What is open in the lines that other programs write.
#[derive(Default)]
pub(super) struct BroughtBlocks {
    /// How many backticks opened a chunk of text.
    chunk: Option<usize>,
    /// The `<div>` and `<figure>` that are open, by their name, and whether each is a figure.
    divs: Vec<(String, bool)>,
}

impl LineScan<'_, '_> {
    /// Covers such a line; returns how many lines it took.
    pub(super) fn brought(&mut self, at: usize, place: &BodyRange) -> Option<usize> {
        match self.source.as_bytes()[place.start] {
            b'`' => self.chunk_fence(at, place),
            b'<' => self.tag_line(at, place),
            _ => None,
        }
    }

    /// Covers a line as a fence `:::` is.
    fn as_fence(&mut self, place: &BodyRange) -> Option<usize> {
        self.cover.write_block(std::iter::once(place.clone()));
        self.is_open = true;
        Some(1)
    }

    /// Returns whether a line near below line `at` is so, in the same quotation.
    fn stands_below(&self, at: usize, is_it: impl Fn(&str) -> bool) -> bool {
        let below = self.lines[at + 1..].iter().take(NEAR);
        let mut below = below.take_while(|line| line.quotes == self.quotes);
        below.any(|line| is_it(&self.source[line.text.clone()]))
    }

    fn chunk_fence(&mut self, at: usize, place: &BodyRange) -> Option<usize> {
        let text = &self.source[place.clone()];
        let fence = backticks(text);
        if fence < 3 {
            return None;
        }
        let ends = |length: usize| move |text: &str| is_fence(text, length);
        match self.brought.chunk {
            Some(length) if is_fence(text, length) => {
                self.brought.chunk = None;
                return self.as_fence(place);
            }
            Some(_) => {}
            None if text_chunks::kind(text).is_some() && self.stands_below(at, ends(fence)) => {
                self.brought.chunk = Some(fence);
                return self.as_fence(place);
            }
            None => {}
        }
        let head = text[fence..].trim_start();
        let is_head = head
            .strip_prefix('{')
            .is_some_and(|body| engine(body).is_some());
        if !is_head || !head.ends_with('}') || !head.contains('`') {
            return None;
        }
        // With a backtick behind its fence it is no block of code.
        for (tick, _) in text[fence..].match_indices('`') {
            let tick = place.start + fence + tick;
            self.cover.write(&(tick..tick + 1), "'", b'\'');
        }
        self.open_code(b'`', fence);
        Some(1)
    }

    fn tag_line(&mut self, at: usize, place: &BodyRange) -> Option<usize> {
        let text = &self.source[place.clone()];
        let inner = text.strip_prefix('<')?.strip_suffix('>')?;
        if inner.contains(['<', '>']) || inner.starts_with(['!', '?']) {
            return None;
        }
        let is_end = inner.starts_with('/');
        let name = inner.trim_start_matches('/');
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name[..length].to_ascii_lowercase();
        if matches!(name.as_str(), "div" | "figure") {
            let is_figure = if is_end {
                let open = self.brought.divs.pop_if(|(open, _)| *open == name);
                open.is_some_and(|(_, is_figure)| is_figure)
            } else {
                let close = format!("</{name}>");
                let ends = |text: &str| text.eq_ignore_ascii_case(&close);
                let is_figure = is_figure_tag(text) && self.stands_below(at, ends);
                self.brought.divs.push((name.clone(), is_figure));
                is_figure
            };
            if is_figure {
                return self.as_fence(place);
            }
        }
        let is_holder = HOLDERS.contains(&name.as_str()) || (name == "br" && self.is_open);
        let below = self
            .lines
            .get(at + 1)
            .filter(|line| line.quotes >= self.quotes);
        let below = below.map_or("", |line| &self.source[line.text.clone()]);
        let goes_on = !below.is_empty() && (!below.starts_with('<') || below.starts_with("<!--"));
        if !is_holder || !goes_on || place.len() < 4 {
            return None;
        }
        // A block of HTML that ends with its line.
        self.cover.write(&(place.start..place.end - 2), "<?", b'x');
        self.cover.write(&(place.end - 2..place.end), "?>", b'>');
        self.is_open = true;
        Some(1)
    }
}

fn backticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

/// Whether a line closes a block that so many backticks opened.
fn is_fence(text: &str, length: usize) -> bool {
    text.len() >= length && backticks(text) == text.len()
}
