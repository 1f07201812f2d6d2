//! `folio cite import`: references from other programs as entries of the project's `.bib`.
//!
//! Nothing that stands in the file is touched: new entries come behind it, and keys stay.

use std::path::{Path, PathBuf};

use folio::diagnostics::text::{count, inline, list};
use folio::diagnostics::{FileError, MAX_TEXT_BYTES, ProjectPath, read_bytes, read_text};
use folio::project::{self, Project};
use folio::references::{Added, Incoming, Known, Merged, decoded_as, incoming, merge, prepare};
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::args::cite::ImportArgs;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// The file that references go into where the manifest names none.
const DEFAULT: &str = "references.bib";

/// `folio cite import --format json`.
#[derive(Serialize)]
struct ImportView<'a> {
    format: u32,
    path: String,
    added: Vec<AddedView<'a>>,
    known: Vec<KnownView<'a>>,
    unread: &'a [Unread],
}

#[derive(Serialize)]
struct AddedView<'a> {
    key: &'a str,
    authors: &'a str,
    year: &'a str,
    title: &'a str,
    retracted: bool,
    lost: &'a [String],
}

#[derive(Serialize)]
struct KnownView<'a> {
    key: &'a str,
    title: &'a str,
    retracted: bool,
}

/// Something in a file that could not be read.
#[derive(Serialize)]
struct Unread {
    file: String,
    line: usize,
    message: String,
}

/// Brings references in.
pub(crate) fn run(args: &ImportArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.project.as_deref())?;
    let store = project::open(&root)?;
    let project = project::read_project(&store, None)?;
    context.gate.let_pass(&project);
    let target = target(args.to.as_deref(), &project)?;
    let (works, unread) = brought(&args.files, context)?;
    let mut files = project.manifest.bibliography.files.clone();
    let is_named = files.contains(&target);
    if !is_named && store.is_file(&target) {
        files.push(target.clone());
    }
    let before = match store.is_file(&target) {
        true => store.text(&target)?,
        false => String::new(),
    };
    let there = prepare(&store, &files, "apa", None);
    let merged = merge(&there.entries, works, &|words| {
        context.gate.without_names(words)
    });
    if !merged.added.is_empty() {
        let door = store
            .door()
            .ok_or_else(|| CommandError::new("the project is in no folder"))?;
        door.write(target.as_str(), with(&before, &merged.added).as_bytes())?;
    }
    let is_clean = unread.is_empty();
    match args.format {
        Format::Json => context.print_json(&ImportView {
            format: 1,
            path: target.to_string(),
            added: merged.added.iter().map(added_view).collect(),
            known: merged.known.iter().map(known_view).collect(),
            unread: &unread,
        })?,
        Format::Human => {
            context.print(&in_words(&merged, &target))?;
            for Unread {
                file,
                line,
                message,
            } in &unread
            {
                let file = inline(file, 200);
                context.say(&format!("not read: {file}:{line}: {message}"));
            }
            if !is_named && !merged.added.is_empty() && !is_default(&target, &project) {
                context.say(&format!(
                    "`{target}` is not among the files of `[bibliography]` in folio.toml yet: add it there to cite from it"
                ));
            }
        }
    }
    match is_clean {
        true => Ok(Exit::Success),
        false => Ok(Exit::Findings),
    }
}

/// Returns whether a file is read without being named.
fn is_default(target: &ProjectPath, project: &Project) -> bool {
    target.as_str() == DEFAULT && project.manifest.bibliography.files.is_empty()
}

/// Returns the file that works go into.
fn target(to: Option<&str>, project: &Project) -> Result<ProjectPath, CommandError> {
    let files = &project.manifest.bibliography.files;
    let is_bib = |path: &&ProjectPath| path.extension() == "bib";
    let path = match to {
        Some(to) => ProjectPath::new(to)
            .filter(|path| is_bib(&path))
            .ok_or_else(|| {
                let shown = inline(to, 100);
                CommandError::new(format!("`{shown}` is no `.bib` inside of the project"))
                    .hint("name it from the project's folder: `--to references.bib`")
            })?,
        None => match files.iter().find(is_bib) {
            Some(path) => path.clone(),
            None if files.is_empty() => ProjectPath::new(DEFAULT)
                .ok_or_else(|| CommandError::new("there is no name for a reference file"))?,
            None => {
                let named: Vec<String> = files.iter().map(ToString::to_string).collect();
                return Err(CommandError::new(format!(
                    "{} cannot be added to, since only a `.bib` can",
                    list(&named)
                ))
                .hint("`--to references.bib` makes a new one; add it to `files` under `[bibliography]` in folio.toml"));
            }
        },
    };
    Ok(path)
}

fn brought(
    files: &[PathBuf],
    context: &Context,
) -> Result<(Vec<Incoming>, Vec<Unread>), CommandError> {
    let mut works = Vec::new();
    let mut unread = Vec::new();
    for file in files {
        let name = file.display().to_string();
        let text = text_of(&context.current_dir.join(file), &name, context)?;
        let found = incoming(&text);
        if found.works.is_empty() && found.unread.iter().all(|(_, why)| why.contains("no form")) {
            let shown = inline(&name, 200);
            return Err(CommandError::new(format!("there are no references in {shown} that folio reads"))
                .hint("export them as RIS or BibTeX; in PubMed choose Send to, Citation manager; in EndNote choose Export, XML or RIS"));
        }
        works.extend(found.works);
        let told = found.unread.into_iter().map(|(line, message)| Unread {
            file: name.clone(),
            line,
            message,
        });
        unread.extend(told);
    }
    Ok((works, unread))
}

/// Returns the text of an export. What older programs write in Windows' letters is read as such, and
/// said to be.
fn text_of(path: &Path, name: &str, context: &Context) -> Result<String, CommandError> {
    let error = match read_text(path) {
        Ok(text) => return Ok(text),
        Err(error) => error,
    };
    let is_other = matches!(error, FileError::NotUtf8 { .. });
    let bytes = match is_other {
        true => read_bytes(path, MAX_TEXT_BYTES)?,
        false => Vec::new(),
    };
    let Some((encoding, text)) = decoded_as(&bytes) else {
        return Err(error.into());
    };
    let shown = inline(name, 200);
    context.say(&format!(
        "{shown} is not UTF-8, and was read as {encoding}: look at the accents of its names"
    ));
    Ok(text)
}

/// Returns the text of a `.bib` with entries behind it, its line ends as they are.
fn with(before: &str, added: &[Added]) -> String {
    let end = if before.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut text = before.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text += end;
    }
    for work in added {
        if !text.is_empty() {
            text += end;
        }
        text += &work.entry.replace('\n', end);
    }
    text
}

/// Returns a work on a line: its key, who, when, what.
pub(crate) fn line_of(key: &str, authors: &str, year: &str, title: &str) -> String {
    let year = if year.is_empty() { "no date" } else { year };
    let (authors, title) = (inline(authors, 60), inline(title, 100));
    let space = if authors.is_empty() { "" } else { " " };
    format!("[@{key}]  {authors}{space}({year}) {title}")
}

fn in_words(merged: &Merged, target: &ProjectPath) -> String {
    let Merged { added, known } = merged;
    let mut text = match added.len() {
        0 => format!("nothing to add to {target}\n"),
        many => format!("added {} to {target}\n", count(many, "work")),
    };
    for work in added {
        text += &format!(
            "  {}\n",
            line_of(&work.key, &work.authors, &work.year, &work.title)
        );
        if work.is_retracted {
            text += "    retracted, says the export: read the notice before you cite it\n";
        }
        if !work.lost.is_empty() {
            let lost: Vec<String> = work.lost.iter().map(|name| inline(name, 40)).collect();
            text += &format!("    not kept as it was: {}\n", list(&lost));
        }
        for name in &work.doubtful {
            let name = inline(name, 60);
            text += &format!(
                "    `{name}` has no comma, and was taken for an organisation: a person is `Family, Given`\n"
            );
        }
    }
    if !known.is_empty() {
        text += &format!("already there: {}\n", count(known.len(), "work"));
    }
    for Known {
        key,
        title,
        is_retracted,
    } in known
    {
        text += &format!("  [@{}]  {}\n", inline(key, 60), inline(title, 100));
        if *is_retracted {
            text += "    retracted, says the export: read the notice before you cite it\n";
        }
    }
    text
}

fn added_view(work: &Added) -> AddedView<'_> {
    AddedView {
        key: &work.key,
        authors: &work.authors,
        year: &work.year,
        title: &work.title,
        retracted: work.is_retracted,
        lost: &work.lost,
    }
}

fn known_view(work: &Known) -> KnownView<'_> {
    KnownView {
        key: &work.key,
        title: &work.title,
        retracted: work.is_retracted,
    }
}
