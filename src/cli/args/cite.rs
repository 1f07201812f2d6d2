//! `folio cite`, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::{AskArgs, Format};

#[derive(Debug, Args)]
pub(crate) struct CiteArgs {
    #[command(subcommand)]
    pub(crate) command: CiteCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CiteCommand {
    /// Find works by author, title or year
    Find(FindArgs),
    /// List works that no text cites, and citations of works that are in no reference file
    List(ListArgs),
    /// Bring references in from Zotero, PubMed, EndNote or a list of DOIs with their data
    Import(ImportArgs),
    /// Show works as the style prints them: in a bracket, in a sentence, in the list
    Show(ShowArgs),
    /// List the citation styles that folio brings
    Styles(StylesArgs),
}

#[derive(Debug, Args)]
pub(crate) struct FindArgs {
    /// Words of the author, the title, the year or the key
    #[arg(value_name = "WORDS", required = true)]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) asked: AskArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// List only works that no text cites
    #[arg(long)]
    pub(crate) unused: bool,
    /// List only citations of works that are in no reference file
    #[arg(long)]
    pub(crate) missing: bool,
    #[command(flatten)]
    pub(crate) asked: AskArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Files of RIS, PubMed's nbib, EndNote XML, CSL-JSON, BibTeX, or of DOIs with such data behind
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The `.bib` of the project that they go into [default: the first of `[bibliography]`]
    #[arg(long, value_name = "FILE.bib")]
    pub(crate) to: Option<String>,
    /// The project's folder [default: the nearest one upwards with a folio.toml]
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The keys of the works
    #[arg(value_name = "KEY", required = true)]
    pub(crate) keys: Vec<String>,
    #[command(flatten)]
    pub(crate) asked: AskArgs,
}

#[derive(Debug, Args)]
pub(crate) struct StylesArgs {
    /// Words of the name or the title
    #[arg(value_name = "WORDS")]
    pub(crate) words: Vec<String>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}
