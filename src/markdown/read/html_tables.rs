//! Tables of HTML, as R's `kable` and spreadsheets write them.

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::latex::labels;
use crate::markdown::document::{Alignment, Block, Caption, Inline, Table};
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::html_tags::{HtmlPiece, HtmlTag};
use crate::markdown::read::reader::EventReader;
use crate::markdown::tables::{TypedCell, TypedColumn, TypedTable};

/// More columns than fit on a page, and more rows than a cell spans.
const MAX_SPAN: usize = 40;

/// The span of a cell that goes over all columns.
const WHOLE: usize = usize::MAX;

/// A row with whether it belongs to the head.
struct Row {
    cells: Vec<TypedCell>,
    /// How the cells are aligned.
    alignments: Vec<Alignment>,
    is_head: bool,
    is_foot: bool,
}

/// What has been read of a table.
#[derive(Default)]
struct HtmlTable {
    rows: Vec<Row>,
    caption: Vec<BodyRange>,
    section: String,
    /// Whether each cell of the last row is a head's.
    all_heads: bool,
    inside: Inside,
}

/// What text stands in.
#[derive(Default, PartialEq)]
enum Inside {
    #[default]
    Nothing,
    Caption,
    Cell,
}

impl<'a> EventReader<'a, '_> {
    /// Reads a table from its tag to the one that closes it; `None` if it is not a simple one.
    pub(crate) fn html_table(&mut self, pieces: &[HtmlPiece<'a>]) -> Option<Table<'a>> {
        let (Some(HtmlPiece::Tag(open)), Some(HtmlPiece::Tag(close))) =
            (pieces.first(), pieces.last())
        else {
            return None;
        };
        let place = open.place.start..close.place.end;
        let mut found = HtmlTable::default();
        for piece in &pieces[1..pieces.len() - 1] {
            match piece {
                HtmlPiece::Text(text) => found.text(self.source, text)?,
                HtmlPiece::Tag(tag) => found.tag(tag)?,
                HtmlPiece::Comment(_) => {}
                HtmlPiece::Program(..) => return None,
            }
        }
        let caption = std::mem::take(&mut found.caption);
        let typed = found.typed()?;
        let mut attributes = Attributes {
            place: place.start..place.start,
            ..Attributes::default()
        };
        if let Some(id) = open.value("id").filter(|id| is_label(id)) {
            attributes.id = Some((id.to_owned(), open.place.clone()));
        }
        let mut words = self.words_of(&caption);
        labels::take(&mut words, &mut attributes);
        let start = caption.first().map_or(place.start, |line| line.start);
        let end = caption.last().map_or(start, |line| line.end);
        let mut table = self.table_of(&typed, place);
        for cell in table.rows_mut().flatten() {
            for block in &mut cell.blocks {
                if let Block::Figure(image) = block
                    && image.attributes.id.is_none()
                {
                    // A picture in a cell is none of the figures.
                    *block = Block::Plain(vec![Inline::Image(image.clone())]);
                }
            }
        }
        table.caption = (attributes.id.is_some() || !words.is_empty()).then(|| Caption {
            children: words,
            attributes,
            otherwise: Vec::new(),
            place: start..end,
        });
        Some(table)
    }
}

fn is_label(id: &str) -> bool {
    ["tbl:", "tbl-", "tab:", "tab-"]
        .iter()
        .any(|kind| id.len() > kind.len() && id.starts_with(kind))
}

impl HtmlTable {
    fn text(&mut self, source: &str, place: &BodyRange) -> Option<()> {
        let text = &source[place.clone()];
        let start = place.end - text.trim_start().len();
        let place = start..start + text.trim().len();
        if place.is_empty() {
            return Some(());
        }
        match self.inside {
            Inside::Nothing => return None,
            Inside::Caption => self.caption.push(place),
            Inside::Cell => self.cell()?.lines.push(place),
        }
        Some(())
    }

    fn cell(&mut self) -> Option<&mut TypedCell> {
        self.rows.last_mut()?.cells.last_mut()
    }

    fn tag(&mut self, tag: &HtmlTag) -> Option<()> {
        match tag.name.as_str() {
            "caption" if !tag.is_end => self.inside = Inside::Caption,
            "thead" | "tbody" | "tfoot" => {
                self.inside = Inside::Nothing;
                self.section = match tag.is_end {
                    true => String::new(),
                    false => tag.name.clone(),
                };
            }
            "tr" => {
                self.end_row();
                if !tag.is_end {
                    self.rows.push(Row {
                        cells: Vec::new(),
                        alignments: Vec::new(),
                        is_head: self.section == "thead",
                        is_foot: self.section == "tfoot",
                    });
                    self.all_heads = self.section.is_empty();
                }
            }
            "th" | "td" if tag.is_end => self.inside = Inside::Nothing,
            "th" | "td" => {
                self.inside = Inside::Cell;
                self.all_heads &= tag.name == "th";
                let span = |key| match tag.value(key).map(str::trim) {
                    None | Some("" | "0" | "1") => Some(1),
                    // As kableExtra has it for a note below the rows.
                    Some("100%") => Some(WHOLE),
                    Some(number) => number.parse().ok().filter(|it| *it <= MAX_SPAN),
                };
                let row = self.rows.last_mut()?;
                row.cells.push(TypedCell {
                    lines: Vec::new(),
                    column_span: span("colspan")?,
                    row_span: span("rowspan")?,
                    holds_blocks: false,
                });
                row.alignments.push(alignment(tag));
            }
            "caption" | "colgroup" | "col" => self.inside = Inside::Nothing,
            // What a cell is divided into.
            "p" | "div" => {
                if self.inside == Inside::Cell
                    && let Some(cell) = self.cell()
                    && let Some(end) = cell.lines.last().map(|line| line.end)
                {
                    cell.lines.push(end..end);
                    cell.holds_blocks = true;
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn end_row(&mut self) {
        self.inside = Inside::Nothing;
        let is_first = self.rows[..self.rows.len().saturating_sub(1)]
            .iter()
            .all(|row| row.is_head);
        let all_heads = std::mem::take(&mut self.all_heads) && is_first;
        if let Some(row) = self.rows.last_mut() {
            row.is_head |= all_heads && !row.cells.is_empty();
        }
    }

    /// Fills rows that are short, and parts the head from the others.
    fn typed(mut self) -> Option<TypedTable> {
        self.end_row();
        self.rows.retain(|row| !row.cells.is_empty());
        let is_whole =
            |row: &Row| matches!(row.cells.as_slice(), [cell] if cell.column_span == WHOLE);
        let (whole, parted): (Vec<&mut Row>, Vec<_>) =
            self.rows.iter_mut().partition(|row| is_whole(row));
        let count = taken(parted.iter().map(|row| &**row)).into_iter().max()?;
        for row in whole {
            row.cells[0].column_span = count;
        }
        if count > MAX_SPAN {
            return None;
        }
        let widths = taken(&self.rows);
        let first = self
            .rows
            .iter()
            .find(|row| !row.is_head && row.cells.iter().all(|cell| cell.column_span == 1));
        let mut alignments = first.map_or_else(Vec::new, |row| row.alignments.clone());
        alignments.resize(count, Alignment::Auto);
        let columns = alignments.into_iter().map(|alignment| TypedColumn {
            alignment,
            width: None,
        });
        let mut table = TypedTable {
            columns: columns.collect(),
            head: Vec::new(),
            rows: Vec::new(),
            foot: Vec::new(),
        };
        let last = self.rows.len() - 1;
        for (at, (mut row, width)) in self.rows.into_iter().zip(widths).enumerate() {
            for cell in &mut row.cells {
                // No cell may go on below the last row.
                cell.row_span = cell.row_span.min(last + 1 - at);
                while cell.lines.last().is_some_and(BodyRange::is_empty) {
                    cell.lines.pop();
                }
            }
            row.cells.extend((width..count).map(|_| TypedCell {
                lines: Vec::new(),
                column_span: 1,
                row_span: 1,
                holds_blocks: false,
            }));
            match (row.is_head, row.is_foot) {
                (true, _) if table.rows.is_empty() => table.head.push(row.cells),
                (_, true) => table.foot.push(row.cells),
                _ => table.rows.push(row.cells),
            }
        }
        let spans = |rows: &[Vec<TypedCell>]| {
            let rest = |(at, row): (usize, &Vec<TypedCell>)| {
                row.iter().all(|cell| cell.row_span <= rows.len() - at)
            };
            rows.iter().enumerate().all(rest)
        };
        let is_whole = spans(&table.head) && spans(&table.rows) && spans(&table.foot);
        (is_whole && !table.rows.is_empty()).then_some(table)
    }
}

/// Returns how many columns each row takes, with the cells that reach down into it.
fn taken<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Vec<usize> {
    // How many rows each of the cells above still reaches down, and how wide it is.
    let mut above: Vec<(usize, usize)> = Vec::new();
    let widths = rows.into_iter().map(|row| {
        let before: usize = above.iter().map(|(_, width)| width).sum();
        for (left, _) in &mut above {
            *left -= 1;
        }
        above.retain(|(left, _)| *left > 0);
        let deep = row.cells.iter().filter(|cell| cell.row_span > 1);
        above.extend(deep.map(|cell| (cell.row_span - 1, cell.column_span)));
        let own = row.cells.iter().map(|cell| cell.column_span);
        own.fold(before, usize::saturating_add)
    });
    widths.collect()
}

fn alignment(tag: &HtmlTag) -> Alignment {
    let style = tag.value("style").unwrap_or_default();
    let style = style.split(';').find_map(|rule| {
        let (key, value) = rule.split_once(':')?;
        (key.trim() == "text-align").then(|| value.trim())
    });
    match style.or(tag.value("align")).unwrap_or_default() {
        "left" => Alignment::Left,
        "center" => Alignment::Center,
        "right" => Alignment::Right,
        _ => Alignment::Auto,
    }
}
