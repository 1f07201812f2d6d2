//! `folio comments`, as clap reads it.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::args::Format;

#[derive(Debug, Args)]
pub(crate) struct CommentsArgs {
    /// The Word file that came back
    #[arg(value_name = "FILE.docx")]
    pub(crate) file: PathBuf,
    /// The project's folder [default: the nearest one upwards with a folio.toml]
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Write the changes into the chapters, after they were shown
    #[arg(long)]
    pub(crate) apply: bool,
    /// With --apply: do not ask
    #[arg(long, requires = "apply")]
    pub(crate) yes: bool,
    /// With --apply: where comments go
    #[arg(
        long,
        value_name = "WHERE",
        requires = "apply",
        default_value = "chapters"
    )]
    pub(crate) remarks: RemarksChoice,
    /// Write one page of HTML for the supervision meeting
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Record a meeting today whose actions are the open comments
    #[arg(long)]
    pub(crate) into_meeting: bool,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

/// Where comments go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RemarksChoice {
    /// Into the text of the chapters: {>>Says who?<<}
    Chapters,
    /// Into a list in the folder `reviews`
    List,
}
