//! `folio where`, as clap reads it.

use clap::Args;

use crate::cli::args::AskArgs;

#[derive(Debug, Args)]
pub(crate) struct WhereArgs {
    /// A page, such as p12, or words as they are printed
    #[arg(value_name = "PAGE|WORDS", required = true)]
    pub(crate) what: Vec<String>,
    #[command(flatten)]
    pub(crate) asked: AskArgs,
}
