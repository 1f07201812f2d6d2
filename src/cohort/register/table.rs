//! Tables that offices keep: as text, and as Excel saves them.

use std::io;

use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Reader, Xlsx, XlsxError};
use jiff::civil::{Date, DateTime, Time};

use crate::diagnostics::text::inline;
use crate::diagnostics::{decoded, parse_date};
use crate::project::Due;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Text(String),
    Moment(DateTime),
    /// A number of a workbook, as it would be written; and the moment that it stands for, should it
    /// be a date that has lost its looks.
    Number(String, Option<DateTime>),
    /// What a workbook has in place of a value, and what to do about it.
    Trouble(String),
}

impl Cell {
    pub(super) fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Number(text, _) => inline(text.trim(), 400),
            Self::Moment(at) => at.to_string(),
            Self::Trouble(_) => String::new(),
        }
    }

    /// Returns the texts of a cell that lists some, parted by semicolons or each in a line.
    pub(super) fn texts(&self) -> Vec<String> {
        let Self::Text(text) = self else {
            return Some(self.text())
                .filter(|it| !it.is_empty())
                .into_iter()
                .collect();
        };
        let texts = text.split([';', '\n']).map(|it| inline(it.trim(), 400));
        texts.filter(|it| !it.is_empty()).collect()
    }

    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Moment(_) | Self::Number(..) | Self::Trouble(_) => false,
        }
    }

    pub(super) fn date(&self) -> Result<Option<Due>, String> {
        let text = match self {
            Self::Moment(at) | Self::Number(_, Some(at)) => {
                return Ok(Some(match at.time() == Time::midnight() {
                    true => Due::Day(at.date()),
                    false => Due::Moment(*at),
                }));
            }
            Self::Text(text) | Self::Number(text, None) => text.trim(),
            Self::Trouble(why) => return Err(why.clone()),
        };
        if text.is_empty() {
            return Ok(None);
        }
        let day = |text| parse_date(text).ok().or_else(|| british(text));
        let moment = || {
            let (on, time) = text.split_once([' ', 'T'])?;
            Due::moment(&format!("{}T{}", day(on)?, time.trim()))
        };
        let found = day(text).map(Due::Day);
        let found = found.or_else(|| moment().map(Due::Moment));
        found.map(Some).ok_or_else(|| {
            let text = inline(text, 40);
            format!(
                "`{text}` is no date: expected 2027-09-01, 2027-09-01T16:00, 01/09/2027 or \
                 01/09/2027 16:00"
            )
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
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| head.bytes().filter(|byte| byte == sign).count();
    // Some spreadsheets say it in a line of its own.
    let said = head.strip_prefix("sep=").and_then(|it| it.bytes().next());
    let delimiter = said.or_else(|| [b',', b';', b'\t'].into_iter().max_by_key(count));
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let rows = reader.into_records().skip(usize::from(said.is_some()));
    let rows = rows.map(|row| {
        let row = row.map_err(|error| error.to_string())?;
        // The place of a row is in front of the empty lines above it.
        let line = row.position().map_or(0, |place| {
            let at = usize::try_from(place.byte()).unwrap_or(usize::MAX);
            let above = text
                .as_bytes()
                .iter()
                .skip(at)
                .take_while(|byte| **byte == b'\n');
            place.line() + above.count() as u64
        });
        if row.iter().any(|cell| cell.contains('\n')) {
            let why = "a cell goes on in the next line: write it in one line, or take out the \
                       quotation mark that is too many";
            return Err(format!("line {line}: {why}"));
        }
        let cells = row.iter().map(|cell| Cell::Text(cell.to_owned()));
        Ok((usize::try_from(line).unwrap_or(0), cells.collect()))
    });
    rows.collect()
}

/// Reads the first sheet of a workbook.
pub(super) fn of_workbook(bytes: Vec<u8>) -> Result<Vec<(usize, Vec<Cell>)>, String> {
    let broken = |error: XlsxError| match error {
        XlsxError::Password => "it has a password: save it without one".to_owned(),
        XlsxError::FileNotFound(_) => "it is no workbook of Excel: save it as .xlsx".to_owned(),
        error => inline(&error.to_string(), 100),
    };
    let mut book: Xlsx<_> = Xlsx::new(io::Cursor::new(bytes)).map_err(broken)?;
    let sheet = book.worksheet_range_at(0).ok_or("it has no sheet")?;
    let sheet = sheet.map_err(broken)?;
    let name = book.sheet_names().into_iter().next().unwrap_or_default();
    let merged = book.merge_cells_by_sheet_id(0).map_err(broken)?;
    if let Some(one) = merged.first() {
        let (line, last) = (one.start.0 + 1, one.end.0 + 1);
        return Err(format!(
            "line {line}: cells are merged, up to line {last}; unmerge them and fill in each"
        ));
    }
    let formulas = book.worksheet_formula(&name).map_err(broken)?;
    let (first, left) = sheet.start().unwrap_or_default();
    let rows = (first..).zip(sheet.rows()).map(|(line, row)| {
        let cells = (left..).zip(row).map(|(column, cell)| {
            let formula = formulas.get_value((line, column));
            of_cell(cell, formula.is_some_and(|it| !it.is_empty()))
        });
        (usize::try_from(line + 1).unwrap_or(0), cells.collect())
    });
    Ok(rows.collect())
}

fn of_cell(cell: &Data, is_worked_out: bool) -> Cell {
    match cell {
        Data::DateTime(at) if at.is_datetime() => match moment(*at) {
            Some(at) => Cell::Moment(at),
            None => Cell::Text(at.as_f64().to_string()),
        },
        Data::Float(number) => {
            let at = ExcelDateTime::new(*number, ExcelDateTimeType::DateTime, false);
            Cell::Number(number.to_string(), moment(at))
        }
        // Who writes a workbook by a program may leave its formulas for Excel to work out.
        Data::Empty if is_worked_out => Cell::Trouble(
            "a formula has no value yet: open the workbook in Excel, and save it".to_owned(),
        ),
        Data::Empty => Cell::Text(String::new()),
        Data::Error(error) => Cell::Trouble(format!(
            "a cell has the error `{error}`: write what it should be"
        )),
        other => Cell::Text(other.to_string()),
    }
}

/// Returns the moment of a spreadsheet's number, if it is one of this century or the last.
fn moment(number: ExcelDateTime) -> Option<DateTime> {
    if !(366.0..73_051.0).contains(&number.as_f64()) {
        return None;
    }
    let (year, month, day, hour, minute, second, thousandth) = number.to_ymd_hms_milli();
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
    .ok()?;
    let time = Time::new(
        hour.try_into().ok()?,
        minute.try_into().ok()?,
        second.try_into().ok()?,
        0,
    )
    .ok()?;
    let at = date.to_datetime(time);
    // Hours are parts of a day to it, and come back a hair early or late.
    at.checked_add(jiff::Span::new().seconds(i64::from(thousandth >= 500)))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheet_numbers_are_moments() {
        let of = |number, is_1904| {
            moment(ExcelDateTime::new(
                number,
                ExcelDateTimeType::DateTime,
                is_1904,
            ))
        };
        assert_eq!(
            of(46_363.0, false).unwrap().to_string(),
            "2026-12-07T00:00:00"
        );
        assert_eq!(of(46_363.75, false).unwrap().time().hour(), 18);
        // Sixteen o'clock is no whole number of binary parts of a day.
        assert_eq!(
            of(46_631.666_666_666_664, false).unwrap().to_string(),
            "2027-09-01T16:00:00"
        );
        assert_eq!(
            of(46_363.0 - 1_462.0, true).unwrap().to_string(),
            "2026-12-07T00:00:00"
        );
        assert_eq!(of(f64::NAN, false), None);
        assert_eq!(of(1_234_567.0, false), None);
    }

    #[test]
    fn a_date_is_read_as_people_and_spreadsheets_write_it() {
        #[track_caller]
        fn case(text: &str, expected: &str) {
            let read = Cell::Text(text.into()).date();
            assert_eq!(
                read.map(|it| it.unwrap().to_string()),
                Ok(expected.into()),
                "{text}"
            );
        }
        case("2027-09-01", "2027-09-01");
        case("1/9/2027", "2027-09-01");
        case("2027-09-01T16:00", "2027-09-01T16:00:00");
        case("2027-09-01 16:00:30", "2027-09-01T16:00:30");
        case("01/09/2027 16:00", "2027-09-01T16:00:00");
        for wrong in [
            "soon",
            "46363",
            "09/30/2027",
            "01/09/27",
            "2027-09-01 4pm",
            "2027-09-01T25:00",
        ] {
            assert!(Cell::Text(wrong.into()).date().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_workbook_is_read_with_its_dates_and_what_has_no_value_is_told() {
        use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let heads = ["cid", "due submission", "handed in"];
        sheet.write_row(1, 1, heads).unwrap();
        let date = Format::new().set_num_format("dd/mm/yyyy hh:mm");
        let at = ExcelDateTime::from_ymd(2027, 9, 1)
            .unwrap()
            .and_hms(16, 0, 0)
            .unwrap();
        sheet.write_number(2, 1, 1_234_567).unwrap();
        sheet.write_datetime_with_format(2, 2, at, &date).unwrap();
        sheet.write_number(2, 3, 46_631).unwrap();
        let rows = of_workbook(book.save_to_buffer().unwrap()).unwrap();
        let (line, row) = rows.last().unwrap();
        assert_eq!((*line, row[0].text()), (3, "1234567".to_owned()));
        let said = |at: usize| row[at].date().unwrap().unwrap().to_string();
        assert_eq!(
            (said(1), said(2)),
            ("2027-09-01T16:00:00".into(), "2027-09-01".into())
        );
        let unknown = of_cell(&Data::Empty, true);
        assert!(matches!(unknown, Cell::Trouble(why) if why.contains("save it")));

        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["cid", "supervisors"]).unwrap();
        sheet
            .merge_range(1, 1, 3, 1, "Dr B", &Format::new())
            .unwrap();
        let said = of_workbook(book.save_to_buffer().unwrap()).unwrap_err();
        assert!(
            said.starts_with("line 2: cells are merged, up to line 4"),
            "{said}"
        );
        let no_book = of_workbook(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec());
        assert!(no_book.unwrap_err().contains("save it as .xlsx"));
    }
}
