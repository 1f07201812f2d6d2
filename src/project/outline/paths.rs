//! Paths that the author writes: inside the project, there, and readable.

use crate::diagnostics::rules::{FILE_PRIVATE, FILE_TOO_LARGE, NOT_UTF8};
use crate::diagnostics::text::{inline, nearest};
use crate::diagnostics::{
    Diagnostic, FileError, MAX_TEXT_BYTES, Place, ProjectPath, Store, decoded, from_utf16, is_utf32,
};
use crate::project::rules::{
    LINK_OUTSIDE_PROJECT, MISSING_FILE, PATH_OUTSIDE_PROJECT, TEXT_IN_UTF_16, UNREADABLE_FILE,
};
use crate::project::table::given::Given;

/// Returns the path if there is a file of the project under it, or says why not.
pub(crate) fn existing_file(
    store: &Store,
    given: &Given<String>,
    what: &str,
) -> Result<ProjectPath, Box<Diagnostic>> {
    let written = inline(&given.value, 60);
    let Some(path) = ProjectPath::new(&given.value) else {
        let finding = Diagnostic::of(
            &PATH_OUTSIDE_PROJECT,
            format!("{what} `{written}` lies outside the project"),
        )
        .at(given.place.clone())
        .hint("copy the file into the project, and write its path from the project's folder");
        return Err(Box::new(finding));
    };
    if !store.is_file(&path) {
        let word = if store.is_folder(&path) {
            "is a folder"
        } else {
            "does not exist"
        };
        let finding = Diagnostic::of(&MISSING_FILE, format!("{what} `{written}` {word}"))
            .at(given.place.clone());
        return Err(Box::new(finding.hint(near_miss(store, &path))));
    }
    if let Err(error) = store.resolve(&path) {
        let finding = unreadable(store, &path, &error);
        return Err(Box::new(finding.at(given.place.clone())));
    }
    Ok(path)
}

/// Names a file that is near in name, in the same folder.
fn near_miss(store: &Store, path: &ProjectPath) -> String {
    let folder = path.parent();
    let mut names = store.names(&folder);
    names.retain(|name| !name.starts_with('.'));
    match nearest(path.file_name(), names.iter().map(String::as_str)) {
        Some(name) => {
            let sibling = folder.join(name).unwrap_or(folder);
            format!("did you mean `{sibling}`?")
        }
        None => "write the path from the project's folder, with `/`".into(),
    }
}

/// Reads a text of the project, or says why it cannot be read.
pub(crate) fn readable_text(store: &Store, path: &ProjectPath) -> Result<String, Box<Diagnostic>> {
    store.text(path).map_err(|error| {
        let finding = unreadable(store, path, &error);
        Box::new(finding.at(Place::file(path.clone())))
    })
}

/// Says why a text of the dissertation cannot be read, or that it had to be converted.
pub(crate) fn unreadable_text(store: &Store, path: &ProjectPath) -> Option<Diagnostic> {
    if let Err(finding) = readable_text(store, path) {
        return Some(*finding);
    }
    let bytes = store.bytes(path, MAX_TEXT_BYTES).ok()?;
    from_utf16(&bytes)?;
    let message = format!("`{path}` is UTF-16 text, and was read as such");
    let finding = Diagnostic::of(&TEXT_IN_UTF_16, message).at(Place::file(path.clone()));
    Some(finding.hint("save it with the encoding UTF-8, which all programs read"))
}

/// Says why a file of the project cannot be read, without a place.
pub(crate) fn unreadable(store: &Store, path: &ProjectPath, error: &FileError) -> Diagnostic {
    match error {
        FileError::NotUtf8 { at, .. } => {
            let bytes = store.bytes(path, MAX_TEXT_BYTES);
            let message = match bytes.is_ok_and(|bytes| is_utf32(&bytes)) {
                true => format!("`{path}` is UTF-32 text, which cannot be read"),
                false => {
                    let what = sign_at(store, path, *at);
                    format!("`{path}` is not UTF-8 text: {what} cannot be read")
                }
            };
            Diagnostic::of(&NOT_UTF8, message)
            .hint("save it again with the encoding UTF-8 (Word: plain text, then “Unicode (UTF-8)”; Notepad: the list “Encoding” beside “Save”), and look at its accents, dashes and quotation marks")
        }
        FileError::Outside { .. } => Diagnostic::of(
            &LINK_OUTSIDE_PROJECT,
            format!("`{path}` is a link that leaves the project"),
        )
        .hint("put the file itself into the project"),
        FileError::Private { .. } => Diagnostic::of(
            &FILE_PRIVATE,
            format!("`{path}` is never read into a document"),
        )
        .hint("put what you need into a file of its own, which is not hidden"),
        FileError::TooLarge { .. } => Diagnostic::of(
            &FILE_TOO_LARGE,
            format!("`{path}` is larger than 8 MB, too large for a text"),
        )
        .hint("split it, or take out what is no text"),
        FileError::Io { source, .. } => Diagnostic::of(
            &UNREADABLE_FILE,
            format!(
                "`{path}` cannot be read: {}",
                inline(&source.to_string(), 80)
            ),
        )
        .hint("close other programs that use it, and see whether you may open it"),
        FileError::Exists { .. } => {
            Diagnostic::of(&UNREADABLE_FILE, format!("`{path}` exists already"))
        }
    }
}

/// Names the sign that a byte belongs to by its line and what stands before it.
fn sign_at(store: &Store, path: &ProjectPath, at: usize) -> String {
    match store.bytes(path, MAX_TEXT_BYTES) {
        Ok(bytes) => {
            let before = decoded(&bytes[..at.min(bytes.len())]).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let last = before
                .rsplit(char::is_whitespace)
                .next()
                .unwrap_or_default();
            match inline(last, 20).as_str() {
                "" => format!("a letter on line {line}"),
                last => format!("the letter behind `{last}` on line {line}"),
            }
        }
        Err(_) => format!("byte {at}"),
    }
}
