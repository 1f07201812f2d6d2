//! What `folio build` takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::args::{FolderArgs, Format, LimitArgs};

#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Make a PDF, a file for Word, or one page of HTML
    #[arg(long, value_name = "KIND", default_value = "pdf")]
    pub(crate) to: BuildKind,
    /// Mark every page as a draft
    #[arg(long)]
    pub(crate) draft: bool,
    /// Number the lines and leave a wide margin for comments
    #[arg(long, conflicts_with = "draft")]
    pub(crate) review: bool,
    /// Print the candidate number instead of every name
    #[arg(long)]
    pub(crate) anonymous: bool,
    /// Export one chapter, numbered as in the whole
    #[arg(long, value_name = "ID", conflicts_with = "until")]
    pub(crate) chapter: Option<String>,
    /// Export the chapters that are due up to a milestone
    #[arg(long, value_name = "MILESTONE")]
    pub(crate) until: Option<String>,
    /// The PDF standards to meet, such as a-2a,ua-1
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) standard: Vec<String>,
    /// Refuse instead of falling back to a lesser standard or a framed box
    #[arg(long)]
    pub(crate) strict: bool,
    /// The Word file whose styles, margins and heads a Word file has
    #[arg(long, value_name = "FILE.docx")]
    pub(crate) reference_doc: Option<PathBuf>,
    /// Open it afterwards
    #[arg(long)]
    pub(crate) open: bool,
    /// Write it here instead of output/
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Also write a plain Typst project that renders to the same pages
    #[arg(long, value_name = "DIR")]
    pub(crate) emit_typst: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

/// What a build makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BuildKind {
    /// The pages
    Pdf,
    /// A file for Word
    Docx,
    /// One page of HTML that needs nothing else
    Html,
}
