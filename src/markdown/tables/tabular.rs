//! The rows and columns of LaTeX's `tabular` and its relatives.

use crate::markdown::document::Alignment;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::tables::columns::trimmed;
use crate::markdown::tables::latex::{FloatReader, Token, alignment, take_label};
use crate::markdown::tables::{TypedCell, TypedColumn, TypedTable};

/// More columns than fit on a page.
const MAX_COLUMNS: usize = 40;

/// A table with the caption and the label that stand in it.
type Found = (TypedTable, Vec<BodyRange>, Option<BodyRange>);

/// What has been read of the rows.
#[derive(Default)]
struct Rows {
    rows: Vec<Vec<TypedCell>>,
    row: Vec<TypedCell>,
    /// The lines of the cell that is being read.
    cell: Vec<BodyRange>,
    span: usize,
    /// The numbers of rows before each line that is drawn.
    drawn: Vec<usize>,
    /// Where the line stands that parts the head from the body for certain.
    middle: Option<usize>,
}

impl Rows {
    fn extend(&mut self, place: BodyRange) {
        match self.cell.last_mut() {
            Some(last) => last.end = place.end,
            None => self.cell.push(place),
        }
    }

    fn end_cell(&mut self, source: &str) {
        let mut lines = std::mem::take(&mut self.cell);
        for line in &mut lines {
            *line = trimmed(source, line);
        }
        lines.retain(|line| !line.is_empty());
        self.row.push(TypedCell {
            lines,
            column_span: self.span.max(1),
            row_span: 1,
            holds_blocks: false,
        });
        self.span = 0;
    }

    fn end_row(&mut self, source: &str, columns: usize) -> Option<()> {
        self.end_cell(source);
        let mut row = std::mem::take(&mut self.row);
        if row.iter().all(|cell| cell.lines.is_empty()) {
            return Some(());
        }
        let width: usize = row.iter().map(|cell| cell.column_span).sum();
        if width > columns {
            return None;
        }
        row.extend((width..columns).map(|_| TypedCell {
            lines: Vec::new(),
            column_span: 1,
            row_span: 1,
            holds_blocks: false,
        }));
        self.rows.push(row);
        Some(())
    }

    /// Reads what belongs to the cell that is open.
    fn text(&mut self, reader: &mut FloatReader, depth: &mut usize) -> Option<()> {
        match reader.next()? {
            Token::Command(_, place) => self.extend(place),
            Token::Sign(' ' | '\t', _) if self.cell.is_empty() => {}
            Token::Sign(sign, place) => {
                match sign {
                    '{' => *depth += 1,
                    '}' => *depth = depth.checked_sub(1)?,
                    _ => {}
                }
                self.extend(place);
            }
            Token::LineEnd if self.cell.is_empty() => {}
            Token::LineEnd => {
                // The cell goes on in the next line.
                let next = reader.at();
                self.cell.push(next..next);
            }
        }
        Some(())
    }

    /// Parts the head from the rows: by `\midrule`, or by the second of the lines that are drawn.
    fn table(self, columns: Vec<TypedColumn>) -> Option<TypedTable> {
        let count = self.rows.len();
        let by_lines = match self.drawn.as_slice() {
            [0, second, ..] if *second == 1 => Some(1),
            _ => None,
        };
        let head = self.middle.or(by_lines).filter(|head| *head < count);
        let mut rows = self.rows;
        let body = rows.split_off(head.unwrap_or(0));
        (!body.is_empty()).then_some(TypedTable {
            columns,
            head: rows,
            rows: body,
            foot: Vec::new(),
        })
    }
}

impl FloatReader<'_> {
    /// Reads a table from its `\begin`.
    pub(super) fn tabular(&mut self, name: &str) -> Option<Found> {
        match name {
            "tabbing" => tabbing(self),
            _ => read(self),
        }
    }
}

fn read(reader: &mut FloatReader) -> Option<Found> {
    reader.next();
    let name = reader.word('{')?;
    let source = reader.source;
    let name = &source[name];
    reader.group('[');
    if matches!(name, "tabularx" | "tabular*") {
        reader.group('{')?;
    }
    reader.group('[');
    let columns = columns(&source[reader.word('{')?])?;
    let mut rows = Rows::default();
    let (mut caption, mut label) = (Vec::new(), None);
    let mut depth = 0_usize;
    loop {
        match reader.peek()? {
            Token::Command("\\" | "tabularnewline", _) if depth == 0 => {
                reader.next();
                reader.group('[');
                rows.end_row(source, columns.len())?;
            }
            Token::Command("end", _) if depth == 0 => {
                reader.next();
                let end = reader.word('{')?;
                if source[end] != *name {
                    return None;
                }
                rows.end_row(source, columns.len())?;
                break;
            }
            Token::Command("hline" | "toprule" | "bottomrule" | "midrule", place) => {
                if !rows.cell.is_empty() || !rows.row.is_empty() {
                    return None;
                }
                reader.next();
                reader.group('[');
                rows.drawn.push(rows.rows.len());
                if &source[place] == "\\midrule" {
                    rows.middle.get_or_insert(rows.rows.len());
                }
            }
            Token::Command("cmidrule" | "cline" | "addlinespace" | "noalign", _) => {
                reader.next();
                let mut is_more = true;
                while is_more {
                    is_more = reader.group('[').is_some()
                        || reader.group('{').is_some()
                        || skip_parentheses(reader);
                }
            }
            Token::Command("endhead", _) if rows.row.is_empty() => {
                reader.next();
                rows.middle.get_or_insert(rows.rows.len());
            }
            Token::Command("caption", _) if name == "longtable" && caption.is_empty() => {
                reader.next();
                reader.group('[');
                caption = reader.group('{')?;
                label = label.or(take_label(source, &mut caption));
            }
            Token::Command("label", _) if name == "longtable" && label.is_none() => {
                reader.next();
                label = Some(reader.word('{')?);
            }
            Token::Command("multicolumn", _) if rows.cell.is_empty() => {
                reader.next();
                rows.span = source[reader.word('{')?].parse().ok()?;
                reader.group('{')?;
                rows.cell = reader.group('{')?;
                reader.skip_blanks();
                let ends = matches!(
                    reader.peek()?,
                    Token::Sign('&', _) | Token::Command("\\" | "tabularnewline" | "end", _)
                );
                if !ends {
                    return None;
                }
            }
            Token::Command(
                "begin" | "multirow" | "endfirsthead" | "endfoot" | "endlastfoot",
                _,
            ) => {
                return None;
            }
            Token::Sign('&', _) if depth == 0 => {
                reader.next();
                rows.end_cell(source);
            }
            Token::Command(..) | Token::Sign(..) | Token::LineEnd => {
                rows.text(reader, &mut depth)?;
            }
        }
    }
    Some((rows.table(columns)?, caption, label))
}

/// Reads `tabbing`, in which `\=` sets a column and `\>` goes on to the next.
fn tabbing(reader: &mut FloatReader) -> Option<Found> {
    reader.next();
    reader.word('{')?;
    let source = reader.source;
    let mut rows = Rows::default();
    let mut depth = 0;
    loop {
        match reader.peek()? {
            Token::Command("=" | ">", _) if depth == 0 => {
                reader.next();
                rows.end_cell(source);
            }
            Token::Command("\\", _) if depth == 0 => {
                reader.next();
                reader.group('[');
                rows.end_row(source, MAX_COLUMNS)?;
            }
            // A line that only sets columns.
            Token::Command("kill", _) => {
                reader.next();
                rows.row.clear();
                rows.cell.clear();
            }
            Token::Command("end", _) if depth == 0 => {
                reader.next();
                let end = reader.word('{')?;
                if source[end] != *"tabbing" {
                    return None;
                }
                rows.end_row(source, MAX_COLUMNS)?;
                break;
            }
            Token::Command("begin" | "<" | "+" | "-" | "'" | "`" | "a", _) => return None,
            Token::Command(..) | Token::Sign(..) | Token::LineEnd => {
                rows.text(reader, &mut depth)?;
            }
        }
    }
    let is_shown = |cell: &TypedCell| !cell.lines.is_empty();
    let widths = rows.rows.iter().map(|row| row.iter().rposition(is_shown));
    let count = widths.max().flatten()? + 1;
    rows.rows.iter_mut().for_each(|row| row.truncate(count));
    let column = TypedColumn {
        alignment: Alignment::Left,
        width: None,
    };
    Some((rows.table(vec![column; count])?, Vec::new(), None))
}

/// `(lr)` behind `\cmidrule`.
fn skip_parentheses(reader: &mut FloatReader) -> bool {
    if !matches!(reader.peek(), Some(Token::Sign('(', _))) {
        return false;
    }
    while let Some(token) = reader.next() {
        if matches!(token, Token::Sign(')', _) | Token::LineEnd) {
            break;
        }
    }
    true
}

/// Reads `l|c|p{3cm}`, `*{3}{r}`, `@{}ll@{}`.
fn columns(text: &str) -> Option<Vec<TypedColumn>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        match first {
            '|' | ' ' | ':' => {}
            '@' | '!' | '>' | '<' => rest = behind_group(rest)?.1,
            '*' => {
                let (count, behind) = behind_group(rest)?;
                let (inner, behind) = behind_group(behind)?;
                let count: usize = count.trim().parse().ok()?;
                let inner = columns(inner)?;
                for _ in 0..count.min(MAX_COLUMNS) {
                    found.extend(inner.iter().cloned());
                }
                rest = behind;
            }
            letter => {
                found.push(TypedColumn {
                    alignment: alignment(letter)?,
                    width: None,
                });
                if rest.starts_with('{') {
                    rest = behind_group(rest)?.1;
                } else if rest.starts_with('[') {
                    rest = rest.split_once(']')?.1;
                }
            }
        }
        if found.len() > MAX_COLUMNS {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Returns what stands in the braces that a text starts with, and what stands behind them.
fn behind_group(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    let end = text.find(|c: char| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    let inner = text.get(1..end).filter(|_| text.starts_with('{'))?;
    Some((inner, &text[end + 1..]))
}
