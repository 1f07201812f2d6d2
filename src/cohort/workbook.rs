//! The table as a workbook: real dates and numbers, filters, and colours that follow the cells.

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DocProperties, ExcelDateTime, Format,
    FormatBorder, IntoExcelDateTime as _, Workbook, Worksheet, XlsxError,
};

use crate::cohort::attention::Attention;
use crate::cohort::cells::{ATTENTION, Cell, columns, is_like_a_formula};
use crate::cohort::merge::Cohort;
use crate::project::Due;

/// The most rows that a sheet holds, its heading left out.
pub const MOST_ROWS: usize = 1_048_575;

/// The look of the cells.
struct Looks {
    head: Format,
    day: Format,
    moment: Format,
    number: Format,
    share: Format,
    /// A text that would be worked out if somebody edited it.
    quoted: Format,
}

/// Writes the table as Excel opens it. The file says of itself that it was made on the day that the
/// rows speak of.
///
/// # Errors
///
/// If it is larger than a workbook may be.
pub fn xlsx(cohort: &Cohort) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(
        u16::try_from(cohort.on.year()).unwrap_or(1900),
        u8::try_from(cohort.on.month()).unwrap_or(1),
        u8::try_from(cohort.on.day()).unwrap_or(1),
    )?;
    let properties = DocProperties::new().set_creation_datetime(&made);
    book.set_properties(&properties.set_title("Cohort"));
    // Of a large table most of the time would go into its last seventh.
    book.set_zip_compression_level(3);
    let looks = Looks {
        head: Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00E3_EEF0))
            .set_border_bottom(FormatBorder::Thin)
            .set_text_wrap(),
        day: Format::new().set_num_format("dd/mm/yyyy"),
        moment: Format::new().set_num_format("dd/mm/yyyy hh:mm"),
        number: Format::new().set_num_format("#,##0"),
        share: Format::new().set_num_format("0.0%"),
        quoted: Format::new().set_quote_prefix(),
    };
    // One row after the other is written away: the whole of a large cohort would fill the memory.
    let sheet = book.add_worksheet_with_constant_memory()?;
    sheet.set_name("Cohort")?;
    fill(sheet, cohort, &looks)?;
    book.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, cohort: &Cohort, looks: &Looks) -> Result<(), XlsxError> {
    let columns = columns(cohort);
    let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    let last_row = u32::try_from(cohort.rows.len().min(MOST_ROWS)).unwrap_or(u32::MAX);
    for (at, column) in columns.iter().enumerate() {
        sheet.set_column_width(number(at), column.width)?;
        if column.heading == ATTENTION {
            for (attention, fore, back) in COLOURS {
                let colours = Format::new()
                    .set_font_color(Color::RGB(fore))
                    .set_background_color(Color::RGB(back));
                let rule = ConditionalFormatTextRule::BeginsWith(attention.in_words().into());
                let rule = ConditionalFormatText::new()
                    .set_rule(rule)
                    .set_format(colours);
                sheet.add_conditional_format(1, number(at), last_row.max(1), number(at), &rule)?;
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    sheet.autofilter(0, 0, last_row, number(columns.len().saturating_sub(1)))?;
    // What is printed ends where the details begin: more would be too small to read.
    let printed = columns.iter().position(|it| it.heading == "Pages");
    let printed = number(printed.unwrap_or(columns.len()).saturating_sub(1));
    sheet.set_print_area(0, 0, last_row, printed)?;
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_repeat_rows(0, 0)?
        .set_print_fit_to_pages(1, 0);
    for (at, column) in columns.iter().enumerate() {
        sheet.write_string_with_format(0, number(at), &column.heading, &looks.head)?;
    }
    // What most cells of a column look like is said of the column: to look up the look of a cell
    // takes longer than to write it.
    let mut usual = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let mut first = cohort.rows.iter().take(LOOKED_AT);
        let look = first.find_map(|row| look(&(column.cell)(row), looks));
        if let Some(look) = look {
            sheet.set_column_format(number(at), look)?;
        }
        usual.push(look);
    }
    for (line, row) in (1..=last_row).zip(&cohort.rows) {
        for (at, (column, usual)) in columns.iter().zip(&usual).enumerate() {
            let (at, cell) = (number(at), (column.cell)(row));
            let is_usual = |look: &&Format| usual.is_some_and(|it| std::ptr::eq(it, *look));
            let own = look(&cell, looks).filter(|look| !is_usual(look));
            let value = match cell {
                Cell::Empty => continue,
                Cell::Text(text) => {
                    match is_like_a_formula(&text) {
                        true => sheet.write_string_with_format(line, at, text, &looks.quoted)?,
                        false => sheet.write_string(line, at, text)?,
                    };
                    continue;
                }
                Cell::Number(it) => f64::from(u32::try_from(it).unwrap_or(u32::MAX)),
                Cell::Share(it) => it,
                Cell::When(Due::Day(day)) => day.to_excel_serial_date(),
                Cell::When(Due::Moment(moment)) => moment.to_excel_serial_date(),
            };
            match own {
                Some(look) => sheet.write_number_with_format(line, at, value, look)?,
                None => sheet.write_number(line, at, value)?,
            };
        }
    }
    Ok(())
}

/// In so many rows what a column has most is looked for.
const LOOKED_AT: usize = 200;

/// Returns how a value is shown.
fn look<'a>(cell: &Cell, looks: &'a Looks) -> Option<&'a Format> {
    match cell {
        Cell::Empty | Cell::Text(_) => None,
        Cell::Number(_) => Some(&looks.number),
        Cell::Share(_) => Some(&looks.share),
        Cell::When(Due::Day(_)) => Some(&looks.day),
        Cell::When(Due::Moment(_)) => Some(&looks.moment),
    }
}

/// Colours of letters and grounds that can be told apart, and read.
const COLOURS: [(Attention, u32, u32); 7] = [
    (Attention::Broken, 0x0067_1410, 0x00F6_C9C4),
    (Attention::Ledger, 0x0067_1410, 0x00F6_C9C4),
    (Attention::Overdue, 0x0067_1410, 0x00FB_E9E7),
    (Attention::Length, 0x0067_1410, 0x00FB_E9E7),
    (Attention::Claim, 0x004A_3600, 0x00FF_F3D6),
    (Attention::Soon, 0x004A_3600, 0x00FF_F3D6),
    (Attention::Done, 0x0011_4529, 0x00E3_F2E8),
];

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use calamine::{Data, Reader, Xlsx};
    use rust_xlsxwriter::utility::row_col_to_cell;

    use super::*;
    use crate::cohort::row::Row;
    use crate::cohort::testing::{cohort, row};
    use crate::milestones::State;

    #[test]
    fn dates_are_dates_numbers_are_numbers_and_nothing_is_a_formula() {
        let rows = vec![Row {
            title: Some("=1+1".into()),
            ..row("a")
        }];
        let mut due_soon = row("b");
        due_soon.milestones[0].state = State::InProgress;
        let cohort = cohort(rows.into_iter().chain([due_soon]).collect());
        let bytes = xlsx(&cohort).unwrap();
        assert_eq!(bytes, xlsx(&cohort).unwrap());
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
        let formulas = book.worksheet_formula("Cohort").unwrap();
        assert!(formulas.used_cells().next().is_none());
        let sheet = book.worksheet_range("Cohort").unwrap();
        let mut rows = sheet.rows();
        let head: Vec<String> = rows
            .next()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect();
        let row = rows.next().unwrap();
        let cell = |heading: &str| &row[head.iter().position(|it| it == heading).unwrap()];
        assert_eq!(cell("Title"), &Data::String("=1+1".into()));
        assert_eq!(cell("Words"), &Data::Float(4000.0));
        let Data::DateTime(due) = cell("Due") else {
            panic!("{:?}", cell("Due"));
        };
        assert!((due.as_f64() - 46_631.666_67).abs() < 0.001, "{due}");
        // A day in a column of times is shown as a day.
        let mut sheet = String::new();
        let mut files = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut file = files.by_name("xl/worksheets/sheet1.xml").unwrap();
        file.read_to_string(&mut sheet).unwrap();
        let look = |heading: &str, line: u32| {
            let at = head.iter().position(|it| it == heading).unwrap();
            let name = row_col_to_cell(line - 1, u16::try_from(at).unwrap());
            let cell = sheet
                .split_once(&format!("<c r=\"{name}\" s=\""))
                .unwrap()
                .1;
            cell.split_once('"').unwrap().0.to_owned()
        };
        assert_ne!(look("Due", 2), look("On", 2));
        assert_eq!(look("Due", 3), look("On", 3));
    }
}
