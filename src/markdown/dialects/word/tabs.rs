//! Lines with tabs that were a table.

use crate::diagnostics::text::{count, inline};
use crate::markdown::dialects::word::{Traces, place_of, typed_bullet};
use crate::markdown::document::Block;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::TABLE_OF_TABS;

/// Longer than what stands in a cell that is no paragraph.
const MAX_CELL: usize = 80;

/// So many rows are shown.
const SHOWN: usize = 6;

/// Lines beside each other with as many tabs each.
struct Rows<'s> {
    tabs: usize,
    lines: Vec<&'s str>,
    place: BodyRange,
    /// The blocks that they stand in.
    blocks: Vec<usize>,
    /// Whether a paragraph is among them.
    has_text: bool,
}

impl<'s> Traces<'s, '_> {
    /// Shows tables of tabs as Markdown; returns which of the blocks they are.
    pub(super) fn tab_tables(&mut self, blocks: &[Block]) -> Vec<usize> {
        if !self.has_tabs {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut open: Option<Rows<'s>> = None;
        for (at, block) in blocks.iter().enumerate() {
            let rows = self.rows(at, block);
            match (&mut open, rows) {
                (Some(before), Some(rows)) if before.tabs == rows.tabs => {
                    before.lines.extend(rows.lines);
                    before.blocks.extend(rows.blocks);
                    before.place.end = rows.place.end;
                    before.has_text |= rows.has_text;
                }
                (_, rows) => {
                    let before = std::mem::replace(&mut open, rows);
                    found.extend(before.into_iter().flat_map(|rows| self.tab_table(rows)));
                }
            }
        }
        found.extend(open.into_iter().flat_map(|rows| self.tab_table(rows)));
        found
    }

    /// Reads a block as rows of a table.
    fn rows(&self, at: usize, block: &Block) -> Option<Rows<'s>> {
        let (place, has_text) = match block {
            Block::Paragraph(items) => (place_of(items)?, true),
            // A first cell that is empty makes the line one of code.
            Block::Code {
                place, language, ..
            } if language.is_empty() => (place.clone(), false),
            _ => return None,
        };
        let line = self.source[..place.start]
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let blank = self.source[line..place.start].trim_matches([' ', '\t']);
        if !blank.is_empty() {
            return None;
        }
        // The parser cuts off a last cell that is empty.
        let end = self.source[place.end..]
            .find('\n')
            .map_or(self.source.len(), |at| place.end + at);
        let lines: Vec<&'s str> = self.source[line..end]
            .lines()
            .map(|line| line.trim_end_matches([' ', '\r']).trim_start_matches(' '))
            .collect();
        let tabs = lines.first()?.matches('\t').count();
        let is_row = |line: &&str| {
            line.matches('\t').count() == tabs
                && typed_bullet(line).is_none()
                && line.split('\t').all(|cell| cell.len() <= MAX_CELL)
                && line
                    .split('\t')
                    .filter(|cell| !cell.trim().is_empty())
                    .count()
                    > 1.min(tabs - 1)
        };
        let is_transcript = tabs == 1 && lines.iter().any(|line| line.contains(":\t"));
        let is_indented = tabs == 1 && lines.iter().any(|line| line.starts_with('\t'));
        let is_table = tabs > 0 && lines.iter().all(is_row) && !is_transcript && !is_indented;
        is_table.then(|| Rows {
            tabs,
            lines,
            place: line..place.end,
            blocks: vec![at],
            has_text,
        })
    }

    fn tab_table(&mut self, rows: Rows<'_>) -> Vec<usize> {
        if rows.lines.len() < 2 || !rows.has_text {
            return Vec::new();
        }
        let row = |line: &&str| {
            let cells = line
                .split('\t')
                .map(|cell| inline(cell.trim(), 40).replace('|', "\\|"));
            let cells: Vec<String> = cells.collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut shown: Vec<String> = rows.lines.iter().take(SHOWN).map(row).collect();
        shown.insert(1, format!("|{}", "---|".repeat(rows.tabs + 1)));
        let rest = match rows.lines.len().saturating_sub(SHOWN) {
            0 => String::new(),
            more => format!("\nand {} in the same way", count(more, "more row")),
        };
        let message = format!(
            "these {} with tabs look like a table, and are printed as text",
            count(rows.lines.len(), "line")
        );
        let hint = format!(
            "write them with `|` between the columns:\n\n{}\n{rest}",
            shown.join("\n")
        );
        let first = rows.lines.first().copied().unwrap_or("");
        let shift = self.source[rows.place.start..].find(first).unwrap_or(0);
        let start = rows.place.start + shift;
        let at = start..start + first.len();
        self.trouble
            .tell(&TABLE_OF_TABS, &at, message, hint.trim_end());
        rows.blocks
    }
}
