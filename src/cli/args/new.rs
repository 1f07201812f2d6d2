//! `folio new`, as clap reads it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use folio::project::Due;

use crate::cli::args::milestone::due;

/// The markup that new chapters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum MarkupChoice {
    /// Markdown
    Md,
    /// Typst
    Typ,
}

/// What is done where no style says what a heading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HeadingsChoice {
    /// Take the lines that look like headings
    Accept,
    /// Take none: everything is one chapter
    None,
}

/// What is done with changes that somebody tracked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangesChoice {
    /// The text as it is once each is accepted
    Accept,
    /// The text as it was before
    Refuse,
    /// Both, as marks in the text: {++added++}, {--deleted--}
    Keep,
}

/// Where drafts are checked whenever they are pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CiChoice {
    /// GitHub Actions
    #[value(name = "github")]
    GitHub,
    /// GitLab CI/CD
    #[value(name = "gitlab")]
    GitLab,
}

#[derive(Debug, Args)]
pub(crate) struct NewArgs {
    /// The folder to make
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Bring in a draft that was written in Word: chapters, citations, figures, notes
    #[arg(long, value_name = "DRAFT.docx")]
    pub(crate) from: Option<PathBuf>,
    /// With --from: the references that you have, to find citations that were typed by hand
    #[arg(long, value_name = "FILE", requires = "from")]
    pub(crate) references: Option<PathBuf>,
    /// With --from: what to do where no style says what a heading is
    #[arg(long, value_name = "HOW", requires = "from")]
    pub(crate) headings: Option<HeadingsChoice>,
    /// With --from: what to do with changes that somebody tracked
    #[arg(long, value_name = "HOW", requires = "from", default_value = "accept")]
    pub(crate) changes: ChangesChoice,
    /// The markup of the chapters
    #[arg(
        long,
        value_name = "KIND",
        default_value = "md",
        conflicts_with = "from"
    )]
    pub(crate) chapters: MarkupChoice,
    /// Also write a workflow that checks every draft there, in a private repository
    #[arg(long, value_name = "SERVICE")]
    pub(crate) ci: Option<CiChoice>,
    /// The title of the dissertation
    #[arg(long, value_name = "TEXT")]
    pub(crate) title: Option<String>,
    /// Your full registered name
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Option<String>,
    /// Your candidate number, printed when anonymous
    #[arg(long, value_name = "NUMBER")]
    pub(crate) candidate: Option<String>,
    /// The programme of study
    #[arg(long, value_name = "NAME")]
    pub(crate) programme: Option<String>,
    /// Your supervisor
    #[arg(long, value_name = "NAME")]
    pub(crate) supervisor: Option<String>,
    /// Your executive sponsor
    #[arg(long, value_name = "NAME")]
    pub(crate) executive_sponsor: Option<String>,
    /// Your organisation, as it may be named in print
    #[arg(long, value_name = "NAME")]
    pub(crate) organisation: Option<String>,
    /// The rules of your programme: the name of a built-in profile, or a profile's file, which is copied
    #[arg(long, value_name = "NAME|FILE")]
    pub(crate) profile: Option<String>,
    /// When a milestone is due, such as tutorial-1=2026-12-07; may be given again
    #[arg(long, value_name = "ID=DATE", value_parser = due_by_id)]
    pub(crate) due: Vec<(String, Due)>,
    /// The day of the first tutorial
    #[arg(long, value_name = "DATE", value_parser = due, hide = true)]
    pub(crate) tutorial_1: Option<Due>,
    /// The day of the second tutorial
    #[arg(long, value_name = "DATE", value_parser = due, hide = true)]
    pub(crate) tutorial_2: Option<Due>,
    /// The day of the third tutorial
    #[arg(long, value_name = "DATE", value_parser = due, hide = true)]
    pub(crate) tutorial_3: Option<Due>,
    /// The day of submission
    #[arg(long, value_name = "DATE", value_parser = due)]
    pub(crate) submission: Option<Due>,
}

/// Reads when a milestone is due.
fn due_by_id(text: &str) -> Result<(String, Due), String> {
    let (id, day) = text.split_once('=').ok_or(
        "expected the milestone's id, an equals sign and a date, such as tutorial-1=2026-12-07",
    )?;
    Ok((id.trim().to_owned(), due(day)?))
}
