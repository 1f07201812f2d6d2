//! `folio setup` and `folio doctor`, as clap reads them.

use clap::Args;

use crate::cli::args::{FolderArgs, Format};

#[derive(Debug, Args)]
pub(crate) struct SetupArgs {
    /// Take everything away again that setup put there
    #[arg(long)]
    pub(crate) undo: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Print the result as sentences or as JSON
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
}
