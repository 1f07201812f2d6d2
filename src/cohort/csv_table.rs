//! The table as text with commas, for any spreadsheet.

use crate::cohort::cells::{Cell, columns, is_like_a_formula};
use crate::cohort::merge::Cohort;

/// Writes the table. It begins with a mark that tells Excel that it is UTF-8; a text that a
/// spreadsheet would work out has an apostrophe in front.
///
/// # Errors
///
/// Never in practice: the table is written into memory.
pub fn csv(cohort: &Cohort) -> Result<Vec<u8>, csv::Error> {
    let columns = columns(cohort);
    let mut out = writer();
    out.write_record(columns.iter().map(|column| text(&column.heading)))?;
    for row in &cohort.rows {
        out.write_record(columns.iter().map(|column| match (column.cell)(row) {
            Cell::Empty => String::new(),
            Cell::Text(it) => text(&it),
            Cell::Number(it) => it.to_string(),
            Cell::Share(it) => format!("{it:.4}"),
            Cell::When(due) => due.to_string().replace('T', " "),
        }))?;
    }
    out.flush()?;
    out.into_inner().map_err(|error| error.into_error().into())
}

/// Returns what writes a table into memory. Texts stand in quotation marks: some spreadsheets part
/// cells at semicolons too.
pub(super) fn writer() -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::NonNumeric)
        .from_writer("\u{feff}".as_bytes().to_vec())
}

/// Returns a text that no spreadsheet takes for a formula, wherever it parts the cells.
pub(super) fn text(text: &str) -> String {
    let parts = text.split(';').map(|part| match is_like_a_formula(part) {
        true => format!("'{part}"),
        false => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::row::Row;
    use crate::cohort::testing::{cohort, row};

    #[test]
    fn a_cell_is_never_a_formula() {
        let hostile = [
            "=1+1",
            "+1",
            "-1",
            "@x",
            "\t=1",
            "\r=1",
            "=cmd|' /C calc'!A0",
            " =1",
            "a; =1",
        ];
        let rows: Vec<Row> = hostile
            .iter()
            .map(|text| Row {
                title: Some((*text).into()),
                name: Some((*text).into()),
                ..row("a")
            })
            .collect();
        let cohort = cohort(rows);
        let bytes = csv(&cohort).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap());
        let mut seen = 0;
        for record in reader.records() {
            for cell in &record.unwrap() {
                assert!(!cell.split(';').any(is_like_a_formula), "{cell:?}");
                seen += usize::from(cell.contains('\''));
            }
        }
        assert_eq!(seen, 2 * hostile.len());
    }
}
