//! The texts of one folder: what is read, what is left out, and what cannot be.

use std::collections::BTreeSet;

use crate::diagnostics::text::{inline, is_reserved};
use crate::diagnostics::{
    Diagnostic, FileError, Level, Listed, MARKDOWN_EXTENSIONS, Place, ProjectPath, Store,
};
use crate::project::outline::names;
use crate::project::outline::paths::unreadable;
use crate::project::rules::{
    FILE_NAME_NOT_PORTABLE, FILE_NAME_NOT_UTF8, UNREADABLE_FILE, WRONG_FILE_TYPE,
};

/// The folders of a project, and what is wrong in them.
pub(crate) struct Folders<'a> {
    pub(crate) store: &'a Store,
    pub(crate) findings: &'a mut Vec<Diagnostic>,
}

impl Folders<'_> {
    /// Returns the Markdown and Typst files right in a folder, in natural order. Of those that are
    /// `named` elsewhere nothing is said.
    pub(crate) fn texts_in(&mut self, folder: &str, named: &[String]) -> Vec<ProjectPath> {
        let Some(folder_path) = ProjectPath::new(folder) else {
            return Vec::new();
        };
        if self.store.stands(&folder_path)
            && let Err(error) = self.store.resolve(&folder_path)
        {
            let finding = unreadable(self.store, &folder_path, &error);
            self.findings.push(finding.at(Place::file(folder_path)));
            return Vec::new();
        }
        if !self.store.is_folder(&folder_path) {
            return Vec::new();
        }
        let mut paths = Vec::new();
        // The folder itself may be a link inside the project; the entries are looked at one by one.
        let entries = self.store.list(&folder_path, 1);
        let names = entries.iter().filter_map(|entry| entry.as_ref().ok());
        let texts = names.map(|entry| &entry.name).filter(|name| is_text(name));
        let texts: BTreeSet<String> = texts.map(|name| stem(name).to_owned()).collect();
        for entry in entries {
            match entry {
                Err(error) => self.unreadable_folder(folder, &error),
                Ok(Listed { name, .. }) if name.starts_with('.') || name.starts_with("~$") => {}
                Ok(entry) if is_text(&entry.name) => paths.extend(self.text_file(folder, entry)),
                Ok(entry) if named.contains(&format!("{folder}/{}", entry.name)) => {}
                // What another program made the text of, or made of it.
                Ok(entry) if texts.contains(stem(&entry.name)) && is_of_knitting(&entry.name) => {}
                Ok(entry) => self.foreign(folder, &entry.name),
            }
        }
        paths.sort_by(|a, b| names::natural(a.file_name(), b.file_name()));
        paths
    }

    fn text_file(&mut self, folder: &str, entry: Listed) -> Option<ProjectPath> {
        let Some(path) = entry.path else {
            let shown = inline(&entry.name, 60);
            self.findings.push(
                Diagnostic::of(
                    &FILE_NAME_NOT_UTF8,
                    format!("the name of `{folder}/{shown}` cannot be read"),
                )
                .hint("rename it with letters, digits and hyphens"),
            );
            return None;
        };
        if let Err(error) = self.store.resolve(&path) {
            let finding = unreadable(self.store, &path, &error);
            self.findings.push(finding.at(Place::file(path)));
            return None;
        }
        // A folder, a pipe or a device is no chapter, whatever its name.
        if !self.store.is_file(&path) {
            if !self.store.is_folder(&path) {
                let message = format!("`{path}` is no file that can be read");
                let finding = Diagnostic::of(&UNREADABLE_FILE, message);
                let hint = "take it away, and put the chapter itself in its place";
                self.findings.push(finding.at(Place::file(path)).hint(hint));
            }
            return None;
        }
        let name = entry.name.as_str();
        let is_awkward =
            is_reserved(stem(name)) || name.contains(['<', '>', ':', '"', '|', '?', '*', '\\']);
        if is_awkward {
            self.findings.push(
                Diagnostic::of(
                    &FILE_NAME_NOT_PORTABLE,
                    format!(
                        "`{}` cannot be opened on Windows",
                        inline(path.as_str(), 80)
                    ),
                )
                .hint("rename it with letters, digits and hyphens"),
            );
        }
        // A backslash in a name would read as a folder.
        if name.contains('\\') {
            None
        } else {
            Some(path)
        }
    }

    fn unreadable_folder(&mut self, folder: &str, error: &FileError) {
        let reason = match error {
            FileError::Io { source, .. } => source.to_string(),
            other => other.to_string(),
        };
        self.findings.push(
            Diagnostic::of(
                &UNREADABLE_FILE,
                format!(
                    "the folder `{folder}` cannot be read: {}",
                    inline(&reason, 80)
                ),
            )
            .hint("see whether you may open it"),
        );
    }

    /// Says that a file that looks like a chapter is none.
    fn foreign(&mut self, folder: &str, name: &str) {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let looks_like_text = [
            "doc", "docx", "odt", "rtf", "pages", "txt", "tex", "html", "rmd", "qmd",
        ]
        .contains(&extension.to_lowercase().as_str());
        if looks_like_text {
            let name = inline(name, 60);
            let hint = match extension.to_lowercase().as_str() {
                "txt" => "name it `.md` if it is a chapter, or list it in `[outline]`",
                "rmd" | "qmd" => {
                    "render it to Markdown first, with `keep-md: true`; or list it in `[outline]`, and its chunks are left out"
                }
                _ => "save its text as Markdown, with the extension `.md`",
            };
            self.findings.push(
                Diagnostic::judged(
                    Level::Warn,
                    &WRONG_FILE_TYPE,
                    format!(
                        "`{folder}/{name}` is left out: only `.md`, `.markdown` and `.typ` are read"
                    ),
                )
                .hint(hint),
            );
        }
    }
}

/// Whether a file may stand beside the Markdown that R or Quarto made of it.
fn is_of_knitting(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    ["rmd", "qmd", "tex", "html"].contains(&extension.to_lowercase().as_str())
}

/// Returns whether a name is that of a Markdown or Typst file.
pub(crate) fn is_text(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty()
            && MARKDOWN_EXTENSIONS
                .iter()
                .chain(&["typ"])
                .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// Returns a name without its extension.
pub(crate) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
