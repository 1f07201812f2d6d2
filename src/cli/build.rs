//! `folio build`: the PDF, and what there is to say about it.

use std::io::Read;
use std::path::{Path, PathBuf};

use folio::diagnostics::{self, text};
use folio::pipeline::{BuildRequest, Built, Part, Purpose, Request};
use folio::project::{self, Project};

use crate::cli::args::{BuildArgs, Format};
use crate::cli::context::Context;
use crate::cli::counted;
use crate::cli::deliver::deliver;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::git;
use crate::cli::supervise::Delivery;
use crate::cli::view::{self, BuildView};

/// Typesets the project and writes the PDF.
pub(crate) fn run(args: &BuildArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.path.as_deref())?;
    let project = project::load(&root, context.rules.as_deref())?;

    let part = match (&args.chapter, &args.until) {
        (Some(id), _) => Part::Chapter(id.clone()),
        (None, Some(id)) => Part::Until(id.clone()),
        (None, None) => Part::Whole,
    };
    let output = match &args.output {
        Some(path) => context.current_dir.join(path),
        None => own_output(&project, args, &part)?,
    };
    check_replaceable(&output)?;
    diagnostics::check_writable(&output)?;
    let emit_to = args
        .emit_typst
        .as_deref()
        .map(|folder| context.current_dir.join(folder));
    if let Some(folder) = &emit_to {
        check_empty(folder)?;
    }

    let purpose = if args.draft {
        Purpose::Draft {
            commit: git::commit(&project.root),
        }
    } else if args.review {
        Purpose::Review
    } else {
        Purpose::Submission
    };
    let request = BuildRequest {
        root: project.root.clone(),
        rules: context.rules.clone(),
        today: context.today,
        source_date_epoch: context.source_date_epoch,
        date: None,
        purpose,
        anonymous: args.anonymous,
        part,
        standards: args.standard.clone(),
        strict: args.strict,
        emit: emit_to.is_some(),
    };
    let Delivery {
        said: built,
        pdf,
        files,
    }: Delivery<Built> = deliver(Request::Build(request), &args.limits, context)?;

    diagnostics::write_atomic(&output, &pdf)?;
    if let Some(folder) = &emit_to {
        for (path, bytes) in &files {
            diagnostics::write_atomic(&folder.join(path), bytes)?;
        }
    }

    context.show(&built.overruled, &built.sources);
    context.show(&built.findings, &built.sources);
    context.say(&format!(
        "the document is dated {} ({})",
        diagnostics::british(built.date.at.date()),
        built.date.source
    ));
    let shown = shown_path(&output, &context.current_dir);
    match args.format {
        Format::Human => context.print(&sentences(&built, &shown, args.draft))?,
        Format::Json => context.print(&view::to_json(&BuildView::new(&built, &shown))?)?,
    }
    if let Some(folder) = &emit_to {
        let shown = shown_path(folder, &context.current_dir);
        context.say(&format!(
            "the same pages without folio: typst compile --root {shown} --font-path {shown}/fonts \
             --ignore-system-fonts {shown}/main.typ"
        ));
    }
    if args.open && open::that_detached(&output).is_err() {
        context.say("the PDF was written, but this computer has no program to show it with");
    }
    Ok(if built.counted.fails() && !args.draft {
        Exit::Findings
    } else {
        Exit::Success
    })
}

/// Returns where the PDF goes when its user does not say, and refuses a place outside the project:
/// a folder that came from somebody else may hold a link.
fn own_output(project: &Project, args: &BuildArgs, part: &Part) -> Result<PathBuf, CommandError> {
    let name = file_name(project, args, part);
    let folder = project.root.join(OUTPUT);
    if folder.exists() {
        diagnostics::confine(&project.root, &folder)?;
    }
    Ok(folder.join(name))
}

/// Returns where the PDF to be handed in goes.
pub(crate) fn submission_path(project: &Project) -> PathBuf {
    project
        .root
        .join(OUTPUT)
        .join(format!("{}.pdf", stem(project, false)))
}

/// Returns where a PDF goes that is not to be handed in yet, inside the project.
pub(crate) fn not_ready_path(
    project: &Project,
    is_anonymous: bool,
) -> Result<PathBuf, CommandError> {
    let folder = project.root.join(OUTPUT);
    if folder.exists() {
        diagnostics::confine(&project.root, &folder)?;
    }
    Ok(folder.join(format!("{}-not-ready.pdf", stem(project, is_anonymous))))
}

/// The project's folder for what can be made again.
const OUTPUT: &str = "output";

/// Returns the PDF's name: a slug of the title, or the candidate number when anonymous. What is not
/// to be handed in says so, and never takes the place of what is.
fn file_name(project: &Project, args: &BuildArgs, part: &Part) -> String {
    let mut name = stem(project, args.anonymous);
    match part {
        Part::Whole => {}
        Part::Chapter(id) | Part::Until(id) => {
            name.push('-');
            name.push_str(&text::slug(id, MAX_STEM));
        }
    }
    if args.draft {
        name.push_str("-draft");
    }
    if args.review {
        name.push_str("-review");
    }
    name + ".pdf"
}

fn stem(project: &Project, is_anonymous: bool) -> String {
    let dissertation = &project.manifest.dissertation;
    let stem = if is_anonymous {
        dissertation
            .candidate
            .as_deref()
            .map(|number| text::slug(number, MAX_STEM))
    } else {
        Some(text::slug(&dissertation.title, MAX_STEM))
    };
    stem.filter(|stem| !stem.is_empty())
        .unwrap_or_else(|| "dissertation".into())
}

/// Refuses to write over anything but a PDF: a slip of the hand could name a chapter.
pub(crate) fn check_replaceable(path: &Path) -> Result<(), CommandError> {
    let mut start = [0; 4];
    let is_other = match std::fs::File::open(path) {
        Ok(mut file) if path.is_file() => {
            let read = file.read(&mut start).unwrap_or_default();
            read > 0 && &start[..read] != b"%PDF"
        }
        Ok(_) | Err(_) => false,
    };
    if is_other {
        return Err(CommandError::new(format!(
            "{} is there already and is no PDF",
            path.display()
        ))
        .hint("nothing was written; name another file"));
    }
    Ok(())
}

/// Upload forms ask for file names under 40 characters (facts: Turnitin's file requirements as
/// departments pass them on); this leaves room for `.pdf`.
const MAX_STEM: usize = 35;

/// Refuses to mix an emitted project with something else.
fn check_empty(folder: &Path) -> Result<(), CommandError> {
    let is_taken = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => folder.exists(),
    };
    if is_taken {
        return Err(
            CommandError::new(format!("{} is not an empty folder", folder.display()))
                .hint("nothing was written; name a folder that does not exist yet"),
        );
    }
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

fn sentences(built: &Built, path: &str, is_draft: bool) -> String {
    let standards = match built.standards.as_slice() {
        [] => String::new(),
        names => format!(", {}", names.join(" and ")),
    };
    let mut out = format!("{path}: {}{standards}\n", text::count(built.pages, "page"));
    for sentence in &built.gave_up {
        out.push_str(&format!("  {sentence}\n"));
    }
    let counted = &built.counted;
    out.push_str(&counted::verdict(counted));
    if counted.fails() && is_draft {
        out.push_str("  a draft may be so; the submission may not\n");
    }
    out
}
