//! Tables that offices keep: as text, and as Excel saves them.

use std::io;

use calamine::{Data, Reader, Xlsx};
use jiff::civil::{Date, DateTime};

use crate::diagnostics::text::inline;
use crate::diagnostics::{decoded, parse_date};
use crate::project::Due;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Moment(DateTime),
}

impl Cell {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) => inline(text.trim(), 400),
            Self::Moment(at) => at.to_string(),
        }
    }

    pub(super) fn date(&self) -> Result<Option<Due>, String> {
        let text = match self {
            Self::Moment(at) if at.time() == jiff::civil::Time::midnight() => {
                return Ok(Some(Due::Day(at.date())));
            }
            Self::Moment(at) => return Ok(Some(Due::Moment(*at))),
            Self::Text(text) => text.trim(),
        };
        if text.is_empty() {
            return Ok(None);
        }
        let day = parse_date(text).ok().map(Due::Day);
        let moment = || text.replace(' ', "T").parse().ok().map(Due::Moment);
        let british = || british(text).map(Due::Day);
        let found = day.or_else(british).or_else(moment);
        found.map(Some).ok_or_else(|| {
            let text = inline(text, 40);
            format!("`{text}` is no date: expected 2027-09-01, 2027-09-01T16:00 or 01/09/2027")
        })
    }
}

/// Reads a day as British spreadsheets show it: `01/09/2027`.
fn british(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_year = year.len() == 4 && parts.next().is_none();
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.ok().filter(|_| is_year)
}

/// Reads a table as text; what parts its cells is what its first line has most of.
pub(super) fn of_text(bytes: &[u8]) -> Result<Vec<(usize, Vec<Cell>)>, String> {
    let text = decoded(bytes).ok_or("it is no UTF-8 text; save it as CSV UTF-8")?;
    // So that its reader counts lines as people do.
    let text = text.replace("\r\n", "\n");
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| head.bytes().filter(|byte| byte == sign).count();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(count);
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows = reader.into_records().map(|row| {
        let row = row.map_err(|error| error.to_string())?;
        let line = row.position().map_or(0, csv::Position::line);
        if row.iter().any(|cell| cell.contains('\n')) {
            let why = "a cell goes on in the next line; is there a quotation mark too many?";
            return Err(format!("line {line}: {why}"));
        }
        let cells = row.iter().map(|cell| Cell::Text(cell.to_owned()));
        Ok((usize::try_from(line).unwrap_or(0), cells.collect()))
    });
    rows.collect()
}

/// Reads the first sheet of a workbook.
pub(super) fn of_workbook(bytes: Vec<u8>) -> Result<Vec<(usize, Vec<Cell>)>, String> {
    let broken = |error: calamine::XlsxError| inline(&error.to_string(), 100);
    let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).map_err(broken)?;
    let sheet = book.worksheet_range_at(0).ok_or("it has no sheet")?;
    let sheet = sheet.map_err(broken)?;
    let first = sheet.start().map_or(0, |(row, _)| row);
    let first = usize::try_from(first).unwrap_or(0);
    let rows = sheet.rows().enumerate().map(|(at, row)| {
        let cells = row.iter().map(of_cell).collect();
        (first + at + 1, cells)
    });
    Ok(rows.collect())
}

fn of_cell(cell: &Data) -> Cell {
    match cell {
        Data::DateTime(at) => match moment(at.as_f64()) {
            Some(at) => Cell::Moment(at),
            None => Cell::Text(at.as_f64().to_string()),
        },
        Data::Empty => Cell::Text(String::new()),
        other => Cell::Text(other.to_string()),
    }
}

/// Returns the moment of a spreadsheet's number: days since 30 December 1899.
fn moment(days: f64) -> Option<DateTime> {
    const DAY_SECONDS: f64 = 86_400.0;
    if !(1.0..3_000_000.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let seconds = (days * DAY_SECONDS).round() as i64;
    let start = Date::constant(1899, 12, 30).at(0, 0, 0, 0);
    start.checked_add(jiff::Span::new().seconds(seconds)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheet_numbers_are_moments() {
        assert_eq!(moment(46_363.0).unwrap().to_string(), "2026-12-07T00:00:00");
        assert_eq!(moment(46_363.75).unwrap().time().hour(), 18);
        assert_eq!(moment(f64::NAN), None);
    }
}
