//! `folio comments`: what a supervisor wrote into the Word file, at the lines of the chapters.

mod apply;
mod listing;
mod meeting;

use folio::diagnostics::read_bytes;
use folio::project::{self, Project, RulesFile};
use folio::web::{self, CommentsPage};
use folio::word::{MAX_FILE_BYTES, Review, SourceFile, source_file};

use crate::cli::args::Format;
use crate::cli::args::comments::CommentsArgs;
use crate::cli::comments::listing::{ItemsView, page_of, tell};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::new::draft::unread;
use crate::cli::output::{html_path, shown_path, write_html};

/// A reviewed file with the project that it is about.
pub(crate) struct Reviewed {
    pub(crate) project: Project,
    pub(crate) review: Review,
    /// The file as it was named.
    pub(crate) name: String,
}

/// Lists what came back, and writes what is taken over.
pub(crate) fn run(args: &CommentsArgs, context: &Context) -> Result<Exit, CommandError> {
    let html = html_path(args.html.as_deref(), context)?;
    let path = context.current_dir.join(&args.file);
    let name = shown_path(&path, &context.current_dir);
    let bytes = read_bytes(&path, MAX_FILE_BYTES)?;
    let root = context.root(args.project.as_deref())?;
    let rules = context.rules.as_deref().map(RulesFile::read).transpose()?;
    let store = project::open(&root)?;
    let project = project::read_project(&store, rules.as_ref())?;
    context.gate.let_pass(&project);
    let mut files: Vec<SourceFile> = Vec::new();
    for path in project.outline.paths() {
        // A chapter that cannot be read has no lines to point at; `build` says what is wrong with it.
        if let Ok(text) = store.text(path) {
            files.push(source_file(path, text));
        }
    }
    let review = Review::of(&bytes, files).map_err(|error| unread(&name, &error))?;
    let reviewed = Reviewed {
        project,
        review,
        name,
    };
    match (&html, args.format) {
        (None, Format::Json) => context.print_json(&ItemsView::of(&reviewed.review.items))?,
        (Some(to), _) => {
            let page: CommentsPage = page_of(&reviewed, context);
            let text = web::comments(&page, &context.gate.names())?;
            write_html(to, &text, context)?;
        }
        (None, Format::Human) => context.print(&tell(&reviewed))?,
    }
    if args.into_meeting {
        meeting::record(&reviewed, &root, context)?;
    }
    match args.apply {
        true => apply::run(args, &reviewed, &store, context),
        false => Ok(Exit::Success),
    }
}
