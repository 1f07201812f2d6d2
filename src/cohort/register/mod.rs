//! The office's own list of students, one line each.

mod column;
mod line;
mod matches;
mod table;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cohort::register::column::Column;
use crate::cohort::register::line::plain;
use crate::cohort::register::table::{Cell, of_text, of_workbook};
use crate::cohort::row::Enrolment;
use crate::diagnostics::text::inline;
use crate::diagnostics::{FileError, read_bytes};
use crate::milestones::OfficeDates;
use crate::project::SUBMISSION;

pub use line::RegisterLine;
pub(super) use line::plain as plain_number;
pub(super) use matches::Matches;

/// The largest register that is read.
const MAX_BYTES: u64 = 64 << 20;

/// A register that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is no table.
    #[error("the register {} cannot be read as a table: {why}", path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// A cell, or a heading, is not what it should be.
    #[error("the register, line {line}: {why}")]
    Cell {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        why: String,
    },
}

/// The register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    /// Its lines.
    pub lines: Vec<RegisterLine>,
}

impl Register {
    /// Reads a register, as text with commas, semicolons or tabs, or as Excel saves it.
    ///
    /// # Errors
    ///
    /// If it cannot be read, has a heading that is not known, or a cell that is no date where one is
    /// expected, or if rules that it names are not there.
    pub fn read(path: &Path) -> Result<Self, RegisterError> {
        let bytes = read_bytes(path, MAX_BYTES)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let wrong = |why: String| RegisterError::Table {
            path: path.to_path_buf(),
            why,
        };
        let rows = match bytes.starts_with(b"PK") {
            true => of_workbook(bytes).map_err(wrong)?,
            false => of_text(&bytes).map_err(wrong)?,
        };
        let register = Self::of(rows, folder)?;
        // A row can say of no file which it is: a table in which nobody may be recognised has it.
        for line in &register.lines {
            let missing = line.rules.as_ref().filter(|path| !path.is_file());
            if let Some(path) = missing {
                let why = format!(
                    "there are no rules `{}`",
                    inline(&path.display().to_string(), 200)
                );
                return Err(RegisterError::Cell {
                    line: line.line,
                    why,
                });
            }
        }
        Ok(register)
    }

    fn of(rows: Vec<(usize, Vec<Cell>)>, folder: &Path) -> Result<Self, RegisterError> {
        let mut rows = rows
            .into_iter()
            .filter(|(_, row)| !row.iter().all(Cell::is_blank));
        let Some((line, head)) = rows.next() else {
            return Err(RegisterError::Cell {
                line: 1,
                why: "there is no line with the names of the columns".into(),
            });
        };
        let columns = head.iter().map(|cell| Column::read(&cell.text()));
        let columns: Result<Vec<Column>, String> = columns.collect();
        let columns = columns.map_err(|why| RegisterError::Cell { line, why })?;
        let is_key = |it: &Column| matches!(it, Column::Cid | Column::Candidate | Column::Folder);
        if !columns.iter().any(is_key) {
            return Err(RegisterError::Cell {
                line,
                why: "it needs a column `cid`, `candidate` or `folder`".into(),
            });
        }
        for (at, column) in columns.iter().enumerate() {
            if *column != Column::Own && columns[..at].contains(column) {
                let heading = inline(&head[at].text(), 40);
                let why = format!("the column `{heading}` stands there twice");
                return Err(RegisterError::Cell { line, why });
            }
        }
        let lines = rows.map(|(line, row)| {
            let read = one(line, &columns, &row, folder);
            read.map_err(|why| RegisterError::Cell { line, why })
        });
        let lines: Vec<RegisterLine> = lines.collect::<Result<_, _>>()?;
        no_key_twice(&lines)?;
        Ok(Self { lines })
    }
}

/// What is said of a student by a line, if anything.
type KeyOf = fn(&RegisterLine) -> Option<String>;

/// Refuses two lines for one student: the second would be nobody's.
fn no_key_twice(lines: &[RegisterLine]) -> Result<(), RegisterError> {
    let keys: [(&str, KeyOf); 3] = [
        ("college number", |it| it.cid.as_deref().map(plain)),
        ("candidate number", |it| it.candidate.as_deref().map(plain)),
        ("folder", |it| it.folder.clone()),
    ];
    for (what, key) in keys {
        let mut known = BTreeMap::new();
        for line in lines {
            let Some(key) = key(line) else { continue };
            if let Some(before) = known.insert(key, line.line) {
                let why = format!("line {before} has the same {what}: a student has one line");
                return Err(RegisterError::Cell {
                    line: line.line,
                    why,
                });
            }
        }
    }
    Ok(())
}

fn one(
    line: usize,
    columns: &[Column],
    row: &[Cell],
    folder: &Path,
) -> Result<RegisterLine, String> {
    let mut read = RegisterLine {
        line,
        ..RegisterLine::default()
    };
    let mut beyond = row.iter().skip(columns.len());
    if beyond.any(|cell| !cell.text().is_empty()) {
        return Err(
            "it has more cells than there are columns; a cell with a comma in it stands in \
             quotation marks, and several supervisors are parted by `;`"
                .into(),
        );
    }
    let (mut handed_in, mut evidence) = (None, None);
    for (column, cell) in columns.iter().zip(row) {
        let text = Some(cell.text()).filter(|text| !text.is_empty());
        if let (Cell::Trouble(why), false) = (cell, *column == Column::Own) {
            return Err(format!("{column}: {why}"));
        }
        let date = || cell.date().map_err(|why| format!("{column}: {why}"));
        match column {
            Column::Cid => read.cid = number(text)?,
            Column::Candidate => read.candidate = number(text)?,
            Column::Folder => {
                let path = text.map(|text| text.replace('\\', "/"));
                let plain = |path: &str| path.trim_start_matches("./").trim_end_matches('/').into();
                read.folder = path.as_deref().map(plain);
            }
            Column::Name => read.name = text,
            Column::Email => read.address = text,
            Column::Supervisors => read.supervisors = cell.texts(),
            Column::Rules => read.rules = text.map(|text| folder.join(text)),
            Column::Due(id) => {
                if let Some(due) = date()? {
                    dates_of(&mut read.dates, id).due = Some(due);
                }
            }
            Column::Extended(id) => {
                if let Some(to) = date()? {
                    dates_of(&mut read.dates, id).extended_to = Some(to);
                }
            }
            Column::HandedIn => handed_in = date()?,
            Column::Evidence => evidence = text,
            Column::Status => read.enrolment = enrolment(text.as_deref().unwrap_or_default())?,
            Column::Own => {}
        }
    }
    if handed_in.is_some() {
        let dates = dates_of(&mut read.dates, SUBMISSION);
        dates.handed_in = handed_in;
        dates.evidence = evidence;
    }
    if read.cid.is_none() && read.candidate.is_none() && read.folder.is_none() {
        return Err("nobody knows whose line this is: `cid`, `candidate` or `folder`".into());
    }
    Ok(read)
}

/// Takes a number that identifies somebody, unless a spreadsheet has rounded it.
fn number(text: Option<String>) -> Result<Option<String>, String> {
    let is_rounded = |text: &String| {
        let parts = text.split_once("E+").or(text.split_once("e+"));
        let is_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit() || c == '.');
        parts.is_some_and(|(digits, zeros)| is_digits(digits) && is_digits(zeros))
    };
    match text {
        Some(text) if is_rounded(&text) => Err(format!(
            "`{text}` is a number that the spreadsheet has rounded: format the column as text, and \
             write the numbers again"
        )),
        text => Ok(text),
    }
}

fn dates_of<'a>(dates: &'a mut Vec<OfficeDates>, id: &str) -> &'a mut OfficeDates {
    let at = dates.iter().position(|it| it.milestone == id);
    let at = at.unwrap_or_else(|| {
        dates.push(OfficeDates {
            milestone: id.to_owned(),
            ..OfficeDates::default()
        });
        dates.len() - 1
    });
    &mut dates[at]
}

fn enrolment(text: &str) -> Result<Option<Enrolment>, String> {
    match text.to_lowercase().as_str() {
        "" | "enrolled" | "active" | "writing" => Ok(None),
        "withdrawn" => Ok(Some(Enrolment::Withdrawn)),
        "interrupted" | "interruption" => Ok(Some(Enrolment::Interrupted)),
        _ => {
            let text = inline(text, 40);
            Err(format!(
                "`{text}` is no status: expected withdrawn or interrupted, or nothing"
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Register, String> {
        let rows = of_text(text.as_bytes())?;
        Register::of(rows, Path::new("office")).map_err(|error| error.to_string())
    }

    #[test]
    fn a_line_is_a_student_with_everything_that_the_office_knows() {
        let text = "\u{feff}CID;Folder;Name;Supervisors;Rules;Due Tutorial-1;Extended;Handed in;Evidence;Status;#note\r\n\
                    01234567;smith*;Ada Smith;Dr B; Prof C;;;;;;\r\n\
                    ;;;;;;;;;;\r\n\
                    7654321;jones.zip;;\"Dr B; Prof C\";r.toml;07/12/2026;2027-10-01;2027-09-30 15:58;e-mail;Withdrawn;x\r\n";
        // Blanks around a name, semicolons inside one that is quoted.
        let register = read(&text.replace("Dr B; Prof C;;;;;;\r\n;", "Dr B;;;;;;;\r\n;")).unwrap();
        let [smith, jones] = register.lines.as_slice() else {
            panic!("{register:?}");
        };
        assert_eq!((smith.line, jones.line), (2, 4));
        assert_eq!(smith.supervisors, ["Dr B"]);
        assert_eq!(jones.supervisors, ["Dr B", "Prof C"]);
        assert_eq!(jones.rules, Some(PathBuf::from("office/r.toml")));
        assert_eq!(jones.enrolment, Some(Enrolment::Withdrawn));
        let dates = |id: &str| jones.dates.iter().find(|it| it.milestone == id).unwrap();
        assert_eq!(dates("tutorial-1").due.unwrap().to_string(), "2026-12-07");
        let submission = dates("submission");
        assert_eq!(submission.extended_to.unwrap().to_string(), "2027-10-01");
        let handed_in = submission.handed_in.unwrap().to_string();
        assert_eq!(handed_in, "2027-09-30T15:58:00");
    }

    #[test]
    fn a_line_that_says_what_parts_the_cells_is_no_heading() {
        let register = read("sep=;\r\ncid;name\r\n1;Smith, Ada\r\n").unwrap();
        let [line] = register.lines.as_slice() else {
            panic!("{register:?}");
        };
        assert_eq!((line.line, line.name.as_deref()), (3, Some("Smith, Ada")));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = |text: &str| read(text).unwrap_err();
        let said = wrong("cid,nmae\n1,x\n");
        assert!(
            said.contains("line 1") && said.contains("did you mean `name`"),
            "{said}"
        );
        let said = wrong("cid,due tutorial-1\n1,soon\n");
        assert!(
            said.contains("line 2: `due tutorial-1`: `soon` is no date"),
            "{said}"
        );
        assert!(wrong("name\nx\n").contains("needs a column"));
        assert!(wrong("cid,name\n,x\n").contains("whose line"));
        assert!(wrong("cid,status\n1,gone\n").contains("is no status"));
        assert!(wrong("").contains("no line"));
        assert!(wrong("cid,folder,cid\n1,a,2\n").contains("`cid` stands there twice"));
        assert!(wrong("cid,name\n1,A, B\n").contains("more cells"));
        let said = wrong("cid,name\n1,\"A\n2,B\n");
        assert!(said.contains("line 2: a cell goes on"), "{said}");
        let said = wrong("cid,name\n0123,A\n\n123,B\n");
        assert!(
            said.contains("line 4: line 2 has the same college number"),
            "{said}"
        );
        assert!(wrong("folder\na*\na*\n").contains("line 3: line 2 has the same folder"));
        assert!(wrong("cid\n1.23457E+15\n").contains("line 2: `1.23457E+15` is a number"));
    }
}
