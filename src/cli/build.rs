//! `folio build`: the PDF, the file for Word or the page of HTML, and what there is to say about it.

use std::path::Path;

use folio::diagnostics::{self, Door, FileError, Today, text};
use folio::dissertation::{Edition, Purpose};
use folio::pipeline::{BuildRequest, Built, Medium, Part, Request};
use folio::project::Project;
use folio::repository;
use folio::worker::{Answer, PDF};

use crate::cli::args::Format;
use crate::cli::args::build::{BuildArgs, BuildKind};
use crate::cli::at_work::AtWork;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::gate::Gate;
use crate::cli::output::{
    self, Destination, check_is_docx, check_is_html, check_is_pdf, own_file, shown_path,
};
use crate::cli::verdict;
use crate::cli::view::BuildView;

/// Refuses to write over something else.
type Check = fn(&Path) -> Result<(), CommandError>;

/// Typesets the project and writes the PDF.
pub(crate) fn run(args: &BuildArgs, context: &Context) -> Result<Exit, CommandError> {
    let root = context.root(args.folder.named())?;
    // A draft always prints.
    let leaves_out = args.draft && !args.strict;
    let open = match leaves_out {
        true => AtWork::open_despite_mistakes,
        false => AtWork::open,
    };
    let (mut at_work, project) = open(&root, &args.limits, context)?;

    let part = match (&args.chapter, &args.until) {
        (Some(id), _) => Part::Chapter(id.clone()),
        (None, Some(id)) => Part::Until(id.clone()),
        (None, None) => Part::Whole,
    };
    let (to, check): (_, Check) = match args.to {
        BuildKind::Pdf => (Medium::Pdf, check_is_pdf),
        BuildKind::Docx => (Medium::Word, check_is_docx),
        BuildKind::Html => (Medium::Html, check_is_html),
    };
    refuse_of_pages(args)?;
    let output = match &args.output {
        Some(path) => Destination::named(path, check, context)?,
        None => Destination::File(own_file(
            &project,
            &file_name(&project, args, &part, &context.gate),
            check,
        )?),
    };
    refuse_two_results(args, &output)?;
    let emit_to = args
        .emit_typst
        .as_deref()
        .map(|folder| context.current_dir.join(folder));
    if let Some(folder) = &emit_to {
        check_empty(folder)?;
    }

    let purpose = if args.draft {
        Purpose::Draft {
            commit: repository::commit(&project.root),
        }
    } else if args.review {
        Purpose::Review
    } else {
        Purpose::Submission
    };
    let request = BuildRequest {
        edition: Edition {
            purpose,
            anonymous: args.anonymous,
            strict: args.strict,
            leaves_out,
        },
        part,
        to,
        reference: args
            .reference_doc
            .as_ref()
            .map(|path| context.current_dir.join(path)),
        standards: args.standard.clone(),
        emit: emit_to.is_some(),
    };
    let mut answer: Answer<Built> = at_work.ask_to_show(Request::Build(request), context)?;
    output.write(&answer.take(PDF), context)?;
    let mut built = answer.said;
    let Built {
        findings, sources, ..
    } = &mut built;
    context.gate.cover(findings, sources);
    if let Some(folder) = &emit_to {
        std::fs::create_dir_all(folder).map_err(FileError::io("make the folder", folder))?;
        let folder = Door::open(folder)?;
        for (path, bytes) in &answer.files {
            folder.write(path, bytes)?;
        }
    }

    context.show(&built.overruled, &built.sources);
    context.show(&built.findings, &built.sources);
    context.say(&format!(
        "the document is dated {} ({})",
        diagnostics::british(built.date.at.date()),
        built.date.source
    ));
    if let Some(saved) = &built.saved {
        context.say(saved);
    }
    let shown = output.shown(context);
    match (args.format, &output) {
        (Format::Human, Destination::Stdout) => {
            context.say(sentences(&built, &shown, args, context.today).trim_end());
        }
        (Format::Human, Destination::File(_)) => {
            context.print(&sentences(&built, &shown, args, context.today))?;
        }
        (Format::Json, _) => context.print_json(&BuildView::new(&built, &shown))?,
    }
    if let Some(folder) = &emit_to {
        let shown = shown_path(folder, &context.current_dir);
        context.say(&format!(
            "the same pages without folio: typst compile --root {shown} --font-path {shown}/fonts \
             --ignore-system-fonts {shown}/main.typ"
        ));
    }
    if let (true, Destination::File(target)) = (args.open, &output)
        && open::that_detached(target.path()).is_err()
    {
        context.say("it was written, but this computer has no program to show it with");
    }
    Ok(if built.fails() && !args.draft {
        Exit::Findings
    } else {
        Exit::Success
    })
}

/// Two results cannot both go to standard output, and what went there cannot be opened.
fn refuse_two_results(args: &BuildArgs, output: &Destination) -> Result<(), CommandError> {
    let what = match (output, args.format, args.open) {
        (Destination::File(_), ..) | (Destination::Stdout, Format::Human, false) => return Ok(()),
        (Destination::Stdout, Format::Json, _) => "`--format json` prints there too",
        (Destination::Stdout, Format::Human, true) => "`--open` needs a file",
    };
    let (thing, name) = match args.to {
        BuildKind::Pdf => ("PDF", "FILE.pdf"),
        BuildKind::Docx => ("Word file", "FILE.docx"),
        BuildKind::Html => ("HTML page", "FILE.html"),
    };
    let message = format!("the {thing} was to go to standard output, but {what}");
    Err(CommandError::new(message).hint(format!("name a file: `--output {name}`")))
}

/// What is about pages alone is not asked of anything else.
fn refuse_of_pages(args: &BuildArgs) -> Result<(), CommandError> {
    let made = match args.to {
        BuildKind::Pdf => "a PDF",
        BuildKind::Docx => "a Word file",
        BuildKind::Html => "a page of HTML",
    };
    if args.to != BuildKind::Docx && args.reference_doc.is_some() {
        let message = format!("`--reference-doc` is about a Word file, and this makes {made}");
        return Err(CommandError::new(message).hint("add `--to docx`, or leave it out"));
    }
    let option = match (args.standard.is_empty(), &args.emit_typst) {
        (false, _) => "--standard",
        (true, Some(_)) => "--emit-typst",
        (true, None) => return Ok(()),
    };
    if args.to == BuildKind::Pdf {
        return Ok(());
    }
    let message = format!("`{option}` is about the PDF, and this makes {made}");
    Err(CommandError::new(message).hint("leave one of the two out"))
}

/// Returns the PDF's name. What is not to be handed in says so, and never takes the place of what
/// is.
fn file_name(project: &Project, args: &BuildArgs, part: &Part, gate: &Gate) -> String {
    let mut name = output::stem(project, args.anonymous, gate);
    match part {
        Part::Whole => {}
        Part::Chapter(id) | Part::Until(id) => {
            name.push('-');
            name.push_str(&output::short(id, gate));
        }
    }
    if args.draft {
        name.push_str("-draft");
    }
    if args.review {
        name.push_str("-review");
    }
    match args.to {
        BuildKind::Pdf => name + ".pdf",
        BuildKind::Docx => name + ".docx",
        BuildKind::Html => name + ".html",
    }
}

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

fn sentences(built: &Built, path: &str, args: &BuildArgs, today: Today) -> String {
    let (kind, is_draft) = (args.to, args.draft);
    let standards = match built.standards.as_slice() {
        [] => String::new(),
        names => format!(", {}", names.join(" and ")),
    };
    let what = match (built.pages, kind) {
        (Some(pages), _) => text::count(pages, "page"),
        (None, BuildKind::Html) => "one page for the browser".to_owned(),
        (None, BuildKind::Pdf | BuildKind::Docx) => "for Word".to_owned(),
    };
    let mut out = format!("{path}: {what}{standards}\n");
    for sentence in &built.gave_up {
        out.push_str(&format!("  {sentence}\n"));
    }
    let counted = &built.counted;
    out.push_str(&verdict::in_words(counted, today));
    if counted.fails() && is_draft {
        out.push_str("  a draft may be so; the submission may not\n");
    }
    out
}
