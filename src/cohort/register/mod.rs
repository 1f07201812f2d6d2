//! The office's own list of students, one line each.

mod table;

use std::path::{Path, PathBuf};

use crate::cohort::register::table::{Cell, of_text, of_workbook};
use crate::cohort::row::Enrolment;
use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{FileError, read_bytes};
use crate::milestones::OfficeDates;
use crate::project::Dissertation;
use crate::project::SUBMISSION;

/// The largest register that is read.
const MAX_BYTES: u64 = 64 << 20;

/// The columns that every register may have; those of dates name their milestone.
const COLUMNS: [&str; 12] = [
    "cid",
    "candidate",
    "folder",
    "name",
    "email",
    "supervisors",
    "rules",
    "due MILESTONE",
    "extended MILESTONE",
    "handed in",
    "evidence",
    "status",
];

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

/// What the office says of one student.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterLine {
    /// The line in the file, from 1.
    pub line: usize,
    /// The college number.
    pub cid: Option<String>,
    /// The examination number.
    pub candidate: Option<String>,
    /// The folder or zip, or a pattern of it with `*`.
    pub folder: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// Who supervises.
    pub supervisors: Vec<String>,
    /// The rules that hold for this student.
    pub rules: Option<PathBuf>,
    /// What is known of milestones.
    pub dates: Vec<OfficeDates>,
    /// Whether the student is away or has left.
    pub enrolment: Option<Enrolment>,
}

impl RegisterLine {
    /// Returns whether its pattern fits a name: the whole of it, or one of the folders that it
    /// stands in, with or without `.zip`.
    pub(super) fn fits(&self, name: &str) -> bool {
        let Some(pattern) = &self.folder else {
            return false;
        };
        let name = name.to_lowercase();
        let pattern = pattern.to_lowercase();
        let parts = name.match_indices('/').map(|(at, _)| &name[..at]);
        let wholes = [name.as_str(), name.trim_end_matches(".zip")];
        parts.chain(wholes).any(|part| is_like(&pattern, part))
    }

    /// Returns whether it speaks of one folder, and not of all that are like a pattern.
    pub(super) fn is_exact(&self) -> bool {
        self.folder.as_ref().is_some_and(|name| !name.contains('*'))
    }

    /// Returns whether the manifest names this student.
    pub(super) fn names(&self, dissertation: &Dissertation) -> bool {
        let is = |own: &Option<String>, office: &Option<String>| match (own, office) {
            (Some(own), Some(office)) => plain(own) == plain(office),
            (_, _) => false,
        };
        is(&dissertation.cid, &self.cid) || is(&dissertation.candidate, &self.candidate)
    }

    /// Returns what stands for the student where no folder does.
    pub(super) fn key(&self) -> String {
        let key = self.cid.as_ref().or(self.candidate.as_ref());
        let key = key.or(self.folder.as_ref()).cloned();
        format!("register/{}", key.unwrap_or_else(|| self.line.to_string()))
    }
}

/// Spreadsheets take away zeros in front, and people write blanks.
fn plain(number: &str) -> String {
    let number = number.trim().to_lowercase();
    number.trim_start_matches('0').to_owned()
}

/// Whether a text is what a pattern with `*` means.
fn is_like(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(start) else {
        return false;
    };
    let mut starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    starts.any(|at| is_like(rest, &text[at..]))
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
        let is_blank = |row: &[Cell]| row.iter().all(|cell| cell.text().is_empty());
        let mut rows = rows.into_iter().filter(|(_, row)| !is_blank(row));
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
        Ok(Self {
            lines: lines.collect::<Result<_, _>>()?,
        })
    }

    /// Returns whether every line says which folder it is about.
    pub fn names_folders(&self) -> bool {
        self.lines.iter().all(RegisterLine::is_exact)
    }
}

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Cid,
    Candidate,
    Folder,
    Name,
    Email,
    Supervisors,
    Rules,
    Due(String),
    Extended(String),
    HandedIn,
    Evidence,
    Status,
    /// An office's own, which begins with `#` or has no name.
    Own,
}

impl Column {
    fn read(heading: &str) -> Result<Self, String> {
        let plain = heading.trim().to_lowercase();
        let words: Vec<&str> = plain.split_whitespace().collect();
        Ok(match words.as_slice() {
            [] => Self::Own,
            [first, ..] if first.starts_with('#') => Self::Own,
            ["cid" | "college-number"] | ["college", "number"] => Self::Cid,
            ["candidate" | "candidate-number"] | ["candidate", "number"] => Self::Candidate,
            ["folder" | "file"] => Self::Folder,
            ["name" | "student"] => Self::Name,
            ["email" | "e-mail" | "address"] => Self::Email,
            ["supervisor" | "supervisors"] => Self::Supervisors,
            ["rules"] => Self::Rules,
            ["due"] => Self::Due(SUBMISSION.into()),
            ["due", id] => Self::Due((*id).into()),
            ["extended" | "extension"] => Self::Extended(SUBMISSION.into()),
            ["extended" | "extension", id] => Self::Extended((*id).into()),
            ["handed-in" | "submitted"] | ["handed", "in"] => Self::HandedIn,
            ["evidence"] => Self::Evidence,
            ["status" | "enrolment"] => Self::Status,
            _ => {
                let hint = did_you_mean(&plain, &COLUMNS);
                let heading = inline(heading, 40);
                return Err(format!(
                    "there is no column `{heading}`: {hint}; a column of your own begins with `#`"
                ));
            }
        })
    }
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
        match column {
            Column::Cid => read.cid = text,
            Column::Candidate => read.candidate = text,
            Column::Folder => read.folder = text.map(|text| text.replace('\\', "/")),
            Column::Name => read.name = text,
            Column::Email => read.address = text,
            Column::Supervisors => {
                let names = text.unwrap_or_default();
                let names = names.split(';').map(|name| name.trim().to_owned());
                read.supervisors = names.filter(|name| !name.is_empty()).collect();
            }
            Column::Rules => read.rules = text.map(|text| folder.join(text)),
            Column::Due(id) => {
                if let Some(due) = cell.date()? {
                    dates_of(&mut read.dates, id).due = Some(due);
                }
            }
            Column::Extended(id) => {
                if let Some(to) = cell.date()? {
                    dates_of(&mut read.dates, id).extended_to = Some(to);
                }
            }
            Column::HandedIn => handed_in = cell.date()?,
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
        assert!(!register.names_folders(), "a pattern may mean several");
    }

    #[test]
    fn a_pattern_fits_names_in_any_case_and_folders_around() {
        let line = |pattern: &str| RegisterLine {
            folder: Some(pattern.into()),
            ..RegisterLine::default()
        };
        for (pattern, name) in [
            ("smith*", "Smith_Ada.zip"),
            ("s01", "s01/thesis"),
            ("s01", "S01.zip"),
            ("*_042*", "x_042_final"),
        ] {
            assert!(line(pattern).fits(name), "{pattern} {name}");
        }
        for (pattern, name) in [("smith", "smithson"), ("s0", "s01"), ("*z", "zip")] {
            assert!(!line(pattern).fits(name), "{pattern} {name}");
        }
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
            said.contains("line 2") && said.contains("`soon` is no date"),
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
    }

    #[test]
    fn a_number_fits_with_and_without_its_zeros() {
        let line = RegisterLine {
            cid: Some("1234567".into()),
            ..RegisterLine::default()
        };
        let manifest = Dissertation {
            cid: Some("01234567".into()),
            ..Dissertation::default()
        };
        assert!(line.names(&manifest));
        assert!(!line.names(&Dissertation::default()));
    }
}
