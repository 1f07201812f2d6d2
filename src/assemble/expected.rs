//! What the contents and the lists will hold, as far as the files tell before anything is laid out.
//! The first layout leaves as much room for it as it will take, so that the pages behind it stand
//! where they stay. A wrong guess costs a layout, and changes nothing that is printed.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::assemble::book::{Body, Book, BookChapter, BookPart};
use crate::diagnostics::ProjectPath;

/// The virtual file that carries it to the template; its text is [`Expected::file`].
pub const EXPECTED: &str = "/.folio/expected.json";

/// How deep the contents go, as `templates/main.typ.j2` sets them; of an appendix only the title.
const CONTENTS_DEPTH: usize = 3;

/// The entries that are expected.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Expected {
    /// The headings of the table of contents.
    pub contents: Vec<Entry>,
    /// The captions of numbered tables.
    pub tables: Vec<String>,
    /// The captions of numbered figures.
    pub figures: Vec<String>,
    /// What a reference to each label will print; empty where only the pages tell.
    pub references: BTreeMap<String, String>,
}

impl Expected {
    /// Returns the text of the file.
    pub fn file(&self) -> String {
        serde_json::to_string(self).expect("texts can always be written") + "\n"
    }
}

/// A line of the contents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// The level of its heading, from 1.
    pub level: usize,
    /// Whether it stands before the first chapter or behind the last.
    #[serde(rename = "is-front")]
    pub is_front: bool,
    /// Its words.
    pub title: String,
}

/// Returns the lines of the contents of a book; `headings` are those of a file, with their levels.
pub fn contents(
    book: &Book,
    headings: &dyn Fn(&ProjectPath) -> Vec<(usize, String)>,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |title: Option<&String>, file: Option<&ProjectPath>, depth, is_front| {
        let own = title.map(|title| (1, title.clone()));
        let all = own
            .into_iter()
            .chain(file.map(headings).into_iter().flatten());
        entries.extend(all.filter(|it| it.0 <= depth).map(|(level, title)| Entry {
            level,
            is_front,
            title,
        }));
    };
    let chapter = |it: &BookChapter| (it.heading.clone(), it.chapter.path.clone());
    for part in &book.parts {
        match part {
            BookPart::Prose(prose) if prose.in_contents => {
                let file = match &prose.body {
                    Body::File(path) => Some(path),
                    Body::Paragraphs(_) | Body::Terms(_) => None,
                };
                add(prose.heading.as_ref(), file, CONTENTS_DEPTH, true);
            }
            BookPart::References { heading } => add(Some(heading), None, 1, true),
            BookPart::Chapter(it) => {
                let (heading, path) = chapter(it);
                add(heading.as_ref(), Some(&path), CONTENTS_DEPTH, false);
            }
            BookPart::Appendix(it) => {
                let (heading, path) = chapter(it);
                add(heading.as_ref(), Some(&path), 1, false);
            }
            BookPart::Prose(_)
            | BookPart::TitlePage(_)
            | BookPart::Contents { .. }
            | BookPart::ListOfTables { .. }
            | BookPart::ListOfFigures { .. } => {}
        }
    }
    entries
}
