//! Blocks of HTML: their tags vanish, what stands between them is Markdown as it is to pandoc, and
//! figures and tables become what they are.

use crate::markdown::document::{Block, are_blank};
use crate::markdown::inline::html::{self, is_figure_tag};
use crate::markdown::mask::BREAK;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::html_tags::{HtmlPiece, HtmlTag, partners, pieces};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::RAW_BLOCK;

/// A block of HTML that is being read.
struct HtmlBlock<'a> {
    blocks: Vec<Block<'a>>,
    /// The lines of the text that is being read.
    lines: Vec<BodyRange>,
    /// The first tag that vanishes.
    vanished: Option<HtmlTag<'a>>,
    /// The pieces that close the figures which are open.
    figures: Vec<usize>,
    /// The words of a figure, which stand behind what it shows.
    caption: Vec<Block<'a>>,
    in_caption: bool,
}

impl<'a> EventReader<'a, '_> {
    /// Adds what a block of HTML prints.
    pub(crate) fn html_block(&mut self, typed: &[PlacedText<'a>], blocks: &mut Vec<Block<'a>>) {
        let lines: Vec<BodyRange> = typed.iter().map(|piece| piece.place.clone()).collect();
        let found = match typed.iter().all(|piece| piece.exact) {
            true => pieces(self.source, &lines),
            false => None,
        };
        let Some(found) = found else {
            let children = html::block(typed, self.source, self.trouble);
            if !are_blank(&children) {
                blocks.push(Block::Paragraph(children));
            }
            return;
        };
        let mut block = HtmlBlock {
            blocks: Vec::new(),
            lines: Vec::new(),
            vanished: None,
            figures: Vec::new(),
            caption: Vec::new(),
            in_caption: false,
        };
        let ends = partners(&found);
        let mut at = 0;
        while let Some(piece) = found.get(at) {
            at += 1;
            match piece {
                HtmlPiece::Text(place) => block.lines.push(place.clone()),
                HtmlPiece::Comment(place) => self.trouble.leave_out(place.clone()),
                HtmlPiece::Program(tag, place) => self.program(tag, place.clone()),
                HtmlPiece::Tag(tag) => {
                    self.html_text(&mut block);
                    at = self.html_tag(tag, (&found, &ends), at, &mut block);
                }
            }
        }
        self.html_text(&mut block);
        block.blocks.append(&mut block.caption);
        // Tags round pictures and tables only arrange them.
        let is_shown = |block: &Block| matches!(block, Block::Figure(_) | Block::Table(_));
        if let Some(tag) = block.vanished
            && (tag.name == "table" || !block.blocks.iter().any(is_shown))
        {
            html::warn(tag.text, &tag.place, self.trouble);
        }
        blocks.append(&mut block.blocks);
    }

    /// Reads the tag before piece `next`; returns the piece to go on with.
    fn html_tag(
        &mut self,
        tag: &HtmlTag<'a>,
        (all, ends): (&[HtmlPiece<'a>], &[Option<usize>]),
        next: usize,
        block: &mut HtmlBlock<'a>,
    ) -> usize {
        let this = next - 1;
        let is_fence = self.masked.text[tag.place.clone()].starts_with(BREAK);
        let is_caption = tag.name == "figcaption" || tag.is_caption();
        let closes = block.figures.last() == Some(&this);
        if is_fence || closes {
            if tag.is_end {
                block.blocks.append(&mut block.caption);
            }
            if closes {
                block.figures.pop();
            }
            let fence = match tag.is_end {
                true => Block::DivClose(tag.place.clone()),
                false => html::figure_fence(tag.text, tag.place.clone()),
            };
            block.blocks.push(fence);
        } else if !tag.is_end
            && is_figure_tag(tag.text)
            && let Some(end) = ends[this]
        {
            block.figures.push(end);
            let fence = html::figure_fence(tag.text, tag.place.clone());
            block.blocks.push(fence);
        } else if tag.name == "table"
            && !tag.is_end
            && let Some(end) = ends[this]
            && let Some(table) = self.html_table(&all[this..=end])
        {
            block.blocks.push(Block::Table(Box::new(table)));
            return end + 1;
        } else if is_caption || (tag.is_end && tag.name == "p") {
            block.in_caption = is_caption && !tag.is_end;
        } else if !tag.is_end && block.figures.is_empty() {
            block.vanished.get_or_insert_with(|| tag.clone());
        }
        next
    }

    /// Reads the text that stands between two tags.
    fn html_text(&mut self, block: &mut HtmlBlock<'a>) {
        let lines = without_indent(self.source, std::mem::take(&mut block.lines));
        let Some(first) = lines.first() else {
            return;
        };
        // A tag that begins a block would be read here for ever.
        let is_line = self.source[first.clone()].starts_with('<');
        let mut read = self.part(&lines, is_line);
        if let [Block::Plain(items) | Block::Paragraph(items)] = read.as_mut_slice() {
            let items = std::mem::take(items);
            read.clear();
            self.text_and_figures(items, true, &mut read);
        }
        match block.in_caption {
            true => block.caption.append(&mut read),
            false => block.blocks.append(&mut read),
        }
    }

    /// Leaves out what a browser would run or draw by, and says so once.
    pub(crate) fn program(&mut self, tag: &HtmlTag<'a>, place: BodyRange) {
        if self.arranged.insert("a program") {
            let message = format!(
                "`<{}>` is meant for browsers, so it is not printed",
                tag.name
            );
            let hint = "remove it; `folio.toml` says how the document is set";
            self.trouble.tell(&RAW_BLOCK, &place, message, hint);
        }
        self.trouble.leave_out(place);
    }
}

/// Returns lines without the blank ones at both ends, and without the columns that stand before
/// all of them.
fn without_indent(source: &str, lines: Vec<BodyRange>) -> Vec<BodyRange> {
    let blanks = |line: &BodyRange| {
        let text = &source[line.clone()];
        text.len() - text.trim_start_matches([' ', '\t']).len()
    };
    let is_shown = |line: &BodyRange| !source[line.clone()].trim().is_empty();
    let Some(first) = lines.iter().position(is_shown) else {
        return Vec::new();
    };
    let end = lines.iter().rposition(is_shown).map_or(0, |at| at + 1);
    let shown = &lines[first..end];
    let common = shown
        .iter()
        .skip(1)
        .filter(|line| is_shown(line))
        .map(blanks);
    let common = common.min().unwrap_or(0);
    let cut = shown.iter().enumerate().map(|(at, line)| {
        let most = if at == 0 { usize::MAX } else { common };
        let end = line.start + source[line.clone()].trim_end().len();
        (line.start + blanks(line).min(most)).min(end)..end
    });
    cut.collect()
}
