//! Where results are written: their names, and what is never written over.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use folio::diagnostics::text::slug;
use folio::diagnostics::{check_writable, confine, write_atomic};
use folio::project::Project;

use crate::cli::context::Context;
use crate::cli::error::CommandError;

/// The project's folder for what can be made again.
const OUTPUT: &str = "output";

/// Upload forms ask for file names under 40 characters (facts: Turnitin's file requirements as
/// departments pass them on); this leaves room for `.pdf`.
const MAX_STEM: usize = 35;

/// Returns where the PDF to be handed in goes.
pub(crate) fn submission_path(project: &Project) -> PathBuf {
    let name = format!("{}.pdf", stem(project, false));
    project.root.join(OUTPUT).join(name)
}

/// Returns where a file goes when its user does not say, and refuses a place outside the project:
/// a folder that came from somebody else may hold a link.
pub(crate) fn own_path(project: &Project, name: &str) -> Result<PathBuf, CommandError> {
    let folder = project.root.join(OUTPUT);
    if folder.exists() {
        confine(&project.root, &folder)?;
    }
    Ok(folder.join(name))
}

/// Returns what a project's PDF is called: a slug of the title, or the candidate number when
/// anonymous.
pub(crate) fn stem(project: &Project, is_anonymous: bool) -> String {
    let dissertation = &project.manifest.dissertation;
    let name = match is_anonymous {
        true => dissertation.candidate.as_ref(),
        false => Some(&dissertation.title),
    };
    name.map(|name| short(name))
        .filter(|stem| !stem.is_empty())
        .unwrap_or_else(|| "dissertation".into())
}

/// Returns a name as it stands in the name of a file.
pub(crate) fn short(name: &str) -> String {
    slug(name, MAX_STEM)
}

/// Refuses to write over anything but a PDF: a slip of the hand could name a chapter.
pub(crate) fn check_is_pdf(path: &Path) -> Result<(), CommandError> {
    let mut start = [0; 4];
    let is_other = match File::open(path) {
        Ok(mut file) if path.is_file() => {
            let read = file.read(&mut start).unwrap_or_default();
            read > 0 && &start[..read] != b"%PDF"
        }
        Ok(_) | Err(_) => false,
    };
    match is_other {
        true => Err(is_there(path, " and is no PDF")),
        false => Ok(()),
    }
}

/// Refuses to write over anything but a page of HTML.
pub(crate) fn check_is_html(path: &Path) -> Result<(), CommandError> {
    let mut start = Vec::new();
    if let Ok(file) = File::open(path) {
        // What cannot be read cannot be told apart, and is left alone.
        if file.take(64).read_to_end(&mut start).is_err() {
            start = b"?".to_vec();
        }
    }
    let start = String::from_utf8_lossy(&start).to_lowercase();
    match start.is_empty() || start.trim_start().starts_with("<!doctype html") {
        true => Ok(()),
        false => Err(is_there(path, " and is no HTML")),
    }
}

/// Returns why a file is not written over.
pub(crate) fn is_there(path: &Path, what: &str) -> CommandError {
    CommandError::new(format!("{} is there already{what}", path.display()))
        .hint("nothing was written; name another file")
}

/// Returns where a page of HTML that was asked for goes; looks before the work whether it can be
/// written.
pub(crate) fn html_path(
    given: Option<&Path>,
    context: &Context,
) -> Result<Option<PathBuf>, CommandError> {
    let Some(given) = given else {
        return Ok(None);
    };
    let path = context.current_dir.join(given);
    check_is_html(&path)?;
    check_writable(&path)?;
    Ok(Some(path))
}

/// Writes a page of HTML, and says where it is.
pub(crate) fn write_html(path: &Path, html: &str, context: &Context) -> Result<(), CommandError> {
    write_atomic(path, html.as_bytes())?;
    let shown = shown_path(path, &context.current_dir);
    context.say(&format!("a page to open or to send: {shown}"));
    Ok(())
}

/// Returns a path as its user would type it.
pub(crate) fn shown_path(path: &Path, current_dir: &Path) -> String {
    let real = |path: &Path| dunce::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let (path, current_dir): (PathBuf, PathBuf) = (real(path), real(current_dir));
    path.strip_prefix(&current_dir)
        .unwrap_or(&path)
        .display()
        .to_string()
}
