//! Opening a place of a chapter in the student's own editor.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::diagnostics::{ProjectPath, Store};
use crate::preview::Settings;

/// A place to be opened.
#[derive(Deserialize)]
pub(super) struct Place {
    path: String,
    line: u32,
    column: u32,
}

/// A program that opens a file at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    /// Its name for people.
    pub name: String,
    /// The program.
    pub program: OsString,
    /// What it is given: `{file}`, `{line}` and `{column}` are filled in.
    pub arguments: Vec<String>,
}

impl Editor {
    /// Fills in the place.
    fn filled(&self, file: &str, line: u32, column: u32) -> Vec<String> {
        let arguments = self.arguments.iter();
        arguments
            .map(|argument| {
                // The name of a file may hold braces, too: it comes last.
                argument
                    .replace("{line}", &line.to_string())
                    .replace("{column}", &column.to_string())
                    .replace("{file}", file)
            })
            .collect()
    }
}

/// Opens a place, or says why it cannot be.
pub(super) fn open_in_editor(place: &Place, settings: &Settings) -> Result<(), String> {
    let missing = || "this file is not there any more; save the chapter and try again".to_owned();
    let path = ProjectPath::new(&place.path).ok_or_else(missing)?;
    let store = Store::folder(&settings.root).map_err(|_| missing())?;
    // Only a file of the project, wherever its links lead.
    let real = store.resolve(&path).map_err(|_| missing())?;
    if !store.is_file(&real) {
        return Err(missing());
    }
    let file = real.below(&settings.root);
    let Some(editor) = &settings.editor else {
        let opened = open::that_detached(&file);
        return opened.map_err(|_| {
            "no program is known that opens it; start `folio watch` with \
             `--editor \"PROGRAM {file}\"`"
                .to_owned()
        });
    };
    let file = file.display().to_string();
    let started = Command::new(&editor.program)
        .args(editor.filled(&file, place.line, place.column))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut started =
        started.map_err(|error| format!("failed to start {}: {error}", editor.name))?;
    // Whoever has ended is to be waited for.
    std::thread::spawn(move || started.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_file_is_one_argument_and_stays_as_it_is() {
        let editor = Editor {
            name: "an editor".into(),
            program: "editor".into(),
            arguments: vec!["-g".into(), "{file}:{line}:{column}".into()],
        };
        assert_eq!(
            editor.filled("/a b/{line}.md", 12, 5),
            ["-g", "/a b/{line}.md:12:5"]
        );
    }
}
