//! A supervision record as a PDF for the programme's office.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::diagnostics::ProjectPath;
use crate::dissertation::{Dissertation, Failure, FailureKind};
use crate::manuscript::chapter_file;
use crate::markdown::{self, FUNCTIONS_PATH, Settings};
use crate::pipeline::printed::printed;
use crate::typeset::Job;

const MAIN: &str = "/.folio/record.typ";
const HEAD: &str = include_str!("../../templates/record.typ");
/// What the functions want to know of the book: a record is no copy for review, and cites nothing.
const BOOK: &str = "#let book = (mode: \"final\")";
const CITING: &str = "#let cited(..) = none";
const FUNCTIONS: &str = include_str!("../../templates/typst/markdown.typ");

/// A record to be typeset.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecordRequest {
    /// The document's title.
    pub title: String,
    /// Its text in Markdown.
    pub markdown: String,
    /// The day it speaks of, which is the date of the PDF.
    pub date: DateTime,
}

/// Typesets a record.
///
/// # Errors
///
/// If it cannot be typeset.
pub fn record(dissertation: &Dissertation, request: &RecordRequest) -> Result<Vec<u8>, Failure> {
    let RecordRequest {
        title,
        markdown,
        date,
    } = request;
    let path = ProjectPath::new("record.md").expect("it is a plain name");
    let file = chapter_file(&path).expect("a plain name is a file's");
    let conversion = markdown::convert(file, &path, markdown, &Settings::default());
    let body = markdown::print(conversion.source.root());
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
    let main = format!("{HEAD}#set document(title: \"{quoted}\")\n\n{body}");
    let job = Job {
        main: MAIN.to_owned(),
        files: [
            (MAIN, main),
            (FUNCTIONS_PATH, FUNCTIONS.to_owned()),
            ("/.folio/book.typ", BOOK.to_owned()),
            ("/.folio/citing.typ", CITING.to_owned()),
        ]
        .map(|(path, text)| (path.to_owned(), text))
        .into(),
        date: Some(*date),
        ..Job::new(dissertation.store().clone())
    };
    printed(job, title).map_err(|why| {
        Failure::new(FailureKind::Typesetting, why)
            .hint("write the record as Markdown instead: name a file that ends in `.md`")
    })
}
