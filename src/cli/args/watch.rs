//! `folio watch`, as clap reads it.

use clap::Args;

use crate::cli::args::{FolderArgs, LimitArgs};

#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    #[command(flatten)]
    pub(crate) folder: FolderArgs,
    /// Do not open the browser; only print the address
    #[arg(long)]
    pub(crate) no_browser: bool,
    /// Use this port of this computer [default: one that is free]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) port: Option<u16>,
    /// How to open a place, such as "code -g {file}:{line}:{column}" [default: an editor that is found]
    #[arg(long, value_name = "COMMAND")]
    pub(crate) editor: Option<String>,
    /// Keep a draft PDF in output/ as the files are instead; no browser, no address
    #[arg(long, conflicts_with_all = ["no_browser", "port", "editor"])]
    pub(crate) file: bool,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}
