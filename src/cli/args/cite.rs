//! `folio cite`, as clap reads it.

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
