//! Blocks that were covered for the parser: tables of pandoc's and line blocks.

use crate::markdown::document::{Block, Cell, Column, Inline, Table};
use crate::markdown::mask::{Region, RegionKind};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::FRONT_MATTER_UNREADABLE;
use crate::markdown::tables::{TypedCell, TypedTable};

impl<'a> EventReader<'a, '_> {
    pub(crate) fn region(
        &mut self,
        region: &Region,
        place: BodyRange,
        blocks: &mut Vec<Block<'a>>,
    ) {
        match &region.kind {
            RegionKind::LineBlock(lines) => self.line_block(lines, blocks),
            RegionKind::Caption(lines) => {
                let inner = self.part(lines, false);
                blocks.extend(inner);
            }
            RegionKind::Table(table) => {
                let table = self.table_of(table, place);
                blocks.push(Block::Table(Box::new(table)));
            }
            RegionKind::Float(float) => self.float(float, place, blocks),
            RegionKind::Settings => {
                let message = "these settings do not stand at the head of the file: they are neither used nor printed";
                let hint = "remove them; `folio.toml` says how the document is set";
                self.trouble
                    .tell(&FRONT_MATTER_UNREADABLE, &place, message.to_owned(), hint);
            }
        }
    }

    /// Reads lines that end where the author ends them, and start as far in.
    fn line_block(&mut self, lines: &[Vec<BodyRange>], blocks: &mut Vec<Block<'a>>) {
        let mut children: Vec<Inline<'a>> = Vec::new();
        for line in lines {
            let Some(first) = line.first() else {
                continue;
            };
            let text = &self.source[first.clone()];
            let blanks = text.len() - text.trim_start_matches(' ').len();
            if !children.is_empty() {
                children.push(Inline::Hard(first.start..first.start));
            }
            if blanks > 0 && blanks < text.len() {
                let place = first.start..first.start + blanks;
                let space = "\u{a0}".repeat(blanks);
                children.push(Inline::Text(PlacedText::literal(space, place, false)));
            }
            for block in self.part(line, true) {
                match block {
                    Block::Paragraph(inner) | Block::Plain(inner) => children.extend(inner),
                    // What is no text within a line is printed as it was typed.
                    _ => {
                        let pieces = line.iter().cloned();
                        let pieces = pieces.map(|place| PlacedText::slice(self.source, place));
                        children.extend(pieces.map(Inline::Text));
                    }
                }
            }
        }
        blocks.push(Block::Paragraph(children));
    }

    /// Reads the cells of a table.
    pub(crate) fn table_of(&mut self, table: &TypedTable, place: BodyRange) -> Table<'a> {
        let columns = table.columns.iter().map(|column| Column {
            alignment: column.alignment,
            width: column.width,
        });
        let mut rows = |rows: &[Vec<TypedCell>]| -> Vec<Vec<Cell<'a>>> {
            let cells = |row: &Vec<TypedCell>| {
                let cells = row.iter().map(|cell| self.typed_cell(cell, &place));
                cells.collect()
            };
            rows.iter().map(cells).collect()
        };
        Table {
            columns: columns.collect(),
            head: rows(&table.head),
            rows: rows(&table.rows),
            foot: rows(&table.foot),
            caption: None,
            place,
        }
    }

    fn typed_cell(&mut self, cell: &TypedCell, table: &BodyRange) -> Cell<'a> {
        let first = cell.lines.first().map_or(table.start, |line| line.start);
        let end = cell.lines.last().map_or(first, |line| line.end);
        Cell {
            blocks: self.part(&cell.lines, !cell.holds_blocks),
            column_span: cell.column_span,
            row_span: cell.row_span,
            place: first..end.max(first),
        }
    }
}
