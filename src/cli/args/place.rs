//! `folio where`, as clap reads it.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::{Format, LimitArgs};

#[derive(Debug, Args)]
pub(crate) struct WhereArgs {
    /// A page, such as p12, or words as they are printed
    #[arg(value_name = "PAGE|WORDS", required = true)]
    pub(crate) what: Vec<String>,
    /// The project's folder [default: the nearest one upwards with a folio.toml]
    #[arg(long, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}
