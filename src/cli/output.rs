//! Where results are written: their names, and what is never written over.

use std::path::{Path, PathBuf};

use folio::diagnostics::{Door, Target, read_start};
use folio::project::Project;

use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::gate::Gate;

/// The project's folder for what can be made again.
pub(crate) const OUTPUT: &str = "output";

/// Upload forms ask for file names under 40 characters (facts: Turnitin's file requirements as
/// departments pass them on); this leaves room for `.pdf`.
const MAX_STEM: usize = 35;

/// Where a result goes.
pub(crate) enum Destination {
    /// `-`: the next program reads it.
    Stdout,
    /// A file.
    File(Target),
}

impl Destination {
    /// Takes a file that the user named, or `-`; `check` refuses to write over something else.
    pub(crate) fn named(
        given: &Path,
        check: impl Fn(&Path) -> Result<(), CommandError>,
        context: &Context,
    ) -> Result<Self, CommandError> {
        if given == Path::new("-") {
            return Ok(Self::Stdout);
        }
        let path = context.current_dir.join(given);
        check(&path)?;
        Ok(Self::File(Target::named(&path)?))
    }

    /// Writes the result.
    pub(crate) fn write(&self, bytes: &[u8], context: &Context) -> Result<(), CommandError> {
        match self {
            Self::Stdout => context.pass_on(bytes),
            Self::File(target) => Ok(target.write(bytes)?),
        }
    }

    /// Returns what it is called where a sentence names it.
    pub(crate) fn shown(&self, context: &Context) -> String {
        match self {
            Self::Stdout => "standard output".to_owned(),
            Self::File(target) => shown_path(target.path(), &context.current_dir),
        }
    }
}

/// Returns where the PDF to be handed in goes.
pub(crate) fn submission_path(project: &Project, gate: &Gate) -> PathBuf {
    let name = format!("{}.pdf", stem(project, false, gate));
    project.root.join(OUTPUT).join(name)
}

/// Returns where a PDF goes when its user does not say; a link may not lead it out of the project.
pub(crate) fn own_pdf(project: &Project, name: &str) -> Result<Target, CommandError> {
    own_file(project, name, check_is_pdf)
}

/// Returns where a result goes when its user does not say; `check` refuses to write over something
/// else.
pub(crate) fn own_file(
    project: &Project,
    name: &str,
    check: impl Fn(&Path) -> Result<(), CommandError>,
) -> Result<Target, CommandError> {
    let target = Target::within(&Door::open(&project.root)?, OUTPUT, name)?;
    check(target.path())?;
    Ok(target)
}

/// Returns what a project's PDF is called: a slug of the title, or the candidate number when
/// anonymous.
pub(crate) fn stem(project: &Project, is_anonymous: bool, gate: &Gate) -> String {
    let dissertation = &project.manifest.dissertation;
    let name = match is_anonymous {
        true => dissertation.candidate.as_ref(),
        false => Some(&dissertation.title),
    };
    name.map(|name| short(name, gate))
        .filter(|stem| !stem.is_empty())
        .unwrap_or_else(|| "dissertation".into())
}

/// Returns a name as it stands in the name of a file.
pub(crate) fn short(name: &str, gate: &Gate) -> String {
    gate.file_stem(name, MAX_STEM)
}

/// Refuses to write over anything but a PDF: a slip of the hand could name a chapter.
pub(crate) fn check_is_pdf(path: &Path) -> Result<(), CommandError> {
    let start = read_start(path, 4).unwrap_or_default();
    match start.is_empty() || start == b"%PDF" {
        true => Ok(()),
        false => Err(is_there(path, " and is no PDF")),
    }
}

/// Refuses to write over anything but a file of Word's kind.
pub(crate) fn check_is_docx(path: &Path) -> Result<(), CommandError> {
    let start = read_start(path, 2).unwrap_or_default();
    match start.is_empty() || start == b"PK" {
        true => Ok(()),
        false => Err(is_there(path, " and is no Word file")),
    }
}

/// Refuses to write over anything but a page of HTML.
pub(crate) fn check_is_html(path: &Path) -> Result<(), CommandError> {
    let start = read_start(path, 64).unwrap_or_default();
    let start = String::from_utf8_lossy(&start).to_lowercase();
    match start.is_empty() || start.trim_start().starts_with("<!doctype html") {
        true => Ok(()),
        false => Err(is_there(path, " and is no HTML")),
    }
}

/// Refuses to write over anything but a calendar.
pub(crate) fn check_is_calendar(path: &Path) -> Result<(), CommandError> {
    let start = read_start(path, 15).unwrap_or_default();
    match start.is_empty() || start == b"BEGIN:VCALENDAR" {
        true => Ok(()),
        false => Err(is_there(path, " and is no calendar")),
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
) -> Result<Option<Destination>, CommandError> {
    let named = |given| Destination::named(given, check_is_html, context);
    given.map(named).transpose()
}

/// Writes a page of HTML, and says where it is.
pub(crate) fn write_html(
    to: &Destination,
    html: &str,
    context: &Context,
) -> Result<(), CommandError> {
    to.write(html.as_bytes(), context)?;
    context.say(&format!("a page to open or to send: {}", to.shown(context)));
    Ok(())
}

/// Returns a command for the project in `root` as it works in the current folder: from inside the
/// project as it is, else with the folder.
pub(crate) fn from_here(command: &str, root: &Path, context: &Context) -> String {
    let here = dunce::canonicalize(&context.current_dir);
    if here.is_ok_and(|here| here.starts_with(root)) || !command.starts_with("folio ") {
        return command.to_owned();
    }
    let folder = quoted(&shown_path(root, &context.current_dir));
    let takes_option = ["folio milestone", "folio diff", "folio cite"];
    match takes_option.iter().any(|it| command.starts_with(it)) {
        true => format!("{command} --project {folder}"),
        false => format!("{command} {folder}"),
    }
}

/// Returns a path as a shell takes it.
pub(crate) fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./\\:".contains(c);
    if path.chars().all(is_plain) && (cfg!(windows) || !path.contains('\\')) {
        path.to_owned()
    } else if cfg!(windows) {
        format!("\"{path}\"")
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
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
